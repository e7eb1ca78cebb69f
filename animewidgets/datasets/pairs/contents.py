"""What a pairs file says, open: its tables in DuckDB, its documents, and who and what stands behind it."""

from __future__ import annotations

import json
import tempfile
import warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

import duckdb
import numpy as np

from animewidgets.analysis.fingerprint import Fingerprint
from animewidgets.annotations import JSON, CategorySchema, ReleaseBounds, Template, schema_from_json
from animewidgets.annotations.carried import Place
from animewidgets.annotations.templates_json import template_from_text
from animewidgets.datasets.pairs.parts import TABLES, named_part
from animewidgets.errors import AnimeWidgetsError, CorruptPairs, FingerprintError, FingerprintTooNew
from animewidgets.timemaps import Axis, TimeMap, read_patch

if TYPE_CHECKING:
    import pandas as pd

T = TypeVar("T")

#: What a connection may do: read what it is given, and nothing else on its own.
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "memory_limit": "3GB",
}


@dataclass(frozen=True, slots=True)
class Contributor:
    """Somebody who made labels, by a pseudonym; ``annotations`` is how many live ones are theirs."""

    contributor: str
    annotations: int


@dataclass(frozen=True, slots=True)
class Head:
    """What ``pairs.json`` says of the whole.

    Args:
        name: what the dataset is called.
        created: when it was made, in UTC, as ISO 8601.
        licence: under which the labels may be used; empty where nobody said.
        contributors: who made them.
        left_out: how many of what stayed with the owner.
        included: what went along because it was asked for by name.
        made_with: the program.
    """

    name: str
    created: str
    licence: str = ""
    contributors: tuple[Contributor, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    included: tuple[str, ...] = ()
    made_with: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class PairsRelease:
    """A release that annotations of a pairs file stand on.

    ``frame_rate`` is for display; ``title`` is ``None`` unless it was included; ``identities`` are digests by
    kind. ``place`` has its frames and the size of its pictures.
    """

    release_id: str
    title: str | None
    time_base: Fraction
    frame_rate: Fraction
    place: Place
    identities: Mapping[str, str]

    @property
    def bounds(self) -> ReleaseBounds:
        """Where its annotations may stand."""
        place = self.place
        return ReleaseBounds(
            self.title or self.release_id, place.axis.pts, place.axis.end_pts, place.width, place.height
        )


class Pairs:
    """An open pairs file. Made by ``open_pairs`` and ``collect``; close it after use, or use ``with``.

    Args:
        head: of the whole.
        documents: the parts that are no tables, by name: JSON texts and fingerprints.

    ``sql`` asks its four tables: ``annotations``, ``versions``, ``releases`` and ``frames``.
    """

    def __init__(self, head: Head, documents: Mapping[str, bytes] | None = None) -> None:
        self.head = head
        self.documents: dict[str, bytes] = dict(documents or {})
        self._connection = new_connection()
        for table, columns in TABLES.items():
            told = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
            self._connection.execute(f'CREATE TABLE "{table}" ({told})')

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The connection that has the tables, for the rooms of this package."""
        return self._connection

    def sql(self, query: str, parameters: Iterable[object] = ()) -> pd.DataFrame:
        """Rows of a query over the tables."""
        return frame_of(self._connection.execute(query, list(parameters)))

    def count(self, table: str) -> int:
        """How many rows a table has."""
        row = self._connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()  # noqa: S608  # one of ours
        assert row is not None
        return int(row[0])

    def insert(self, table: str, rows: pd.DataFrame) -> None:
        """Add rows to a table; columns go by name."""
        if len(rows):
            self._connection.register("sent", rows)
            self._connection.execute(f'INSERT INTO "{table}" BY NAME SELECT * FROM sent')  # noqa: S608
            self._connection.unregister("sent")

    @property
    def releases(self) -> Mapping[str, PairsRelease]:
        """The releases by identity."""
        rows = self._connection.execute("SELECT * FROM releases ORDER BY release_id").fetchall()
        return {str(row[0]): _release(row) for row in rows}

    @property
    def schemas(self) -> Mapping[tuple[str, int], CategorySchema]:
        """The category schemas by identity and version. Raises ``CorruptPairs``."""
        found = [self._read(name, _schema) for name in self.parts("schemas/")]
        return {(one.schema_id, one.version): one for one in found}

    @property
    def templates(self) -> Mapping[tuple[str, int, int], Template]:
        """The templates by identity, version, and version of their schema. Raises ``CorruptPairs``."""
        found = [self._read(name, template_from_text) for name in self.parts("templates/")]
        return {(one.template_id, one.version, one.categories.version): one for one in found}

    @property
    def maps(self) -> Mapping[str, TimeMap]:
        """The time maps by the names of their parts. Raises ``CorruptPairs``."""
        return {name: self._read(name, read_patch) for name in self.parts("maps/")}

    @property
    def fingerprints(self) -> Mapping[str, bytes]:
        """Fingerprints of releases, as whoever makes them stores them, by release."""
        known = {named_part("fingerprints", one, ".fp"): one for one in self.releases}
        return {known.get(name, name): self.documents[name] for name in self.parts("fingerprints/")}

    def fingerprint(self, release_id: str) -> Fingerprint | None:
        """What a release looks and sounds like, unpacked only now; ``None`` where the file does not say.

        ``None`` as well where a newer animewidgets made it. Raises ``CorruptPairs`` where it is of something
        else, or its columns cannot be read.
        """
        name = named_part("fingerprints", release_id, ".fp")
        data = self.documents.get(name)
        if data is None:
            return None
        try:
            found = Fingerprint.from_bytes(data)
        except FingerprintTooNew:
            return None
        except FingerprintError as error:
            raise CorruptPairs(f"{name}: {error}", {"part": name}) from error
        if found.release_id != release_id:
            raise CorruptPairs(
                f"{name}: it is the fingerprint of {found.release_id}, not of {release_id}", {"part": name}
            )
        return found

    def parts(self, folder: str) -> list[str]:
        """Names of the documents in a folder of the file."""
        return sorted(name for name in self.documents if name.startswith(folder))

    def close(self) -> None:
        """Let go of the tables."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Pairs {self.head.name!r}>"

    def _read(self, name: str, read: Callable[[bytes], T]) -> T:
        try:
            return read(self.documents[name])
        except AnimeWidgetsError as error:
            raise CorruptPairs(f"{name}: {error}", {"part": name}) from error


def new_connection() -> duckdb.DuckDBPyConnection:
    """A DuckDB connection in memory, with bounds."""
    connection = duckdb.connect(":memory:", config=_CONFIG)
    return connection.execute("SET enable_progress_bar = false")


def copy_table(pairs: Pairs, table: str, there: duckdb.DuckDBPyConnection, name: str) -> None:
    """Copy a table to another connection under a name, every value as it is."""
    with tempfile.TemporaryDirectory(prefix="pairs-") as folder:
        file = str(Path(folder) / "table.parquet").replace("'", "''")
        pairs.connection.execute(f"COPY \"{table}\" TO '{file}' (FORMAT parquet)")
        there.execute(f"CREATE TABLE \"{name}\" AS SELECT * FROM read_parquet('{file}')")  # noqa: S608


def frame_of(result: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Rows of a result as a DataFrame."""
    with warnings.catch_warnings():  # DuckDB 1.5 calls pandas in a way that pandas 3 warns of
        warnings.filterwarnings("ignore", message="The inplace keyword in DataFrame")
        return result.df()


def json_of(data: bytes) -> JSON:
    """JSON of a part. Raises ``CorruptPairs``."""
    try:
        told: JSON = json.loads(data, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise CorruptPairs(f"it is not JSON ({error})") from error
    return told


def _schema(data: bytes) -> CategorySchema:
    return schema_from_json(json_of(data))


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no number")


def _release(row: tuple[Any, ...]) -> PairsRelease:
    name = str(row[0])
    try:
        axis = Axis(np.array(row[9], dtype=np.int64), int(row[8]))
        place = Place(name, axis, int(row[6]), int(row[7]))
        return PairsRelease(
            name,
            None if row[1] is None else str(row[1]),
            Fraction(int(row[2]), int(row[3])),
            Fraction(int(row[4]), int(row[5])),
            place,
            {str(kind): str(digest) for kind, digest in json.loads(row[10]).items()},
        )
    except (ValueError, ZeroDivisionError, AttributeError, TypeError) as error:
        raise CorruptPairs(
            f"releases.parquet: release {name!r}: {error}", {"part": "releases.parquet"}
        ) from error
