"""What the clients are given, checked before any request; ConfigurationError where it cannot be used."""

from collections.abc import Iterable
from typing import cast

from .errors import ConfigurationError, UnsupportedFilterError
from .filters import FilterArguments, Filters
from .listing.stretches import LEAST_PAGES
from .source import Source


def by_name(sources: Source | Iterable[Source]) -> dict[str, Source]:
    """The sources by their names; there is one, at least, and no two have the same."""
    found: dict[str, Source] = {}
    for source in [sources] if isinstance(sources, Source) else sources:
        if source.name in found:
            raise ConfigurationError(f"two sources have the name {source.name!r}; give one of them another: name=…")
        found[source.name] = source
    if not found:
        raise ConfigurationError("no sources; give at least one, such as Anam(api_key=…)")
    return found


def check_limit(limit: object) -> None:
    """None, or a whole number from 0 on."""
    if limit is not None and (not isinstance(limit, int) or isinstance(limit, bool) or limit < 0):
        raise ConfigurationError(f"limit must be a whole number, 0 or more, not {limit!r}")


def check_pages(pages: object) -> None:
    """A whole number of pages that make a part of a list."""
    if not isinstance(pages, int) or isinstance(pages, bool) or pages < LEAST_PAGES:
        raise ConfigurationError(f"pages must be a whole number, {LEAST_PAGES} or more, not {pages!r}")


def each_of(sources: object) -> Iterable[object]:
    """Sources that were named one by one, or a single one."""
    if isinstance(sources, str | Source):
        return [sources]
    if not isinstance(sources, Iterable):
        raise ConfigurationError(f"sources: expected names of sources, not {sources!r}")
    return cast(Iterable[object], sources)


def checked(filters: FilterArguments, sources: Iterable[Source]) -> Filters:
    """The filters, each of which can be answered at all of these sources; else UnsupportedFilterError."""
    found = Filters(**filters)
    for source in sources:
        for name in sorted(found.used & source.capabilities.unsupported_filters):
            raise UnsupportedFilterError(source.name, name)
    return found
