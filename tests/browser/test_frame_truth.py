"""The same picture for the same frame, whoever decodes it: the number read off the canvas is the truth's.

Every clip of the matrix has its frame number burnt in. A viewer jumps about and steps forward and back,
once with the browser decoding and once with the kernel.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from animewidgets.demo.clip_matrix import MATRIX
from animewidgets.media import open_media
from tests.browser.harness import Server
from tests.browser.player_page import NOTEBOOK, PlayerPage, query

JUMPS = 12
STEPS = 4

#: Chromium's H.264 decoder begins only at IDR pictures. This recording has none left: its GOPs are open.
NOWHERE_TO_BEGIN = {"ts-inside-open-gop"}


#: The clips that stand on one page: to open a page takes longer than to look at a clip.
PAGES = [list(MATRIX)[at : at + 5] for at in range(0, len(MATRIX), 5)]


@pytest.fixture
def player_server(serve: Callable[..., Server]) -> Server:
    return serve("voila", NOTEBOOK)


@pytest.fixture(scope="session")
def clip_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("clips")


@pytest.mark.slow
@pytest.mark.parametrize("names", PAGES, ids=" ".join)
def test_the_number_on_the_screen_is_the_number_of_the_frame(
    names: list[str], player_server: Server, clip_folder: Path, new_page: Callable[..., Page]
):
    files = [MATRIX[name].write(clip_folder) for name in names]
    page = new_page()
    page.goto(player_server.url + query(files, "browser", "kernel"))
    faults = []
    for place, (name, file) in enumerate(zip(names, files, strict=True)):
        clip = MATRIX[name]
        with open_media(file) as media:
            times = media.index.pts.tolist()
        assert len(times) == len(clip.numbers), name

        able = clip.browser and name not in NOWHERE_TO_BEGIN
        for number, decoder in enumerate(["browser" if able else "kernel", "kernel"]):
            player = PlayerPage(page, 2 * place + number)
            assert player.frame_count == len(clip.numbers), name
            assert player.settled(0).state == "ready", name
            for frame, seen in journey(player, len(times), random.Random(name)):
                expected = (clip.numbers[frame], times[frame], decoder, "ready")
                if (seen.number, seen.pts, seen.decoder, seen.state) != expected:
                    faults.append((name, frame, expected, seen))
            assert player.decoder_reason.startswith(f"decoded in the {decoder}"), name
    assert not faults


def journey(player: PlayerPage, count: int, choose: random.Random):
    """Jumps all over the release, the first and the last frame too, with steps either way after each."""
    for target in [count - 1, 0, *(choose.randrange(count) for _ in range(JUMPS))]:
        frame = target
        yield frame, player.seek(frame)
        forward = choose.random() < 0.5
        for _ in range(STEPS):
            beside = frame + (1 if forward else -1)
            if not 0 <= beside < count:
                break
            frame = beside
            yield frame, player.step(frame, forward=forward)
