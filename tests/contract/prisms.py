"""Prism for each vendor's contract, and what is wrong with the requests that it got."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Mapping
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

from codegen.overlay import contract
from tests.contract.prism import Prism

Examples = Mapping[str, Any]
"""An answer for each path of a document."""


@cache
def document(vendor: str) -> dict[str, Any]:
    """The vendor's contract; not to be changed."""
    return contract(vendor)


class Prisms:
    """Running Prisms, each started when it is first asked for."""

    def __init__(self, folder: Path, scratch: Path) -> None:
        """`folder` holds Prism; the documents are written to `scratch`."""
        self._folder = folder
        self._scratch = scratch
        self._running: dict[str, Prism] = {}
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._stack.close()

    def of(self, vendor: str, examples: Examples | None = None) -> Prism:
        """One that answers as the vendor's contract says: with `examples`, or else what it makes up."""
        name = vendor if examples is None else f"{vendor}-with-examples"
        if name not in self._running:
            path = self._scratch / f"{name}.json"
            path.write_text(json.dumps(_with_examples(document(vendor), examples or {})), encoding="utf-8")
            self._running[name] = self._stack.enter_context(Prism(self._folder, path))
        return self._running[name]

    def complaints(self) -> list[str]:
        """What the validators of all of them have found so far, with requests and with their own answers."""
        return [f"{name}: {line}" for name, prism in self._running.items() for line in _complaints(prism)]


def wrong(vendor: str, answer: httpx.Response) -> list[str]:
    """What is wrong with the request behind an answer of Prism, which overlooks parameters that are not documented."""
    found = [answer.headers["sl-violations"]] if "sl-violations" in answer.headers else []
    documented = _parameters(vendor, answer.request)
    sent = [name for name, _ in answer.request.url.params.multi_items()]
    found += [f"not documented: {name}" for name in sent if name not in documented]
    found += [f"sent twice: {name}" for name in sorted(set(sent)) if sent.count(name) > 1]
    return found


def _parameters(vendor: str, request: httpx.Request) -> list[str]:
    path = request.url.raw_path.decode().partition("?")[0]
    (operation,) = (
        operations[request.method.lower()]
        for template, operations in document(vendor)["paths"].items()
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path)
    )
    return [parameter["name"] for parameter in operation.get("parameters", []) if parameter["in"] == "query"]


def _with_examples(document: dict[str, Any], examples: Examples) -> dict[str, Any]:
    document = copy.deepcopy(document)
    for path, example in examples.items():
        document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["example"] = example
    return document


def _complaints(prism: Prism) -> list[str]:
    # Prism logs behind its answers: once this request shows, those before it have been judged.
    httpx.get(f"{prism.base_url}/the-end", trust_env=False)
    before, _, _ = prism.log[: prism.wait_for(r"get /the-end").end()].rpartition("\n")
    return re.findall(r"\[VALIDATOR\] *\W+(?:warning|error) .*", before)
