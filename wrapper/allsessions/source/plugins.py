"""Vendors that other distributions bring along, as entry points: the name is the vendor's word, the value its class.

    [project.entry-points."allsessions.sources"]
    acme = "allsessions_acme:Acme"

One that cannot be used is told of when it is asked for, and not before: it is not to keep anybody from the others. But
it is never passed over in silence: a list without its sessions would look whole.
"""

import importlib.metadata
import logging
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.metadata import EntryPoint

from attrs import fields_dict

from ..errors import ConfigurationError
from .base import Source
from .envelope import Capabilities
from .options import SECRETS

GROUP = "allsessions.sources"
# What Python's own reader of such lists raises is not documented, and depends on what is wrong.
_MALFORMED = (TypeError, ValueError, AttributeError, LookupError, OSError)
logger = logging.getLogger("allsessions")


def plugin_points() -> Mapping[str, Sequence[EntryPoint]]:
    """The entry points by their names; looked for once, as long as `sys.path` stays what it is. Imports none."""
    return _on(tuple(sys.path))


@lru_cache(maxsize=1)
def _on(path: tuple[str, ...]) -> Mapping[str, Sequence[EntryPoint]]:
    found: dict[str, list[EntryPoint]] = {}
    for point in _entry_points():
        found.setdefault(point.name, []).append(point)
    return found


def _entry_points() -> Iterable[EntryPoint]:
    try:
        return importlib.metadata.entry_points(group=GROUP)
    except _MALFORMED:
        return _readable_entry_points()


def _readable_entry_points() -> Iterator[EntryPoint]:
    seen: set[str] = set()  # the first of a name on the path hides the others
    for distribution in importlib.metadata.distributions():
        if (name := distribution.name) not in seen:
            seen.add(name)
            try:
                points = distribution.entry_points.select(group=GROUP)
            except _MALFORMED as error:
                logger.warning("%s: its entry_points.txt cannot be read: %s; reinstall it", name, error)
            else:
                yield from points


def plugin_class(points: Sequence[EntryPoint], *, built_in: bool) -> type[Source]:
    """The class of the entry points of one name; its module is imported now.

    ConfigurationError if there are several, if the name is a built-in vendor's, or if there is no usable class.
    """
    if len(points) > 1:
        raise _unusable(points, "only one of them can have the name", "uninstall all but one")
    if built_in:
        raise _unusable(points, "allsessions has a vendor of this name itself")
    try:
        found: object = points[0].load()
    except Exception as error:
        raise _unusable(points, f"it cannot be imported: {type(error).__name__}: {error}") from error
    if not isinstance(found, type) or not issubclass(found, Source):
        raise _unusable(points, "it is no subclass of allsessions.Source")
    if wrong := _wrong(found, points[0].name):
        raise _unusable(points, wrong)
    return found


def lacking(kind: type[Source]) -> list[str]:
    """What `Source` asks of a vendor's class, and this one does not have."""
    names = {name for name in Source.__annotations__ if not hasattr(kind, name)} | kind.__abstractmethods__
    capabilities = getattr(kind, "capabilities", None)
    if not isinstance(capabilities, Capabilities):
        names.add("capabilities")
    elif capabilities.paging == "token" and kind.next_field is None:
        names.add("next_field")  # else a list could end early, and look whole
    if kind.needs_credentials and fields_dict(kind).keys().isdisjoint(SECRETS):
        names.add("api_key or token")  # else it would be left out whatever the environment sets
    return sorted(names)


def _wrong(kind: type[Source], name: str) -> str | None:
    if "__attrs_attrs__" not in vars(kind):
        return "its class is not decorated with @attrs.frozen(kw_only=True)"  # so that its fields are none
    if names := lacking(kind):
        return f"its class lacks {', '.join(names)}"
    if kind.vendor != name:
        return f"its class's vendor is {kind.vendor!r}"
    if not re.fullmatch("[a-z][a-z0-9_]*", name):
        return "a vendor's word is of small letters, digits and underscores"
    return None


def _unusable(points: Sequence[EntryPoint], reason: str, advice: str = "") -> ConfigurationError:
    owners = " and ".join(f"{point.dist.name} {point.dist.version}" for point in points if point.dist)
    written = f"{points[0].name} = {' and '.join(repr(point.value) for point in points)}"
    return ConfigurationError(
        f"{points[0].name}: the entry point {written} of {owners}, in the group {GROUP}, cannot be used: {reason}; "
        f"{advice or f'uninstall {owners}, or install a release of it that is right'}"
    )
