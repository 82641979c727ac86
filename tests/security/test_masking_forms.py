"""A key is masked in whatever form a vendor gives it back, and a vendor's long texts hold nobody up."""

import base64
import html
import json
import pickle
from collections.abc import Callable
from urllib.parse import quote

import pytest

from allsessions import Anam, ApiError, Client, InvalidRecordError
from allsessions.privacy.redact import LONGEST, MASK, redact, redact_and_shorten, redact_json
from tests.client.scripted import ScriptedServer, answer

KEY = "Zk+9/xQ7&vB3=abcDEF01=="

FORMS: dict[str, Callable[[str], str]] = {
    "as it is": lambda key: key,
    "in small letters": str.lower,
    "percent-encoded": lambda key: quote(key, safe=""),
    "percent-encoded but for slashes": quote,
    "percent-encoded as by encodeURI": lambda key: quote(key, safe=";,/?:@&=+$-_.!~*'()#"),
    "percent-encoded twice": lambda key: quote(quote(key, safe=""), safe=""),
    "percent-encoded in small letters": lambda key: quote(key, safe="").lower(),
    "in HTML": html.escape,
    "in HTML twice": lambda key: html.escape(html.escape(key)),
    "in HTML as by handlebars": lambda key: html.escape(key).replace("=", "&#x3D;").replace("/", "&#x2F;"),
    "in HTML by decimal numbers": lambda key: "".join(c if c.isalnum() else f"&#{ord(c)};" for c in key),
    "in JSON as by PHP": lambda key: key.replace("/", "\\/"),
    "in JSON as by .NET": lambda key: key.replace("+", "\\u002B").replace("&", "\\u0026"),
    "in JSON in JSON": lambda key: json.dumps(key.replace("+", "\\u002b"))[1:-1],
    "in hexadecimal": lambda key: key.encode().hex(),
    "in base64": lambda key: base64.b64encode(key.encode()).decode(),
    "but for its last characters": lambda key: key[:-3],
    "but for most of it": lambda key: key[:9] + "...",
    "but for most of it, percent-encoded": lambda key: quote(key[:9], safe=""),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_key_is_masked_in_each_form(form: Callable[[str], str]) -> None:
    shown = redact(f"the key ({form(KEY)}) is wrong", (KEY,))
    assert form(KEY)[:8] not in shown
    assert form(KEY)[8:16] not in shown
    assert shown.startswith(f"the key ({MASK}")
    assert shown.endswith(" is wrong")


@pytest.mark.parametrize("key", ["session-key-of-ours", "short-1-key", "the-sessions-of-2026"])
def test_an_ordinary_word_is_not_masked_as_half_a_key(key: str) -> None:
    text = "the session short-1 of the-sessions, and session-key-o"
    assert redact(text, (key,)) == text


SECRET_URLS = {
    "https://x.example/r#access_token=s3cret": "https://x.example/r#***",
    "wss://x.example/r?a=1#token=s3cret": "wss://x.example/r?***#***",
    "//x.example/r?token=s3cret": "//x.example/r?***",
    "/join?room=5&token=s3cret&v=2": "/join?room=5&token=***&v=2",
    "join?room=5#accessToken=s3cret": "join?room=5#accessToken=***",
    "Authorization: Bearer s3cret-s3cret": "Authorization: Bearer ***",
}


@pytest.mark.parametrize(("url", "shown"), SECRET_URLS.items())
def test_credentials_in_urls_and_headers_are_masked(url: str, shown: str) -> None:
    assert redact_json({"note": url}) == {"note": shown}


@pytest.mark.parametrize(
    "name", ["joinTokens", "apiKeys", "streamKey", "stream_key", "key", "authkey", "passcode", "usersig", "user_sigs"]
)
def test_texts_under_secret_names_are_masked_numbers_are_not(name: str) -> None:
    assert redact_json({name: "s3cret"}) == {name: MASK}
    assert redact_json({name: ["s3cret", ["s3cret"], 5]}) in ({name: [MASK, [MASK], 5]}, {name: [MASK, [MASK], MASK]})


@pytest.mark.parametrize("name", ["promptTokens", "maxTokens", "tokens_used", "monkeys"])
def test_numbers_behind_such_a_name_are_kept(name: str) -> None:
    assert redact_json({name: 512}) == {name: 512}


# JSON within a text

INNER = [{"token": "s3cret", "room": "r"}, {"a": {"joinToken": 's3c"ret\\s3cret/é'}}, {"tokens": ["s3cret"]}]


@pytest.mark.parametrize("times", [1, 2, 3])
@pytest.mark.parametrize("inner", INNER, ids=str)
def test_secrets_in_json_within_a_text_are_masked(inner: object, times: int) -> None:
    text: object = inner
    for _ in range(times):
        text = json.dumps(text)
    shown = redact_json({"metadata": text})["metadata"]
    assert "s3c" not in shown
    for _ in range(times):
        shown = json.loads(shown)
    assert shown == redact_json(inner)


@pytest.mark.parametrize(
    "text",
    [
        str({"token": "s3cret", "room": "r"}),
        'connected with "room": "r", "token": "s3cret"',
        '{"room": "r", "token": "s3cre',
        r"log: {\"token\": \"s3cret\"}",
        '{"token": "s3cret", "token": null}',
    ],
)
def test_what_only_looks_like_json_hides_no_secret(text: str) -> None:
    assert "s3c" not in redact_json({"note": text})["note"]


@pytest.mark.parametrize("text", ['{"room": 1.0e2,  "label":"a"}', '["a", 1]', '"quoted"', "{not json", "", "{"])
def test_a_text_without_a_secret_keeps_its_form(text: str) -> None:
    assert redact_json({"note": text}) == {"note": text}


# Long texts

MEGABYTE = 10**6
HOSTILE = ["eyJ", "eyJ.", "eyJaaaaaaaa.", "a.", "a://", "//", "a@", "?a", "?a=", "bearer ", "Zk+9", KEY[:-1], "é-", " "]
HOSTILE += ['"', 'a":"', '"token":"', '\\"', '{"', "[", '["', '{"token":']
HOSTILE += ["%25", "%2525", "&amp;", "&", "\\", "\\u00", "/", "=", "0", "A", "-", ".", "_", "&#x", "&#0", "#", "\n"]


@pytest.mark.timeout(30)
@pytest.mark.parametrize("piece", HOSTILE)
def test_a_megabyte_of_anything_is_masked_in_a_moment(piece: str) -> None:
    """Gone through once: again from each place on, it would take hours."""
    redact_json({"note": piece * (MEGABYTE // len(piece)), "list": [piece]}, (KEY, "k" * 40, "the-key"))


@pytest.mark.parametrize("place", range(LONGEST - 30, LONGEST + 220, 7))
def test_long_words_are_cut_and_no_key_shows_where_they_are_cut(place: int) -> None:
    """With a key that is not known by its beginning."""
    key = "&=+/" * 6
    told = "x" * place + quote(quote(key, safe=""), safe="") + "x" * MEGABYTE
    shown = redact_and_shorten(told, (key,))
    assert len(shown) <= LONGEST + 1
    assert set(shown) <= {"x", "*", "…"}


def test_a_vendors_endless_words_are_cut_in_the_error() -> None:
    told = {"error": "e" * MEGABYTE, "message": "m" * MEGABYTE}
    with ScriptedServer(lambda request: answer(told, status=400, x_request_id="r" * 20_000)) as server:
        with Client(Anam(api_key=KEY, base_url=server.url)) as client, pytest.raises(ApiError) as caught:
            list(client.pages("anam"))
    assert len(str(caught.value)) < 3 * LONGEST
    assert caught.value.message == "m" * LONGEST + "…"
    assert len(caught.value.request_id or "") <= LONGEST + 1


def test_a_bad_record_is_masked_when_it_is_pickled(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[object] = []

    def counted(record: object, secrets: tuple[str, ...]) -> object:
        calls.append(record)
        return redact_json(record, secrets)

    monkeypatch.setattr("allsessions.errors.redact_json", counted)
    record = {"note": f"for {KEY}", "joinToken": "s3cret"}
    error = InvalidRecordError("bad", source="s", vendor="anam", path="", record=record, secrets=(KEY,))
    assert calls == []
    twice = pickle.loads(pickle.dumps(pickle.loads(pickle.dumps(error))))
    assert twice.record == {"note": f"for {MASK}", "joinToken": MASK}
    assert error.record == record
    assert KEY not in repr(vars(error)).replace(repr(record), "")
