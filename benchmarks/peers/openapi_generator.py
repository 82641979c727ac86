"""The Python clients that OpenAPI Generator creates from the same contracts; see `generate.py`."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from . import Decoding
from .generate import made_package

# The envelope's class, and a function that returns the identifiers in it.
NAMES: dict[str, tuple[str, Callable[[Any], list[str]]]] = {
    "akool": ("ListSessions200Response", lambda page: [each.id for each in page.data.result]),
    "anam": ("ListSessions200Response", lambda page: [str(each.id) for each in page.data]),
    "konpro": ("SessionHistory", lambda page: [each.session_id for each in page.data]),
    "elizaos": ("ListSessions200Response", lambda page: [each.session_id for each in page.sessions]),
}


def decoding(vendor: str) -> Decoding:
    name, identifiers = NAMES[vendor]
    model = getattr(import_module(made_package("openapi_generator", vendor)), name)
    # `from_json` does not accept bytes.
    return Decoding(lambda body: model.from_json(body.decode()), identifiers)
