"""A short demo episode with numbers on its frames, and desks of two people who do not know each other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from animewidgets.demo import DemoEpisode, EpisodeOptions, make_episode
from tests.conftest import common, locked
from tests.datasets.pairs.people import Desk, sit_down


@pytest.fixture(scope="session")
def episode(tmp_path_factory: pytest.TempPathFactory) -> DemoEpisode:
    """12 seconds of 180 lines, each frame with its number: a sponsor card more on TV, and a shot less."""
    folder = common(tmp_path_factory) / "numbered-episode"
    folder.mkdir(exist_ok=True)
    with locked(folder):
        episode = DemoEpisode(folder, EpisodeOptions(seconds=12, height=180, frame_number=True))
        if episode.is_whole:
            return episode
        return make_episode(folder, seconds=12, height=180, frame_number=True)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Where person A labels a release that needs no video."""
    desk = sit_down(tmp_path / "a" / "annotations.duckdb")
    with desk.store:
        yield desk
