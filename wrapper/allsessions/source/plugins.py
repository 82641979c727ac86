"""Find the vendors: the files in `allsessions.vendors`, and the entry points of other distributions.

A broken entry point raises an error only when a caller uses it. The other vendors still work.
"""

import importlib.metadata
import pkgutil
import re
import sys
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import import_module
from importlib.metadata import EntryPoint

from attrs import fields_dict

from .. import vendors as built_in
from ..errors import ConfigurationError
from .base import Source
from .envelope import Capabilities
from .options import SECRETS

GROUP = "allsessions.sources"


def vendors() -> list[str]:
    """Return the names of all vendors."""
    return sorted({*built_in_vendors(), *_entry_points(tuple(sys.path))})


def source_class(vendor: str) -> type[Source]:
    """Import and return a vendor's class. Raise ConfigurationError for an unknown vendor or a broken entry point."""
    if points := _entry_points(tuple(sys.path)).get(vendor):
        return _plugin_class(points)
    if vendor in built_in_vendors():
        return built_in_class(vendor)
    raise ConfigurationError(f"unknown vendor {vendor!r}; expected one of {', '.join(vendors())}")


def built_in_vendors() -> list[str]:
    """Return the names of the built-in vendors, which are also the names of their files and folders."""
    return sorted(module.name for module in pkgutil.iter_modules(built_in.__path__))


def built_in_class(vendor: str) -> type[Source]:
    """Return the class of a built-in vendor."""
    names = vars(import_module(f"{built_in.__name__}.{vendor}")).values()
    return next(each for each in names if isinstance(each, type) and getattr(each, "vendor", "") == vendor)


@lru_cache(maxsize=1)
def _entry_points(path: tuple[str, ...]) -> Mapping[str, Sequence[EntryPoint]]:
    """Return the entry points by name, without importing them. `path` is `sys.path`, which is the cache's key."""
    found: dict[str, list[EntryPoint]] = {}
    for point in importlib.metadata.entry_points(group=GROUP):
        found.setdefault(point.name, []).append(point)
    return found


def _plugin_class(points: Sequence[EntryPoint]) -> type[Source]:
    try:
        return _loaded(points)
    except Exception as error:
        known = isinstance(error, ConfigurationError)
        reason = str(error) if known else f"it cannot be imported: {type(error).__name__}: {error}"
        owners = " and ".join(f"{point.dist.name} {point.dist.version}" for point in points if point.dist)
        values = " and ".join(repr(point.value) for point in points)
        name = points[0].name
        text = f"{name}: the entry point {name} = {values} of {owners}, in the group {GROUP}, cannot be used: {reason}"
        advice = f"uninstall {owners}, or install a release that works" if len(points) == 1 else "uninstall all but one"
        raise ConfigurationError(f"{text}; {advice}") from error


def _loaded(points: Sequence[EntryPoint]) -> type[Source]:
    name = points[0].name
    if len(points) > 1:
        raise ConfigurationError("only one entry point can have this name")
    if name in built_in_vendors():
        raise ConfigurationError("allsessions has a built-in vendor with this name")
    found: object = points[0].load()
    if not isinstance(found, type) or not issubclass(found, Source):
        raise ConfigurationError("the object is not a subclass of allsessions.Source")
    if "__attrs_attrs__" not in vars(found):
        raise ConfigurationError("the class is not decorated with @attrs.frozen(kw_only=True)")
    if names := lacking(found):
        raise ConfigurationError(f"the class lacks {', '.join(names)}")
    if found.vendor != name:
        raise ConfigurationError(f"the class has vendor = {found.vendor!r}, which is not the name of the entry point")
    if not re.fullmatch("[a-z][a-z0-9_]*", name):
        raise ConfigurationError("a vendor's name must have only lowercase letters, digits and underscores")
    return found


def lacking(kind: type[Source]) -> list[str]:
    """Return the required names that a vendor's class does not define."""
    names = {name for name in Source.__annotations__ if not hasattr(kind, name)} | kind.__abstractmethods__
    capabilities = getattr(kind, "capabilities", None)
    if not isinstance(capabilities, Capabilities):
        names |= {"capabilities"}
    elif capabilities.paging == "token" and kind.next_field is None:
        names |= {"next_field"}  # otherwise an incomplete list could look complete
    if kind.needs_credentials and fields_dict(kind).keys().isdisjoint(SECRETS):
        names |= {"api_key or token"}  # otherwise no environment variable could set the credentials
    return sorted(names)
