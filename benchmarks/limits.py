"""Change this process's limits: open files and CPU cores."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


def allow_many_sockets() -> None:
    """Raise the limit of open files to its maximum: a server with a thousand ports needs more than the usual limit."""
    if sys.platform != "win32":
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


@contextmanager
def on_one_core() -> Iterator[None]:
    """Keep this process on one core, if the system supports it, because a move between cores affects the figures."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(cores)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)
