"""``animewidgets fingerprint`` and ``animewidgets align``: which frame of one release is which of another."""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from animewidgets.errors import AnimeWidgetsError

if TYPE_CHECKING:
    from animewidgets.analysis.align import AlignedPiece, Alignment
    from animewidgets.analysis.align.aligner import Progress
    from animewidgets.analysis.fingerprint import Fingerprint
    from animewidgets.timebase import Span
    from animewidgets.timemaps import TimeMap

#: By habit the ending of a fingerprint's name.
ENDING = ".fingerprint"


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``fingerprint`` and ``align`` to the command line."""
    take = subparsers.add_parser("fingerprint", help="what a release looks and sounds like, in 200 kB")
    take.add_argument("file", type=Path, metavar="FILE")
    take.add_argument("--out", type=Path, metavar="PATH", help=f"write it there; by habit NAME{ENDING}")
    _add_reading(take)
    take.set_defaults(run=run_fingerprint)

    both = subparsers.add_parser("align", help="find what of one release is where in another")
    both.add_argument("source", type=Path, metavar="A", help="a media file, or what fingerprint --out wrote")
    both.add_argument("target", type=Path, metavar="B", help="likewise")
    both.add_argument(
        "--refine",
        action=argparse.BooleanOptionalAction,
        help="compare pictures around borders and set them to the frame (default with two media files)",
    )
    both.add_argument("--out", type=Path, metavar="PATCH", help="write the time map there, as JSON")
    both.add_argument(
        "--anchor",
        type=_anchor,
        action="append",
        default=[],
        metavar="A_TIME=B_TIME",
        help="these two times, in seconds or h:mm:ss.mmm, show the same instant; may be given several times",
    )
    both.add_argument(
        "--keep",
        type=Path,
        metavar="PATCH",
        help="keep the pieces of an earlier patch that a person confirmed or edited",
    )
    _add_reading(both)
    both.set_defaults(run=run_align)


def _add_reading(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--video-stream", type=int, metavar="N", help="rank among the video streams, from 0")
    parser.add_argument(
        "--sound-stream", type=int, default=0, metavar="N", help="rank among the audio streams (default 0)"
    )
    parser.add_argument("--workers", type=int, default=2, metavar="N", help="threads that decode (default 2)")
    parser.add_argument("--no-cache", action="store_true", help="decode again, and keep nothing")
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def run_fingerprint(args: argparse.Namespace) -> int:
    """Take the fingerprint of a file, and say what is in it."""
    made = _fingerprint_of(args.file, args)
    stored = made.to_bytes()
    if args.out is not None:
        from animewidgets.datasets.text import write_bytes

        write_bytes(args.out, stored)
    about = {
        "file": args.file.name,
        "release_id": made.release_id,
        "time_base": [made.time_base.numerator, made.time_base.denominator],
        "frames": len(made),
        "seconds": round(made.seconds, 3),
        "size": list(made.size),
        "boxes": made.boxes.round(4).tolist(),
        "sound_signatures": len(made.sound),
        "bytes": len(stored),
    }
    if args.json:
        print(json.dumps(about, indent=1))
        return 0
    print(
        f"{args.file.name}: {made.release_id}, {len(made)} frames, {made.seconds:.1f} s, {len(stored)} bytes"
    )
    for top, bottom, left, right in made.boxes.tolist():
        if (top, bottom, left, right) != (0, 1, 0, 1):
            print(f"  within bars: rows {top:.1%} to {bottom:.1%}, columns {left:.1%} to {right:.1%}")
    print(f"  {len(made.sound)} signatures of sound" if len(made.sound) else "  no sound")
    return 0


def run_align(args: argparse.Namespace) -> int:
    """Align two releases, and say what is where."""
    from animewidgets.analysis.align import find_alignment

    prints = [path.name for path in (args.source, args.target) if _is_fingerprint(path)]
    if args.refine and prints:
        raise AnimeWidgetsError(
            f"pictures are needed to refine, but '{prints[0]}' is a fingerprint: name the media file, or "
            "leave --refine out"
        )
    kept = None if args.keep is None else _earlier(args.keep, args.out)
    source, target = (_fingerprint_of(path, args) for path in (args.source, args.target))
    anchors = _on_frames(args.anchor, source, target)
    with _bar("aligning") as tell:
        made = find_alignment(
            source,
            target,
            progress=tell,
            anchors=[
                (float(here * source.time_base), float(there * target.time_base)) for here, there in anchors
            ],
        )
    if args.refine or (args.refine is None and not prints):
        made = _refined(made, args)
    if args.out is not None:
        _write_map(args.out, made, anchors, kept)
    if args.json:
        print(json.dumps(alignment_report(made, args.source.name, args.target.name), indent=1))
    else:
        print(_in_words(made, args.source.name, args.target.name, source, target))
    return 0


def _is_fingerprint(path: Path) -> bool:
    return path.suffix == ENDING and path.is_file()


def _refined(made: Alignment, args: argparse.Namespace) -> Alignment:
    from animewidgets.analysis.align import as_time_map
    from animewidgets.analysis.align.as_map import with_refined
    from animewidgets.analysis.align.refine import refine
    from animewidgets.media import open_media

    with (
        open_media(args.source, video_stream=args.video_stream) as a,
        open_media(args.target, video_stream=args.video_stream) as b,
        _bar("comparing pictures") as tell,
    ):
        return with_refined(made, refine(as_time_map(made), a, b, progress=tell))


def _anchor(text: str) -> tuple[float, float]:
    """``A_TIME=B_TIME`` as seconds."""
    here, equals, there = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(f"an anchor is two times with = between them, not {text!r}")
    return _seconds(here, text), _seconds(there, text)


def _seconds(text: str, whole: str) -> float:
    try:
        parts = [float(part) for part in text.split(":")]
    except ValueError:
        parts = []
    if not 1 <= len(parts) <= 3 or not all(math.isfinite(part) and part >= 0 for part in parts):
        raise argparse.ArgumentTypeError(
            f"an anchor is two times in seconds or h:mm:ss.mmm with = between them, not {whole!r}"
        )
    return sum(part * 60.0**n for n, part in enumerate(reversed(parts)))


def _on_frames(
    anchors: list[tuple[float, float]], source: Fingerprint, target: Fingerprint
) -> list[tuple[int, int]]:
    """Anchors as ticks of the frames that begin nearest to their times."""
    import numpy as np

    from animewidgets.errors import FrameOutsideMedia

    def frame(one: Fingerprint, seconds: float) -> int:
        tick = seconds / float(one.time_base)
        if not float(one.pts[0]) - 1 <= tick < one.end_pts:
            raise FrameOutsideMedia(
                f"an anchor at {seconds:g} s lies outside {one.release_id}, which lasts {one.seconds:.3f} s"
            )
        return int(one.pts[int(np.argmin(np.abs(one.pts - tick)))])

    return [(frame(source, here), frame(target, there)) for here, there in anchors]


def _earlier(path: Path, out: Path | None) -> TimeMap:
    from animewidgets.errors import CorruptPatch, TimeMapError
    from animewidgets.timemaps import read_patch

    if out is None:
        raise TimeMapError("--keep is about the patch that is written: say with --out where to")
    if not path.is_file():
        raise CorruptPatch(f"there is no patch file {str(path)!r}: check the name")
    return read_patch(path.read_bytes())


def _write_map(path: Path, made: Alignment, anchors: list[tuple[int, int]], kept: TimeMap | None) -> None:
    """Write the map, with what people said of an earlier one in it, and through every anchor."""
    from animewidgets.analysis.align import as_time_map
    from animewidgets.datasets.text import write_text
    from animewidgets.timemaps import write_patch
    from animewidgets.timemaps.complete import check_releases
    from animewidgets.timemaps.keeping import keep_over, kept_pieces, through_anchors

    found = through_anchors(as_time_map(made), anchors)
    if kept is not None:
        releases = (made.source_release, made.target_release)
        bases = (made.source_time_base, made.target_time_base)
        found = keep_over(found, kept_pieces(check_releases(kept, releases, bases)))
    write_text(path, write_patch(found))


def _fingerprint_of(path: Path, args: argparse.Namespace) -> Fingerprint:
    from animewidgets.analysis.fingerprint import Fingerprint, fingerprint
    from animewidgets.media import open_media

    if _is_fingerprint(path):
        return Fingerprint.from_bytes(path.read_bytes())
    with open_media(path, video_stream=args.video_stream) as media:
        return fingerprint(
            media,
            sound_stream=args.sound_stream,
            progress=sys.stderr.isatty(),
            workers=args.workers,
            cache=not args.no_cache,
        )


@contextmanager
def _bar(name: str) -> Iterator[Progress | None]:
    if not sys.stderr.isatty():
        yield None
        return
    from animewidgets.analysis.shots.bar import progress_bar

    with progress_bar(name) as show:
        yield lambda share: show(round(share * 100), 100)


def alignment_report(made: Alignment, source: str, target: str) -> dict[str, object]:
    """What ``align --json`` prints: ticks of each side's time base, spans half-open."""
    return {
        "source": source,
        "target": target,
        "source_release": made.source_release,
        "target_release": made.target_release,
        "source_time_base": [made.source_time_base.numerator, made.source_time_base.denominator],
        "target_time_base": [made.target_time_base.numerator, made.target_time_base.denominator],
        "rate": [made.rate.numerator, made.rate.denominator],
        "pieces": [_piece_report(piece) for piece in made.pieces],
    }


def _piece_report(piece: AlignedPiece) -> dict[str, object]:
    evidence, uncertainty = piece.evidence, piece.uncertainty
    return {
        "source": list(piece.source) if piece.source else None,
        "target": list(piece.target) if piece.target else None,
        "role": piece.role,
        "confidence": piece.confidence,
        "flags": sorted(piece.flags),
        "alternatives": [list(span) for span in piece.alternatives],
        "evidence": None
        if evidence is None
        else {
            "frames": evidence.frames,
            "changes": evidence.changes,
            "agreed": evidence.agreed,
            "likeness": round(evidence.likeness, 3),
            "sound": None if evidence.sound is None else round(evidence.sound, 3),
        },
        "uncertainty": None
        if uncertainty is None
        else {
            "offset": uncertainty.offset,
            "start": list(uncertainty.start),
            "end": list(uncertainty.end),
        },
    }


def _in_words(made: Alignment, source: str, target: str, a: Fingerprint, b: Fingerprint) -> str:
    if not made.matches:
        return f"nothing of {source} was found in {target}"
    lines = [
        f"A  {source}  {made.source_release}",
        f"B  {target}  {made.target_release}",
        f"a second of A lasts {made.rate} seconds of B"
        if made.rate != 1
        else "A and B run at the same speed",
        "",
        f"{'A':>25}  {'B':>25}  {'role':<11} sure  evidence",
    ]
    for piece in made.pieces:
        here, there = _span(piece.source, made, 0), _span(piece.target, made, 1)
        sure = f"{piece.confidence:4.0%}" if piece.is_match else "    "
        lines.append(f"{here:>25}  {there:>25}  {piece.role:<11} {sure}  {_why(piece, made)}".rstrip())
    base = float(made.source_time_base)
    found = sum(piece.source.duration for piece in made.matches if piece.source) * base
    whole = [piece for piece in made.matches if piece.confidence < 0.5]
    lines += ["", f"{found:.1f} s of {a.seconds:.1f} s of A were found in B ({b.seconds:.1f} s)"]
    if whole:
        lines.append(f"{len(whole)} of {len(made.matches)} matches are doubtful (below 50%): look at them")
    return "\n".join(lines)


def _span(span: Span | None, made: Alignment, side: int) -> str:
    from animewidgets.timebase import clock

    if span is None:
        return "–"
    base = (made.source_time_base, made.target_time_base)[side]
    return f"{clock(span.start, base)}–{clock(span.end, base)}"


def _why(piece: AlignedPiece, made: Alignment) -> str:
    if not piece.is_match:
        return f"only in {'A' if piece.target is None else 'B'}"
    words = []
    if piece.evidence is not None:
        words.append(f"{piece.evidence.agreed} of {piece.evidence.changes} changes agree")
        if piece.evidence.sound is not None:
            words.append(f"sound {piece.evidence.sound:+.1f}")
    if "picture_changed" in piece.flags:
        words.append("another picture")
    if piece.alternatives:
        words.append("also at " + ", ".join(_span(span, made, 1) for span in piece.alternatives))
    wide = piece.uncertainty
    if wide is not None:
        base = float(made.target_time_base)
        if max(*wide.start, *wide.end) * base > 0.1:
            words.append(f"borders open by {max(*wide.start, *wide.end) * base:.2f} s")
        if wide.offset * base > 0.06:
            words.append(f"offset open by {wide.offset * base:.2f} s")
    return "; ".join(words)
