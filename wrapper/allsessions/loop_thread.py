"""An event loop in a background thread, for callers without one."""

import asyncio
import concurrent.futures
import functools
import os
import sys
import threading
import weakref
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")
AtEnd = Callable[[], Coroutine[Any, Any, None]]

CLOSED = "this client is closed; make a new one"
WITHIN = "this client cannot be used in its own thread; use AsyncClient in asynchronous code"
FORKED = "this client was made before a fork and does not work in this process; make a new one"


class LoopThread:
    """Runs coroutines on an event loop in its own thread. `at_end` runs before the thread ends."""

    def __init__(self, at_end: AtEnd) -> None:
        self.loop = asyncio.new_event_loop()
        self._process = os.getpid()
        end = asyncio.Event()
        # A daemon, because at exit the interpreter joins other threads before `weakref.finalize` can end this one.
        self._thread = threading.Thread(target=_serve, args=(self.loop, end, at_end), name="allsessions", daemon=True)
        self._thread.start()
        # Calling it twice does nothing. It also runs at exit, and when nothing references this object any more.
        self.close = weakref.finalize(self, _close, self.loop, end, self._thread, self._process)
        _threads.add(self)

    def call(self, function: Callable[..., Coroutine[Any, Any, T]], *args: Any) -> T:
        """Return a coroutine's result. RuntimeError after `close`, in a forked child, and in the thread itself."""
        if self._process != os.getpid():
            raise RuntimeError(FORKED)
        if not self.close.alive:
            raise RuntimeError(CLOSED)
        if self._thread is threading.current_thread():
            raise RuntimeError(WITHIN)
        future = asyncio.run_coroutine_threadsafe(function(*args), self.loop)
        try:
            return future.result()
        except concurrent.futures.CancelledError:
            raise RuntimeError(CLOSED) from None
        except BaseException:
            future.cancel()  # do not continue in the background after Ctrl-C
            raise


def _serve(loop: asyncio.AbstractEventLoop, closing: asyncio.Event, at_end: AtEnd) -> None:
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(closing.wait())
        runner.run(at_end())


def _close(loop: asyncio.AbstractEventLoop, closing: asyncio.Event, thread: threading.Thread, process: int) -> None:
    if process != os.getpid():
        return  # after a fork, neither the thread nor the connections belong to this process
    loop.call_soon_threadsafe(closing.set)
    if thread is not threading.current_thread():
        thread.join()


_threads: "weakref.WeakSet[LoopThread]" = weakref.WeakSet()


def _keep(kept: list[object]) -> None:
    kept.extend((thread.loop, asyncio.all_tasks(thread.loop)) for thread in _threads)


if sys.platform != "win32":
    # In a forked child, these tasks and connections can never end, and Python would warn about each one when it frees
    # them. Python frees the objects registered here last, without warnings.
    os.register_at_fork(after_in_child=functools.partial(_keep, []))
