"""Write a vendor's changes into the text of our document.

Parts that differ only in wording keep our order, comments, wording and style, unless a reference in them would dangle.
"""

import itertools
from collections.abc import Iterable, Mapping
from typing import Any

from ..documents import component, is_list, is_mapping, references
from ..shape import HOLDS, NAMES, holds, is_words, item_kind, paired, without_words
from .compare import Comparison
from .moves import NONE, Moves
from .promises import alike
from .yaml_text import Styled, dumped, like, read_styled, styled, with_comments

# Components that contain only wording, such as examples. We keep our own wording for them.
_WORDS = ("#/components/examples/", "#/components/links/")


def rewritten(text: str, wanted: Mapping[str, Any], moves: Moves = NONE) -> str:
    """Return the document `text` with the content of `wanted`. Parts that `text` already has keep their wording."""
    before = read_styled(text)
    ours = moves.made(before)
    if ours == before and not Comparison(ours, wanted).changes():
        return text
    after = _Rewriting(ours, styled(wanted)).mapping("document", ours, styled(wanted))
    return with_comments(text, dumped(after))


class _Rewriting:
    def __init__(self, ours: Styled, wanted: Styled) -> None:
        self._ours, self._wanted = ours, wanted
        self._comparison, self._then = Comparison(ours, wanted), Comparison(wanted, wanted)
        # If the OpenAPI version changes, compare literally, because 3.1 does not accept some keywords of 3.0.
        self._literal = str(ours["openapi"])[:3] != str(wanted["openapi"])[:3]

    def mapping(self, kind: str, ours: Styled, wanted: Styled) -> Styled:
        """Return our mapping, changed to the wanted content. `kind` is the mapping's kind, written as in HOLDS."""
        new = [name for name in wanted if name in ours or not is_words(kind, name)]
        stay = [name for name in ours if name in wanted or self._stays(kind, name, ours, wanted)]
        # An enum's values and the list of their names must keep the same order.
        in_order = kind == "schema" and NAMES & {*ours, *wanted}
        merged: dict[str, Styled] = {}
        for name in _in_order(stay, new):
            held = "" if name == "enum" and in_order else _held(kind, name)
            merged[name] = self._merged(held, ours.get(name), wanted[name]) if name in wanted else ours[name]
        return like(ours, merged)

    def _merged(self, held: str, ours: Styled, wanted: Styled) -> Styled:
        """Return our part if only its wording differs; else the wanted part, with our wording where we have any."""
        if ours is not None and not self._dangles(ours) and self._same(held, ours, wanted):
            return ours
        if held != "words" and is_mapping(ours) and is_mapping(wanted):
            return self.mapping(held, ours, wanted)
        if held and is_list(ours) and is_list(wanted):
            return self._list(held, ours, wanted)
        return wanted

    def _list(self, held: str, ours: Styled, wanted: Styled) -> Styled:
        old, new = paired(held, ours, wanted, (self._ours, self._wanted))
        if (len(old), len(new)) != (len(ours), len(wanted)):
            return wanted
        # The order matters here, because the client uses the first server and the first security requirement.
        reordered = held in ("[server]", "[requirement]") and next(iter(old), None) != next(iter(new), None)
        names = new if reordered else _in_order([name for name in old if name in new], new)
        return like(ours, [self._merged(item_kind(held), old.get(name), new[name]) for name in names])

    def _same(self, held: str, ours: Styled, wanted: Styled) -> bool:
        if alike(ours, wanted) or held == "words":
            return True
        if self._literal or held == "info":  # a comparison ignores the API's version in `info`
            return alike(without_words(held, ours), without_words(held, wanted))
        # A comparison skips some kinds of components, so it cannot check that all of `components` is the same.
        return held in HOLDS and held != "components" and self._comparison.same(held, ours, wanted)

    def _stays(self, kind: str, name: str, ours: Styled, wanted: Styled) -> bool:
        """Return True if a field that only our document has may stay: it is wording, or has no effect on the client."""
        if self._dangles(ours[name]):
            return False
        needless = kind in HOLDS and self._then.same(kind, wanted, {**wanted, name: ours[name]})
        return is_words(kind, name) or kind == "{words}" or (needless and not self._literal)

    def _dangles(self, value: Styled) -> bool:
        """Return True if a part refers to a component that the vendor's document lacks."""
        inside = [each for each in references(value).values() if each.startswith("#/")]
        return any(component(each, self._ours if each.startswith(_WORDS) else self._wanted) is None for each in inside)


def _in_order(ours: Iterable[str], wanted: Iterable[str]) -> list[str]:
    """Insert the new names of `wanted` into our names. Each new name follows the same name as in `wanted`."""
    names = list(ours)
    for previous, name in itertools.pairwise(["", *wanted]):
        if name not in names:
            names.insert(names.index(previous) + 1 if previous in names else 0, name)
    return names


def _held(kind: str, name: str) -> str:
    if kind.startswith("{"):
        return kind[1:-1]
    held = holds(kind, name)
    if held == "words" and not is_words(kind, name):
        return "{words}" if kind == "components" else ""
    return held
