"""The time maps that somebody gave to a page of pairs files; they stay until the page is closed."""

from __future__ import annotations

import threading

from animewidgets.errors import CorruptPatch, MalformedMessage
from animewidgets.timemaps import TimeMap, read_patch
from animewidgets.widgets.channel import JSON, Buffers, Method, Params, Reply

#: Characters of a patch file.
MOST_CHARACTERS = 4 * 2**20
MOST_MAPS = 50


class GivenMaps:
    """Time maps in the order in which they were given, each with what its file was called."""

    def __init__(self) -> None:
        self._maps: list[tuple[str, TimeMap]] = []
        self._lock = threading.Lock()

    @property
    def maps(self) -> list[TimeMap]:
        """The maps."""
        with self._lock:
            return [one for _, one in self._maps]

    def told(self) -> list[JSON]:
        """What the page shows of them."""
        with self._lock:
            return [
                {
                    "name": name,
                    "source": one.source_release,
                    "target": one.target_release,
                    "matches": len(one.matches),
                    "pieces": len(one.pieces),
                    "confidence": min((piece.confidence for piece in one.matches), default=0.0),
                }
                for name, one in self._maps
            ]

    def methods(self) -> dict[str, Method]:
        """``maps.add`` and ``maps.remove``."""

        def add(params: Params, _buffers: Buffers) -> Reply:
            name, text = params.get("name"), params.get("text")
            if not isinstance(name, str) or not 1 <= len(name) <= 200:
                raise MalformedMessage("name must be a text of 1 to 200 characters")
            if not isinstance(text, str) or len(text) > MOST_CHARACTERS:
                raise MalformedMessage(f"text must be a patch of at most {MOST_CHARACTERS} characters")
            try:
                found = read_patch(text.encode())
            except CorruptPatch as error:
                raise CorruptPatch(f"'{name}': {error}") from error
            with self._lock:
                if found not in [one for _, one in self._maps]:
                    if len(self._maps) >= MOST_MAPS:
                        raise MalformedMessage(f"there are {MOST_MAPS} time maps already: take one away")
                    self._maps.append((name, found))
            return Reply({"maps": self.told()})

        def remove(params: Params, _buffers: Buffers) -> Reply:
            at = params.get("at")
            with self._lock:
                if isinstance(at, bool) or not isinstance(at, int) or not 0 <= at < len(self._maps):
                    raise MalformedMessage(f"there is no time map {at!r}")
                del self._maps[at]
            return Reply({"maps": self.told()})

        return {"maps.add": Method(add), "maps.remove": Method(remove)}
