"""A browser, axe-core, and the pages. Skipped unless `nox -s browser` sets the folder of npm's packages."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

CACHE = "ALLSESSIONS_NPM_CACHE"

collect_ignore_glob = [] if CACHE in os.environ else ["*"]

if CACHE in os.environ:
    from playwright.sync_api import Browser, sync_playwright

    from tests import npm

    from .opened import Opened
    from .reports import REPORTS

    FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
    FLAGS += ["--disable-background-networking", "--disable-component-update"]

    @pytest.fixture(scope="session")
    def browser() -> Iterator[Browser]:
        """The machine's Chromium, with an empty profile."""
        chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        assert chromium, "there is no Chromium on this machine; on Debian: apt-get install chromium"
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, headless=True, args=FLAGS)
            yield browser
            browser.close()

    @pytest.fixture(scope="session")
    def axe() -> str:
        """The source of axe-core."""
        folder = Path(os.environ[CACHE], "browser")
        npm.install(Path(__file__).parent, folder)
        return (folder / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")

    @pytest.fixture(scope="session")
    def report(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
        """Return a report by its name. Each is written when a test first needs it."""
        folder = tmp_path_factory.mktemp("reports")
        return cache(lambda name: REPORTS[name](folder / f"{name}.html"))

    @pytest.fixture
    def opened(browser: Browser, report: Callable[[str], Path]) -> Iterator[Opened]:
        """Opens pages, and checks at the end that none of them logged an error or sent a request."""
        opened = Opened(browser=browser, report=report)
        yield opened
        for context in browser.contexts:
            context.close()
        assert opened.complaints == []
        assert opened.requests == opened.expected
