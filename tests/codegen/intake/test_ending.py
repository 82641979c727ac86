"""Plain YAML that was cut off is not taken for a vendor who has dropped what is missing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from codegen.documents import SpecError
from codegen.intake.update import Update, prepare
from codegen.intake.verdicts import Kind, Severity
from codegen.rooms import SPECS

TEXT = (SPECS / "elizaos" / "openapi.yaml").read_text(encoding="utf-8")
NEW = TEXT.replace("        expiresAt:\n", "        fresh:\n          type: string\n        expiresAt:\n")


def compared(tmp_path: Path, text: str, *, whole: bool = False) -> Update:
    specs = tmp_path / "specs"
    shutil.copytree(SPECS / "elizaos", specs / "elizaos", dirs_exist_ok=True)
    path = tmp_path / "openapi.yaml"
    path.write_text(text, encoding="utf-8")
    return prepare("elizaos", [path], specs=specs, whole=whole)


def lost(update: Update) -> list[str]:
    structural = [each for each in update.changes if each.severity is not Severity.WORDING]
    return [str(each.place) for each in structural if each.kind is not Kind.NEW]


@pytest.mark.parametrize("lines", range(1, NEW.count("\n"), 2))
def test_cut_off_at_any_line_nothing_is_told_to_be_gone(tmp_path: Path, lines: int) -> None:
    cut = "".join(NEW.splitlines(keepends=True)[:lines])
    try:
        update = compared(tmp_path, cut)
    except SpecError:
        return
    assert lost(update) == []


LAST = "        isNearExpiration:\n"
CUT = TEXT[: TEXT.index(LAST)]


def test_a_file_that_lacks_what_stood_last_is_refused_and_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match="nothing shows that the file is whole; fetch it again, or give --whole"):
        compared(tmp_path, CUT)


def test_what_stood_last_is_gone_if_the_file_is_said_to_be_whole(tmp_path: Path) -> None:
    gone = "$.components.schemas.SessionInfo.properties.isNearExpiration"
    assert lost(compared(tmp_path, CUT, whole=True)) == [gone]


def test_what_is_gone_from_the_middle_is_told(tmp_path: Path) -> None:
    middle = "        renewalCount:\n          type: integer\n          description: How often it was renewed so far.\n"
    assert middle in TEXT
    gone = "$.components.schemas.SessionInfo.properties.renewalCount"
    assert lost(compared(tmp_path, TEXT.replace(middle, ""))) == [gone]


def test_a_value_cut_off_at_the_end_is_no_other_value(tmp_path: Path) -> None:
    at = "        expiresAt:\n          type: string\n          format: date"
    assert at in TEXT
    with pytest.raises(SpecError, match="--whole"):
        compared(tmp_path, TEXT[: TEXT.index(at)] + at)
