"""A Jupyter server extension: in the user's own JupyterLab, kernel websockets send small messages at once.

The wheel enables it by ``etc/jupyter/jupyter_server_config.d/animewidgets.json``;
``jupyter server extension disable animewidgets.server.extension`` switches it off.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp

SETTING = "kernel_websocket_connection_class"


def load(server: ServerApp) -> None:
    """Wrap whichever kernel websocket connection the server is configured with."""
    from animewidgets.server.websocket import without_delay

    settings = server.web_app.settings
    settings[SETTING] = without_delay(settings[SETTING])


# The names by which Jupyter servers find an extension.
_load_jupyter_server_extension = load


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]
