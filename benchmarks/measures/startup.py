"""Measure the import of the library and the command line's help, each run in a new interpreter."""

import json
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from statistics import median

from ..outcome import Outcome, Verdict, at_most, milliseconds, table
from ..rounds import interleaved, ratio

ROUNDS = 21
# httpx imports rich and click if they are installed. Hide them, because only the command line requires them.
ALONE = "import sys; sys.modules.update(click=None, rich=None); "
CLIENTS = "print(json.dumps([name for name in sys.modules if name.endswith('_client') and '.' not in name]))"

COMMANDS = {
    "python": [sys.executable, "-c", "pass"],
    "import httpx": [sys.executable, "-c", f"{ALONE}import httpx"],
    "import allsessions": [sys.executable, "-c", f"{ALONE}import allsessions"],
    "from allsessions import Client, Anam": [
        *(sys.executable, "-c", f"{ALONE}from allsessions import Client, Anam"),
    ],
    "import typer, rich": [sys.executable, "-c", "import typer, rich"],
    "allsessions --help": [str(Path(sys.executable).parent / "allsessions"), "--help"],
}


def measure() -> Outcome:
    interleaved({name: partial(_run, command) for name, command in COMMANDS.items()}, 1)  # compiles the bytecode
    seconds = interleaved({name: partial(_run, command) for name, command in COMMANDS.items()}, ROUNDS)
    loaded = {code: _clients(code) for code in ("import allsessions", "from allsessions import Anam")}
    alone = {code.partition("import ")[2]: names for code, names in loaded.items()}
    return Outcome(
        text="Wall time from the start of the interpreter to its end, with compiled bytecode. `import allsessions` is "
        "short, because the package loads each name on first use. The next row shows what a program that lists "
        "sessions imports. The first four rows are without click and rich: httpx imports them if they are installed, "
        "but the library does not require them.\n\n"
        + table(["", "wall time"], [[f"`{name}`", milliseconds(median(each))] for name, each in seconds.items()])
        + "\n\nVendor clients imported by each statement: "
        + "; ".join(f"`{code}`: {', '.join(names) or 'none'}" for code, names in loaded.items())
        + ".",
        verdicts=(
            at_most(
                "`import allsessions`",
                1.25,
                "`import httpx`",
                ratio(seconds["import allsessions"], seconds["import httpx"]),
            ),
            at_most(
                "`from allsessions import Client, Anam`",
                1.8,
                "`import httpx`",
                ratio(seconds["from allsessions import Client, Anam"], seconds["import httpx"]),
            ),
            Verdict(
                measure="a vendor's client is imported",
                target="only when its source is used",
                measured="; ".join(f"`{name}`: {', '.join(each) or 'none'}" for name, each in alone.items()),
                met=list(loaded.values()) == [[], ["anam_client"]],
            ),
            at_most(
                "`allsessions --help`",
                1.3,
                '`python -c "import typer, rich"`',
                ratio(seconds["allsessions --help"], seconds["import typer, rich"]),
            ),
        ),
        figures={f"startup, {name}": median(each) for name, each in seconds.items()},
    )


def _run(command: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def _clients(code: str) -> list[str]:
    command = [sys.executable, "-c", f"import json, sys; {code}; {CLIENTS}"]
    names: list[str] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
    return names
