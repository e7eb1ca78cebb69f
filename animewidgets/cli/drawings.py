"""``animewidgets drawings``: how long each drawing of a film is held, and the key frames of its shots."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from animewidgets.analysis.drawings import Drawings, Keyframe
    from animewidgets.media import Media


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``drawings`` to the command line."""
    look = subparsers.add_parser("drawings", help="find held drawings and key frames of every shot")
    look.add_argument("file", type=Path, metavar="FILE")
    look.add_argument("--video-stream", type=int, metavar="N", help="rank among the video streams, from 0")
    look.add_argument(
        "--keyframes", type=int, default=0, metavar="N", help="also pick up to N key frames of each shot"
    )
    look.add_argument("--workers", type=int, default=2, metavar="N", help="threads that decode (default 2)")
    look.add_argument("--no-cache", action="store_true", help="look again, and keep nothing")
    look.add_argument("--json", action="store_true", help="print one JSON document, with every run")
    look.set_defaults(run=run_drawings)


def run_drawings(args: argparse.Namespace) -> int:
    """Print every shot: its frames, how many drawings it has, and how many frames each is held."""
    from animewidgets.analysis.drawings import find_drawings, keyframes
    from animewidgets.media import open_media

    with open_media(args.file, video_stream=args.video_stream) as media:
        found = find_drawings(
            media, progress=sys.stderr.isatty(), workers=args.workers, cache=not args.no_cache
        )
        shots = list(zip(found.shot_start.tolist(), found.shot_stop.tolist(), strict=True))
        picked = [
            keyframes(media, shot, args.keyframes, drawings=found) if args.keyframes > 0 else ()
            for shot in shots
        ]
        if args.json:
            print(json.dumps(drawings_report(media, found, picked), indent=1))
        else:
            print(_in_words(media, found, picked))
    return 0


def drawings_report(media: Media, found: Drawings, picked: list[tuple[Keyframe, ...]]) -> dict[str, object]:
    """What ``drawings --json`` prints: ticks of ``time_base``, frames from 0, spans half-open."""
    runs = found.runs
    return {
        "file": media.path.name,
        "release_id": media.release_id,
        "time_base": [media.time_base.numerator, media.time_base.denominator],
        "frames": len(media.index),
        "damaged_frames": found.damaged,
        "held_share": round(found.held_share, 4),
        "shots": [
            {
                "start": int(found.shot_start[n]),
                "stop": int(found.shot_stop[n]),
                "threshold": round(float(found.threshold[n]), 2),
                "keyframes": [
                    {"frame": k.ordinal, "pts": k.pts, "reasons": list(k.reasons), "score": k.score}
                    for k in picked[n]
                ],
            }
            for n in range(len(found.shot_start))
        ],
        "drawings": [
            {
                "shot": int(runs.shot[n]),
                "start": int(runs.start[n]),
                "stop": int(runs.stop[n]),
                "start_pts": int(runs.start_pts[n]),
                "stop_pts": int(runs.stop_pts[n]),
                "camera": runs.camera[n],
                "confidence": round(float(runs.confidence[n]), 3),
                "mixed": bool(runs.mixed[n]),
            }
            for n in range(len(runs))
        ],
    }


def _in_words(media: Media, found: Drawings, picked: list[tuple[Keyframe, ...]]) -> str:
    from animewidgets.timebase import clock

    lines = [f"{'shot':>5} {'frame':>8} {'time':>12} {'frames':>7} {'drawings':>9}  held for"]
    runs = found.runs
    for n, (start, stop) in enumerate(zip(found.shot_start.tolist(), found.shot_stop.tolist(), strict=True)):
        own = runs.shot == n
        time = clock(int(media.index.pts[start]), media.time_base)
        lines.append(
            f"{n:>5} {start:>8} {time:>12} {stop - start:>7} {int(own.sum()):>9}  "
            + _lengths(runs.length[own].tolist())
        )
        lines.extend(f"{'':>5} {k.ordinal:>8} key frame: {', '.join(k.reasons)}" for k in picked[n])
    lines.append(f"{len(runs)} drawings, {found.held_share:.0%} of the frames repeat the one before")
    if found.damaged:
        lines.append(f"warning: {found.damaged} frames cannot be decoded; they count as repetitions")
    return "\n".join(lines)


def _lengths(lengths: list[int]) -> str:
    """How many drawings stand for how many frames, the most usual first: ``12 × 2, 3 × 3``."""
    counts = {length: lengths.count(length) for length in sorted(set(lengths))}
    usual = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    shown = ", ".join(f"{count} × {length}" for length, count in usual[:5])
    return shown + (", …" if len(usual) > 5 else "")
