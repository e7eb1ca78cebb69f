"""Sound by sample numbers, read on and on: what playing and drawing it need, in bounded memory."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import gcd
from pathlib import Path

import av.audio.frame
import av.audio.resampler
import av.audio.stream
import av.container
import av.error
import numpy as np
from numpy.typing import NDArray

from animewidgets.errors import NoAudioStream
from animewidgets.media.audio import CRACK, RUN_UP
from animewidgets.media.containers import (
    check_unchanged,
    file_state,
    keep_only,
    open_container,
    start_container,
)
from animewidgets.timebase import round_half_up

# Seconds that are decoded through instead of being jumped over.
_BRIDGED = 2

# Seconds kept behind the newest read, for ranges that overlap.
_KEPT = 1

# Containers without a table of contents may land too late; each try goes further back, in seconds.
_RUN_UPS = (RUN_UP, Fraction(2), Fraction(10))

# Rates without a common divisor coincide too seldom to wait for.
_LONGEST_STEP = 4096


@dataclass(frozen=True, slots=True)
class SoundStream:
    """A stream of sound that can be decoded.

    ``stream`` is its rank among the audio streams; ``start`` and ``duration`` are the container's claim
    in seconds on the pictures' time axis, ``None`` where it makes none.
    """

    stream: int
    codec: str
    rate: int
    channels: int
    language: str | None
    title: str | None
    start: Fraction | None
    duration: Fraction | None


def sound_streams(path: Path) -> list[SoundStream]:
    """The streams of sound of the file at ``path`` that can be decoded, in the container's order."""
    with open_container(path) as container:
        return [
            _described(number, stream)
            for number, stream in enumerate(container.streams.audio)
            if stream.codec_context is not None and stream.codec_context.sample_rate > 0
        ]


def _described(number: int, stream: av.audio.stream.AudioStream) -> SoundStream:
    context, base = stream.codec_context, stream.time_base
    return SoundStream(
        stream=number,
        codec=context.codec.canonical_name,
        rate=context.sample_rate,
        channels=context.layout.nb_channels,
        language=stream.language,
        title=stream.metadata.get("title"),
        start=None if base is None or stream.start_time is None else stream.start_time * base,
        duration=None if base is None or stream.duration is None else stream.duration * base,
    )


class SoundReader:
    """Samples of one audio stream by number: sample *n* sounds at ``n / rate`` seconds on the pictures' axis.

    Stereo and mono stay what they are, more channels are mixed down to two, so that no mix clips. Ranges
    read one after the other are decoded in one go and join exactly; a jump seeks. Where there is no
    sound, and where it cannot be decoded, is silence. Not thread-safe: each thread takes its own.

    Raises :class:`NoAudioStream` and the errors of opening a file.
    """

    def __init__(self, path: Path, stream: int = 0, *, rate: int | None = None, mono: bool = False) -> None:
        self._path = path
        self._state = file_state(path)
        self._container = start_container(path)
        streams = self._container.streams.audio
        if not 0 <= stream < len(streams) or streams[stream].codec_context is None:
            self._container.close()
            raise NoAudioStream(
                f"'{path.name}' has no audio stream {stream} that can be decoded: it has {len(streams)}, "
                "numbered from 0; its pictures can be used all the same"
            )
        self._stream = streams[stream]
        keep_only(self._container, self._stream)
        context = self._stream.codec_context
        self.rate = rate or context.sample_rate
        self.channels = 1 if mono or context.layout.nb_channels == 1 else 2
        self._blocks: Iterator[tuple[int | None, NDArray[np.int16]]] = iter(())
        self._held: deque[tuple[int, NDArray[np.int16]]] = deque()
        # What is held are all samples of [from, until); nothing until the first read.
        self._from = self._until = 0
        self._started = False

    def close(self) -> None:
        """Free the decoder and the file. Closing twice is no error."""
        self._blocks = iter(())
        self._held.clear()
        self._container.close()

    def near(self, start: int) -> bool:
        """Whether reading from ``start`` goes on from where the reader stands, without a seek."""
        return self._started and self._from <= start <= self._until + _BRIDGED * self.rate

    def read(self, start: int, stop: int) -> NDArray[np.int16]:
        """Samples ``[start, stop)``: int16[stop - start, channels].

        Raises :class:`MediaVanished` when the file changed.
        """
        check_unchanged(self._path, self._state)
        if not self.near(start):
            self._go_to(start)
        while self._until < stop and self._decode_on():
            # A long stretch passed over must not pile up.
            self._forget(start)
        out = np.zeros((max(0, stop - start), self.channels), np.int16)
        for at, block in self._held:
            low, high = max(at, start), min(at + len(block), stop)
            if low < high:
                out[low - start : high - start] = block[low - at : high - at]
        self._forget(stop)
        return out

    def _forget(self, place: int) -> None:
        keep = place - _KEPT * self.rate
        while self._held and self._held[0][0] + len(self._held[0][1]) <= keep:
            at, block = self._held.popleft()
            self._from = max(self._from, at + len(block))

    def _go_to(self, start: int) -> None:
        """Stand so that everything from ``start`` on will be decoded."""
        before: int | None = None
        for run_up in _RUN_UPS:
            self._seek(Fraction(start, self.rate) - run_up)
            if not self._decode_on():
                continue
            first = self._held[0][0]
            # Landing twice on the same late sample means that there is none before it.
            if first <= start or first == before:
                break
            before = first
        self._from = start
        if not self._held:
            self._until = start

    def _seek(self, seconds: Fraction) -> None:
        self._held.clear()
        self._started = True
        self._resampler = self._new_resampler()
        base = self._stream.time_base or Fraction(1, av.time_base)
        first = self._stream.start_time or 0
        try:
            self._container.seek(max(int(seconds / base), first), stream=self._stream)
        except av.error.FFmpegError:
            self._blocks = iter(())
        else:
            self._blocks = self._decoded()

    def _new_resampler(self) -> av.audio.resampler.AudioResampler:
        self._fresh = True
        layout = "mono" if self.channels == 1 else "stereo"
        return av.audio.resampler.AudioResampler("s16", layout, self.rate)

    def _decode_on(self) -> bool:
        """Hold one more block; ``False`` at the end."""
        for at, block in self._blocks:
            place = self._until if at is None else at
            if self._held and at is not None:
                behind = place - self._until
                if abs(behind) <= self.rate * CRACK:
                    place = self._until
                elif behind < 0:
                    # Times that step back: what has sounded already does not sound again.
                    block, place = block[-behind:], self._until
            if len(block):
                self._held.append((place, block))
                self._until = place + len(block)
                return True
        return False

    def _decoded(self) -> Iterator[tuple[int | None, NDArray[np.int16]]]:
        """Blocks from where the container stands on, with the number of their first sample."""
        packets = self._container.demux(self._stream)
        while True:
            try:
                packet = next(packets, None)
            except av.error.FFmpegError:
                break  # broken from here on
            if packet is None:
                break
            try:
                frames = packet.decode()
            except av.error.FFmpegError:
                continue
            for frame in frames:
                yield from self._resampled(frame)
        yield from self._resampled(None)

    def _resampled(
        self, frame: av.audio.frame.AudioFrame | None
    ) -> Iterator[tuple[int | None, NDArray[np.int16]]]:
        if frame is not None and frame.pts is not None and frame.time_base is not None:
            frame.pts = round_half_up(frame.pts * frame.time_base * frame.sample_rate)
            frame.time_base = Fraction(1, frame.sample_rate)
            if self._fresh:
                frame, self._fresh = _in_phase(frame, self.rate), False
        try:
            frames = self._resampler.resample(frame)
        except ValueError:
            # Rate or channels changed within the stream: another resampler goes on.
            self._resampler = self._new_resampler()
            frames = self._resampler.resample(frame)
        except av.error.FFmpegError:
            return
        for made in frames:
            at = None
            if made.pts is not None and made.time_base is not None:
                at = round_half_up(made.pts * made.time_base * self.rate)
            yield at, made.to_ndarray().reshape(-1, self.channels).astype(np.int16, copy=False)


def _in_phase(frame: av.audio.frame.AudioFrame, rate: int) -> av.audio.frame.AudioFrame:
    """The frame, with silence before it so that it begins where samples at both rates coincide.

    A resampler that begins elsewhere gives samples between those that another beginning gives. The
    frame's times count its own samples.
    """
    step = frame.sample_rate // gcd(frame.sample_rate, rate)
    if frame.pts is None or not 1 < step <= _LONGEST_STEP:
        return frame
    lacking = frame.pts % step
    before = lacking * (1 if frame.format.is_planar else frame.layout.nb_channels)
    silence = 128 if frame.format.name.startswith("u8") else 0
    samples = frame.to_ndarray()
    samples = np.concatenate([np.full_like(samples, silence, shape=(len(samples), before)), samples], axis=1)
    made = av.audio.frame.AudioFrame.from_ndarray(samples, frame.format.name, frame.layout.name)
    made.sample_rate, made.time_base = frame.sample_rate, frame.time_base
    made.pts = frame.pts - lacking
    return made
