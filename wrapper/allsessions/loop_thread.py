"""An event loop in a thread behind, for callers that have none."""

import asyncio
import concurrent.futures
import contextlib
import functools
import importlib
import os
import sys
import threading
import weakref
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

# What anyio imports when a loop first runs, and what takes as long as all else of a client's making.
with contextlib.suppress(ImportError):
    importlib.import_module("anyio._backends._asyncio")

T = TypeVar("T")

CLOSED = "this client is closed; make a new one"
WITHIN = "this client is being waited for in its own thread; use AsyncClient in asynchronous code"
FORKED = "this client belongs to the process that made it, whose thread is not in this one; make a new one here"


class LoopThread:
    """Runs coroutines on an event loop of its own, in a thread that ends with it.

    Not by anyio's `start_blocking_portal`: the generator in it, forgotten after a fork, would wait for ever for a
    thread that is not there. Nor by a BlockingPortal: each call of it waits for the other thread twice.
    """

    def __init__(self, at_the_end: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """`at_the_end` is run before the thread ends."""
        ready: concurrent.futures.Future[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = concurrent.futures.Future()
        # A daemon, or the interpreter would wait for it before anybody could end it.
        thread = threading.Thread(target=asyncio.run, args=(_serve(ready),), name="allsessions", daemon=True)
        thread.start()
        self._loop, ended = ready.result()
        self._at_the_end = at_the_end
        self._process = os.getpid()
        # Also at the interpreter's end, and where this is forgotten: no thread stays behind.
        self._close = weakref.finalize(self, _close, self._loop, ended, thread, at_the_end, self._process)
        self._thread = thread.ident
        _running.add(self)

    def call(self, function: Callable[..., Coroutine[Any, Any, T]], *args: Any) -> T:
        """Run it and wait for its result. RuntimeError after `close`, after a fork, and in the thread itself."""
        if self._process != os.getpid():
            raise RuntimeError(FORKED)
        if not self._close.alive:
            raise RuntimeError(CLOSED)
        if self._thread == threading.get_ident():
            raise RuntimeError(WITHIN)
        future = asyncio.run_coroutine_threadsafe(function(*args), self._loop)
        try:
            return future.result()
        except concurrent.futures.CancelledError:
            raise RuntimeError(CLOSED) from None
        except BaseException:
            future.cancel()  # Ctrl-C: nothing goes on behind the caller's back
            raise

    def close(self) -> None:
        """End the thread. Closing twice does nothing."""
        self._close()

    def unfinished(self) -> tuple[object, ...]:
        """All that has an end of its own, which only the thread could bring about."""
        return asyncio.all_tasks(self._loop), self._at_the_end


async def _serve(ready: "concurrent.futures.Future[tuple[asyncio.AbstractEventLoop, asyncio.Event]]") -> None:
    ended = asyncio.Event()
    ready.set_result((asyncio.get_running_loop(), ended))
    await ended.wait()


def _close(
    loop: asyncio.AbstractEventLoop,
    ended: asyncio.Event,
    thread: threading.Thread,
    at_the_end: Callable[[], Coroutine[Any, Any, None]],
    process: int,
) -> None:
    if process != os.getpid():
        return  # After a fork there is no thread here to end, and the connections are the other process's.
    try:
        asyncio.run_coroutine_threadsafe(at_the_end(), loop).result()
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join()


_running: "weakref.WeakSet[LoopThread]" = weakref.WeakSet()


def _keep(kept: list[tuple[object, ...]]) -> None:
    kept += [background.unfinished() for background in _running]


if sys.platform != "win32":
    # Tasks and connections that can never end in a forked child would be complained of one by one as they are let go.
    # What is registered here, the interpreter lets go after all else, so they are never missed.
    os.register_at_fork(after_in_child=functools.partial(_keep, []))
