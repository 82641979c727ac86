"""The errors: one tree, and nothing lost where they are pickled, copied, split or shown."""

import copy
import inspect
import pickle
from collections.abc import Callable
from typing import Any

import pytest

import allsessions
from allsessions import (
    AllSessionsError,
    ApiError,
    AuthenticationError,
    ConfigurationError,
    ConnectionFailedError,
    IncompleteListingError,
    InvalidRecordError,
    InvalidRequestError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    ServerError,
    SourceError,
    TimedOutError,
    UnexpectedResponseError,
    UnsupportedFilterError,
)

TREE: dict[type[Exception], tuple[type[Exception], ...]] = {
    AllSessionsError: (Exception,),
    ConfigurationError: (AllSessionsError, ValueError),
    UnsupportedFilterError: (AllSessionsError, ValueError),
    IncompleteListingError: (AllSessionsError, ExceptionGroup),
    SourceError: (AllSessionsError,),
    ConnectionFailedError: (SourceError,),
    TimedOutError: (ConnectionFailedError,),
    ApiError: (SourceError,),
    InvalidRequestError: (ApiError,),
    AuthenticationError: (ApiError,),
    PermissionDeniedError: (ApiError,),
    NotFoundError: (ApiError,),
    RateLimitError: (ApiError,),
    ServerError: (ApiError,),
    UnexpectedResponseError: (SourceError,),
    InvalidRecordError: (UnexpectedResponseError,),
}

API_KINDS = [kind for kind in TREE if issubclass(kind, ApiError)]


def from_api(kind: type[ApiError] = RateLimitError, source: str = "anam-eu") -> ApiError:
    return kind(
        "listing sessions: HTTP 429",
        source=source,
        vendor="anam",
        status_code=429,
        code="too_many",
        message="slow down",
        request_id="r1",
        retry_after=2.5,
    )


def invalid_record(source: str = "akool") -> InvalidRecordError:
    text = "data.result[3].status: expected a number"
    return InvalidRecordError(text, source=source, vendor="akool", path="data.result[3].status", record={"_id": 5})


def unreachable() -> ConnectionFailedError:
    error = ConnectionFailedError("no route", source="konpro", vendor="konpro")
    error.retriable = False
    return error


def incomplete() -> IncompleteListingError:
    return IncompleteListingError([from_api(), invalid_record(), invalid_record()], {"anam-eu": None, "akool": 5})


EVERY: list[Exception] = [
    AllSessionsError("text"),
    ConfigurationError("text"),
    UnsupportedFilterError("akool", "agent_id"),
    SourceError("text", source="s", vendor="akool"),
    unreachable(),
    TimedOutError("late", source="s", vendor="akool"),
    *(from_api(kind) for kind in API_KINDS),
    UnexpectedResponseError("odd", source="s", vendor="anam", path="data"),
    invalid_record(),
    incomplete(),
]

WAYS: list[Callable[[Any], Any]] = [
    copy.copy,
    copy.deepcopy,
    *(lambda error, protocol=protocol: pickle.loads(pickle.dumps(error, protocol)) for protocol in range(2, 6)),
]


def told(error: BaseException) -> dict[str, Any]:
    """All that an error tells, of its causes, too."""
    attributes = {name: value for name, value in vars(error).items() if name != "__notes__"}
    causes = [told(each) for each in error.errors] if isinstance(error, IncompleteListingError) else []
    return {"type": type(error), "text": str(error), "args": repr(error.args), **attributes, "causes": causes}


@pytest.mark.parametrize(("kind", "bases"), TREE.items())
def test_the_tree_is_the_documented_one(kind: type[Exception], bases: tuple[type[Exception], ...]) -> None:
    assert kind.__bases__ == bases


def test_the_package_exports_every_error_and_no_other() -> None:
    exported = {value for name in allsessions.__all__ if inspect.isclass(value := getattr(allsessions, name))}
    assert {kind for kind in exported if issubclass(kind, BaseException)} == TREE.keys()


@pytest.mark.parametrize("kind", [kind for kind in TREE if kind is not AllSessionsError])
def test_all_are_caught_by_the_base(kind: type[Exception]) -> None:
    assert issubclass(kind, AllSessionsError)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("error", EVERY, ids=lambda error: type(error).__name__)
def test_nothing_is_lost_in_a_copy(error: Exception, way: Callable[[Any], Any]) -> None:
    again = way(error)
    assert again is not error
    assert told(again) == told(error)


@pytest.mark.parametrize("error", [error for error in EVERY if isinstance(error, SourceError)], ids=repr)
def test_the_text_begins_with_the_source(error: SourceError) -> None:
    assert str(error) == f"{error.source}: {error.args[0]}"


def test_an_unsupported_filter_says_what_to_do() -> None:
    error = UnsupportedFilterError("akool-eu", "agent_id")
    assert (error.source, error.filter) == ("akool-eu", "agent_id")
    assert all(word in str(error) for word in ("akool-eu", "'agent_id'", "leave"))


def test_failed_connections_are_retriable_by_default() -> None:
    assert ConnectionFailedError("x", source="s", vendor="v").retriable
    assert not unreachable().retriable


@pytest.mark.parametrize("field", ["status_code", "code", "message", "request_id", "retry_after"])
def test_what_the_vendor_did_not_say_is_none(field: str) -> None:
    assert getattr(NotFoundError("x", source="s", vendor="v"), field) is None


def test_a_record_is_in_no_text_of_its_error() -> None:
    error = InvalidRecordError("x", source="s", vendor="v", path="p", record={"token": "s3cret"})
    group = IncompleteListingError([error])
    assert "s3cret" not in f"{error} {error!r} {group} {group!r}"


# Groups


def test_an_incomplete_listing_is_a_group_of_its_causes() -> None:
    error = incomplete()
    assert isinstance(error, ExceptionGroup)
    assert error.errors == error.exceptions
    assert [type(cause) for cause in error.errors] == [RateLimitError, InvalidRecordError, InvalidRecordError]
    assert error.counts == {"anam-eu": None, "akool": 5}


def test_its_text_names_sources_records_and_the_first_cause() -> None:
    causes = [from_api(source="b"), from_api(source="a"), from_api(source="b"), invalid_record(), invalid_record()]
    text = str(IncompleteListingError(causes))
    assert "failed: a, b" in text
    assert "records that could not be read: 2" in text
    assert f"first cause: {causes[0]}" in text


def test_its_text_tells_only_what_there_is() -> None:
    assert "records" not in str(IncompleteListingError([from_api()])).partition("first cause")[0]
    assert "failed" not in str(IncompleteListingError([invalid_record()])).partition("first cause")[0]


def test_a_part_of_it_is_an_incomplete_listing_too() -> None:
    error = incomplete()
    records, others = error.split(InvalidRecordError)
    assert isinstance(records, IncompleteListingError)
    assert isinstance(others, IncompleteListingError)
    assert (len(records.errors), len(others.errors)) == (2, 1)
    assert records.counts == others.counts == error.counts
    assert "records that could not be read: 2" in str(records)
    assert error.subgroup(TimedOutError) is None


def test_except_star_takes_the_causes_apart() -> None:
    caught: list[str] = []
    try:
        raise incomplete()
    except* InvalidRecordError as records:
        caught += ["records"] * len(records.exceptions)
    except* ApiError as others:
        caught += ["others"] * len(others.exceptions)
    assert caught == ["records", "records", "others"]


def test_notes_are_kept_in_its_parts() -> None:
    error = incomplete()
    error.add_note("while exporting")
    assert error.split(InvalidRecordError)[0].__notes__ == ["while exporting"]  # type: ignore[union-attr]  # there is one


@pytest.mark.parametrize("way", WAYS)
def test_a_record_travels_without_its_secrets(way: Callable[[Any], Any]) -> None:
    error = InvalidRecordError("x", source="s", vendor="v", path="p", record={"id": 5, "token": "s3cret"})
    assert way(error).record == {"id": 5, "token": "***"}
    assert error.record == {"id": 5, "token": "s3cret"}
