"""The rule for a complete list, one script of answers for each of its cases."""

from datetime import UTC, datetime

import pytest

from allsessions import InvalidRecordError, InvalidRequestError

from ..client.scripted import Answer, Request, answer
from ..client.vendors import WIRES
from .reading import Outcome, read


class Akool:
    """Sends scripted answers in order, whatever page is requested, and repeats the last one.

    An answer is a total (or None) and a page. Each letter of the page is an identifier, and a hyphen a null.
    """

    def __init__(self, *answers: tuple[int | None, str]) -> None:
        self.answers, self.pages = [*answers], list[int]()

    def __call__(self, request: Request) -> Answer:
        self.pages.append(request.page)
        total, letters = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        data = {"count": total, "result": [None if each == "-" else {"_id": each} for each in letters]}
        return answer({"code": 1000, "msg": "", "data": data})

    def read(self) -> Outcome:
        return read("akool", self, page_size=2, concurrency=1)


def listed(*answers: tuple[int | None, str]) -> tuple[str, list[int]]:
    """Return the sessions of a list without errors, and the pages that were requested."""
    vendor = Akool(*answers)
    outcome = vendor.read()
    assert not outcome.errors
    return "".join(outcome.ids), vendor.pages


def test_a_list_ends_when_the_count_has_reached_the_total() -> None:
    assert listed((3, "ab"), (3, "c"), (3, "")) == ("abc", [1, 2, 3])


def test_below_the_total_a_list_is_read_until_it_is_reached() -> None:
    # d was added at the front after page 1.
    assert listed((3, "ab"), (4, "bc"), (4, ""), (4, "da")) == ("abcd", [1, 2, 3, 1])
    # c moved to the front after page 1. b is a repeat without a larger total, so the client reads all pages again.
    assert listed((4, "ab"), (4, "bd"), (4, ""), (4, "ca"), (4, "bd")) == ("abdc", [1, 2, 3, 1, 2])


def test_a_pass_without_new_sessions_is_an_error_with_numbers() -> None:
    vendor = Akool((4, "ab"), (4, "bd"), (4, ""), (4, "ab"), (4, "d"), (4, ""))
    outcome = vendor.read()
    assert "".join(outcome.ids) == "abd"
    assert "the vendor reports 4 sessions, but returned only 3" in str(outcome.errors[0])


def test_a_list_that_shrank_is_counted_anew() -> None:
    # a was deleted after page 1, so c moved to page 1.
    assert listed((4, "ab"), (3, "d"), (3, "bc"), (3, "d"), (3, "")) == ("abdc", [1, 2, 1, 2, 3])


def test_a_list_that_goes_on_shrinking_ends_in_an_error() -> None:
    vendor = Akool(*((total, "ab") for total in range(100, 0, -1)))
    (error,) = vendor.read().errors
    assert "the list changes faster than the library can read it; try again later" in str(error)
    assert vendor.pages == [1, 2] * 11


def test_a_list_that_repeats_for_twenty_pages_ends_in_an_error() -> None:
    vendor = Akool((100, "ab"))
    (error,) = vendor.read().errors
    assert ("2 of 100 sessions" in str(error), vendor.pages) == (True, [*range(1, 22)])


def test_each_record_without_an_identifier_counts() -> None:
    vendor = Akool((2, "--"), (2, ""))
    outcome = vendor.read()
    assert ([type(error) for error in outcome.errors], vendor.pages) == ([InvalidRecordError] * 2, [1, 2])


def test_without_a_total_a_pass_without_repeats_is_complete() -> None:
    assert listed((None, "ab"), (None, "c"), (None, "")) == ("abc", [1, 2, 3])


def test_without_a_total_repeats_lead_to_another_pass() -> None:
    # c moved to the front after page 1, so b came twice. The second pass brings c, and the third nothing.
    again = [(None, "ca"), (None, "bd"), (None, "")]
    assert listed((None, "ab"), (None, "bd"), (None, ""), *again, *again)[0] == "abdc"


@pytest.mark.parametrize("total", [3, 4])
def test_a_reached_total_does_not_end_a_list_that_was_reordered(total: int) -> None:
    # c moved to the front after page 1. The total is too low by one or two, so the count reaches it without c.
    first = [(total, "ab"), (total, "bd"), (total, "e")]
    ids, pages = listed(*first, (total, ""), (total, "ca"), (total, "bd"), (total, "e"), (total, ""))
    assert (ids, pages[4:6]) == ("abdec", [1, 2])


def test_a_null_on_two_pages_may_have_moved() -> None:
    # After page 1, the null moved to the back, b moved to page 1, and f was added.
    vendor = Akool((6, "-a"), (7, "cd"), (7, "-e"), (7, "f"), (7, "ab"), (7, "cd"), (7, "-e"), (7, "f"), (7, ""))
    outcome = vendor.read()
    assert sorted(outcome.ids) == list("abcdef")
    assert {type(error) for error in outcome.errors} == {InvalidRecordError}


def active_at_konpro(*pages: str | None, totals: str, granted: int = 2) -> tuple[str, bool]:
    """Return the active sessions, and True if the list ended in an error. None is a page that the vendor refuses."""
    left = [*zip(pages, totals, strict=True)]

    def script(request: Request) -> Answer:
        page, total = left.pop(0) if len(left) > 1 else left[0]
        if page is None:
            return answer({"error": {"code": "VALIDATION_ERROR", "message": "no"}}, status=400)
        data = [{"session_id": each, "status": "connected"} for each in page]
        numbers = {"total": int(total), "page": request.page, "page_size": granted, "next_pagination_token": None}
        return answer({"data": data, **numbers})

    outcome = read("konpro", script, page_size=3, concurrency=1, status="active")
    return "".join(outcome.ids), bool(outcome.errors)


def test_a_total_that_may_ignore_the_filter_tells_of_changes() -> None:
    assert active_at_konpro("abc", "de", totals="99", granted=3) == ("abcde", False), "four may have another status"
    # b was deleted after page 1, so c moved to page 1.
    assert active_at_konpro("ab", "de", "ac", "de", "", totals="54444") == ("abdec", False)
    # The total promises the page that the vendor refuses.
    assert active_at_konpro("ab", None, totals="55") == ("ab", True)
    assert active_at_konpro("ab", None, totals="22") == ("ab", False)


def test_a_page_is_full_if_it_has_the_vendors_page_size() -> None:
    assert active_at_konpro("ab", "cd", "e", totals="555", granted=2) == ("abcde", False)
    assert active_at_konpro("abc", "de", totals="55", granted=9) == ("abcde", False), "it has as many as requested"


def test_a_page_that_was_found_before_cannot_be_refused_silently() -> None:
    wire, pages = WIRES["konpro"], list[int]()

    def script(request: Request) -> Answer:
        pages.append(request.page)
        again = pages.count(request.page) > 1
        if again and request.page == 2:
            return answer({"error": {"code": "INTERNAL"}}, status=400)
        # Session 5 moves to the front after page 2, so session 3 comes twice, and the client reads the list again.
        held = [0, 1, 2, 3, 4, 5] if request.page < 3 and not again else [0, 1, 5, 2, 3, 4]
        return answer({"data": [wire.record(each) for each in held[request.page * 2 - 2 : request.page * 2]]})

    outcome = read("konpro", script)
    assert (outcome.kinds, pages) == ([InvalidRequestError], [1, 2, 3, 4, 1, 2])


def test_a_total_of_the_sessions_so_far_costs_one_more_pass() -> None:
    """KonPro's total may ignore the filter, so its growth is a reason to read the list again, but only once."""
    wire = WIRES["konpro"]

    def script(request: Request) -> Answer:
        data = [wire.record(each) for each in range(22)][request.page * 2 - 2 : request.page * 2]
        return answer({"data": data, "total": min(22, request.page * 2), "page": request.page})

    outcome = read("konpro", script, created_after=datetime.fromtimestamp(0, UTC))
    assert (outcome.ids, outcome.errors) == (wire.ids(22), [])
    assert outcome.requests <= 3 * 12
