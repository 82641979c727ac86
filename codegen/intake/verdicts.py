"""Decide what a difference means for users of the client: may something that worked fail now?"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Literal, TypeAlias

from ..documents import is_list, is_mapping, mapping_of
from ..shape import NAMES

Direction: TypeAlias = Literal["request", "response"]
Verdict: TypeAlias = "tuple[Severity, str]"
Ways: TypeAlias = frozenset[Direction]


class Kind(StrEnum):
    """What has become of a part of the document."""

    GONE = "gone"
    NEW = "new"
    CHANGED = "changed"


class Severity(StrEnum):
    """What a difference means. Words alone change no client."""

    BREAKING = "breaking"
    COMPATIBLE = "compatible"
    WORDING = "wording"


def breaking(condition: object, why: str) -> Verdict:
    """Return the verdict: breaking if the condition holds, else compatible."""
    return (Severity.BREAKING if condition else Severity.COMPATIBLE), why


_NOUNS: Mapping[str, str] = {
    "path": "a path",
    "operation": "an operation",
    "parameter": "a parameter",
    "body": "the body of the request",
    "response": "a response",
    "media": "a media type",
    "schema": "a schema",
    "properties": "a field",
    "scheme": "a security scheme",
    "server": "a server",
    "requirement": "a way to authenticate",
    "enum": "a value",
}

_NULL = frozenset({"null"})
_UPPER = frozenset({"maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"})
_LOWER = frozenset({"minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"})
_STRICTER = frozenset({"pattern", "multipleOf", "uniqueItems", "not", "if", "then", "else", "contains"})
# The formats for which the generator has a type of its own.
_TYPED_FORMATS = frozenset({"date", "date-time", "uuid", "binary"})
# Formats that forbid no value.
_LOOSE_FORMATS = frozenset({None, "int32", "int64", "float", "double", "password"})
# Another thing on the wire, or another type in the client.
_IDENTITY = frozenset({"in", "name", "scheme", "type", "style", "explode", "flows", "url", "variables", "prefixItems"})
_MODULES = {"operationId": "module", "tags": "package"}


def of_item(holder: str, held: str, kind: Kind, value: Any, ways: Ways) -> Verdict:
    """Judge a part that is gone or new in a mapping or list; `holder` is the field that holds it."""
    noun = _NOUNS.get(holder) or _NOUNS.get(held, f"`{holder}`")
    if holder in ("anyOf", "oneOf"):
        lost = kind is Kind.GONE and ("request" in ways or makes_class(value))
        return breaking(lost or (kind is Kind.NEW and "response" in ways), f"an alternative is {kind}")
    if holder == "allOf":
        return breaking(("request" if kind is Kind.NEW else "response") in ways, f"a part of it is {kind}")
    if holder == "schemas":
        return breaking(kind is Kind.GONE and makes_class(value), f"a schema is {kind}")
    if kind is Kind.NEW and held in ("parameter", "body") and is_mapping(value) and value.get("required"):
        return Severity.BREAKING, f"{noun} is new, and required in a request"
    return breaking(kind is Kind.GONE, f"{noun} is {kind}")


def makes_class(schema: Any) -> bool:
    """Return whether the generator makes a class of a schema: of an object or of listed values."""
    fields = mapping_of(schema)
    return fields.get("type") in ("object", ["object"]) or bool(
        {"properties", "allOf", "enum", "const"} & fields.keys()
    )


def of_required(kind: Kind, ways: Ways) -> Verdict:
    """Judge a field that must be there now, or need not be there any more."""
    if kind is Kind.NEW:
        return breaking("request" in ways, "now required in a request" if "request" in ways else "now always there")
    why = "no longer guaranteed in a response" if "response" in ways else "no longer required"
    return breaking("response" in ways, why)


def of_enumeration(field: str, kind: Kind, ways: Ways) -> Verdict:
    """Judge values or alternatives where there was no such list before, or is none any more."""
    noun = "values" if field == "enum" else "alternatives"
    if kind is Kind.NEW:
        return breaking("request" in ways, f"only some {noun}, now")
    return breaking("response" in ways or field == "enum", f"any {noun}, now")


def of_types(before: frozenset[str], after: frozenset[str], ways: Ways) -> Verdict:
    """Judge another type of a value; no type at all is any type, and a number may be an integer."""
    old, new = ((each | {"integer"} if "number" in each else each) for each in (before, after))
    why = "may be null now" if new - old == _NULL else "never null now" if old - new == _NULL else "another type"
    wider, narrower = not new or (old and old <= new), not old or (new and new <= old)
    return breaking(("request" in ways and not wider) or ("response" in ways and not narrower), why)


def of_others(before: Any, after: Any, ways: Ways) -> Verdict:
    """Judge `additionalProperties` that are forbidden now, or allowed again."""
    if after is not False:
        return breaking(False, "other fields are allowed now")
    typed = bool(before) and before is not True
    return breaking("request" in ways or typed, "no other fields are allowed now")


def of_fact(holder: str, field: str, before: Any, after: Any, ways: Ways) -> Verdict:
    """Judge any other fact."""
    why = f"another `{field}`"
    if field == "required":
        return of_required(Kind.NEW if after else Kind.GONE, ways or frozenset({"request"}))
    if field in _MODULES and holder == "operation":
        return breaking(_first(before) != _first(after), f"{why}: imports of its {_MODULES[field]} break")
    if field == "format":
        typed = _TYPED_FORMATS & {str(before), str(after)}
        return breaking(typed or ("request" in ways and after not in _LOOSE_FORMATS), why)
    if field in NAMES:
        return breaking(before is not None, f"{why}: members of its class have other names")
    if field == "discriminator":
        return breaking(not _reads_the_same(before, after), why)
    if field in _IDENTITY and holder != "document":
        return Severity.BREAKING, why
    if field in _UPPER | _LOWER:
        less = "request" in ways and _narrower(field, before, after)
        return breaking(less, "less is taken in a request" if less else why)
    if field in _STRICTER:
        return breaking("request" in ways and after is not None, why)
    if field in ("readOnly", "writeOnly"):
        way: Direction = "request" if field == "readOnly" else "response"
        return breaking(after and way in ways, f"{why}: not in a {way}" if after else why)
    return Severity.COMPATIBLE, why


def _first(value: Any) -> Any:
    return value[:1] if is_list(value) else value


def _reads_the_same(before: Any, after: Any) -> bool:
    if before is None:
        return True
    old, new = mapping_of(before), mapping_of(after)
    known, now = mapping_of(old.get("mapping")), mapping_of(new.get("mapping"))
    return old.get("propertyName") == new.get("propertyName") and known.items() <= now.items()


def _narrower(field: str, before: Any, after: Any) -> bool:
    if before is None or after is None:
        return before is None
    return bool(after < before if field in _UPPER else after > before)
