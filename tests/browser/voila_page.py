"""Serves any notebook with the Voila that animewidgets ships: ``python voila_page.py NOTEBOOK PORT``."""

from __future__ import annotations

import sys
from pathlib import Path

from animewidgets.server import Serving
from animewidgets.server.voila_app import AnnotateVoila, voila_config

if __name__ == "__main__":
    notebook, port = Path(sys.argv[1]), int(sys.argv[2])
    config = voila_config(Serving(token=""), port, notebook)
    config.VoilaConfiguration.show_tracebacks = True
    app = AnnotateVoila(config=config)
    app.initialize([])
    app.start()
