"""What dlt keeps of a source from load to load: stored with the rows, and taken back if they are not loaded."""

from typing import Any

import dlt
from dlt.common.storages.exceptions import CurrentLoadPackageStateNotAvailable

from allsessions import Source

from .progress import Known

_KNOWN = "known"
_TABLE = "table"


def known_of(source: Source) -> Known | None:
    """What the table of sessions holds of the source that a resource is being read for; None: nothing to rely on."""
    # Without a load, as where somebody only looks at a resource, dlt may give what it keeps for another pipeline.
    if _load() is None or not _filters_by_creation(source):
        return None
    kept = dlt.current.resource_state().get(_KNOWN)
    return Known.from_state(kept) if kept else None


def keep(source: Source, known: Known | None) -> None:
    """Have dlt keep it for the next load."""
    if _load() is not None and _filters_by_creation(source):
        dlt.current.resource_state()[_KNOWN] = known and known.to_state()


def table() -> str | None:
    """Which table of sessions it is. Once it has been emptied, be it for one source alone, it is another one."""
    load = _load()
    if load is None:
        return None
    state = dlt.current.source_state()
    if _replaces() or any(load["state"].get(name) for name in ("dropped_tables", "truncated_tables")):
        state[_TABLE] = load["load_id"]
    found: str | None = state.get(_TABLE)
    return found


def _load() -> Any:
    try:
        return dlt.current.load_package_state()
    except CurrentLoadPackageStateNotAvailable:
        return None


def _replaces() -> bool:
    match dlt.current.resource().write_disposition:
        case "replace" | {"disposition": "replace"}:
            return True
        case _:
            return False


def _filters_by_creation(source: Source) -> bool:
    return "created_after" in source.capabilities.vendor_filters
