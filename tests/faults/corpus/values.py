"""What stands in the place of one value of an otherwise honest answer; extend it by a line."""

from __future__ import annotations

from tests.faults.corpus.answer import Raw

NO_FIELD = object()
"""In place of a value: the field is not there at all."""

JSON_VALUES: dict[str, object] = {
    "null": None,
    "missing": NO_FIELD,
    "true": True,
    "zero": 0,
    "minus one": -1,
    "a fraction": 0.5,
    "10^30": 10**30,
    "text": "text",
    "a number as text": "17",
    "empty text": "",
    "a list": [],
    "a list of null": [None],
    "an object": {},
    "an object of null": {"id": None},
}
"""Plain JSON of the wrong kind."""

RAW_VALUES: dict[str, object] = {
    "NaN": Raw(b"NaN"),
    "Infinity": Raw(b"Infinity"),
    "minus Infinity": Raw(b"-Infinity"),
    "an exponent past all floats": Raw(b"1e400"),
    "a negative exponent past all floats": Raw(b"-1e400"),
    "an exponent of 400 digits": Raw(b"1e" + b"9" * 400),
    "an integer of 4,000 digits": Raw(b"9" * 4_000),
    "an integer of 5,000 digits": Raw(b"9" * 5_000),
    "a fraction of 5,000 digits": Raw(b"0." + b"3" * 5_000),
    "minus zero": Raw(b"-0.0"),
    "invalid UTF-8": Raw(b'"\xff\xfe"'),
    "UTF-8 cut off in a character": Raw(b'"caf\xc3"'),
    "overlong UTF-8": Raw(b'"\xc0\xaf"'),
    "a surrogate in UTF-8": Raw(b'"\xed\xa0\x80"'),
    "half a surrogate pair": Raw(b'"\\ud800"'),
    "a surrogate pair the wrong way round": Raw(b'"\\udc00\\ud800"'),
    "NUL": Raw(b'"\\u0000"'),
    "terminal escapes": Raw(b'"\\u001b[2J\\u0007"'),
    "a text that ends the line": Raw(b'"a\\r\\nb\\u2028c"'),
    "a text of 100,000 characters": Raw(b'"' + b"x" * 100_000 + b'"'),
    "a repeated key": Raw(b'{"a": 1, "a": 2}'),
    "__class__": Raw(b'{"__class__": "os.system", "__proto__": {}}'),
    "100 lists in each other": Raw(b"[" * 100 + b"]" * 100),
    "300 lists in each other": Raw(b"[" * 300 + b"]" * 300),
    "300 objects in each other": Raw(b'{"a":' * 300 + b"1" + b"}" * 300),
    "500 lists in each other": Raw(b"[" * 500 + b"]" * 500),
}
"""What a JSON decoder takes, or takes in many languages, and stumbles over later."""

BROKEN_VALUES: dict[str, object] = {
    "900 lists in each other": Raw(b"[" * 900 + b"]" * 900),
    "10,000 lists in each other": Raw(b"[" * 10_000 + b"]" * 10_000),
    "10,000 objects in each other": Raw(b'{"a":' * 10_000 + b"1" + b"}" * 10_000),
    "a bare control character": Raw(b'"a\x01b"'),
    "an unknown escape": Raw(b'"\\x41"'),
    "no value": Raw(b""),
    "undefined": Raw(b"undefined"),
    "a text without its end": Raw(b'"text'),
    "a text in single quotes": Raw(b"'text'"),
    "a leading zero": Raw(b"007"),
    "a hexadecimal number": Raw(b"0x1F"),
    "a comment": Raw(b"1 /* one */"),
    "one value too many": Raw(b"1, 2"),
    "one bracket too many": Raw(b"1}"),
}
"""What makes the answer as a whole no JSON, or more of it than a decoder takes."""

FIELDS: dict[str, tuple[str, ...]] = {
    "akool": ("_id", "uid", "stream_type", "new_field"),
    "anam": ("id", "startTime", "sessionLengthMs", "new_field"),
    "konpro": ("session_id", "status", "created_at", "new_field"),
    "elizaos": ("sessionId", "createdAt", "timeRemaining", "metadata"),
}
"""Where in a record: its identifier, values that the wrapper reads, and one that it does not."""

ENVELOPE_FIELDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "akool": (("code",), ("msg",), ("data", "count")),
    "anam": (("meta",), ("meta", "total"), ("meta", "lastPage"), ("meta", "perPage"), ("meta", "next")),
    "konpro": (("total",), ("page",), ("page_size",), ("next_pagination_token",)),
    "elizaos": (("total",), ("stats",), ("stats", "activeSessions")),
}
"""Where beside a list of honest records."""
