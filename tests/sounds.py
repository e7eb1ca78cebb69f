"""Made sound for tests: any samples, in any container, with or without pictures."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np

LAYOUTS = {1: "mono", 2: "stereo", 6: "5.1", 8: "7.1"}


def tone(hertz: float, seconds: float, rate: int = 48_000, loud: float = 0.5) -> np.ndarray:
    """A sine, float[n]."""
    return loud * np.sin(2 * np.pi * hertz * np.arange(int(seconds * rate)) / rate)


def write_sound(
    path: Path,
    samples: np.ndarray | list[np.ndarray],
    *,
    rate: int = 48_000,
    codec: str = "pcm_s16le",
    start: Fraction = Fraction(0),
    gaps: dict[int, Fraction] | None = None,
    frames: int = 48,
    fps: Fraction = Fraction(24),
    first: Fraction = Fraction(0),
    titles: list[str] | None = None,
) -> Path:
    """Streams of sound beside ``frames`` grey pictures of which the first is shown at ``first`` seconds.

    ``samples`` is float[n] or float[n, channels], -1 to 1, or a list of such, one per stream. They begin
    at ``start`` seconds; before sample *k* of ``gaps`` lie that many seconds of nothing.
    """
    streams = samples if isinstance(samples, list) else [samples]
    with av.open(str(path), "w") as out:
        video = out.add_stream("libx264", rate=fps, options={"preset": "ultrafast", "g": "12"})
        video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
        sounds = []
        for number, data in enumerate(streams):
            wide = data[:, None] if data.ndim == 1 else data
            sound = out.add_stream(codec, rate=rate, layout=LAYOUTS[wide.shape[1]])
            if titles:
                sound.metadata["title"] = titles[number]
            sounds.append((sound, wide))
        packets = []
        for n in range(frames):
            picture = av.VideoFrame.from_ndarray(np.full((48, 64, 3), 40 + n % 200, np.uint8), "rgb24")
            picture = picture.reformat(format="yuv420p")
            picture.pts, picture.time_base = n + round(first * fps), 1 / fps
            packets += video.encode(picture)
        packets += video.encode(None)
        for sound, wide in sounds:
            whole = np.clip(np.round(wide * 32767), -32768, 32767).astype(np.int16)
            late = Fraction(0)
            for at in range(0, len(whole), 1024):
                late += (gaps or {}).get(at, Fraction(0))
                block = np.ascontiguousarray(whole[at : at + 1024].reshape(1, -1))
                frame = av.AudioFrame.from_ndarray(block, format="s16", layout=LAYOUTS[wide.shape[1]])
                frame.sample_rate, frame.time_base = rate, Fraction(1, rate)
                frame.pts = at + round((start + late) * rate)
                resampled = [frame]
                if sound.codec_context.format.name != "s16":
                    to = av.AudioResampler(sound.codec_context.format.name, sound.layout, rate, 0)
                    resampled = to.resample(frame)
                for one in resampled:
                    packets += sound.encode(one)
            packets += sound.encode(None)
        for packet in sorted(packets, key=lambda one: one.dts * one.time_base):
            out.mux(packet)
    return path
