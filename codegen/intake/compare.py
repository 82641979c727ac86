"""What one document promises otherwise than another: each difference with its place and its class.

Python's package index has no maintained library that tells structure from wording and classes differences by direction:
the known ones are programs in Go or JavaScript, and could not tell `rewrite` what to leave alone.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen

from ..documents import METHODS, is_list, is_mapping
from ..shape import HOLDS, Place, holds, item_kind, resolved
from . import verdicts
from .pairing import paired
from .promises import alike, among, fields
from .verdicts import Direction, Kind, Severity

_BOTH: frozenset[Direction] = frozenset({"request", "response"})
_WAYS: Mapping[str, frozenset[Direction]] = {
    "parameters": frozenset({"request"}),
    "requestBody": frozenset({"request"}),
    "responses": frozenset({"response"}),
}
_SCHEMA_PREFIX = "#/components/schemas/"


@frozen(kw_only=True)
class Change:
    """One difference.

    Attributes:
        place: Where, as a JSONPath.
        kind: Whether something is gone, new or changed.
        severity: What it means for who uses the client.
        why: The same in words.
        before: What was said there; None where nothing was.
        after: What is said there now; None where nothing is.
    """

    place: Place
    kind: Kind
    severity: Severity
    why: str
    before: Any = None
    after: Any = None


@frozen
class _At:
    """Where two documents are being compared: the place, and which way what is said there goes."""

    place: Place
    ways: frozenset[Direction]

    def change(self, kind: Kind, verdict: verdicts.Verdict, before: Any = None, after: Any = None) -> Change:
        severity, why = verdict
        return Change(place=self.place, kind=kind, severity=severity, why=why, before=before, after=after)

    def __truediv__(self, name: str) -> "_At":
        return _At(self.place / name, self.ways)

    def item(self, key: str) -> "_At":
        return _At(self.place.item(key), self.ways)


class Comparison:
    """Two documents, of which the second is to take the first one's place."""

    def __init__(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        self._before = before
        self._after = after
        self._documents = (before, after)
        self._uses = _uses(before)
        for reference, ways in _uses(after).items():
            self._uses[reference] = self._uses.get(reference, frozenset()) | ways
        self._followed: set[tuple[str, str, frozenset[Direction]]] = set()

    def changes(self) -> list[Change]:
        """Every structural difference, in the order of the documents."""
        return list(self._objects("document", self._before, self._after, _At(Place(), frozenset())))

    def same(self, kind: str, before: Any, after: Any) -> bool:
        """Whether two parts of the documents, of this kind of object, promise the same."""
        self._followed.clear()
        return next(self._objects(kind, before, after, _At(Place(), _BOTH)), None) is None

    def _objects(self, kind: str, before: Any, after: Any, at: _At) -> Iterator[Change]:
        old, new = fields(kind, before, self._before), fields(kind, after, self._after)
        if kind == "schema":
            old, new = _composed(old, new), _composed(new, old)
            if "$ref" in old or "$ref" in new:
                yield from self._references(old, new, at)
                return
            yield from _types(old, new, at)
        for name in dict.fromkeys([*old, *new]):
            if kind == "components" and name not in ("schemas", "securitySchemes"):
                continue  # compared wherever they are referred to
            yield from self._fields(kind, name, old, new, _At(at.place / name, _WAYS.get(name, at.ways)))

    def _fields(self, kind: str, name: str, old: dict[str, Any], new: dict[str, Any], at: _At) -> Iterator[Change]:
        before, after, held = old.get(name), new.get(name), holds(kind, name)
        inner = item_kind(held)
        if name == "security":
            yield from self._security(old, new, at)
        elif held.startswith("{"):
            yield from self._items(name, inner, _mapping(before), _mapping(after), {}, at)
        elif name in ("anyOf", "oneOf") and not (before and after):
            yield from _alternatives(before or None, after or None, at)
        elif held.startswith("["):
            old_items, new_items = paired(held, before, after, self._documents)
            yield from self._items(name, inner, old_items, new_items, {*old_items, *new_items}, at)
        elif held == "values":
            yield from _values(name, old, new, at)
        elif held in HOLDS:
            yield from self._held(name, held, before, after, at)
        elif not alike(before, after) and (kind != "schema" or name != "null"):
            yield at.change(_kind(before, after), verdicts.of_fact(kind, name, before, after, at.ways), before, after)

    def _security(self, old: Mapping[str, Any], new: Mapping[str, Any], at: _At) -> Iterator[Change]:
        # An operation that names no way of its own has the document's; one that names none at all is open.
        before, after = (
            each.get("security", document.get("security"))
            for each, document in zip((old, new), self._documents, strict=True)
        )
        yield from _security(before or [], after or [], at)

    def _held(self, name: str, held: str, before: Any, after: Any, at: _At) -> Iterator[Change]:
        """The differences between two objects, of which one may be missing. Without a schema, anything goes."""
        anything = held == "schema" and name != "not"
        if anything or (is_mapping(before) and is_mapping(after)):
            yield from self._objects(held, before, after, at)
        elif before != after:
            yield _single(name, held, before, after, at)

    def _items(
        self, name: str, inner: str, old: Mapping[str, Any], new: Mapping[str, Any], listed: Any, at: _At
    ) -> Iterator[Change]:
        for key in dict.fromkeys([*old, *new]):
            # What nothing refers to is used by a discriminator, or another way that is not followed.
            ways = self._uses.get(_SCHEMA_PREFIX + key, _BOTH) if name == "schemas" else at.ways
            here = _At(at.place.item(key) if key in listed else at.place / key, ways)
            if key in old and key in new:
                yield from self._objects(inner, old[key], new[key], here)
            else:
                yield self._item(name, inner, old.get(key), new.get(key), here)

    def _item(self, name: str, inner: str, before: Any, after: Any, at: _At) -> Change:
        kind = _kind(before, after)
        if name == "schemas":  # what it means is said where it is referred to
            return at.change(kind, (Severity.COMPATIBLE, f"a schema is {kind}"), before, after)
        value = resolved(after, self._after)
        return at.change(kind, verdicts.of_item(name, inner, kind, value, at.ways), before, after)

    def _references(self, old: dict[str, Any], new: dict[str, Any], at: _At) -> Iterator[Change]:
        before, after = old.get("$ref"), new.get("$ref")
        if old.get("null") != new.get("null"):
            yield from _types({"null": old.get("null"), "type": ["…"]}, {"null": new.get("null"), "type": ["…"]}, at)
        if before == after:
            # OpenAPI 3.1 narrows a reference by what stands beside it.
            yield from _types(_beside(old), _beside(new), at)
            for name in dict.fromkeys([*_beside(old), *_beside(new)]):
                yield from self._fields("schema", name, old, new, at / name)
            return
        here = at / "$ref"
        yield here.change(
            _kind(before, after), verdicts.of_fact("schema", "$ref", before, after, at.ways), before, after
        )
        step = (str(before or old), str(after or new), at.ways)
        if step in self._followed:
            return
        self._followed.add(step)
        yield from self._objects("schema", _referred(old, self._before), _referred(new, self._after), at)


def _types(old: dict[str, Any], new: dict[str, Any], at: _At) -> Iterator[Change]:
    before, after = ([*each.get("type", []), *(["null"] if each.get("null") else [])] for each in (old, new))
    if set(before) != set(after):
        verdict = verdicts.of_types(frozenset(before), frozenset(after), at.ways)
        yield (at / "type").change(_kind(before or None, after or None), verdict, _said(before), _said(after))


def _values(name: str, old: dict[str, Any], new: dict[str, Any], at: _At) -> Iterator[Change]:
    before, after = old.get(name), new.get(name)
    if name == "type":
        return
    if name == "enum" and (before is None or after is None):
        kind = _kind(before, after)
        yield at.change(kind, verdicts.of_enumeration(kind, at.ways), before, after)
        return
    if not all(each is None or is_list(each) for each in (before, after)):
        if before != after:
            yield at.change(_kind(before, after), verdicts.of_fact("", name, before, after, at.ways), before, after)
        return
    values: tuple[list[Any], list[Any]] = (before or [], after or [])
    for value in values[0]:
        if not among(value, values[1]) and not (name == "required" and _gone("properties", value, old, new)):
            yield at.change(Kind.GONE, _of_value(name, Kind.GONE, at), before=value)
    for value in values[1]:
        told = name == "required" and "request" not in at.ways and _gone("properties", value, new, old)
        if not among(value, values[0]) and not told:
            yield at.change(Kind.NEW, _of_value(name, Kind.NEW, at), after=value)


def _of_value(name: str, kind: Kind, at: _At) -> verdicts.Verdict:
    return verdicts.of_required(kind, at.ways) if name == "required" else verdicts.of_value(name, kind)


def _gone(name: str, key: str, old: dict[str, Any], new: dict[str, Any]) -> bool:
    return key in _mapping(old.get(name)) and key not in _mapping(new.get(name))


def _security(before: list[Any], after: list[Any], at: _At) -> Iterator[Change]:
    was_open, is_open = (not ways or {} in ways for ways in (before, after))
    for ways, others, kind in ((before, after, Kind.GONE), (after, before, Kind.NEW)):
        for way in ways:
            if way not in others:
                verdict = verdicts.of_authentication(kind, was_open=was_open, is_open=is_open)
                yield at.change(kind, verdict, **{"before" if kind is Kind.GONE else "after": way})


def _single(name: str, held: str, before: Any, after: Any, at: _At) -> Change:
    kind = _kind(before, after)
    if held == "schema" or kind is Kind.CHANGED:
        return at.change(kind, verdicts.of_fact(held, name, before, after, at.ways), before, after)
    return at.change(kind, verdicts.of_item(name, held, kind, after, at.ways), before, after)


def _alternatives(before: Any, after: Any, at: _At) -> Iterator[Change]:
    kind = _kind(before, after)
    if before or after:
        yield at.change(kind, verdicts.of_alternatives(kind, at.ways), before, after)


def _referred(said: dict[str, Any], document: Mapping[str, Any]) -> dict[str, Any]:
    """A schema with what it refers to, if it does."""
    return {**_mapping(resolved({"$ref": said["$ref"]}, document)), **_beside(said)} if "$ref" in said else said


def _composed(said: dict[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """A reference as the composition of it alone, where it stands against a composition of several."""
    for name in ("allOf", "anyOf", "oneOf"):
        if "$ref" in said and not _beside(said) and set(other) - {"null"} == {name}:
            return {name: [{"$ref": said["$ref"]}], **({"null": True} if "null" in said else {})}
    return said


def _beside(said: Mapping[str, Any]) -> dict[str, Any]:
    """What stands beside a reference."""
    return {name: item for name, item in said.items() if name not in ("$ref", "null")}


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if is_mapping(value) else {}


def _kind(before: Any, after: Any) -> Kind:
    return Kind.NEW if before is None else Kind.GONE if after is None else Kind.CHANGED


def _said(types: list[str]) -> str | list[str] | None:
    return types if len(types) > 1 else types[0] if types else None


def _uses(document: Mapping[str, Any]) -> dict[str, frozenset[Direction]]:
    """Which ways each reference of the document goes: into requests, out of responses, or both."""
    found: dict[str, frozenset[Direction]] = {}
    for path in _mapping(document.get("paths")).values():
        for holder in (path, *(path[method] for method in METHODS if method in path)):
            for name, ways in _WAYS.items():
                _follow(_mapping(holder).get(name), ways, document, found)
    return found


def _follow(
    value: Any, ways: frozenset[Direction], document: Mapping[str, Any], found: dict[str, frozenset[Direction]]
) -> None:
    if is_list(value):
        for item in value:
            _follow(item, ways, document, found)
    elif is_mapping(value):
        reference = value.get("$ref")
        if isinstance(reference, str) and not ways <= found.get(reference, frozenset()):
            found[reference] = found.get(reference, frozenset()) | ways
            _follow(resolved(value, document), ways, document, found)
        for item in value.values():
            _follow(item, ways, document, found)
