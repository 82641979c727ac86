"""The library masks secrets by the name of their field, by their form, and in repeated requests of a vendor."""

import base64
import html
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from hypothesis import example, given
from hypothesis import strategies as st

from allsessions import ApiError
from allsessions.privacy.redact import LONGEST, MASK, redact, redact_and_shorten, redact_json

from ..client.scripted import answer
from ..faults.reading import read, serving
from ..sources.records import JWT, session

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)

# By the name of a field

SECRET_NAMES = [
    *("api_key", "apikey", "APIKey", "x-api-key", "OPENAI_API_KEY", "openaiApiKey", "token", "agora_token"),
    *("access-token", "TOKEN", "authtoken", "trtc_sdk_user_sig", "userSig", "signature", "secret_iv", "clientSecret"),
    *("password", "passwd", "Authorization", "setCookie", "privateKey", "appKey", "credential", "jwt", "bearer"),
]
HARMLESS_NAMES = [
    *("apiKeyId", "api_key_type", "maxTokens", "max_tokens", "tokenCount", "token_count", "secretName", "tokenExpiry"),
    *("id", "session_id", "agora_app_id", "trtc_sdk_user_id", "avatarEngineKey", "languageCode", "type", "status"),
    *("signal", "design", "passenger", "author", "tokenizer", "cookieless", "keyboard", "", "1", "-"),
]
SECRET_IF_TEXT = ["joinTokens", "apiKeys", "streamKey", "stream_key", "key", "authkey", "passcode", "usersig"]


def test_a_secret_name_hides_its_value() -> None:
    for value in ("s3cret", "", 5, 5.5):
        values = dict.fromkeys(SECRET_NAMES, value)
        assert redact_json({**values, "kept": value}) == {**dict.fromkeys(SECRET_NAMES, MASK), "kept": value}


def test_a_harmless_name_hides_nothing() -> None:
    values = dict.fromkeys(HARMLESS_NAMES, "value")
    assert redact_json(values) == values
    numbers = dict.fromkeys(["promptTokens", "maxTokens", "tokens_used", "monkeys"], 512)
    assert redact_json(numbers) == numbers


def test_some_names_hide_texts_only() -> None:
    assert redact_json(dict.fromkeys(SECRET_IF_TEXT, "s3cret")) == dict.fromkeys(SECRET_IF_TEXT, MASK)
    shown = redact_json({name: ["s3cret", ["s3cret"]] for name in SECRET_IF_TEXT})
    assert shown == {name: [MASK, [MASK]] for name in SECRET_IF_TEXT}


def test_everything_below_a_secret_name_is_hidden() -> None:
    inside = {"id": "x", "list": ["y", {"type": 5}], "none": None, "used": True}
    shown = {"id": MASK, "list": [MASK, {"type": MASK}], "none": None, "used": True}
    for name in ("credentials", "secrets", "auth", "tokens"):
        assert redact_json({name: inside}) == {name: shown}


# By the form of the secret

LOOKS = {
    "wss://x.example/room?access_token=1&v=2": "wss://x.example/room?***",
    "https://user:pass@x.example/": "https://x.example/",
    "see https://x.example/a.mp4?X-Sig=1, soon": "see https://x.example/a.mp4?*** soon",
    "https://x.example/plain": "https://x.example/plain",
    "https://x.example/r#access_token=s3cret": "https://x.example/r#***",
    "wss://x.example/r?a=1#token=s3cret": "wss://x.example/r?***",
    "//x.example/r?token=s3cret": "//x.example/r?***",
    "/join?room=5&token=s3cret&v=2": "/join?room=5&token=***",
    "join?room=5#accessToken=s3cret": "join?room=5#accessToken=***",
    "streamKey=s3cret": "streamKey=***",
    "Authorization: Bearer s3cret-s3cret": "Authorization: Bearer ***",
    f"Bearer {JWT}": "Bearer ***",
    "Bearer authentication is required": "Bearer authentication is required",
    "token: expired": "token: expired",
    "invalid token: expired, try later": "invalid token: expired, try later",
    "close: agora_token: s3cret": "close: agora_token: ***",
    "password: s3&cret#41, room: 5": "password: *** room: 5",
    "password = s3cret": "password = ***",
    "key='s3 cret token='s3cret'": "key='***'***'",
    f"{JWT} {JWT}": "*** ***",
    f'{{"nested": "{JWT}"}}': '{"nested": "***"}',
}


def test_a_secret_in_a_text_is_hidden_by_its_look() -> None:
    assert redact_json({"note": [*LOOKS]}) == {"note": [*LOOKS.values()]}


INNER = [{"token": "s3cret", "room": "r"}, {"a": {"joinToken": 's3c"ret\\s3cret/é'}}, {"tokens": ["s3cret"]}]


def test_secrets_in_json_within_a_text_are_hidden() -> None:
    for inner in INNER:
        text: object = inner
        for times in (1, 2, 3):
            text = json.dumps(text)
            shown = redact_json({"metadata": text})["metadata"]
            assert "s3c" not in shown
            for _ in range(times):
                shown = json.loads(shown)
            assert shown == redact_json(inner)


def test_a_text_that_only_looks_like_json_hides_its_secret() -> None:
    for text in (
        str({"token": "s3cret", "room": "r"}),
        'connected with "room": "r", "token": "s3cret"',
        '{"room": "r", "token": "s3cre',
        r"log: {\"token\": \"s3cret\"}",
        '{"token": "s3cret", "token": null}',
    ):
        assert "s3c" not in redact_json({"note": text})["note"]


def test_a_text_without_a_secret_keeps_its_form() -> None:
    for text in ('{"room": 1.0e2,  "label":"a"}', '["a", 1]', '"quoted"', "{not json", "", "{", "Invalid token"):
        assert redact_json({"note": text}) == {"note": text}


@given(value=JSON)
def test_redacting_keeps_the_shape_and_changes_a_copy(value: Any) -> None:
    before = json.dumps(value)
    once = redact_json(value)
    redact_json({"token": value, "kept": value})
    assert json.dumps(value) == before
    assert shape(once) == shape(value)
    assert redact_json(once) == once


def shape(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: shape(item) for name, item in value.items()}
    return [shape(item) for item in value] if isinstance(value, list) else None


def test_numbers_that_json_lacks_become_text() -> None:
    assert redact_json([float("nan"), float("inf"), 1.5]) == ["nan", "inf", 1.5]


# Vendors' records


def shown(vendor: str, **changes: Any) -> Any:
    return session(vendor, **changes).to_dict(raw=True)["raw"]


def test_each_vendors_secrets_are_hidden_and_the_rest_is_kept() -> None:
    akool, anam = shown("akool"), shown("anam")
    assert "sk-inside-llm-config" not in str(anam)
    assert akool["credentials"]["livekit_token"] == akool["credentials"]["agora_token"] == MASK
    assert (akool["_id"], akool["uid"], akool["stream_type"]) == ("6698c9d69cf7b0d61d1b6420", 101400, "livekit")
    assert anam["apiKeyId"] == "11111111-2222-4333-8444-555555555555"
    assert anam["personaConfig"]["avatarEngineKey"] == "cara_home"
    assert anam["personaConfig"]["llmConfig"]["maxTokens"] == 4096
    assert shown("konpro") == session("konpro").raw.to_dict()


# A key that a vendor repeats, in any form

KEY = "Zk+9/xQ7&vB3=abcDEF01=="
FORMS: dict[str, Callable[[str], str]] = {
    "as it is": lambda key: key,
    "in small letters": str.lower,
    "percent-encoded": lambda key: quote(key, safe=""),
    "percent-encoded but for slashes": quote,
    "percent-encoded as by encodeURI": lambda key: quote(key, safe=";,/?:@&=+$-_.!~*'()#"),
    "percent-encoded twice": lambda key: quote(quote(key, safe=""), safe=""),
    "in HTML": html.escape,
    "in HTML twice": lambda key: html.escape(html.escape(key)),
    "in HTML as by handlebars": lambda key: html.escape(key).replace("=", "&#x3D;").replace("/", "&#x2F;"),
    "in HTML by decimal numbers": lambda key: "".join(c if c.isalnum() else f"&#{ord(c)};" for c in key),
    "in JSON as by PHP": lambda key: key.replace("/", "\\/"),
    "in JSON as by .NET": lambda key: key.replace("+", "\\u002B").replace("&", "\\u0026"),
    "in JSON in JSON": lambda key: json.dumps(key.replace("+", "\\u002b"))[1:-1],
    "in hexadecimal": lambda key: key.encode().hex(),
    "in base64": lambda key: base64.b64encode(key.encode()).decode(),
    "in base64 for URLs": lambda key: base64.urlsafe_b64encode(key.encode()).decode(),
    "but for its last characters": lambda key: key[:-3],
    "but for most of it": lambda key: key[:9] + "...",
    "but for most of it, percent-encoded": lambda key: quote(key[:9], safe=""),
}


def test_a_key_is_hidden_in_each_form() -> None:
    for name, form in FORMS.items():
        text = redact(f"the key ({form(KEY)}) is wrong", (KEY,))
        assert [part for part in (form(KEY)[:8], form(KEY)[8:16]) if part in text] == [], name
        assert text.startswith(f"the key ({MASK}"), name
        assert text.endswith(" is wrong"), name


@given(before=st.binary(max_size=9), after=st.binary(max_size=9))
@example(before=b"", after=b"")
def test_a_key_within_base64_is_hidden_wherever_it_stands(before: bytes, after: bytes) -> None:
    text = base64.b64encode(before + KEY.encode() + after).decode()
    assert base64.b64encode(KEY.encode()[3:15]).decode() not in redact(text, (KEY,))
    assert MASK in redact(text, (KEY,))


def test_an_ordinary_word_is_not_half_a_key() -> None:
    text = "the session short-1 of the-sessions, and session-key-o"
    for key in ("session-key-of-ours", "short-1-key", "the-sessions-of-2026"):
        assert redact(text, (key,)) == text


@given(before=st.text(), after=st.text(), key=st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=8))
def test_any_known_key_is_hidden_in_any_text(before: str, after: str, key: str) -> None:
    assert key not in redact(f"{before}{key}{after}", (key,)).replace(MASK, "\n")


def test_every_known_key_is_hidden() -> None:
    assert redact(f"k1 is not t1, nor {JWT}", ("k1", "t1")) == "*** is not ***, nor ***"
    assert redact("it&apos;s-k1", ("it's-k1",)) == MASK
    assert KEY not in str(redact_json({KEY: KEY, "note": [KEY, [{"of": KEY}]]}, (KEY,)))


# Long texts

LENGTH = 200_000
PIECES = ["eyJ", "eyJaaaaaaaa.", "a://", "a@", "?a=", "bearer ", KEY[:-1], "é-", " ", 'a":"', '\\"', '{"', "["]
PIECES += ["%25", "&amp;", "&", "\\u00", "/", "0", "A", "-", "&#x", "\n", "token=", "token='", "token: ", "key: a"]


def test_a_long_text_of_anything_is_gone_through_once() -> None:
    """A pattern that starts again at each character would take hours."""
    for piece in PIECES:
        redact_json({"note": piece * (LENGTH // len(piece)), "list": [piece]}, (KEY, "k" * 40, "the-key"))


def test_a_long_text_is_cut_and_no_key_shows_at_its_end() -> None:
    """Only the complete text shows that this is a key."""
    key = "&=+/" * 6
    for encoded in (quote(quote(key, safe=""), safe=""), "".join(f"&amp;amp;#x00{ord(char):x};" for char in key)):
        texts = ["x" * place + encoded + "x" * LONGEST for place in range(LONGEST - 30, LONGEST + 220, 7)]
        # The mask is shorter than the key, so the text is shown up to its end.
        texts += ["x" * place + (encoded + "x") * 100 for place in range(0, 220, 7)]
        for long in texts:
            text = redact_and_shorten(long, (key,))
            assert len(text) <= LONGEST + 1
            assert set(text) <= {"x", "*", "…"}


def test_a_text_is_cut_to_the_limit() -> None:
    for length in (LONGEST - 1, LONGEST, LONGEST + 1, LONGEST + 200, LONGEST + 201, 2 * LONGEST):
        text = redact_and_shorten("x" * length, ())
        assert text == ("x" * length if length <= LONGEST else "x" * LONGEST + "…"), length
    assert redact_and_shorten("x" * (LENGTH + 1), ()) == "…"


def test_a_url_at_the_end_of_a_cut_text_shows_no_password() -> None:
    for length in range(LONGEST - 60, LONGEST + 300):
        text = "a" * length + " https://user:hidden@host.internal/x " + "b" * LONGEST
        assert "hid" not in redact_and_shorten(text, ())


def test_a_vendors_long_words_are_cut_in_the_error() -> None:
    reply = answer({"error": "e" * LENGTH, "message": "m" * LENGTH}, status=400, x_request_id="r" * LENGTH)
    with serving(lambda request: reply, "anam") as (client, _):
        (error,) = read(client, "anam", "pages").errors
    assert isinstance(error, ApiError)
    assert len(str(error)) < 3 * LONGEST
    assert error.message == "m" * LONGEST + "…"
    assert len(error.request_id or "") <= LONGEST + 1
