"""The README's examples work."""

import re
from pathlib import Path

import pytest

TEXT = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def python_blocks() -> list[str]:
    return re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)


@pytest.mark.parametrize("block", python_blocks())
def test_every_example_is_python(block: str) -> None:
    compile(block, "README.md", "exec")


def test_the_simulators_example_runs() -> None:
    (block,) = (block for block in python_blocks() if "Simulator" in block)
    exec(block, {})
