"""No secret is shown: not by the name of its field, not by its look, not in what a vendor repeats."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allsessions.privacy.redact import MASK, redact, redact_json

from ..sources.records import JWT, VENDORS, session

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)

SECRET_NAMES = [
    *("api_key", "apiKey", "apikey", "APIKey", "x-api-key", "OPENAI_API_KEY", "openaiApiKey", "keyApiKey"),
    *("token", "agora_token", "livekit_token", "accessToken", "access-token", "sessionToken", "TOKEN", "authtoken"),
    *("trtc_sdk_user_sig", "userSig", "signature", "secret", "encrypted_secret", "secret_iv", "clientSecret"),
    *("password", "passwd", "Authorization", "cookie", "setCookie", "privateKey", "accessKey", "secret_key", "appKey"),
    *("credential", "jwt", "bearer"),
]
HARMLESS_NAMES = [
    *("apiKeyId", "api_key_type", "maxTokens", "max_tokens", "tokenCount", "token_count", "secretName", "tokenExpiry"),
    *("id", "session_id", "agora_app_id", "trtc_sdk_user_id", "avatarEngineKey", "languageCode", "type", "status"),
    *("signal", "design", "passenger", "author", "tokenizer", "cookieless", "keyboard", "", "1", "-"),
]


def shown(vendor: str, **changes: Any) -> Any:
    return session(vendor, **changes).to_dict(raw=True)["raw"]


@pytest.mark.parametrize("name", SECRET_NAMES)
@pytest.mark.parametrize("value", ["s3cret", "", 5, 5.5])
def test_what_a_name_calls_secret_is_masked(name: str, value: Any) -> None:
    assert redact_json({name: value, "kept": value}) == {name: MASK, "kept": value}


@pytest.mark.parametrize("name", HARMLESS_NAMES)
def test_what_a_name_calls_harmless_is_kept(name: str) -> None:
    assert redact_json({name: "value"}) == {name: "value"}


@pytest.mark.parametrize("name", ["credentials", "secrets", "auth"])
def test_all_below_a_secret_name_is_masked(name: str) -> None:
    inside = {"id": "x", "list": ["y", {"type": 5}], "none": None, "used": True}
    assert redact_json({name: inside}) == {
        name: {"id": MASK, "list": [MASK, {"type": MASK}], "none": None, "used": True}
    }


@pytest.mark.parametrize("text", ["{}", "Bearer {}", "wss://x.example/{}", "{} {}", '{{"nested": "{}"}}'], ids=repr)
def test_a_jwt_is_masked_wherever_it_stands(text: str) -> None:
    found = redact_json({"note": [text.format(JWT, JWT)]})
    assert JWT not in json.dumps(found)
    assert found == {"note": [text.format(MASK, MASK)]}


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("wss://x.example/room?access_token=1&v=2", "wss://x.example/room?***"),
        ("https://user:pass@x.example/", "https://x.example/"),
        ("see https://x.example/a.mp4?X-Sig=1, soon", "see https://x.example/a.mp4?*** soon"),
        ("https://x.example/plain", "https://x.example/plain"),
    ],
)
def test_what_a_url_carries_beside_its_place_is_masked(url: str, shown: str) -> None:
    assert redact_json({"url": url}) == {"url": shown}


@given(value=JSON)
def test_masking_keeps_the_shape_and_masks_once(value: Any) -> None:
    once = redact_json(value)
    assert shape(once) == shape(value)
    assert redact_json(once) == once


@given(value=JSON)
def test_masking_changes_a_copy(value: Any) -> None:
    before = json.dumps(value)
    redact_json({"token": value, "kept": value})
    assert json.dumps(value) == before


def shape(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: shape(item) for name, item in value.items()}
    return [shape(item) for item in value] if isinstance(value, list) else None


# Vendors


def test_akool_tokens_for_joining_are_masked() -> None:
    raw = shown("akool")
    text = json.dumps(raw)
    assert not [secret for secret in ("007eJxTYAgora", JWT, "eAEtzMsKgkAtrtc") if secret in text]
    assert raw["credentials"]["livekit_token"] == raw["credentials"]["agora_token"] == MASK
    assert (raw["_id"], raw["uid"], raw["stream_type"]) == ("6698c9d69cf7b0d61d1b6420", 101400, "livekit")


def test_secrets_in_anams_persona_are_masked() -> None:
    raw = shown("anam")
    text = json.dumps(raw)
    assert not [secret for secret in ("sk-inside-llm-config", "c2VhbGVk") if secret in text]
    assert raw["apiKeyId"] == "11111111-2222-4333-8444-555555555555"
    config = raw["personaConfig"]
    assert (config["avatarEngineKey"], config["systemPrompt"]) == ("cara_home", "You are a helpful assistant.")
    llm = config["llmConfig"]
    assert (llm["maxTokens"], llm["id"], llm["modelName"]) == (4096, "5d3a", "gpt-4o")


@pytest.mark.parametrize("name", ["apiKey", "api_key", "apikey", "encrypted_secret", "accessToken", "secret_iv"])
def test_keys_in_anams_llm_config_are_masked(name: str) -> None:
    raw = shown("anam", personaConfig={"llmConfig": {name: "sk-42", "urls": [{name: "sk-42"}]}})
    assert "sk-42" not in json.dumps(raw)


def test_konpro_has_no_secrets_and_loses_nothing() -> None:
    assert shown("konpro") == session("konpro").raw.to_dict()


def test_elizaos_metadata_is_masked_like_all_else() -> None:
    raw = shown("elizaos", metadata={"platform": "web", "accessToken": "s3cret", "note": f"see {JWT}"})
    assert raw["metadata"] == {"platform": "web", "accessToken": MASK, "note": f"see {MASK}"}


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_secret_in_a_field_that_no_document_knows_is_masked(vendor: str) -> None:
    assert shown(vendor, new={"joinToken": "s3cret"})["new"] == {"joinToken": MASK}


@pytest.mark.parametrize("vendor", VENDORS)
def test_masking_leaves_the_session_itself_whole(vendor: str) -> None:
    found = session(vendor, note=JWT)
    found.to_dict(raw=True)
    assert found.raw.to_dict()["note"] == JWT


# What vendors repeat


@given(
    before=st.text(), after=st.text(), secret=st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=8)
)
def test_a_known_secret_is_taken_out_of_a_text(before: str, after: str, secret: str) -> None:
    assert secret not in redact(f"{before}{secret}{after}", (secret,)).replace(MASK, "\n")


def test_every_known_secret_and_every_jwt_is_taken_out() -> None:
    assert redact(f"k1 is not t1, nor {JWT}", ("k1", "t1")) == "*** is not ***, nor ***"


def test_a_text_without_secrets_stays() -> None:
    assert redact("Invalid token", ()) == "Invalid token"
