"""``animewidgets sql``: ask the annotation store in SQL, also while notebooks have it open."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the ``sql`` command."""
    parser = subparsers.add_parser(
        "sql",
        help="ask the annotation store in SQL",
        description="Run one SQL statement on the annotation store. Read-only unless --write is given; works "
        "while notebooks have the store open. Tables and views: store/README.md.",
    )
    parser.add_argument("query", help="one statement in DuckDB's SQL, or - to read it from standard input")
    parser.add_argument(
        "--store",
        type=Path,
        metavar="PATH",
        help="the store (default: $ANIMEWIDGETS_STORE, else store/annotations.duckdb)",
    )
    parser.add_argument("--write", action="store_true", help="allow a statement that changes the store")
    parser.add_argument("--format", choices=("table", "csv", "json"), default="table", help="default: table")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Run the query and print its rows. Raises what :meth:`Store.sql` raises, for ``main`` to tell."""
    from animewidgets.store import Store

    query = sys.stdin.read() if args.query == "-" else args.query
    with Store.open(args.store, read_only=not args.write) as store:
        rows = store.sql(query, write=args.write)
    print(render(rows, args.format))
    return 0


def render(rows: pd.DataFrame, form: str) -> str:
    """Rows as text: an aligned table with nothing cut off, CSV, or a JSON list of objects."""
    if form == "csv":
        return rows.to_csv(index=False).rstrip("\n")
    if form == "json":
        return str(rows.to_json(orient="records", date_format="iso", default_handler=str, force_ascii=False))
    if rows.empty:
        return f"no rows ({', '.join(map(str, rows.columns))})"
    return str(rows.to_string(index=False, na_rep="–", max_colwidth=60))
