"""Helpers to write a file completely or not at all: the check of its path, and a temporary file next to it."""

import os
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

from allsessions import ConfigurationError

__all__ = ["checked_path", "temporary_file"]

_PREFIX = ".allsessions-export-"
_FILE = "export"
_HOUR = 3600


def checked_path(path: Path) -> Path:
    """Return the absolute path of a file to write. For a symbolic link, return the path of its target.

    Raises:
        ConfigurationError: The path is invalid or not a regular file, or its directory does not exist.
    """
    try:
        destination = path.resolve()
        os.fspath(destination).encode()
    except (OSError, RuntimeError, ValueError) as error:  # a cycle of links, NUL, undecodable bytes
        raise ConfigurationError(f"{str(path)!r} is not a valid path: {error}") from None
    if destination.exists() and not destination.is_file():
        raise ConfigurationError(
            f"{path} is {'a directory' if destination.is_dir() else 'not a regular file'}; choose another path"
        )
    if not destination.parent.is_dir():
        raise ConfigurationError(
            f"{path}: there is no directory {destination.parent}; create it, or choose another path"
        )
    return destination


@contextmanager
def temporary_file(directory: Path, ending: str) -> Generator[Path]:
    """Yield a path for a new file, in a folder that other users cannot read. The folder is removed at the end.

    The folder is inside `directory`, on the same file system, so the file can be moved atomically. The function also
    removes folders that are still in `directory` because their process was killed.
    """
    for folder in directory.glob(f"{_PREFIX}*"):
        _remove_if_left(folder)
    with tempfile.TemporaryDirectory(prefix=_PREFIX, dir=directory) as name, _in_use(Path(name)):
        yield Path(name, f"{_FILE}{ending}")


if sys.platform == "win32":  # Windows cannot lock a folder

    def _in_use(folder: Path) -> nullcontext[None]:
        return nullcontext()

    def _remove_if_left(folder: Path) -> None:
        pass

else:
    import fcntl

    @contextmanager
    def _in_use(folder: Path) -> Generator[None]:
        """Lock the folder. The system releases the lock when the process ends, even if it is killed."""
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            with suppress(OSError):  # some file systems have no locks; `_remove_if_left` removes nothing there
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _remove_if_left(folder: Path) -> None:
        """Remove a temporary folder if the process that created it has ended."""
        with suppress(OSError):
            descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)  # fails if the process still runs
                _remove(folder)
            finally:
                os.close(descriptor)


def _remove(folder: Path) -> None:
    files = [*folder.glob(f"{_FILE}*"), *folder.glob("tmp*")]  # XlsxWriter creates tmp*
    # An empty folder can be new: its process may not have locked it yet.
    if files or time.time() - folder.stat().st_mtime > _HOUR:
        for file in files:
            file.unlink()
        folder.rmdir()  # fails if the folder has other files, such as the log of a database
