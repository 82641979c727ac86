"""The sessions of a report by source, and the sources that could not be read."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from attrs import frozen

from allsessions import ConfigurationError, IncompleteListingError, Session, Source
from allsessions.source import source_class

from .runs import Run, run_of


@frozen(kw_only=True)
class Collected:
    """All sessions that were read.

    Attributes:
        runs: The sessions of each source, as `Run` objects. `collect` documents the order of the sources.
        active_only: The names of the sources that list active sessions only. They have no history.
        missing: The error that the iteration over the sessions raised; None if no session is missing.
    """

    runs: Mapping[str, Sequence[Run]]
    active_only: AbstractSet[str]
    missing: IncompleteListingError | None

    @property
    def failed(self) -> AbstractSet[str]:
        """The names of the sources with missing sessions."""
        return {error.source for error in self.missing.errors} if self.missing else set()


def collect(sessions: Iterable[Session], now: int, sources: Iterable[str | Source] = ()) -> Collected:
    """Iterate over the sessions once, and keep an IncompleteListingError instead of raising it.

    Args:
        sessions: All sessions.
        now: The time of the report, in microseconds since 1970.
        sources: Sources to include, in this order, even if they have no sessions. If an item is only a name, the
            vendor of the source's first session determines if the source lists active sessions only.
    """
    scopes: dict[str, str] = {
        source.name: source.capabilities.scope for source in sources if not isinstance(source, str)
    }
    runs: dict[str, list[Run]] = {source if isinstance(source, str) else source.name: [] for source in sources}
    missing = None
    try:
        for session in sessions:
            if session.source not in scopes:
                scopes[session.source] = _scope(session.vendor)
            runs.setdefault(session.source, []).append(run_of(session, now))
    except IncompleteListingError as error:
        missing = error
        runs |= {each.source: [] for each in error.errors if each.source not in runs}
    return Collected(
        runs=runs, active_only={name for name, scope in scopes.items() if scope == "active"}, missing=missing
    )


def _scope(vendor: str) -> str:
    try:
        return source_class(vendor).capabilities.scope
    except ConfigurationError:  # the caller made the session, with an unknown vendor
        return "history"
