"""``animewidgets probe`` and ``animewidgets frames``: look into a media file, write exact pictures."""

from __future__ import annotations

import argparse
import dataclasses
import json
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from animewidgets.media import Media, MediaInfo

JSON = None | bool | int | float | str | list["JSON"] | dict[str, "JSON"]


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``probe`` and ``frames`` to the command line."""
    look = subparsers.add_parser("probe", help="say what is in a media file")
    look.add_argument("file", type=Path, metavar="FILE")
    look.add_argument("--video-stream", type=int, metavar="N", help="rank among the video streams, from 0")
    look.add_argument("--json", action="store_true", help="print one JSON document")
    look.set_defaults(run=run_probe)

    write = subparsers.add_parser("frames", help="write exact pictures of frames as PNG")
    write.add_argument("file", type=Path, metavar="FILE")
    write.add_argument(
        "--frame", type=int, action="append", required=True, metavar="N", help="ordinal from 0; give several"
    )
    write.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder to write to")
    write.add_argument("--video-stream", type=int, metavar="N", help="rank among the video streams, from 0")
    write.add_argument("--json", action="store_true", help="print one JSON document")
    write.set_defaults(run=run_frames)


def run_probe(args: argparse.Namespace) -> int:
    """Print what the file holds, and what its frame index says."""
    from animewidgets.media import open_media, probe

    if not probe(args.file).video and args.video_stream is None:
        report = {"file": args.file.name, **_fields(probe(args.file)), "index": None, "warnings": []}
        print(json.dumps(report, indent=1))
        return 0
    with open_media(args.file, video_stream=args.video_stream) as media:
        report = probe_report(media)
    if args.json:
        print(json.dumps(report, indent=1))
    else:
        print(_in_words(media, report))
    return 0


def run_frames(args: argparse.Namespace) -> int:
    """Write each wanted frame to ``DIR/<ordinal>.png``."""
    from animewidgets.media import open_media
    from animewidgets.media.png import write_png

    folder: Path = args.out
    written: list[JSON] = []
    with open_media(args.file, video_stream=args.video_stream) as media:
        for ordinal in args.frame:
            media.index.check(ordinal)
        folder.mkdir(parents=True, exist_ok=True)
        for ordinal in sorted(set(args.frame)):
            picture = media.frame(ordinal)
            path = folder / f"{ordinal:06d}.png"
            write_png(path, picture.rgb)
            written.append({"ordinal": ordinal, "pts": picture.pts, "file": path.name})
        height, width = picture.rgb.shape[:2]
        report: dict[str, JSON] = {
            "release_id": media.release_id,
            "time_base": _plain(media.time_base),
            "width": width,
            "height": height,
            "frames": written,
        }
    if args.json:
        print(json.dumps(report, indent=1))
    else:
        for path in sorted(folder / f"{n:06d}.png" for n in set(args.frame)):
            print(path)
    return 0


def probe_report(media: Media) -> dict[str, JSON]:
    """What ``probe --json`` prints: the streams, the release, the extent of the frame index."""
    info: MediaInfo = media.info
    index = media.index
    return {
        "file": media.path.name,
        **_fields(info),
        "release_id": media.release_id,
        "index": {
            "frames": len(index),
            "time_base": _plain(index.time_base),
            "first_pts": int(index.pts[0]),
            "last_pts": int(index.pts[-1]),
            "end_pts": index.end_pts,
            "key_frames": int(index.key.sum()),
            "variable_rate": bool(len(set(index.duration[:-1].tolist())) > 2),
        },
        "warnings": list(media.warnings),
    }


def _fields(info: MediaInfo) -> dict[str, JSON]:
    return {field.name: _plain(getattr(info, field.name)) for field in dataclasses.fields(info)}


def _plain(value: object) -> JSON:
    if isinstance(value, Fraction):
        return [value.numerator, value.denominator]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    assert value is None or isinstance(value, bool | int | float | str)
    return value


def _in_words(media: Media, report: Mapping[str, JSON]) -> str:
    from animewidgets.media.names import shown

    info, index = media.info, media.index
    lines = [
        f"{shown(media.path.name)}: {info.container}, {info.byte_size} bytes, release {report['release_id']}"
    ]
    for video in info.video:
        mark = "*" if video.ordinal == info.main else " "
        lines.append(
            f"{mark} video {video.ordinal}: {video.codec} {video.profile or ''} {video.width}×{video.height} "
            f"{video.pixel_format} {float(video.frame_rate):.3f}/s"
            f"{' interlaced' if video.interlaced else ''}"
            f"{f' turned {video.rotation}°' if video.rotation else ''}"
        )
    lines += [
        f"  audio {a.ordinal}: {a.codec} {a.rate} Hz {a.layout} {a.language or ''}".rstrip()
        for a in info.audio
    ]
    lines += [f"  subtitles {s.ordinal}: {s.codec} {s.language or ''}".rstrip() for s in info.subtitles]
    lines.append(
        f"frames 0 to {len(index) - 1}, ticks {index.pts[0]} to {index.end_pts} of {index.time_base} s, "
        f"{int(index.key.sum())} key frames"
    )
    lines += [f"warning: {warning}" for warning in media.warnings]
    return "\n".join(lines)
