"""Write documents as YAML in the style of `specs/`, and keep the style and comments of a file after a change."""

import difflib
import io
import re
from collections.abc import Mapping
from typing import Any, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, FoldedScalarString, LiteralScalarString

from ..documents import as_json, is_list, is_mapping, key_text

_WIDTH = 110
# Characters that a block scalar cannot contain: control characters, and line breaks other than \n.
_ESCAPED = re.compile(r"[^\n\x20-\x7e\xa0-\u2027\u202a-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_COMMENT = re.compile(r"(?:^|(?<=\s))#.*")

Styled: TypeAlias = Any
"""Data in ruamel.yaml's subclasses of dict, list and str. They keep the style, such as quotes and folded lines."""


def _null(representer: Any, _: None) -> Any:
    return representer.represent_scalar("tag:yaml.org,2002:null", "null")


def _yaml() -> Any:
    yaml: Any = YAML()
    yaml.representer.add_representer(type(None), _null)
    yaml.preserve_quotes, yaml.width = True, _WIDTH
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def written(document: Mapping[str, Any]) -> str:
    """Return plain data as YAML in the style of `specs/`."""
    return dumped(styled(document))


def dumped(document: Styled) -> str:
    """Return a document as YAML in its own style."""
    _yaml().dump(document, out := io.StringIO())
    return out.getvalue()


def styled(value: Any) -> Styled:
    """Return plain data with the style of `specs/`."""
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
    """Read a document with its style, but without its comments. A JSON document gets the YAML style of `specs/`."""
    document = _yaml().load(text)
    return styled(as_json(document)) if document.fa.flow_style() else _without_comments(document)


def _without_comments(value: Any) -> Styled:
    if is_mapping(value):
        return like(value, {key_text(key): _without_comments(item) for key, item in value.items()})
    if is_list(value):
        return like(value, list(map(_without_comments, value)))
    if isinstance(value, FoldedScalarString | LiteralScalarString):
        setattr(value, "comment", None)  # noqa: B010  # an attribute that the class does not declare
    return value if isinstance(value, str) else as_json(value)


def like(value: Styled, content: Any) -> Styled:
    """Return `content` in the style of `value`: on one line if `value` is on one line."""
    if not (hasattr(value, "fa") and value.fa.flow_style()):
        return content
    whole: Any = CommentedMap(content) if is_mapping(content) else CommentedSeq(content)
    whole.fa.set_flow_style()
    return whole


def with_comments(text: str, after: str) -> str:
    """Return the document `after` with the comments and empty lines of `text`, the document before the edit."""
    old, new, result = text.splitlines(), after.splitlines(), list[str]()
    was, now = ([_COMMENT.sub("", line).strip() for line in lines] for lines in (old, new))
    matcher = difflib.SequenceMatcher(None, was, now, autojunk=False)
    for tag, first, last, start, stop in matcher.get_opcodes():
        if tag == "equal":
            result += map(_with_comment, new[start:stop], old[first:last])
        else:
            result += [remark for line in old[first:last] for remark in _remarks(line)]
            result += new[start:stop]
    return "".join(f"{line}\n" for line in result)


def _with_comment(line: str, old: str) -> str:
    return line + old.strip().removeprefix(line.strip()) if old.strip().startswith(line.strip()) else line


def _remarks(line: str) -> list[str]:
    """Return a line's comment as a separate line, and an empty line unchanged; nothing for other lines."""
    if comment := _COMMENT.search(line):
        return [" " * (len(line) - len(line.lstrip())) + comment[0]]
    return [] if line.strip() else [line]
