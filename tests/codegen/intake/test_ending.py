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


def test_cut_off_at_any_line_nothing_is_said_to_be_gone(tmp_path: Path) -> None:
    lines = NEW.splitlines(keepends=True)
    for number in range(1, len(lines), 12):
        try:
            update = compared(tmp_path, "".join(lines[:number]))
        except SpecError:
            continue
        assert lost(update) == [], number


LAST = "        isNearExpiration:\n"
DATE = "        expiresAt:\n          type: string\n          format: date"
LOSSES = {
    "the last field": TEXT[: TEXT.index(LAST)],
    "half a value": TEXT[: TEXT.index(DATE)] + DATE,
    "a field in the middle": TEXT.replace("        renewalCount:\n          type: integer\n", "        more:\n"),
}


@pytest.mark.parametrize("text", LOSSES.values(), ids=LOSSES)
def test_a_loss_in_plain_yaml_needs_whole(tmp_path: Path, text: str) -> None:
    with pytest.raises(SpecError, match="fetch it again, or pass --whole if it is complete"):
        compared(tmp_path, text)
    assert lost(compared(tmp_path, text, whole=True))


def test_another_value_needs_no_whole(tmp_path: Path) -> None:
    assert lost(compared(tmp_path, TEXT.replace("format: date-time", "format: uuid", 1)))
