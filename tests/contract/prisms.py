"""Prism for each vendor's contract, and the faults that it finds in the requests."""

import copy
import json
import re
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx

from tests import npm
from tests.clients.contracts import Client

PROGRAM = Path("node_modules", "@stoplight", "prism-cli", "dist", "index.js")
Examples = Mapping[str, Any]
"""An answer for each path of a document."""


class Prism(npm.NodeServer):
    """A running Prism.

    It answers 401, 400 or 422 to an invalid request, and 500 if the document's example does not match its schema.
    The fault of a request is in the header `sl-violations` if the document describes the status, else in the
    body, and always in `log`. Prism accepts undocumented parameters.
    """

    announcement = r"Prism is listening on (http://\S+)"

    def __init__(self, folder: Path, document: Path) -> None:
        # Port 0: the system chooses a free one, and Prism prints it.
        options = ("--errors", "--host", "127.0.0.1", "--port", "0")
        super().__init__(folder / PROGRAM, "mock", *options, document.resolve())

    @property
    def base_url(self) -> str:
        return self.announced[1]

    def complaints(self) -> list[str]:
        """Return all faults logged so far, in requests and in Prism's own answers."""
        # Prism logs after it has answered. Once the log has this request, it has the faults of all earlier ones.
        httpx.get(f"{self.base_url}/the-end", trust_env=False)
        before, _, _ = self.log[: self.wait_for(r"get /the-end").end()].rpartition("\n")
        return re.findall(r"\[VALIDATOR\] *\W+(?:warning|error) .*", before)


class Prisms(ExitStack):
    """Starts each Prism when a test first uses it. `folder` contains Prism; `scratch` is for the documents."""

    def __init__(self, folder: Path, scratch: Path) -> None:
        super().__init__()
        self._folder, self._scratch = folder, scratch
        self._running: dict[str, Prism] = {}

    def of(self, vendor: str, examples: Examples | None = None) -> Prism:
        name = vendor if examples is None else f"{vendor}-with-examples"
        if name not in self._running:
            document = copy.deepcopy(Client(vendor).document)
            for path, example in (examples or {}).items():
                document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["example"] = example
            (path_of_document := self._scratch / f"{name}.json").write_text(json.dumps(document), encoding="utf-8")
            self._running[name] = self.enter_context(Prism(self._folder, path_of_document))
        return self._running[name]

    def complaints(self) -> list[str]:
        return [f"{name}: {line}" for name, prism in self._running.items() for line in prism.complaints()]


def wrong(vendor: str, answer: httpx.Response) -> list[str]:
    """Return the faults of an answer's request, including undocumented parameters, which Prism accepts."""
    found = [answer.headers["sl-violations"]] if "sl-violations" in answer.headers else []
    documented = _parameters(vendor, answer.request)
    sent = [name for name, _ in answer.request.url.params.multi_items()]
    found += [f"not documented: {name}" for name in sent if name not in documented]
    return found + [f"sent twice: {name}" for name in sorted(set(sent)) if sent.count(name) > 1]


def _parameters(vendor: str, request: httpx.Request) -> list[str]:
    path = request.url.raw_path.decode().partition("?")[0]
    (operation,) = (
        each
        for each in Client(vendor).operations
        if each.method == request.method.lower() and re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", each.path), path)
    )
    return [parameter["name"] for parameter in operation.promise.get("parameters", []) if parameter["in"] == "query"]
