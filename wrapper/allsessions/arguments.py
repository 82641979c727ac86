"""What the clients are given, checked before any request; ConfigurationError where it cannot be used."""

from collections.abc import Iterable
from typing import cast

from .errors import ConfigurationError, UnsupportedFilterError
from .filters import FilterArguments, Filters
from .listing.stretches import LEAST_PAGES
from .source import Source
from .source.options import positive_int


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
    """Check a limit: None, or a whole number from 0 on."""
    if limit is not None:
        positive_int("limit", limit, least=0)


def check_pages(pages: object) -> None:
    """Check the number of pages of a part of a list."""
    positive_int("pages", pages, least=LEAST_PAGES)


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
