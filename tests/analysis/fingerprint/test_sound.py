"""Signatures of sound: the same music, louder, coded or faster, and another one."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from animewidgets.analysis.fingerprint.sound import HOP, RATE, WINDOW, energies, sound_words


def music(seed: int, seconds: float = 30) -> NDArray[np.float32]:
    """Notes of several voices, each with a strike and a fall."""
    rng = np.random.default_rng(seed)
    count = int(seconds * RATE)
    out = rng.normal(0, 0.004, count)
    for _ in range(int(seconds * 6)):
        start, length = int(rng.integers(count)), int(rng.integers(1500, 8000))
        t = np.arange(min(length, count - start)) / RATE
        pitch = 180 * 2 ** (rng.integers(0, 40) / 12)
        out[start : start + len(t)] += rng.uniform(0.05, 0.2) * np.sin(2 * np.pi * pitch * t) * np.exp(-5 * t)
    return out.astype(np.float32)


def bits(a: NDArray[np.float32], b: NDArray[np.float32]) -> float:
    x, y = sound_words(energies(a)), sound_words(energies(b))
    length = min(len(x), len(y))
    return float(np.bitwise_count(x[:length] ^ y[:length]).mean())


def test_loudness_and_noise_change_little() -> None:
    wave = music(1)
    noisy = wave * 0.3 + np.random.default_rng(0).normal(0, 0.002, len(wave)).astype(np.float32)
    assert bits(wave, wave * np.float32(0.2)) < 1
    assert bits(wave, noisy) < 5
    assert bits(wave, music(2)) > 11


@pytest.mark.parametrize("speed", [25 / 24, 24 / 25])
def test_sound_that_runs_faster_is_known_again(speed: float) -> None:
    wave = music(3)
    at = np.arange(int(len(wave) / speed)) * speed
    fast = np.interp(at, np.arange(len(wave)), wave).astype(np.float32)
    x, y = sound_words(energies(wave)), sound_words(energies(fast))
    rows = np.rint(np.arange(len(y)) * speed + (WINDOW / 2 / HOP) * (speed - 1)).astype(int)
    rows = rows[rows < len(x)]
    assert float(np.bitwise_count(x[rows] ^ y[: len(rows)]).mean()) < 9.5


def test_silence_is_zero() -> None:
    assert sound_words(energies(np.zeros(3 * RATE, np.float32))).tolist() == [0] * 20
    assert len(sound_words(energies(np.zeros(100, np.float32)))) == 0
