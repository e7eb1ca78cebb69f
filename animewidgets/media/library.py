"""Which local file plays which release: folders that the user names, looked through when asked.

What is known stays in the user's own data folder, in a file that only they may read. A path never goes into a
store, an export, a message or a log.
"""

from __future__ import annotations

import fcntl
import json
import os
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

import platformdirs

from animewidgets.errors import LibraryError, MediaError
from animewidgets.media.containers import file_state
from animewidgets.media.media import open_media

#: Endings of files that are looked at.
ENDINGS = frozenset({
    ".mkv", ".mp4", ".m4v", ".mov", ".webm", ".ts", ".m2ts", ".mts", ".mpg", ".mpeg", ".vob", ".avi",
    ".ogm", ".ogv", ".wmv", ".flv",
})  # fmt: skip
_FORMAT = 1
VARIABLE = "ANIMEWIDGETS_DATA"

#: Told how many files were looked at, how many there are, and the name of the one that comes next.
Progress = Callable[[int, int, str], None]


def data_folder() -> Path:
    """Where the list is kept: ``$ANIMEWIDGETS_DATA``, or the user's data folder."""
    named = os.environ.get(VARIABLE, "").strip()
    if named:
        return Path(named).expanduser()
    return Path(platformdirs.user_data_dir("animewidgets", appauthor=False))


@dataclass(frozen=True, slots=True)
class LibraryFile:
    """A file and the release that it plays; ``release_id`` is ``None`` where ``error`` says why none."""

    path: str
    size: int
    modified_ns: int
    release_id: str | None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Scanned:
    """What came of a scan: files looked at anew, known as they were, gone, and such as cannot be played."""

    looked_at: int
    unchanged: int
    gone: int
    broken: int


class Scan:
    """A scan that goes on in a thread of its own. Made by :meth:`MediaLibrary.scan_in_background`."""

    def __init__(self, library: MediaLibrary) -> None:
        self._cancel = threading.Event()
        self._result: Scanned | None = None
        self._error: Exception | None = None
        #: Files looked at, and how many there are; 0 of 0 before the folders were listed.
        self.done, self.total = 0, 0
        self._thread = threading.Thread(target=self._run, args=(library,), name="media library", daemon=True)
        self._thread.start()

    @property
    def running(self) -> bool:
        """Whether it goes on."""
        return self._thread.is_alive()

    def cancel(self) -> None:
        """End it after the file that is being read; what was found is kept."""
        self._cancel.set()

    def wait(self, timeout: float | None = None) -> Scanned | None:
        """What came of it, or ``None`` where it goes on after ``timeout`` seconds. Raises what it raised."""
        self._thread.join(timeout)
        if self._error is not None:
            raise self._error
        return self._result

    def _run(self, library: MediaLibrary) -> None:
        def tell(done: int, total: int, _name: str) -> None:
            self.done, self.total = done, total

        try:
            self._result = library.scan(progress=tell, cancel=self._cancel)
        except Exception as error:  # noqa: BLE001  # it is raised again by wait
            self._error = error


class MediaLibrary:
    """The user's folders with media. Several processes may use it at once.

    Args:
        folder: where the list is kept; ``None``: :func:`data_folder`.
    """

    def __init__(self, folder: Path | str | None = None) -> None:
        self._file = (data_folder() if folder is None else Path(folder)) / "library.json"
        self._lock = threading.Lock()

    def folders(self) -> tuple[Path, ...]:
        """The folders that the user named. Raises ``LibraryError``."""
        return tuple(Path(one) for one in self._read()[0])

    def files(self) -> tuple[LibraryFile, ...]:
        """What the last scan found, by path. Raises ``LibraryError``."""
        return tuple(sorted(self._read()[1].values(), key=lambda one: one.path))

    def add(self, folder: Path | str) -> Self:
        """Name a folder; it is looked through by the next scan, with all folders in it.

        Raises:
            LibraryError: it is no folder that can be read.
        """
        path = Path(folder).expanduser().resolve()
        if not path.is_dir() or not os.access(path, os.R_OK | os.X_OK):
            raise LibraryError(f"'{path.name}' is no folder that can be read: name one that has media in it")
        with self._changing() as (folders, _):
            if str(path) not in folders:
                folders.append(str(path))
        return self

    def remove(self, folder: Path | str) -> Self:
        """Forget a folder and what was found in it. Raises ``LibraryError`` where it is none of them."""
        path = Path(folder).expanduser().resolve()
        with self._changing() as (folders, files):
            if str(path) not in folders:
                raise LibraryError(f"'{path.name}' is none of the folders of the library")
            folders.remove(str(path))
            for name in [one for one in files if path in Path(one).parents]:
                del files[name]
        return self

    def find(self, release_id: str) -> Path | None:
        """A local file that plays a release and is still as it was, or ``None``."""
        for one in self.files():
            if one.release_id == release_id and _state(Path(one.path)) == (one.size, one.modified_ns):
                return Path(one.path)
        return None

    def releases(self) -> dict[str, Path]:
        """A local file for each release that is there."""
        found: dict[str, Path] = {}
        for one in self.files():
            if one.release_id is not None and one.release_id not in found:
                there = self.find(one.release_id)
                if there is not None:
                    found[one.release_id] = there
        return found

    def scan(self, *, progress: Progress | None = None, cancel: threading.Event | None = None) -> Scanned:
        """Look through the folders. A file is read once; later scans only see whether it changed.

        Args:
            progress: told before each file, and at the end.
            cancel: ends it after the file that is being read; what was found until then is kept.

        Raises:
            LibraryError: the list cannot be read or written.
        """
        folders, known = self._read()
        paths = sorted({path for folder in folders for path in _media_in(Path(folder))})
        looked_at = unchanged = broken = 0
        seen: set[str] = set()
        for n, path in enumerate(paths):
            if cancel is not None and cancel.is_set():
                break
            if progress is not None:
                progress(n, len(paths), path.name)
            state = _state(path)
            if state is None:
                continue
            seen.add(str(path))
            before = known.get(str(path))
            if before is not None and (before.size, before.modified_ns) == state:
                unchanged += 1
                broken += before.release_id is None
                continue
            found = _look(path, state)
            looked_at += 1
            broken += found.release_id is None
            # Each is kept at once: a scan of many discs takes hours, and may end at any moment.
            with self._changing() as (_, files):
                files[str(path)] = found
        else:
            if progress is not None:
                progress(len(paths), len(paths), "")
        gone = 0
        if cancel is None or not cancel.is_set():
            with self._changing() as (_, files):
                for name in [one for one in files if one not in seen]:
                    del files[name]
                    gone += 1
        return Scanned(looked_at, unchanged, gone, broken)

    def scan_in_background(self) -> Scan:
        """:meth:`scan` in a thread of its own."""
        return Scan(self)

    def __repr__(self) -> str:
        return f"<MediaLibrary of {len(self.folders())} folders>"

    @contextmanager
    def _changing(self) -> Iterator[tuple[list[str], dict[str, LibraryFile]]]:
        """Read the list, and write it back as it was changed; others wait meanwhile."""
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with self._lock, self._file.with_suffix(".lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                folders, files = self._read()
                yield folders, files
                self._write(folders, files)
        except OSError as error:
            raise LibraryError(f"the list of media cannot be written: {error.strerror}") from error

    def _read(self) -> tuple[list[str], dict[str, LibraryFile]]:
        try:
            told = json.loads(self._file.read_text("utf-8"))
            if told["format"] > _FORMAT:
                raise LibraryError("the list of media was written by a newer animewidgets: upgrade this one")
            files = [LibraryFile(**one) for one in told["files"]]
            return [str(one) for one in told["folders"]], {one.path: one for one in files}
        except FileNotFoundError:
            return [], {}
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise LibraryError(
                f"the list of media in the user's data folder cannot be read ({type(error).__name__}): "
                "take '" + self._file.name + "' away, and name the folders again"
            ) from error

    def _write(self, folders: list[str], files: dict[str, LibraryFile]) -> None:
        told = {"format": _FORMAT, "folders": folders, "files": [asdict(one) for one in files.values()]}
        handle, aside = tempfile.mkstemp(dir=self._file.parent, suffix=".part")  # for the user's eyes only
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(told, file, indent=1)
            Path(aside).replace(self._file)
        except BaseException:
            Path(aside).unlink(missing_ok=True)
            raise


def _media_in(folder: Path) -> Iterator[Path]:
    # Links are not followed: they may lead in a circle.
    for where, names, files in os.walk(folder):
        names[:] = sorted(one for one in names if not one.startswith("."))
        for name in sorted(files):
            if Path(name).suffix.lower() in ENDINGS and not name.startswith("."):
                yield Path(where, name)


def _state(path: Path) -> tuple[int, int] | None:
    try:
        state = file_state(path)
    except MediaError:
        return None
    return state.size, state.modified_ns


def _look(path: Path, state: tuple[int, int]) -> LibraryFile:
    try:
        with open_media(path) as media:
            return LibraryFile(str(path), *state, media.release_id)
    except MediaError as error:
        return LibraryFile(str(path), *state, None, type(error).__name__)
