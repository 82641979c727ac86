"""Decide if a difference breaks code that uses the client."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, Literal, TypeAlias

from ..documents import list_of, mapping_of
from ..shape import NAMES

Ways: TypeAlias = frozenset[Literal["request", "response"]]
"""The directions of values: to the vendor in requests, from it in responses, or both."""

NEVER: Ways = frozenset()
REQUEST: Ways = frozenset({"request"})
RESPONSE: Ways = frozenset({"response"})
BOTH = REQUEST | RESPONSE


class Kind(StrEnum):
    GONE = "gone"
    NEW = "new"
    CHANGED = "changed"

    @classmethod
    def of(cls, before: Any, after: Any) -> "Kind":
        """Return the kind of a difference; None stands for an absent value."""
        return cls.NEW if before is None else cls.GONE if after is None else cls.CHANGED


class Severity(StrEnum):
    """The severity of a difference. A change of wording does not affect the client."""

    BREAKING = "breaking"
    COMPATIBLE = "compatible"
    WORDING = "wording"


Verdict: TypeAlias = tuple[Severity, str]
"""A severity, and the reason for it."""


def breaking(condition: object, why: str) -> Verdict:
    """Return the verdict: breaking if the condition is true, else compatible."""
    return (Severity.BREAKING if condition else Severity.COMPATIBLE), why


def _verdict(breaks: Ways, ways: Ways, why: str) -> Verdict:
    """Return the verdict on a difference. It is breaking if `ways`, the directions of the part, overlap with `breaks`.

    The reason names the direction if `breaks` contains only one.
    """
    (way,) = breaks if len(breaks) == 1 else ("",)
    return breaking(breaks & ways, f"{why} in a {way}" if breaks & ways and way else why)


# By field or kind of part: in which directions a removal breaks code, in which an addition does, and the part's name.
_PARTS: Mapping[str, tuple[Ways, Ways, str]] = {
    **dict.fromkeys(("anyOf", "oneOf"), (REQUEST, RESPONSE, "an alternative")),
    "allOf": (RESPONSE, REQUEST, "a part of `allOf`"),
    "required": (RESPONSE, REQUEST, "a name in `required`"),
    "enum": (BOTH, NEVER, "a value"),
    "properties": (BOTH, NEVER, "a field"),
    "operation": (BOTH, NEVER, "an operation"),
    "body": (BOTH, NEVER, "the body of the request"),
    "media": (BOTH, NEVER, "a media type"),
    "scheme": (BOTH, NEVER, "a security scheme"),
    "all of enum": (BOTH, REQUEST, "a list of all values"),
    **dict.fromkeys(("all of anyOf", "all of oneOf"), (RESPONSE, REQUEST, "a list of alternatives")),
}

_WHYS: Mapping[str, str] = {
    "operationId": "`operationId` changed: imports of its module break",
    "tags": "`tags` changed: the first one names the package in imports",
    **dict.fromkeys(NAMES, "the enum's members have other names"),
}


def of_part(holder: str, held: str, kind: Kind, value: Any, ways: Ways, *, required: bool = False) -> Verdict:
    """Return the verdict on a part that is gone or new. `holder` is its field, and `held` is the kind of part."""
    gone, new, noun = _PARTS.get(holder) or _PARTS.get(held) or (BOTH, NEVER, f"a {held}")
    if kind is Kind.NEW:
        return _verdict(REQUEST if required else new, ways, f"{noun} is new" + (", and required" if required else ""))
    if holder in ("schemas", "anyOf", "oneOf"):  # code that imports the class breaks
        gone = BOTH if makes_class(value) else NEVER if holder == "schemas" else gone
    return _verdict(gone, ways, f"{noun} is gone")


def makes_class(schema: Any) -> bool:
    """Check that the generator creates a class for a schema, as it does for objects and enums."""
    named = mapping_of(schema).keys() & {"properties", "allOf", "enum", "const"}
    return bool(named) or mapping_of(schema).get("type") in ("object", ["object"])


def of_types(before: frozenset[str], after: frozenset[str], ways: Ways) -> Verdict:
    """Return the verdict on a change of type. No type means any type, and integers count as numbers."""
    old, new = ((each | {"integer"} if "number" in each else each) for each in (before, after))
    null = frozenset({"null"})
    why = "may be null now" if new - old == null else "never null now" if old - new == null else "the type changed"
    wider, narrower = not new or (old and old <= new), not old or (new and new <= old)
    return breaking(("request" in ways and not wider) or ("response" in ways and not narrower), why)


def of_fact(field: str, before: Any, after: Any, ways: Ways) -> Verdict:
    """Return the verdict on any other change of a field."""
    if field == "required":
        return of_part(field, "", Kind.NEW if after else Kind.GONE, None, ways)
    breaks = _FACTS[field](before, after) if field in _FACTS else NEVER
    less = breaks == REQUEST and "request" in ways
    return _verdict(breaks, ways, "accepts fewer values" if less else _WHYS.get(field, f"`{field}` changed"))


def _if_lower(before: Any, after: Any) -> Ways:
    return REQUEST if after is not None and (before is None or after < before) else NEVER


def _if_typed(before: Any, after: Any) -> Ways:
    if {"date", "date-time", "uuid", "binary"} & {before, after}:  # the generator has special types for these
        return BOTH
    return NEVER if after in (None, "int32", "int64", "float", "double", "password") else REQUEST


def _if_read_otherwise(before: Any, after: Any) -> Ways:
    known, now = (mapping_of(mapping_of(each).get("mapping")) for each in (before, after))
    same = mapping_of(before).get("propertyName") == mapping_of(after).get("propertyName")
    return NEVER if before is None or (same and known.items() <= now.items()) else BOTH


# By field: the directions in which a difference breaks code.
_FACTS: Mapping[str, Callable[[Any, Any], Ways]] = {
    "tags": lambda before, after: BOTH if list_of(before)[:1] != list_of(after)[:1] else NEVER,
    "format": _if_typed,
    "discriminator": _if_read_otherwise,
    "additionalProperties": lambda before, after: NEVER if after is not False else BOTH if before else REQUEST,
    "readOnly": lambda _, after: REQUEST if after else NEVER,
    "writeOnly": lambda _, after: RESPONSE if after else NEVER,
    **dict.fromkeys(NAMES, lambda before, _: BOTH if before is not None else NEVER),
    **dict.fromkeys(("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"), _if_lower),
    **dict.fromkeys(
        ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"),
        lambda before, after: _if_lower(before and -before, after and -after),
    ),
    **dict.fromkeys(
        ("pattern", "multipleOf", "uniqueItems", "not", "if", "then", "else", "contains"),
        lambda before, after: REQUEST if after is not None else NEVER,
    ),
    # These change the request itself, or a name or type in the client.
    **dict.fromkeys(
        ("in", "name", "scheme", "type", "style", "explode", "flows", "operationId"), lambda before, after: BOTH
    ),
}
