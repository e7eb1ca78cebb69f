"""The stored form of a fingerprint: what goes in comes out, and nothing else is taken for one."""

from __future__ import annotations

from dataclasses import fields
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from animewidgets.analysis.fingerprint import Fingerprint
from animewidgets.errors import FingerprintCorrupt, FingerprintTooNew


def made(seed: int, frames: int, sounds: int = 0) -> Fingerprint:
    rng = np.random.default_rng(seed)
    pts = np.cumsum(rng.integers(1, 9000, frames)) - 5000
    byte = rng.integers(0, 16, (4, frames), dtype=np.uint8)
    return Fingerprint(
        release_id="rel-0123",
        time_base=Fraction(1, 90_000),
        end_pts=int(pts[-1]) + 3003 if frames else 0,
        size=(1280, 720),
        pts=pts.astype(np.int64),
        picture=rng.integers(0, 2**64, frames, dtype=np.uint64),
        change=byte[0],
        level=byte[1] * 2,
        contrast=byte[2],
        box=byte[3] % 2,
        boxes=np.array([[0, 1, 0, 1], [0.125, 0.875, 0, 1]]),
        sound=rng.integers(0, 2**32, sounds, dtype=np.uint32),
        sound_start=Fraction(1, 4),
    )


@given(st.integers(0, 1000), st.integers(0, 70), st.integers(0, 20))
def test_what_is_stored_comes_back(seed: int, frames: int, sounds: int) -> None:
    before = made(seed, frames, sounds)
    after = Fingerprint.from_bytes(before.to_bytes())
    for field in fields(Fingerprint):
        assert np.array_equal(getattr(before, field.name), getattr(after, field.name)), field.name


@given(st.integers(0, 10_000), st.integers(1, 255))
def test_no_flipped_bit_goes_unnoticed(place: int, flip: int) -> None:
    data = bytearray(made(1, 40, 10).to_bytes())
    data[place % len(data)] ^= flip
    with pytest.raises((FingerprintCorrupt, FingerprintTooNew)):
        Fingerprint.from_bytes(bytes(data))


@given(st.integers(0, 10_000))
def test_a_file_cut_short_is_refused(length: int) -> None:
    data = made(2, 40, 10).to_bytes()
    with pytest.raises(FingerprintCorrupt):
        Fingerprint.from_bytes(data[: length % len(data)])


def test_a_newer_format_says_to_update() -> None:
    data = bytearray(made(3, 5).to_bytes())
    data[8:10] = (7).to_bytes(2, "big")
    with pytest.raises(FingerprintTooNew, match="update animewidgets"):
        Fingerprint.from_bytes(bytes(data))


def test_columns_that_do_not_fit_are_refused() -> None:
    good = made(4, 5)
    values = {field.name: getattr(good, field.name) for field in fields(Fingerprint)}
    with pytest.raises(ValueError, match="differ in length"):
        Fingerprint(**{**values, "change": good.change[:4]})
    with pytest.raises(ValueError, match="do not increase"):
        Fingerprint(**{**values, "pts": good.pts[::-1].copy()})
    with pytest.raises(ValueError, match="in box 1 of 1"):
        Fingerprint(**{**values, "boxes": good.boxes[:1], "box": np.ones(5, np.uint8)})


def test_an_episode_takes_less_than_300_kilobytes() -> None:
    """Even of a film that moves all the time: five bits of each picture differ from the one before."""
    rng = np.random.default_rng(0)
    frames, seconds = 34_500, 24 * 60
    flips = np.zeros(frames, np.uint64)
    for _ in range(5):
        flips ^= np.uint64(1) << rng.integers(0, 64, frames, dtype=np.uint64)
    values = {field.name: getattr(made(5, frames), field.name) for field in fields(Fingerprint)}
    values |= {
        "pts": np.arange(frames, dtype=np.int64) * 1001,
        "picture": np.bitwise_xor.accumulate(flips),
        "change": rng.integers(6, 12, frames, dtype=np.uint8),
        "level": np.full(frames, 12, np.uint8),
        "contrast": np.full(frames, 11, np.uint8),
        "box": np.zeros(frames, np.uint8),
        "sound": rng.integers(0, 2**32, seconds * 8, dtype=np.uint32),
    }
    values["end_pts"] = frames * 1001
    assert len(Fingerprint(**values).to_bytes()) <= 300_000
