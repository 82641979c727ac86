"""A report on the sessions of a period, as one HTML page. The page opens from disk, needs no network and sends nothing.

    from allsessions import Client
    from allsessions.report import write

    with Client.from_env() as client:
        write(client.list(), "report.html", since=monday)

Needs the extra `report`. `write` returns all figures of the page as data, in `Written.figures`.
"""

from .concurrency import Concurrency
from .costs import Agent, Cost
from .durations import BOUNDS, Durations
from .figures import Before, Figures
from .groups import Completeness, Gaps, Group
from .period import Intervals, ReportPeriod
from .runs import Run
from .writing import TITLE, Written, write

__all__ = [
    "BOUNDS",
    "TITLE",
    "Agent",
    "Before",
    "Completeness",
    "Concurrency",
    "Cost",
    "Durations",
    "Figures",
    "Gaps",
    "Group",
    "Intervals",
    "ReportPeriod",
    "Run",
    "Written",
    "write",
]
