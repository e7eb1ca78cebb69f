"""Small clips over the matrix of codecs and containers, each with what is true of it.

Every clip is a moving picture with its frame number burnt in (:mod:`animewidgets.demo.frame_number`),
drawn and encoded the same on every run. :data:`MATRIX` names the cases that the tests of frame truth
walk through; :func:`make_clip` makes any other.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import av
import av.audio.stream
import av.container
import av.video.stream
import numpy as np
from numpy.typing import NDArray

from animewidgets.demo import frame_number
from animewidgets.demo.mp4_boxes import Edit, replace_edit_list

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
    with av.open(str(path), "w", format=container, options=options) as out:
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


@dataclass(frozen=True, slots=True)
class Clip:
    """One case of the matrix, and what is true of it.

    ``numbers[n]`` is the number that must be read from frame ``n``. ``browser`` says whether Debian's
    Chromium can decode the stream by WebCodecs, ``browser_demux`` whether mediabunny opens the
    container. ``size`` is (width, height) as presented, after rotation, pixels not resampled.
    """

    name: str
    file_name: str
    write_to: Callable[[Path], None]
    numbers: tuple[int, ...]
    browser: bool = True
    browser_demux: bool = True
    size: tuple[int, int] = (320, 180)
    note: str = ""

    def write(self, folder: Path) -> Path:
        """Make the clip in ``folder`` and return its path. A clip that is there already is kept."""
        path = folder / self.file_name
        if not path.exists():
            # The ending names the container, so it has to stay at the end.
            unfinished = path.with_name(f"unfinished-{path.name}")
            self.write_to(unfinished)
            unfinished.replace(path)
        return path


def _edited(edits: Sequence[Edit]) -> Callable[[Path], None]:
    """A clip with closed GOPs of 25 whose edit list is replaced."""

    def write(path: Path) -> None:
        make_clip(path, gop=25)
        replace_edit_list(path, edits)

    return write


def _cut_inside_gop(skip: int, *, open_gop: bool) -> Callable[[Path], None]:
    """A transport stream as a recorder leaves it: the first bytes, up to picture ``skip``, are missing."""

    def write(path: Path) -> None:
        make_clip(path, gop=25, open_gop=open_gop)
        with av.open(str(path)) as container:
            positions = [packet.pos for packet in container.demux(video=0) if packet.pos is not None]
        data = path.read_bytes()
        path.write_bytes(data[positions[skip] // 188 * 188 :])

    return write


def _cases() -> dict[str, Clip]:
    period = 1 / NTSC_FILM
    all_120 = tuple(range(120))

    # Edit durations end a quarter of a period early: the movie's timescale of 1 ms would else decide
    # whether a sliver of one more picture is presented.
    def at(picture: int) -> Fraction:
        return picture * period

    fragmented = {"movflags": "frag_keyframe+empty_moov+default_base_moof"}
    wrap = Fraction(2**33, 90000) - 3
    cases = [
        Clip("mp4", "h264.mp4", partial(make_clip, gop=50, audio="aac"), all_120),
        Clip("mp4-long-gop", "h264_long_gop.mp4", partial(make_clip, frames=300), tuple(range(300))),
        Clip("mp4-open-gop", "h264_open_gop.mp4", partial(make_clip, gop=25, open_gop=True), all_120),
        Clip(
            "mp4-fragmented",
            "h264_frag.mp4",
            partial(make_clip, gop=25, container_options=fragmented),
            all_120,
        ),
        Clip("mov", "h264.mov", partial(make_clip, gop=25), all_120),
        Clip(
            "mkv",
            "h264.mkv",
            partial(make_clip, gop=25, audio="aac"),
            all_120,
            note="the first picture is not at 0",
        ),
        Clip(
            "mkv-21-ms",
            "h264_21ms.mkv",
            partial(make_clip, gop=25, vfr=True, start=Fraction(21, 1000)),
            all_120,
        ),
        Clip("mkv-open-gop", "h264_open_gop.mkv", partial(make_clip, gop=25, open_gop=True), all_120),
        Clip("ts", "h264.ts", partial(make_clip, gop=25, audio="mp2"), all_120),
        Clip("ts-open-gop", "h264_open_gop.ts", partial(make_clip, gop=25, open_gop=True), all_120),
        Clip("ts-33-bit-wrap", "h264_wrap.ts", partial(make_clip, gop=25, start=wrap), all_120),
        Clip("ts-inside-gop", "h264_cut.ts", _cut_inside_gop(10, open_gop=False), tuple(range(25, 120))),
        Clip(
            "ts-inside-open-gop",
            "h264_cut_open.ts",
            _cut_inside_gop(10, open_gop=True),
            tuple(range(25, 120)),
            note="the leading pictures of the first key frame cannot be decoded",
        ),
        Clip("mp4-vfr", "h264_vfr.mp4", partial(make_clip, gop=25, vfr=True), all_120),
        Clip("mkv-vfr", "h264_vfr.mkv", partial(make_clip, gop=25, vfr=True), all_120),
        Clip(
            "mp4-negative-offsets",
            "h264_negative_cts.mp4",
            partial(make_clip, gop=25, container_options={"movflags": "negative_cts_offsets"}),
            all_120,
        ),
        Clip(
            "mp4-late-start", "h264_late.mp4", partial(make_clip, gop=25, start=at(30), audio="aac"), all_120
        ),
        Clip(
            "mp4-empty-edit",
            "h264_empty_edit.mp4",
            _edited([Edit(at(12), None), Edit(at(120), at(0))]),
            all_120,
            note="half a second of nothing before the first picture",
        ),
        Clip(
            "mp4-edit-cuts",
            "h264_edit_cuts.mp4",
            _edited([Edit(at(63) - period / 4, at(37))]),
            tuple(range(37, 100)),
            note="the edit list starts inside a GOP and ends before the end",
        ),
        Clip(
            "mp4-two-edits",
            "h264_two_edits.mp4",
            _edited([Edit(at(30) - period / 4, at(20)), Edit(at(40) - period / 4, at(70))]),
            (*range(20, 50), *range(70, 110)),
        ),
        Clip("hi10p", "h264_hi10p.mkv", partial(make_clip, gop=25, pixel_format="yuv420p10le"), all_120),
        Clip("no-b-frames", "h264_no_b.mp4", partial(make_clip, gop=25, b_frames=0), all_120),
        Clip("vp8", "vp8.webm", partial(make_clip, codec="vp8", gop=25), all_120),
        Clip("vp9", "vp9.webm", partial(make_clip, codec="vp9", gop=25), all_120),
        Clip("av1", "av1.mp4", partial(make_clip, codec="av1", gop=25), all_120),
        Clip("hevc", "hevc.mkv", partial(make_clip, codec="hevc", gop=25), all_120, browser=False),
        Clip(
            "hevc-open-gop",
            "hevc_open_gop.mp4",
            partial(make_clip, codec="hevc", gop=25, open_gop=True),
            all_120,
            browser=False,
        ),
        Clip(
            "vob",
            "mpeg2.vob",
            partial(make_clip, codec="mpeg2", gop=15, b_frames=2, audio="mp2", rate=NTSC, size=(352, 240)),
            all_120,
            browser=False,
            browser_demux=False,
            size=(352, 240),
        ),
        Clip(
            "mpeg2-interlaced-ts",
            "mpeg2_interlaced.ts",
            partial(
                make_clip,
                codec="mpeg2",
                gop=15,
                b_frames=2,
                interlaced=True,
                audio="mp2",
                rate=NTSC,
                size=(352, 240),
            ),
            all_120,
            browser=False,
            size=(352, 240),
        ),
        Clip(
            "h264-interlaced-ts",
            "h264_interlaced.ts",
            partial(make_clip, gop=25, interlaced=True, rate=NTSC, size=(352, 240)),
            all_120,
            size=(352, 240),
        ),
        Clip(
            "avi",
            "mpeg4.avi",
            partial(make_clip, codec="mpeg4", gop=25, b_frames=2, audio="mp2"),
            all_120,
            browser=False,
            browser_demux=False,
            note="AVI stores no presentation times",
        ),
        Clip(
            "rotated-90",
            "h264_rot90.mp4",
            partial(make_clip, gop=25, rotation=90, size=(192, 320)),
            all_120,
            size=(192, 320),
        ),
        Clip("rotated-180", "h264_rot180.mov", partial(make_clip, gop=25, rotation=180), all_120),
        Clip("non-square", "h264_par.mkv", partial(make_clip, gop=25, pixel_aspect=Fraction(8, 9)), all_120),
        Clip(
            "two-videos", "h264_two.mp4", partial(make_clip, gop=25, second_video=True, audio="aac"), all_120
        ),
    ]
    return {case.name: case for case in cases}


#: The named cases, in a fixed order.
MATRIX: Mapping[str, Clip] = MappingProxyType(_cases())
