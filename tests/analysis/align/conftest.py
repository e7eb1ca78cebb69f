"""Small films drawn for one purpose each, and one drawn episode."""

from __future__ import annotations

import pytest

from animewidgets.demo.rerelease import Footage, drawn_footage
from tests.analysis.shots.conftest import film as film
from tests.analysis.shots.conftest import own_cache as own_cache


@pytest.fixture(scope="session")
def episode() -> tuple[Footage, Footage]:
    """Half a minute of a drawn episode, and what its broadcaster shows besides."""
    return drawn_footage(77, 30, height=108)
