"""The pages of docs/ and the README: their code blocks and their links."""

import re
from pathlib import Path

from attrs import frozen
from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "docs"
PAGES = sorted(path.relative_to(ROOT).as_posix() for path in DOCS.rglob("*.md"))
README = "README.md"

_MARKDOWN = MarkdownIt()


@frozen(kw_only=True)
class Block:
    """A fenced block, the number of its first line, and its output if the next block shows it."""

    page: str
    line: int
    language: str
    text: str
    output: str | None = None

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def blocks(page: str) -> list[Block]:
    """Return the page's blocks. A `text` block right after a `python` block is its output."""
    found: list[Block] = []
    before: Token | None = None
    for token in _tokens(page):
        if token.type == "fence":
            assert token.map is not None
            shows_output = before is not None and before.type == "fence" and before.info == "python"
            if token.info == "text" and shows_output:
                last = found.pop()
                found.append(Block(page=page, line=last.line, language="python", text=last.text, output=token.content))
            else:
                found.append(Block(page=page, line=token.map[0] + 2, language=token.info, text=token.content))
        before = token
    return found


def _tokens(page: str) -> list[Token]:
    return _MARKDOWN.parse((ROOT / page).read_text(encoding="utf-8"))


def links(page: str) -> list[str]:
    """Return the targets of the page's links and images."""
    inline = (child for token in _tokens(page) for child in _deep(token))
    written = [child.attrs.get("href") or child.attrs.get("src") for child in inline]
    return [str(link) for link in written if link]


def anchors(page: str) -> set[str]:
    """Return the anchors of the page's headings."""
    tokens = _tokens(page)
    headings = [tokens[place + 1].content for place, token in enumerate(tokens) if token.type == "heading_open"]
    return {_slug(heading) for heading in headings}


def _deep(token: Token) -> list[Token]:
    return [token, *(each for child in token.children or [] for each in _deep(child))]


def _slug(heading: str) -> str:
    return re.sub(r"[\s-]+", "-", re.sub(r"[^\w\s-]", "", heading.lower()).strip())
