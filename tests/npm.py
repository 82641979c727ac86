"""Servers from npm for the tests: installed from a lock file, run in node for the time of a `with` block.

The lock files name no registry, so npm takes the one it is configured for. To take another version, edit a
`package.json` and run next to it `npm install --package-lock-only --omit-lockfile-registry-resolved`.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, ClassVar, Self

LOCK = "package-lock.json"
NPM_CI = ("npm", "ci", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund")

INSTALL_SECONDS = 600.0
START_SECONDS = 120.0
ANSWER_SECONDS = 30.0
STOP_SECONDS = 10.0


def install(package: Path, folder: Path) -> None:
    """Install what the lock in `package` says into `folder`, unless that lock is installed there already.

    Raises:
        subprocess.CalledProcessError: npm failed; it has printed why.
        subprocess.TimeoutExpired: npm took longer than `INSTALL_SECONDS`.
    """
    digest = hashlib.sha256((package / LOCK).read_bytes()).hexdigest()
    stamp = folder / "installed.sha256"
    if stamp.exists() and stamp.read_text() == digest:
        return
    folder.mkdir(parents=True, exist_ok=True)
    # Written again only at the end, so that an installation cut short is not taken for a whole one.
    stamp.unlink(missing_ok=True)
    for name in ("package.json", LOCK):
        shutil.copyfile(package / name, folder / name)
    subprocess.run(NPM_CI, cwd=folder, check=True, timeout=INSTALL_SECONDS)
    stamp.write_text(digest)


class NodeServer:
    """A server that node runs while its `with` block lasts.

    It runs in an empty temporary folder, which is also its HOME, and sees no variable of this process but
    PATH, so that no setting or secret of the machine reaches it.
    """

    announcement: ClassVar[str]
    """A pattern of what the server prints once it accepts connections."""

    def __init__(self, script: Path, *arguments: str | Path, **environment: str) -> None:
        """`script` is what node runs, with `arguments` and, besides PATH and HOME, `environment`."""
        self._command = ("node", str(script.resolve()), *map(str, arguments))
        self._environment = environment

    def __enter__(self) -> Self:
        """Start the server and wait for its announcement.

        Raises:
            RuntimeError: it did not come; the message holds what the server has printed instead.
        """
        with ExitStack() as stack:
            home = stack.enter_context(TemporaryDirectory())
            environment = {"PATH": os.environ["PATH"], "HOME": home, **self._environment}
            self._input, self._output = stack.enter_context(_run(self._command, home, environment))
            self.announced = self.wait_for(self.announcement, START_SECONDS)
            self._running = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        """End the server, whatever state it is in, and remove its folder."""
        self._running.close()

    @property
    def log(self) -> str:
        """What the server has printed so far, on stdout and stderr; complete after the `with` block."""
        return self._output.text

    def wait_for(self, pattern: str, seconds: float = ANSWER_SECONDS) -> re.Match[str]:
        """Return the first match of `pattern` in what the server prints, as soon as it is there.

        Raises:
            RuntimeError: it did not come; the message holds what the server has printed instead.
        """
        return self._output.wait_for(pattern, seconds)

    def tell(self, line: str) -> None:
        """Write a line to the server's stdin."""
        self._input.write(f"{line}\n")
        self._input.flush()


class Output:
    """What a process prints, read by a thread as it comes, because a full pipe would stop the process."""

    def __init__(self, stream: IO[str]) -> None:
        self._lines: list[str] = []
        self._ended = False
        self._changed = threading.Condition()
        self._reader = threading.Thread(target=self._read, args=(stream,), daemon=True)
        self._reader.start()

    def _read(self, stream: IO[str]) -> None:
        for line in stream:
            with self._changed:
                self._lines.append(line)
                self._changed.notify_all()
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    @property
    def text(self) -> str:
        """All lines so far."""
        with self._changed:
            return "".join(self._lines)

    def wait_for(self, pattern: str, seconds: float) -> re.Match[str]:
        """Return the first match of `pattern`, as soon as it is printed.

        Raises:
            RuntimeError: the output ended, or `seconds` passed, without one.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._ended or re.search(pattern, self.text, re.M), seconds)
            match = re.search(pattern, self.text, re.M)
        if match is None:
            happened = "The process ended" if self._ended else f"{seconds:g} s passed"
            raise RuntimeError(f"{happened} before {pattern!r} was printed, but this was:\n{self.text}")
        return match

    def join(self) -> None:
        """Wait until everything is read; the process must have ended."""
        self._reader.join()


@contextmanager
def _run(command: Sequence[str], folder: str, environment: dict[str, str]) -> Iterator[tuple[IO[str], Output]]:
    with subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        # Held open for as long as this process lives: a server may take its end as a sign to end too.
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        output = Output(process.stdout)
        try:
            yield process.stdin, output
        finally:
            _end(process)
            output.join()


def _end(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
