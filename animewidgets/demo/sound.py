"""Sound, synthesised: voices from the same syllables as the mouths, music, and effects.

48 kHz stereo float32, shape (samples, 2). One film frame is exactly 2,002 samples.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from animewidgets.demo.film import Film
from animewidgets.demo.palette import CAST
from animewidgets.demo.shots import SoundCue, SoundKind
from animewidgets.demo.speech import SLOT, Speech, mouths
from animewidgets.demo.storyboard import Section

RATE = 48_000
#: Samples per tick of the truth's time base, as a ratio: 48,000 / 120,000.
_NUMERATOR, _DENOMINATOR = 2, 5

Audio = npt.NDArray[np.float32]
Wave = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

# Formants (Hz) of the vowel that each mouth shape speaks: i, a, e, o.
_VOWELS = {1: (310, 2300, 3000), 2: (800, 1250, 2600), 3: (520, 1900, 2600), 4: (460, 830, 2500)}


def samples(ticks: int) -> int:
    """Ticks of the truth's time base as samples, rounded down."""
    return ticks * _NUMERATOR // _DENOMINATOR


def score(film: Film, sections: tuple[Section, ...], times: Ints, seed: int) -> Audio:
    """The sound of a whole film whose frames begin at ``times``."""
    out = np.zeros((samples(int(times[-1])), 2), np.float64)
    for section in sections:
        if section.role in ("opening", "ending", "eyecatch"):
            start, end = samples(int(times[section.start])), samples(int(times[section.end]))
            _add(out, start, music(end - start, seed + len(section.name), calm=section.role == "ending"), 0.5)
    for shot, first in zip(film.shots, film.starts, strict=True):
        for cue in shot.sounds:
            start, end = _span(times, first + cue.start, first + cue.end)
            _add(out, start, effect(cue, end - start, seed + first), 0.6)
        for line in shot.speech:
            start, end = _span(times, first + line.start, first + line.end)
            _add(out, start, voice(line, end - start), 0.62, pan=0.12 * (line.speaker % 3 - 1))
    peak = np.abs(out).max() if out.size else 0.0
    return (out * (0.89 / peak if peak > 0.89 else 1.0)).astype(np.float32)


def _span(times: Ints, first: int, last: int) -> tuple[int, int]:
    return samples(int(times[first])), samples(int(times[last]))


def _add(out: Wave, start: int, wave: Wave, gain: float, pan: float = 0.0) -> None:
    part = out[start : start + len(wave)]
    wave = wave[: len(part)]
    stereo = wave[:, None] * np.array([1 - pan, 1 + pan]) if wave.ndim == 1 else wave
    part += gain * stereo


def voice(line: Speech, length: int) -> Wave:
    """Speech-like sound of one line: a voiced source through three formants, one vowel per syllable."""
    rng = np.random.default_rng([line.seed, 5])
    shapes = mouths(line.seed, -(-(line.end - line.start) // SLOT))
    per = length / len(shapes)
    base = CAST[line.speaker].voice_hz
    t = np.arange(length) / RATE
    at = np.arange(length) / per
    contour = np.interp(
        at, np.arange(len(shapes) + 1), rng.normal(0, 0.07, len(shapes) + 1)
    ) - 0.10 * at / len(shapes)
    f0 = base * (1 + contour) * (1 + 0.012 * np.sin(2 * np.pi * 5.3 * t))
    phase = 2 * np.pi * np.cumsum(f0) / RATE
    # Control points at the middle of each syllable, so that vowels glide.
    middles = np.arange(len(shapes)) + 0.5
    vowels = np.array([_VOWELS.get(s, (500, 1500, 2500)) for s in shapes], np.float64) * (
        1.0 if base < 180 else 1.14
    )
    coarse = np.arange(0, length, 240) / per
    formants = np.stack([np.interp(coarse, middles, vowels[:, k]) for k in range(3)], axis=1)
    out = np.zeros(length)
    here = np.arange(0, length, 240)
    for harmonic in range(1, int(4600 / base) + 1):
        frequency = harmonic * base
        level = sum(
            gain / (1 + ((frequency - formants[:, k]) / width) ** 2)
            for k, (gain, width) in enumerate(((1.0, 90), (0.5, 130), (0.22, 200)))
        )
        out += np.interp(np.arange(length), here, level / harmonic**0.35) * np.sin(harmonic * phase)
    gate = np.array([0.0 if s == 0 else (0.6, 1.0, 0.85, 0.9)[s - 1] for s in shapes])
    within = at - np.floor(at)
    swell = np.clip(np.minimum(within / 0.22, (1 - within) / 0.16), 0.12, 1)
    envelope = gate[np.minimum(at.astype(int), len(shapes) - 1)] * swell
    kernel = np.hanning(720)
    envelope = np.convolve(envelope, kernel / kernel.sum(), mode="same")
    breath = rng.normal(0, 1, length) * 0.03
    return (out * 0.30 + breath) * envelope


@lru_cache(maxsize=64)
def _pluck(hz: float, length: int) -> Wave:
    t = np.arange(length) / RATE
    tone = sum(np.sin(2 * np.pi * hz * k * t) * np.exp(-t * (3.2 + 1.6 * k)) / k**1.3 for k in range(1, 7))
    return np.asarray(tone * np.minimum(1, t / 0.004))


@lru_cache(maxsize=64)
def _pad(hz: float, length: int) -> Wave:
    t = np.arange(length) / RATE
    tone = (
        np.sin(2 * np.pi * hz * t)
        + 0.4 * np.sin(2 * np.pi * hz * 1.004 * t)
        + 0.2 * np.sin(4 * np.pi * hz * t)
    )
    edge = np.minimum(1, np.minimum(t / 0.25, (t[-1] - t) / 0.3))
    return np.asarray(tone * edge)


def music(length: int, seed: int, *, calm: bool) -> Wave:
    """Chords, an arpeggio, a bass and (unless calm) drums; stereo, faded at both ends."""
    rng = np.random.default_rng([seed, 6])
    beat = round(RATE * 60 / (84 if calm else 144))
    out = np.zeros((length, 2))
    root = float(rng.choice([220.0, 246.94, 261.63]))
    progression = (
        ((5, 9, 12), (7, 11, 14), (4, 7, 11), (9, 12, 16))
        if not calm
        else ((0, 4, 7), (9, 12, 16), (5, 9, 12), (7, 11, 14))
    )
    kick, snare, hat = _drums(rng)
    melody = rng.choice([0, 2, 4, 7, 9, 12], 64)
    for index, start in enumerate(range(0, length, beat)):
        chord = progression[index // 4 % 4]
        if index % 4 == 0:
            for step in chord:
                _add(out, start, _pad(root * 2 ** (step / 12), beat * 4 + RATE // 4), 0.05)
        _add(out, start, _pluck(root / 2 * 2 ** (chord[0] / 12), beat), 0.22)
        for half in (0, 1):
            step = chord[(index * 2 + half) % 3] + 12
            _add(out, start + half * beat // 2, _pluck(root * 2 ** (step / 12), beat), 0.12, pan=0.5 - half)
        if index % 2 == 0 or not calm:
            _add(
                out, start, _pluck(root * 2 * 2 ** (float(melody[index % 64]) / 12), beat * 2), 0.16, pan=-0.1
            )
        if not calm:
            _add(out, start, kick if index % 2 == 0 else snare, 0.55 if index % 2 == 0 else 0.34)
            for half in (0, 1):
                _add(out, start + half * beat // 2, hat, 0.12, pan=0.3)
    edge = min(RATE // 3, max(1, length // 4))
    out[:edge] *= np.linspace(0, 1, edge)[:, None]
    out[-edge:] *= np.linspace(1, 0, edge)[:, None]
    return out


def _drums(rng: np.random.Generator) -> tuple[Wave, Wave, Wave]:
    t = np.arange(RATE // 5) / RATE
    kick = np.sin(2 * np.pi * (48 * t + 9 * (1 - np.exp(-t * 30)))) * np.exp(-t * 16)
    snare = (rng.normal(0, 0.5, len(t)) + 0.5 * np.sin(2 * np.pi * 190 * t)) * np.exp(-t * 24)
    hat = np.diff(rng.normal(0, 0.5, len(t) + 1)) * np.exp(-t * 70)
    return kick, snare, hat


def effect(cue: SoundCue, length: int, seed: int) -> Wave:
    """The sound of an effect, mono."""
    return np.asarray(_effect(cue, length, seed), np.float64)


def _effect(cue: SoundCue, length: int, seed: int) -> object:
    rng = np.random.default_rng([seed, 7])
    t: Wave = np.arange(length) / RATE
    noise: Wave = rng.normal(0, 1, length)
    edge = np.minimum(1, np.minimum(t / 0.05, np.maximum(0, (length / RATE - t) / 0.08)))
    kind: SoundKind = cue.kind
    if kind == "whoosh":
        hump = np.sin(np.pi * np.clip(t / max(t[-1], 1e-6), 0, 1)) ** 2
        return _lowpass(noise, 24) * hump * 0.9
    if kind == "hit":
        boom = np.sin(2 * np.pi * (60 * t + 14 * (1 - np.exp(-t * 18)))) * np.exp(-t * 5)
        return boom + _lowpass(noise, 6) * np.exp(-t * 14)
    if kind == "door":
        return (
            _lowpass(noise, 60)
            * (np.exp(-t * 40) + 0.8 * np.exp(-np.maximum(t - 0.18, 0) * 50) * (t > 0.18))
            * 2
        )
    if kind == "train":
        clack = np.exp(-(t * 3.4 % 1.0) * 14) + 0.8 * np.exp(-((t * 3.4 + 0.74) % 1.0) * 14)
        # Past the half turn, by the least of a rounding, the sine has no root.
        hump = np.sqrt(np.maximum(0, np.sin(np.pi * t / max(t[-1], 1e-6))))
        return (_lowpass(noise, 90) * 1.6 + _lowpass(noise, 20) * clack * 0.6) * hump
    if kind == "chime":
        return sum((np.sin(2 * np.pi * hz * t) * np.exp(-np.maximum(t - k * 0.16, 0) * 2.4) * (t > k * 0.16)
                    for k, hz in enumerate((1046.5, 1318.5, 1568.0, 2093.0))), np.zeros(length)) * 0.16 * edge  # fmt: skip
    if kind == "birds":
        chirp = np.sin(2 * np.pi * (2900 * t + 240 * np.sin(2 * np.pi * 11 * t) / 11))
        gate = np.clip(np.sin(2 * np.pi * 0.61 * t + seed) - 0.55, 0, 1) * (np.sin(2 * np.pi * 7 * t) > 0)
        return (_lowpass(chirp * gate, 4) * 0.22 + _lowpass(noise, 40) * 0.06) * edge
    if kind == "waves":
        return _lowpass(noise, 30) * (0.35 + 0.3 * np.sin(2 * np.pi * 0.22 * t)) * edge
    step = np.exp(-(t * 2.66 % 1.0) * 22)
    return _lowpass(noise, 30) * step * 0.8 * edge


def _lowpass(wave: Wave, width: int) -> Wave:
    kernel = np.hanning(width + 2)[1:-1] / max(1.0, width**0.5)
    return np.asarray(np.convolve(wave, kernel, mode="same")[: len(wave)], np.float64)
