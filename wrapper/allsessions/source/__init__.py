"""The vendors: one module each, named after it, and those that other distributions bring along (see `plugins`).

What a vendor's class needs is here, in these modules:

- `base`: Source, the class that it is a subclass of
- `envelope`: Capabilities, FILTERS, Position, Envelope, VendorError, Request and UnreadableError, which it speaks in
- `parsing`: RecordReader, and to_utc, from_unix, from_seconds, from_milliseconds, to_id and to_count, which read what
  vendors write
- `options`: required_credential and optional_credential, the validators of the fields `api_key` and `token`. These two
  names are the rule: a field of another name is shown in messages, and written openly in a file
- `package`: ClientPackage, Endpoint and Model, what is used of its client package; `codegen` compiles such ones

Filters, which `arguments` gets, has a field for each filter that is set.
"""

import pkgutil
from importlib import import_module

from .. import vendors as built_in
from ..errors import ConfigurationError
from ..filters import Filters
from .base import Source
from .envelope import FILTERS, Capabilities, Envelope, Position, Request, UnreadableError, VendorError
from .options import SECRETS, optional_credential, required_credential
from .package import ClientPackage, Endpoint, Model
from .parsing import RecordReader, from_milliseconds, from_seconds, from_unix, to_count, to_id, to_utc
from .plugins import plugin_class, plugin_points

__all__ = [
    "FILTERS",
    "SECRETS",
    "Capabilities",
    "ClientPackage",
    "Endpoint",
    "Envelope",
    "Filters",
    "Model",
    "Position",
    "RecordReader",
    "Request",
    "Source",
    "UnreadableError",
    "VendorError",
    "built_in_class",
    "built_in_vendors",
    "from_milliseconds",
    "from_seconds",
    "from_unix",
    "optional_credential",
    "required_credential",
    "source_class",
    "to_count",
    "to_id",
    "to_utc",
    "vendors",
]


def built_in_vendors() -> list[str]:
    """The vendors of this package, by the word that names their modules, folders in `specs/` and sessions."""
    return sorted(module.name for module in pkgutil.iter_modules(built_in.__path__))


def built_in_class(vendor: str) -> type[Source]:
    """The class of a vendor of this package; its module, and with it the client package, is imported now."""
    module = import_module(f"allsessions.vendors.{vendor}")
    (found,) = (
        each for each in vars(module).values() if isinstance(each, type) and getattr(each, "vendor", "") == vendor
    )
    return found


def vendors() -> list[str]:
    """Every vendor by its word: those of this package, and those that other distributions bring along."""
    return sorted({*built_in_vendors(), *plugin_points()})


def source_class(vendor: str) -> type[Source]:
    """The class of a vendor's sources; its module, and with it the client package, is imported now.

    ConfigurationError if there is no such vendor, or if a distribution brings it along in a way that cannot be used.
    """
    built_in = vendor in built_in_vendors()
    if points := plugin_points().get(vendor):
        return plugin_class(points, built_in=built_in)
    if not built_in:
        raise ConfigurationError(f"{vendor!r} is no vendor; the vendors are {', '.join(vendors())}")
    return built_in_class(vendor)
