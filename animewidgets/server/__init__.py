"""Serving the pages: Voila and JupyterLab with our settings, on this machine only."""

from __future__ import annotations

from animewidgets.server.serving import Serving, serve_jupyterlab, serve_voila

__all__ = ["Serving", "serve_jupyterlab", "serve_voila"]
