"""Servers with odd values next to their records: the list is complete, or an error says that it is not."""

from collections.abc import Mapping, Sequence
from typing import Any

from allsessions import InvalidRequestError, NotFoundError, UnexpectedResponseError

from ..client.scripted import Answer, answer
from ..client.vendors import PAGED
from .case import MISSING, VENDORS, Case, Says, Turn, at_page, envelope, put
from .reading import WAYS, each, hold

# The most pages that a client requests without new sessions; twice, because it reads a short list again.
PATIENCE = 2 * 120
UNEXPECTED = [UnexpectedResponseError]

HARMLESS: Mapping[tuple[str, str], Sequence[Any]] = {
    ("anam", "next"): (None, MISSING, 1, 3, 99),
    ("anam", "lastPage"): (None, MISSING, 0, 1, 2, -1),
    ("anam", "perPage"): (MISSING, 0, 1, 10**30),
    ("anam", "currentPage"): (MISSING, 0, 7),
    ("konpro", "page_size"): (MISSING, 0, 1, 10**30),
    ("konpro", "page"): (MISSING, 0, 7),
    # The page numbers work, so wrong tokens do no harm.
    ("konpro", "next_pagination_token"): ("at-0", "at-2"),
}
UNCLEAR: Mapping[tuple[str, str], Sequence[Any]] = {
    ("anam", "next"): (0, -1, 10**30, "2", "https://api.anam.ai/v1/sessions?page=2", True, [2]),
    ("anam", "lastPage"): (4, 50, 10**30, "3", 2.5),
}


def saying(place: str, value: Any) -> Says:
    """Honest pages of Anam or KonPro, except for one field next to the records."""
    ways = {"konpro": (place,), "anam": ("meta", place)}
    return envelope(lambda turn: put(turn.envelope(), ways[turn.vendor], value))


def test_a_field_next_to_the_records_loses_nothing() -> None:
    for fields, or_error in ((HARMLESS, False), (UNCLEAR, True)):
        for (vendor, place), values in fields.items():
            for value in values:
                case = Case(vendors=[vendor], says=saying(place, value), or_error=or_error, requests=PATIENCE)
                hold(case, ways=WAYS)


def too_low(turn: Turn) -> Answer:
    return answer(turn.with_total(3))


def in_place_of_page_2(reply: Answer) -> Says:
    """Pages with a total that is too low, and this reply instead of page 2."""
    return lambda turn: reply if turn.page == 2 else too_low(turn)


def with_total(total: Any) -> Says:
    return envelope(lambda turn: turn.with_total(total))


def outgrowing() -> Says:
    """Each pass has more sessions than the last one, but the total grows even faster."""
    passes: list[int] = []

    def says(turn: Turn) -> Answer:
        passes.extend([1] * (turn.page == 1))
        return answer(turn.with_total(20 ** len(passes), turn.held[: 5 * len(passes)]))

    return says


def circling(turn: Turn) -> Any:
    """The server ignores page numbers, and the token of page 2 leads to page 2 again."""
    by_token = "token" in turn.request.query
    return {"next_pagination_token": "again", "data": turn.held[2:4] if by_token else turn.held[:2]}


@each(
    {
        "a total that outgrows the list": Case(says=outgrowing(), holds=60, or_error=True, requests=PATIENCE),
        "tokens in a circle": Case(vendors=["konpro"], says=envelope(circling), yields=range(4), errors=UNEXPECTED),
        **{
            f"a total {total!r}": Case(vendors=VENDORS, says=with_total(total), or_error=True)
            for total in ("5", [5], {"value": 5}, True, 4.5)
        },
        **{f"a total of {total}": Case(vendors=VENDORS, says=with_total(total)) for total in (0, 1, 4, -1, None)},
        "a total of one more": Case(vendors=VENDORS, says=with_total(6), errors=UNEXPECTED, requests=PATIENCE),
        "a total that is too high at first only": Case(
            vendors=PAGED,
            says=envelope(lambda turn: turn.with_total(50 if (turn.page, turn.attempt) == (1, 1) else 5)),
        ),
        "page and size ignored": Case(
            vendors=["anam", "konpro"], says=envelope(lambda turn: turn.with_records(turn.held))
        ),
        "every record twice": Case(
            vendors=["elizaos"], says=envelope(lambda turn: turn.with_records([*turn.held, *turn.held]))
        ),
        **{
            f"HTTP {reply.status} at page 2 where the total is too low": Case(
                vendors=PAGED, says=in_place_of_page_2(reply), holds=7, yields=[0, 1], others=range(7), errors=[kind]
            )
            for reply, kind in (
                (Answer(status=404), NotFoundError),
                (Answer(status=400), InvalidRequestError),
                (answer({"code": 1000}), UnexpectedResponseError),
            )
        },
        "404 at the page after the last": Case(vendors=PAGED, says=at_page(4, Answer(status=404))),
        "no list after the last page": Case(vendors=["akool"], says=at_page(4, answer({"code": 1000, "data": None}))),
        "no list where the total speaks of sessions": Case(
            vendors=VENDORS, says=envelope(lambda turn: turn.with_records(None)), yields=[], errors=UNEXPECTED
        ),
        # The envelope of older ElizaOS servers, and of another page of KonPro's documentation.
        "the other documented shape": Case(
            vendors=["elizaos", "konpro"], says=envelope(lambda turn: {"success": True, "sessions": turn.held})
        ),
    }
)
def test_a_list_is_complete_or_an_error(case: Case) -> None:
    hold(case, ways=WAYS)
