"""Write a vendor's changes into the text of our document, touching only the lines that must change.

The text is edited line by line rather than loaded and written anew: order, comments, our own wording and style stay
wherever the promise has not changed. Whatever would refer to a part that is gone is replaced by the vendor's.
"""

import io
import re
from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

from attrs import define, field
from ruamel.yaml import YAML
from ruamel.yaml.representer import RoundTripRepresenter
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, FoldedScalarString, LiteralScalarString

from ..documents import SpecError, is_list, is_mapping, list_of, parse_yaml
from ..shape import HOLDS, NAMES, component, holds, is_words, item_kind, without_words
from .compare import Comparison
from .pairing import paired
from .promises import alike

# ruamel's nodes have no types. Each has an id, which is its kind, its value, and the marks where it begins and ends.
Node: TypeAlias = Any

_WIDTH = 110
# Components that are words: ours stay.
_WORDS = ("#/components/examples/", "#/components/links/")


def rewritten(text: str, wanted: Mapping[str, Any]) -> str:
    """Return the document `text` with the promises of `wanted`; new parts come with the words they have there."""
    ours = parse_yaml(text, "openapi.yaml")
    if not Comparison(ours, wanted).changes():
        return text
    root = YAML(pure=True).compose(io.StringIO(text))  # pyright: ignore[reportUnknownMemberType]  # has no types
    editor = _Editor(text, ours, wanted)
    if not _is_block(root, "mapping"):  # written like JSON
        return written(editor.in_our_words("document", ours, wanted))
    editor.mapping("document", root, ours, wanted)
    return editor.text()


def written(document: Mapping[str, Any]) -> str:
    """A whole document as YAML, in the style of `specs/`."""
    return "".join(_dumped(document, 0))


@define
class _Edit:
    """Lines to be put in place of others: from `first` up to, and without, `last`."""

    first: int
    last: int
    lines: list[str]


@define
class _Editor:
    _source: str
    _ours: Mapping[str, Any]
    _wanted: Mapping[str, Any]
    _edits: list[_Edit] = field(factory=list[_Edit], init=False)
    _lines: list[str] = field(init=False)
    _comparison: Comparison = field(init=False)
    _then: Comparison = field(init=False)
    _literal: bool = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._lines = self._source.splitlines(keepends=True)
        if self._lines and not self._lines[-1].endswith("\n"):
            self._lines[-1] += "\n"
        self._comparison = Comparison(self._ours, self._wanted)
        self._then = Comparison(self._wanted, self._wanted)
        # 3.1 does not know 3.0's ways of writing the same.
        versions = {str(each["openapi"])[:3] for each in (self._ours, self._wanted)}
        self._literal = len(versions) > 1

    def text(self) -> str:
        """The text with every edit made."""
        lines = list(self._lines)
        # From the end, so that line numbers hold; of several at one line, the last one first.
        numbered = sorted(enumerate(self._edits), key=lambda each: (each[1].first, each[1].last, each[0]))
        for _, edit in reversed(numbered):
            lines[edit.first : edit.last] = edit.lines
        return "".join(lines)

    def mapping(self, kind: str, node: Node, ours: Mapping[str, Any], wanted: Mapping[str, Any]) -> None:
        """Edit the entries of a mapping; `kind` is an object's, or {} of one."""
        entries = {str(key.value): (key, value) for key, value in node.value}
        if entries.keys() != ours.keys():
            line = node.start_mark.line + 1
            raise SpecError(f"openapi.yaml, line {line}: cannot be edited with keys written like this, such as `<<`")
        after: str | None = None
        indent = node.start_mark.column
        for name, item in wanted.items():
            if name not in ours:
                if not self._is_ours(kind, name):
                    above = entries[after] if after else entries[next(iter(entries))] if self._dashed(node) else None
                    self._insert(self._below(node, above), _dumped({name: item}, indent))
                continue
            # Names are given to values by their order.
            in_order = name == "enum" and kind == "schema" and NAMES & {*ours, *wanted}
            self._entry("" if in_order else _held(kind, name), name, entries[name], ours[name], item)
            after = name
        for name in ours:
            if name not in wanted and not self._stays(kind, name, ours, wanted):
                self._delete(*entries[name])

    def _is_ours(self, kind: str, name: str) -> bool:
        """Return whether a field is left as we word it."""
        return not kind.startswith("{") and is_words(kind, name)

    def _stays(self, kind: str, name: str, ours: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
        """Return whether a field that the vendor does not have may stay: it is words, or makes no difference."""
        if self._dangles(ours[name]):
            return False
        made_no_difference = kind in HOLDS and self._then.same(kind, wanted, {**wanted, name: ours[name]})
        return self._is_ours(kind, name) or (made_no_difference and not self._literal)

    def _dangles(self, value: Any) -> bool:
        """Return whether a part refers to one that the vendor's document does not have."""
        if not is_mapping(value):
            return any(map(self._dangles, list_of(value)))
        reference = str(value.get("$ref", ""))
        kept = self._ours if reference.startswith(_WORDS) else self._wanted
        lost = reference.startswith("#/") and component(reference, kept) is None
        return lost or any(map(self._dangles, value.values()))

    def _entry(self, held: str, name: str, entry: tuple[Node, Node], ours: Any, wanted: Any) -> None:
        key, value = entry
        if not self._dangles(ours) and self._same(held, ours, wanted):
            return
        if held == "words":
            self._replace(key, value, {name: wanted}, key.start_mark.column)
        elif is_mapping(ours) and is_mapping(wanted) and wanted and _is_block(value, "mapping"):
            self.mapping(held, value, ours, wanted)
        elif wanted and _is_block(value, "sequence") and (items := self._items(held, ours, wanted)):
            inner = item_kind(held) if held != "values" else ""
            if _reordered(held, *items):
                worded = [self.in_our_words(inner, items[0].get(each), item) for each, item in items[1].items()]
                self._replace(key, value, {name: worded}, key.start_mark.column)
            else:
                self._sequence(inner, value, *items)
        elif _is_plain(value, ours) and _is_short(wanted):
            self._in_line(value, wanted)
        else:
            self._replace(key, value, {name: self.in_our_words(held, ours, wanted)}, key.start_mark.column)

    def in_our_words(self, kind: str, ours: Any, wanted: Any) -> Any:
        """Return what is wanted, with our words wherever we have some for it."""
        if kind == "words":
            return wanted if ours is None or self._dangles(ours) else ours
        if not (is_mapping(ours) and is_mapping(wanted)):
            return wanted
        old, new = ours, wanted
        words = {name: item for name, item in old.items() if self._is_ours(kind, name) and not self._dangles(item)}
        return {name: self.in_our_words(_held(kind, name), old.get(name), item) for name, item in new.items()} | words

    def _same(self, held: str, ours: Any, wanted: Any) -> bool:
        if alike(ours, wanted) or held == "words":
            return True
        inner = item_kind(held)
        if held.startswith("{"):
            return is_mapping(ours) and is_mapping(wanted) and self._same_items(inner, ours, wanted)
        if held.startswith("["):
            if _reordered(held, *paired(held, ours, wanted, (self._ours, self._wanted))):
                return False
            return self._same_items(inner, *paired(held, ours, wanted, (self._ours, self._wanted)))
        if self._literal or held == "info":  # the API's version is no promise, and yet taken in
            return alike(without_words(held, ours), without_words(held, wanted))
        if held == "values" and is_list(ours) and is_list(wanted):
            return sorted(map(repr, ours)) == sorted(map(repr, wanted))
        # Of the components, not all are compared by themselves, but all are written.
        return held in HOLDS and held != "components" and self._comparison.same(held, ours, wanted)

    def _same_items(self, inner: str, ours: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
        return ours.keys() == wanted.keys() and all(self._same(inner, ours[key], wanted[key]) for key in ours)

    def _items(self, held: str, ours: Any, wanted: Any) -> tuple[dict[str, Any], dict[str, Any]] | None:
        """The items of two lists by what they are called; None where they must be taken as one."""
        if not (is_list(ours) and is_list(wanted)) or not (held == "values" or held.startswith("[")):
            return None
        if held == "values":
            old, new = _by_value(ours), _by_value(wanted)
        else:
            old, new = paired(held, ours, wanted, (self._ours, self._wanted))
        return (old, new) if (len(old), len(new)) == (len(ours), len(wanted)) else None

    def _sequence(self, inner: str, node: Node, old: dict[str, Any], new: dict[str, Any]) -> None:
        nodes = dict(zip(old, node.value, strict=True))
        after: Node | None = None
        dash = node.start_mark.column
        for key, item in new.items():
            if key not in old:
                self._insert(self._below(node, (after, after) if after else None), _dumped([item], dash))
                continue
            self._item(inner, nodes[key], old[key], item, dash)
            after = nodes[key]
        for key in old.keys() - new.keys():
            self._delete(nodes[key], nodes[key])

    def _item(self, inner: str, node: Node, ours: Any, wanted: Any, dash: int) -> None:
        if not self._dangles(ours) and self._same(inner, ours, wanted):
            return
        # Its first line has the dash, which must not go with the first entry.
        keeps_first = is_mapping(ours) and is_mapping(wanted) and next(iter(ours), None) in wanted
        if keeps_first and _is_block(node, "mapping"):
            self.mapping(inner, node, ours, wanted)
        else:
            self._replace(node, node, [self.in_our_words(inner, ours, wanted)], dash)

    def _dashed(self, node: Node) -> bool:
        """Whether a mapping begins in the line of a list item's dash."""
        line = self._lines[int(node.start_mark.line)]
        return bool(line[: node.start_mark.column].strip())

    def _below(self, holder: Node, entry: tuple[Node, Node] | None) -> int:
        """The line to insert at: behind an entry, or before the first."""
        return holder.start_mark.line if entry is None else self._end(*entry)

    def _insert(self, line: int, lines: list[str]) -> None:
        self._edits.append(_Edit(line, line, lines))

    def _delete(self, key: Node, value: Node) -> None:
        self._edits.append(_Edit(key.start_mark.line, self._end(key, value), []))

    def _replace(self, key: Node, value: Node, wanted: Any, indent: int) -> None:
        line = key.start_mark.line
        first, *others = _dumped(wanted, indent)
        # The dash of a list stands in the line of its item's first entry.
        self._edits.append(_Edit(line, self._end(key, value), [self._lines[line][:indent] + first[indent:], *others]))

    def _in_line(self, node: Node, wanted: Any) -> None:
        # What stands behind it in its line, such as a comment, stays.
        (dumped,) = _dumped({"x": wanted}, 0)
        line, first, last = int(node.start_mark.line), node.start_mark.column, node.end_mark.column
        old = self._lines[line]
        new = old[:first] + dumped.removeprefix("x: ").rstrip("\n") + old[last:]
        self._edits.append(_Edit(line, line + 1, [new]))

    def _end(self, key: Node, value: Node) -> int:
        """The line behind an entry, without the comments and empty lines that follow it."""
        first = int(key.start_mark.line)
        last = max(first, _last_line(value)) + 1
        while last > first + 1 and not self._lines[last - 1].strip():
            last -= 1
        return last


def _last_line(node: Node) -> int:
    if _is_block(node, "mapping"):
        return max(_last_line(value) for _, value in node.value)
    if _is_block(node, "sequence"):
        return _last_line(node.value[-1])
    # What ends a block of text is the line behind it.
    folded = node.id == "scalar" and node.style in ("|", ">")
    return int(node.end_mark.line) - (1 if folded else 0)


def _is_block(node: Node, kind: Literal["mapping", "sequence"]) -> bool:
    return bool(node.id == kind and not node.flow_style and node.value)


def _is_plain(node: Node, value: Any) -> bool:
    """Whether a node is a value in one line, which can be exchanged there."""
    return (
        node.id == "scalar"
        and value is not None
        and node.style not in ("|", ">")
        and node.start_mark.line == node.end_mark.line
    )


def _held(kind: str, name: str) -> str:
    if kind.startswith("{"):
        return kind[1:-1]
    held = holds(kind, name)
    if held == "words" and not is_words(kind, name):
        return "{words}" if kind == "components" else ""
    return held


def _is_short(value: Any) -> bool:
    """Whether a value can be written in the line of its key."""
    return not isinstance(value, dict | list) and len(_dumped({"x": value}, 0)) == 1


def _reordered(held: str, ours: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    """Return whether another server or requirement comes first."""
    return held in ("[server]", "[requirement]") and next(iter(ours), None) != next(iter(wanted), None)


def _by_value(items: list[Any]) -> dict[str, Any]:
    return {repr(item): item for item in items}


class _Representer(RoundTripRepresenter):
    """Writes null as a word."""


def _null(to: Any, _: None) -> Any:
    return to.represent_scalar("tag:yaml.org,2002:null", "null")


_Representer.add_representer(type(None), _null)  # pyright: ignore[reportUnknownMemberType]  # has no types


def _dumped(value: Any, indent: int) -> list[str]:
    """YAML in lines, each indented."""
    yaml = YAML()
    yaml.Representer = _Representer
    yaml.indent(mapping=2, sequence=4, offset=2)  # pyright: ignore[reportUnknownMemberType]
    yaml.width = _WIDTH - indent
    yaml.default_flow_style = False
    out = io.StringIO()
    yaml.dump(_styled(value), out)  # pyright: ignore[reportUnknownMemberType]
    lines = out.getvalue().splitlines(keepends=True)
    if is_list(value):  # the offset of a list that stands at the top
        lines = [line[2:] for line in lines]
    return [" " * indent + line if line.strip() else line for line in lines]


# Characters that a block of text cannot carry: control characters, and those that YAML takes for the end of a line.
_ESCAPED = re.compile(r"[^\n\x20-\x7e\xa0-\u2027\u202a-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def _styled(value: Any) -> Any:
    if is_mapping(value):
        return {key: _styled(item) for key, item in value.items()}
    if is_list(value):
        return [_styled(item) for item in value]
    if isinstance(value, str) and _ESCAPED.search(value):
        return DoubleQuotedScalarString(value)
    if isinstance(value, str) and "\n" in value:
        return LiteralScalarString(value)
    return FoldedScalarString(value) if isinstance(value, str) and len(value) > _WIDTH - 20 else value
