"""Keeps encoders from changing how the operating system schedules the process."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def same_scheduling() -> Iterator[None]:
    """Leave this thread with the scheduling that it came with.

    SVT-AV1 in a process of root's makes the calling thread a real-time one (SCHED_FIFO, highest priority);
    whatever that thread starts afterwards inherits it, and a browser with it starves the machine.
    """
    if not hasattr(os, "sched_getscheduler"):
        yield
        return
    policy, parameters = os.sched_getscheduler(0), os.sched_getparam(0)
    try:
        yield
    finally:
        os.sched_setscheduler(0, policy, parameters)
