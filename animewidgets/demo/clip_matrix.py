"""The matrix of codecs and containers: one small clip per case, each with what is true of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path
from types import MappingProxyType

import av

from animewidgets.demo.clips import NTSC, NTSC_FILM, make_clip
from animewidgets.demo.mp4_boxes import Edit, replace_edit_list


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
