"""The same answers by the wrapper, by our typed clients, and by those of the unmodified generator.

`pytest -rP` prints the figures. Needs the generator.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from codegen.overlay import contract
from codegen.rooms import SPECS, package_name, vendors

from .answers import GROUPS, KINDS
from .outcome import Outcome, by_typed_client, by_wrapper, wrapper

PREFIX = "plain_"
"""Of the names of the unmodified generator's packages."""


def generate_plain(folder: Path) -> None:
    """Write the packages into the folder: of the same contracts, without our templates."""
    for vendor in vendors():
        name = package_name(vendor)
        document, config = folder / f"{vendor}.json", folder / f"{vendor}.yaml"
        document.write_text(json.dumps(contract(vendor)), encoding="utf-8")
        settings = (SPECS / vendor / "generator.yaml").read_text(encoding="utf-8")
        config.write_text(settings.replace(name, PREFIX + name), encoding="utf-8")
        command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none"]
        command += [f"--path={document}", f"--config={config}", f"--output-path={folder / (PREFIX + name)}"]
        environment = {**os.environ, "PYTHONUTF8": "1"}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8")
        assert done.returncode == 0, done.stdout + done.stderr


def figures(way: str, outcomes: Sequence[Outcome]) -> dict[str, int]:
    """Return and print how many answers crashed and what they lost."""
    found = {
        "crashes": sum(outcome.outside for outcome in outcomes),
        "pages lost": sum(bool(outcome.lost) and outcome.lost == outcome.answer.good for outcome in outcomes),
        "good records lost": sum(len(outcome.lost) for outcome in outcomes),
        "silently empty": sum(outcome.silent for outcome in outcomes),
    }
    crashes = Counter(type(outcome.error).__name__ for outcome in outcomes if outcome.outside)
    print(f"{way}: {len(outcomes):,} answers, {found}, {dict(crashes)}")
    return found


def test_ours_loses_nothing_where_the_generators_own_code_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [answer for endpoint, kind in GROUPS for answer in KINDS[kind](endpoint)]
    assert sum(len(answer.good) for answer in answers if answer.readable) >= 2000
    with wrapper(answers) as client:
        ours = figures("the wrapper", [by_wrapper(client, number, answer) for number, answer in enumerate(answers)])
    typed = figures("our typed clients", [by_typed_client(answer) for answer in answers])
    assert [*ours.values(), *typed.values()] == [0] * 8
    generate_plain(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    try:
        plain = figures("unmodified generator", [by_typed_client(answer, PREFIX) for answer in answers])
    finally:
        for name in [name for name in sys.modules if name.startswith(PREFIX)]:
            del sys.modules[name]
    # Or there is nothing to compare.
    assert min(plain["crashes"], plain["pages lost"], plain["good records lost"]) > 100
