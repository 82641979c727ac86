"""Servers, security, tags, identifiers of operations, and what else a document has."""

from typing import Any

from tests.side_by_side.cases import (
    STR,
    Answer,
    Call,
    OperationCase,
    answer_of,
    body_of,
    call,
    json_answer,
    obj,
    operation,
    ref,
)

THING = {"Thing": obj({"name": STR})}
DONE = {"200": {"description": "Done."}}
GET = {"responses": DONE}
TOKEN = "made-up"


def secured(
    name: str, *calls: Call, security: Any = (), operation_security: Any = None, **schemes: Any
) -> OperationCase:
    """Security schemes, and which of them the document and the operation ask for."""
    more = {} if operation_security is None else {"security": operation_security}
    return operation(name, *calls, more=more, security=[*security], components={"securitySchemes": schemes})


def headers(**named: str) -> Call:
    return call(token=TOKEN, headers={name.replace("_", "-"): value for name, value in named.items()})


def at(name: str, endpoint: str, path: str = "/things", **operation_fields: Any) -> OperationCase:
    """An operation with other tags or another operationId; `endpoint` is where plain puts it."""
    return operation(name, call(), endpoint=endpoint, paths={path: {"get": {**GET, **operation_fields}}})


# fmt: off
CASES = (
    operation("one server", call(path="/base/things"), servers=[{"url": "https://one.invalid/v1"}],
        server="https://one.invalid/v1"),
    operation("no servers", call(path="/base/things"), servers=None),
    operation("an empty list of servers", call(path="/base/things"), servers=[]),
    operation("a relative server", call(path="/base/things"), servers=[{"url": "/v1"}]),
    operation("several servers", call(), servers=[{"url": "https://one.invalid"}, {"url": "https://two.invalid"}],
        server="https://one.invalid"),
    operation("a server with variables", call(), servers=[{"url": "https://{region}.made-up.invalid/{version}",
        "variables": {"region": {"default": "eu", "enum": ["eu", "us"]}, "version": {"default": "v2"}}}],
        server="https://eu.made-up.invalid/v2"),
    operation("a server of the operation", call(path="/base/things"),
        more={"servers": [{"url": "https://other.invalid"}]}),
    operation("a server with a slash at its end", call(path="/base/things"), servers=[{"url": "https://one.invalid/"}]),
    operation("security that the document does not name", call(), security=None, components={}),
    operation("security of an empty list", call(), security=[]),
    secured("a bearer token", headers(authorization=f"Bearer {TOKEN}"), security=[{"A": []}],
        A={"type": "http", "scheme": "bearer"}),
    secured("a bearer token in capitals", headers(authorization=f"Bearer {TOKEN}"), security=[{"A": []}],
        A={"type": "http", "scheme": "Bearer"}),
    secured("a bearer token in other letters", headers(authorization=f"Bearer {TOKEN}"), security=[{"A": []}],
        A={"type": "http", "scheme": "BEARER", "bearerFormat": "JWT"}),
    secured("a key in a header", headers(x_key=TOKEN), security=[{"A": []}],
        A={"type": "apiKey", "in": "header", "name": "X-Key"}),
    secured("a key in the header of tokens", headers(authorization=TOKEN), security=[{"A": []}],
        A={"type": "apiKey", "in": "header", "name": "Authorization"}),
    secured("basic credentials", call(token=TOKEN), security=[{"A": []}], A={"type": "http", "scheme": "basic"}),
    secured("OAuth 2", headers(authorization=f"Bearer {TOKEN}"), security=[{"A": ["read"]}], A={"type": "oauth2",
        "flows": {"clientCredentials": {"tokenUrl": "https://auth.invalid", "scopes": {"read": "Read."}}}}),
    secured("OpenID Connect", headers(authorization=f"Bearer {TOKEN}"), security=[{"A": []}],
        A={"type": "openIdConnect", "openIdConnectUrl": "https://auth.invalid"}),
    secured("a key in the query", call(token=TOKEN), security=[{"A": []}],
        A={"type": "apiKey", "in": "query", "name": "key"}),
    secured("a key in a cookie", call(token=TOKEN), security=[{"A": []}],
        A={"type": "apiKey", "in": "cookie", "name": "key"}),
    secured("two schemes together", call(token=TOKEN), security=[{"A": [], "B": []}],
        A={"type": "apiKey", "in": "header", "name": "X-Key"}, B={"type": "http", "scheme": "bearer"}),
    secured("one of two schemes", headers(x_key=TOKEN), security=[{"A": []}, {"B": []}],
        A={"type": "apiKey", "in": "header", "name": "X-Key"}, B={"type": "http", "scheme": "bearer"}),
    secured("a scheme or none", headers(x_key=TOKEN), call(), security=[{"A": []}, {}],
        A={"type": "apiKey", "in": "header", "name": "X-Key"}),
    secured("none or a scheme", call(token=TOKEN), call(), security=[{}, {"A": []}],
        A={"type": "apiKey", "in": "header", "name": "X-Key"}),
    secured("security of the operation", headers(x_key=TOKEN), operation_security=[{"A": []}],
        A={"type": "apiKey", "in": "header", "name": "X-Key"}),
    secured("an operation without security", call(), security=[{"A": []}], operation_security=[],
        A={"type": "apiKey", "in": "header", "name": "X-Key"}),
    secured("a scheme that no operation asks for", call(), A={"type": "apiKey", "in": "header", "name": "X-Key"}),
    secured("a scheme with an odd name", headers(x_key=TOKEN), security=[{"the.key-1.0": []}],
        **{"the.key-1.0": {"type": "apiKey", "in": "header", "name": "X-Key"}}),
    at("no tag", "default.op", operationId="op"),
    at("two tags", "one.op", operationId="op", tags=["one", "two"]),
    at("a tag with spaces and signs", "odd_tags_v2.op", operationId="op", tags=["Odd Tags & (V2)"]),
    at("a tag that is a keyword", "class_.op", operationId="op", tags=["class"]),
    at("a tag that begins with a digit", "tag3d.op", operationId="op", tags=["3D"]),
    at("a tag called like a module", "client.op", operationId="op", tags=["client"]),
    at("no operationId", "things.get_things", tags=["things"]),
    at("an operationId with signs", "things.things_list_all", operationId="things.list-all", tags=["things"]),
    at("an operationId in camel case", "things.list_all_things", operationId="listAllThings", tags=["things"]),
    at("an operationId that is a keyword", "things.import_", operationId="import", tags=["things"]),
    at("an operationId called like what the modules import", "things.http_status", operationId="HTTPStatus",
        tags=["things"]),
    at("an operationId with spaces", "things.list_the_things", operationId="List the things", tags=["things"]),
    at("an operation without operationId on a path with parameters", "things.get_things_all", path="/things/all",
        tags=["things"]),
    at("an operationId called errors", "things.errors", operationId="errors", tags=["things"]),
    at("an operationId called quote", "things.quote", operationId="quote", tags=["things"]),
    operation("a summary and a description with quotes", call(),
        more={"summary": 'Says "this"', "description": 'Says """that""" \\n \\U ends in "'}),
    operation("a huge description", call(), more={"description": "Words, *more* words \\ and `code`.\n\n" * 300}),
    operation("a deprecated operation", call(), more={"deprecated": True}),
    operation("several methods of a path", call(method="GET"), paths={"/things": {method: {**GET,
        "operationId": "op" if method == "get" else f"{method}Op", "tags": ["things"]} for method in ("get", "put",
        "post", "delete", "options", "head", "patch", "trace")}}),
    operation("an operation called like a schema", call({}, json_answer({"name": "a"}), kind="Op"),
        answers={"200": answer_of(ref("Op"))}, schemas={"Op": obj({"name": STR})}),
    operation("two operations of almost one name", call(),
        paths={"/a": {"get": {**GET, "operationId": "op", "tags": ["things"]}},
        "/b": {"get": {**GET, "operationId": "Op2", "tags": ["things"]}}}),
    operation("operations of one name under two tags", call(),
        paths={"/things": {"get": {**GET, "operationId": "op", "tags": ["things"]}},
        "/b": {"get": {**GET, "operationId": "OP", "tags": ["other"]}}}),
    operation("callbacks", call(),
        more={"callbacks": {"done": {"{$request.body#/url}": {"post": {"responses": DONE}}}}}),
    operation("webhooks next to paths", call(),
        webhooks={"done": {"post": {"requestBody": body_of(ref("Thing")), "responses": DONE}}}, schemas=THING),
    operation("a path without operations", call(),
        paths={"/nothing": {}, "/things": {"get": {**GET, "operationId": "op", "tags": ["things"]}}}),
    operation("an empty path", call(path="/base/"), path="/"),
    operation("external documentation, tags and contact", call(), tags=[{"name": "things", "description": "Things."}],
        externalDocs={"url": "https://docs.invalid"}, info={"title": "Made up", "version": "1",
        "contact": {"name": "Nobody"}, "license": {"name": "None", "identifier": "MIT"}, "summary": "Says little."}),
    operation("a title with odd characters", call(),
        info={"title": 'The "API" \\ {x} ü', "version": "1", "description": '"""'}),
    operation("an operation without answers that succeed", call({}, Answer(404)),
        answers={"404": {"description": "No."}}),
)
# fmt: on
