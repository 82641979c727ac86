"""Secrets out of what is shown: by the name of the field that holds them, and by the look of the value."""

import math
import re
from itertools import pairwise
from typing import Any, cast
from urllib.parse import quote

MASK = "***"

# Words that a field's name is made of, in any of snake_case, kebab-case and camelCase. Better a harmless value masked
# than a token shown.
_SECRET_WORDS = frozenset({"auth", "authorization", "bearer", "cookie", "jwt", "pass", "pwd", "sig"})
# Also at the end of a word: authtoken, apikey.
_SECRET_ENDING = re.compile(
    r"(token|secrets?|password|passwd|passphrase|signature|credentials?|(api|access|private|secret)key)$"
)
_SECRET_PAIRS = frozenset({("api", "key"), ("access", "key"), ("private", "key"), ("secret", "key"), ("app", "key")})
# After such a word it is no longer the secret itself: apiKeyId, api_key_type, tokenCount.
_HARMLESS_ENDINGS = frozenset({"id", "type", "count", "name", "expiry", "expires"})
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
# A URL's user and password, and its query, where signatures and tokens stand.
_URL = re.compile(
    r"(?P<scheme>\b[a-z][a-z0-9+.-]*://)(?:[^/?#\s@]*@)?(?P<rest>[^?#\s]*)(?P<query>\?[^#\s]*)?", re.IGNORECASE
)
_JWT = re.compile(r"eyJ[\w-]{8,}\.[\w-]+\.[\w-]*")


def masked(value: Any) -> Any:
    """A copy of a JSON value with each secret replaced, and numbers that no JSON can hold as text."""
    if isinstance(value, dict):
        fields = cast(dict[str, Any], value)
        return {key: _all_masked(item) if _names_a_secret(key) else masked(item) for key, item in fields.items()}
    if isinstance(value, list):
        return [masked(item) for item in cast(list[object], value)]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return _masked_text(value) if isinstance(value, str) else value


def _masked_text(text: str) -> str:
    def masked_url(match: "re.Match[str]") -> str:
        return match["scheme"] + match["rest"] + (f"?{MASK}" if match["query"] else "")

    return _JWT.sub(MASK, _URL.sub(masked_url, text))


def without(text: str, secrets: tuple[str, ...]) -> str:
    """The text with each of these secrets replaced: vendors repeat a wrong key in their messages."""
    for secret in secrets:
        for written in (secret, quote(secret, safe="")):
            text = text.replace(written, MASK)
    return _JWT.sub(MASK, text)


def _names_a_secret(name: str) -> bool:
    words = [word.lower() for word in _WORD.findall(name)]
    if not words or words[-1] in _HARMLESS_ENDINGS:
        return False
    if words == ["tokens"] or not _SECRET_PAIRS.isdisjoint(pairwise(words)):
        return True
    return any(word in _SECRET_WORDS or _SECRET_ENDING.search(word) for word in words)


def _all_masked(value: Any) -> Any:
    # The names below a secret one stay, so that one sees what was there.
    if isinstance(value, dict):
        return {key: _all_masked(item) for key, item in cast(dict[str, Any], value).items()}
    if isinstance(value, list):
        return [_all_masked(item) for item in cast(list[object], value)]
    return value if value is None or isinstance(value, bool) else MASK
