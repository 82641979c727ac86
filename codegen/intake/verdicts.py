"""What a difference means for who uses the client: whether something that worked may fail now."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Literal, TypeAlias

from ..documents import is_mapping

Direction: TypeAlias = Literal["request", "response"]
Verdict: TypeAlias = "tuple[Severity, str]"


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


_NOUNS: Mapping[str, str] = {
    "path": "a path",
    "operation": "an operation",
    "parameter": "a parameter",
    "body": "the body of the request",
    "response": "an answer",
    "media": "a media type",
    "schema": "a schema",
    "properties": "a field",
    "scheme": "a security scheme",
    "server": "a server",
    "requirement": "a way to authenticate",
    "enum": "a value",
    "tags": "a tag",
}

_REQUEST: frozenset[Direction] = frozenset({"request"})
_RESPONSE: frozenset[Direction] = frozenset({"response"})
_NULL = frozenset({"null"})
_UPPER = frozenset({"maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"})
_LOWER = frozenset({"minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"})
# Not merely another promise, but another thing on the wire or in the client's types.
_IDENTITY = frozenset({"format", "in", "name", "scheme", "type", "style", "explode", "discriminator", "flows", "url"})


def of_item(holder: str, held: str, kind: Kind, value: Any, directions: frozenset[Direction]) -> Verdict:
    """The verdict on a part that is gone or new in a mapping or list; `holder` is the field that holds it."""
    noun = _NOUNS.get(holder) or _NOUNS.get(held, f"`{holder}`")
    if kind is Kind.GONE:
        harmless = holder in ("anyOf", "oneOf") and directions == _RESPONSE
        return Severity.COMPATIBLE if harmless else Severity.BREAKING, f"{noun} is gone"
    if held in ("parameter", "body") and is_mapping(value) and value.get("required"):
        return Severity.BREAKING, f"{noun} is new, and required in a request"
    if (holder in ("anyOf", "oneOf") and "response" in directions) or (holder == "allOf" and "request" in directions):
        return Severity.BREAKING, "another type"
    return Severity.COMPATIBLE, f"{noun} is new"


def of_authentication(kind: Kind, *, was_open: bool, is_open: bool) -> Verdict:
    """The verdict on a way to authenticate that is gone or new."""
    if was_open and not is_open:
        return Severity.BREAKING, "credentials are now required in a request"
    return of_item("security", "requirement", kind, None, frozenset({"request"}))


def of_required(kind: Kind, directions: frozenset[Direction]) -> Verdict:
    """The verdict on a field that must be there now, or need not be there any more."""
    if kind is Kind.NEW:
        return (
            (Severity.BREAKING, "now required in a request")
            if "request" in directions
            else (Severity.COMPATIBLE, "now always there")
        )
    return (
        (Severity.BREAKING, "no longer guaranteed in a response")
        if "response" in directions
        else (Severity.COMPATIBLE, "no longer required")
    )


def of_value(field: str, kind: Kind) -> Verdict:
    """The verdict on one of several values."""
    noun = _NOUNS.get(field, f"`{field}`")
    breaking = kind is Kind.GONE and field == "enum"
    return Severity.BREAKING if breaking else Severity.COMPATIBLE, f"{noun} is {kind}"


def of_enumeration(kind: Kind, directions: frozenset[Direction]) -> Verdict:
    """The verdict on a whole list of values that there was none of, or is none of any more."""
    if kind is Kind.NEW:
        return Severity.BREAKING if "request" in directions else Severity.COMPATIBLE, "only some values, now"
    return Severity.BREAKING if "response" in directions else Severity.COMPATIBLE, "any value, now"


def of_alternatives(kind: Kind, directions: frozenset[Direction]) -> Verdict:
    """The verdict on alternatives of which there were none before, or are none any more."""
    if kind is Kind.NEW:
        return Severity.BREAKING if "request" in directions else Severity.COMPATIBLE, "only some alternatives, now"
    return Severity.BREAKING if "response" in directions else Severity.COMPATIBLE, "anything, now"


def of_types(before: frozenset[str], after: frozenset[str], directions: frozenset[Direction]) -> Verdict:
    """The verdict on what type a value has; no type at all is any type."""
    why = "may be null now" if after - before == _NULL else "never null now" if before - after == _NULL else ""
    wider = not after or (bool(before) and before < after)
    narrower = not before or (bool(after) and after < before)
    harmless = (wider and directions == _REQUEST) or (narrower and directions == _RESPONSE)
    return Severity.COMPATIBLE if harmless else Severity.BREAKING, why or "another type"


def of_fact(holder: str, field: str, before: Any, after: Any, directions: frozenset[Direction]) -> Verdict:
    """The verdict on anything else that is said otherwise."""
    if field == "required":
        return of_required(Kind.NEW if after else Kind.GONE, directions or frozenset({"request"}))
    if field in _IDENTITY and holder != "document":
        return Severity.BREAKING, f"another `{field}`"
    if field in _UPPER | _LOWER and "request" in directions and _narrower(field, before, after):
        return Severity.BREAKING, "less is taken in a request"
    if field in ("pattern", "additionalProperties", "multipleOf") and after is not None and "request" in directions:
        return Severity.BREAKING, "less may be taken in a request"
    if field == "$ref":
        return Severity.COMPATIBLE, "a schema of another name"
    return Severity.COMPATIBLE, f"another `{field}`"


def _narrower(field: str, before: Any, after: Any) -> bool:
    if before is None or after is None:
        return before is None
    return bool(after < before if field in _UPPER else after > before)
