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

from animewidgets.demo.clip_matrix import MATRIX, Clip
from animewidgets.media import open_media
from tests.browser.harness import Server
from tests.browser.player_page import NOTEBOOK, PlayerPage, query

JUMPS = 12
STEPS = 4

#: Chromium's H.264 decoder begins only at IDR pictures. This recording has none left: its GOPs are open.
NOWHERE_TO_BEGIN = {"ts-inside-open-gop"}


@pytest.fixture
def player_server(serve: Callable[..., Server]) -> Server:
    return serve("voila", NOTEBOOK)


@pytest.fixture(scope="session")
def clip_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("clips")


@pytest.mark.slow
@pytest.mark.parametrize("clip", MATRIX.values(), ids=MATRIX)
def test_the_number_on_the_screen_is_the_number_of_the_frame(
    clip: Clip, player_server: Server, clip_folder: Path, new_page: Callable[..., Page]
):
    file = clip.write(clip_folder)
    page = new_page()
    page.goto(player_server.url + query(file, "browser", "kernel"))
    with open_media(file) as media:
        times = media.index.pts.tolist()
    assert len(times) == len(clip.numbers)

    able = clip.browser and clip.name not in NOWHERE_TO_BEGIN
    for number, decoder in enumerate(["browser" if able else "kernel", "kernel"]):
        player = PlayerPage(page, number)
        assert player.frame_count == len(clip.numbers)
        assert player.settled(0).state == "ready"
        wrong = []
        for frame, seen in journey(player, len(times), random.Random(clip.name)):
            expected = (clip.numbers[frame], times[frame], decoder, "ready")
            if (seen.number, seen.pts, seen.decoder, seen.state) != expected:
                wrong.append((frame, expected, seen))
        assert not wrong
        assert player.decoder_reason.startswith(f"decoded in the {decoder}")


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
