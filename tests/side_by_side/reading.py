"""Check one case of the schemas."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from attrs import frozen

from tests.odd import odd_payloads
from tests.side_by_side.cases import Reading, SchemaCase
from tests.side_by_side.comparing import at, mistyped, same, worse
from tests.side_by_side.packages import Package, attributes, is_model

MOST_SHOWN = 160


@frozen
class Outcome:
    name: str
    plain: tuple[str, ...]
    ours: tuple[str, ...]


def check_schema(case: SchemaCase, plain: Package, ours: Package) -> Outcome:
    plain_problems = problems_of(plain_reading, case, plain)
    problems = problems_of(our_reading, case, ours)
    if not problems:
        problems = [*lossless(case, ours), *comparisons(case, plain, ours)]
    return Outcome(case.name, tuple(plain_problems), tuple(problems))


def attempt(function: Callable[..., Any], *arguments: Any) -> tuple[Any, str]:
    """Return a function's value and ""; if it raises, None and the error in one line."""
    try:
        return function(*arguments), ""
    except Exception as error:  # noqa: BLE001  # generated code may raise anything
        return None, " ".join(f"{type(error).__name__}: {error}".split())[:200]


def problems_of(function: Callable[..., Iterator[str]], *arguments: Any) -> list[str]:
    """Return the problems that a check finds. An exception of the check is a problem, too."""
    found: list[str] = []
    _, failed = attempt(lambda: found.extend(function(*arguments)))
    return [*found, *filter(None, [failed])]


def short(value: object) -> str:
    text = str(value)
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"


def plain_reading(case: SchemaCase, plain: Package) -> Iterator[str]:
    plain.import_all()
    for reading in case.readings:
        written, failed = attempt(through_json, case, plain, reading.payload)
        if reading.invalid is None and (failed or not same(written, reading.payload)):
            yield f"{short(reading.payload)}: {failed or f'gives back {short(written)}'}"


def through_json(case: SchemaCase, package: Package, payload: dict[str, Any]) -> Any:
    return json.loads(json.dumps(read(case, package, payload).to_dict()))


def our_reading(case: SchemaCase, ours: Package) -> Iterator[str]:
    ours.import_all()
    for reading in case.readings:
        found = problems_of(wrong_with, case, reading, ours)
        yield from [f"{short(reading.payload)}: {problem}" for problem in found]


def wrong_with(case: SchemaCase, reading: Reading, ours: Package) -> Iterator[str]:
    model = read(case, ours, reading.payload)
    yield from not_kept(model, reading.payload)
    if model.invalid_fields != (reading.invalid or {}):
        yield f"invalid_fields are {model.invalid_fields}, not {dict(reading.invalid or {})}"
    for place, kind in reading.kinds.items():
        if (found := type(at(model, place)).__name__) != kind:
            yield f"{place} is a {found}, not a {kind}"
    if reading.invalid is None and not same((rebuilt := built_again(model).to_dict()), reading.payload):
        yield f"a model made with the same arguments gives {short(rebuilt)}"


def built_again(value: Any) -> Any:
    if isinstance(value, list):
        return [built_again(item) for item in value]
    if not is_model(value):
        return value
    made = type(value)(**{name: built_again(each) for name, each in attributes(value).items()})
    for key in value.additional_keys:
        made[key] = value[key]
    return made


def read(case: SchemaCase, package: Package, payload: dict[str, Any]) -> Any:
    return getattr(package.models, case.model).from_dict(payload)


def not_kept(model: Any, payload: dict[str, Any]) -> Iterator[str]:
    """Yield the differences between one of our models and its payload."""
    yield from mistyped(model)
    if not same(model.to_dict(), payload):
        yield f"gives back {short(model.to_dict())}"
    from_bytes = type(model).from_json(json.dumps(payload).encode())
    if not same(from_bytes.to_dict(), payload):
        yield f"from_json gives back {short(from_bytes.to_dict())}"
    elif from_bytes.invalid_fields != model.invalid_fields or worse(model, from_bytes):
        yield f"from_json gives {short(from_bytes)}, from_dict {short(model)}"


def lossless(case: SchemaCase, ours: Package) -> Iterator[str]:
    for reading in case.readings:
        for payload in odd_payloads(reading.payload):
            if found := problems_of(odd_not_kept, case, ours, payload):
                yield f"{short(payload)}: {short('; '.join(found))}"
                return


def odd_not_kept(case: SchemaCase, ours: Package, payload: dict[str, Any]) -> Iterator[str]:
    yield from not_kept(read(case, ours, payload), payload)


def comparisons(case: SchemaCase, plain: Package, ours: Package) -> Iterator[str]:
    """Yield the losses of our package for valid payloads that plain's package writes back unchanged."""
    for reading in case.readings:
        written, failed = attempt(through_json, case, plain, reading.payload)
        if reading.invalid is None and not failed and same(written, reading.payload):
            found = worse(read(case, plain, reading.payload), read(case, ours, reading.payload))
            yield from [f"{short(reading.payload)}: {found}"] if found else []
