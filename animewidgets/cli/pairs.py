"""``animewidgets pairs``: pass labels on without the video that they were made on, and take others' in."""

from __future__ import annotations

import argparse
import json
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from animewidgets.cli.pairs_at_hand import bound, opened, read_maps, tell, write_maps

if TYPE_CHECKING:
    from animewidgets.datasets.pairs import Binding, Route

#: What `make` takes along when it is asked for by name; that of the package would load all of it.
_EXTRAS = ("comments", "texts", "titles", "names")


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``pairs`` and its commands."""
    parser = subparsers.add_parser(
        "pairs",
        help="pass labels on without the video",
        description="Pairs files hold labels and the identity of what they stand on: no picture, no sound.",
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _register_make(commands)
    _register_check(commands)
    _register_bind(commands)
    _register_import(commands)
    _register_merge(commands)
    _register_diff(commands)


_Commands = argparse._SubParsersAction  # noqa: SLF001  # what argparse gives has no public name


def _register_make(commands: _Commands[argparse.ArgumentParser]) -> None:
    make = commands.add_parser("make", help="write the labels of a store to a pairs file")
    make.add_argument("out", type=Path, metavar="NAME.pairs")
    _store_option(make)
    make.add_argument("--project", action="append", default=[], metavar="NAME", help="only of this project")
    make.add_argument("--release", action="append", default=[], metavar="ID", help="only of this release")
    make.add_argument("--name", help="what the dataset is called (default: as the file)")
    make.add_argument("--licence", default="", help="under which the labels may be used, such as CC-BY-4.0")
    make.add_argument(
        "--include",
        action="append",
        default=[],
        choices=_EXTRAS,
        help="take along what is left out otherwise; may be given several times",
    )
    make.add_argument(
        "--media", action="append", default=[], type=Path, metavar="FILE",
        help="a file that plays a release (default: what the library has)",
    )  # fmt: skip
    _map_option(make)
    _holds_option(make)
    make.add_argument(
        "--no-fingerprints",
        action="store_true",
        help="leave out what others find their own release by; it costs decoding the media once",
    )
    make.add_argument("--sign", type=Path, metavar="KEY.pem", help="sign with a private Ed25519 key")
    make.set_defaults(run=run_make)


def _register_check(commands: _Commands[argparse.ArgumentParser]) -> None:
    check = commands.add_parser("check", help="check digests, tables and signature, and show what it holds")
    check.add_argument("file", type=Path, metavar="FILE.pairs")
    check.add_argument("--key", type=Path, metavar="KEY.pem", help="the public key that must have signed it")
    check.add_argument("--json", action="store_true", help="print one JSON document")
    check.set_defaults(run=run_check)


def _register_bind(commands: _Commands[argparse.ArgumentParser]) -> None:
    look = commands.add_parser("bind", help="find where the labels lie in your media")
    look.add_argument("file", type=Path, metavar="FILE.pairs")
    _media_argument(look)
    _map_option(look)
    look.add_argument(
        "--store", type=Path, metavar="PATH", help="a store whose time maps and releases count as well"
    )
    look.add_argument("--no-look", action="store_true", help="do not compare pictures")
    _holds_option(look)
    _align_options(look)
    look.add_argument("--rows", type=Path, metavar="CSV", help="write one row for each label")
    look.add_argument("--json", action="store_true", help="print one JSON document")
    look.set_defaults(run=run_bind)


def _register_import(commands: _Commands[argparse.ArgumentParser]) -> None:
    bring = commands.add_parser("import", help="bring the labels into a store; nothing is ever doubled")
    bring.add_argument("file", type=Path, metavar="FILE.pairs")
    _media_argument(bring)
    _store_option(bring)
    _map_option(bring)
    bring.add_argument("--project", required=True, metavar="NAME", help="the project that they go to")
    bring.add_argument("--no-look", action="store_true", help="do not compare pictures")
    _holds_option(bring)
    _align_options(bring)
    bring.add_argument(
        "--only",
        action="append",
        default=[],
        choices=("exact", "moved", "in_hold", "changed", "review"),
        help="only labels that were bound so; may be given several times",
    )
    bring.add_argument("--dry-run", action="store_true", help="tell what would be done")
    bring.add_argument("--json", action="store_true", help="print one JSON document")
    bring.set_defaults(run=run_import)


def _register_merge(commands: _Commands[argparse.ArgumentParser]) -> None:
    merge = commands.add_parser("merge", help="make one file of two, by annotation and version")
    merge.add_argument("ours", type=Path, metavar="OURS.pairs")
    merge.add_argument("theirs", type=Path, metavar="THEIRS.pairs")
    merge.add_argument("--out", type=Path, required=True, metavar="NAME.pairs")
    merge.add_argument("--prefer", choices=("ours", "theirs"), help="whose to take where both went on")
    merge.add_argument("--name", help="what the dataset is called (default: as the file)")
    merge.add_argument("--licence", help="of the whole, where the two have different ones")
    merge.add_argument("--sign", type=Path, metavar="KEY.pem", help="sign with a private Ed25519 key")
    merge.set_defaults(run=run_merge)


def _register_diff(commands: _Commands[argparse.ArgumentParser]) -> None:
    diff = commands.add_parser("diff", help="show what changed from one file to another")
    diff.add_argument("old", type=Path, metavar="OLD.pairs")
    diff.add_argument("new", type=Path, metavar="NEW.pairs")
    diff.add_argument("--json", action="store_true", help="print one JSON document")
    diff.set_defaults(run=run_diff)


def _store_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--store",
        type=Path,
        metavar="PATH",
        help="the store (default: $ANIMEWIDGETS_STORE, else store/annotations.duckdb)",
    )


def _map_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--map", action="append", default=[], type=Path, metavar="PATCH", help="a time map between releases"
    )


def _holds_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--holds",
        action="store_true",
        help="find held drawings first, which decodes all of it: a label may lie anywhere on its drawing",
    )


def _align_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--no-align",
        action="store_true",
        help="do not find a time map by itself where none leads to your media",
    )
    parser.add_argument(
        "--maps-out",
        type=Path,
        metavar="DIR",
        help="write time maps that were found there",
    )


def _media_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "media", nargs="*", type=Path, metavar="MEDIA", help="your files (default: what the library has)"
    )


def run_make(args: argparse.Namespace) -> int:
    """Write a pairs file."""
    from animewidgets.datasets.pairs import holds_of, make_pairs, named_map, target_in_store, target_of
    from animewidgets.datasets.pairs.sign import read_signer
    from animewidgets.store import Store
    from animewidgets.store.exchange import Exchange

    signer = None if args.sign is None else read_signer(args.sign)
    with ExitStack() as stack:
        store = stack.enter_context(Store.open(args.store, read_only=True))
        tasks = Exchange(store).tasks(args.project, args.release)
        wanted = {one.release_id for one in tasks}
        media = stack.enter_context(opened(args.media, wanted))
        targets = [target_of(one) for one in media]
        targets += [target_in_store(one) for one in Exchange(store).releases(sorted(wanted))]
        maps = [named_map(one, targets) for one in read_maps(args.map)]
        make_pairs(
            args.out,
            store,
            signer=signer,
            name=args.name,
            projects=args.project,
            releases=args.release,
            licence=args.licence,
            include=args.include,
            media=media,
            maps=maps,
            fingerprints=not args.no_fingerprints,
            holds={one.release_id: holds_of(one) for one in media} if args.holds else None,
            progress=tell,
        )
    return run_check(argparse.Namespace(file=args.out, key=None, json=False))


def run_check(args: argparse.Namespace) -> int:
    """Check a pairs file, and tell what it holds."""
    from animewidgets.datasets.pairs import TABLES, open_pairs
    from animewidgets.datasets.pairs.sign import read_public_key

    key = None if args.key is None else read_public_key(args.key)
    with open_pairs(args.file, public_key=key) as pairs:
        counts = {name: pairs.count(name) for name in TABLES}
        kinds = pairs.sql("SELECT kind, count(*) AS n FROM annotations GROUP BY kind ORDER BY kind")
        head = pairs.head
        hashed = int(pairs.sql("SELECT count(hash) AS n FROM frames")["n"][0])
        told = {
            "file": args.file.name,
            "name": head.name,
            "created": head.created,
            "licence": head.licence,
            "contributors": {one.contributor: one.annotations for one in head.contributors},
            "counts": counts,
            "kinds": dict(zip(kinds["kind"], map(int, kinds["n"]), strict=True)),
            "frames_with_hash": hashed,
            "maps": len(pairs.parts("maps/")),
            "fingerprints": len(pairs.parts("fingerprints/")),
            "included": list(head.included),
            "left_out": dict(head.left_out),
            "signed_by": key,
        }
    if args.json:
        print(json.dumps(told, indent=1, ensure_ascii=False))
        return 0
    print(f"{args.file.name}: '{head.name}' of {head.created}, licence: {head.licence or 'none said'}")
    print("  " + (", ".join(f"{n} {kind}" for kind, n in told["kinds"].items()) or "no live labels"))
    print(
        f"  {counts['versions']} versions by {len(head.contributors)} people, {counts['releases']} releases, "
        f"{counts['frames']} frames ({hashed} with a hash), {told['maps']} time maps, "
        f"{told['fingerprints']} fingerprints"
    )
    left = ", ".join(f"{count} {name}" for name, count in head.left_out.items())
    print(f"  left with the owner: {left or 'nothing'}")
    if head.included:
        print(f"  included because it was asked for: {', '.join(head.included)}")
    if key is not None:
        print(f"  signed by {key}")
    print("  all digests, columns and rows are in order")
    return 0


def run_bind(args: argparse.Namespace) -> int:
    """Find where the labels lie, and tell."""
    from animewidgets.datasets.pairs import open_pairs
    from animewidgets.store import Store

    with ExitStack() as stack:
        pairs = stack.enter_context(open_pairs(args.file))
        store = None if args.store is None else stack.enter_context(Store.open(args.store, read_only=True))
        binding = stack.enter_context(bound(args, pairs, store))
        maps = write_maps(args.maps_out, binding) if args.maps_out is not None else []
        if args.rows is not None:
            rows = binding.rows.copy()
            rows["outcome"] = [_OUTCOMES[one] for one in rows["outcome"]]
            rows.to_csv(args.rows, index=False)
        _print_binding(binding, args, maps)
    return 0


def run_import(args: argparse.Namespace) -> int:
    """Bring the labels into a store."""
    from animewidgets.datasets.pairs import Bound, import_pairs, open_pairs
    from animewidgets.store import Store

    only = [Bound[one.upper()] for one in args.only] or list(Bound)[:-1]
    with (
        open_pairs(args.file) as pairs,
        Store.open(args.store) as store,
        bound(args, pairs, store) as binding,
    ):
        maps = write_maps(args.maps_out, binding) if args.maps_out is not None else []
        aligned = [_way(name, route) for name, route in binding.routes.items() if route.how == "aligned"]
        done = import_pairs(pairs, store, binding, project=args.project, outcomes=only, dry_run=args.dry_run)
    told = {
        "added": done.added,
        "there_already": done.there,
        "differs": {one.annotation_id: one.why for one in done.differs},
        "refused": {one.annotation_id: one.why for one in done.refused},
        "outcomes": {one.name.lower(): count for one, count in done.outcomes.items()},
        "aligned": {
            name: {"target": one.target.release_id, "why": one.why}
            for name, one in binding.routes.items()
            if one.how == "aligned" and one.target is not None
        },
        "maps": maps,
        "commits": len(done.receipts),
        "dry_run": args.dry_run,
    }
    if args.json:
        print(json.dumps(told, indent=1, ensure_ascii=False))
        return 0
    print(*aligned, sep="\n", end="\n" if aligned else "")
    print(", ".join(f"{count} {_OUTCOMES[one]}" for one, count in done.outcomes.items() if count))
    would = "would be added" if args.dry_run else f"added in {len(done.receipts)} commits"
    print(f"{done.added} labels {would}, {done.there} were there already")
    for what, kept in (("not touched", done.differs), ("refused", done.refused)):
        if kept:
            print(f"{len(kept)} {what}:")
            for one in kept[:10]:
                print(f"  {one.annotation_id}: {one.why}")
            if len(kept) > 10:
                print(f"  … and {len(kept) - 10} more; --json tells all")
    return 0


def run_merge(args: argparse.Namespace) -> int:
    """Make one file of two."""
    from animewidgets.datasets.pairs import merge_pairs, open_pairs, write_pairs
    from animewidgets.datasets.pairs.sign import read_signer

    signer = None if args.sign is None else read_signer(args.sign)
    with open_pairs(args.ours) as ours, open_pairs(args.theirs) as theirs:
        name = args.name or args.out.stem
        with merge_pairs(ours, theirs, name=name, prefer=args.prefer, licence=args.licence) as merged:
            write_pairs(merged, args.out, signer=signer)
    return run_check(argparse.Namespace(file=args.out, key=None, json=False))


def run_diff(args: argparse.Namespace) -> int:
    """Tell what changed; exit code 1 where something did."""
    from animewidgets.datasets.pairs import diff_pairs, open_pairs

    with open_pairs(args.old) as old, open_pairs(args.new) as new:
        found = diff_pairs(old, new)
    if args.json:
        print(json.dumps(found.to_json(), indent=1, ensure_ascii=False))
    else:
        print("\n".join(found.lines()))
    return 0 if found.same else 1


_OUTCOMES = ("exact", "moved", "in a held drawing", "picture changed", "needs review", "unmappable")


_WAYS = {
    "same": "is",
    "same frames": "was encoded anew as",
    "map": "leads by a time map to",
    "aligned": "was aligned with",
    "none": "leads nowhere",
}


def _way(name: str, route: Route) -> str:
    """One line: where a release leads."""
    there = f"'{route.target.name}'" if route.target is not None else ""
    return " ".join(filter(None, [name, _WAYS[route.how], there, f"({route.why})" if route.why else ""]))


def _print_binding(binding: Binding, args: argparse.Namespace, maps: list[str]) -> None:
    from animewidgets.datasets.pairs import Bound

    if args.json:
        told = {
            "outcomes": {one.name.lower(): count for one, count in binding.counts.items()},
            "releases": {
                name: {
                    "how": route.how,
                    "target": None if route.target is None else route.target.release_id,
                    "why": route.why,
                    "outcomes": {one.name.lower(): n for one, n in binding.by_release()[name].items()},
                }
                for name, route in binding.routes.items()
            },
            "maps": maps,
        }
        print(json.dumps(told, indent=1, ensure_ascii=False))
        return
    counts = binding.by_release()
    for name, route in binding.routes.items():
        print(_way(name, route))
        for one in Bound:
            if counts[name][one]:
                print(f"  {counts[name][one]:>7}  {_OUTCOMES[one]}")
    if maps:
        print(f"wrote {', '.join(maps)}")
