"""Compare two documents, and classify each difference.

We do not use existing tools, because they are in Go or JavaScript, and do not return what `rewrite` needs.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Self

from attrs import frozen

from .. import access
from ..documents import is_list, is_mapping, list_of, mapping_of, operations, resolved
from ..shape import HOLDS, Place, holds, item_kind, paired, reached
from . import verdicts
from .promises import alike, fields, flattened, pushed_down
from .verdicts import BOTH, REQUEST, RESPONSE, Kind, Severity, Verdict, Ways, breaking

_WAYS: Mapping[str, Ways] = {"parameters": REQUEST, "requestBody": REQUEST, "responses": RESPONSE}
_UNIONS = ("anyOf", "oneOf")


@frozen(kw_only=True)
class Change:
    """A difference between two documents.

    Attributes:
        place: The place in the document.
        kind: Gone, new or changed.
        severity: Breaking, compatible or wording.
        why: The reason for the severity.
        before: The old value; None if there was nothing.
        after: The new value; None if there is nothing.
    """

    place: Place
    kind: Kind
    severity: Severity
    why: str
    before: Any = None
    after: Any = None

    @classmethod
    def of(cls, verdict: Verdict, place: Place, before: Any = None, after: Any = None) -> Self:
        """Return the change of a value at a place."""
        kind, (severity, why) = Kind.of(before, after), verdict
        return cls(place=place, kind=kind, severity=severity, why=why, before=before, after=after)


@frozen
class _At:
    """The place to compare, and the direction of its values: requests, responses or both."""

    place: Place
    ways: Ways = BOTH


class Comparison:
    """A comparison of a document with its successor."""

    def __init__(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        self._documents = (before, after)
        self._ways = _ways(before, after)
        self._followed: set[tuple[str, str]] = set()

    def changes(self) -> list[Change]:
        """Return all structural differences, in the order of the documents."""
        return list(self._objects("document", *self._documents, _At(Place())))

    def same(self, kind: str, before: Any, after: Any) -> bool:
        """Check that two parts of this kind, one from each document, differ at most in their wording."""
        self._followed.clear()
        return next(self._objects(kind, before, after, _At(Place())), None) is None

    def _objects(self, kind: str, before: Any, after: Any, at: _At) -> Iterator[Change]:
        old, new = (fields(kind, each, document) for each, document in self._both(before, after))
        if kind == "path" and not self._same_keys("[parameter]", old.get("parameters"), new.get("parameters")):
            old, new = (pushed_down(each, document) for each, document in self._both(old, new))
        if kind == "scheme" and access.sent(old) != (sent := access.sent(new)):
            yield Change.of((Severity.BREAKING, f"credentials would be sent as {sent}"), at.place, before, after)
            return
        if kind == "schema":
            old, new = self._comparable(old, new)
            if old.get("$ref") != new.get("$ref"):
                yield from self._references(old, new, at)
                return
            old, new = _whole_types(old), _whole_types(new)
            if _disjoint(old.get("type"), new.get("type")):  # the new type explains all further differences
                old, new = {"type": old["type"]}, {"type": new["type"]}
        for name in dict.fromkeys([*old, *new]):
            # Other components are compared where a reference leads to them.
            if kind != "components" or name in ("schemas", "securitySchemes"):
                yield from self._field(kind, name, old, new, _At(at.place / name, _WAYS.get(name, at.ways)))

    def _field(self, kind: str, name: str, old: dict[str, Any], new: dict[str, Any], at: _At) -> Iterator[Change]:
        before, after, held = old.get(name), new.get(name), holds(kind, name)
        if name in ("servers", "security"):
            yield from self._access(name, before, after, at)
        elif held == "values" and name == "type":
            if set(list_of(before)) != set(list_of(after)):
                verdict = verdicts.of_types(frozenset(list_of(before)), frozenset(list_of(after)), at.ways)
                yield Change.of(verdict, at.place, _one_or_all(before), _one_or_all(after))
        elif name in ("enum", *_UNIONS) and held and (before is None or after is None):
            yield self._part(f"all of {name}", "", before, after, at)
        elif held[:1] in ("{", "[") or (held == "values" and is_list(before if after is None else after)):
            yield from self._items(name, held, old, new, at)
        elif name == "additionalProperties" and (before is False) != (after is False):
            yield Change.of(verdicts.of_fact(name, before, after, at.ways), at.place, before, after)
        elif held == "schema" or (held in HOLDS and is_mapping(before) and is_mapping(after)):
            yield from self._objects(held, before, after, at)
        elif held in HOLDS and not alike(before, after):
            yield self._part(name, held, before, after, at)
        elif not alike(before, after):
            yield Change.of(verdicts.of_fact(name, before, after, at.ways), at.place, before, after)

    def _items(self, name: str, held: str, old: dict[str, Any], new: dict[str, Any], at: _At) -> Iterator[Change]:
        before, after = self._keyed(name, held, old, new)
        inner = item_kind(held)
        for key in dict.fromkeys([*before, *after]):
            # If no reference leads to a schema, assume both directions, because a discriminator may still name it.
            ways = self._ways.get(f"#/components/schemas/{key}", BOTH) if name == "schemas" else at.ways
            place = at.place if not inner else at.place.item(key) if held.startswith("[") else at.place / key
            if key not in before or key not in after:
                required = name == "properties" and key in list_of(new.get("required"))
                yield self._part(name, inner, before.get(key), after.get(key), _At(place, ways), required=required)
            elif inner:
                yield from self._objects(inner, before[key], after[key], _At(place, ways))

    def _part(self, name: str, held: str, before: Any, after: Any, at: _At, *, required: bool = False) -> Change:
        part = before if after is None else after
        if held in ("parameter", "body"):
            part = resolved(part, self._documents[after is not None])
            required = mapping_of(part).get("required") is True
        kind = Kind.of(before, after)
        return Change.of(verdicts.of_part(name, held, kind, part, at.ways, required=required), at.place, before, after)

    def _keyed(self, name: str, held: str, old: dict[str, Any], new: dict[str, Any]) -> tuple[dict[str, Any], ...]:
        before, after = old.get(name), new.get(name)
        if held.startswith("{"):
            return dict(mapping_of(before)), dict(mapping_of(after))
        keyed = paired(held, before, after, self._documents)
        if name != "required":
            return keyed
        # A field that is new or gone is one difference, even if it is also in `required`.
        ours, theirs = (mapping_of(each.get("properties")).keys() for each in (old, new))
        return tuple({key: each for key, each in items.items() if each not in ours ^ theirs} for items in keyed)

    def _both(self, before: Any, after: Any) -> Iterator[tuple[Any, Mapping[str, Any]]]:
        return zip((before, after), self._documents, strict=True)

    def _comparable(self, old: dict[str, Any], new: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the two schemas in the same form, even if only one of them uses a union or `allOf`."""
        old = _as_union(old, new)
        new = _as_union(new, old)
        if not self._same_keys("[schema]", old.get("allOf"), new.get("allOf")):
            old, new = (flattened(_referred(each, document), document) for each, document in self._both(old, new))
        return old, new

    def _same_keys(self, held: str, before: Any, after: Any) -> bool:
        old, new = paired(held, before, after, self._documents)
        return old.keys() == new.keys()

    def _references(self, old: dict[str, Any], new: dict[str, Any], at: _At) -> Iterator[Change]:
        before, after = old.get("$ref"), new.get("$ref")
        old, new = (_referred(each, document) for each, document in self._both(old, new))
        renamed = verdicts.makes_class(old) or verdicts.makes_class(new)
        yield Change.of(breaking(renamed, "refers to a schema with another name"), at.place / "$ref", before, after)
        step = (str(before or old), str(after or new))
        if step not in self._followed and not renamed:  # the class's new name explains all further differences
            self._followed.add(step)
            yield from self._objects("schema", old, new, at)

    def _access(self, name: str, before: Any, after: Any, at: _At) -> Iterator[Change]:
        # An operation without its own `servers` or `security` inherits the document's.
        old, new = (document.get(name) if each is None else each for each, document in self._both(before, after))
        verdict = _of_servers(old, new) if name == "servers" else self._of_security(list_of(old), list_of(new))
        if verdict:
            yield Change.of(verdict, at.place, old or "none", new or "none")

    def _of_security(self, before: list[Any], after: list[Any]) -> Verdict | None:
        old: list[Any] = before or [{}]
        new: list[Any] = after or [{}]
        none: Mapping[str, Any] = {}
        first, now = (next((mapping_of(way) for way in ways if way), none) for ways in (old, new))
        lost, more = ([way for way in ways if way not in others] for ways, others in ((old, new), (new, old)))
        if {} in more:
            return Severity.COMPATIBLE, "credentials are no longer needed"
        sent = access.credentials(self._documents[1], next(iter(now), ""))
        if (first and [*first] != [*now]) or {} in lost:
            return Severity.BREAKING, f"credentials would be sent as {sent}"
        if lost:
            return Severity.BREAKING, "a way to authenticate is gone, or needs other scopes"
        return (Severity.COMPATIBLE, "a way to authenticate is new") if more else None


def _of_servers(before: Any, after: Any) -> Verdict | None:
    holders = {"servers": before}, {"servers": after}
    (old, new), (address, now) = map(access.servers, holders), map(access.server, holders)
    if address != now:
        return Severity.BREAKING, f"requests would go to {now or 'no server'}"
    if old.items() - new.items():
        return Severity.BREAKING, "a server is gone"
    return (Severity.COMPATIBLE, "a server is new") if old != new else None


def _as_union(said: dict[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Return a schema as a union with the keyword of `other`. A plain schema becomes the only member of a union."""
    union = next((name for name in _UNIONS if name in other), "")
    if not union or union in said:
        return said
    if own := next((name for name in _UNIONS if name in said), ""):
        return {union if name == own else name: item for name, item in said.items()}
    inner = {name: _one_or_all(item) if name == "type" else item for name, item in said.items() if name != "null"}
    if inner and set(other) - {"null"} == {union}:
        return {union: [inner], **({"null": True} if "null" in said else {})}
    return said


def _referred(said: dict[str, Any], document: Mapping[str, Any]) -> dict[str, Any]:
    """Return a schema; for a reference, return its target together with the fields next to the reference."""
    if "$ref" not in said:
        return said
    siblings = {name: item for name, item in said.items() if name != "$ref"}
    return {**fields("schema", resolved(said, document), document), **siblings}


def _whole_types(said: dict[str, Any]) -> dict[str, Any]:
    types = [*list_of(said.get("type")), *(["null"] if said.get("null") else [])]
    whole = {**said, "type": types} if types else said
    return {name: item for name, item in whole.items() if name != "null"}


def _disjoint(before: Any, after: Any) -> bool:
    """Return True if two schemas have no type in common. Integers count as numbers."""
    # A vendor's document can have any value as a type, because our overlay has not corrected it yet.
    old, new = ({str(each).replace("integer", "number") for each in list_of(types)} for types in (before, after))
    return bool(old - {"null"} and new - {"null"} and not (old & new) - {"null"})


def _one_or_all(types: Any) -> Any:
    return types[0] if is_list(types) and len(types) == 1 else types


def _ways(*documents: Mapping[str, Any]) -> dict[str, Ways]:
    found: dict[str, Ways] = {}
    for document in documents:
        paths = map(mapping_of, mapping_of(document.get("paths")).values())
        holders = [*paths, *(operation for *_, operation in operations(document))]
        for name, ways in _WAYS.items():
            for reference in reached((holder.get(name) for holder in holders), document):
                found[reference] = found.get(reference, frozenset()) | ways
    return found
