"""Sound as mono floating point, placed by its own times."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av.audio.frame
import av.audio.resampler
import av.container
import av.error
import av.stream
import numpy as np
from numpy.typing import NDArray

from animewidgets.errors import MediaError, NoAudioStream
from animewidgets.media.containers import demuxed, keep_only, open_container
from animewidgets.timebase import round_half_up

# Codecs with overlapping windows need some packets before the first whole sample.
RUN_UP = Fraction(1, 4)

# Seconds of silence that gaps may add up to where no end is given: clocks that leap would fill the memory.
_MOST_SILENCE = 3600

# Matroska rounds times to milliseconds; a gap up to this long, in seconds, is rounding and no gap.
CRACK = Fraction(1, 400)


@dataclass(frozen=True, slots=True, eq=False)
class AudioSamples:
    """Mono sound: ``samples`` float32[n] in [-1, 1], ``rate`` per second, the first one at ``start``.

    ``start`` is in seconds on the same time axis as the pictures.
    """

    samples: NDArray[np.float32]
    rate: int
    start: Fraction

    @property
    def end(self) -> Fraction:
        """When the last sample ends, in seconds."""
        return self.start + Fraction(len(self.samples), self.rate)


def read_audio(
    path: str | Path,
    stream: int = 0,
    *,
    rate: int | None = None,
    start: Fraction | None = None,
    stop: Fraction | None = None,
) -> AudioSamples:
    """Decode audio stream ``stream`` (rank among the audio streams), channels mixed down to one.

    ``rate`` is the sample rate wanted (default: the stream's own). ``start`` and ``stop`` are seconds on
    the pictures' time axis (default: all there is). Gaps in the stream are silence, so that sample *n*
    always sounds at ``start + n / rate``. What cannot be decoded is silence too.

    Raises :class:`NoAudioStream`, the errors of opening a file, and :class:`MediaError` where the sound's
    times leap by more than an hour and no ``stop`` is given.
    """
    path = Path(path)
    with open_container(path) as container:
        streams = container.streams.audio
        if not 0 <= stream < len(streams) or streams[stream].codec_context is None:
            raise NoAudioStream(
                f"'{path.name}' has no audio stream {stream} that can be decoded: it has {len(streams)}, "
                "numbered from 0; its pictures can be used all the same"
            )
        chosen = streams[stream]
        keep_only(container, chosen)
        rate = rate or chosen.codec_context.sample_rate
        if start is not None and chosen.time_base is not None:
            at = max(int((start - RUN_UP) / chosen.time_base), chosen.start_time or 0)
            with suppress(av.error.FFmpegError):  # what cannot be sought is read from the beginning
                container.seek(at, stream=chosen)
        resampler = av.audio.resampler.AudioResampler("flt", "mono", rate)
        pieces: list[tuple[int, NDArray[np.float32]]] = []
        resampled: list[av.audio.frame.AudioFrame]
        packets = demuxed(container, chosen)
        finished = False
        while not finished:
            try:
                packet = next(packets, None)
                if packet is None:
                    break
                frames = packet.decode()
            except av.error.FFmpegError:
                frames, finished = [], packet is None
            for frame in frames:
                try:
                    resampled = resampler.resample(frame)
                except ValueError:
                    # Rate or channels changed within the stream: another resampler goes on.
                    resampler = av.audio.resampler.AudioResampler("flt", "mono", rate)
                    resampled = resampler.resample(frame)
                pieces.extend(_placed(resampled, rate))
                if stop is not None and pieces and pieces[-1][0] > stop * rate:
                    finished = True
        pieces.extend(_placed(resampler.resample(None), rate))
    return _joined(pieces, rate, start, stop)


def _placed(frames: list[av.audio.frame.AudioFrame], rate: int) -> list[tuple[int, NDArray[np.float32]]]:
    """Blocks of samples with the number of their first sample, counted from time zero."""
    placed = []
    for frame in frames:
        if frame.pts is None or frame.time_base is None:
            continue
        first = round_half_up(frame.pts * frame.time_base * rate)
        placed.append((first, frame.to_ndarray().reshape(-1).astype(np.float32, copy=False)))
    return placed


def _run_together(
    pieces: list[tuple[int, NDArray[np.float32]]], rate: int
) -> list[tuple[int, NDArray[np.float32]]]:
    """Blocks without the hair cracks that times rounded by the container would leave between them."""
    joined: list[tuple[int, NDArray[np.float32]]] = []
    following: int | None = None
    for at, block in pieces:
        place = following if following is not None and abs(at - following) <= rate * CRACK else at
        joined.append((place, block))
        following = place + len(block)
    return joined


def _joined(
    pieces: list[tuple[int, NDArray[np.float32]]], rate: int, start: Fraction | None, stop: Fraction | None
) -> AudioSamples:
    pieces = _run_together(pieces, rate)
    first = min((at for at, _ in pieces), default=0) if start is None else round_half_up(start * rate)
    end = (
        max((at + len(b) for at, b in pieces), default=first) if stop is None else round_half_up(stop * rate)
    )
    if end - first > sum(len(block) for _, block in pieces) + _MOST_SILENCE * rate and stop is None:
        raise MediaError(
            f"the times of the sound leap: {(end - first) // rate} s of it would be mostly silence; give "
            "start and stop to read a part"
        )
    samples = np.zeros(max(0, end - first), np.float32)
    for at, block in pieces:
        low, high = max(at, first), min(at + len(block), end)
        if low < high:
            samples[low - first : high - first] = block[low - at : high - at]
    return AudioSamples(samples, rate, Fraction(first, rate))
