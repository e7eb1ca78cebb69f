"""The page of shapes: choose a video or images, label what is in the frames."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import ipywidgets

from animewidgets.errors import AnimeWidgetsError
from animewidgets.media.image_files import IMAGE_SUFFIXES
from animewidgets.pages.layout import GivenMedia, laid_out, not_opened
from animewidgets.store import Store
from animewidgets.widgets.frame_canvas import FrameCanvas


def shapes(
    media: GivenMedia = None,
    *,
    store: Store | str | Path | None = None,
    project: str | None = None,
) -> ipywidgets.Widget:
    """Lay out the page on which shapes are drawn, for one or several videos, images, or folders of images.

    Args:
        media: path or paths; ``None`` takes what the server was started with
            (``ANIMEWIDGETS_MEDIA``, a JSON list of paths). Image files that follow on one another are one
            release.
        store: an open store or its path; ``None`` takes ``ANIMEWIDGETS_STORE`` or the default.
        project: name of the project; ``None`` takes ``ANIMEWIDGETS_PROJECT`` or ``"default"``.

    Returns:
        A widget. What cannot be opened shows its error in its place; the others still work.
    """
    return laid_out("shapes", "shapes('episode.mkv')", media, store, project, named_releases, _canvas_of)


def named_releases(paths: list[Path]) -> list[tuple[str, list[Path]]]:
    """The paths release by release, each with what it is called."""
    return [(_called(files), files) for files in releases_of(paths)]


def _canvas_of(files: list[Path], store: Store, project: str) -> ipywidgets.Widget:
    try:
        return FrameCanvas(files[0] if len(files) == 1 else files, store=store, project=project)
    except AnimeWidgetsError as error:
        return not_opened(files[0], error)


def releases_of(paths: Sequence[Path]) -> list[list[Path]]:
    """The paths release by release: images that follow on one another are one."""
    releases: list[list[Path]] = []
    for path in paths:
        if releases and _is_image(path) and _is_image(releases[-1][-1]):
            releases[-1].append(path)
        else:
            releases.append([path])
    return releases


def _is_image(path: Path) -> bool:
    return path.suffix.lower() in IMAGE_SUFFIXES


def _called(files: list[Path]) -> str:
    first = files[0].stem or files[0].name
    return first if len(files) == 1 else f"{first} and {len(files) - 1} more"
