"""Whole answers that hold no list of any vendor; extend them by a line."""

from __future__ import annotations

import json

HTML = b"<!doctype html><html><head><title>502 Bad Gateway</title></head><body><h1>nginx</h1></body></html>"

BODIES: dict[str, bytes] = {
    "nothing": b"",
    "blanks": b" \r\n\t ",
    "NUL bytes": bytes(64),
    "HTML": HTML,
    "XML": b'<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>',
    "plain text": b"upstream connect error or disconnect/reset before headers",
    "a form": b"code=1000&msg=OK",
    "JSONP": b'callback({"data": []});',
    "a guarded JSON": b')]}\',\n{"data": []}',
    "lines of JSON": b'{"data": []}\n{"data": []}\n',
    "events": b'data: {"sessions": []}\n\n',
    "a Python dict": b"{'data': None, 'code': 1000}",
    "a trailing comma": b'{"code": 1000, "data": [],}',
    "a comment": b'{"data": [] /* none */}',
    "null": b"null",
    "true": b"true",
    "a number": b"17",
    "NaN": b"NaN",
    "a number of 100,000 digits": b"1" * 100_000,
    "a string": b'"data"',
    "an object in a string": json.dumps(json.dumps({"data": []})).encode(),
    "an empty list": b"[]",
    "a list of objects": b'[{"id": "a", "session_id": "a", "sessionId": "a", "_id": "a"}]',
    "an object without fields": b"{}",
    "an object of another kind": b'{"items": [{"id": "a"}], "cursor": null}',
    "half of an object": b'{"code": 1000, "data": {"res',
    "a bracket too many": b'{"sessions": [], "data": []}}',
    "a lone bracket": b"{",
    "invalid UTF-8": b"\xff\xfe\xfd",
    "a PNG": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "gzip without its label": b"\x1f\x8b\x08\x00" + bytes(range(64)),
    "a byte order mark alone": b"\xef\xbb\xbf",
    "HTML after a byte order mark": b"\xef\xbb\xbf" + HTML,
    "10,000 lists in each other": b"[" * 10_000 + b"]" * 10_000,
    "10,000 lists begun": b"[" * 10_000,
    "10,000 objects in each other": b'{"data":' * 10_000 + b"1" + b"}" * 10_000,
    "FastAPI's error": b'{"detail": "Not Found"}',
    "a gateway's error": b'{"message": "Endpoint request timed out"}',
    "GraphQL": b'{"data": null, "errors": [{"message": "no"}]}',
    "an error in a text": b'{"error": "no"}',
    "an error in a list": b'{"error": ["no"]}',
    "an error as a number": b'{"error": 17, "code": {}, "message": []}',
    "an error of half a surrogate pair": b'{"error": "\\ud800", "message": "\\ud800", "code": 17, "msg": "\\ud800"}',
}

ERRORS: dict[str, dict[str, bytes]] = {
    "akool": {
        "a failure": b'{"code": 1101, "msg": "Invalid token"}',
        "a failure without a text": b'{"code": 1003, "msg": null, "data": null}',
        "a failure with data of another kind": b'{"code": 1008, "msg": "none", "data": "none"}',
        "a failure with a list": b'{"code": 1214, "msg": "busy", "data": {"result": [], "count": 0}}',
        "a code that no document has": b'{"code": 424242, "msg": "?"}',
        "a code of 10^30": b'{"code": 1' + b"0" * 30 + b', "msg": "?"}',
        "a code in a text": b'{"code": "1000", "msg": "OK", "data": {"count": 0, "result": []}}',
    },
    "anam": {
        "an error": b'{"error": "Unauthorized", "message": "no"}',
        "an error of nulls": b'{"error": null, "message": null}',
    },
    "konpro": {
        "an error": b'{"error": {"code": "INVALID_API_KEY", "message": "no", "details": null}, "request_id": "r-1"}',
        "an error at the top": b'{"code": "RATE_LIMIT_EXCEEDED", "message": "no"}',
        "an error of numbers": b'{"error": {"code": 17, "message": 17}, "request_id": 17}',
    },
    "elizaos": {
        "an error": b'{"success": false, "error": {"code": "SESSION_NOT_FOUND", "message": "no", "stack": "at x"}}',
        "an error with a number": b'{"success": false, "error": {"message": "no", "code": 404}}',
        "an error in a text": b'{"error": "API key required", "message": "no"}',
        "an error that is true": b'{"success": "no", "error": true}',
    },
}
"""Each vendor's own."""

STATUSES = (
    201, 202, 203, 204, 205, 206, 207, 226, 299, 300, 301, 302, 303, 304, 307, 308, 399,
    400, 401, 402, 403, 404, 405, 406, 408, 409, 410, 413, 418, 422, 425, 429, 431, 451, 499,
    500, 501, 502, 503, 504, 507, 511, 520, 522, 530, 599, 600, 700, 999,
)  # fmt: skip

LOCATIONS: dict[str, str] = {
    "nowhere": "",
    "itself": "?",
    "another host": "http://other.example/v1/sessions",
    "another scheme": "file:///etc/passwd",
    "no URL": "http://[",
    "a port that is none": "http://other.example:99999999/",
}

RETRY_AFTER = ("soon", "-5", "1e400", "NaN", "inf", "", "Fri, 31 Dec 9999 23:59:59 GMT", "Mon, 99 Foo 2026", "9" * 400)
