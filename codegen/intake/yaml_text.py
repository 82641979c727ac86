"""Write documents as YAML in the style of `specs/`, and keep the style and the comments of a text that is edited."""

import difflib
import io
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.representer import RoundTripRepresenter
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, FoldedScalarString, LiteralScalarString

from ..documents import as_json, is_list, is_mapping, key_text

_WIDTH = 110
# Characters that a block of text cannot carry: control characters, and those that YAML takes for the end of a line.
_ESCAPED = re.compile(r"[^\n\x20-\x7e\xa0-\u2027\u202a-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_COMMENT = re.compile(r"(?:^|(?<=\s))#.*")

Styled: TypeAlias = Any
"""Plain data of subclasses that know how they are written: quotes, folded lines, one line or several."""


class _Representer(RoundTripRepresenter):
    """Writes null as a word."""


def _null(to: Any, _: None) -> Any:
    return to.represent_scalar("tag:yaml.org,2002:null", "null")


_Representer.add_representer(type(None), _null)  # pyright: ignore[reportUnknownMemberType]  # has no types


def _yaml() -> Any:
    yaml: Any = YAML()
    yaml.Representer = _Representer
    yaml.preserve_quotes, yaml.width = True, _WIDTH
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def written(document: Mapping[str, Any]) -> str:
    """Return plain data as YAML in the style of `specs/`."""
    return dumped(styled(document))


def dumped(document: Styled) -> str:
    """Return a document as YAML in its own style."""
    out = io.StringIO()
    _yaml().dump(document, out)
    return out.getvalue()


def styled(value: Any) -> Styled:
    """Return plain data to be written in the style of `specs/`."""
    if is_mapping(value):
        return {key: styled(item) for key, item in value.items()}
    if is_list(value):
        return [styled(item) for item in value]
    if not isinstance(value, str):
        return value
    if _ESCAPED.search(value):
        return DoubleQuotedScalarString(value)
    if "\n" in value:
        return LiteralScalarString(value)
    return FoldedScalarString(value) if len(value) > _WIDTH - 20 else value


def read_styled(text: str) -> Styled:
    """Read a document with its style, without its comments. One written like JSON gets the style of `specs/`."""
    document = _yaml().load(text)
    return styled(as_json(document)) if document.fa.flow_style() else _without_comments(document)


def _without_comments(value: Any) -> Styled:
    if is_mapping(value):
        return like(value, {key_text(key): _without_comments(item) for key, item in value.items()})
    if is_list(value):
        return like(value, list(map(_without_comments, value)))
    if isinstance(value, FoldedScalarString | LiteralScalarString):
        setattr(value, "comment", None)  # noqa: B010  # which its class does not declare
    return value if isinstance(value, str) else as_json(value)


def like(value: Styled, content: Any) -> Styled:
    """Return a mapping or a list in one line if `value` is."""
    if not (hasattr(value, "fa") and value.fa.flow_style()):
        return content
    whole: Any = CommentedMap(content) if is_mapping(content) else CommentedSeq(content)
    whole.fa.set_flow_style()
    return whole


def with_comments(text: str, before: str, after: str) -> str:
    """Return `after` with the comments of `text`; `before` is the text without them."""
    above, lines = _comments(text.splitlines(keepends=True), before.splitlines(keepends=True))
    new, result = after.splitlines(keepends=True), list[str]()
    for tag, first, last, start, stop in _opcodes(before.splitlines(keepends=True), new):
        for number in range(first, last):
            result += above[number]
            result += [lines[number]] if tag == "equal" else _behind(lines[number])
        result += [] if tag == "equal" else new[start:stop]
    return "".join([*result, *above[len(lines)]])


def _comments(text: list[str], before: list[str]) -> tuple[dict[int, list[str]], list[str]]:
    """Return the comments above each line of `before`, and these lines with what stands behind them."""
    above: dict[int, list[str]] = defaultdict(list)
    lines = list(before)
    for tag, first, last, start, _ in _opcodes(list(map(_code, text)), list(map(_code, before))):
        for number, line in enumerate(text[first:last], start):
            if tag == "equal":
                code = before[number].strip()
                behind = line.strip().removeprefix(code) if line.lstrip().startswith(code) else ""
                lines[number] = before[number].rstrip("\n") + behind + "\n"
            elif not _code(line) and (line.strip() or tag == "delete"):
                above[start].append(line)
    return above, lines


def _code(line: str) -> str:
    return _COMMENT.sub("", line).strip()


def _behind(line: str) -> list[str]:
    """Return the comment behind a line as a line of its own."""
    comment = _COMMENT.search(line)
    return [" " * (len(line) - len(line.lstrip())) + f"{comment[0]}\n"] if comment else []


def _opcodes(old: list[str], new: list[str]) -> Iterator[tuple[str, int, int, int, int]]:
    yield from difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
