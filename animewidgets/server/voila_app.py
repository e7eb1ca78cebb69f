"""Voila with our settings."""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping
from pathlib import Path
from types import FrameType

from tornado.web import RequestHandler
from traitlets.config import Config
from voila.app import Voila
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.tornado.handler import TornadoVoilaHandler

from animewidgets.server.kernels import OwnInterpreterSpecs
from animewidgets.server.serving import CULL_IDLE_S, CULL_INTERVAL_S, LOOPBACK, Serving
from animewidgets.server.websocket import PromptWebsocketConnection

TEMPLATES = Path(__file__).parent / "share" / "jupyter"


class FarewellHandler(VoilaShutdownKernelHandler):  # type: ignore[misc]  # voila is untyped
    """Ends a visitor's kernel when the page says farewell.

    The page sends a beacon, and a beacon can carry no XSRF header: Voila's own handler refuses it, and every
    reload would leave a kernel behind until it is culled. The login is still asked for, the request must come
    from our own origin, and the kernel's id cannot be guessed.
    """

    def check_xsrf_cookie(self) -> None:
        """Same origin instead of the token."""
        if not self.check_origin():
            self.send_error(403)


class AnnotateVoila(Voila):  # type: ignore[misc]  # voila is untyped
    """Voila that takes its settings from us alone, not from files in the working or user folders.

    It shows one notebook, and those of ``pages`` under their names.
    """

    def __init__(self, pages: Mapping[str, Path] | None = None, **options: object) -> None:
        super().__init__(**options)
        self._pages = dict(pages or {})

    def initialize(self, argv: list[str] | None = None) -> None:
        """Set up; Voila finds our page template through JUPYTER_PATH."""
        paths = [str(TEMPLATES), os.environ.get("JUPYTER_PATH", "")]
        os.environ["JUPYTER_PATH"] = os.pathsep.join(path for path in paths if path)
        super().initialize(argv)
        # As an exception, Ctrl+C would end in whichever callback runs, and kernels would stay.
        signal.signal(signal.SIGINT, self.stop_soon)

    def stop_soon(self, signal_number: int, frame: FrameType | None) -> None:
        """End the event loop; Voila then shuts its kernels down."""
        if not hasattr(self, "ioloop"):
            raise KeyboardInterrupt
        self.ioloop.add_callback_from_signal(self.ioloop.stop)

    def init_handlers(self) -> list[tuple[object, ...]]:
        """Voila's routes, with our farewell and our pages."""
        routes: list[tuple[object, ...]] = []
        for route, handler, *rest in super().init_handlers():
            if handler is TornadoVoilaHandler:  # the notebook: it would answer to every name
                (settings,) = rest
                for name, notebook in self._pages.items():
                    path = os.path.relpath(notebook, self.root_dir)
                    routes.append((f"/{name}/?", handler, {**settings, "notebook_path": path}))
            known = FarewellHandler if handler is VoilaShutdownKernelHandler else handler
            routes.append((route, known, *rest))
        return routes


def voila_config(serving: Serving, port: int, notebook: Path) -> Config:
    """Settings of a Voila that serves one notebook to this machine."""
    config = Config()
    config.Voila.ip = LOOPBACK
    config.Voila.port = port
    config.Voila.port_retries = 0
    config.Voila.open_browser = False
    config.Voila.log_level = "WARN"
    config.Voila.config_file_paths = []
    config.Voila.notebook_path = str(notebook)
    config.Voila.token = serving.token
    # Refuse requests by another host name: a web page elsewhere could let its own name point to 127.0.0.1.
    config.Voila.tornado_settings = {"allow_remote_access": False, "log_function": silent}
    config.Voila.kernel_websocket_connection_class = PromptWebsocketConnection
    config.VoilaConfiguration.kernel_spec_manager_class = OwnInterpreterSpecs
    config.VoilaConfiguration.template = "animewidgets"
    # /voila/files answers without a login, so it answers nothing.
    config.VoilaConfiguration.file_allowlist = []
    config.OwnInterpreterSpecs.environment = serving.kernel_environment()
    config.MappingKernelManager.cull_interval = CULL_INTERVAL_S
    config.MappingKernelManager.cull_idle_timeout = CULL_IDLE_S
    config.MappingKernelManager.cull_connected = False
    return config


def silent(handler: RequestHandler) -> None:
    """Log no requests: their addresses carry tokens, and the terminal is for the user."""
