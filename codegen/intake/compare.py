"""Compare two documents: each difference with its place and its class.

Python's package index has no maintained library that tells structure from wording and classes differences by direction:
the known ones are programs in Go or JavaScript, and could not tell `rewrite` what to leave alone.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Self

from attrs import frozen

from .. import access
from ..documents import METHODS, is_list, is_mapping, list_of, mapping_of
from ..shape import HOLDS, Place, holds, item_kind, resolved
from . import verdicts
from .pairing import paired
from .promises import alike, among, fields, flattened, pushed_down
from .verdicts import Direction, Kind, Severity, breaking

_BOTH: frozenset[Direction] = frozenset({"request", "response"})
_WAYS: Mapping[str, frozenset[Direction]] = {
    "parameters": frozenset({"request"}),
    "requestBody": frozenset({"request"}),
    "responses": frozenset({"response"}),
}
_SCHEMA_PREFIX = "#/components/schemas/"
_UNIONS = ("anyOf", "oneOf")


@frozen(kw_only=True)
class Change:
    """One difference.

    Attributes:
        place: The place, as a JSONPath.
        kind: Whether something is gone, new or changed.
        severity: What it means for users of the client.
        why: The same in words.
        before: What the document said there; None if nothing.
        after: What it says there now; None if nothing.
    """

    place: Place
    kind: Kind
    severity: Severity
    why: str
    before: Any = None
    after: Any = None

    @classmethod
    def of(cls, verdict: verdicts.Verdict, place: Place, before: Any = None, after: Any = None) -> Self:
        """Return the change of what stood at a place to what stands there now; None is nothing."""
        severity, why = verdict
        return cls(place=place, kind=_kind(before, after), severity=severity, why=why, before=before, after=after)


@frozen
class _At:
    """The place that is being compared, and which ways its values go: into requests, out of responses."""

    place: Place
    ways: frozenset[Direction]

    def change(self, verdict: verdicts.Verdict, before: Any = None, after: Any = None) -> Change:
        return Change.of(verdict, self.place, before, after)

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
        self._followed: set[tuple[str, str]] = set()

    def changes(self) -> list[Change]:
        """Return every structural difference, in the order of the documents."""
        return list(self._objects("document", self._before, self._after, _At(Place(), frozenset())))

    def same(self, kind: str, before: Any, after: Any) -> bool:
        """Return whether two parts of the documents, of this kind of object, promise the same."""
        self._followed.clear()
        return next(self._objects(kind, before, after, _At(Place(), _BOTH)), None) is None

    def _objects(self, kind: str, before: Any, after: Any, at: _At) -> Iterator[Change]:
        old, new = fields(kind, before, self._before), fields(kind, after, self._after)
        if kind == "schema":
            yield from self._schemas(old, new, at)
            return
        if kind == "path" and not self._same_names("[parameter]", old.get("parameters"), new.get("parameters")):
            old, new = pushed_down(old, self._before), pushed_down(new, self._after)
        if kind == "scheme" and (sent := self._sent_otherwise(old, new)):
            yield at.change((Severity.BREAKING, f"credentials would be sent as {sent}"), before, after)
            return
        yield from self._each(kind, old, new, at)

    def _each(self, kind: str, old: dict[str, Any], new: dict[str, Any], at: _At) -> Iterator[Change]:
        for name in dict.fromkeys([*old, *new]):
            if kind == "components" and name not in ("schemas", "securitySchemes"):
                continue  # compared wherever they are referred to
            yield from self._fields(kind, name, old, new, _At(at.place / name, _WAYS.get(name, at.ways)))

    def _fields(self, kind: str, name: str, old: dict[str, Any], new: dict[str, Any], at: _At) -> Iterator[Change]:
        before, after, held = old.get(name), new.get(name), holds(kind, name)
        if name in ("security", "servers", "properties"):
            compare = {"security": self._security, "servers": self._servers, "properties": self._properties}[name]
            yield from compare(old, new, at)
        elif held.startswith("{"):
            yield from self._items(name, item_kind(held), mapping_of(before), mapping_of(after), {}, at)
        elif name in ("enum", *_UNIONS) and (before is None or after is None):
            yield at.change(verdicts.of_enumeration(name, _kind(before, after), at.ways), before, after)
        elif held.startswith("["):
            old_items, new_items = paired(held, before, after, self._documents)
            yield from self._items(name, item_kind(held), old_items, new_items, {*old_items, *new_items}, at)
        elif held == "values":
            yield from _values(name, old, new, at)
        elif held in HOLDS:
            yield from self._held(name, held, before, after, at)
        elif not alike(before, after) and (kind != "schema" or name != "null"):
            yield at.change(verdicts.of_fact(kind, name, before, after, at.ways), before, after)

    def _held(self, name: str, held: str, before: Any, after: Any, at: _At) -> Iterator[Change]:
        """Compare two objects, of which one may be missing. Without a schema, anything goes."""
        if name == "additionalProperties" and (before is False) != (after is False):
            yield at.change(verdicts.of_others(before, after, at.ways), before, after)
        elif (held == "schema" and name != "not") or (is_mapping(before) and is_mapping(after)):
            yield from self._objects(held, before, after, at)
        elif before != after:
            fact = held == "schema" or _kind(before, after) is Kind.CHANGED
            judge = verdicts.of_fact(held, name, before, after, at.ways) if fact else None
            kind = _kind(before, after)
            yield at.change(judge or verdicts.of_item(name, held, kind, after, at.ways), before, after)

    def _items(
        self, name: str, inner: str, old: Mapping[str, Any], new: Mapping[str, Any], listed: Any, at: _At
    ) -> Iterator[Change]:
        for key in dict.fromkeys([*old, *new]):
            # A schema that nothing refers to is used by a discriminator, or in another way that is not followed.
            ways = self._uses.get(_SCHEMA_PREFIX + key, _BOTH) if name == "schemas" else at.ways
            here = _At(at.place.item(key) if key in listed else at.place / key, ways)
            if key in old and key in new:
                yield from self._objects(inner, old[key], new[key], here)
                continue
            kind = _kind(old.get(key), new.get(key))
            value = new.get(key, old.get(key))
            value = value if inner == "schema" else resolved(value, self._after if key in new else self._before)
            yield here.change(verdicts.of_item(name, inner, kind, value, ways), old.get(key), new.get(key))

    # Schemas

    def _schemas(self, old: dict[str, Any], new: dict[str, Any], at: _At) -> Iterator[Change]:
        old, new = self._comparable(old, new)
        if "$ref" in old or "$ref" in new:
            yield from self._references(old, new, at)
            return
        changed = list(_types(old, new, at))
        yield from changed
        if changed and old.get("type") and new.get("type") and not _number(old["type"]) & _number(new["type"]):
            return  # all the rest follows from that
        yield from self._each("schema", old, new, at)

    def _comparable(self, old: dict[str, Any], new: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """Bring two schemas into one form, if one is composed of others and the other one otherwise."""
        old = _as_union(old, new)
        new = _as_union(new, old)
        if not self._same_names("[schema]", old.get("allOf"), new.get("allOf")):
            old, new = (
                flattened(_referred(each, document), document)
                for each, document in zip((old, new), self._documents, strict=True)
            )
        return old, new

    def _same_names(self, held: str, before: Any, after: Any) -> bool:
        old, new = paired(held, before, after, self._documents)
        return old.keys() == new.keys()

    def _properties(self, old: dict[str, Any], new: dict[str, Any], at: _At) -> Iterator[Change]:
        before, after = mapping_of(old.get("properties")), mapping_of(new.get("properties"))
        for key in dict.fromkeys([*before, *after]):
            here = at / key
            if key in before and key in after:
                yield from self._objects("schema", before[key], after[key], here)
            elif key not in before and "request" in at.ways and among(key, list_of(new.get("required"))):
                yield here.change((Severity.BREAKING, "a field is new, and required in a request"), after=after[key])
            else:
                kind = _kind(before.get(key), after.get(key))
                verdict = verdicts.of_item("properties", "schema", kind, None, at.ways)
                yield here.change(verdict, before.get(key), after.get(key))

    def _references(self, old: dict[str, Any], new: dict[str, Any], at: _At) -> Iterator[Change]:
        before, after = old.get("$ref"), new.get("$ref")
        if old.get("null") != new.get("null"):
            yield from _types({"null": old.get("null"), "type": ["…"]}, {"null": new.get("null"), "type": ["…"]}, at)
        if before == after:
            # OpenAPI 3.1 narrows a reference by what stands next to it.
            old, new = _rest(old), _rest(new)
            yield from _types(old, new, at)
            yield from self._each("schema", old, new, at)
            return
        referred = _referred(old, self._before), _referred(new, self._after)
        renamed = any(map(verdicts.makes_class, referred))
        yield (at / "$ref").change(breaking(renamed, "a schema of another name"), before, after)
        step = (str(before or old), str(after or new))
        if step not in self._followed and not renamed:  # all the rest follows from another class
            self._followed.add(step)
            yield from self._objects("schema", *referred, at)

    # Servers and security

    def _servers(self, old: Mapping[str, Any], new: Mapping[str, Any], at: _At) -> Iterator[Change]:
        # A part without a server of its own has the document's.
        before = access.server(old) or access.server(self._before)
        after = access.server(new) or access.server(self._after)
        if before != after:
            after = after or "no server"
            yield at.change((Severity.BREAKING, f"requests would go to {after}"), before, after)
        servers = paired("[server]", old.get("servers"), new.get("servers"), self._documents)
        both = servers[0].keys() & servers[1].keys() if before == after else ()
        old_items, new_items = (  # without those named already
            {
                key: item
                for key, item in items.items()
                if key in both or access.server({"servers": [item]}) not in (before, after)
            }
            for items in servers
        )
        yield from self._items("servers", "server", old_items, new_items, {*old_items, *new_items}, at)

    def _security(self, old: Mapping[str, Any], new: Mapping[str, Any], at: _At) -> Iterator[Change]:
        # An operation without a list of its own has the document's.
        before, after = (
            [way for way in list_of(each.get("security", document.get("security"))) if is_mapping(way)]
            for each, document in zip((old, new), self._documents, strict=True)
        )
        was_open, is_open = (not ways or {} in ways for ways in (before, after))
        first, now = (next(filter(None, ways), None) for ways in (before, after))
        if was_open != is_open:
            why = "credentials are no longer needed" if is_open else f"credentials are needed: {self._sent(now)}"
            yield at.change(breaking(was_open, why), before or "none", after or "none")
            return
        if first and now and list(first) != list(now):
            yield at.change((Severity.BREAKING, f"credentials would be sent as {self._sent(now)}"), before, after)
        elif _by_schemes(before) != _by_schemes(after):
            yield from self._other_ways(before, after, at)

    def _other_ways(self, before: list[Any], after: list[Any], at: _At) -> Iterator[Change]:
        old, new = _by_schemes(before), _by_schemes(after)
        for key in dict.fromkeys([*old, *new]):
            if key not in old or key not in new:
                kind = _kind(old.get(key), new.get(key))
                verdict = verdicts.of_item("security", "requirement", kind, None, at.ways)
                yield at.change(verdict, old.get(key), new.get(key))
            elif old[key] != new[key]:
                yield at.change((Severity.BREAKING, "other scopes are needed"), old[key], new[key])

    def _sent(self, way: Any) -> str:
        """Return how the client would send the first credentials of a requirement."""
        return f"`{access.credentials(self._after, next(iter(mapping_of(way)), ''))}`"

    def _sent_otherwise(self, old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
        """Return how the client would send the credentials of a security scheme, if that has changed."""
        before, after = (
            access.credentials({"components": {"securitySchemes": {"it": each}}}, "it") for each in (old, new)
        )
        return f"`{after}`" + (f"; {after.problem}" if after.problem else "") if before != after else ""


def _as_union(said: dict[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Return a schema as a union if it stands against one: of the one alternative that it is, or of the same name."""
    union = next((name for name in _UNIONS if name in other), "")
    if not union or union in said:
        return said
    if own := next((name for name in _UNIONS if name in said), ""):
        return {union if name == own else name: item for name, item in said.items()}
    inner = {name: _said(item) if name == "type" else item for name, item in said.items() if name != "null"}
    if inner and set(other) - {"null"} == {union}:
        return {union: [inner], **({"null": True} if "null" in said else {})}
    return said


def _types(old: dict[str, Any], new: dict[str, Any], at: _At) -> Iterator[Change]:
    before, after = ([*each.get("type", []), *(["null"] if each.get("null") else [])] for each in (old, new))
    if set(before) != set(after):
        verdict = verdicts.of_types(frozenset(before), frozenset(after), at.ways)
        yield (at / "type").change(verdict, _said(before), _said(after))


def _values(name: str, old: dict[str, Any], new: dict[str, Any], at: _At) -> Iterator[Change]:
    before, after = old.get(name), new.get(name)
    if name == "type":
        return
    if not all(each is None or is_list(each) for each in (before, after)):
        if before != after:
            yield at.change(verdicts.of_fact("", name, before, after, at.ways), before, after)
        return
    for value in list_of(before):
        if not among(value, list_of(after)) and not (name == "required" and _dropped(value, old, new)):
            yield at.change(_of_value(name, Kind.GONE, at), before=value)
    for value in list_of(after):
        if not among(value, list_of(before)) and not (name == "required" and _dropped(value, new, old)):
            yield at.change(_of_value(name, Kind.NEW, at), after=value)


def _of_value(name: str, kind: Kind, at: _At) -> verdicts.Verdict:
    if name == "required":
        return verdicts.of_required(kind, at.ways)
    return breaking(kind is Kind.GONE and name == "enum", f"a value is {kind}")


def _dropped(key: str, old: dict[str, Any], new: dict[str, Any]) -> bool:
    """Return whether only the old schema has the field: that is named already."""
    return key in mapping_of(old.get("properties")) and key not in mapping_of(new.get("properties"))


def _by_schemes(ways: list[Any]) -> dict[tuple[str, ...], Any]:
    return {tuple(sorted(mapping_of(way))): way for way in ways}


def _referred(said: dict[str, Any], document: Mapping[str, Any]) -> dict[str, Any]:
    """Return a schema with what it refers to, if it does."""
    if "$ref" not in said:
        return said
    referred = fields("schema", resolved({"$ref": said["$ref"]}, document), document)
    return {**referred, **_rest(said), **({"null": True} if said.get("null") else {})}


def _rest(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what stands next to a reference."""
    return {name: item for name, item in said.items() if name not in ("$ref", "null")}


def _kind(before: Any, after: Any) -> Kind:
    return Kind.NEW if before is None else Kind.GONE if after is None else Kind.CHANGED


def _number(types: list[str]) -> set[str]:
    """Return the types; an integer is a number."""
    return {"number" if each == "integer" else each for each in types}


def _said(types: list[str]) -> str | list[str] | None:
    return types if len(types) > 1 else types[0] if types else None


def _uses(document: Mapping[str, Any]) -> dict[str, frozenset[Direction]]:
    """Return which ways each reference of the document goes: into requests, out of responses, or both."""
    found: dict[str, frozenset[Direction]] = {}
    for path in mapping_of(document.get("paths")).values():
        for holder in (path, *(mapping_of(path).get(method) for method in METHODS)):
            for name, ways in _WAYS.items():
                _follow(mapping_of(holder).get(name), ways, document, found)
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
