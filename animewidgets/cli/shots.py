"""``animewidgets shots``: where a film's shots begin, found by looking at it."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from animewidgets.analysis.shots import ShotDetection
    from animewidgets.media import Media


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``shots`` to the command line."""
    look = subparsers.add_parser("shots", help="find cuts, dissolves, fades and wipes")
    look.add_argument("file", type=Path, metavar="FILE")
    look.add_argument("--video-stream", type=int, metavar="N", help="rank among the video streams, from 0")
    look.add_argument(
        "--proposals", action="store_true", help="miss nearly none, at the price of some that are none"
    )
    look.add_argument("--workers", type=int, default=2, metavar="N", help="threads that decode (default 2)")
    look.add_argument("--no-cache", action="store_true", help="look again, and keep nothing")
    look.add_argument("--json", action="store_true", help="print one JSON document, with the shots' motion")
    look.set_defaults(run=run_shots)


def run_shots(args: argparse.Namespace) -> int:
    """Print every transition: frame, pts, kind, score."""
    from animewidgets.analysis.shots import detect
    from animewidgets.media import open_media

    with open_media(args.file, video_stream=args.video_stream) as media:
        detection = detect(
            media,
            operating_point="proposals" if args.proposals else "cuts",
            progress=sys.stderr.isatty(),
            workers=args.workers,
            cache=not args.no_cache,
        )
        if args.json:
            print(json.dumps(shots_report(media, detection), indent=1))
        else:
            print(_in_words(media, detection))
    return 0


def shots_report(media: Media, detection: ShotDetection) -> dict[str, object]:
    """What ``shots --json`` prints: ticks of ``time_base``, frames from 0, spans half-open."""
    t, shots = detection.transitions, detection.shots
    motion = shots.motion
    return {
        "file": media.path.name,
        "release_id": media.release_id,
        "time_base": [media.time_base.numerator, media.time_base.denominator],
        "frames": len(media.index),
        "damaged_frames": detection.damaged,
        "operating_point": detection.operating_point,
        "transitions": [
            {
                "frame": int(t.frame[n]),
                "pts": int(t.pts[n]),
                "kind": t.kind[n],
                "score": round(float(t.score[n]), 4),
                "from_frame": int(t.from_frame[n]),
                "until_frame": int(t.until_frame[n]),
                "from_pts": int(t.from_pts[n]),
                "until_pts": int(t.until_pts[n]),
                "reasons": list(t.reasons[n]),
            }
            for n in range(len(t))
        ],
        "shots": [
            {
                "start": int(shots.start[n]),
                "stop": int(shots.stop[n]),
                "start_pts": int(shots.start_pts[n]),
                "stop_pts": int(shots.stop_pts[n]),
                "camera": motion.camera[n],
                **{
                    name: _number(float(getattr(motion, name)[n]))
                    for name in ("pan", "tilt", "zoom", "speed", "activity", "known")
                },
            }
            for n in range(len(shots))
        ],
    }


def _number(value: float) -> float | None:
    """JSON has no NaN: what is not known is null."""
    return None if value != value else round(value, 5)


def _in_words(media: Media, detection: ShotDetection) -> str:
    from animewidgets.timebase import clock

    t = detection.transitions
    lines = [f"{'frame':>8} {'pts':>12} {'time':>12} {'kind':<9} score  why"]
    for n in range(len(t)):
        span = f" [{t.from_frame[n]}, {t.until_frame[n]})" if t.from_frame[n] < t.until_frame[n] else ""
        lines.append(
            f"{t.frame[n]:>8} {t.pts[n]:>12} {clock(int(t.pts[n]), media.time_base):>12} {t.kind[n]:<9} "
            f"{t.score[n]:.3f}  {', '.join(t.reasons[n])}{span}"
        )
    if detection.damaged:
        lines.append(f"warning: {detection.damaged} frames cannot be decoded; nothing is proposed on them")
    return "\n".join(lines)
