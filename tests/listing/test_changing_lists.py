"""From a list that changes, the client returns all sessions that exist the whole time, or the list ends in an error.

The lists are random and the same in every run. ALLSESSIONS_DEEP=1 tries twenty times as many, for some minutes.
"""

import datetime
import itertools
import math
import os
from collections.abc import Mapping
from datetime import UTC
from itertools import product
from random import Random
from typing import Any

import pytest

from allsessions import InvalidRecordError

from ..client.scripted import Answer, Request, answer
from ..client.vendors import WIRES, Script
from .honest_vendor import CHANGES, STYLES, HonestVendor
from .reading import MOST_REQUESTS, Outcome, read

DEEP = os.environ.get("ALLSESSIONS_DEEP") == "1"
LISTS = 40 if DEEP else 2
"""The number of lists for each mixture, style, rate and concurrency."""

MIXTURES = (
    *("front", "back", "middle", "delete", "touch", "sink", "swap"),
    *("front delete", "touch delete", "back sink", "middle swap"),
    *("front delete touch", "back delete sink", "middle delete swap"),
)
SELDOM, OFTEN = 1 / 10, 1 / 2
AHEAD = 8


def trial(
    name: str, mixture: str, style: str, rate: float, concurrency: int, *, faulty: bool, **filters: Any
) -> set[str]:
    """Read one list with these changes. If `faulty`, it also has bad and repeated records, and failing answers."""
    random = Random(name)
    # With one session per page, a list with many changes could grow as fast as the client reads it.
    granted = random.choice((1, 2, 3, 5, 10) if rate < OFTEN else (2, 3, 5, 10))
    page_size, count = granted + random.choice((0, 0, 1)), random.randrange(granted * 10)
    some = random.sample(range(count), min(count, random.randrange(4))) if faulty else []
    vendor = HonestVendor(
        style=STYLES[style],
        count=count,
        most=granted,
        bad=frozenset(some if random.random() < 0.5 else ()),
        repeated=some if random.random() < 0.5 and mixture != "delete" else (),
        changes=[CHANGES[kind] for kind in mixture.split()],
        rate=rate,
        random=random,
    )
    way = random.choice(("list", "pages")) if faulty else "list"
    script = failing(vendor, random) if faulty else vendor
    options: dict[str, Any] = {
        "page_size": page_size,
        "concurrency": concurrency,
        "random": random,
        "way": way,
        **filters,
    }
    return judged(vendor, read(vendor.style.vendor, script, retries=6 if faulty else 0, **options))


def failing(script: Script, random: Random) -> Script:
    faults = (Answer(status=503), Answer(status=429, headers={"retry-after": "0"}), Answer(status=520))
    return lambda request: random.choice(faults) if random.random() < 0.1 else script(request)


def judged(vendor: HonestVendor, outcome: Outcome) -> set[str]:
    """Return a description of everything notable that happened."""
    ids = vendor.style.ids(vendor.count)
    reported = [error.record["marked"] for error in outcome.errors if isinstance(error, InvalidRecordError)]
    assert {*reported} <= vendor.bad
    assert not {*outcome.ids} & {ids[number] for number in vendor.bad}
    failed = len(outcome.errors) > len(reported)
    missing = {ids[number] for number in vendor.throughout.difference(reported)} - {*outcome.ids}
    happened = {
        "ended in an error": failed,
        "ended short": missing and not failed and not vendor.hidden,
        "a session twice": len({*outcome.ids}) < len(outcome.ids),
        "no end": outcome.requests > MOST_REQUESTS,
        "no answer could show a change": vendor.hidden,
    }
    return {words for words, true in happened.items() if true}


@pytest.mark.timeout(1200 if DEEP else 120)
@pytest.mark.parametrize("concurrency", [1, AHEAD], ids=["in order", "side by side"])
@pytest.mark.parametrize("faulty", [False, True], ids=["changes alone", "faulty"])
def test_a_changing_list_is_complete_or_an_error(concurrency: int, faulty: bool) -> None:
    """Also: no session is repeated, every list ends, and few of the lists that seldom change end in an error."""
    mixtures = ("", *MIXTURES) if faulty else MIXTURES
    trials: dict[float, dict[str, set[str]]] = {SELDOM: {}, OFTEN: {}}
    for mixture, style, rate, seed in product(mixtures, STYLES, trials, range(LISTS)):
        name = f"{mixture}, {style}, {rate:g} changes an answer, {concurrency} at once, seed {seed}"
        trials[rate][name] = trial(name, mixture, style, rate, concurrency, faulty=faulty)
    found = {**trials[SELDOM], **trials[OFTEN]}
    short = named(found, "ended short")
    assert len(short) <= (0 if concurrency == 1 else math.ceil(len(found) / 1000)), short
    assert named(found, "a session twice") == named(found, "no end") == []
    failed = named(trials[SELDOM], "ended in an error")
    # A list that repeats a session, or changes and has bad records, looks like a truncated list.
    assert len(failed) <= len(trials[SELDOM]) / (2 if faulty else 20), failed
    # A change that no answer shows is the only excuse for an incomplete list, so it must be rare.
    assert len(named(found, "no answer could show a change")) <= len(found) / 10


def test_a_filtered_list_without_a_reliable_total_is_seldom_short() -> None:
    """KonPro's total may ignore the filter, so no answer shows that sessions moved. docs/guarantees.md says so."""
    filters, found = {"created_after": datetime.datetime.fromtimestamp(0, UTC)}, dict[str, set[str]]()
    for mixture, style, rate, seed in product(MIXTURES, ("konpro", "konpro by token"), (SELDOM, OFTEN), range(LISTS)):
        name = f"filtered: {mixture}, {style}, {rate:g} changes an answer, seed {seed}"
        found[name] = trial(name, mixture, style, rate, AHEAD, faulty=False, **filters)
    assert len(short := named(found, "ended short")) <= len(found) / 50, short


def named(found: Mapping[str, set[str]], words: str) -> list[str]:
    return [name for name, happened in found.items() if words in happened]


def most_requests(style: str, count: int, granted: int, concurrency: int) -> int:
    """Return the expected number of requests: one for each page, and those that the vendor's paging costs."""
    pages = max(1, math.ceil(count / granted))
    if not STYLES[style].numbers_lead and pages > 1:
        # The client first tries page numbers, several at once, gets the same sessions again, and then uses tokens.
        return 2 * pages + concurrency
    # After a full page, the client always requests another page.
    last_is_full = count > 0 and count % granted == 0
    return pages if STYLES[style].says_end and not last_is_full else pages + 1


@pytest.mark.parametrize("style", STYLES)
def test_an_unchanged_list_takes_each_page_once(style: str) -> None:
    for concurrency, (page_size, most) in product([1, AHEAD], [(1, 100), (3, 100), (5, 4), (100, 7)]):
        granted = min(page_size, most)
        for count in (0, 1, granted - 1, granted, granted + 1, 5 * granted, 7 * granted + 1):
            case = (concurrency, page_size, most, count)
            vendor = HonestVendor(style=STYLES[style], count=count, most=most)
            outcome = read(vendor.style.vendor, vendor, page_size=page_size, concurrency=concurrency)
            assert (outcome.ids, outcome.errors) == (vendor.style.ids(count), []), case
            assert outcome.requests <= most_requests(style, count, granted, concurrency), case


def test_a_total_counts_as_known_when_a_request_is_sent() -> None:
    """KonPro's total ignores filters, so it only shows that a list shrank. Most requests wait before they are sent."""
    konpro, held, requests = WIRES["konpro"], list[Any](), itertools.count()

    def script(request: Request) -> Answer:
        if (number := next(requests)) in (0, 3):
            held[:] = [konpro.record(each) for each in range(1_200 if number else 1_190)]
        if number == 45:
            del held[:5]
        return answer(konpro.envelope(held, request))

    outcome = read("konpro", script, page_size=20, concurrency=8, created_after=datetime.datetime.fromtimestamp(0, UTC))
    assert {*konpro.ids(1_200)[5:]} <= {*outcome.ids}
