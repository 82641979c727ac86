"""Read a page with a parser of the standard library."""

from html.parser import HTMLParser
from pathlib import Path

from attrs import define, field

VOID = {"br", "hr", "img", "input", "link", "meta"}


@define(eq=False)
class Element:
    """An element of a page."""

    tag: str
    attributes: dict[str, str | None]
    children: "list[Element | str]" = field(factory=list["Element | str"])

    def all(self, tag: str, **attributes: str) -> "list[Element]":
        """Return all elements inside this one with this tag and these attributes."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        below = [each for each in self.children if isinstance(each, Element)]
        own = [each for each in below if each.tag == tag and wanted.items() <= each.attributes.items()]
        return [*own, *(found for each in below for found in each.all(tag, **attributes))]

    def one(self, tag: str, **attributes: str) -> "Element":
        (found,) = self.all(tag, **attributes)
        return found

    @property
    def text(self) -> str:
        """The element's text."""
        return " ".join("".join(each if isinstance(each, str) else each.text for each in self.children).split())

    def rows(self) -> list[list[str]]:
        """Return the cells of a table, with its header."""
        return [[each.text for each in row.children if isinstance(each, Element)] for row in self.all("tr")]


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_startendtag(tag, attrs)
        if tag not in VOID:
            self.open.append(self.last)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.last = Element(tag, dict(attrs))
        self.open[-1].children.append(self.last)

    def handle_endtag(self, tag: str) -> None:
        begun = self.open.pop().tag
        assert begun == tag, f"</{tag}> ends <{begun}>"

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def page(path: Path) -> Element:
    """Return the page in this file; AssertionError if an element is not closed."""
    parser = _Parser()
    parser.feed(path.read_text(encoding="utf-8"))
    parser.close()
    (root,) = parser.open
    return root


def table(page: Element, caption: str) -> list[list[str]]:
    """Return the table with this caption."""
    (found,) = (each for each in page.all("table") if each.one("caption").text == caption)
    return found.rows()
