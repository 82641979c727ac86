"""Secrets out of what is shown: by the name of the field that holds them, and by the look of the value."""

import re
from itertools import pairwise
from typing import Any, cast

MASK = "***"

# Words that a field's name is made of, in any of snake_case, kebab-case and camelCase. Better a harmless value masked
# than a token shown.
_SECRET_WORDS = frozenset({"auth", "authorization", "bearer", "cookie", "jwt", "pass", "pwd", "sig"})
# Also at the end of a word: authtoken, apikey.
_SECRET_ENDINGS = (
    *("token", "secret", "secrets", "password", "passwd", "passphrase", "signature", "credential", "credentials"),
    *("apikey", "accesskey", "privatekey", "secretkey"),
)
_SECRET_PAIRS = frozenset({("api", "key"), ("access", "key"), ("private", "key"), ("secret", "key"), ("app", "key")})
# After such a word it is no longer the secret itself: apiKeyId, api_key_type, tokenCount.
_HARMLESS_ENDINGS = frozenset({"id", "type", "count", "name", "expiry", "expires"})
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_JWT = re.compile(r"eyJ[\w-]{8,}\.[\w-]+\.[\w-]*")


def masked(value: Any) -> Any:
    """A copy of a JSON value with each secret replaced."""
    if isinstance(value, dict):
        fields = cast(dict[str, Any], value)
        return {key: _all_masked(item) if _names_a_secret(key) else masked(item) for key, item in fields.items()}
    if isinstance(value, list):
        return [masked(item) for item in cast(list[object], value)]
    return _JWT.sub(MASK, value) if isinstance(value, str) else value


def without(text: str, secrets: tuple[str, ...]) -> str:
    """The text with each of these secrets replaced: vendors repeat a wrong key in their messages."""
    for secret in secrets:
        text = text.replace(secret, MASK)
    return _JWT.sub(MASK, text)


def _names_a_secret(name: str) -> bool:
    words = [word.lower() for word in _WORD.findall(name)]
    if not words or words[-1] in _HARMLESS_ENDINGS:
        return False
    return any(
        word in _SECRET_WORDS or word.endswith(_SECRET_ENDINGS) for word in words
    ) or not _SECRET_PAIRS.isdisjoint(pairwise(words))


def _all_masked(value: Any) -> Any:
    # The names below a secret one stay, so that one sees what was there.
    if isinstance(value, dict):
        return {key: _all_masked(item) for key, item in cast(dict[str, Any], value).items()}
    if isinstance(value, list):
        return [_all_masked(item) for item in cast(list[object], value)]
    return value if value is None or isinstance(value, bool) else MASK
