"""Serves every notebook of a folder with the Voila that animewidgets ships: ``voila_pages.py FOLDER PORT``.

``FOLDER/name/page.ipynb`` stands at ``/page/name/``, and ``DELETE /kernels`` ends all kernels. With
``--fork-kernels`` they start by ``kernel_template.py``.
"""

from __future__ import annotations

import sys
from pathlib import Path

import kernel_template  # from this folder: kernels are to see no tests on their path
from jupyter_server.base.handlers import APIHandler
from notebook_kernels import NotebookKernels
from voila.tornado.handler import TornadoVoilaHandler

from animewidgets.server import Serving
from animewidgets.server.voila_app import AnnotateVoila, voila_config


class PageHandler(TornadoVoilaHandler):
    """The only notebook of a folder."""

    async def get(self, name: str) -> None:
        """Run it and show what comes out."""
        folder = Path(self.contents_manager.root_dir) / name
        (notebook,) = folder.glob("*.ipynb")
        self.notebook_path = f"{name}/{notebook.name}"
        await super().get()


class KernelsHandler(APIHandler):
    """All kernels at once."""

    def check_xsrf_cookie(self) -> None:
        """It is the tests that ask, not a page."""

    async def delete(self) -> None:
        """End them, and answer when they are gone."""
        await self.kernel_manager.shutdown_all(now=True)
        self.set_status(204)


class FolderOfPages(AnnotateVoila):
    """Our Voila, with a page for each folder of notebooks beside it."""

    def init_handlers(self) -> list[tuple[object, ...]]:
        """Those of the pages come first."""
        routes = super().init_handlers()
        settings = next(rest[0] for _, handler, *rest in routes if handler is TornadoVoilaHandler)
        pages = {name: value for name, value in settings.items() if name != "notebook_path"}
        return [(r"/page/([\w-]+)/?", PageHandler, pages), (r"/kernels", KernelsHandler), *routes]


if __name__ == "__main__":
    kernel_template.install()
    folder, port = Path(sys.argv[1]), int(sys.argv[2])
    nothing = folder / "nothing.ipynb"  # what stands at the address itself
    nothing.write_text('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}')
    config = voila_config(Serving(token=""), port, nothing)
    config.VoilaConfiguration.show_tracebacks = True
    config.VoilaConfiguration.multi_kernel_manager_class = NotebookKernels
    app = FolderOfPages(config=config)
    app.initialize([])
    app.start()
