"""Files that are written whole or not at all: their path, and the temporary folder in which they are written."""

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
    """Return the absolute path at which a file can be written. For a symbolic link, return its target.

    Raises:
        ConfigurationError: The path is invalid, is something other than a file, or is in no existing directory.
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

    The folder is in the directory, and so in its file system, so that moving the file is atomic. Folders that killed
    processes left in the directory are removed, too.
    """
    for folder in directory.glob(f"{_PREFIX}*"):
        _remove_if_left(folder)
    with tempfile.TemporaryDirectory(prefix=_PREFIX, dir=directory) as name, _in_use(Path(name)):
        yield Path(name, f"{_FILE}{ending}")


if sys.platform == "win32":  # where a folder cannot be locked

    def _in_use(folder: Path) -> nullcontext[None]:
        return nullcontext()

    def _remove_if_left(folder: Path) -> None:
        pass

else:
    import fcntl

    @contextmanager
    def _in_use(folder: Path) -> Generator[None]:
        """Lock the folder. The system releases the lock when the process ends, however it ends."""
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            with suppress(OSError):  # some file systems have no locks, and nothing is removed there
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _remove_if_left(folder: Path) -> None:
        """Remove a folder whose process does not run any more."""
        with suppress(OSError):
            descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)  # fails if the process runs
                _remove(folder)
            finally:
                os.close(descriptor)


def _remove(folder: Path) -> None:
    files = [*folder.glob(f"{_FILE}*"), *folder.glob("tmp*")]  # XlsxWriter creates tmp*
    # Another process can be about to lock a new empty folder.
    if files or time.time() - folder.stat().st_mtime > _HOUR:
        for file in files:
            file.unlink()
        folder.rmdir()  # fails if there is something else, such as the log of a database
