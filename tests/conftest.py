"""Fixtures that every test may use."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared_media() -> Callable[[str], Path]:
    """``shared_media("sintel_trailer_480x204.mp4")``: path of a real clip, or a skip that says what to set.

    The clips are not part of the repository. They are sought in ``$ANIMEWIDGETS_SHARED/media``, and without
    that variable in ``../shared/media`` beside the repository.
    """
    folder = Path(os.environ.get("ANIMEWIDGETS_SHARED") or REPOSITORY.parent / "shared") / "media"

    def find(name: str) -> Path:
        path = folder / name
        if not path.is_file():
            pytest.skip(
                f"shared clip {name!r} is not here: set ANIMEWIDGETS_SHARED to the folder above media/"
            )
        return path

    return find


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run browser tests last: quick tests speak first, and Playwright leaves an event loop running."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
