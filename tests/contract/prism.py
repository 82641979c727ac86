"""Prism: a server that answers as an OpenAPI document says, and refuses what the document does not allow."""

from __future__ import annotations

from pathlib import Path

from tests import npm

HERE = Path(__file__).parent
PROGRAM = Path("node_modules", "@stoplight", "prism-cli", "dist", "index.js")


def install(folder: Path) -> None:
    """Install Prism into `folder`, a cache between runs."""
    npm.install(HERE, folder)


class Prism(npm.NodeServer):
    """A running Prism.

    It answers 401, 400 or 422 to a request that breaks the document, and 500 where the document's own example
    breaks its schema. What is wrong with a request is in the `sl-violations` header if the document describes
    that status, else in the body, and always in `log`. A parameter that is not in the document passes.
    """

    announcement = r"Prism is listening on (http://\S+)"

    def __init__(self, folder: Path, document: Path) -> None:
        """`folder` is what `install` has filled; `document` is an OpenAPI document, YAML or JSON."""
        # Port 0: the system chooses a free one, and Prism prints which.
        options = ("--errors", "--host", "127.0.0.1", "--port", "0")
        super().__init__(folder / PROGRAM, "mock", *options, document.resolve())

    @property
    def base_url(self) -> str:
        """Where Prism answers; the document's paths follow directly, without that of its `servers`."""
        return self.announced[1]
