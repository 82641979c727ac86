"""Recognizable secrets, and a search for them in any text and any encoding."""

import base64
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from typing import Any
from urllib.parse import quote, quote_plus

from allsessions import Akool, Anam, ElizaOS, KonPro, Source

from ..client.scripted import Answer, Request, answer
from ..client.vendors import WIRES
from ..sources.records import RECORDS as PLAIN

KEY = "sesame/3141+5926=535%89"
"""The key of every source, with characters that encodings change."""
PROXY_PASSWORD = "mark-proxy-password-27182"

SOURCES: Mapping[str, Callable[..., Source]] = {
    "akool": partial(Akool, api_key=KEY),
    "akool by token": partial(Akool, token=KEY),
    "anam": partial(Anam, api_key=KEY),
    "konpro": partial(KonPro, api_key=KEY),
    "elizaos": partial(ElizaOS, api_key=KEY),
}


def mark(name: str) -> str:
    """Return a secret for this place. Only the name of its field shows that it is a secret."""
    return f"mark-{name}-16180"


COOKIE = mark("cookie")


def presigned(name: str) -> str:
    """Return a URL with a secret in its query."""
    return f"https://files.example/recording.mp4?X-Amz-Expires=3600&X-Amz-Signature={mark(name)}"


def with_token(name: str) -> str:
    """Return a URL for joining, with a secret."""
    return f"wss://live.example/room?token={mark(name)}"


CREDENTIALS = {
    "agora_app_id": "app",
    "agora_token": mark("agora"),
    "trtc_sdk_user_sig": mark("trtc"),
    "livekit_url": with_token("livekit-url"),
    "livekit_token": mark("livekit"),
    "of_a_new_kind": mark("new-kind"),
    "nested": {"deep": [mark("nested")]},
}

RECORDS: Mapping[str, dict[str, Any]] = {
    "akool": {**PLAIN["akool"], "credentials": CREDENTIALS, "join_token": mark("akool-unknown")},
    "anam": {
        **PLAIN["anam"],
        "clientMetadata": {"sessionToken": mark("client-metadata"), "url": with_token("metadata-url")},
        "personaConfig": {
            "encrypted_secret": mark("encrypted"),
            "llmConfig": {"apiKey": mark("llm"), "urls": [{"url": "x", "api_key": mark("llm-url")}]},
            "tools": [{"headers": {"Authorization": f"Bearer {mark('tool')}"}}],
            "authToken": mark("auth-token"),
        },
        "recordingUrl": presigned("recording"),
        "recording": {"url": presigned("recording-url"), "thumbnail": presigned("thumbnail")},
    },
    "konpro": {
        **PLAIN["konpro"],
        "access_token": mark("konpro-access"),
        "realtime_endpoint": with_token("realtime"),
        "url": with_token("konpro-url"),
        "livekit": {"url": with_token("konpro-livekit"), "accessToken": mark("konpro-nested")},
    },
    "elizaos": {
        **PLAIN["elizaos"],
        "metadata": {"platform": "web", "token": mark("eliza"), "bot": {"apiKey": mark("bot")}, "at": with_token("at")},
    },
}
"""A record of each vendor, with a secret in each field where the vendor or its user can put one."""

ODD: Mapping[str, dict[str, Any]] = {
    "akool": {"stream_type": {"token": mark("akool-odd")}},
    "anam": {"clientLabel": {"token": mark("anam-odd")}},
    "konpro": {"duration": {"token": mark("konpro-odd")}},
    "elizaos": {"userId": {"token": mark("eliza-odd")}},
}
"""For each vendor, a field that does not have its documented type."""

UNREADABLE = {vendor: {wire.id_key: {"token": mark(f"{vendor}-id")}} for vendor, wire in WIRES.items()}
"""For each vendor, a field that makes the record unreadable."""


def envelope(vendor: str, *records: dict[str, Any]) -> dict[str, Any]:
    """Return the vendor's list, with a secret in the envelope too."""
    found = WIRES[vendor].envelope(records, Request("", dict.fromkeys(("size", "perPage", "page_size"), "100"), {}))
    for each in (found, found.get("data"), found.get("meta"), found.get("stats")):
        if isinstance(each, dict):
            each["new_token"] = mark("envelope")
    return found


def empty_list(request: Request) -> Answer:
    """Answer with an empty list, in the envelope of the requested vendor."""
    ways = {"size": "akool", "perPage": "anam", "page_size": "konpro"}
    return answer(envelope(next((vendor for name, vendor in ways.items() if name in request.query), "elizaos")))


def leaks(text: str) -> list[str]:
    """Return the secrets that the text contains, in any encoding."""
    folded = text.casefold()
    return sorted({secret for secret in _all() for form in _forms(secret) if form in text or form.casefold() in folded})


@cache
def _all() -> frozenset[str]:
    planted = [*RECORDS.values(), *ODD.values(), *UNREADABLE.values(), envelope("anam")]
    return frozenset([PROXY_PASSWORD, KEY, COOKIE, *_strings(planted)])


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _strings(item)
    elif isinstance(value, str) and "mark-" in value:
        yield value[value.index("mark-") :]


@cache
def _forms(secret: str) -> frozenset[str]:
    forms = {secret, quote(secret, safe=""), quote_plus(secret)}
    # In base64, a text has one of three forms, by its position. The neighbours change its first and last characters.
    for before in range(3):
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            forms.add(encode(b"-" * before + secret.encode()).decode().rstrip("=")[4 if before else 0 : -2])
    return frozenset(forms)
