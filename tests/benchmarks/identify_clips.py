"""Files to be identified: clips as they are, remuxed, encoded anew, cropped, and shown by a broadcaster."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from av.video.stream import VideoStream
from numpy.typing import NDArray

from animewidgets.analysis.identify.verdict import Kind
from animewidgets.demo import make_episode
from animewidgets.media.cache import cache_folder

SHARED = Path(os.environ.get("ANIMEWIDGETS_SHARED") or Path(__file__).resolve().parents[3] / "shared")
#: Clips and the footage that they are of: those of one footage are releases of one another.
CLIPS = {
    "popeye_pgs_T00-1.mkv": "popeye 1",
    "popeye_vob_T00-1.mkv": "popeye 1",
    "popeye_pgs_T01-2.mkv": "popeye 2",
    "popeye_vob_T01-2.mkv": "popeye 2",
    "sintel_trailer_480x204.mp4": "sintel",
    "bbb_0_30_720p.webm": "bunny",
    "nasa_13013.mp4": "nasa",
}
_HEIGHT = 240
_BROADCAST = Fraction(30_000, 1001)

Planar = NDArray[np.uint8]


@dataclass(frozen=True)
class Footage:
    """Pictures uint8[n,h*3/2,w] with their pts, and the time base."""

    pictures: NDArray[np.uint8]
    pts: NDArray[np.int64]
    time_base: Fraction
    rate: Fraction


@dataclass(frozen=True)
class Variant:
    """A file made of a clip, and what it is to it."""

    clip: str
    name: str
    path: Path
    kind: Kind


def folder() -> Path:
    """Where they are kept."""
    return cache_folder() / "benchmarks" / "identify"


def clips() -> dict[Path, str]:
    """The clips that are here, and two demo episodes with their recordings, each with its footage."""
    found = {SHARED / "media" / name: footage for name, footage in CLIPS.items()}
    for seed in (71, 72):
        where = folder() / f"episode-{seed}"
        episode = make_episode(where, seed=seed, seconds=60, height=180)
        found[episode.bluray] = found[episode.tv_recording] = f"episode {seed}"
    return {path: footage for path, footage in found.items() if path.is_file()}


def variants(clip: Path) -> Iterator[Variant]:
    """Everything that may have happened to a clip."""
    name = f"{clip.parent.name}-{clip.stem}" if clip.parent.parent == folder() else clip.stem
    where = folder() / "variants" / name
    where.mkdir(parents=True, exist_ok=True)
    footage: Footage | None = None
    for what, (kind, ending, make) in _VARIANTS.items():
        path = where / f"{what.replace(' ', '-')}{ending or clip.suffix}"
        if not path.exists():
            aside = path.with_name(f"part-{path.name}")
            if ending == "" or what == "remux":
                _copied(clip, aside, what)
            else:
                footage = footage or read(clip)
                make(footage, aside)
            aside.replace(path)
        yield Variant(clip.name, what, path, kind)


def read(clip: Path) -> Footage:
    """The pictures of a clip, small."""
    pictures: list[Planar] = []
    pts: list[int] = []
    with av.open(str(clip)) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        width = round(_HEIGHT * stream.width / stream.height / 4) * 4
        for frame in container.decode(stream):
            if frame.pts is None:
                continue
            small = frame.reformat(width, _HEIGHT, "yuv420p")
            pictures.append(np.asarray(small.to_ndarray(), np.uint8))
            pts.append(frame.pts)
        base, rate = stream.time_base, stream.average_rate
    assert base is not None
    assert rate is not None
    return Footage(np.stack(pictures), np.array(pts, np.int64), base, rate)


def _copied(clip: Path, path: Path, what: str) -> None:
    if what == "copy":
        shutil.copyfile(clip, path)
        return
    with av.open(str(clip)) as source, av.open(str(path), "w", format="matroska") as out:
        there = {
            stream.index: out.add_stream_from_template(stream)
            for stream in (*source.streams.video[:1], *source.streams.audio[:1])
        }
        packets = [one for one in source.demux([source.streams[index] for index in there]) if one.size]
        # Matroska does not say when the first packets of a stream with B-pictures are decoded.
        shown = [one.pts for one in packets if one.stream.type == "video" and one.pts is not None]
        early = max(tick - own for tick, own in zip(sorted(shown), shown, strict=True))
        decoded = iter([tick - early for tick in sorted(shown)])
        for packet in packets:
            if packet.stream.type == "video":
                packet.dts = next(decoded)
            packet.stream = there[packet.stream.index]
            out.mux(packet)


def _write(
    path: Path,
    pictures: Sequence[Planar],
    pts: Sequence[int],
    base: Fraction,
    rate: Fraction,
    codec: str = "libx264",
    **options: str,
) -> None:
    height, width = pictures[0].shape[0] * 2 // 3, pictures[0].shape[1]
    with av.open(str(path), "w", format="matroska" if path.suffix == ".mkv" else "mp4") as out:
        preset = {"preset": "veryfast"} if codec == "libx264" else {}
        stream = out.add_stream(codec, rate=rate, options={**preset, "g": "100", **options})
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.thread_count = 1
        if codec != "mpeg4":  # whose ticks may not be that short
            stream.time_base = stream.codec_context.time_base = base
        for picture, tick in zip(pictures, pts, strict=True):
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="yuv420p")
            frame.pts, frame.time_base = tick, base
            if codec == "mpeg4":
                frame.pts, frame.time_base = round((tick - pts[0]) * base * rate), 1 / rate
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))


def _planes(picture: Planar, change: Callable[[Planar, int], Planar]) -> Planar:
    rows, width = picture.shape[0] * 2 // 3, picture.shape[1]
    chroma = picture[rows:].reshape(2, rows // 2, width // 2)
    made = [change(picture[:rows], 16), change(chroma[0], 128), change(chroma[1], 128)]
    return np.concatenate([one.reshape(-1, made[0].shape[1]) for one in made])


def _cropped(plane: Planar, _black: int) -> Planar:
    h, w = plane.shape
    inside = plane[round(0.03 * h) : round(0.96 * h), round(0.02 * w) : round(0.97 * w)]
    return np.asarray(cv2.resize(inside, (w, h), interpolation=cv2.INTER_AREA), np.uint8)


def _letterboxed(plane: Planar, black: int) -> Planar:
    h, w = plane.shape
    out = np.full((h, w), black, np.uint8)
    bar = round(0.1 * h)
    out[bar : h - bar] = cv2.resize(plane, (w, h - 2 * bar), interpolation=cv2.INTER_AREA)
    return out


def _anew(
    height: int = _HEIGHT,
    codec: str = "libx264",
    change: Callable[[Planar, int], Planar] | None = None,
    **options: str,
) -> Callable[[Footage, Path], None]:
    def make(footage: Footage, path: Path) -> None:
        pictures = list(footage.pictures)
        if height != _HEIGHT:
            width = pictures[0].shape[1] * height // _HEIGHT // 4 * 4

            def smaller(plane: Planar, black: int) -> Planar:
                size = (width, height) if black == 16 else (width // 2, height // 2)
                return np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_AREA), np.uint8)

            pictures = [_planes(one, smaller) for one in pictures]
        if change is not None:
            pictures = [_planes(one, change) for one in pictures]
        _write(path, pictures, footage.pts.tolist(), footage.time_base, footage.rate, codec, **options)

    return make


def _at_25(footage: Footage, path: Path) -> None:
    """Film is sped up to 25, 25 slowed down to 24; of faster ones frames are left out."""
    to = Fraction(24) if abs(footage.rate - 25) < Fraction(1, 10) else Fraction(25)
    pictures = list(footage.pictures)
    if footage.rate > 26:
        seconds = (footage.pts - footage.pts[0]).astype(float) * float(footage.time_base)
        wanted = np.arange(int(seconds[-1] * float(to))) / float(to)
        pictures = [pictures[n] for n in np.searchsorted(seconds, wanted + 1e-6, side="right") - 1]
    _write(path, pictures, range(len(pictures)), 1 / to, to, crf="26")


def _on_tv(footage: Footage, path: Path) -> None:
    """At 29.97 after four seconds of something else, with a card, a logo, and two seconds missing."""
    seconds = (footage.pts - footage.pts[0]).astype(float) * float(footage.time_base)
    length = float(seconds[-1])
    wanted = np.arange(int(length * float(_BROADCAST))) / float(_BROADCAST)
    order = np.searchsorted(seconds, wanted + 1e-6, side="right") - 1
    at, gap = len(order) // 2, round(2 * float(_BROADCAST))
    rng = np.random.default_rng(5)
    height, width = footage.pictures.shape[1] * 2 // 3, footage.pictures.shape[2]

    def card(count: int) -> list[Planar]:
        luma = cv2.resize(
            rng.integers(30, 220, (6, 8), dtype=np.uint8), (width, height), interpolation=cv2.INTER_CUBIC
        )
        flat = np.concatenate([luma, np.full((height // 2, width), 128, np.uint8)])
        return [np.asarray(flat, np.uint8)] * count

    def with_logo(picture: Planar) -> Planar:
        out = picture.copy()
        out[height // 12 : height // 6, width - width // 6 : width - width // 20] = 210
        return out

    shown = [
        *card(120),
        *(with_logo(footage.pictures[n]) for n in order[:at]),
        *card(150),
        *(with_logo(footage.pictures[n]) for n in order[at + gap :]),
    ]
    _write(path, shown, range(len(shown)), 1 / _BROADCAST, _BROADCAST, crf="30")


def _five_seconds(footage: Footage, path: Path) -> None:
    """Five seconds out of the middle."""
    middle = len(footage.pts) // 2
    count = min(middle, round(5 * float(footage.rate)))
    part = slice(middle, middle + count)
    pts = (footage.pts[part] - footage.pts[middle]).tolist()
    _write(path, list(footage.pictures[part]), pts, footage.time_base, footage.rate, crf="24")


def _nothing(footage: Footage, path: Path) -> None:
    raise NotImplementedError


_VARIANTS: dict[str, tuple[Kind, str, Callable[[Footage, Path], None]]] = {
    "copy": ("exact", "", _nothing),
    "remux": ("remuxed", ".mkv", _nothing),
    "crf 36": ("re-encoded", ".mkv", _anew(crf="36")),
    "half size": ("re-encoded", ".mp4", _anew(_HEIGHT // 2, crf="24")),
    "mpeg4": ("re-encoded", ".mp4", _anew(codec="mpeg4", b="400000")),
    "crop": ("re-encoded", ".mkv", _anew(change=_cropped, crf="24")),
    "letterbox": ("re-encoded", ".mkv", _anew(change=_letterboxed, crf="24")),
    "25 fps": ("other_release", ".mp4", _at_25),
    "tv": ("other_release", ".mkv", _on_tv),
    "five seconds": ("other_release", ".mp4", _five_seconds),
}
#: What there is, in the order of the table.
NAMES = tuple(_VARIANTS)
