"""Kernel websockets that send small messages at once.

Tornado leaves Nagle's algorithm on: a second small message then waits until the browser has acknowledged
the first, which browsers delay by about 40 ms. Every comm reply is such a second message (the kernel's
"busy" goes first), so a widget would feel 40 ms of nothing at each key press.
"""

from __future__ import annotations

from typing import cast

from jupyter_server.services.kernels.connection.base import BaseKernelWebsocketConnection
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection


def without_delay(
    base: type[BaseKernelWebsocketConnection],
) -> type[BaseKernelWebsocketConnection]:
    """A subclass of a kernel websocket connection that sets TCP_NODELAY when it connects.

    ``connect`` runs after Tornado has taken the stream out of HTTP, so nothing sets the option back.
    """
    connect = base.connect

    def connect_without_delay(self: BaseKernelWebsocketConnection) -> object:
        """Connect, and let small messages leave at once."""
        self.websocket_handler.set_nodelay(True)
        return connect(self)  # type: ignore[no-untyped-call]  # jupyter_server says nothing of its result

    members = {
        "connect": connect_without_delay,
        "__doc__": f"{base.__name__} that sends small messages at once.",
        "__module__": __name__,
    }
    return cast("type[BaseKernelWebsocketConnection]", type(f"Prompt{base.__name__}", (base,), members))


PromptWebsocketConnection = without_delay(ZMQChannelsWebsocketConnection)
