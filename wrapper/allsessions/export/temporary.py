"""The folder in which an export writes its file, and the removal of folders that killed exports left behind."""

import os
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

_PREFIX = ".allsessions-export-"
_FILE = "export"


@contextmanager
def temporary_file(directory: Path, ending: str) -> Generator[Path]:
    """Yield a path for a new file, in a folder that other users cannot read. The folder is removed at the end.

    It is in the directory, and so in its file system, so that moving the file is atomic.
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
        """Remove the folder of an export that does not run any more."""
        with suppress(OSError):
            descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)  # fails if the export runs
                _remove(folder)
            finally:
                os.close(descriptor)


def _remove(folder: Path) -> None:
    # An empty folder can be one that another export is about to lock. Others are the files of XlsxWriter.
    if files := [*folder.glob(f"{_FILE}*"), *folder.glob("tmp*")]:
        for file in files:
            file.unlink()
        folder.rmdir()  # fails if there is something else, such as the log of a database
