"""JupyterLab with our settings, over the user's own."""

from __future__ import annotations

import importlib
import os
import signal
import threading
import warnings
from pathlib import Path

from jupyterlab.labapp import LabApp
from traitlets.config import Config

from animewidgets.server.serving import LOOPBACK, Serving

PATIENCE_S = 10.0


def run_lab(serving: Serving, port: int, folder: Path) -> None:
    """Run JupyterLab in this process until the user stops it."""
    # jupyter_server asks its own deprecated trait for a default and tells the user so. Importing voila, which
    # JupyterLab does as one of its extensions, would switch such warnings on again.
    importlib.import_module("voila")
    warnings.filterwarnings("ignore", category=DeprecationWarning, module="traitlets")
    config = Config()
    config.OwnInterpreterSpecs.environment = serving.kernel_environment()
    server = LabApp.initialize_server(lab_arguments(serving, port, folder), config=config)

    def stop(*_: object) -> None:
        # A kernel that is still starting can hold Jupyter's farewell up for minutes. Kernels end by
        # themselves once their server is gone, so leaving them is safe.
        patience = threading.Timer(PATIENCE_S, os._exit, (0,))
        patience.daemon = True
        patience.start()
        server.stop(from_signal=True)

    # Jupyter listens to Ctrl+C on a terminal only; elsewhere the exception would end in any callback.
    signal.signal(signal.SIGINT, stop)
    server.start()


def lab_arguments(serving: Serving, port: int, folder: Path) -> list[str]:
    """Settings of a JupyterLab on this machine whose files are those of ``folder``.

    As a command line, because that goes over the user's configuration files; they count for all the rest.
    It is not the command line of a process, so nobody else can read the token from it.
    """
    return [
        f"--ServerApp.ip={LOOPBACK}",
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        "--ServerApp.open_browser=False",
        f"--ServerApp.root_dir={folder}",
        f"--ServerApp.allow_root={os.geteuid() == 0}",  # in a container; it is loopback and needs the token
        "--ServerApp.kernel_spec_manager_class=animewidgets.server.kernels.OwnInterpreterSpecs",
        f"--IdentityProvider.token={serving.token}",
        "--ServerApp.log_level=WARN",
        "--LabApp.log_level=WARN",
    ]
