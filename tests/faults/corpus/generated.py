"""Answers made from the response schemas, then spoiled in one to three places; the same at every run."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from attrs import field, frozen

from tests.faults.corpus.answer import Hostile, Sent, encoded, sent
from tests.faults.corpus.endpoint import ENDPOINTS, Endpoint
from tests.faults.corpus.examples import enum_fields, example

EACH = 70
"""Answers for each operation."""

Step = str | int
Place = tuple[Step, ...]

INTRUDERS: tuple[Any, ...] = (
    None, True, False, 0, -1, 7, 0.5, -0.0, 2**53 + 1, 10**30, -(10**30), 1.5e300,
    "", " ", "text", "17", "null", "NaN", "yesterday", "2026-13-45T99:99:99Z", "0000-00-00", "V1StGXR8_Z5jdHi6B-myT",
    "\x00", "\x1b[2J", "=1+1", "\u202e", "é" * 300, [], [None], [[]], [1, "a"], {}, {"id": None}, {"data": []},
)  # fmt: skip
NEW_VALUES: tuple[Any, ...] = (0, 5, 99, -1, "paused", "CLOSED", "", "interrupted by the operator")


def generated() -> Iterator[Hostile]:
    """`EACH` answers for each operation."""
    for endpoint in ENDPOINTS:
        for number in range(EACH):
            yield _Spoiling(endpoint, number).answer()


@frozen
class _Spoiling:
    endpoint: Endpoint
    number: int
    random: random.Random = field(init=False)
    spoiled: set[int] = field(factory=set[int], init=False)
    said: list[str] = field(factory=list[str], init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "random", random.Random(f"{self.endpoint} {self.number}"))

    def answer(self) -> Hostile:
        document = example(self.endpoint, f"{self.endpoint} {self.number}")
        honest = copy.deepcopy(document)
        readable = True
        for _ in range(self.random.choice((1, 1, 2, 3))):
            if self._takes_envelope():
                readable = self._spoil_envelope(document) and readable
            else:
                self._spoil_record(document)
        return Hostile(
            name=f"generated {self.number}: {', '.join(self.said)}",
            kind="generated",
            endpoint=self.endpoint,
            body=encoded(document),
            readable=readable,
            records=self._sent(document),
            asked=self._first_id(honest),
        )

    def _takes_envelope(self) -> bool:
        has_one = not self.endpoint.detail or bool(self.endpoint.keys)
        return has_one and self.random.random() < 0.25

    def _spoil_envelope(self, document: Any) -> bool:
        """Whether the records can still be read."""
        places = [place for place in _places(document) if place and not self._in_records(place)]
        # Whoever replaces what holds the list takes the list away; that is tried by the written answers.
        places = [place for place in places if not _begins(self.endpoint.keys, place)]
        if not places:
            return True
        place = self.random.choice(places)
        self._spoil(document, place)
        return place != ("code",)

    def _spoil_record(self, document: Any) -> None:
        records = self.endpoint.records(document)
        if self.endpoint.detail:
            self.spoiled.add(0)
            self._spoil(document, (*self.endpoint.keys, *self._place_in(records)))
            return
        number = self.random.randrange(len(records))
        if number in self.spoiled:
            return  # it may be a record no longer
        self.spoiled.add(number)
        inside = () if self.random.random() < 0.1 else self._place_in(records[number])
        self._spoil(document, (*self.endpoint.keys, number, *inside))

    def _place_in(self, record: Any) -> Place:
        return self.random.choice([place for place in _places(record) if place] or [()])

    def _spoil(self, document: Any, place: Place) -> None:
        ways: list[Callable[[Any, Step], str]] = [self._intrude, self._intrude, self._null]
        if isinstance(place[-1], str):
            ways += [self._drop, self._add]
        if place[-1] in enum_fields(self.endpoint):
            ways = [self._new_value, self._intrude]
        holder = document
        for step in place[:-1]:
            holder = holder[step]
        self.said.append(f"{_written(place)} {self.random.choice(ways)(holder, place[-1])}")

    def _intrude(self, holder: Any, step: Step) -> str:
        value = self.random.choice([value for value in INTRUDERS if value != holder[step]])
        holder[step] = copy.deepcopy(value)
        return f"is {value!r:.20}".encode("ascii", "backslashreplace").decode()

    def _null(self, holder: Any, step: Step) -> str:
        holder[step] = None if holder[step] is not None else "no null"
        return "is null" if holder[step] is None else "is not null"

    def _new_value(self, holder: Any, step: Step) -> str:
        holder[step] = self.random.choice([value for value in NEW_VALUES if type(value) is type(holder[step])])
        return f"is new: {holder[step]!r}"

    def _drop(self, holder: Any, step: Step) -> str:
        del holder[step]
        return "is missing"

    def _add(self, holder: Any, step: Step) -> str:
        # Beside it: a field that no document knows.
        holder[f"new_{step}"] = copy.deepcopy(self.random.choice(INTRUDERS))
        return "has a new neighbour"

    def _in_records(self, place: Place) -> bool:
        return _begins(place, self.endpoint.keys)

    def _sent(self, document: Any) -> tuple[Sent, ...]:
        records = self.endpoint.records(document)
        values = [records] if self.endpoint.detail else records
        return tuple(sent(self.endpoint, value, good=number not in self.spoiled) for number, value in enumerate(values))

    def _first_id(self, document: Any) -> str:
        records = self.endpoint.records(document)
        id: str = (records if self.endpoint.detail else records[0])[self.endpoint.id_key]
        return id


def _places(value: Any, at: Place = ()) -> Iterator[Place]:
    yield at
    steps: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in steps:
        yield from _places(inner, (*at, step))


def _begins(place: Sequence[Step], start: Sequence[Step]) -> bool:
    return tuple(place[: len(start)]) == tuple(start)


def _written(place: Place) -> str:
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in place)
    return text.removeprefix(".")
