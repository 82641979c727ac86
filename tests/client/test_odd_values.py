"""An odd value costs only itself: whatever stands in a field, all sessions are listed, and say what they lack.

Each vendor's whole record is taken. In each of its fields, also inside nested objects, stands each of the odd values in
turn. The client is the real one; only the network is not.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from typing import Any

import httpx
import pytest

from allsessions import Client, IncompleteListingError, InvalidRecordError, Session, SourceError, Status
from tests.clients.payloads import as_values
from tests.sources.records import RECORDS

from .scripted import Request
from .vendors import WIRES

Place = tuple[str | int, ...]

DEEP: Any = None
for _ in range(60):
    DEEP = [DEEP]

# What stands in the answer, and what it is read as.
ODD: Mapping[str, Any] = {
    "null": None,
    "true": True,
    "0": 0,
    "-1": -1,
    "1.5": 1.5,
    "1e400": float("inf"),
    "1" + "0" * 400: 10**400,
    '""': "",
    '"x"': "x",
    '"2026-13-01T00:00:00Z"': "2026-13-01T00:00:00Z",
    "[]": [],
    "{}": {},
    "[1]": [1],
    '{"a": 1}': {"a": 1},
    '[null, {"a": [true, "x"]}]': [None, {"a": [True, "x"]}],
    json.dumps(DEEP): DEEP,
    "NaN": "NaN",  # not JSON; it is read as text
    "99": 99,  # no enum has it, nor "x"
}


def is_text(value: Any) -> bool:
    return isinstance(value, str)


def is_whole(value: Any) -> bool:
    return type(value) is int


def is_id(value: Any) -> bool:
    """A number will do for a text, and a text for a number."""
    return is_text(value) or is_whole(value)


def is_number_of_a_user(value: Any) -> bool:
    """A text will do for that number, unless it is empty."""
    return is_id(value) and value != ""


def is_time(value: Any) -> bool:
    """An empty text says nothing, and that can be understood; no other odd text is a time."""
    return is_text(value) and not value


def is_length(value: Any) -> bool:
    """A whole number of milliseconds, not negative, that a timedelta can hold."""
    return is_whole(value) and 0 <= value < 10**17


def is_seconds(value: Any) -> bool:
    """A number, whole or not, that is not negative and that a timedelta can hold."""
    return type(value) in (int, float) and 0 <= value < 10**14


def is_unix_time(value: Any) -> bool:
    """A number that the calendar has; one below 0 is before 1970."""
    return type(value) in (int, float) and abs(value) < 10**12


# Per field of a record: what can be understood there, and what in a Session comes from it. A field that is not here is
# nowhere in a Session but in `raw`. Null can always be understood.
READ: Mapping[str, Mapping[str, tuple[Callable[[Any], bool], set[str]]]] = {
    "akool": {
        "uid": (is_number_of_a_user, {"user_id"}),
        "status": (is_whole, {"status", "vendor_status"}),  # the status is that number, in a common word
        "stream_type": (is_text, {"transport"}),
    },
    "anam": {
        "personaId": (is_id, {"agent_id"}),
        "clientLabel": (is_text, {"label"}),
        "startTime": (is_time, {"started_at"}),
        "endTime": (is_time, {"ended_at", "status"}),  # it has ended if it has an end
        "sessionLengthMs": (is_length, {"duration"}),
        "exitStatus": (is_text, {"vendor_status", "status"}),  # it has ended, and failed if this says so
        "engineProtocol": (is_text, {"transport"}),
        "createdAt": (is_time, {"created_at"}),
    },
    "elizaos": {
        "agentId": (is_id, {"agent_id"}),
        "userId": (is_id, {"user_id"}),
        "createdAt": (is_time, {"created_at"}),
        "lastActivity": (is_time, {"last_active_at"}),
        "expiresAt": (is_time, {"expires_at"}),
        "timeRemaining": (is_whole, {"status"}),  # it has ended if it has no time left
    },
    "konpro": {
        "status": (is_text, {"status", "vendor_status"}),  # the status is that word, in a common one
        "created_at": (is_unix_time, {"created_at"}),
        "duration": (is_seconds, {"duration", "status"}),  # one that is `connected` has ended if it lasted some time
        "avatar_id": (is_id, {"agent_id"}),
    },
}


def unreadable(vendor: str, place: Place, value: Any) -> set[str]:
    """The fields of Session that are to be named, with this value at this place of the record."""
    if len(place) > 1 or place[0] not in READ[vendor] or value is None:
        return set()
    can_be, comes_from_it = READ[vendor][str(place[0])]
    return set() if can_be(value) else comes_from_it


def places(value: Any, at: Place = ()) -> Iterator[Place]:
    """Every place inside a JSON value."""
    inner: Sequence[tuple[str | int, Any]] = ()
    if isinstance(value, dict):
        inner = [*value.items()]
    elif isinstance(value, list):
        inner = [*enumerate(value)]
    for step, each in inner:
        yield (*at, step)
        yield from places(each, (*at, step))


def with_value(record: Any, place: Place, value: Any) -> Any:
    if not place:
        return value
    changed = record.copy()
    changed[place[0]] = with_value(record[place[0]], place[1:], value)
    return changed


def sent(value: Any) -> bytes:
    """As JSON, with what Python's own encoder writes in another way than a server might."""
    return json.dumps(value).replace("Infinity", "1e400").replace('"NaN"', "NaN").encode()


def client_of(vendor: str, records: Sequence[Any], page_size: int = 100) -> Client:
    """A client whose vendor holds these records."""

    def served(request: httpx.Request) -> httpx.Response:
        asked = Request(path=request.url.path, query=dict(request.url.params), headers={})
        return httpx.Response(200, content=sent(WIRES[vendor].envelope(records, asked)))

    source = WIRES[vendor].source(page_size=page_size)
    return Client(source, http={"transport": httpx.MockTransport(served)}, retries=0)


def listed(client: Client, **filters: Any) -> tuple[list[Session], Sequence[SourceError]]:
    found: list[Session] = []
    with closing(client):
        try:
            found.extend(client.list(**filters))
        except IncompleteListingError as error:
            return found, error.errors
    return found, ()


def numbered(vendor: str, number: int) -> dict[str, Any]:
    """The whole record, with an identifier of its own."""
    return {**RECORDS[vendor], WIRES[vendor].id_key: WIRES[vendor].ids(number + 1)[number]}


@pytest.mark.parametrize("vendor", WIRES)
def test_every_odd_value_in_every_field_costs_only_itself(vendor: str) -> None:
    id_key, wrong, tried = WIRES[vendor].id_key, list[object](), 0
    plain, (before, after) = numbered(vendor, 0), WIRES[vendor].ids(3)[1:]
    for place in places(plain):
        if place == (id_key,):
            continue
        for text, value in ODD.items():
            record = with_value(plain, place, value)
            found, errors = listed(client_of(vendor, [{id_key: before}, record, {id_key: after}]))
            tried += 1
            if errors or [each.id for each in found] != [before, plain[id_key], after]:
                wrong.append((place, text[:20], "is lost", errors))
                continue
            lacks = unreadable(vendor, place, value)
            if found[1].unreadable != lacks:
                wrong.append((place, text[:20], set(found[1].unreadable), "rather than", lacks))
            values = {name: getattr(found[1], name) for name in lacks}
            if any(each is not None for name, each in values.items() if name != "status"):
                wrong.append((place, text[:20], "is unreadable, and not None", values))
            if values.get("status", Status.UNKNOWN) is not Status.UNKNOWN:
                wrong.append((place, text[:20], "the status is guessed", values))
            if as_values(found[1].raw.to_dict()) != as_values(record):
                wrong.append((place, text[:20], "is not in raw as it came"))
    assert tried >= len(ODD) * (len(plain) - 1)
    assert not wrong, "\n".join(map(str, wrong[:30]))


@pytest.mark.parametrize("vendor", WIRES)
def test_every_other_field_stays_as_it_is(vendor: str) -> None:
    """The sessions, but for what comes from the odd field, are as they are without it."""
    plain, wrong = numbered(vendor, 0), list[object]()
    ((whole,), _) = listed(client_of(vendor, [plain]))
    for name in READ[vendor]:
        comes_from_it = READ[vendor][name][1]
        ((odd,), _) = listed(client_of(vendor, [{**plain, name: [1]}]))
        differ = {key for key, value in whole.to_dict().items() if odd.to_dict()[key] != value}
        if differ != comes_from_it:
            wrong.append((name, differ))
    assert not wrong


@pytest.mark.parametrize("vendor", WIRES)
def test_only_a_record_without_a_usable_id_is_lost(vendor: str) -> None:
    id_key, wrong, plain = WIRES[vendor].id_key, list[object](), numbered(vendor, 0)
    before, after = WIRES[vendor].ids(3)[1:]
    for text, value in ODD.items():
        record = {**plain, id_key: value}
        found, errors = listed(client_of(vendor, [{id_key: before}, record, {id_key: after}]))
        usable = is_id(value) and value != ""
        given = [each.id for each in found if each.id not in (before, after)]
        reported = [(type(error), getattr(error, "record", {}).get(id_key)) for error in errors]
        if given != ([str(value)] if usable else []) or len(found) != 2 + usable:
            wrong.append((text[:20], given))
        if reported != ([] if usable else [(InvalidRecordError, value)]):
            wrong.append((text[:20], reported))
    assert not wrong


def test_items_that_are_no_objects_are_lost_and_nothing_else() -> None:
    for vendor, wire in WIRES.items():
        items = [value for value in ODD.values() if not isinstance(value, dict)]
        found, errors = listed(client_of(vendor, [numbered(vendor, 0), *items, numbered(vendor, 1)]))
        assert [session.id for session in found] == wire.ids(2), vendor
        assert [getattr(error, "record", "?") for error in errors] == items, vendor
        assert {type(error) for error in errors} == {InvalidRecordError}
