"""Pairs files that came in on a page: kept in the user's data folder under their digests, the newest few.

So a file that was opened once can be opened again after its kernel has gone, wherever it came from.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from animewidgets.errors import PairsError
from animewidgets.media.library import data_folder

#: Bytes of a pairs file that is taken in on a page; a larger one goes by the command line.
LARGEST_FILE = 512 * 2**20
#: So many files are kept, and together so many bytes.
MOST_FILES, MOST_BYTES = 24, 2 * 2**30
_DIGEST = re.compile(r"[0-9a-f]{64}")
_CHUNK = 2**20
#: Seconds after which what arrived only in part is thrown away.
_ABANDONED = 24 * 3600


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that is kept: its SHA-256, what it was called, what it says it is, how many labels it has."""

    digest: str
    file: str
    name: str
    labels: int
    size: int
    opened: float


class Arriving:
    """A file that arrives piece by piece. Made by :meth:`PairsInbox.arriving`."""

    def __init__(self, folder: Path, size: int) -> None:
        if not 0 < size <= LARGEST_FILE:
            raise PairsError(
                f"the file has {size} bytes; pages take files of 1 to {LARGEST_FILE} bytes: "
                "larger ones go by 'animewidgets pairs'"
            )
        self._size = size
        self._hash = hashlib.sha256()
        handle, name = tempfile.mkstemp(dir=folder, suffix=".part")
        self._file: IO[bytes] = os.fdopen(handle, "wb")
        self._path = Path(name)
        #: Bytes that are there.
        self.received = 0

    def add(self, offset: int, data: bytes | memoryview) -> None:
        """The piece that comes next. Raises ``PairsError`` where it is another one, or too much."""
        if offset != self.received or offset + len(data) > self._size:
            raise PairsError(
                f"a piece from byte {offset} came, and byte {self.received} of {self._size} was next: "
                "choose the file again"
            )
        try:
            self._file.write(data)
        except OSError as error:
            raise PairsError(f"the file cannot be kept: {error.strerror}") from error
        self._hash.update(data)
        self.received += len(data)

    def finish(self) -> str:
        """Keep it; its digest."""
        if self.received != self._size:
            raise PairsError(f"only {self.received} of {self._size} bytes came: choose the file again")
        self._file.close()
        digest = self._hash.hexdigest()
        self._path.replace(self._path.with_name(f"{digest}.pairs"))
        return digest

    def abandon(self) -> None:
        """Throw away what came."""
        self._file.close()
        self._path.unlink(missing_ok=True)


class PairsInbox:
    """The files that are kept.

    Args:
        folder: where; ``None``: ``pairs`` in :func:`~animewidgets.media.library.data_folder`.
    """

    def __init__(self, folder: Path | str | None = None) -> None:
        self._folder = data_folder() / "pairs" if folder is None else Path(folder)

    def arriving(self, size: int) -> Arriving:
        """Begin to take in a file of so many bytes. Raises ``PairsError`` where it is too large."""
        self._prepare()
        return Arriving(self._folder, size)

    def keep(self, path: Path) -> str:
        """Take in a file of this machine; its digest. Raises ``PairsError`` where it cannot be read."""
        try:
            with path.open("rb") as file:
                arriving = self.arriving(os.fstat(file.fileno()).st_size)
                try:
                    while piece := file.read(_CHUNK):
                        arriving.add(arriving.received, piece)
                    return arriving.finish()
                except BaseException:
                    arriving.abandon()
                    raise
        except OSError as error:
            raise PairsError(f"'{path.name}' cannot be read: {error.strerror or error}") from error

    def opened(self, digest: str, file: str, name: str, labels: int) -> None:
        """Remember that a file was opened, and what it is; the oldest ones go."""
        told = {"file": file, "name": name, "labels": labels, "opened": time.time()}
        self._beside(digest).write_text(json.dumps(told, ensure_ascii=False), "utf-8")
        total = 0
        for n, one in enumerate(self.files()):
            total += one.size
            if n >= MOST_FILES or (total > MOST_BYTES and one.digest != digest):
                self.forget(one.digest)

    def path(self, digest: str) -> Path:
        """Where a file is kept. Raises ``PairsError`` where it is not."""
        path = self._folder / f"{digest}.pairs"
        if not _DIGEST.fullmatch(digest) or not path.is_file():
            raise PairsError("that file is not kept here any more: open it again")
        return path

    def files(self) -> list[KeptFile]:
        """What is kept and was opened, the newest first."""
        found: list[KeptFile] = []
        for path in self._folder.glob("*.json"):
            file = path.with_suffix(".pairs")
            try:
                told = json.loads(path.read_text("utf-8"))
                found.append(
                    KeptFile(
                        path.stem,
                        str(told["file"]),
                        str(told["name"]),
                        int(told["labels"]),
                        file.stat().st_size,
                        float(told["opened"]),
                    )
                )
            except (OSError, ValueError, KeyError, TypeError):  # it was taken away, or is none of ours
                continue
        return sorted(found, key=lambda one: -one.opened)

    def forget(self, digest: str) -> None:
        """Throw a file away; nothing happens where it is not kept."""
        if _DIGEST.fullmatch(digest):
            for path in (self._folder / f"{digest}.pairs", self._beside(digest)):
                path.unlink(missing_ok=True)

    def _beside(self, digest: str) -> Path:
        return self._folder / f"{digest}.json"

    def _prepare(self) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            for part in self._folder.glob("*.part"):
                if part.stat().st_mtime < time.time() - _ABANDONED:
                    part.unlink(missing_ok=True)
        except OSError as error:
            raise PairsError(f"the user's data folder cannot be written: {error.strerror}") from error
