"""A page in the browser, with its log and its requests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from attrs import define, field
from playwright.sync_api import Browser, Page


@define
class Opened:
    """Opens reports from disk, and records their log messages and requests. `expected` has each page's own file."""

    browser: Browser
    report: Callable[[str], Path]
    complaints: list[str] = field(factory=list[str])
    requests: list[str] = field(factory=list[str])
    expected: list[str] = field(factory=list[str])

    def __call__(
        self, name: str, *, width: int = 1280, scheme: Literal["light", "dark"] = "light", javascript: bool = True
    ) -> Page:
        """Return the report of this name, in a window of this width in pixels."""
        context = self.browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=javascript
        )
        page = context.new_page()
        page.on("console", lambda message: self.complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", lambda dialog: self._shown(dialog))
        page.on("request", lambda request: self.requests.append(request.url))
        url = self.report(name).as_uri()
        self.expected.append(url)
        page.goto(url)
        return page

    def _shown(self, dialog: Any) -> None:
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()
