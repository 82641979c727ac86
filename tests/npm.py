"""Servers from npm for the tests, installed from a lock file. They run in Node during a `with` block.

The lock files name no registry, so npm uses the configured one. To change a version, edit a `package.json` and run
`npm install --package-lock-only --omit-lockfile-registry-resolved` in its folder.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import threading
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
    """Install the locked packages of `package` into `folder`, unless they are already installed there."""
    digest = hashlib.sha256((package / LOCK).read_bytes()).hexdigest()
    stamp = folder / "installed.sha256"
    if stamp.exists() and stamp.read_text() == digest:
        return
    folder.mkdir(parents=True, exist_ok=True)
    # Only a complete installation writes the stamp again.
    stamp.unlink(missing_ok=True)
    for name in ("package.json", LOCK):
        shutil.copyfile(package / name, folder / name)
    subprocess.run(NPM_CI, cwd=folder, check=True, timeout=INSTALL_SECONDS)
    stamp.write_text(digest)


class NodeServer:
    """A server that runs in Node during its `with` block.

    It runs in an empty temporary folder, which is also its HOME. From this process, it inherits only the
    variable PATH, so it gets no settings or secrets of the machine.
    """

    announcement: ClassVar[str]
    """A pattern of the line that the server prints once it accepts connections."""

    def __init__(self, script: Path, *arguments: str | Path, **environment: str) -> None:
        self._command = ("node", str(script.resolve()), *map(str, arguments))
        self._environment = environment
        self._home = TemporaryDirectory()
        self._lines: list[str] = []
        self._ended = False
        self._changed = threading.Condition()

    def __enter__(self) -> Self:
        """Start the server and wait for its announcement."""
        self._process = subprocess.Popen(
            self._command,
            cwd=self._home.name,
            env={"PATH": os.environ["PATH"], "HOME": self._home.name, **self._environment},
            # Stays open while this process lives; a server may end when its stdin closes.
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        )
        assert self._process.stdout is not None
        # A thread reads the output continuously, because a full pipe would block the server.
        self._reader = threading.Thread(target=self._read, args=(self._process.stdout,), daemon=True)
        self._reader.start()
        try:
            self.announced = self.wait_for(self.announcement, START_SECONDS)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the server, even if it hangs, and remove its folder."""
        with self._process as process, self._home:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
            self._reader.join()

    def _read(self, stream: IO[str]) -> None:
        for line in stream:
            with self._changed:
                self._lines.append(line)
                self._changed.notify_all()
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    @property
    def log(self) -> str:
        """Everything that the server has printed so far; complete after the `with` block."""
        with self._changed:
            return "".join(self._lines)

    def wait_for(self, pattern: str, seconds: float = ANSWER_SECONDS) -> re.Match[str]:
        """Wait for the first match in the output. Raises RuntimeError, with the output, if there is none."""
        with self._changed:
            self._changed.wait_for(lambda: self._ended or re.search(pattern, self.log, re.M), seconds)
            match = re.search(pattern, self.log, re.M)
        if match is None:
            happened = "The process ended" if self._ended else f"{seconds:g} s passed"
            raise RuntimeError(f"{happened} before {pattern!r} was printed, but this was:\n{self.log}")
        return match

    def tell(self, line: str) -> None:
        """Write a line to the server's stdin."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
