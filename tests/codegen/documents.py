"""The documents of a small made-up vendor."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

VENDOR = "tiny"


def document(**parts: Any) -> dict[str, Any]:
    """Return an OpenAPI document with one operation; `parts` replace its top-level fields."""
    session = {"type": "object", "properties": {"id": {"type": "string", "description": "Which it is."}}}
    body = {"application/json": {"schema": {"$ref": "#/components/schemas/Session"}}}
    get = {
        "operationId": "get_session",
        "tags": ["sessions"],
        "parameters": [{"name": "size", "in": "query", "description": "How many.", "schema": {"type": "integer"}}],
        "responses": {"200": {"description": "It.", "content": body}},
    }
    key = {"type": "apiKey", "in": "header", "name": "x-tiny-key"}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Tiny API", "version": "1"},
        "servers": [{"url": "https://api.tiny.invalid"}],
        "security": [{"Key": []}],
        "paths": {"/session": {"get": get}},
        "components": {"schemas": {"Session": session}, "securitySchemes": {"Key": key}},
        **parts,
    }


def action(target: str, **effect: Any) -> dict[str, Any]:
    return {"target": target, "description": "The tests want it so.", **effect}


def write(specs: Path, contents: object, actions: Sequence[object] = (), vendor: str = VENDOR) -> Path:
    """Write the vendor's folder, with YAML in the form of JSON, and return `specs`."""
    folder = specs / vendor
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "openapi.yaml").write_text(json.dumps(contents), encoding="utf-8")
    overlay = {"overlay": "1.0.0", "info": {"title": "Corrections", "version": "1"}, "actions": list(actions)}
    (folder / "overlay.yaml").write_text(json.dumps(overlay), encoding="utf-8")
    configuration = f"package_name_override: {vendor}_client\npost_hooks: []\n"
    (folder / "generator.yaml").write_text(configuration, encoding="utf-8")
    return specs
