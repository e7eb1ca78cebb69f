"""What others do to align releases, on the same edits: offsets found by sound, and programs for subtitles."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import wave
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.align_edits import Case, folder

Floats = NDArray[np.float64]

RATE = 2000
_LINE, _EVERY, _WINDOW = 2.0, 3.0, 30.0


def sounds_of(one: Case) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The sound of both sides at 8 kHz, float32[n]; empty where there is none."""
    kept = folder() / "cases" / one.name
    pair = [np.load(kept.with_name(f"{kept.name}.{side}.npy")) for side in ("disc", "other")]
    return pair[0].astype(np.float32) / 32768, pair[1].astype(np.float32) / 32768


def single_offset(one: Case) -> Floats:
    """One offset for the whole film: the greatest correlation of the two sounds."""
    a, b = (_slow(wave) for wave in sounds_of(one))
    times = _frame_times(one)
    if not len(a) or not len(b):
        return np.full(len(times), np.nan)
    size = 1 << (len(a) + len(b)).bit_length()
    together = np.fft.irfft(np.fft.rfft(b, size) * np.conj(np.fft.rfft(a, size)), size)
    at = int(np.argmax(together))
    return np.asarray(times + (at if at < size // 2 else at - size) / RATE)


def line_by_line(one: Case) -> Floats:
    """An offset for each line of two seconds, sought near the last one: what Sushi does for subtitles."""
    a, b = (_slow(wave) for wave in sounds_of(one))
    times = _frame_times(one)
    if len(a) < _LINE * RATE or len(b) < _LINE * RATE:
        return np.full(len(times), np.nan)
    last, lines, shifts = 0.0, [], []
    for start in np.arange(0, len(a) / RATE - _LINE, _EVERY).tolist():
        line = a[int(start * RATE) : int((start + _LINE) * RATE)]
        low = max(0, int((start + last - _WINDOW) * RATE))
        high = min(len(b), int((start + last + _WINDOW + _LINE) * RATE))
        if high - low <= len(line) or not line.any():
            continue
        found = cv2.matchTemplate(b[None, low:high], line[None, :], cv2.TM_SQDIFF_NORMED)
        last = (low + int(np.argmin(found))) / RATE - start
        lines.append(start + _LINE / 2)
        shifts.append(last)
    if not lines:
        return np.full(len(times), np.nan)
    nearest = np.abs(times[:, None] - np.array(lines)[None, :]).argmin(1)
    return np.asarray(times + np.array(shifts)[nearest])


def subtitle_program(one: Case, program: str) -> Floats | None:
    """What ``ffsubsync`` or ``alass`` makes of lines where the source is loud; ``None`` where it gives up."""
    a, b = sounds_of(one)
    times = _frame_times(one)
    lines = _loud_lines(a)
    if not len(b) or len(lines) < 4:
        return None
    with tempfile.TemporaryDirectory() as working:
        sound, before, after = (Path(working) / name for name in ("b.wav", "a.srt", "out.srt"))
        with wave.open(str(sound), "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(8000)
            out.writeframes((b * 32767).astype("<i2").tobytes())
        before.write_text(_srt(lines), "utf-8")
        if program == "ffsubsync":
            command = [
                "ffsubsync",
                str(sound),
                "-i",
                str(before),
                "-o",
                str(after),
                "--reference-encoding",
                "utf-8",
            ]
        else:
            command = [program, str(sound), str(before), str(after)]
        try:
            done = subprocess.run(command, capture_output=True, timeout=120, check=False)
        except subprocess.TimeoutExpired:
            return None
        if done.returncode or not after.exists():
            return None
        moved = _starts(after.read_text("utf-8"))
    if len(moved) != len(lines):
        return None
    nearest = np.abs(times[:, None] - lines[None, :, 0]).argmin(1)
    shifts = moved - lines[:, 0]
    # Both keep or stretch the distances between lines: between two lines the shift goes over evenly.
    if program == "ffsubsync":
        return np.asarray(times + np.interp(times, lines[:, 0], shifts))
    return np.asarray(times + shifts[nearest])


def installed(program: str) -> bool:
    """Whether a program can be run here."""
    return shutil.which(program) is not None


def _slow(wave_at_8k: NDArray[np.float32]) -> NDArray[np.float32]:
    step = 8000 // RATE
    whole = wave_at_8k[: len(wave_at_8k) // step * step]
    return np.asarray(whole.reshape(-1, step).mean(1), np.float32)


def _frame_times(one: Case) -> Floats:
    base = float(one.source.time_base)
    step = np.diff(one.source.pts, append=one.source.end_pts)
    return np.asarray((one.source.pts + step / 4) * base)


def _loud_lines(sound: NDArray[np.float32]) -> Floats:
    """Where it is louder than usual for half a second and more: start and end in seconds."""
    step = 800
    loud = np.sqrt((sound[: len(sound) // step * step].reshape(-1, step) ** 2).mean(1))
    speaks = np.concatenate([[False], loud > np.median(loud), [False]])
    starts, ends = np.flatnonzero(~speaks[:-1] & speaks[1:]), np.flatnonzero(speaks[:-1] & ~speaks[1:])
    spans = np.stack([starts, ends], 1) * step / 8000
    return np.asarray(spans[spans[:, 1] - spans[:, 0] >= 0.5], np.float64)


def _srt(lines: Floats) -> str:
    return "\n".join(
        f"{n}\n{_clock(a)} --> {_clock(b)}\nline {n}\n" for n, (a, b) in enumerate(lines, start=1)
    )


def _clock(seconds: float) -> str:
    ms = round(seconds * 1000)
    return f"{ms // 3_600_000:02d}:{ms // 60_000 % 60:02d}:{ms // 1000 % 60:02d},{ms % 1000:03d}"


def _starts(text: str) -> Floats:
    out = []
    for row in text.splitlines():
        if " --> " in row:
            hours, minutes, rest = row.split(" --> ")[0].strip().split(":")
            out.append(int(hours) * 3600 + int(minutes) * 60 + float(rest.replace(",", ".")))
    return np.array(out)
