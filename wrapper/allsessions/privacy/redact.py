"""Mask secrets in text and JSON: the configured secrets, and values whose form or name suggests a secret."""

import base64
import json
import math
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from typing import Any, cast

MASK = "***"

LONGEST = 2000  # in characters; the maximum length of a vendor's text in a message
_LONGEST_SEARCHED = 200_000  # in characters; a message shows nothing of a longer text, because the search is slow

# The names of secret fields, in snake_case. `_is_secret` converts all names to snake_case. When in doubt, mask a value.
# Names such as apiKeyId, api_key_type or tokenCount describe a secret but do not contain it.
_SECRET_NAME = re.compile(
    r"(?!(.*_)?(id|type|count|name|expiry|expires)$)"
    r"(.*(token|secrets?|password|passwd|passphrase|signature|credentials?|(api|access|private|secret|app)_?key)(_|$)"
    r"|(.*_)?(auth|authorization|bearer|cookie|jwt|pass|pwd|sig)(_|$)|tokens$)"
)
# In fields with these names, such as promptTokens, text is a secret, but a number is not.
_SECRET_TEXT_NAME = re.compile(r"(?!(.*_)?(max_tokens|engine_key)$).*(tokens?|keys?|sigs?|passcodes?)$")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")

# Possessive quantifiers prevent quadratic backtracking on long text.
# The parts of a URL that can contain secrets are the user with the password, and all that follows the path.
_URL = re.compile(r"(?<![a-zA-Z0-9+.-])//(?:[^/?#\s]*@)?(?P<path>[^?#\s]*+)(?:(?P<mark>[?#])\S*+)?")
# The name of a URL parameter, of a header, or of a field in JSON that is truncated, or escaped more than once.
_NAME = re.compile(
    r"(?<![\w.-])(?P<name>[\w.-]{1,64}+)(?P<between>\\*+[\"']?\s{0,8}+[:=]\s{0,8}+)(?P<quote>\\*+[\"'])?"
)
# After a quote, the value ends at the next one. Otherwise, it ends at a space.
_VALUE = re.compile(r"(?<=[\"'])(?:[^\"'\\]|\\++(?![\"'\\])[\s\S])++|(?<![\"'])[^\s\"'<>]++")
_WORD_AFTER_COLON = re.compile(r"[^\W\d_]{1,19}[.,;:!?)]*")
# "Basic" and "Bearer" are also normal words. So the next text must have a digit or "=", or be too long for a word.
_SCHEME = re.compile(
    r"\b(?P<word>authorization:\s{0,8}+\w{1,32}+|bearer|basic)"
    r"\s{1,8}+(?=[\w.~+/-]{0,64}[\d=]|[\w.~+/-]{20})[\w.~+/=-]{8,}+",
    re.IGNORECASE,
)
# OpenAI, Stripe and others begin their keys with sk- or pk_.
_KEY = re.compile(r"\b[a-z]k[-_](?=[\w-]{0,64}\d)[\w-]{12,}+")
_JWT = re.compile(r"(?<![\w-])(?P<before>(?:(?!eyJ)[\w-])*+)eyJ[\w-]{8,}+(?:\.[\w-]*+){1,4}")
_BEGINNING = re.compile(r"(?=.{0,7}\d).{8}|.*?\d", re.DOTALL)  # at least 8 characters, with a digit
# For each special character, a pattern for its forms in URLs, HTML and JSON, which can be encoded repeatedly.
_ENCODED_CHARS = {
    code: rf"(?:%(?:25){{0,3}}{code:02x}|&(?:amp;){{0,2}}(?:#x0{{0,2}}{code:x}|#0{{0,2}}{code}|[a-z]{{2,8}});"
    rf"|\\{{1,4}}u{code:04x}|\\{{0,4}}{re.escape(chr(code))})"
    for code in range(32, 127)
    if not chr(code).isalnum()
}


def redact_json(value: Any, secrets: tuple[str, ...] = (), *, hide: bool = False) -> Any:
    """Return a copy of a JSON value with all secrets masked; with `hide`, all values. NaN and infinity become text."""
    if isinstance(value, dict):
        fields = cast(dict[str, Any], value).items()
        hidden = {name for name, item in fields if hide or _is_secret(name, isinstance(item, str | list))}
        return {redact(name, secrets): redact_json(item, secrets, hide=name in hidden) for name, item in fields}
    if isinstance(value, list):
        return [redact_json(item, secrets, hide=hide) for item in cast(list[object], value)]
    if value is None or isinstance(value, bool):
        return value
    if hide:
        return MASK
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return redact(_redact_parts(value), secrets) if isinstance(value, str) else value


def redact(text: str, secrets: tuple[str, ...]) -> str:
    """Return the text with these secrets masked, in any encoding. Also mask all JSON web tokens."""
    return _JWT.sub(rf"\g<before>{MASK}", _pattern(secrets).sub(MASK, text) if secrets else text)


def redact_and_shorten(text: str, secrets: tuple[str, ...]) -> str:
    """Return a vendor's text without secrets, shortened to `LONGEST` characters."""
    if len(text) > _LONGEST_SEARCHED:
        return "…"
    shown = redact(_redact_parts(text), secrets)  # before the end is cut, because no pattern finds a part of a secret
    return shown if len(shown) <= LONGEST else shown[:LONGEST] + "…"


def _is_secret(name: str, has_text: bool) -> bool:
    words = "_".join(_WORD.findall(name)).lower()
    return bool(_SECRET_NAME.match(words) or (has_text and _SECRET_TEXT_NAME.match(words)))


def _redact_parts(text: str) -> str:
    if text.lstrip()[:1] in ("{", "[", '"'):
        with suppress(ValueError, RecursionError):
            value = json.loads(text)
            if (shown := redact_json(value)) != value:
                return json.dumps(shown, ensure_ascii=False)
    text = _URL.sub(lambda url: f"//{url['path']}" + (url["mark"] + MASK if url["mark"] else ""), text)
    return _redact_named(_KEY.sub(MASK, _SCHEME.sub(rf"\g<word> {MASK}", text)))


def _redact_named(text: str) -> str:
    parts, done = list[str](), 0
    for match in _NAME.finditer(text):
        if match.end() < done or not _is_secret(match["name"], has_text=True):
            continue
        value = _VALUE.match(text, match.end())
        # "token: expired" is normal text.
        is_word = match["between"].strip() == ":" and "-" not in match["name"] and not match["quote"]
        if value and not (is_word and _WORD_AFTER_COLON.fullmatch(value[0])):
            parts += [text[done : match.end()], MASK]
            done = value.end()
    return "".join([*parts, text[done:]])


@lru_cache
def _pattern(secrets: tuple[str, ...]) -> "re.Pattern[str]":
    wholes = [form for secret in secrets for form in (secret.translate(_ENCODED_CHARS), *_encoded(secret))]
    # Some vendors show the beginning of a key: abcd1234…. Mask this beginning if the key is long and has a digit.
    matches = [_BEGINNING.match(secret) for secret in secrets if len(secret) >= 16]
    beginnings = [each[0].translate(_ENCODED_CHARS) + r"[\w%&#;/+=~.\\-]*+" for each in matches if each]
    # Try the longest patterns first. Ignore case, because URLs, for example, show hosts in lower case.
    return re.compile("|".join([*sorted(wholes, key=len, reverse=True), *beginnings]), re.IGNORECASE)


def _encoded(secret: str) -> Iterator[str]:
    """Yield patterns for the secret in hexadecimal, and in base64 at any position of the encoded text."""
    content = secret.encode()
    yield content.hex()
    for before, skipped in enumerate((0, 2, 3)):
        whole = len(content) - (before + len(content)) % 3  # text after the secret changes the last base64 characters
        form = base64.b64encode(bytes(before) + content[:whole]).decode()[skipped:]
        if len(form) >= 8:  # a shorter pattern could match a part of a normal word
            yield form.replace("+", "[+-]").replace("/", "[/_]")  # in URLs, base64 has other characters
