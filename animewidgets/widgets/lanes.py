"""Lanes: where a request to the kernel runs, so that a slow picture never delays a commit.

A lane is one worker thread with a queue. It starts with its first job, and ends when it is closed.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from animewidgets.errors import AnimeWidgetsError

log = logging.getLogger(__name__)


class Cancelled(AnimeWidgetsError):
    """The browser no longer wants the reply; raised inside the work so that it stops early."""


@dataclass(slots=True, eq=False)
class Job:
    """One request on its way. ``run`` gives what to do once the lane is idle, or ``None``."""

    run: Callable[[Job], Iterator[None] | None]
    cancel_event: threading.Event = field(default_factory=threading.Event)

    @property
    def cancelled(self) -> bool:
        """Whether nobody waits for the reply any more."""
        return self.cancel_event.is_set()

    def cancel(self) -> None:
        """Say that the reply is no longer wanted."""
        self.cancel_event.set()


_current = threading.local()


def raise_if_cancelled() -> None:
    """Stop the work under way on this thread if its reply is no longer wanted.

    Long methods call it between two pictures. Outside a lane it does nothing.

    Raises:
        Cancelled: the browser sent ``cancel``, or the widget was closed.
    """
    job: Job | None = getattr(_current, "job", None)
    if job is not None and job.cancelled:
        raise Cancelled("the reply is no longer wanted")


def cancel_event() -> threading.Event:
    """What is set when the reply of the work under way on this thread is no longer wanted.

    For work that spreads over other threads; outside a lane it is an event that nobody sets.
    """
    job: Job | None = getattr(_current, "job", None)
    return threading.Event() if job is None else job.cancel_event


def paced(tell: Callable[[int, int], None], seconds: float) -> Callable[[int, int], None]:
    """``tell(done, total)``, but not before so many seconds after the last time; the rest is left out."""
    told = 0.0

    def progress(done: int, total: int) -> None:
        nonlocal told
        now = time.monotonic()
        if now - told >= seconds:
            told = now
            tell(done, total)

    return progress


class Lane:
    """Jobs one after the other, in the order in which they came, on a thread of their own.

    After a job its ``afterwards`` (reading ahead, for example) runs step by step for as long as
    nothing waits; the next job abandons it.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._waiting: deque[Job] = deque()
        self._change = threading.Condition()
        self._closed = False
        self._running: Job | None = None
        self._thread: threading.Thread | None = None

    def submit(self, job: Job) -> None:
        """Put a job at the end of the queue. On a closed lane it is dropped."""
        with self._change:
            if self._closed:
                return
            self._waiting.append(job)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name=self._name, daemon=True)
                self._thread.start()
            self._change.notify()

    def close(self, *, drop: bool = True) -> None:
        """End the thread: at once, forgetting what waits (``drop``), or after what waits is done."""
        with self._change:
            self._closed = True
            if drop:
                self._waiting.clear()
                if self._running is not None:
                    self._running.cancel()
            self._change.notify()

    def join(self, timeout: float | None = None) -> bool:
        """Wait until the thread has ended; whether it has."""
        thread = self._thread
        if thread is None or thread is threading.current_thread():
            return True
        thread.join(timeout)
        return not thread.is_alive()

    def _work(self) -> None:
        while (job := self._next()) is not None:
            afterwards = None
            try:
                _current.job = job
                if not job.cancelled:
                    afterwards = job.run(job)
                    self._idle(afterwards)
            except Exception:  # a lane outlives its jobs: the next commit must still find it
                log.exception("a job on %s failed", self._name)
            finally:
                _current.job = None
            del job, afterwards  # a waiting thread must keep nothing of a closed widget alive

    def _next(self) -> Job | None:
        with self._change:
            self._running = None
            while not self._waiting:
                if self._closed:
                    return None
                self._change.wait()
            self._running = self._waiting.popleft()
            return self._running

    def _idle(self, afterwards: Iterator[None] | None) -> None:
        if afterwards is None:
            return
        for _ in afterwards:
            if self._waiting or self._closed:
                return
