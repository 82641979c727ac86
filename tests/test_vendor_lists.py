"""The lists of vendors agree with the code."""

import allsessions

from .vendor_lists import WRITTEN


def test_what_is_committed_is_what_would_be_written() -> None:
    for path, written in WRITTEN.items():
        text = path.read_text(encoding="utf-8")
        assert written(text) == text, f"{path.name}: run nox -s vendors"


def test_no_public_name_is_listed_twice() -> None:
    assert len(allsessions.__all__) == len(set(allsessions.__all__))
