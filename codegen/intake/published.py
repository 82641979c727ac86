"""Read a vendor's published documents: OpenAPI files, or pages with OpenAPI in them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

from ..documents import METHODS, SpecError, is_list, parse_yaml
from .compare import Change
from .verdicts import Kind

# A closing fence is at least as long as the opening fence. Possessive quantifiers match the whole opening fence.
_BLOCK = re.compile(
    r"^(?P<begin> {0,3}(?P<fence>`{3,}+|~{3,}+).*)\n(?P<text>(?:.*\n)*?)(?P<end> {0,3}(?P=fence)[`~]*[ \t]*$|\Z)",
    re.MULTILINE,
)
_OPENAPI = re.compile(r"""^["']?(openapi|swagger)["']?\s*:""", re.MULTILINE)
# The vendor's site replaces this header with the OpenAPI. A saved page may contain only the header.
_STUB = re.compile(rf"""^openapi:\s*["']?(\S+\s+)?({"|".join(METHODS)})\s+/.*$""", re.MULTILINE | re.IGNORECASE)


@frozen(kw_only=True)
class Published:
    """A document as the vendor published it.

    Attributes:
        name: The file's name.
        document: The OpenAPI document as plain data.
        ends: False if the file could be truncated without a visible sign, as with plain YAML.
        part: True for a block of a page, which documents one operation rather than the whole API.
    """

    name: str
    document: dict[str, Any]
    ends: bool = True
    part: bool = False


def read(path: Path) -> list[Published]:
    """Return the OpenAPI documents in a file, usually one. Raises SpecError if none is found, or one is incomplete."""
    name, text = path.name, read_text(path)
    if text.lstrip().startswith("{"):
        return [Published(name=name, document=parse_yaml(text, name))]
    stub, text = _STUB.search(text), _STUB.sub("", text)
    if stub and not _OPENAPI.search(text):
        raise SpecError(
            f"{name}: contains only the name of an operation ({stub[0].strip()}), no OpenAPI; save the page as "
            "Markdown (try its address with .md at the end), or save the vendor's whole OpenAPI document"
        )
    text = "\n".join([*text.splitlines(), ""])
    first = _BLOCK.search(text)
    if _OPENAPI.search(text[: first.start()] if first else text):
        return [Published(name=name, document=parse_yaml(text, name), ends=False)]
    if blocks := [Published(name=name, document=parse_yaml(block, name), part=True) for block in _blocks(text, name)]:
        return blocks
    raise SpecError(f"{name}: has no OpenAPI document; save a Markdown page with OpenAPI, or a complete document")


def read_text(path: Path) -> str:
    """Return the text of a file. Raises SpecError if it is not UTF-8, empty, or HTML."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise SpecError(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise SpecError(f"{path.name}: not valid UTF-8 at byte {error.start}; save the file as UTF-8") from None
    if not text.strip():
        raise SpecError(f"{path.name}: the file is empty")
    if re.match(r"\s*<(!doctype|html|head|body|\?xml|script)\b", text, re.IGNORECASE):
        raise SpecError(f"{path.name}: an HTML page, perhaps a login form; save the page as Markdown instead")
    return text


def _blocks(text: str, name: str) -> Iterator[str]:
    for block in _BLOCK.finditer(text):
        if block["end"] == "":
            begin = block["begin"].strip()
            raise SpecError(f"{name}: truncated: the block that begins with {begin!r} has no end; save the page again")
        if _OPENAPI.search(block["text"]):
            yield block["text"]


def check_ends(endless: Sequence[str], changes: Iterable[Change]) -> None:
    """Raise SpecError if a change may come from truncation. `endless` names the files that may be truncated."""
    if endless and any(map(_may_be_cut, changes)):
        problem = "the file may be truncated, because parts are missing"
        raise SpecError(f"{', '.join(endless)}: {problem}; save it again, or pass --whole if the file is complete")


def _may_be_cut(change: Change) -> bool:
    if change.kind is Kind.CHANGED:
        return is_list(change.before) or str(change.before).startswith(str(change.after))
    return change.kind is Kind.GONE
