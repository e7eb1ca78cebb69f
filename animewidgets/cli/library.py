"""``animewidgets library``: which folders have media, and which release each file plays."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``library`` and its commands."""
    parser = subparsers.add_parser(
        "library",
        help="say where media is, so that labels find it",
        description="Folders with your media. What is known of them stays in your own data folder.",
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    add = commands.add_parser("add", help="name a folder, and look through it")
    add.add_argument("folder", type=Path, metavar="FOLDER")
    add.add_argument("--no-scan", action="store_true", help="only name it")
    add.set_defaults(run=run_add)
    remove = commands.add_parser("remove", help="forget a folder")
    remove.add_argument("folder", type=Path, metavar="FOLDER")
    remove.set_defaults(run=run_remove)
    scan = commands.add_parser("scan", help="look through the folders again")
    scan.set_defaults(run=run_scan)
    look = commands.add_parser(
        "fingerprint", help="take the fingerprints of all releases, so that identify and pairs bind find them"
    )
    look.set_defaults(run=run_fingerprint)
    show = commands.add_parser("list", help="show the folders, files and releases")
    show.add_argument("--json", action="store_true", help="print one JSON document")
    show.set_defaults(run=run_list)


def run_add(args: argparse.Namespace) -> int:
    """Name a folder and look through it."""
    from animewidgets.media.library import MediaLibrary

    MediaLibrary().add(args.folder)
    return 0 if args.no_scan else run_scan(args)


def run_remove(args: argparse.Namespace) -> int:
    """Forget a folder."""
    from animewidgets.media.library import MediaLibrary

    MediaLibrary().remove(args.folder)
    return 0


def run_scan(_args: argparse.Namespace) -> int:
    """Look through the folders; on a terminal, with the file that is being read."""
    from animewidgets.media.library import MediaLibrary

    def tell(done: int, total: int, name: str) -> None:
        if sys.stderr.isatty():
            print(
                f"\r\x1b[K{done}/{total} {name[:60]}", end="" if done < total else "\r\x1b[K", file=sys.stderr
            )

    found = MediaLibrary().scan(progress=tell)
    print(
        f"{found.looked_at} files read, {found.unchanged} as they were, {found.gone} gone"
        + (f", {found.broken} that cannot be played" if found.broken else "")
    )
    return 0


def run_fingerprint(_args: argparse.Namespace) -> int:
    """Take the fingerprints that are missing, one file after the other; those that were taken stay."""
    from animewidgets.analysis.fingerprint import fingerprint
    from animewidgets.analysis.identify import cached_fingerprint
    from animewidgets.errors import MediaError
    from animewidgets.media import open_media
    from animewidgets.media.library import MediaLibrary

    made = there = 0
    failed: list[str] = []
    for release, path in MediaLibrary().releases().items():
        if cached_fingerprint(release) is not None:
            there += 1
            continue
        try:
            with open_media(path) as media:
                fingerprint(media, progress=sys.stderr.isatty())
            made += 1
        except MediaError as error:
            failed.append(f"{type(error).__name__}: {error}")
    print(f"{made} fingerprints taken, {there} were there")
    for one in failed:
        print(f"  {one}")
    return 0


def run_list(args: argparse.Namespace) -> int:
    """Print folders and files."""
    from animewidgets.media.library import MediaLibrary

    library = MediaLibrary()
    folders, files = library.folders(), library.files()
    if args.json:
        told = {
            "folders": [str(one) for one in folders],
            "files": [{"path": one.path, "release_id": one.release_id, "error": one.error} for one in files],
        }
        print(json.dumps(told, indent=1, ensure_ascii=False))
        return 0
    if not folders:
        print("no folders: name one with 'animewidgets library add FOLDER'")
    for folder in folders:
        print(folder)
        for one in files:
            if folder in Path(one.path).parents:
                where = Path(one.path).relative_to(folder)
                print(f"  {one.release_id or one.error or '':<26} {where}")
    return 0
