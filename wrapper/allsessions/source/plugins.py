"""The vendors: the files of `allsessions.vendors`, and the entry points of other distributions.

A broken entry point raises when somebody uses it, so that the others work. The library never skips it in silence.
"""

import importlib.metadata
import logging
import pkgutil
import re
import sys
from collections.abc import Mapping
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
logger = logging.getLogger("allsessions")


def vendors() -> list[str]:
    """Return the words of all vendors."""
    return sorted({*built_in_vendors(), *_entry_points(tuple(sys.path))})


def source_class(vendor: str) -> type[Source]:
    """Import and return a vendor's class; raise ConfigurationError if it is unknown, or a broken entry point."""
    if points := _entry_points(tuple(sys.path)).get(vendor):
        return _plugin_class(list(points.values()))
    if vendor in built_in_vendors():
        return built_in_class(vendor)
    raise ConfigurationError(f"unknown vendor {vendor!r}; expected one of {', '.join(vendors())}")


def built_in_vendors() -> list[str]:
    """Return the words of the vendors of this package, which name their files, sessions and folders in `specs/`."""
    return sorted(module.name for module in pkgutil.iter_modules(built_in.__path__))


def built_in_class(vendor: str) -> type[Source]:
    """Return the class of a vendor of this package."""
    names = vars(import_module(f"{built_in.__name__}.{vendor}")).values()
    return next(each for each in names if isinstance(each, type) and getattr(each, "vendor", "") == vendor)


@lru_cache(maxsize=1)
def _entry_points(path: tuple[str, ...]) -> Mapping[str, Mapping[str, EntryPoint]]:
    """Return the entry points by name and value, for the current `sys.path`. Nothing is imported."""
    found: dict[str, dict[str, EntryPoint]] = {}
    for distribution in importlib.metadata.distributions():
        try:
            points = distribution.entry_points.select(group=GROUP)
        # What Python raises for a malformed entry_points.txt is not documented and depends on what is wrong.
        except (TypeError, ValueError, AttributeError, LookupError, OSError) as error:
            logger.warning("%s: its entry_points.txt cannot be read: %s; reinstall it", distribution.name, error)
            continue
        for point in points:
            found.setdefault(point.name, {}).setdefault(point.value, point)
    return found


def _plugin_class(points: list[EntryPoint]) -> type[Source]:
    if len(points) > 1:
        raise _broken(points, "only one of them can have the name", "uninstall all but one")
    if points[0].name in built_in_vendors():
        raise _broken(points, "allsessions has a vendor of this name itself")
    try:
        found: object = points[0].load()
    except Exception as error:
        raise _broken(points, f"it cannot be imported: {type(error).__name__}: {error}") from error
    if not isinstance(found, type) or not issubclass(found, Source):
        raise _broken(points, "it is not a subclass of allsessions.Source")
    if reason := _fault(found, points[0].name):
        raise _broken(points, reason)
    return found


def _fault(kind: type[Source], name: str) -> str | None:
    if "__attrs_attrs__" not in vars(kind):
        return "its class is not decorated with @attrs.frozen(kw_only=True)"
    if names := lacking(kind):
        return f"its class lacks {', '.join(names)}"
    if kind.vendor != name:
        return f"its class's vendor is {kind.vendor!r}"
    if not re.fullmatch("[a-z][a-z0-9_]*", name):
        return "a vendor's word is of small letters, digits and underscores"
    return None


def lacking(kind: type[Source]) -> list[str]:
    """Return the names that a vendor's class must have and this one does not."""
    names = {name for name in Source.__annotations__ if not hasattr(kind, name)} | kind.__abstractmethods__
    capabilities = getattr(kind, "capabilities", None)
    if not isinstance(capabilities, Capabilities):
        names |= {"capabilities"}
    elif capabilities.paging == "token" and kind.next_field is None:
        names |= {"next_field"}  # without it, a list could end early and look whole
    if kind.needs_credentials and fields_dict(kind).keys().isdisjoint(SECRETS):
        names |= {"api_key or token"}  # without it, the environment could not set the vendor
    return sorted(names)


def _broken(points: list[EntryPoint], reason: str, advice: str = "") -> ConfigurationError:
    name = points[0].name
    owners = " and ".join(f"{point.dist.name} {point.dist.version}" for point in points if point.dist)
    written = f"{name} = {' and '.join(repr(point.value) for point in points)}"
    text = f"{name}: the entry point {written} of {owners}, in the group {GROUP}, cannot be used: {reason}"
    return ConfigurationError(f"{text}; {advice or f'uninstall {owners}, or install a release that works'}")
