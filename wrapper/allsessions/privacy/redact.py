"""Secrets out of what is shown: by the name of the field that holds them, and by the look of the value."""

import base64
import json
import math
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from itertools import pairwise
from typing import Any, cast

MASK = "***"

# Words that a field's name is made of, in any of snake_case, kebab-case and camelCase. Better a harmless value masked
# than a token shown.
_SECRET_WORDS = frozenset({"auth", "authorization", "bearer", "cookie", "jwt", "pass", "pwd", "sig"})
# Also at the end of a word: authtoken, apikey.
_SECRET_ENDING = re.compile(
    r"(token|secrets?|password|passwd|passphrase|signature|credentials?|(api|access|private|secret)key)$"
)
_SECRET_PAIRS = frozenset({("api", "key"), ("access", "key"), ("private", "key"), ("secret", "key"), ("app", "key")})
# A text behind such a name is one, too; a number is not: promptTokens.
_SECRET_TEXT_ENDING = re.compile(r"(tokens?|keys?|sigs?|passcodes?)$")
_HARMLESS_PAIRS = frozenset({("max", "tokens"), ("engine", "key")})
# After such a word it is no longer the secret itself: apiKeyId, api_key_type, tokenCount.
_HARMLESS_ENDINGS = frozenset({"id", "type", "count", "name", "expiry", "expires"})
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
# Each of these patterns begins where a run of its characters does, and gives none of them back. Else a long text of
# such characters would be gone through from each of its places on, and a vendor could stop the whole program by one.
# A URL's user and password, and its query and fragment, where signatures and tokens stand.
_URL = re.compile(
    r"(?<![a-z0-9+.-])(?P<scheme>(?:[a-z0-9+.-]++:)?//)(?:[^/?#\s@]*+@)?"
    r"(?P<rest>[^?#\s]*+)(?P<query>\?[^#\s]*+)?(?P<fragment>#\S++)?",
    re.IGNORECASE,
)
# The same in a URL without a host, where not all that follows a question mark is a query.
_PARAMETER = re.compile(r"(?P<name>[?&#][\w.-]{1,64}+)=[^\s&#\"'<>]++")
_BEGINNINGS_OF_JSON = frozenset('{["')
# A name and its text in a part of a text that is JSON, or looks like it. The quotes may be escaped, also twice.
_PAIR = re.compile(
    r"(?<![\w.-])(?P<name>[\w.-]{1,64}+)(?P<between>\\*+[\"']\s{0,8}+:\s{0,8}+\\*+[\"'])"
    r"(?:[^\"'\\]|\\++(?![\"'\\])[\s\S])++"
)
_BEARER = re.compile(r"\b(?P<word>bearer)\s{1,8}+[\w.~+/=-]{8,}+", re.IGNORECASE)
_JWT = re.compile(r"(?<![\w-])(?P<before>(?:(?!eyJ)[\w-])*+)eyJ[\w-]{8,}+\.[\w-]++\.[\w-]*+")

LONGEST = 2000
"""Characters of a vendor's words that are shown."""
# In the longest form that is known here, a character is written in so many: &#x0026; or %252526.
_LONGEST_FORM = 8
# From so many characters on, a key is known by its beginning as well: what is cut off is still of use to guess it.
_KNOWN_BY_ITS_BEGINNING = 16
_SHORTEST_BEGINNING = 8
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


def redact_json(value: Any, secrets: tuple[str, ...] = ()) -> Any:
    """A copy of a JSON value with each secret replaced, `secrets` among them; numbers that no JSON has come as text."""
    if isinstance(value, dict):
        return {
            redact(key, secrets): _masked_by_name(key, item, secrets)
            for key, item in cast(dict[str, Any], value).items()
        }
    if isinstance(value, list):
        return [redact_json(item, secrets) for item in cast(list[object], value)]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return redact(_masked_parts(value), secrets) if isinstance(value, str) else value


def redact(text: str, secrets: tuple[str, ...]) -> str:
    """The text with each of these secrets replaced, in whatever form: vendors repeat a wrong key in their messages."""
    return _JWT.sub(rf"\g<before>{MASK}", _forms(secrets).sub(MASK, text) if secrets else text)


def redact_and_shorten(words: str, secrets: tuple[str, ...]) -> str:
    """As `without`, and not longer than a message may be."""
    margin = _LONGEST_FORM * max(map(len, secrets), default=0)
    shown = redact(words[: LONGEST + margin], secrets)
    if len(words) <= LONGEST + margin:
        return shown if len(shown) <= LONGEST else shown[:LONGEST] + "…"
    # A secret that was cut through is not known any more; it stands at the very end.
    return shown[: len(shown) - margin] + "…"


def _masked_by_name(name: str, value: Any, secrets: tuple[str, ...]) -> Any:
    if _names_a_secret(name):
        return _all_masked(value)
    return redact_json(_texts_masked(value) if _names_a_secret_text(name) else value, secrets)


def _masked_parts(text: str) -> str:
    if text.lstrip()[:1] in _BEGINNINGS_OF_JSON:
        with suppress(ValueError, RecursionError):
            value = json.loads(text)
            if (shown := redact_json(value)) != value:
                return json.dumps(shown, ensure_ascii=False)
    text = _PARAMETER.sub(_masked_parameter, _URL.sub(_masked_url, text))
    return _BEARER.sub(rf"\g<word> {MASK}", _PAIR.sub(_masked_pair, text))


def _masked_url(match: "re.Match[str]") -> str:
    query, fragment = (f"{mark}{MASK}" if match[part] else "" for part, mark in (("query", "?"), ("fragment", "#")))
    return f"{match['scheme']}{match['rest']}{query}{fragment}"


def _masked_parameter(match: "re.Match[str]") -> str:
    return f"{match['name']}={MASK}" if _names_a_secret_somehow(match["name"]) else match[0]


def _masked_pair(match: "re.Match[str]") -> str:
    return f"{match['name']}{match['between']}{MASK}" if _names_a_secret_somehow(match["name"]) else match[0]


@lru_cache
def _forms(secrets: tuple[str, ...]) -> "re.Pattern[str]":
    wholes = [form for secret in secrets for form in (_in_any_form(secret), *map(re.escape, _encoded(secret)))]
    beginnings = [_in_any_form(part) + r"[\w%&#;/+=~.\\-]*+" for part in map(_beginning, secrets) if part]
    # The longest first; in any case of the letters, since a host's name, say, is written in small ones.
    return re.compile("|".join([*sorted(wholes, key=len, reverse=True), *beginnings]), re.IGNORECASE)


def _beginning(secret: str) -> str:
    """What the secret is known by where it is cut off; empty where that could be an ordinary word."""
    digit = re.search(r"\d", secret)
    if len(secret) < _KNOWN_BY_ITS_BEGINNING or digit is None:
        return ""
    return secret[: max(_SHORTEST_BEGINNING, digit.end())]


def _in_any_form(secret: str) -> str:
    """A pattern for the secret, each of whose characters may be encoded for a URL, also twice, for HTML or for JSON."""
    return "".join(char if char.isalnum() else _char_in_any_form(char) for char in secret)


def _char_in_any_form(char: str) -> str:
    code = f"{ord(char):x}"
    named = "".join(f"|{name}" for name, meant in _ENTITIES.items() if meant == char)
    forms = (
        rf"%(?:25){{0,3}}{code:0>2}",
        rf"&(?:amp;){{0,2}}(?:#x0{{0,2}}{code}|#0{{0,2}}{ord(char)}{named});",
        rf"\\{{1,4}}u{code:0>4}",
        rf"\\{{0,4}}{re.escape(char)}",
    )
    return f"(?:{'|'.join(forms)})"


def _encoded(secret: str) -> Iterator[str]:
    yield secret.encode().hex()
    yield from _in_base64(secret)


def _in_base64(secret: str) -> Iterator[str]:
    """What is always the same in base64, in both alphabets, wherever the secret stands in what was encoded."""
    content = secret.encode()
    for before, skipped in enumerate((0, 2, 3)):
        whole = len(content) - (before + len(content)) % 3  # what follows would change the last characters
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            form = encode(bytes(before) + content[:whole]).decode()[skipped:]
            if len(form) >= 8:  # a shorter one could be a part of any word
                yield form


def _names_a_secret(name: str) -> bool:
    words = [word.lower() for word in _WORD.findall(name)]
    if not words or words[-1] in _HARMLESS_ENDINGS:
        return False
    if words == ["tokens"] or not _SECRET_PAIRS.isdisjoint(pairwise(words)):
        return True
    return any(word in _SECRET_WORDS or _SECRET_ENDING.search(word) for word in words)


def _names_a_secret_text(name: str) -> bool:
    words = [word.lower() for word in _WORD.findall(name)]
    return bool(words) and tuple(words[-2:]) not in _HARMLESS_PAIRS and bool(_SECRET_TEXT_ENDING.search(words[-1]))


def _names_a_secret_somehow(name: str) -> bool:
    return _names_a_secret(name) or _names_a_secret_text(name)


def _texts_masked(value: Any) -> Any:
    if isinstance(value, list):
        return [_texts_masked(item) for item in cast(list[object], value)]
    return MASK if isinstance(value, str) else value


def _all_masked(value: Any) -> Any:
    # The names below a secret one stay, so that one sees what was there.
    if isinstance(value, dict):
        return {key: _all_masked(item) for key, item in cast(dict[str, Any], value).items()}
    if isinstance(value, list):
        return [_all_masked(item) for item in cast(list[object], value)]
    return value if value is None or isinstance(value, bool) else MASK
