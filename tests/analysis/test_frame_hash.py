"""Hashes of frames tell drawings apart, and stay when the film is encoded anew."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import av
import numpy as np
import pytest

from animewidgets.analysis.frame_hash import distances, frame_hash, hashes_of
from animewidgets.demo import DemoEpisode, make_episode
from animewidgets.errors import AnalysisCancelled
from animewidgets.media import open_media


@pytest.fixture(scope="module")
def episode(tmp_path_factory: pytest.TempPathFactory) -> DemoEpisode:
    return make_episode(tmp_path_factory.mktemp("episode"), seconds=10, height=180)


def encoded_anew(path: Path, out: Path, crf: int, height: int) -> Path:
    with av.open(str(path)) as source, av.open(str(out), "w") as container:
        stream = source.streams.video[0]
        made = container.add_stream("libx264", rate=stream.average_rate, options={"crf": str(crf)})
        made.width, made.height, made.pix_fmt = stream.width * height // stream.height, height, "yuv420p"
        for n, frame in enumerate(source.decode(stream)):
            small = frame.reformat(made.width, made.height, "yuv420p")
            small.pts, small.time_base = n, 1 / stream.average_rate
            small.pict_type = av.video.frame.PictureType.NONE
            container.mux(made.encode(small))
        container.mux(made.encode(None))
    return out


@pytest.mark.parametrize(("crf", "height", "most"), [(20, 180, 4), (30, 90, 8), (40, 180, 16)])
def test_encoding_anew_changes_few_bits(
    episode: DemoEpisode, tmp_path: Path, crf: int, height: int, most: int
) -> None:
    """Measured, 95 % of the frames: 2, 4 and 4 bits, at most 6 of 99 %; the bound of pairs files is 12."""
    copy = encoded_anew(episode.bluray, tmp_path / "copy.mp4", crf, height)
    with open_media(episode.bluray) as one, open_media(copy) as other:
        ordinals = np.arange(len(one.index))
        first, seen = hashes_of(one, ordinals)
        second, _ = hashes_of(other, ordinals)
    assert seen.all()
    apart = distances(first, second)[(first != 0) & (second != 0)]
    assert np.percentile(apart, 95) <= most


def test_other_shots_have_other_hashes(episode: DemoEpisode) -> None:
    with open_media(episode.bluray) as media:
        shots = [shot for shot in episode.truth.shots if shot.end - shot.start > 8]
        hashes, _ = hashes_of(media, np.array([(shot.start + shot.end) // 2 for shot in shots]))
    apart = [int(distances(hashes[n : n + 1], hashes[n + 1 : n + 2])[0]) for n in range(len(hashes) - 1)]
    assert sorted(apart)[len(apart) // 10] > 12


def test_hashes_come_in_the_order_in_which_they_were_asked_for(episode: DemoEpisode) -> None:
    with open_media(episode.bluray) as media:
        asked = np.array([200, 3, 77, 3, 120])
        hashes, _ = hashes_of(media, asked)
        alone = [int(hashes_of(media, np.array([n]))[0][0]) for n in asked.tolist()]
        told: list[int] = []
        hashes_of(media, asked, tell=told.append)
        stop = Event()
        stop.set()
        with pytest.raises(AnalysisCancelled):
            hashes_of(media, asked, cancel=stop)
    assert hashes.tolist() == alone
    assert told == [1, 2, 3, 4]


def test_a_plain_picture_says_nothing_and_brightness_or_more_bits_do_not_matter() -> None:
    assert frame_hash(np.full((90, 160), 16, np.uint8)) == 0
    noise = np.random.default_rng(1).integers(40, 180, (12, 16), dtype=np.uint8)
    picture = np.kron(noise, np.ones((10, 10), np.uint8)).astype(np.uint8)
    own = frame_hash(picture)
    assert own != 0
    assert frame_hash(picture + 30) == own
    assert frame_hash(picture.astype(np.uint16) * 4, 10) == own
    assert (frame_hash(255 - picture) ^ own).bit_count() == 64  # the negative is the opposite
