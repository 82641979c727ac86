"""The vendors: one module each, named after it.

What a vendor's class needs is here, in these modules:

- `base`: Source, the class that it is a subclass of
- `terms`: Capabilities, Position, Envelope, Complaint, Call and UnreadableError, which it speaks in
- `values`: when, unix_time, length, text and amount, which read what vendors write
- `options`: required_credential and optional_credential, the validators of the fields `api_key` and `token`. These two
  names are the rule: a field of another name is shown in messages, and written openly in a file
- `salvage`: salvaged and without_odd_fields, for a vendor with answers of several shapes
- `package`: ClientPackage, Endpoint and Model, what is used of its client package; `codegen` compiles such ones
"""

import pkgutil
from importlib import import_module

from ..errors import ConfigurationError
from .base import Source
from .options import SECRETS, optional_credential, required_credential
from .package import ClientPackage, Endpoint, Model
from .salvage import salvaged, without_odd_fields
from .terms import Call, Capabilities, Complaint, Envelope, Position, UnreadableError
from .values import amount, length, text, unix_time, when

__all__ = [
    "SECRETS",
    "Call",
    "Capabilities",
    "ClientPackage",
    "Complaint",
    "Endpoint",
    "Envelope",
    "Model",
    "Position",
    "Source",
    "UnreadableError",
    "amount",
    "length",
    "optional_credential",
    "required_credential",
    "salvaged",
    "source_class",
    "text",
    "unix_time",
    "vendors",
    "when",
    "without_odd_fields",
]


NO_VENDORS = frozenset({"base", "options", "package", "salvage", "terms", "values"})
"""The modules here that all vendors' modules share."""


def vendors() -> list[str]:
    """Every vendor, by the word that names its module, its folder in `specs/` and its sessions."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__) if module.name not in NO_VENDORS)


def source_class(vendor: str) -> type[Source]:
    """The class of a vendor's sources; its module, and with it the generated client, is imported now."""
    if vendor not in vendors():
        raise ConfigurationError(f"{vendor!r} is no vendor; the vendors are {', '.join(vendors())}")
    module = import_module(f".{vendor}", __name__)
    (found,) = (
        each for each in vars(module).values() if isinstance(each, type) and getattr(each, "vendor", "") == vendor
    )
    return found
