"""The state that dlt keeps from one load to the next. dlt stores it with the rows, unless the load fails."""

from typing import Any

import dlt
from dlt.common.storages.exceptions import CurrentLoadPackageStateNotAvailable

from allsessions import Source

from .progress import Known

_KNOWN = "known"
_TABLE = "table"


def known_of(source: Source) -> Known | None:
    """Return the stored state of the source's rows in the table `sessions`; None if no state is stored."""
    # Without a load, for example when somebody inspects a resource, dlt may return another pipeline's state.
    if _load() is None or not _filters_by_creation(source):
        return None
    kept = dlt.current.resource_state().get(_KNOWN)
    return Known.from_state(kept) if kept else None


def keep(source: Source, known: Known | None) -> None:
    """Store the state for the next load. None clears it."""
    if _load() is not None and _filters_by_creation(source):
        dlt.current.resource_state()[_KNOWN] = known and known.to_state()


def table() -> str | None:
    """Return an id of the table `sessions`. This id changes when a load of any source empties the table."""
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
