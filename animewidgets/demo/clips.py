"""Small clips in any codec and container, with their frame numbers burnt in.

Every clip is a moving picture with a number in its corner (:mod:`animewidgets.demo.frame_number`), drawn and
encoded the same on every run. :data:`animewidgets.demo.clip_matrix.MATRIX` names the cases that the tests of
frame truth walk through; :func:`make_clip` makes any other.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Literal

import av
import av.audio.stream
import av.container
import av.video.stream
import numpy as np
from numpy.typing import NDArray

from animewidgets.demo import frame_number
from animewidgets.demo.scheduling import same_scheduling

Codec = Literal["h264", "hevc", "vp8", "vp9", "av1", "mpeg2", "mpeg4"]

NTSC_FILM = Fraction(24000, 1001)
NTSC = Fraction(30000, 1001)

_ENCODERS: Mapping[Codec, str] = {
    "h264": "libx264",
    "hevc": "libx265",
    "vp8": "libvpx",
    "vp9": "libvpx-vp9",
    "av1": "libsvtav1",
    "mpeg2": "mpeg2video",
    "mpeg4": "mpeg4",
}

_VPX = {"deadline": "realtime", "cpu-used": "8"}

#: How many frame periods the pictures of a variable-rate clip stand, over and over: ones, twos, threes.
_HOLDS = (1, 1, 2, 3, 1, 2)
_VFR_TIME_BASE = Fraction(1, 90000)


def make_clip(
    path: Path,
    *,
    codec: Codec = "h264",
    frames: int = 120,
    size: tuple[int, int] = (320, 180),
    rate: Fraction = NTSC_FILM,
    gop: int = 250,
    b_frames: int = 3,
    open_gop: bool = False,
    interlaced: bool = False,
    pixel_format: str = "yuv420p",
    crf: int = 28,
    vfr: bool = False,
    start: Fraction = Fraction(0),
    rotation: int = 0,
    pixel_aspect: Fraction = Fraction(1),
    audio: str | None = None,
    second_video: bool = False,
    first_number: int = 0,
    container: str | None = None,
    container_options: Mapping[str, str] | None = None,
) -> None:
    """Encode ``frames`` numbered pictures to ``path``, whose ending names the container.

    ``size`` is (width, height) in pixels as presented, after ``rotation`` (degrees clockwise by which
    a player has to turn the coded picture). ``start`` is the time of the first picture in seconds;
    ``gop`` the distance of key frames in pictures. ``vfr`` holds pictures for one to three periods of
    ``rate``, with a jitter of a few ticks. ``audio`` names an encoder for a sweep tone in stereo.
    ``second_video`` adds a smaller video stream at another rate, numbered from 30000. ``container``
    names the muxer where the ending of ``path`` does not.
    """
    options = {"fflags": "+bitexact", **(container_options or {})}
    with same_scheduling(), av.open(str(path), "w", format=container, options=options) as out:
        tracks = [
            _VideoTrack(
                out,
                codec=codec,
                frames=frames,
                size=size,
                rate=rate,
                options=_encoder_options(codec, gop, b_frames, open_gop, interlaced, crf),
                pixel_format=pixel_format,
                times=_times(frames, rate, start, vfr=vfr),
                time_base=_VFR_TIME_BASE if vfr else 1 / rate,
                rotation=rotation,
                pixel_aspect=pixel_aspect,
                first_number=first_number,
            )
        ]
        length = frames / rate
        if second_video:
            count = int(length * 30)
            tracks.append(
                _VideoTrack(
                    out,
                    codec=codec,
                    frames=count,
                    size=(160, 96),
                    rate=Fraction(30),
                    options=_encoder_options(codec, gop, b_frames, open_gop, interlaced, crf),
                    pixel_format=pixel_format,
                    times=_times(count, Fraction(30), start, vfr=False),
                    time_base=Fraction(1, 30),
                    rotation=0,
                    pixel_aspect=Fraction(1),
                    first_number=30000,
                )
            )
        sound = _AudioTrack(out, audio, length, start) if audio else None
        # Sound of a second, then pictures of a second: the muxer interleaves the rest.
        second = 0
        while any(not track.done for track in tracks) or (sound and not sound.done):
            second += 1
            if sound:
                sound.write(Fraction(second))
            for track in tracks:
                track.write(Fraction(second))


def _encoder_options(
    codec: Codec, gop: int, b_frames: int, open_gop: bool, interlaced: bool, crf: int
) -> dict[str, str]:
    options = {"g": str(gop), "threads": "1"}
    if codec == "h264":
        parameters = [f"bframes={b_frames}", "b-adapt=0", "scenecut=0", f"open-gop={int(open_gop)}"]
        parameters += [f"keyint={gop}", f"min-keyint={1 if open_gop else gop}"]
        if interlaced:
            parameters += ["interlaced=1", "tff=1"]
        return options | {"preset": "veryfast", "crf": str(crf), "x264-params": ":".join(parameters)}
    if codec == "hevc":
        parameters = [f"bframes={b_frames}", "b-adapt=0", "scenecut=0", f"open-gop={int(open_gop)}"]
        parameters += [
            f"keyint={gop}",
            f"min-keyint={gop}",
            "pools=none",
            "frame-threads=1",
            "log-level=none",
        ]
        return options | {"preset": "ultrafast", "crf": str(crf), "x265-params": ":".join(parameters)}
    if codec == "vp8":
        return options | {
            "crf": "20",
            "b": "1M",
            "deadline": "realtime",
            "cpu-used": "8",
            "auto-alt-ref": "1",
        }
    if codec == "vp9":
        return options | {
            "crf": "36",
            "b": "0",
            "deadline": "realtime",
            "cpu-used": "8",
            "lag-in-frames": "16",
        }
    if codec == "av1":
        os.environ.setdefault("SVT_LOG", "1")  # errors only; the encoder has no option for it
        # Temporal filtering and the faster presets smear one number into the next.
        return {"g": str(gop), "crf": "12", "preset": "8", "svtav1-params": "lp=1:scd=0:enable-tf=0:scm=1"}
    flags = "+ildct+ilme" if interlaced else ""
    flags += "" if open_gop else "+cgop"
    if flags:
        options["flags"] = flags
    return options | {"bf": str(b_frames), "b": "2M", "sc_threshold": "1000000000"}


def _times(frames: int, rate: Fraction, start: Fraction, *, vfr: bool) -> list[int]:
    if not vfr:
        return [int(start * rate) + n for n in range(frames)]
    ticks, at = [], Fraction(0)
    for n in range(frames):
        jitter = (n * 7919 % 11 - 5) * 40
        ticks.append(int((start + at / rate) / _VFR_TIME_BASE) + (jitter if n else 0))
        at += _HOLDS[n % len(_HOLDS)]
    return ticks


class _VideoTrack:
    """One numbered video stream of an output under way."""

    def __init__(
        self,
        out: av.container.OutputContainer,
        *,
        codec: Codec,
        frames: int,
        size: tuple[int, int],
        rate: Fraction,
        options: dict[str, str],
        pixel_format: str,
        times: Sequence[int],
        time_base: Fraction,
        rotation: int,
        pixel_aspect: Fraction,
        first_number: int,
    ) -> None:
        self._out = out
        self._frames = frames
        self._size = size
        self._times = times
        self._time_base = time_base
        self._quarter_turns = rotation // 90
        self._pixel_format = pixel_format
        self._first_number = first_number
        self._next = 0
        self.done = False
        width, height = size if rotation % 180 == 0 else (size[1], size[0])
        stream = out.add_stream(_ENCODERS[codec], rate=rate, options=options)
        assert isinstance(stream, av.video.stream.VideoStream)
        stream.width, stream.height, stream.pix_fmt = width, height, pixel_format
        stream.codec_context.time_base = time_base
        stream.time_base = time_base
        stream.codec_context.sample_aspect_ratio = pixel_aspect
        if rotation:
            # The display matrix turns counter-clockwise, players say clockwise.
            stream.set_display_rotation(-rotation)
        self._stream = stream

    def write(self, until: Fraction) -> None:
        """Encode the pictures before ``until`` seconds after the first one; at the end, flush."""
        if self.done:
            return
        first = self._times[0]
        while self._next < self._frames and (self._times[self._next] - first) * self._time_base < until:
            picture = paint(self._next, self._size)
            frame_number.draw(picture, self._first_number + self._next)
            turned = np.ascontiguousarray(np.rot90(picture, self._quarter_turns))
            frame = av.VideoFrame.from_ndarray(turned, "rgb24").reformat(format=self._pixel_format)
            frame.pts, frame.time_base = self._times[self._next], self._time_base
            self._out.mux(self._stream.encode(frame))
            self._next += 1
        if self._next == self._frames:
            self._out.mux(self._stream.encode(None))
            self.done = True


class _AudioTrack:
    """A sweep tone, from 200 Hz upwards, in stereo."""

    _RATE = 48000

    def __init__(
        self, out: av.container.OutputContainer, encoder: str, length: Fraction, start: Fraction
    ) -> None:
        self._out = out
        stream = out.add_stream(encoder, rate=self._RATE, layout="stereo")
        assert isinstance(stream, av.audio.stream.AudioStream)
        self._stream = stream
        self._total = int(length * self._RATE)
        self._start = int(start * self._RATE)
        self._at = 0
        self.done = False

    def write(self, until: Fraction) -> None:
        """Encode the samples before ``until`` seconds; at the end, flush."""
        if self.done:
            return
        stop = min(self._total, int(until * self._RATE))
        t = np.arange(self._at, stop) / self._RATE
        tone = (0.3 * np.sin(2 * np.pi * (200 + 50 * t) * t)).astype(np.float32)
        if tone.size:
            frame = av.AudioFrame.from_ndarray(np.stack([tone, tone]), format="fltp", layout="stereo")
            frame.sample_rate, frame.pts = self._RATE, self._start + self._at
            frame.time_base = Fraction(1, self._RATE)
            self._out.mux(self._stream.encode(frame))
        self._at = stop
        if stop == self._total:
            self._out.mux(self._stream.encode(None))
            self.done = True


def paint(number: int, size: tuple[int, int]) -> NDArray[np.uint8]:
    """A moving picture, uint8[h,w,3]: a slow gradient, a passing bar and a bouncing square."""
    width, height = size
    x = np.arange(width)[np.newaxis, :]
    y = np.arange(height)[:, np.newaxis]
    picture = np.empty((height, width, 3), np.uint8)
    picture[..., 0] = 60 + (x + number) % 128
    picture[..., 1] = 60 + (y + 2 * number) % 96
    picture[..., 2] = 90 + ((x + y) // 2 + number) % 64
    bar = number * 5 % width
    picture[:, bar : bar + 12] = (230, 200, 60)
    side = height // 5
    left, top = number * 3 % (width - side), height - side - abs(number * 4 % (height - side) - 20) // 2
    picture[top : top + side, left : left + side] = (200, 60, 80)
    return picture
