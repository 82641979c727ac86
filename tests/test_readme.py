"""The README tells what is."""

import re

import pytest

from .readme import README, capability_table, readme_with_table

TEXT = README.read_text(encoding="utf-8")


def python_blocks() -> list[str]:
    return re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)


def test_the_capability_table_is_the_codes() -> None:
    assert capability_table() in TEXT
    assert readme_with_table(TEXT) == TEXT, "run nox -s readme"


@pytest.mark.parametrize("block", python_blocks())
def test_every_example_is_python(block: str) -> None:
    compile(block, "README.md", "exec")


def test_the_simulators_example_runs() -> None:
    (block,) = (block for block in python_blocks() if "Simulator" in block)
    exec(block, {})
