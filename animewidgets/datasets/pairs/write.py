"""Writing a pairs file: Parquet and JSON in a zip, with the digest of every part."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zipfile
from pathlib import Path

from animewidgets.annotations import JSON
from animewidgets.datasets.pairs.contents import Pairs
from animewidgets.datasets.pairs.parts import FORMAT, HEAD, SIGNATURE, TABLES, VERSION, table_part
from animewidgets.datasets.pairs.sign import Signer
from animewidgets.errors import PairsError

_ORDER = {
    "annotations": "release_id, start_pts, kind, annotation_id",
    "versions": "annotation_id, version",
    "releases": "release_id",
    "frames": "release_id, pts",
}


def write_pairs(pairs: Pairs, path: str | Path, *, signer: Signer | None = None) -> Path:
    """Write a pairs file: whole, or not at all.

    Parts are stored as they are, since Parquet compresses itself. The same contents give the same bytes.

    Args:
        pairs: what it says.
        path: where; a file that is there is replaced.
        signer: signs ``pairs.json``, which has the digests of all parts.

    Raises:
        PairsError: it cannot be written there.
    """
    path = Path(path)
    aside: str | None = None
    try:
        with tempfile.TemporaryDirectory(prefix="pairs-") as folder:
            parts = {table_part(name): _parquet(pairs, name, Path(folder)) for name in TABLES}
            parts |= {name: pairs.documents[name] for name in sorted(pairs.documents)}
        head = _head(pairs, parts)
        written = {HEAD: head, **parts}
        if signer is not None:
            written[SIGNATURE] = signer.sign(head)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(dir=path.parent, suffix=".part")
        with os.fdopen(handle, "wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
            for name, data in written.items():
                archive.writestr(zipfile.ZipInfo(name), data)
        Path(aside).chmod(0o666 & ~_umask())
        Path(aside).replace(path)
    except OSError as error:
        if aside is not None:
            Path(aside).unlink(missing_ok=True)
        raise PairsError(
            f"'{path.name}' cannot be written: {error.strerror}; nothing of it was kept"
        ) from error
    return path


def _parquet(pairs: Pairs, table: str, folder: Path) -> bytes:
    file = folder / table_part(table)
    columns = ", ".join(f'"{one}"' for one in TABLES[table])
    where = str(file).replace("'", "''")
    pairs.connection.execute(
        f'COPY (SELECT {columns} FROM "{table}" ORDER BY {_ORDER[table]}) '  # noqa: S608  # names of ours
        f"TO '{where}' (FORMAT parquet, COMPRESSION zstd)"
    )
    return file.read_bytes()


def _head(pairs: Pairs, parts: dict[str, bytes]) -> bytes:
    head = pairs.head
    told: dict[str, JSON] = {
        "format": FORMAT,
        "version": VERSION,
        "name": head.name,
        "created": head.created,
        "made_with": head.made_with,
        "licence": head.licence,
        "contributors": [
            {"contributor": one.contributor, "annotations": one.annotations} for one in head.contributors
        ],
        "counts": {name: pairs.count(name) for name in TABLES},
        "included": list(head.included),
        "left_out": dict(sorted(head.left_out.items())),
        "parts": {
            name: {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
            for name, data in parts.items()
        },
    }
    return (json.dumps(told, indent=1, ensure_ascii=False) + "\n").encode()


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
