"""An event loop in a background thread, for callers without an event loop."""

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

CLOSED = "this client is closed, or belongs to another process; make a new one"


class LoopThread:
    """A thread with an event loop that runs coroutines. `at_end` runs before the thread ends."""

    def __init__(self, at_end: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self.loop = asyncio.new_event_loop()
        # A daemon thread, because at exit Python calls `close` only after all non-daemon threads have ended.
        self._thread = threading.Thread(target=_serve, args=(self.loop, at_end), name="allsessions", daemon=True)
        self._thread.start()
        # A second call of `close` does nothing. Python also calls `close` at exit, and when nothing references self.
        self.close = weakref.finalize(self, _close, self.loop, self._thread)
        _threads.add(self)

    def call(self, function: Callable[..., Coroutine[Any, Any, T]], /, *args: Any, **named: Any) -> T:
        """Run a coroutine; return its result. Raise RuntimeError after `close`, in a forked child or in this thread."""
        if not self.close.alive:
            raise RuntimeError(CLOSED)
        if self._thread is threading.current_thread():
            raise RuntimeError("this client cannot be used in its own thread; use AsyncClient in asynchronous code")
        future = asyncio.run_coroutine_threadsafe(function(*args, **named), self.loop)
        try:
            return future.result()
        except concurrent.futures.CancelledError:
            raise RuntimeError(CLOSED) from None
        finally:
            future.cancel()  # otherwise the coroutine would continue in the background after Ctrl-C


def _serve(loop: asyncio.AbstractEventLoop, at_end: Callable[[], Coroutine[Any, Any, None]]) -> None:
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        loop.run_forever()
        runner.run(at_end())


def _close(loop: asyncio.AbstractEventLoop, thread: threading.Thread) -> None:
    loop.call_soon_threadsafe(loop.stop)
    if thread is not threading.current_thread():
        thread.join()


_threads: "weakref.WeakSet[LoopThread]" = weakref.WeakSet()


def _after_fork(kept: list[object]) -> None:
    for each in _threads:
        each.close.detach()  # the child does not have the thread, and the connections belong to its parent
        kept.append((each.loop, asyncio.all_tasks(each.loop)))


if sys.platform != "win32":
    # In a forked child, the parent's tasks and connections can never end. Python would warn when it frees them.
    # So keep them in an argument of a registered function. Python frees such arguments last, without a warning.
    os.register_at_fork(after_in_child=functools.partial(_after_fork, []))
