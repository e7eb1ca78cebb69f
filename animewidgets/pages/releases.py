"""Which releases the paths are that a page of frames was given: videos, images, or folders of images."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from animewidgets.media.image_files import IMAGE_SUFFIXES


def named_releases(paths: Sequence[Path]) -> list[tuple[str, list[Path]]]:
    """The paths release by release, each with what it is called."""
    return [(_called(files), files) for files in releases_of(paths)]


def releases_of(paths: Sequence[Path]) -> list[list[Path]]:
    """The paths release by release: images that follow on one another are one."""
    releases: list[list[Path]] = []
    for path in paths:
        if releases and _is_image(path) and _is_image(releases[-1][-1]):
            releases[-1].append(path)
        else:
            releases.append([path])
    return releases


def as_media(files: list[Path]) -> Path | list[Path]:
    """A release as widgets take it: its only file, or all its images."""
    return files[0] if len(files) == 1 else files


def _is_image(path: Path) -> bool:
    return path.suffix.lower() in IMAGE_SUFFIXES


def _called(files: list[Path]) -> str:
    first = files[0].stem or files[0].name
    return first if len(files) == 1 else f"{first} and {len(files) - 1} more"
