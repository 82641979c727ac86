"""Links between the pages, the README and the other files lead to something."""

import os
import re
from pathlib import Path

import pytest

from .pages import PAGES, README, ROOT, anchors, links

EVERYWHERE = [README, "CONTRIBUTING.md", "CHANGELOG.md", *PAGES]


@pytest.mark.parametrize("page", EVERYWHERE)
def test_a_link_leads_to_something(page: str) -> None:
    for link in links(page):
        if link.startswith(("https://", "http://")):
            continue
        path, _, anchor = link.partition("#")
        target = ((ROOT / page).parent / path).resolve() if path else ROOT / page
        assert target.is_relative_to(ROOT), link
        assert target.exists(), link
        if anchor:
            assert anchor in anchors(target.relative_to(ROOT).as_posix()), link


@pytest.mark.parametrize("page", PAGES)
def test_a_page_leads_only_to_what_is_on_the_site(page: str) -> None:
    for link in links(page):
        if not link.startswith("https://"):
            # Not where a symbolic link leads: what stands in docs/ is on the site.
            target = Path(os.path.normpath((ROOT / page).parent / link.partition("#")[0]))
            assert target.is_relative_to(ROOT / "docs"), link


def test_every_page_is_in_the_navigation() -> None:
    site = (ROOT / "zensical.toml").read_text(encoding="utf-8")
    assert sorted(f"docs/{name}" for name in re.findall(r'= "(\S+\.md)"', site)) == PAGES
