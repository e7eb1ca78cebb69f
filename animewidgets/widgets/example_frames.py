"""Pictures of frames that are examples of categories, from the releases whose media are there."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from animewidgets.errors import MalformedMessage, MediaError
from animewidgets.widgets.channel import JSON, Buffers, Method, Params, Reply
from animewidgets.widgets.pictures import MIME, ByteCache, encode

if TYPE_CHECKING:
    from animewidgets.media import FrameSource

MOST_EXAMPLES = 32
TALLEST = 360
QUALITY = 82
CACHE_BYTES = 16 * 2**20


class ExampleFrames:
    """Media files by the identity of their release; what cannot be opened is left out.

    Args:
        media: paths, or what is open already.
    """

    def __init__(self, media: Iterable[FrameSource | str | Path] = ()) -> None:
        self._given = tuple(media)
        self._owned: list[FrameSource] = []
        self._found: dict[str, FrameSource] | None = None
        self._caches: dict[str, ByteCache] = {}
        self._lock = threading.Lock()
        self._closed = False

    def open(self, opened: Callable[[], None]) -> None:
        """Open the media files on a thread of its own: a film that is new here takes a while.

        ``opened`` is called once they are, where there are any.
        """
        if not self._given:
            return

        def work() -> None:
            self._releases()
            opened()

        threading.Thread(target=work, name="animewidgets-examples", daemon=True).start()

    def _releases(self) -> dict[str, FrameSource]:
        """The open media files; opens them first, or waits for who does."""
        from animewidgets.media import FrameSource, open_media

        with self._lock:
            if self._found is None:
                found: dict[str, FrameSource] = {}
                for one in self._given if not self._closed else ():
                    source: FrameSource
                    if isinstance(one, FrameSource):
                        source = one
                    else:
                        try:
                            source = open_media(one)
                        except MediaError:  # a page of categories works without its pictures
                            continue
                        self._owned.append(source)
                    found[source.release_id] = source
                self._found = found
            return self._found

    def hello(self) -> list[JSON]:
        """The releases whose frames can be seen by now."""
        found = self._found or {}
        return [{"release_id": key, "name": one.name} for key, one in found.items()]

    def methods(self) -> dict[str, Method]:
        """``examples.pictures``: of frame keys a small picture each, where it can be had."""

        def pictures(params: Params, _buffers: Buffers) -> Reply:
            frames, height = params.get("frames"), params.get("height")
            if not isinstance(frames, list) or not 1 <= len(frames) <= MOST_EXAMPLES:
                raise MalformedMessage(f"frames must be a list of 1 to {MOST_EXAMPLES} frame keys")
            if isinstance(height, bool) or not isinstance(height, int) or not 16 <= height <= TALLEST:
                raise MalformedMessage(f"height must be an integer from 16 to {TALLEST}, not {height!r}")
            blobs = [self._picture(one, height) for one in frames]
            return Reply({"mime": MIME, "found": [bool(one) for one in blobs]}, blobs)

        return {"examples.pictures": Method(pictures, "thumbnails")}

    def _picture(self, frame: JSON, height: int) -> bytes:
        """Compressed; empty where the release is not there, or has no such frame."""
        if not isinstance(frame, dict):
            raise MalformedMessage(f"a frame key has release_id and pts, got {type(frame).__name__}")
        release_id, pts = frame.get("release_id"), frame.get("pts")
        if not isinstance(release_id, str) or isinstance(pts, bool) or not isinstance(pts, int):
            raise MalformedMessage("a frame key has release_id, a text, and pts, an integer")
        source = self._releases().get(release_id)
        if source is None:
            return b""
        cache = self._caches.setdefault(release_id, ByteCache(CACHE_BYTES))
        try:
            ordinal = source.index.ordinal_of(pts)
            known = cache.get((ordinal, height))
            if known is not None:
                return known
            (picture,) = source.thumbnails([ordinal], height)
        except MediaError:
            return b""
        blob = encode(picture, quality=QUALITY)
        cache.put((ordinal, height), blob)
        return blob

    def close(self) -> None:
        """Close what was opened here."""
        self._closed = True
        with self._lock:
            for one in self._owned:
                one.close()
            self._owned.clear()
            self._found = {}
