"""A widget whose browser is this test: it records what was sent, and sends what the test says."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Sequence

import anywidget

from animewidgets.widgets.frame_canvas import FrameCanvas


class StubbedBrowser:
    """Mixed into a widget before its class: its browser is the test."""

    def __init__(self, *args, **options):
        self.sent: list[tuple[dict, list[bytes]]] = []
        self.arrived = threading.Condition()
        super().__init__(*args, **options)

    def send(self, content, buffers=None):
        with self.arrived:
            self.sent.append((content, [bytes(b) for b in buffers or []]))
            self.arrived.notify_all()

    def receive(self, content: object, buffers: Sequence[memoryview] = ()) -> None:
        """As if the browser had sent it."""
        self._handle_custom_msg(content, list(buffers))

    def ask(self, number: int, method: str, params: object = None):
        """Send a request and wait for its reply."""
        self.receive({"type": "request", "id": number, "method": method, "params": params or {}})
        return self.reply_to(number)

    def reply_to(self, number: int, timeout: float = 30):
        with self.arrived:
            assert self.arrived.wait_for(lambda: self._find(number) is not None, timeout), (
                f"no reply to {number}"
            )
            return self._find(number)

    def _find(self, number):
        return next((m for m in self.sent if m[0]["type"] == "reply" and m[0]["id"] == number), None)

    def hello(self) -> dict:
        return self.ask(_number(), "hello")[0]["result"]

    def commit(self, *edits: dict) -> dict:
        """Send edits as one commit, as the canvas does; the kernel's answer."""
        commit = {
            "commit_id": str(uuid.uuid4()),
            "action": "do",
            "reverts": None,
            "active_ms": 10,
            "tool": "canvas",
            "edits": list(edits),
        }
        return self.ask(_number(), "store.commit", {"commits": [commit]})[0]["result"]

    def create(self, *states: dict) -> dict:
        """Send new annotations, by what they say."""
        return self.commit(
            *(
                {
                    "op": "create",
                    "annotation_id": str(uuid.uuid4()),
                    "base_version": 0,
                    "before": None,
                    "after": state,
                }
                for state in states
            )
        )


def _number() -> int:
    """Of a request, unlike all others."""
    return uuid.uuid4().int % 2**40


class StubbedWidget(StubbedBrowser, anywidget.AnyWidget):
    _esm = "export default {}"


class StubbedCanvas(StubbedBrowser, FrameCanvas):
    def draw(self, *shapes: tuple[str, int, dict], category: str | None = "face") -> dict:
        """What the browser sends when somebody draws: kind, frame and geometry of each shape."""
        return self.create(
            *(
                {
                    "kind": kind,
                    "start_pts": int(self.media.index.pts[frame]),
                    "category": category,
                    "geometry": geometry,
                }
                for kind, frame, geometry in shapes
            )
        )
