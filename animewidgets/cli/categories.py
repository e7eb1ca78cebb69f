"""``animewidgets categories``: schemas of categories, between the store and files of other programs."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from animewidgets.cli.serve import add_serving_options, run_annotate

if TYPE_CHECKING:
    from animewidgets.annotations.categories import CategorySchema
    from animewidgets.annotations.version_map import VersionMap
    from animewidgets.datasets.schemas import SchemaRead

Commands = argparse._SubParsersAction  # noqa: SLF001  # argparse has no public name for it

_FORMATS = "json, yaml, coco, cvat, label-studio, label-studio-video, plain"


def register(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add the ``categories`` commands."""
    group = commands.add_parser(
        "categories", help="list category schemas; read and write those of other programs"
    ).add_subparsers(title="commands", metavar="COMMAND", required=True)

    show = group.add_parser("list", help="list the schemas of a store")
    show.add_argument("--json", action="store_true", help="print one JSON document")
    _add_store(show)
    show.set_defaults(run=run_list)

    bring = group.add_parser(
        "import",
        help="publish a file of categories as a version of a schema",
        description="Read a file of categories and publish it. Where the store has the schema already, the "
        "next version is what is there with what the file says: nothing is removed or moved, unless "
        "--replace makes it just what the file says. Labels stay as they are until they are migrated.",
    )
    _add_reading(bring)
    bring.add_argument("--replace", action="store_true", help="drop what the file does not have")
    bring.add_argument("--dry-run", action="store_true", help="say what would change, and publish nothing")
    bring.add_argument("--note", default="", help="what is new, for those who read the list of versions")
    bring.add_argument("--person", help="who publishes (default: the name of the login)")
    _add_store(bring)
    bring.set_defaults(run=run_import)

    take = group.add_parser(
        "export",
        help="write a schema of a store in a format",
        description="Write a version of a schema. What the format has no place for is told on standard "
        "error.",
    )
    take.add_argument("schema_id", metavar="ID", help="the schema, as `categories list` has it")
    take.add_argument("--version", type=int, metavar="N", help="(default: the newest)")
    _add_writing(take)
    _add_store(take)
    take.set_defaults(run=run_export)

    convert = group.add_parser(
        "convert",
        help="write a file of categories in another format",
        description="Read a file of categories and write it in another format. What the one says and the "
        "other has no place for is told on standard error.",
    )
    _add_reading(convert)
    _add_writing(convert)
    convert.set_defaults(run=run_convert)

    opened = group.add_parser(
        "open",
        help="open the page on which categories are arranged",
        description="Serve the category designer. Videos are needed only to see example frames.",
    )
    opened.add_argument(
        "media", nargs="*", type=Path, metavar="FILE", help="videos whose frames are examples"
    )
    add_serving_options(opened)
    opened.set_defaults(run=run_open)

    check = group.add_parser(
        "check",
        help="say what a file of categories holds, and what of it a schema cannot hold",
        description="Read a file of categories (our JSON or YAML, COCO, CVAT labels, Label Studio XML, a "
        "plain list) and say what is in it. The exit code is 2 where the file is refused.",
    )
    _add_reading(check)
    check.add_argument("--json", action="store_true", help="print one JSON document")
    check.set_defaults(run=run_check)


def _add_reading(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a file of categories")
    parser.add_argument("--format", metavar="NAME", help=f"its format: {_FORMATS} (default: found)")
    parser.add_argument(
        "--as", dest="schema_id", metavar="ID", help="the schema's identity (default: the file's name)"
    )
    parser.add_argument("--encoding", metavar="NAME", help="of the file, where it is not recognised")


def _add_writing(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--to", metavar="FORMAT", help=f"{_FORMATS} (default: by the ending of --out)")
    parser.add_argument("--out", type=Path, metavar="FILE", help="the file to write (default: print it)")


def _add_store(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--store", type=Path, metavar="PATH", help="the store (default: as for annotate)")


def run_open(args: argparse.Namespace) -> int:
    """Serve the page of categories, with the others where there are media for them."""
    args.page = "categories"
    return run_annotate(args)


def run_list(args: argparse.Namespace) -> int:
    """Print the schemas of a store."""
    from animewidgets.cli.store import render
    from animewidgets.store import Store

    with Store.open(args.store, read_only=True) as store:
        rows = store.schemas.list()
    print(render(rows, "json" if args.json else "table"))
    return 0


def run_import(args: argparse.Namespace) -> int:
    """Publish a file."""
    from animewidgets.annotations.version_map import VersionMap, guessed_map
    from animewidgets.store import Store
    from animewidgets.widgets.person import current_person

    found = _read(args)
    with Store.open(args.store) as store:
        newest = store.schemas.newest(found.schema.schema_id)
        if newest:
            found = _read(args, store.schemas.get(found.schema.schema_id))
        _tell_reading(found)
        wanted, links = found.schema, VersionMap(found.schema.schema_id, 0, 1, ())
        if newest:
            before = store.schemas.get(found.schema.schema_id)
            wanted = _next(before, found, replace=args.replace)
            links = guessed_map(before, wanted)
            changed = _tell_changes(before, wanted, links)
            if not changed:
                print(f"nothing is new: {_counts(before)}")
                return 0
        _tell_hotkeys(wanted)
        if args.dry_run:
            print(f"would publish {found.schema.schema_id!r} version {newest + 1}")
            return 0
        made = store.schemas.publish(
            wanted,
            links.links,
            person=args.person or current_person(),
            note=args.note or f"imported from {args.file.name}",
            base_version=newest,
        )
    print(f"published {_counts(made)}")
    return 0


def run_export(args: argparse.Namespace) -> int:
    """Write a schema of a store."""
    from animewidgets.store import Store

    _check_writing(args)
    with Store.open(args.store, read_only=True) as store:
        schema = store.schemas.get(args.schema_id, args.version)
    return _write(schema, args)


def run_convert(args: argparse.Namespace) -> int:
    """Write a file in another format."""
    _check_writing(args)
    found = _read(args)
    _tell_reading(found)
    return _write(found.schema, args)


def run_check(args: argparse.Namespace) -> int:
    """Print what is in a file."""
    from animewidgets.annotations.category_hotkeys import hotkey_conflicts

    found = _read(args)
    if args.json:
        told = {
            "format": found.format,
            "schema_id": found.schema.schema_id,
            "version": found.schema.version,
            "categories": len(found.schema),
            "groups": len(found.schema.groups),
            "hotkeys_used_twice": {key: list(ids) for key, ids in hotkey_conflicts(found.schema).items()},
            "not_held": list(found.not_held),
            "notes": list(found.notes),
        }
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return 0
    print(f"{args.file.name}: {found.format}, {_counts(found.schema)}")
    _tell_hotkeys(found.schema)
    _tell(found.not_held, "a schema cannot hold", sys.stdout)
    _tell(found.notes, "note", sys.stdout)
    return 0


# --- parts ---------------------------------------------------------------------------------------------


def _read(args: argparse.Namespace, known: CategorySchema | None = None) -> SchemaRead:
    from animewidgets.datasets.schemas import read_schema

    return read_schema(args.file, args.format, schema_id=args.schema_id, encoding=args.encoding, known=known)


def _check_writing(args: argparse.Namespace) -> None:
    """Refuse a format before anything is opened."""
    from animewidgets.datasets.schemas import format_to_write
    from animewidgets.errors import UnknownFormat

    if args.out is None and args.to is None:
        raise UnknownFormat("say in which format it shall be written: --to FORMAT or --out FILE")
    args.to = format_to_write(args.out or Path(), args.to).name


def _write(schema: CategorySchema, args: argparse.Namespace) -> int:
    from animewidgets.datasets.schemas import write_schema
    from animewidgets.datasets.text import write_text

    written = write_schema(schema, args.to)
    _tell(written.not_held, "not written", sys.stderr)
    if args.out is None:
        sys.stdout.write(written.text)
    else:
        write_text(args.out, written.text)
        print(f"{args.out}: {args.to}, {_counts(schema)}")
    return 0


def _next(before: CategorySchema, found: SchemaRead, *, replace: bool) -> CategorySchema:
    from animewidgets.datasets.schemas import bring_in

    return found.schema if replace else bring_in(before, found.schema, found.uncoloured)


def _tell_changes(before: CategorySchema, wanted: CategorySchema, links: VersionMap) -> bool:
    """Print what is different; whether anything is."""
    from animewidgets.annotations.version_map import LinkKind, difference

    lines = [
        f"{one.kind.value}: {', '.join((*one.sources, *(t for t in one.targets if t not in one.sources)))}"
        + (f" ({', '.join(one.changed)})" if one.changed else "")
        for one in difference(before, wanted, links)
        if one.kind is not LinkKind.SAME or one.changed
    ]
    if before.groups != wanted.groups:
        lines.append("changed: groups")
    if not lines and before.categories != wanted.categories:
        lines.append("changed: the order of categories")
    for line in lines[:_MOST_TOLD]:
        print(line)
    if len(lines) > _MOST_TOLD:
        print(f"… and {len(lines) - _MOST_TOLD:,} more")
    return bool(lines)


_MOST_TOLD = 40


def _tell_reading(found: SchemaRead) -> None:
    _tell(found.not_held, "not read", sys.stderr)
    _tell(found.notes, "note", sys.stderr)


def _tell_hotkeys(schema: CategorySchema) -> None:
    from animewidgets.annotations.category_hotkeys import hotkey_conflicts

    for key, ids in hotkey_conflicts(schema).items():
        print(f"the hotkey {key!r} is used by {', '.join(ids)}: only one can have it")


def _tell(lines: tuple[str, ...], what: str, file: TextIO) -> None:
    for line in lines:
        print(f"{what}: {line}", file=file)


def _counts(schema: CategorySchema) -> str:
    said = [
        f"schema {schema.schema_id!r} version {schema.version}",
        _count(len(schema), "category", "categories"),
    ]
    attributes = sum(len(one.attributes) for one in schema)
    skeletons = sum(one.skeleton is not None for one in schema)
    for number, one, many in (
        (len(schema.groups), "group", "groups"),
        (attributes, "attribute", "attributes"),
        (skeletons, "skeleton", "skeletons"),
    ):
        if number:
            said.append(_count(number, one, many))
    return ", ".join(said)


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
