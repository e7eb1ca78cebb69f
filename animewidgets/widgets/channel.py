"""The kernel's end of the wire that ``docs/wire.md`` tells of: requests in, replies and events out.

A :class:`Channel` is composed with a widget; it needs only the widget's ``send``, ``on_msg`` and
``observe``. Everything that a browser sends passes :func:`parse_envelope`, once; what the params
mean is each method's to check.
"""

from __future__ import annotations

import logging
import re
import threading
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeAlias, cast

from animewidgets.errors import AnimeWidgetsError, MalformedMessage
from animewidgets.widgets.lanes import Cancelled, Job, Lane

JSON: TypeAlias = "bool | int | float | str | Sequence[JSON] | Mapping[str, JSON] | None"
Params: TypeAlias = Mapping[str, JSON]
Buffers: TypeAlias = Sequence[bytes | memoryview]

#: ``inline``: on the thread that the message came on, for what takes less than a few milliseconds.
#: ``ordered``: one thread, strictly in order, finished even when the widget closes: commits.
#: ``pictures``, ``thumbnails``, ``sound`` (to be heard), ``strips`` (sound to be seen), ``analysis`` and
#: ``assist``: one thread each, in order, forgotten when cancelled or closed.
LaneName: TypeAlias = Literal[
    "inline", "ordered", "pictures", "thumbnails", "sound", "strips", "analysis", "assist"
]

LARGEST_ID = 2**53

log = logging.getLogger(__name__)

# ipykernel hands messages to its sending thread safely, but numbers them without a lock.
_sending = threading.Lock()


@dataclass(frozen=True, slots=True)
class Reply:
    """What a method answers: JSON, binary beside it, and work to do once the lane is idle.

    ``afterwards`` runs on the method's lane after the reply has left, one step per ``next``, and is
    abandoned when the next request comes. Inline methods have none.
    """

    result: Params = field(default_factory=dict)
    buffers: Buffers = ()
    afterwards: Iterator[None] | None = None


@dataclass(frozen=True, slots=True)
class Method:
    """A function that the browser may call, and the lane that it runs on."""

    call: Callable[[Params, Buffers], Reply]
    lane: LaneName = "inline"


class Widget(Protocol):
    """What a channel needs of a widget; every ``anywidget.AnyWidget`` has it."""

    def send(self, content: dict[str, JSON], buffers: list[bytes | memoryview] | None = None) -> None:
        """Send one message with binary buffers to the browser."""

    def on_msg(
        self, callback: Callable[[object, object, Sequence[memoryview]], None], remove: bool = False
    ) -> None:
        """Call back for each message from the browser."""

    def observe(self, handler: Callable[[Mapping[str, object]], None], names: str) -> None:
        """Call back when the trait ``names`` changes."""


@dataclass(frozen=True, slots=True)
class Request:
    """A well-formed request of the browser."""

    id: int
    method: str
    params: Params


@dataclass(frozen=True, slots=True)
class Cancel:
    """The browser no longer wants the reply to request ``id``."""

    id: int


def parse_envelope(content: object) -> Request | Cancel:
    """The one validation of what comes from a browser.

    Raises:
        MalformedMessage: the envelope breaks ``docs/wire.md``; says how.
    """
    if not isinstance(content, Mapping):
        raise MalformedMessage(f"an envelope is a JSON object, not {type(content).__name__}")
    number = envelope_id(content)
    if number is None:
        raise MalformedMessage(f"an envelope's id is an integer from 0 below 2^53, not {content.get('id')!r}")
    kind = content.get("type")
    if kind == "cancel":
        return Cancel(number)
    if kind != "request":
        raise MalformedMessage(f"a browser sends 'request' or 'cancel', not {kind!r}")
    method, params = content.get("method"), content.get("params", {})
    if not isinstance(method, str):
        raise MalformedMessage(f"a request's method is a string, not {method!r}")
    if not isinstance(params, Mapping) or not all(isinstance(name, str) for name in params):
        raise MalformedMessage(f"a request's params are a JSON object, not {type(params).__name__}")
    return Request(number, method, params)


def envelope_id(content: object) -> int | None:
    """The id of an envelope that may be broken otherwise, or ``None`` where it has none."""
    number = content.get("id") if isinstance(content, Mapping) else None
    if isinstance(number, int) and not isinstance(number, bool) and 0 <= number < LARGEST_ID:
        return number
    return None


def error_of(error: Exception) -> dict[str, JSON]:
    """An exception as ``{kind, message, data}`` for the browser.

    Our own errors keep their class name, their message without folders, and their ``data`` where
    they have one (a mapping of JSON). Of any other exception the browser learns only that it was.
    """
    if not isinstance(error, AnimeWidgetsError):
        return {
            "kind": "InternalError",
            "message": "something went wrong in the kernel; its log tells what",
            "data": {},
        }
    return {
        "kind": type(error).__name__,
        "message": without_folders(str(error)),
        "data": cast("dict[str, JSON]", dict(error.data)),
    }


_QUOTED_PATH = re.compile(r"(['\"])(?:/|[A-Za-z]:[\\/]|~/)(?:(?!\1).)*[\\/]((?:(?!\1).)*)\1")
_BARE_PATH = re.compile(r"(?<![\w.:/'\"])(?:/|[A-Za-z]:[\\/]|~/)(?:[^\s'\"/\\]+[\\/])+([^\s'\"/\\]*)")


def without_folders(message: str) -> str:
    """The message with each absolute path cut down to its last part: where files lie is nobody's business.

    >>> without_folders("no file at '/home/me/My films/ep 01.mkv'")
    "no file at 'ep 01.mkv'"
    """
    return _BARE_PATH.sub(r"\1", _QUOTED_PATH.sub(r"\1\2\1", message))


class Channel:
    """Requests and events over one widget's own comm.

    Args:
        widget: Held weakly. When it closes (or is collected) the channel closes with it.
        methods: What the browser may call, by name.

    Safe for threads: messages may come on several (JupyterLab's subshells), replies leave from the
    lanes' own.
    """

    def __init__(self, widget: Widget, methods: Mapping[str, Method]) -> None:
        self._widget = weakref.ref(widget)
        self._methods = dict(methods)
        self._under_way: dict[int, Job] = {}
        self._lanes: dict[LaneName, Lane] = {}
        self._lock = threading.Lock()
        self._closed = False
        widget.on_msg(self._receive)
        widget.observe(self._comm_changed, names="comm")
        weakref.finalize(widget, _close_lanes, self._lanes)

    def send_event(self, name: str, data: Params | None = None) -> None:
        """Tell every browser that shows the widget. From any thread; on a closed widget: nothing."""
        self._send({"type": "event", "event": name, "data": data or {}})

    def close(self) -> None:
        """Stop listening; end the threads. What waits on ``ordered`` is still done, without a reply."""
        with self._lock:
            self._closed = True
            self._under_way.clear()
        _close_lanes(self._lanes)
        widget = self._widget()
        if widget is not None:
            widget.on_msg(self._receive, remove=True)

    def join(self, timeout: float | None = None) -> bool:
        """After :meth:`close`: wait for the threads to end; whether they have."""
        return all(lane.join(timeout) for lane in list(self._lanes.values()))

    def _comm_changed(self, change: Mapping[str, object]) -> None:
        if change["new"] is None:
            self.close()

    def _receive(self, _widget: object, content: object, buffers: Sequence[memoryview]) -> None:
        try:
            envelope = parse_envelope(content)
        except MalformedMessage as error:
            number = envelope_id(content)
            if number is None:
                log.warning("a message from the browser was ignored: %s", error)
            else:
                self._fail(number, error)
            return
        if isinstance(envelope, Cancel):
            with self._lock:
                job = self._under_way.pop(envelope.id, None)
            if job is not None:
                job.cancel()
            return
        self._start(envelope, buffers)

    def _start(self, request: Request, buffers: Buffers) -> None:
        method = self._methods.get(request.method)
        if method is None:
            known = ", ".join(sorted(self._methods))
            self._fail(request.id, MalformedMessage(f"no method {request.method!r}; there are {known}"))
            return
        job = Job(lambda job: self._answer(job, request, method, buffers))
        if method.lane == "inline":
            job.run(job)
            return
        with self._lock:
            if self._closed:
                return
            lane = self._lanes.get(method.lane)
            if lane is None:
                lane = self._lanes[method.lane] = Lane(f"animewidgets-{method.lane}")
            if method.lane != "ordered":  # a commit is never half wanted
                self._under_way[request.id] = job
        lane.submit(job)

    def _answer(self, job: Job, request: Request, method: Method, buffers: Buffers) -> Iterator[None] | None:
        try:
            reply = method.call(request.params, buffers)
        except Cancelled:
            return None
        except AnimeWidgetsError as error:
            self._finish(request.id)
            self._fail(request.id, error)
            return None
        except Exception as error:  # the edge: whatever it was, the browser gets an answer
            log.exception("%s failed", request.method)
            self._finish(request.id)
            self._fail(request.id, error)
            return None
        self._finish(request.id)
        if not job.cancelled:
            self._send({"type": "reply", "id": request.id, "ok": True, "result": reply.result}, reply.buffers)
        return reply.afterwards

    def _finish(self, number: int) -> None:
        with self._lock:
            self._under_way.pop(number, None)

    def _fail(self, number: int, error: Exception) -> None:
        self._send({"type": "reply", "id": number, "ok": False, "error": error_of(error)})

    def _send(self, envelope: dict[str, JSON], buffers: Buffers = ()) -> None:
        widget = self._widget()
        if widget is None or self._closed:
            return
        with _sending:
            widget.send(envelope, list(buffers))


def close_channel(widget: object, wait: float | None = None) -> bool:
    """Close the ``_channel`` of a widget that is closed; ``wait``: so many seconds for its threads to end.

    Returns whether it has one: not where its ``__init__`` was refused half-way, and nothing else of it is to
    be closed then.
    """
    channel = getattr(widget, "_channel", None)
    if not isinstance(channel, Channel):
        return False
    channel.close()
    if wait is not None:
        channel.join(wait)
    return True


def _close_lanes(lanes: Mapping[LaneName, Lane]) -> None:
    for name, lane in list(lanes.items()):
        lane.close(drop=name != "ordered")
