"""What was found out about a file once, kept in the user's cache folder: its index and its identity.

An entry is found by a fast key of the content (size, modification time, digests of three places), so
a file that moved is known again and a file that changed is not. Entries are written aside and moved
into place; one that cannot be read is made again.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zipfile
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import platformdirs
from numpy.typing import NDArray

from animewidgets.media.build import BuiltIndex, build_index
from animewidgets.media.containers import file_state
from animewidgets.media.index import FrameIndex
from animewidgets.media.packets import PacketTable

# Raise it when an index made by an older version must not be used any more.
_FORMAT = 2

_SAMPLE_BYTES = 65536
_FRAME_COLUMNS = ("pts", "duration", "key", "packet_pts", "packet")
_PACKET_COLUMNS = ("pts", "dts", "position", "size", "duration", "key", "shown", "damaged", "check")


def cache_folder() -> Path:
    """Where entries are kept: ``$ANIMEWIDGETS_CACHE``, or the user's cache folder."""
    named = os.environ.get("ANIMEWIDGETS_CACHE")
    return Path(named) if named else Path(platformdirs.user_cache_dir("animewidgets", appauthor=False))


def content_key(path: Path) -> str:
    """A fast key of the content of the file at ``path``, 32 hex digits.

    It covers the size, the time of the last change, and 64 kB each at the head, the middle and the
    tail: not an identity (:mod:`animewidgets.media.identity` has those), but enough to look up a cache.
    """
    state = file_state(path)
    digest = hashlib.blake2b(f"{state.size} {state.modified_ns}".encode(), digest_size=16)
    with path.open("rb") as file:
        for start in (0, state.size // 2, max(0, state.size - _SAMPLE_BYTES)):
            file.seek(start)
            digest.update(file.read(_SAMPLE_BYTES))
    return digest.hexdigest()


def load_or_build_index(path: Path, video_stream: int | None) -> BuiltIndex:
    """The index of a video stream from the cache, or made and put there.

    Raises the errors of :func:`~animewidgets.media.build.build_index`. A cache that cannot be written
    is done without.
    """
    entry = _index_entry(path, video_stream)
    kept = _read_index(entry)
    if kept is not None:
        return kept
    built = build_index(path, video_stream)
    if not built.packets.broken_by:  # or else the disk may be at fault, and well again next time
        _write_index(entry, built)
    return built


def read_notes(path: Path, video_stream: int | None) -> dict[str, str]:
    """Small facts kept beside the index, such as digests; empty where there are none."""
    try:
        notes = json.loads(_index_entry(path, video_stream).with_suffix(".json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(notes, dict):
        return {}
    return {str(k): v for k, v in notes.items() if isinstance(v, str)}


def write_notes(path: Path, video_stream: int | None, notes: Mapping[str, str]) -> None:
    """Keep small facts beside the index; done without where the cache cannot be written."""
    _write(_index_entry(path, video_stream).with_suffix(".json"), json.dumps(dict(notes)).encode())


def _index_entry(path: Path, video_stream: int | None) -> Path:
    # Another FFmpeg may hand out other packets.
    version = ".".join(map(str, av.library_versions["libavformat"]))
    stream = "main" if video_stream is None else str(video_stream)
    return cache_folder() / "index" / f"{content_key(path)}-{stream}-{_FORMAT}-{version}.npz"


def _read_index(entry: Path) -> BuiltIndex | None:
    try:
        with np.load(entry, allow_pickle=False) as columns:
            about = json.loads(bytes(columns["about"]).decode())
            time_base = Fraction(*about["time_base"])
            frames = {name: columns[f"frame_{name}"] for name in _FRAME_COLUMNS}
            packets = {name: columns[f"packet_{name}"] for name in _PACKET_COLUMNS}
            return BuiltIndex(
                FrameIndex(time_base=time_base, **frames),
                PacketTable(time_base=time_base, broken_by=about["broken_by"], **packets),
                dict(about["options"]),
                tuple(about["warnings"]),
            )
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile):
        return None  # absent, or damaged: it is made again


def _write_index(entry: Path, built: BuiltIndex) -> None:
    packets, index = built.packets, built.index
    about = {
        "time_base": [index.time_base.numerator, index.time_base.denominator],
        "broken_by": packets.broken_by,
        "options": dict(built.options),
        "warnings": list(built.warnings),
    }
    columns: dict[str, NDArray[np.generic]] = {
        "about": np.frombuffer(json.dumps(about).encode(), np.uint8),
        **{f"frame_{name}": getattr(index, name) for name in _FRAME_COLUMNS},
        **{f"packet_{name}": getattr(packets, name) for name in _PACKET_COLUMNS},
    }
    _write(entry, columns)


def _write(entry: Path, content: bytes | Mapping[str, NDArray[np.generic]]) -> None:
    """Write aside, then move into place, so that a reader sees all of it or nothing."""
    aside: str | None = None
    try:
        entry.parent.mkdir(parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(dir=entry.parent, suffix=".part")
        with os.fdopen(handle, "wb") as file:
            if isinstance(content, bytes):
                file.write(content)
            else:
                np.savez(file, allow_pickle=False, **content)
        Path(aside).replace(entry)
    except OSError:
        # A full or read-only cache costs time at the next opening, nothing else.
        if aside is not None:
            Path(aside).unlink(missing_ok=True)
