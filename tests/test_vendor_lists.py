"""The lists of vendors agree with the code."""

import pytest

import allsessions
from allsessions.source import built_in_class, built_in_vendors

from .vendor_lists import WRITTEN, package_init, readme


def test_what_is_committed_is_what_would_be_written() -> None:
    for path, written in WRITTEN.items():
        text = path.read_text(encoding="utf-8")
        assert written(text) == text, f"{path.name}: run nox -s vendors"


def test_an_outdated_list_is_made_anew() -> None:
    stale = "# Vendors: written by nox -s vendors\nfrom .vendors.gone import Gone\n# End of vendors\n"
    made = package_init(f"before\n{stale}after\n")
    assert made.startswith("before\n# Vendors: ")
    assert made.endswith("# End of vendors\nafter\n")
    assert "Gone" not in made
    assert all(f'"{built_in_class(vendor).__name__}"' in made for vendor in built_in_vendors())


def test_a_file_without_its_marks_is_refused() -> None:
    for written in (readme, package_init):
        with pytest.raises(ValueError, match="unpack"):
            written("no marks\n")


def test_no_public_name_is_listed_twice() -> None:
    assert len(allsessions.__all__) == len(set(allsessions.__all__))
