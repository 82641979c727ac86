"""docs/spark.md, run from its top to its end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from allsessions.simulator import Simulator

from ..docs.pages import blocks
from ..docs.running import run_python
from .conftest import VENDORS, written

pytestmark = [
    pytest.mark.spark,
    pytest.mark.timeout(300),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

PAGE = "spark.md"


@pytest.mark.usefixtures("spark")
def test_the_page_prints_what_it_shows(folder: Path) -> None:
    namespace: dict[str, Any] = {"__name__": "__main__"}
    with Simulator() as simulator:
        written([{"vendor": each, "base_url": simulator.base_url(each)} for each in VENDORS], folder)
        for block in blocks(f"docs/{PAGE}"):
            if block.language == "python":
                run_python(block, namespace)
