"""``animewidgets categories``: schemas of categories from and for other programs."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from animewidgets.cli.serve import add_serving_options, run_annotate

if TYPE_CHECKING:
    from animewidgets.annotations.categories import CategorySchema
    from animewidgets.datasets.schemas import SchemaRead

Commands = argparse._SubParsersAction  # noqa: SLF001  # argparse has no public name for it


def register(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add the ``categories`` commands."""
    group = commands.add_parser(
        "categories", help="read and write category schemas of other programs"
    ).add_subparsers(title="commands", metavar="COMMAND", required=True)
    check = group.add_parser(
        "check",
        help="say what a file of categories holds, and what of it a schema cannot hold",
        description="Read a file of categories (our JSON or YAML, COCO, CVAT labels, Label Studio XML, a "
        "plain list) and say what is in it. The exit code is 2 where the file is refused.",
    )
    _reading(check)
    check.add_argument("--json", action="store_true", help="print one JSON document")
    check.set_defaults(run=run_check)

    convert = group.add_parser(
        "convert",
        help="write a file of categories in another format",
        description="Read a file of categories and write it in another format. What the one says and the "
        "other has no place for is told on standard error.",
    )
    _reading(convert)
    convert.add_argument(
        "--to", metavar="FORMAT", help="the format to write (default: by the ending of --out)"
    )
    convert.add_argument("--out", type=Path, metavar="FILE", help="the file to write (default: print it)")
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


def _reading(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a file of categories")
    parser.add_argument(
        "--format",
        metavar="NAME",
        help="its format: json, yaml, coco, cvat, label-studio, plain (default: found)",
    )
    parser.add_argument(
        "--as", dest="schema_id", metavar="ID", help="the schema's identity (default: the file's name)"
    )
    parser.add_argument("--encoding", metavar="NAME", help="of the file, where it is not recognised")


def run_open(args: argparse.Namespace) -> int:
    """Serve the page of categories, with the others where there are media for them."""
    args.page = "categories"
    return run_annotate(args)


def run_check(args: argparse.Namespace) -> int:
    """Print what is in a file."""
    from animewidgets.annotations.category_hotkeys import hotkey_conflicts

    found = _read(args)
    twice = {key: list(ids) for key, ids in hotkey_conflicts(found.schema).items()}
    if args.json:
        told = {
            "format": found.format,
            "schema_id": found.schema.schema_id,
            "version": found.schema.version,
            "categories": len(found.schema),
            "groups": len(found.schema.groups),
            "hotkeys_used_twice": twice,
            "not_held": list(found.not_held),
            "notes": list(found.notes),
        }
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return 0
    print(f"{args.file.name}: {found.format}, {_counts(found.schema)}")
    for key, ids in twice.items():
        print(f"the hotkey {key!r} is used by {', '.join(ids)}: only one can have it")
    _tell(found.not_held, "a schema cannot hold", sys.stdout)
    _tell(found.notes, "note", sys.stdout)
    return 0


def run_convert(args: argparse.Namespace) -> int:
    """Write a file in another format."""
    from animewidgets.datasets.schemas import format_to_write, write_schema
    from animewidgets.datasets.text import write_text
    from animewidgets.errors import UnknownFormat

    if args.out is None and args.to is None:
        raise UnknownFormat("say in which format it shall be written: --to FORMAT or --out FILE")
    chosen = format_to_write(args.out or Path(), args.to)
    found = _read(args)
    written = write_schema(found.schema, chosen.name)
    _tell(found.not_held, "not read", sys.stderr)
    _tell(found.notes, "note", sys.stderr)
    _tell(written.not_held, "not written", sys.stderr)
    if args.out is None:
        sys.stdout.write(written.text)
    else:
        write_text(args.out, written.text)
        print(f"{args.out}: {chosen.name}, {_counts(found.schema)}")
    return 0


def _read(args: argparse.Namespace) -> SchemaRead:
    from animewidgets.datasets.schemas import read_schema

    return read_schema(args.file, args.format, schema_id=args.schema_id, encoding=args.encoding)


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


def _tell(lines: tuple[str, ...], what: str, file: TextIO) -> None:
    for line in lines:
        print(f"{what}: {line}", file=file)
