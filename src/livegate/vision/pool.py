"""A bounded pool of worker threads, each with a tool of its own that is not thread-safe."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from threading import Lock
from typing import Generic, TypeVar

from livegate.liveness.observation import ObserverBusyError

Tool = TypeVar("Tool")
Result = TypeVar("Result")


class WorkerPool(Generic[Tool]):
    """Runs jobs off the event loop: at most ``workers`` at once, and at most ``waiting`` more in line."""

    def __init__(self, make_tool: Callable[[], Tool], *, workers: int, waiting: int) -> None:
        """Make every worker's tool now: some hold the interpreter for 20 ms while they are made."""
        self._idle_tools: SimpleQueue[Tool] = SimpleQueue()
        for _ in range(workers):
            self._idle_tools.put(make_tool())
        self._executor = ThreadPoolExecutor(workers, thread_name_prefix="vision")
        self._accepted = workers + waiting
        self._unfinished = 0
        self._lock = Lock()

    async def run(self, job: Callable[[Tool], Result]) -> Result:
        """Return the job's result, or raise its error. Raises ``ObserverBusyError`` when the line is full.

        A job that has begun runs to its end even when the caller is cancelled, and keeps its place until then.
        """
        # No name is bound to the future: its error, whose traceback leads here, would keep itself and the pictures.
        return await asyncio.wrap_future(self._submitted(job))

    def close(self) -> None:
        """Drop what is waiting, and return when the running jobs have ended."""
        self._executor.shutdown(wait=True, cancel_futures=True)

    def _submitted(self, job: Callable[[Tool], Result]) -> Future[Result]:
        with self._lock:
            if self._unfinished >= self._accepted:
                raise ObserverBusyError(f"{self._unfinished} uploads are being looked at or waiting already.")
            future = self._executor.submit(self._work, job)
            self._unfinished += 1
        future.add_done_callback(self._finish)
        return future

    def _work(self, job: Callable[[Tool], Result]) -> Result:
        tool = self._idle_tools.get()
        try:
            return job(tool)
        finally:
            self._idle_tools.put(tool)

    def _finish(self, _: Future[Result]) -> None:
        with self._lock:
            self._unfinished -= 1
