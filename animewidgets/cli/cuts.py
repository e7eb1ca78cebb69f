"""``animewidgets cuts import`` and ``animewidgets cuts export``: lists of cuts of other programs."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from animewidgets.datasets.clock import FrameClock
    from animewidgets.datasets.cutlist import CutList
    from animewidgets.media import Media

Commands = argparse._SubParsersAction  # noqa: SLF001  # argparse has no public name for it


def register(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add the ``cuts`` commands."""
    group = commands.add_parser("cuts", help="bring lists of cuts in and out").add_subparsers(
        title="commands", metavar="COMMAND", required=True
    )
    bring = group.add_parser(
        "import",
        help="read a list of cuts as candidates or as cuts",
        description="Read a list of cuts (CSV, Aegisub key frames, statistics of x264, XviD and DivX, WWXD "
        "and SCXvid logs, EDL, OpenTimelineIO, FFmpeg logs, plain frames or timecodes), put it onto the "
        "exact frames of a media file, and keep it as candidates or save it as cuts.",
    )
    bring.add_argument("file", type=Path, metavar="FILE", help="the list")
    bring.add_argument(
        "--media", type=Path, required=True, metavar="FILE", help="the media file that it is of"
    )
    bring.add_argument("--format", metavar="NAME", help="of the list (default: found out)")
    bring.add_argument("--as", dest="what", choices=("candidates", "cuts"), default="candidates")
    bring.add_argument("--out", type=Path, metavar="FILE", help="where candidates go (default: printed)")
    bring.add_argument("--layer", metavar="NAME", help="name of the candidates' layer (default: the format)")
    bring.add_argument("--lenient", action="store_true", help="leave out what lies outside the release")
    bring.add_argument(
        "--threshold", type=float, metavar="X", help="lowest score, of files with one per frame"
    )
    bring.add_argument("--start", metavar="TIMECODE", help="timecode of frame 0 (EDL, plain timecodes)")
    bring.add_argument("--encoding", metavar="NAME", help="of the list, where it is not recognised")
    bring.add_argument("--person", help="who imports (default: the name of the login)")
    _add_store_options(bring)
    bring.set_defaults(run=run_import)

    take = group.add_parser(
        "export",
        help="write the cuts of a release in another program's format",
        description="Write the live cuts of a release: csv, aegisub, edl, otio, webvtt, srt, ass, chapters.",
    )
    which = take.add_mutually_exclusive_group(required=True)
    which.add_argument("--media", type=Path, metavar="FILE", help="the media file")
    which.add_argument("--release", metavar="ID", help="the release's id, where its media is not at hand")
    take.add_argument("--format", metavar="NAME", help="(default: by the ending of --out)")
    take.add_argument("--out", type=Path, required=True, metavar="FILE", help="the file to write")
    take.add_argument("--title", default="", help="of the list, where the format has room for one")
    take.add_argument("--drop-frame", action="store_true", help="EDL with drop-frame timecode")
    _add_store_options(take)
    take.set_defaults(run=run_export)


def _add_store_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--store", type=Path, metavar="PATH", help="the store (default: as for annotate)")
    parser.add_argument("--project", default="default", metavar="NAME", help="(default: %(default)s)")


def run_import(args: argparse.Namespace) -> int:
    """Read the list; print or write candidates, or save cuts."""
    from animewidgets.datasets.candidates import candidates_text, write_candidates
    from animewidgets.datasets.clock import FrameClock
    from animewidgets.datasets.formats import read_cuts
    from animewidgets.media import open_media

    with open_media(args.media) as media:
        clock = FrameClock.of_media(media)
        cuts = read_cuts(
            args.file,
            clock,
            args.format,
            lenient=args.lenient,
            threshold=args.threshold,
            start=args.start,
            encoding=args.encoding,
        )
        _warn(cuts)
        if args.what == "cuts":
            return _save(args, media, cuts, clock)
        layer = args.layer or cuts.source
        if args.out is None:
            print(candidates_text(cuts, clock, layer=layer, release_id=media.release_id), end="")
            return 0
        write_candidates(args.out, cuts, clock, layer=layer, release_id=media.release_id)
        print(f"{len(cuts)} candidates of {cuts.source} for {media.name} are in {args.out}")
    return 0


def _save(args: argparse.Namespace, media: Media, cuts: CutList, clock: FrameClock) -> int:
    from animewidgets import __version__
    from animewidgets.datasets.tasks import add_cuts, task_of
    from animewidgets.store import Store
    from animewidgets.widgets.person import current_person

    with Store.open(args.store) as store:
        task_id = task_of(store, media, args.project)
        person = args.person or current_person()
        added = add_cuts(store, task_id, cuts, clock, person=person, tool_version=__version__)
        print(
            f"{added.made} cuts of {cuts.source} saved in {len(added.receipts)} commits to project "
            f"{args.project!r}; {added.skipped} frames had a cut already"
        )
    return 0


def run_export(args: argparse.Namespace) -> int:
    """Write the live cuts of the release."""
    from animewidgets.datasets.clock import FrameClock
    from animewidgets.datasets.formats import format_to_write, write_cuts
    from animewidgets.datasets.tasks import clock_of_release, cuts_in
    from animewidgets.errors import StoreError
    from animewidgets.media import open_media
    from animewidgets.store import Store

    form = format_to_write(args.out, args.format)
    with Store.open(args.store, read_only=True) as store:
        if args.media is not None:
            with open_media(args.media) as media:
                release_id, clock = media.release_id, FrameClock.of_media(media)
        else:
            release_id, clock = args.release, clock_of_release(store, args.release)
        tasks = store.tasks(args.project, release_id)
        if not tasks:
            raise StoreError(
                f"nothing of {clock.name!r} is in project {args.project!r} of {store.path}: annotate it "
                "first, or name the project with --project"
            )
        cuts = cuts_in(store, tasks, clock)
    write_cuts(cuts, args.out, clock, form.name, title=args.title, drop=args.drop_frame)
    print(f"{len(cuts)} cuts of {clock.name} are in {args.out} ({form.title})")
    return 0


def _warn(cuts: CutList) -> None:
    for warning in cuts.warnings:
        print(f"warning: {warning}", file=sys.stderr)
