"""Sound to look at: each level says what the samples say, and lies where they lie."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from animewidgets.analysis.sound import PeakMap, SpectrogramMap, TileMap
from animewidgets.analysis.sound.peaks import companded, extremes
from animewidgets.analysis.sound.spectrogram import BANDS, HIGHEST, LOWEST, RATE, band_weights, loudness
from animewidgets.media import SoundReader
from tests.sounds import tone, write_sound


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ANIMEWIDGETS_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def amplitude(value: np.ndarray) -> np.ndarray:
    """What the browser makes of a byte."""
    return np.sign(value.astype(float)) * (value.astype(float) / 127) ** 2


def whole(made: TileMap) -> TileMap:
    for _ in made.rest():
        pass
    return made


# --- the waveform -----------------------------------------------------------


@given(st.lists(st.integers(-32768, 32767), min_size=1, max_size=50))
def test_companding_keeps_order_and_is_right_within_two_percent_of_full_scale(values):
    samples = np.sort(np.array(values, np.int16))
    bytes_ = companded(samples)
    assert (np.diff(bytes_.astype(int)) >= 0).all()
    assert np.abs(amplitude(bytes_) - samples / 32768).max() < 0.009
    quiet = np.abs(samples / 32768) < 0.001
    assert np.abs(amplitude(bytes_) - samples / 32768)[quiet].max(initial=0) < 0.0004


@given(
    data=st.lists(st.tuples(st.integers(-32768, 32767), st.integers(-32768, 32767)), min_size=1, max_size=60),
    cuts=st.sets(st.integers(1, 59)),
)
def test_extremes_are_the_least_and_greatest_of_each_stretch_in_any_channel(data, cuts):
    samples = np.array(data, np.int16)
    starts = np.array([0, *sorted(n for n in cuts if n < len(samples))])
    expected = [(part.min(), part.max()) for part in np.split(samples, starts[1:])]
    assert extremes(samples, starts).tolist() == [list(map(int, pair)) for pair in expected]


def oracle(samples: np.ndarray, rate: int, first_ms: int, count: int) -> np.ndarray:
    """Least and greatest sample of each millisecond, one at a time."""
    out = np.zeros((count, 2), np.int16)
    for n in range(count):
        low = -(-(first_ms + n) * rate // 1000)
        high = -(-(first_ms + n + 1) * rate // 1000)
        part = samples[max(0, low) : max(0, high)] if low < len(samples) else samples[:0]
        if len(part):
            out[n] = part.min(), part.max()
    return out


@pytest.mark.parametrize(
    ("rate", "channels", "first_us", "end_us"),
    [
        (48_000, 2, 0, 21_000_000),
        (44_100, 1, 0, 18_500_000),
        (8_000, 1, 41_708, 20_000_000),
        (22_050, 2, -500_000, 17_123_456),
    ],
)
def test_every_level_is_the_numpy_oracle(tmp_path: Path, rate: int, channels: int, first_us: int, end_us):
    rng = np.random.default_rng(rate)
    shape = (rate * 19, channels)
    noise = rng.uniform(-0.9, 0.9, shape) * rng.uniform(0, 1, (rate * 19, 1)) ** 8
    path = write_sound(tmp_path / "noise.mov", noise, rate=rate, frames=24)
    made = whole(PeakMap(SoundReader(path), first_us, end_us))
    samples = np.round(noise * 32767).astype(np.int16)
    first_ms = first_us // 1000
    assert made.origin_us == first_ms * 1000
    expected = companded(oracle(samples, rate, first_ms, made.count))
    assert made.count == -(-(end_us - made.origin_us) // 1000)
    for level in range(made.levels):
        assert (made.columns(level) == expected).all(), level
        expected = np.pad(expected, ((0, -len(expected) % 4), (0, 0)), "edge").reshape(-1, 4, 2)
        expected = np.stack([expected[:, :, 0].min(axis=1), expected[:, :, 1].max(axis=1)], axis=1)


def test_sound_that_is_late_or_over_is_silence_on_the_pictures_axis(tmp_path: Path):
    path = write_sound(tmp_path / "late.mov", tone(500, 1), start=Fraction(1, 2), frames=72)
    made = whole(PeakMap(SoundReader(path), 0, 3_000_000))
    loud = np.flatnonzero(made.columns(0).any(axis=1))
    assert (loud[0], loud[-1]) == (500, 1499)


# --- the spectrogram --------------------------------------------------------


def band_of(hertz: float) -> int:
    return int(np.log(hertz / LOWEST) / np.log(HIGHEST / LOWEST) * BANDS)


@pytest.mark.parametrize("hertz", [250, 440, 1000, 3000, 9000])
def test_a_tone_is_loudest_in_its_band_with_its_own_loudness(hertz: int):
    samples = np.round(32767 * tone(hertz, 1, RATE, loud=1.0)).astype(np.int16)
    columns = loudness(samples, 100)
    assert abs(int(columns[50].argmax()) - band_of(hertz)) <= 1
    # Within wide bands a sine is only one line of several.
    assert 255 - 30 <= columns[50].max() <= 255
    assert columns[50][: max(0, band_of(hertz) - 12)].max(initial=0) < 90
    quieter = loudness((samples // 100).astype(np.int16), 100)[50].max()
    assert abs((int(columns[50].max()) - int(quieter)) - 255 * 40 / 100) < 3


def test_bands_cover_every_line_between_the_lowest_and_the_highest():
    weights = band_weights()
    assert np.allclose(weights.sum(axis=1), 1)
    lines = np.arange(weights.shape[1]) * RATE / 1024
    inside = (lines > 2 * LOWEST) & (lines < HIGHEST * 0.97)
    assert (weights[:, inside].sum(axis=0) > 0).all()


def test_a_click_stands_in_the_column_of_its_time(tmp_path: Path):
    samples = np.zeros(48_000 * 20)
    samples[round(17.5 * 48_000)] = 0.99
    path = write_sound(tmp_path / "click.mov", samples, frames=24)
    made = whole(SpectrogramMap(SoundReader(path, rate=RATE, mono=True), 0, 20_000_000))
    loud = made.columns(0).max(axis=1)
    assert abs(int(np.median(np.flatnonzero(loud == loud.max()))) - round(17_500 / 8)) <= 1
    assert not loud[: 17_400 // 8].any()


def test_coarser_levels_are_means_in_decibels(tmp_path: Path):
    noise = np.random.default_rng(4).uniform(-0.5, 0.5, 48_000 * 10)
    path = write_sound(tmp_path / "noise.mov", noise, frames=24)
    made = whole(SpectrogramMap(SoundReader(path, rate=RATE, mono=True), 0, 9_999_000))
    fine = made.columns(0).astype(int)
    for level in range(1, made.levels):
        padded = np.pad(fine, ((0, -len(fine) % 4), (0, 0)), "edge").reshape(-1, 4, BANDS)
        fine = (padded.sum(axis=1) + 2) // 4
        assert (made.columns(level) == fine).all()


def test_stretches_made_apart_meet_without_a_seam(tmp_path: Path):
    noise = np.random.default_rng(5).uniform(-0.5, 0.5, 48_000 * 18)
    path = write_sound(tmp_path / "noise.mov", noise, frames=24)
    one = whole(SpectrogramMap(SoundReader(path, rate=RATE, mono=True), 0, 18_000_000))
    apart = SpectrogramMap(SoundReader(path, rate=RATE, mono=True), 0, 18_000_000)
    for segment in (2, 0, 1):
        apart.make(segment)
    assert (one.columns(0) == apart.columns(0)).all()


# --- tiles ------------------------------------------------------------------


class Counted(TileMap):
    """Columns that hold their own number, and which of them were asked for."""

    column_us, width, dtype, levels, tile, unknown = 1000, 1, np.uint8, 4, 32, (255,)

    def __init__(self, count: int, kept_as: str | None = None) -> None:
        super().__init__(0, count * 1000, kept_as)
        self.asked: list[tuple[int, int]] = []

    def _make(self, first: int, stop: int) -> np.ndarray:
        self.asked.append((first, stop))
        return (np.arange(first, stop) % 200).astype(np.uint8)[:, None]

    def _shrunk(self, columns: np.ndarray) -> np.ndarray:
        return columns.reshape(-1, 4, 1).max(axis=1)

    def close(self) -> None:
        pass


@settings(max_examples=60)
@given(count=st.integers(1, 1000), level=st.integers(0, 3), data=st.data())
def test_a_tile_is_complete_once_what_it_misses_is_made(tmp_path_factory, count: int, level: int, data):
    made = Counted(count)
    tiles = -(-made.count_of(level) // made.tile)
    numbers = data.draw(st.lists(st.integers(0, tiles - 1), min_size=1, max_size=4))
    assert not any(made.take(level, number).complete for number in numbers)
    assert set(made.take(level, numbers[0]).data) == {255}
    missing = made.missing(level, numbers)
    for segment in missing:
        made.make(segment)
    assert made.missing(level, numbers) == []
    assert all(made.take(level, number).complete for number in numbers)
    for number in numbers:
        first = number * made.tile
        stop = min(first + made.tile, made.count_of(level))
        expected = [
            max(np.arange(n * 4**level, min((n + 1) * 4**level, count)) % 200) for n in range(first, stop)
        ]
        assert list(made.take(level, number).data) == expected
    assert len(made.asked) == len(missing)


def test_what_was_made_once_is_found_again(own_cache: Path):
    whole(Counted(500, "ep01-peaks"))
    again = Counted(500, "ep01-peaks")
    assert again.take(0, 3).complete
    assert again.missing(3, [0]) == []
    assert whole(again).asked == []
    (kept,) = (own_cache / "sound").iterdir()
    kept.write_bytes(b"cut short")
    assert not Counted(500, "ep01-peaks").take(0, 0).complete


def test_a_long_strip_keeps_what_was_made_before_its_file_was_mapped_anew():
    made = whole(Counted(64 * 200, "film-peaks"))
    assert made.made.all()
    assert (made.columns(0)[:, 0] == np.arange(64 * 200) % 200).all()
    assert len(made.asked) == 200


def test_the_nearest_stretches_are_made_first():
    made = Counted(64 * 6)
    for _ in made.rest(near=3):
        pass
    assert [first // 64 for first, _ in made.asked] == [3, 2, 4, 1, 5, 0]


def test_a_cache_that_cannot_be_written_is_done_without(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("ANIMEWIDGETS_CACHE", str(tmp_path / "file"))
    assert whole(Counted(100, "ep01-peaks")).take(0, 0).complete


def test_columns_that_are_not_made_yet_say_so(tmp_path: Path, own_cache: Callable):
    path = write_sound(tmp_path / "two.mov", tone(300, 20), frames=24)
    made = PeakMap(SoundReader(path), 0, 20_000_000)
    made.make(1)
    columns = np.frombuffer(made.take(2, 0).data, np.int8).reshape(-1, 2)
    assert (columns[:1024] == (1, -1)).all()
    assert (columns[1024:, 0] < columns[1024:, 1]).all()
