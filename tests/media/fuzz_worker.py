"""A process that uses mutated files as a widget would, within bounds. Started by ``test_fuzz.py``.

    python -m tests.media.fuzz_worker SEED FOLDER FIRST STOP

damages the file ``SEED`` by the recipes ``<its name>:FIRST`` to ``<its name>:STOP - 1`` and uses each. It
prints ``start RECIPE`` before and ``done RECIPE OUTCOME`` after, so that whoever watches knows which file
killed it.
"""

from __future__ import annotations

import re
import resource
import sys
import tempfile
from contextlib import suppress
from fractions import Fraction
from pathlib import Path

import numpy as np

from animewidgets.errors import AnimeWidgetsError
from animewidgets.media import Media, open_media, probe, read_audio
from tests.media.mutate import mutated

#: What a process may take, address space and all: decoders of several threads reserve much of it.
ADDRESS_SPACE = 4 * 2**30


def main(seed: Path, folder: Path, first: int, stop: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    data = seed.read_bytes()
    for number in range(first, stop):
        recipe = f"{seed.name}:{number}"
        print("start", recipe, flush=True)
        with tempfile.TemporaryDirectory(dir=folder) as place:
            path = Path(place) / seed.name
            path.write_bytes(mutated(data, recipe))
            outcome = use(path)
        print("done", recipe, outcome, flush=True)
    print("peak", peak(), flush=True)


def peak() -> int:
    """The most memory that this process has held, in MB; ``getrusage`` would count its parent's."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found
    return int(found[1]) // 1024


def use(path: Path) -> str:
    """Do with the file what the page and the command line do; every refusal has to be one of ours."""
    outcome = "whole"
    try:
        probe(path)
        with open_media(path) as media:
            outcome = "warned" if media.warnings else "whole"
            look(media)
    except AnimeWidgetsError as error:
        outcome = type(error).__name__
    for window in ((None, None), (Fraction(1, 3), Fraction(1))):
        with suppress(AnimeWidgetsError):
            read_audio(path, rate=8000, start=window[0], stop=window[1])
    return outcome


def look(media: Media) -> None:
    index = media.index
    count = len(index)
    assert np.all(np.diff(index.pts) > 0)
    assert np.all(index.duration > 0)
    assert abs(int(index.pts[0])) < 2**53
    assert abs(index.end_pts) < 2**53
    for ordinal in (0, count - 1, count // 2, count // 2 + 1, count // 3):
        with suppress(AnimeWidgetsError):
            picture = media.frame(min(ordinal, count - 1))
            assert picture.rgb.dtype == np.uint8
    with suppress(AnimeWidgetsError):
        media.thumbnails([0, count // 2, count - 1], 48)
    _ = media.release_id


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
