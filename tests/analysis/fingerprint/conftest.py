"""Small films drawn for one purpose each."""

from tests.analysis.shots.conftest import film as film
from tests.analysis.shots.conftest import own_cache as own_cache
