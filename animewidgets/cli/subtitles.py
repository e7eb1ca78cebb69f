"""``animewidgets subtitles``: the lines of a subtitle file or media, and their timing written back."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from animewidgets.errors import FormatError
from animewidgets.timebase import clock as clock_text

if TYPE_CHECKING:
    from animewidgets.datasets.clock import FrameClock
    from animewidgets.datasets.subtitles import SubtitleTrack
    from animewidgets.media import Media

MILLISECOND = Fraction(1, 1000)

Track = TypeVar("Track")
Commands = argparse._SubParsersAction  # noqa: SLF001  # argparse has no public name for it


def register(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add the ``subtitles`` commands."""
    group = commands.add_parser(
        "subtitles", help="list subtitle lines, and write their timing back"
    ).add_subparsers(title="commands", metavar="COMMAND", required=True)
    show = group.add_parser(
        "list",
        help="list the tracks of a media file, or the lines of one track or file",
        description="List the subtitle tracks of a media file; with --track, or for a subtitle file (ASS, "
        "SSA, SRT, WebVTT), their lines. What is said is printed only with --text.",
    )
    show.add_argument("file", type=Path, metavar="FILE", help="a media file or a subtitle file")
    show.add_argument(
        "--media", type=Path, metavar="FILE", help="the media of a subtitle file, to tell frames"
    )
    show.add_argument("--track", type=int, metavar="N", help="rank among the media's subtitle tracks, from 0")
    show.add_argument("--text", action="store_true", help="print what is said, too")
    show.add_argument("--encoding", metavar="NAME", help="of the subtitle file, where it is not recognised")
    show.add_argument("--json", action="store_true", help="print one JSON document")
    show.set_defaults(run=run_list)

    take = group.add_parser(
        "export",
        help="write edited times back into subtitles",
        description="Write a subtitle file with the times that the store has for its lines. Nothing but "
        "those times changes. A text track of the media becomes a file of its own.",
    )
    take.add_argument("--media", type=Path, required=True, metavar="FILE", help="the media file")
    which = take.add_mutually_exclusive_group(required=True)
    which.add_argument("--file", type=Path, metavar="FILE", help="the subtitle file that was edited")
    which.add_argument("--track", type=int, metavar="N", help="a text track of the media, from 0")
    take.add_argument("--out", type=Path, required=True, metavar="FILE", help="the file to write")
    take.add_argument("--encoding", metavar="NAME", help="of the subtitle file, where it is not recognised")
    take.add_argument("--store", type=Path, metavar="PATH", help="the store (default: as for annotate)")
    take.add_argument("--project", default="default", metavar="NAME", help="(default: %(default)s)")
    take.set_defaults(run=run_export)


def run_list(args: argparse.Namespace) -> int:
    """Print tracks or lines."""
    from animewidgets.datasets.clock import FrameClock
    from animewidgets.datasets.subtitles import embedded_tracks, open_subtitles
    from animewidgets.datasets.subtitles.files import SUFFIXES
    from animewidgets.media import open_media

    if args.file.suffix.lower() in SUFFIXES:
        file = open_subtitles(args.file, encoding=args.encoding)
        if args.media is None:
            _print_tracks([file.track(FrameClock.of_milliseconds())], None, args)
            return 0
        with open_media(args.media) as media:
            clock = FrameClock.of_media(media)
            _print_tracks([file.track(clock)], clock, args)
        return 0
    with open_media(args.file) as media:
        clock = FrameClock.of_media(media)
        tracks = embedded_tracks(media, clock)
        if args.track is not None:
            tracks = [_track_of(tracks, args.track, media)]
        _print_tracks(tracks, clock, args, lines=args.track is not None)
    return 0


def run_export(args: argparse.Namespace) -> int:
    """Write the file with the live times of the store."""
    from animewidgets.datasets.clock import FrameClock
    from animewidgets.datasets.subtitles import open_subtitles, timing_edits, write_back
    from animewidgets.datasets.subtitles.embedded import embedded_texts
    from animewidgets.datasets.subtitles.track_file import file_text
    from animewidgets.datasets.text import write_text
    from animewidgets.media import open_media
    from animewidgets.store import Store

    with open_media(args.media) as media, Store.open(args.store, read_only=True) as store:
        clock = FrameClock.of_media(media)
        tasks = store.tasks(args.project, media.release_id)
        live = [one for task_id in tasks for one, _ in store.live(task_id)]
        if args.file is not None:
            file = open_subtitles(args.file, encoding=args.encoding)
            edits = timing_edits(live, file.source)
            changed = write_back(file, args.out, edits, clock).changed
        else:
            track = _track_of(embedded_texts(media), args.track, media)
            edits = timing_edits(live, track.source)
            changed = len(edits)
            write_text(args.out, file_text(track, edits, clock))
    print(f"{changed} lines with edited times are in {args.out}; all others are as they were")
    return 0


def _track_of(tracks: Sequence[Track], rank: int, media: Media) -> Track:
    if not 0 <= rank < len(tracks):
        raise FormatError(
            f"{media.path.name!r} has no subtitle track {rank}: it has {len(tracks)}, numbered from 0"
        )
    return tracks[rank]


def _print_tracks(
    tracks: Sequence[SubtitleTrack], clock: FrameClock | None, args: argparse.Namespace, *, lines: bool = True
) -> None:
    if args.json:
        print(json.dumps([_as_json(one, args, lines=lines) for one in tracks], ensure_ascii=False, indent=1))
        return
    if not tracks:
        print("no subtitle tracks")
    for track in tracks:
        rank = "" if track.stream is None else f"track {track.stream}: "
        said = "pictures, no text" if track.pictures else f"{len(track.lines)} lines"
        print(f"{rank}{track.name}, {track.format}, {track.language or 'no language'}, {said}")
        print(f"  source {track.source}")
        for warning in track.warnings:
            print(f"  warning: {warning}")
        if lines:
            _print_lines(track, clock, with_text=args.text)


def _print_lines(track: SubtitleTrack, clock: FrameClock | None, *, with_text: bool) -> None:
    for one in track.lines:
        if clock is None:
            times = f"{clock_text(one.start_pts, MILLISECOND)} {clock_text(one.end_pts, MILLISECOND)}"
        else:
            times = " ".join(
                f"{clock_text(tick - clock.zero, clock.time_base)} (frame {clock.first_frame_from(tick)})"
                for tick in (one.start_pts, one.end_pts)
            )
        words = [one.style, one.speaker, " / ".join(one.text.splitlines()) if with_text else ""]
        print(" ".join(["  ", str(one.line), times, *filter(None, words)]))


def _as_json(track: SubtitleTrack, args: argparse.Namespace, *, lines: bool) -> object:
    told: dict[str, object] = {**track.hello(), "stream": track.stream, "pictures": track.pictures}
    if lines:
        told["lines"] = [
            {
                "line": one.line,
                "start_pts": one.start_pts,
                "end_pts": one.end_pts,
                "style": one.style,
                "speaker": one.speaker,
                **({"text": one.text} if args.text else {}),
            }
            for one in track.lines
        ]
    return told
