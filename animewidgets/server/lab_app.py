"""JupyterLab with our settings, over the user's own."""

from __future__ import annotations

from pathlib import Path

from jupyterlab.labapp import LabApp
from traitlets.config import Config

from animewidgets.server.kernels import OwnInterpreterSpecs
from animewidgets.server.serving import LOOPBACK, Serving


class AnnotateLab(LabApp):  # type: ignore[misc]  # jupyterlab is untyped
    """JupyterLab; a class of its own so that its command line stays ours."""


def lab_config(serving: Serving, port: int, folder: Path) -> Config:
    """Settings of a JupyterLab on this machine whose files are those of ``folder``."""
    config = Config()
    config.ServerApp.ip = LOOPBACK
    config.ServerApp.port = port
    config.ServerApp.port_retries = 0
    config.ServerApp.open_browser = False
    config.ServerApp.log_level = "WARN"
    config.ServerApp.root_dir = str(folder)
    config.ServerApp.answer_yes = True  # Ctrl+C ends it at once
    config.ServerApp.kernel_spec_manager_class = OwnInterpreterSpecs
    config.IdentityProvider.token = serving.token
    config.OwnInterpreterSpecs.environment = serving.kernel_environment()
    return config
