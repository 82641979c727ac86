"""What lists the vendors is what the code says."""

from pathlib import Path

import pytest

import allsessions
from allsessions.source import built_in_class, built_in_vendors

from .vendor_lists import WRITTEN, capability_table, package_init, readme


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_what_is_committed_is_what_would_be_written(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert WRITTEN[path](text) == text, "run nox -s vendors"


def test_the_table_has_a_column_for_each_vendor() -> None:
    heading, *rows = capability_table().splitlines()
    assert heading.split("|")[2:-1] == [f" `{built_in_class(vendor).__name__}` " for vendor in built_in_vendors()]
    assert {row.count("|") for row in rows} == {heading.count("|")}


def test_an_outdated_list_is_made_anew() -> None:
    stale = "# Vendors: written by nox -s vendors\nfrom .vendors.gone import Gone\n# End of vendors\n"
    made = package_init(f"before\n{stale}after\n")
    assert made.startswith("before\n# Vendors: ")
    assert made.endswith("# End of vendors\nafter\n")
    assert "Gone" not in made
    assert all(f'"{built_in_class(vendor).__name__}"' in made for vendor in built_in_vendors())


@pytest.mark.parametrize("written", [readme, package_init])
def test_a_file_without_its_marks_is_refused_rather_than_emptied(written: object) -> None:
    assert callable(written)
    with pytest.raises(ValueError, match="unpack"):
        written("no marks\n")


def test_every_vendor_is_public_by_the_name_of_its_class() -> None:
    names = [built_in_class(vendor).__name__ for vendor in built_in_vendors()]
    assert set(names) <= set(allsessions.__all__)
    assert len(allsessions.__all__) == len(set(allsessions.__all__))
