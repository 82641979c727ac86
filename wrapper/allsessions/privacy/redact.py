"""Replace secrets in what is shown: by the name of their field, by their look, and the keys that are known."""

import base64
import json
import math
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from html.entities import codepoint2name
from typing import Any, cast

MASK = "***"

LONGEST = 2000
"""Characters of a vendor's text that are shown."""

# Names of fields as snake_case; other spellings are turned into it. Better a harmless value masked than a token shown.
_SECRET_NAME = re.compile(
    r"(token|secrets?|password|passwd|passphrase|signature|credentials?|(api|access|private|secret|app)_?key)(_|$)"
    r"|(^|_)(auth|authorization|bearer|cookie|jwt|pass|pwd|sig)(_|$)|^tokens$"
)
# After such a word the value is about a secret: apiKeyId, api_key_type, tokenCount.
_HARMLESS_NAME = re.compile(r"(^|_)(id|type|count|name|expiry|expires)$")
# Behind these names a text is a secret, and a number is not: promptTokens.
_SECRET_TEXT_NAME = re.compile(r"(?!(.*_)?(max_tokens|engine_key)$).*(tokens?|keys?|sigs?|passcodes?)")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")

# Possessive quantifiers prevent quadratic backtracking: one long text must not stop the program.
# In a URL, secrets stand in the user and password, the query and the fragment.
_URL = re.compile(
    r"(?<![a-z0-9+.-])(?P<place>(?:[a-z0-9+.-]++:)?//)(?:[^/?#\s@]*+@)?"
    r"(?P<path>[^?#\s]*+)(?P<query>\?[^#\s]*+)?(?P<fragment>#\S++)?",
    re.IGNORECASE,
)
# A parameter of a URL without a host, and a name and text in JSON that is cut or escaped, perhaps twice.
_NAMED = (
    re.compile(r"(?P<name>[?&#][\w.-]{1,64}+)(?P<between>=)[^\s&#\"'<>]++"),
    re.compile(
        r"(?<![\w.-])(?P<name>[\w.-]{1,64}+)(?P<between>\\*+[\"']\s{0,8}+:\s{0,8}+\\*+[\"'])"
        r"(?:[^\"'\\]|\\++(?![\"'\\])[\s\S])++"
    ),
)
_BEARER = re.compile(r"\b(?P<word>bearer)\s{1,8}+[\w.~+/=-]{8,}+", re.IGNORECASE)
_JWT = re.compile(r"(?<![\w-])(?P<before>(?:(?!eyJ)[\w-])*+)eyJ[\w-]{8,}+\.[\w-]++\.[\w-]*+")


def redact_json(value: Any, secrets: tuple[str, ...] = ()) -> Any:
    """Return a copy of a JSON value with all secrets replaced. NaN and infinity become text."""
    if isinstance(value, dict):
        fields = cast(dict[str, Any], value).items()
        return {redact(name, secrets): _redact_field(name, item, secrets) for name, item in fields}
    if isinstance(value, list):
        return [redact_json(item, secrets) for item in cast(list[object], value)]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return redact(_redact_parts(value), secrets) if isinstance(value, str) else value


def redact(text: str, secrets: tuple[str, ...]) -> str:
    """Return the text with these secrets replaced, however they are encoded: vendors repeat a wrong key."""
    return _JWT.sub(rf"\g<before>{MASK}", _pattern(secrets).sub(MASK, text) if secrets else text)


def redact_and_shorten(text: str, secrets: tuple[str, ...]) -> str:
    """Return the redacted text, cut to the length that a message may have."""
    margin = 8 * max(map(len, secrets), default=0)  # the longest encoding writes eight characters for one
    shown = redact(text[: LONGEST + margin], secrets)
    if len(text) > LONGEST + margin:  # at its end, a secret that is cut in two is not recognized
        return shown[: min(LONGEST, len(shown) - margin)] + "…"
    return shown if len(shown) <= LONGEST else shown[:LONGEST] + "…"


def _redact_field(name: str, value: Any, secrets: tuple[str, ...]) -> Any:
    return _mask(value) if _is_secret(name, isinstance(value, str | list)) else redact_json(value, secrets)


def _is_secret(name: str, has_text: bool) -> bool:
    words = "_".join(_WORD.findall(name)).lower()
    if has_text and _SECRET_TEXT_NAME.fullmatch(words):
        return True
    return bool(_SECRET_NAME.search(words)) and not _HARMLESS_NAME.search(words)


def _mask(value: Any) -> Any:
    if isinstance(value, dict):  # the names inside show what was there
        return {name: _mask(item) for name, item in cast(dict[str, Any], value).items()}
    if isinstance(value, list):
        return [_mask(item) for item in cast(list[object], value)]
    return value if value is None or isinstance(value, bool) else MASK


def _redact_parts(text: str) -> str:
    if text.lstrip()[:1] in ("{", "[", '"'):
        with suppress(ValueError, RecursionError):
            value = json.loads(text)
            if (shown := redact_json(value)) != value:
                return json.dumps(shown, ensure_ascii=False)
    text = _URL.sub(_redact_url, text)
    for pattern in _NAMED:
        text = pattern.sub(_redact_named, text)
    return _BEARER.sub(rf"\g<word> {MASK}", text)


def _redact_url(match: "re.Match[str]") -> str:
    query, fragment = (f"{match[part][0]}{MASK}" if match[part] else "" for part in ("query", "fragment"))
    return f"{match['place']}{match['path']}{query}{fragment}"


def _redact_named(match: "re.Match[str]") -> str:
    return f"{match['name']}{match['between']}{MASK}" if _is_secret(match["name"], has_text=True) else match[0]


@lru_cache
def _pattern(secrets: tuple[str, ...]) -> "re.Pattern[str]":
    wholes = [form for secret in secrets for form in (_in_any_form(secret), *_encoded(secret))]
    beginnings = [_in_any_form(part) + r"[\w%&#;/+=~.\\-]*+" for part in map(_beginning, secrets) if part]
    # The longest first. In any case, since a host's name, for example, comes in small letters.
    return re.compile("|".join([*sorted(wholes, key=len, reverse=True), *beginnings]), re.IGNORECASE)


def _beginning(secret: str) -> str:
    # Vendors show a key as abcd1234…; from 16 characters on, recognize its beginning if that cannot be a word.
    digit = re.search(r"\d", secret)
    return secret[: max(8, digit.end())] if digit and len(secret) >= 16 else ""


def _in_any_form(secret: str) -> str:
    """Return a pattern. Each character may be encoded for a URL, HTML or JSON, also more than once."""
    return "".join(char if char.isalnum() else _char_in_any_form(char) for char in secret)


def _char_in_any_form(char: str) -> str:
    code = ord(char)
    name = {**codepoint2name, ord("'"): "apos"}.get(code, f"#{code}")
    return (
        rf"(?:%(?:25){{0,3}}{code:02x}|&(?:amp;){{0,2}}(?:#x0{{0,2}}{code:x}|#0{{0,2}}{code}|{name});"
        rf"|\\{{1,4}}u{code:04x}|\\{{0,4}}{re.escape(char)})"
    )


def _encoded(secret: str) -> Iterator[str]:
    """Yield patterns for hexadecimal, and for base64 wherever the secret stands in what was encoded."""
    content = secret.encode()
    yield content.hex()
    for before, skipped in enumerate((0, 2, 3)):
        whole = len(content) - (before + len(content)) % 3  # what follows changes the last characters
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            form = encode(bytes(before) + content[:whole]).decode()[skipped:]
            if len(form) >= 8:  # a shorter one may be part of any word
                yield re.escape(form)
