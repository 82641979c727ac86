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
from typing import Any

from attrs import fields_dict

from .. import vendors as built_in
from ..errors import ConfigurationError
from .base import Source
from .options import SECRETS

GROUP = "allsessions.sources"


def vendors() -> list[str]:
    """Return the names of all vendors."""
    return sorted({*built_in_vendors(), *_entry_points(tuple(sys.path))})


def source_class(vendor: str) -> type[Source]:
    """Import and return a vendor's class. Raise ConfigurationError for an unknown vendor or a broken entry point."""
    if points := _entry_points(tuple(sys.path)).get(vendor):
        return _plugin_class(vendor, points)
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


def _plugin_class(name: str, points: Sequence[EntryPoint]) -> type[Source]:
    try:
        return _loaded(name, points)
    except Exception as error:
        listed = " and ".join(f"{each.value!r} of {each.dist and each.dist.name}" for each in points)
        text = f"{name}: the entry point {listed}, in the group {GROUP}, cannot be used"
        advice = "uninstall it, or install a release that works"
        raise ConfigurationError(f"{text}: {type(error).__name__}: {error}; {advice}") from error


def _loaded(name: str, points: Sequence[EntryPoint]) -> type[Source]:
    if len(points) > 1 or name in built_in_vendors():
        raise ValueError("another vendor has this name")
    kind: type[Any] = points[0].load()
    if not issubclass(kind, Source):
        raise TypeError("the class is not a subclass of allsessions.Source")
    if names := _lacking(kind):
        raise TypeError(f"the class lacks {', '.join(names)}")
    if kind.vendor != name or not re.fullmatch("[a-z][a-z0-9_]*", name):
        expected = "the name of the entry point, in lowercase letters, digits and underscores"
        raise ValueError(f"the class has vendor = {kind.vendor!r}; expected {expected}")
    return kind


def _lacking(kind: type[Source]) -> list[str]:
    """Return the required names that a vendor's class does not define."""
    names = {name for name in Source.__annotations__ if not hasattr(kind, name)} | kind.__abstractmethods__
    if "__attrs_attrs__" not in vars(kind):
        names |= {"the decorator @attrs.frozen(kw_only=True)"}
    elif kind.needs_credentials and fields_dict(kind).keys().isdisjoint(SECRETS):
        names |= {"api_key or token"}  # otherwise no environment variable could set the credentials
    if not names and kind.capabilities.paging == "token" and kind.next_field is None:
        names |= {"next_field"}  # otherwise an incomplete list could look complete
    return sorted(names)
