"""``animewidgets identify``: which of the releases that are known a file is."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from animewidgets.cli.align import ENDING

if TYPE_CHECKING:
    from animewidgets.analysis.fingerprint import Fingerprint
    from animewidgets.analysis.identify import Candidate, Identification, Match
    from animewidgets.analysis.identify.identifier import Progress
    from animewidgets.media import Media

#: Exit code where the file is none of the releases that are known, or nobody can be sure.
UNKNOWN = 1

_IN_WORDS = {
    "exact": "the very file of",
    "remuxed": "the same stream, in another container, as",
    "re-encoded": "encoded anew, frame by frame, from the same release as",
    "other_release": "another release of the same episode as",
    "unknown": "something that is not known",
}


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``identify`` to the command line."""
    look = subparsers.add_parser(
        "identify",
        help="find out which release a file is",
        description="The very file of a release, its stream in another container, the release encoded anew, "
        "another release of the episode (with its time map), or none that is known.",
    )
    look.add_argument("file", type=Path, metavar="FILE", help="a media file, or what fingerprint --out wrote")
    look.add_argument("--store", type=Path, metavar="PATH", help="among the releases of this store")
    look.add_argument(
        "--pairs",
        type=Path,
        action="append",
        default=[],
        metavar="FILE.pairs",
        help="among those of a pairs file",
    )
    look.add_argument(
        "--library",
        action="store_true",
        help="among those of the media library (default where none is named)",
    )
    look.add_argument("--out", type=Path, metavar="PATCH", help="write the time map to the release there")
    look.add_argument("--video-stream", type=int, metavar="N", help="rank among the video streams, from 0")
    look.add_argument(
        "--sound-stream", type=int, default=0, metavar="N", help="rank among the audio streams (default 0)"
    )
    look.add_argument("--workers", type=int, default=2, metavar="N", help="threads that decode (default 2)")
    look.add_argument("--no-cache", action="store_true", help="decode again, and keep nothing")
    look.add_argument("--json", action="store_true", help="print one JSON document")
    look.set_defaults(run=run_identify)


def run_identify(args: argparse.Namespace) -> int:
    """Find out which release a file is, and say why; exit code 1 where none is known, or it is not sure."""
    from animewidgets.analysis.identify import identify

    with ExitStack() as stack:
        media = stack.enter_context(_media(args))
        known = _candidates(args, stack)
        with _progress() as tell:
            found = identify(
                media,
                known,
                sound_stream=args.sound_stream,
                progress=tell,
                workers=args.workers,
                cache=not args.no_cache,
            )
    if args.out is not None:
        _write_map(args.out, found)
    if args.json:
        print(json.dumps(identification_report(found, args.file.name), indent=1, ensure_ascii=False))
    else:
        print("\n".join(in_words(found, args.file.name)))
    return 0 if found.best is not None and found.best.comparison.sure else UNKNOWN


@contextmanager
def _media(args: argparse.Namespace) -> Iterator[Media | Fingerprint]:
    from animewidgets.analysis.fingerprint import Fingerprint
    from animewidgets.media import open_media

    if args.file.suffix == ENDING and args.file.is_file():
        yield Fingerprint.from_bytes(args.file.read_bytes())
        return
    with open_media(args.file, video_stream=args.video_stream) as media:
        yield media


def _candidates(args: argparse.Namespace, stack: ExitStack) -> list[Candidate]:
    from animewidgets.datasets.known_releases import in_library, in_pairs, in_store
    from animewidgets.datasets.pairs import open_pairs
    from animewidgets.media.library import MediaLibrary
    from animewidgets.store import Store

    found: list[Candidate] = []
    if args.store is not None:
        found += in_store(stack.enter_context(Store.open(args.store, read_only=True)))
    for path in args.pairs:
        found += in_pairs(stack.enter_context(open_pairs(path)), path.name)
    if args.library or not (args.store or args.pairs):
        found += in_library(MediaLibrary())
    return found


def _write_map(path: Path, found: Identification) -> None:
    from animewidgets.datasets.text import write_text
    from animewidgets.errors import TimeMapError
    from animewidgets.timemaps import write_patch

    if found.time_map is None:
        why = {
            "unknown": "the file is none of the releases that are known",
            "exact": "the file is the release itself: frames need no map",
            "remuxed": "the file has the stream of the release: frames need no map",
        }
        raise TimeMapError(f"'{path.name}' was not written: {why.get(found.kind, 'there is no time map')}")
    write_text(path, write_patch(found.time_map))


@contextmanager
def _progress() -> Iterator[Progress | None]:
    if not sys.stderr.isatty():
        yield None
        return
    from animewidgets.analysis.shots.bar import progress_bar

    with progress_bar("identifying") as show:
        yield lambda _what, share: show(round(share * 100), 100)


def identification_report(found: Identification, file: str) -> dict[str, object]:
    """What ``identify --json`` prints."""
    return {
        "file": file,
        "kind": found.kind,
        "release_id": found.release_id,
        "confidence": found.confidence,
        "best": None if found.best is None else _match_report(found.best, whole=True),
        "others": [_match_report(one, whole=False) for one in found.others],
        "asked": found.asked,
        "without_fingerprint": found.unseen,
        "seconds": None if found.seconds is None else round(found.seconds, 3),
        "notes": list(found.notes),
    }


def _match_report(one: Match, *, whole: bool) -> dict[str, object]:
    from animewidgets.timemaps import write_patch

    evidence, time_map = one.comparison.evidence, one.comparison.time_map
    told: dict[str, object] = {
        "release_id": one.candidate.release_id,
        "name": one.candidate.name,
        "where": one.candidate.where,
        "kind": one.kind,
        "confidence": one.comparison.confidence,
        "sure": one.comparison.sure,
        "evidence": {
            "digests": list(evidence.digests),
            "frames": evidence.frames,
            "frames_agreeing": evidence.agreeing,
            "changes": evidence.changes,
            "changes_agreeing": evidence.agreed,
            "share_of_file": round(evidence.share_of_file, 4),
            "share_of_release": round(evidence.share_of_release, 4),
            "speed": [evidence.speed.numerator, evidence.speed.denominator],
            "picture": None if evidence.picture is None else [round(x, 4) for x in evidence.picture],
            "sound": None if evidence.sound is None else round(evidence.sound, 3),
            "seconds_changed": round(evidence.changed, 3),
        },
    }
    if whole and time_map is not None:
        told["time_map"] = json.loads(write_patch(time_map))
    return told


def in_words(found: Identification, file: str) -> list[str]:
    """The report for people, line by line."""
    from animewidgets.media.names import shown

    lines: list[str] = []
    if found.best is None:
        lines.append(f"{shown(file)} is none of the {found.asked} releases that are known")
    else:
        best = found.best
        sure = (
            f", {best.comparison.confidence:.0%} sure"
            if found.kind in ("re-encoded", "other_release")
            else ""
        )
        lines.append(f"{shown(file)} is {_IN_WORDS[found.kind]} {_name(best)}{sure}")
        lines += [f"  {one}" for one in evidence_in_words(best)]
    for one in found.others:
        lines.append(_beside(one))
    lines += [f"note: {one}" for one in found.notes]
    if found.unseen:
        lines.append(
            f"note: {found.unseen} of {found.asked} releases have no fingerprint here, so only their digests "
            "were compared: 'animewidgets library fingerprint' takes those of your library"
        )
    if not found.asked:
        lines.append("note: no release is known: name a store or pairs file, or a folder of the library")
    return lines


def _sure(one: Match) -> str:
    confidence = one.comparison.confidence
    if one.kind in ("exact", "remuxed"):
        return ""
    return (
        f", {min(confidence, 0.99):.0%} sure{'' if one.comparison.sure else ': its picture hardly changes'}"
    )


def _name(one: Match) -> str:
    known = one.candidate
    name = f"'{known.name}' " if known.name != known.release_id else ""
    return f"{name}({known.release_id}, {known.where})"


def _beside(one: Match) -> str:
    from animewidgets.analysis.identify.verdict import SAME_EPISODE

    evidence = one.comparison.evidence
    if one.kind == "unknown":
        why = (
            "less than half of the shorter one"
            if evidence.share < SAME_EPISODE
            else "too few changes to be sure of it"
        )
        return (
            f"it shares {evidence.share_of_file:.0%} of itself with {_name(one)}: {why} "
            f"({evidence.agreed} of {evidence.changes} agree)"
        )
    return f"as well {_IN_WORDS[one.kind]} {_name(one)}{_sure(one)}"


def evidence_in_words(one: Match) -> list[str]:
    """What a verdict rests on, line by line."""
    evidence = one.comparison.evidence
    if evidence.digests:
        if "file" in evidence.digests:
            return ["SHA-256 of all bytes agrees"]
        return ["SHA-256 of the coded pictures agrees; that of all bytes does not, or is not known there"]
    agreed = f"{evidence.agreed} of {evidence.changes} informative changes of the picture agree"
    lines = [f"{agreed}, {evidence.frames} frames compared"]
    if one.kind == "re-encoded":
        lines.append(f"{evidence.agreeing} of {evidence.frames} frames look the same, each at the same time")
    else:
        lines.append(
            f"{evidence.share_of_file:.1%} of the file are in the release, "
            f"{evidence.share_of_release:.1%} of the release in the file"
        )
    if evidence.speed != 1:
        lines.append(f"a second of the file lasts {float(evidence.speed):.4f} s of the release")
    if evidence.sound is not None:
        lines.append(
            f"the sound {'agrees' if evidence.sound > 0.3 else 'is another one'} ({evidence.sound:+.2f})"
        )
    else:
        lines.append("no sound on both sides to compare")
    if evidence.changed:
        lines.append(f"{evidence.changed:.1f} s were drawn anew")
    if evidence.picture is not None:
        x, y, right, down = evidence.picture
        if abs(right) > 2 or abs(down) > 2 or abs(x / y - 1) > 0.02:
            lines.append(
                f"the picture lies otherwise: {x:.3f} × {y:.3f} as large, {right:+.0f}, {down:+.0f} pixels"
            )
    time_map = one.comparison.time_map
    if one.kind == "other_release" and time_map is not None:
        pieces, matches = len(time_map.pieces), len(time_map.matches)
        lines.append(f"its time map has {pieces} pieces, {matches} of them matches: --out writes it")
    return lines
