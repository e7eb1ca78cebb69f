"""How a widget finds the JavaScript and CSS that the build made for it."""

from __future__ import annotations

from pathlib import Path

from animewidgets.errors import AnimeWidgetsError

STATIC = Path(__file__).parent.parent / "static"


class BundleMissing(AnimeWidgetsError):
    """The browser half of a widget has not been built."""


class Bundle:
    """A class attribute that reads its file when an instance is made: ``_esm = Bundle("player.js")``.

    Text rather than a ``Path``: anywidget watches a ``Path``, and the watcher keeps each closed
    instance alive. Read anew for every instance, so that a rebuilt bundle needs no new kernel.
    """

    def __init__(self, name: str) -> None:
        self._path = STATIC / name

    def __get__(self, instance: object, owner: type) -> str | Bundle:
        if instance is None:
            return self
        try:
            return self._path.read_text(encoding="utf-8")
        except FileNotFoundError:
            raise BundleMissing(
                f"{owner.__name__} needs animewidgets/static/{self._path.name}, which is not built; "
                "in a source checkout run 'make build' (or 'node build.mjs' in animewidgets/js)"
            ) from None
