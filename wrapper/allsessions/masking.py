"""Secrets out of what is shown: by the name of the field that holds them, and by the look of the value."""

import base64
import math
import re
from collections.abc import Iterator
from functools import lru_cache
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


def masked(value: Any, secrets: tuple[str, ...] = ()) -> Any:
    """A copy of a JSON value with each secret replaced, `secrets` among them; numbers that no JSON has come as text."""
    if isinstance(value, dict):
        return {
            without(key, secrets): _all_masked(item) if _names_a_secret(key) else masked(item, secrets)
            for key, item in cast(dict[str, Any], value).items()
        }
    if isinstance(value, list):
        return [masked(item, secrets) for item in cast(list[object], value)]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return without(_masked_urls(value), secrets) if isinstance(value, str) else value


def without(text: str, secrets: tuple[str, ...]) -> str:
    """The text with each of these secrets replaced, in whatever form: vendors repeat a wrong key in their messages."""
    return _JWT.sub(MASK, _forms(secrets).sub(MASK, text) if secrets else text)


def _masked_urls(text: str) -> str:
    def masked_url(match: "re.Match[str]") -> str:
        return match["scheme"] + match["rest"] + (f"?{MASK}" if match["query"] else "")

    return _URL.sub(masked_url, text)


@lru_cache
def _forms(secrets: tuple[str, ...]) -> "re.Pattern[str]":
    forms = {form for secret in secrets for form in (secret, quote(secret, safe=""), *_in_base64(secret))}
    # The longest first; in any case of the letters, since a host's name, say, is written in small ones.
    return re.compile("|".join(map(re.escape, sorted(forms, key=len, reverse=True))), re.IGNORECASE)


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


def _all_masked(value: Any) -> Any:
    # The names below a secret one stay, so that one sees what was there.
    if isinstance(value, dict):
        return {key: _all_masked(item) for key, item in cast(dict[str, Any], value).items()}
    if isinstance(value, list):
        return [_all_masked(item) for item in cast(list[object], value)]
    return value if value is None or isinstance(value, bool) else MASK
