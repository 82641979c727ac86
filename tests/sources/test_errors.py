"""The errors form one tree. Copies, pickles and parts of groups lose nothing, and no text shows a record."""

import copy
import pickle
from collections.abc import Callable
from typing import Any

import pytest

import allsessions
from allsessions import ApiError, IncompleteListingError, InvalidRecordError, RateLimitError, SourceError, TimedOutError


def from_api(kind: type[ApiError] = RateLimitError, source: str = "anam-eu") -> ApiError:
    details: dict[str, Any] = {"status_code": 429, "code": "too_many", "message": "slow down", "request_id": "r1"}
    return kind("listing sessions: HTTP 429", source=source, vendor="anam", retry_after=2.5, **details)


def invalid_record() -> InvalidRecordError:
    record = {"_id": 5, "token": "s3cret"}
    return InvalidRecordError("an odd record", source="akool", vendor="akool", path="data[3].status", record=record)


def incomplete() -> IncompleteListingError:
    return IncompleteListingError([from_api(), invalid_record(), invalid_record()], {"anam-eu": None, "akool": 5})


EVERY: list[Exception] = [
    allsessions.AllSessionsError("text"),
    allsessions.ConfigurationError("text"),
    allsessions.UnsupportedFilterError("akool", "agent_id"),
    SourceError("text", source="s", vendor="akool"),
    TimedOutError("late", source="s", vendor="akool"),
    from_api(),
    allsessions.UnexpectedResponseError("odd", source="s", vendor="anam", path="data"),
    invalid_record(),
    incomplete(),
]
WAYS: list[Callable[[Any], Any]] = [
    *(copy.copy, copy.deepcopy),
    *(lambda error, protocol=protocol: pickle.loads(pickle.dumps(error, protocol)) for protocol in (2, 5)),
]


def contents(error: BaseException) -> dict[str, Any]:
    """Return all content of an error and its causes, except notes, the vendor's record and the secrets in it."""
    further = {"__notes__", "record", "_get_secrets", "errors"}
    attributes = {name: value for name, value in vars(error).items() if name not in further}
    causes = [contents(each) for each in error.errors] if isinstance(error, IncompleteListingError) else []
    return {"type": type(error), "text": str(error), "args": repr(error.args), **attributes, "causes": causes}


def test_a_wrong_argument_is_a_value_error() -> None:
    for kind in (allsessions.ConfigurationError, allsessions.UnsupportedFilterError):
        assert issubclass(kind, ValueError)


@pytest.mark.parametrize("error", EVERY, ids=lambda error: type(error).__name__)
def test_nothing_is_lost_in_a_copy_or_a_pickle(error: Exception) -> None:
    for way in WAYS:
        again = way(error)
        assert again is not error
        assert contents(again) == contents(error)
    assert not isinstance(error, SourceError) or str(error) == f"{error.source}: {error.args[0]}"


def test_a_record_is_in_no_text_and_travels_without_its_secrets() -> None:
    error = invalid_record()
    group = IncompleteListingError([error])
    assert "s3cret" not in f"{error} {error!r} {group} {group!r}"
    for way in WAYS:
        assert way(error).record == {"_id": 5, "token": "***"}
    assert error.record == {"_id": 5, "token": "s3cret"}


def test_an_incomplete_listing_names_sources_and_cause() -> None:
    failed = [from_api(source="b"), from_api(source="a"), from_api(source="b")]
    text = str(IncompleteListingError([*failed, invalid_record(), invalid_record()]))
    assert text == f"sessions of a, akool, b are missing; first cause: {failed[0]} (5 sub-exceptions)"


def test_a_part_of_it_is_an_incomplete_listing_with_its_notes() -> None:
    error = incomplete()
    error.add_note("while exporting")
    records, others = error.split(InvalidRecordError)
    assert isinstance(records, IncompleteListingError)
    assert isinstance(others, IncompleteListingError)
    assert (len(records.errors), len(others.errors)) == (2, 1)
    assert records.counts == others.counts == error.counts
    assert "sessions of akool are missing" in str(records)
    assert records.__notes__ == ["while exporting"]
    assert error.subgroup(TimedOutError) is None
    assert all(
        word in str(allsessions.UnsupportedFilterError("eu", "agent_id")) for word in ("eu", "'agent_id'", "leave")
    )
