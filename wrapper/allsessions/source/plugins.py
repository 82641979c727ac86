"""Find the vendors: the files in `allsessions.vendors`, and the entry points of other distributions."""

import importlib.metadata
import pkgutil
import re
import sys
from functools import lru_cache
from typing import Any

from .. import vendors as built_in
from ..errors import ConfigurationError
from .base import Source

GROUP = "allsessions.sources"

BUILT_IN = tuple(sorted(module.name for module in pkgutil.iter_modules(built_in.__path__)))
"""The names of the built-in vendors, which are also the names of their files and folders."""


def vendors() -> list[str]:
    """Return the names of all vendors."""
    return sorted({*BUILT_IN, *_entry_points(tuple(sys.path)).names})


def source_class(vendor: str) -> type[Source]:
    """Import and return a vendor's class. Raise ConfigurationError for an unknown vendor or a broken entry point."""
    points = _entry_points(tuple(sys.path)).select(name=vendor)
    if not points and vendor in BUILT_IN:
        names = vars(importlib.import_module(f"{built_in.__name__}.{vendor}")).values()
        return next(each for each in names if isinstance(each, type) and getattr(each, "vendor", "") == vendor)
    if not points:
        raise ConfigurationError(f"unknown vendor {vendor!r}; expected one of {', '.join(vendors())}")
    try:
        return _load(vendor, points)
    except Exception as error:
        listed = " and ".join(f"{each.value!r} of {each.dist and each.dist.name}" for each in points)
        text = f"{vendor}: the entry point {listed}, in the group {GROUP}, cannot be used"
        advice = "uninstall it, or install a release that works"
        raise ConfigurationError(f"{text}: {type(error).__name__}: {error}; {advice}") from error


@lru_cache(maxsize=1)
def _entry_points(path: tuple[str, ...]) -> importlib.metadata.EntryPoints:
    """Return the entry points, without importing them. `path` is `sys.path`, which is the cache's key."""
    return importlib.metadata.entry_points(group=GROUP)


def _load(name: str, points: importlib.metadata.EntryPoints) -> type[Source]:
    if len(points) > 1 or name in BUILT_IN:
        raise ValueError("another vendor has this name")
    kind: type[Any] = next(iter(points)).load()
    if not issubclass(kind, Source) or "__attrs_attrs__" not in vars(kind):
        raise TypeError("expected a subclass of allsessions.Source with the decorator @attrs.frozen(kw_only=True)")
    names = {each for each in Source.__annotations__ if not hasattr(kind, each)} | kind.__abstractmethods__
    if names:
        raise TypeError(f"the class lacks {', '.join(sorted(names))}")
    if kind.vendor != name or not re.fullmatch("[a-z][a-z0-9_]*", name):
        expected = "the name of the entry point, in lowercase letters, digits and underscores"
        raise ValueError(f"the class has vendor = {kind.vendor!r}; expected {expected}")
    return kind
