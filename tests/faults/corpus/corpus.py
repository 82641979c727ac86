"""All hostile answers, in one order that is the same at every run."""

from __future__ import annotations

import hashlib

from tests.faults.corpus.answer import Hostile
from tests.faults.corpus.generated import generated
from tests.faults.corpus.written import written


def distinct() -> tuple[Hostile, ...]:
    """No two of them the same on the wire, whatever they are called."""
    answers = {answer.on_the_wire: answer for answer in (*generated(), *written())}
    return tuple(answers.values())


CORPUS = distinct()
NUMBERS = range(len(CORPUS))

GROUPS: dict[str, list[int]] = {}
"""Their numbers by operation and kind."""
for _number, _answer in enumerate(CORPUS):
    GROUPS.setdefault(f"{_answer.endpoint}, {_answer.kind}", []).append(_number)


def digest() -> str:
    """The same for the same answers in the same order, in any process."""
    written_out = repr([(str(answer), answer.on_the_wire, sorted(answer.good)) for answer in CORPUS])
    return hashlib.sha256(written_out.encode()).hexdigest()
