"""A small episode, drawn once for all tests that only look at it."""

from __future__ import annotations

import pytest

from animewidgets.demo import DemoEpisode, make_episode


@pytest.fixture(scope="session")
def episode(tmp_path_factory: pytest.TempPathFactory) -> DemoEpisode:
    """12 seconds of 180 lines, with the frame number burnt in."""
    return make_episode(tmp_path_factory.mktemp("episode"), seconds=12, height=180, frame_number=True)
