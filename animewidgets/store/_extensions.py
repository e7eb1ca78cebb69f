"""DuckDB's quack extension, loaded from the files that its PyPI packages carry. Nothing is downloaded."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import duckdb

from animewidgets.errors import StoreUnavailable

#: quack speaks HTTP through httpfs, so both sides need both.
EXTENSIONS = ("httpfs", "quack")


def extension_file(name: str) -> Path:
    """Where the signed extension for this DuckDB lies. Raises ``StoreUnavailable`` when it is missing."""
    package = f"duckdb_extension_{name}"
    spec = importlib.util.find_spec(package)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        file = Path(folder) / "extensions" / f"v{duckdb.__version__}" / f"{name}.duckdb_extension"
        if file.is_file():
            return file
    wanted = f"{package.replace('_', '-')}=={duckdb.__version__}"
    raise StoreUnavailable(f"the DuckDB extension {name!r} is not installed: pip install {wanted}")


def load_extensions(connection: duckdb.DuckDBPyConnection) -> None:
    """Load quack and what it needs. DuckDB checks their signatures."""
    for name in EXTENSIONS:
        quoted = str(extension_file(name)).replace("'", "''")
        connection.execute(f"LOAD '{quoted}'")
