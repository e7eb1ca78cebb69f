"""Reading a pairs file that anybody may have made. Nothing of it is used before all of it was checked."""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

import duckdb

from animewidgets.annotations import JSON, shape
from animewidgets.datasets.pairs.contents import Contributor, Head, Pairs, json_of, new_connection
from animewidgets.datasets.pairs.fingerprints import check_fingerprints
from animewidgets.datasets.pairs.parts import (
    FORMAT,
    HEAD,
    MOST_BYTES,
    MOST_JSON_BYTES,
    MOST_PARTS,
    MOST_RATIO,
    MOST_ROWS,
    MOST_TEXT_BYTES,
    PART,
    SIGNATURE,
    TABLES,
    VERSION,
    table_part,
)
from animewidgets.datasets.pairs.rows import check_rows
from animewidgets.datasets.pairs.sign import check_signature
from animewidgets.errors import (
    AnimeWidgetsError,
    CorruptPairs,
    PairsDigestWrong,
    PairsError,
    PairsSignatureWrong,
    PairsTooNew,
)

_CHUNK = 2**20
_HEAD_FIELDS = frozenset(
    {
        "format",
        "version",
        "name",
        "created",
        "made_with",
        "licence",
        "contributors",
        "counts",
        "included",
        "left_out",
        "parts",
    }
)


@dataclass(frozen=True, slots=True)
class _Part:
    digest: str
    size: int


def open_pairs(path: str | Path, *, public_key: str | None = None) -> Pairs:
    """Open a pairs file, once every part of it was checked.

    Args:
        path: the file.
        public_key: 64 hex digits: refuse a file that this key did not sign.

    Raises:
        CorruptPairs: it is no pairs file, or is damaged; a part is missing, there twice, leads outside, or
            would fill the memory; a table has other columns, types or rows that make no sense.
        PairsDigestWrong: a part is not what its digest was made from.
        PairsTooNew: a newer animewidgets wrote it.
        PairsSignatureWrong: it is not signed, or wrongly, or by another key.
        PairsError: it cannot be read.
    """
    path = Path(path)
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            return _open(path.name, file, size, public_key)
    except OSError as error:
        raise PairsError(f"'{path.name}' cannot be read: {error.strerror or error}") from error


def _open(name: str, file: IO[bytes], size: int, public_key: str | None) -> Pairs:
    try:
        with zipfile.ZipFile(file) as archive:
            entries = _entries(archive, size)
            head_bytes = _small(archive, entries, HEAD)
            head, parts, counts = _head(head_bytes)
            _check_names(entries, parts)
            _check_signed(archive, entries, head_bytes, public_key)
            documents = {
                part: _digested(_small(archive, entries, part), part, told)
                for part, told in parts.items()
                if not part.endswith(".parquet")
            }
            pairs = Pairs(head, documents)
            try:
                with tempfile.TemporaryDirectory(prefix="pairs-") as folder:
                    for table in TABLES:
                        _load(pairs, archive, entries, table, parts[table_part(table)], Path(folder))
                check_rows(pairs, counts)
                # What the documents say is read once here, so that nobody trips over it later.
                _ = pairs.schemas, pairs.templates, pairs.maps
                check_fingerprints(pairs)
            except BaseException:
                pairs.close()
                raise
            return pairs
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise CorruptPairs(
            f"'{name}' is no pairs file, or it is damaged or broken off: {error or type(error).__name__}"
        ) from error


def _entries(archive: zipfile.ZipFile, size: int) -> dict[str, zipfile.ZipInfo]:
    """What is in the zip by name, as far as it may be there."""
    listed = archive.infolist()
    if len(listed) > MOST_PARTS:
        raise CorruptPairs(f"the file has {len(listed)} parts, more than {MOST_PARTS}")
    doubled = [name for name, times in Counter(one.filename for one in listed).items() if times > 1]
    if doubled:
        raise CorruptPairs(f"the part {doubled[0]!r} is there twice", {"part": doubled[0]})
    for one in listed:
        if not PART.fullmatch(one.filename):
            raise CorruptPairs(
                f"{shape.show(one.filename)} is no name of a part of a pairs file", {"part": one.filename}
            )
        if one.flag_bits & 1:
            raise CorruptPairs(f"the part {one.filename!r} is encrypted", {"part": one.filename})
        if one.file_size > MOST_RATIO * max(one.compress_size, 1024):
            raise CorruptPairs(
                f"the part {one.filename!r} would unpack {one.compress_size} bytes to {one.file_size}",
                {"part": one.filename},
            )
    # Parts that share bytes, as those of some zip bombs do, are together more than the file.
    if sum(one.compress_size for one in listed) > size:
        raise CorruptPairs(f"its parts are together larger than the file, which has {size} bytes")
    if (total := sum(one.file_size for one in listed)) > MOST_BYTES:
        raise CorruptPairs(f"the file unpacks to {total} bytes, more than {MOST_BYTES}")
    return {one.filename: one for one in listed}


def _small(archive: zipfile.ZipFile, entries: Mapping[str, zipfile.ZipInfo], name: str) -> bytes:
    if name not in entries:
        raise CorruptPairs(f"the part {name!r} is missing", {"part": name})
    if entries[name].file_size > MOST_JSON_BYTES:
        raise CorruptPairs(f"the part {name!r} has {entries[name].file_size} bytes", {"part": name})
    with archive.open(name) as part:
        data = part.read(MOST_JSON_BYTES + 1)
    if len(data) > MOST_JSON_BYTES:
        raise CorruptPairs(f"the part {name!r} is larger than it says", {"part": name})
    return data


def _head(data: bytes) -> tuple[Head, dict[str, _Part], dict[str, int]]:
    told = json_of(data)
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise CorruptPairs(f"{HEAD} does not say that its format is {FORMAT!r}", {"part": HEAD})
    version = told.get("version")
    if isinstance(version, int) and not isinstance(version, bool) and version > VERSION:
        raise PairsTooNew(
            f"the file has version {version}, this animewidgets knows versions up to {VERSION}: upgrade it"
        )
    if version != VERSION or isinstance(version, bool):
        raise CorruptPairs(f"{HEAD}: version {version!r} is none", {"part": HEAD})
    try:
        fields = shape.record(told, HEAD, required=_HEAD_FIELDS)
        contributors = [
            shape.record(one, f"contributors[{n}]", required={"contributor", "annotations"})
            for n, one in enumerate(shape.array(fields["contributors"], "contributors", at_most=100_000))
        ]
        head = Head(
            name=shape.text(fields["name"], "name", at_least=1, at_most=100),
            created=shape.text(fields["created"], "created", at_least=1, at_most=40),
            licence=shape.text(fields["licence"], "licence", at_most=10_000),
            contributors=tuple(
                Contributor(
                    shape.text(one["contributor"], "contributor", at_least=1, at_most=200),
                    shape.integer(one["annotations"], "annotations", at_least=0),
                )
                for one in contributors
            ),
            left_out=_counts(fields["left_out"], "left_out"),
            included=tuple(
                shape.text(one, "included", at_least=1, at_most=40)
                for one in shape.array(fields["included"], "included", at_most=20)
            ),
            made_with=shape.text(fields["made_with"], "made_with", at_most=100),
        )
        return head, _parts(fields["parts"]), _counts(fields["counts"], "counts")
    except CorruptPairs:
        raise
    except AnimeWidgetsError as error:
        raise CorruptPairs(f"{HEAD}: {error}", {"part": HEAD}) from error


def _counts(value: JSON, at: str) -> dict[str, int]:
    told = shape.json_object(value, at, at_most=10_000)
    return {name: shape.integer(count, f"{at}.{name}", at_least=0) for name, count in told.items()}


def _parts(value: JSON) -> dict[str, _Part]:
    told = shape.json_object(value, "parts", at_most=MOST_JSON_BYTES)
    parts: dict[str, _Part] = {}
    for name, one in told.items():
        fields = shape.record(one, f"parts.{name}", required={"sha256", "bytes"})
        digest = shape.text(fields["sha256"], f"parts.{name}.sha256", at_least=64, at_most=64)
        parts[name] = _Part(digest, shape.integer(fields["bytes"], f"parts.{name}.bytes", at_least=0))
    return parts


def _check_names(entries: Mapping[str, zipfile.ZipInfo], parts: Mapping[str, _Part]) -> None:
    there = set(entries) - {HEAD, SIGNATURE}
    wanted = set(parts) | {table_part(table) for table in TABLES}
    if missing := wanted - there:
        raise CorruptPairs(f"the part {min(missing)!r} is missing", {"part": min(missing)})
    if unknown := there - set(parts):
        raise CorruptPairs(f"{HEAD} knows nothing of the part {min(unknown)!r}", {"part": min(unknown)})


def _check_signed(
    archive: zipfile.ZipFile,
    entries: Mapping[str, zipfile.ZipInfo],
    head: bytes,
    public_key: str | None,
) -> None:
    if public_key is None:
        return
    if SIGNATURE not in entries:
        raise PairsSignatureWrong("the file is not signed: ask whoever made it for one that is")
    signer = check_signature(head, _small(archive, entries, SIGNATURE))
    if signer != public_key.lower():
        raise PairsSignatureWrong(f"the file was signed by {signer[:16]}…, not by {public_key[:16]}…")


def _digested(data: bytes, part: str, told: _Part) -> bytes:
    _compare(hashlib.sha256(data).hexdigest(), len(data), part, told)
    return data


def _compare(digest: str, size: int, part: str, told: _Part) -> None:
    if size != told.size or digest != told.digest:
        raise PairsDigestWrong(
            f"the part {part!r} is not the one that its digest was made from: the file was changed or "
            "damaged; get it again",
            {"part": part},
        )


def _load(
    pairs: Pairs,
    archive: zipfile.ZipFile,
    entries: Mapping[str, zipfile.ZipInfo],
    table: str,
    told: _Part,
    folder: Path,
) -> None:
    """Unpack one table, compare its digest, look at its columns, and only then take its rows."""
    part = table_part(table)
    file = folder / f"{table}.parquet"
    digest, size = hashlib.sha256(), 0
    with archive.open(entries[part]) as packed, file.open("wb") as out:
        while chunk := packed.read(_CHUNK):
            size += len(chunk)
            digest.update(chunk)
            out.write(chunk)
    _compare(digest.hexdigest(), size, part, told)
    where = str(file)
    try:
        with new_connection() as look:
            rows = look.execute("SELECT sum(num_rows) FROM parquet_file_metadata(?)", [where]).fetchone()
            described = look.execute("DESCRIBE SELECT * FROM read_parquet(?)", [where]).fetchall()
            _check_columns(part, table, {str(row[0]): str(row[1]) for row in described})
            count = int(rows[0] or 0) if rows else 0
            if count > MOST_ROWS:
                raise CorruptPairs(f"{part} has {count} rows, more than {MOST_ROWS}", {"part": part})
            _check_bulk(look, part, table, where)
        pairs.connection.execute(
            f'INSERT INTO "{table}" BY NAME SELECT * FROM read_parquet(?)',  # noqa: S608  # one of ours
            [where],
        )
    except duckdb.Error as error:
        why = str(error).replace(where, part).splitlines()[0]
        raise CorruptPairs(f"{part} is no Parquet file that can be read: {why}", {"part": part}) from error


def _check_columns(part: str, table: str, found: Mapping[str, str]) -> None:
    wanted = TABLES[table]
    if missing := [name for name in wanted if name not in found]:
        raise CorruptPairs(f"{part} has no column {missing[0]!r}", {"part": part})
    if unknown := [name for name in found if name not in wanted]:
        raise CorruptPairs(f"{part} has a column {unknown[0]!r}, which is none of its own", {"part": part})
    for name, kind in wanted.items():
        if found[name] != kind:
            raise CorruptPairs(f"{part}: column {name!r} is {found[name]}, not {kind}", {"part": part})


def _check_bulk(look: duckdb.DuckDBPyConnection, part: str, table: str, where: str) -> None:
    """A dictionary of Parquet can stand for far more text than the file has bytes."""
    texts = [name for name, kind in TABLES[table].items() if kind == "VARCHAR"]
    lists = [name for name, kind in TABLES[table].items() if kind.endswith("[]")]
    sizes = [f'coalesce(sum(strlen("{one}")), 0)' for one in texts]
    sizes += [f'8 * coalesce(sum(len("{one}")), 0)' for one in lists]
    told = look.execute(f"SELECT {' + '.join(sizes)} FROM read_parquet(?)", [where]).fetchone()  # noqa: S608
    total = int(cast("tuple[int]", told)[0])
    if total > MOST_TEXT_BYTES:
        raise CorruptPairs(f"{part} holds {total} bytes, more than {MOST_TEXT_BYTES}", {"part": part})
