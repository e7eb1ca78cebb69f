"""A widget whose browser is this test: it records what was sent, and sends what the test says."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import anywidget


class StubbedWidget(anywidget.AnyWidget):
    _esm = "export default {}"

    def __init__(self):
        self.sent: list[tuple[dict, list[bytes]]] = []
        self.arrived = threading.Condition()
        super().__init__()

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
