"""Sound by sample numbers: the same samples however they are asked for, each at its own time."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from animewidgets.errors import MediaVanished, NoAudioStream
from animewidgets.media import SoundReader, sound_streams
from tests.sounds import tone, write_sound


@pytest.fixture(scope="module")
def noise() -> np.ndarray:
    return np.random.default_rng(1).uniform(-0.9, 0.9, (96_000, 2))


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory, noise: np.ndarray) -> Path:
    return write_sound(tmp_path_factory.mktemp("sound") / "plain.mov", noise)


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """AAC, which needs what came before, read at another rate than its own."""
    sweep = np.sin(2 * np.pi * np.cumsum(np.linspace(100, 4000, 144_000)) / 48_000) * 0.5
    return write_sound(tmp_path_factory.mktemp("sound") / "coded.mp4", sweep, codec="aac", frames=72)


def as_int16(samples: np.ndarray) -> np.ndarray:
    return np.clip(np.round(samples * 32767), -32768, 32767).astype(np.int16)


def test_plain_samples_come_as_they_were_written(plain: Path, noise: np.ndarray):
    reader = SoundReader(plain)
    assert (reader.rate, reader.channels) == (48_000, 2)
    assert (reader.read(0, 96_000) == as_int16(noise)).all()


@settings(max_examples=40)
@given(spans=st.lists(st.tuples(st.integers(-5000, 100_000), st.integers(0, 20_000)), max_size=8))
def test_any_ranges_in_any_order_are_those_of_the_whole(plain: Path, noise: np.ndarray, spans):
    whole = np.zeros((140_000, 2), np.int16)
    whole[5000:101_000] = as_int16(noise)
    reader = SoundReader(plain)
    for start, length in spans:
        assert (reader.read(start, start + length) == whole[start + 5000 : start + length + 5000]).all()
    reader.close()


@settings(max_examples=25)
@given(steps=st.lists(st.integers(1, 40_000), min_size=1, max_size=12))
def test_ranges_one_after_the_other_join_exactly_even_when_resampled(coded: Path, steps):
    reader = SoundReader(coded, rate=44_100)
    edges = np.cumsum([0, *steps])
    parts = [reader.read(int(a), int(b)) for a, b in pairwise(edges)]
    whole = SoundReader(coded, rate=44_100).read(0, int(edges[-1]))
    assert (np.concatenate(parts) == whole).all()


def test_a_jump_into_coded_sound_gives_what_playing_up_to_there_gives(coded: Path):
    whole = SoundReader(coded, rate=44_100).read(0, 130_000)
    reader = SoundReader(coded, rate=44_100)
    for start in (100_000, 20_000, 70_000):
        got = reader.read(start, start + 4000).astype(int)
        assert np.abs(got - whole[start : start + 4000]).max() < 200  # the noise of another beginning


@pytest.mark.parametrize("container", ["mkv", "mov"])
def test_sound_that_starts_late_is_silent_until_then_and_ends_in_silence(tmp_path: Path, container: str):
    path = write_sound(tmp_path / f"late.{container}", tone(440, 1), start=Fraction(3, 4))
    samples = SoundReader(path).read(0, 48_000 * 3)[:, 0]
    loud = np.flatnonzero(samples)
    assert abs(loud[0] - 36_001) <= 48  # Matroska counts milliseconds
    assert abs(loud[-1] - 84_000) <= 48


def test_a_gap_is_silence_and_what_follows_it_keeps_its_time(tmp_path: Path):
    square = np.full(48_000, 0.5)
    path = write_sound(tmp_path / "gap.mkv", square, gaps={20_480: Fraction(1, 2)})
    samples = SoundReader(path).read(0, 80_000)[:, 0]
    assert (samples[:20_400] > 0).all()
    assert (samples[20_600:44_400] == 0).all()
    assert (samples[44_600:71_900] > 0).all()
    reader = SoundReader(path)
    assert (reader.read(30_000, 40_000) == 0).all()
    assert (reader.read(50_000, 60_000) > 0).all()


def test_an_hour_of_nothing_within_the_times_costs_no_memory(tmp_path: Path):
    path = write_sound(tmp_path / "hole.mkv", np.full(8192, 0.5), gaps={4096: Fraction(3600)})
    reader = SoundReader(path)
    assert (reader.read(0, 48_000)[4200:] == 0).all()
    assert sum(block.nbytes for _, block in reader._held) < 2**20
    assert (reader.read(3600 * 48_000 + 4200, 3600 * 48_000 + 8000) > 0).all()


def test_slow_mono_stays_mono_and_seven_one_becomes_stereo_without_clipping(tmp_path: Path):
    slow = SoundReader(write_sound(tmp_path / "slow.mkv", tone(300, 1, 8000), rate=8000))
    assert (slow.channels, slow.read(0, 8000).shape) == (1, (8000, 1))
    eight = np.repeat(tone(440, 1, loud=0.99)[:, None], 8, axis=1)
    wide = SoundReader(write_sound(tmp_path / "wide.mkv", eight), rate=44_100)
    samples = wide.read(0, 44_100)
    assert samples.shape == (44_100, 2)
    spectrum = np.abs(np.fft.rfft(samples[:, 0] / 32768))
    assert np.argmax(spectrum) == 440
    assert spectrum[1000:].max() < spectrum[440] / 300  # clipping would ring on


def test_long_sound_is_read_on_in_bounded_memory(tmp_path: Path):
    path = write_sound(tmp_path / "long.mkv", tone(200, 120, 8000), rate=8000, frames=24)
    reader = SoundReader(path)
    for start in range(0, 8000 * 120, 8000):
        reader.read(start, start + 8000)
        assert sum(len(block) for _, block in reader._held) < 8000 * 4


def test_broken_sound_is_silence_where_it_is_broken(coded: Path, tmp_path: Path):
    data = bytearray(coded.read_bytes())
    rng = np.random.default_rng(3)
    at = data.index(b"mdat") + 4
    for place in rng.integers(at, len(data) - 4000, 400):
        data[place] = int(rng.integers(256))
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(data)
    assert SoundReader(broken).read(0, 144_000).shape == (144_000, 1)


def test_streams_are_told_apart_and_a_missing_one_is_refused(tmp_path: Path):
    path = write_sound(
        tmp_path / "two.mkv", [tone(300, 1), np.zeros((48_000, 2))], titles=["Japanese", "Commentary"]
    )
    assert [(one.stream, one.channels, one.title) for one in sound_streams(path)] == [
        (0, 1, "Japanese"),
        (1, 2, "Commentary"),
    ]
    assert SoundReader(path, 0).read(0, 100).any()
    assert not SoundReader(path, 1).read(0, 100).any()
    with pytest.raises(NoAudioStream, match="no audio stream 2"):
        SoundReader(path, 2)


def test_a_file_that_changed_is_not_read_on(tmp_path: Path):
    path = write_sound(tmp_path / "gone.mkv", tone(300, 1))
    reader = SoundReader(path)
    path.write_bytes(b"something else")
    with pytest.raises(MediaVanished):
        reader.read(0, 100)
