"""What a browser may ask of the page of pairs files. See ``docs/wire.md``."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from animewidgets.datasets.pairs.inbox import PairsInbox
from animewidgets.media.library import MediaLibrary
from animewidgets.widgets.channel import Buffers, Method, Params, Reply
from animewidgets.widgets.frame_choice import Frames
from animewidgets.widgets.pairs_give import GiveDesk
from animewidgets.widgets.pairs_maps import GivenMaps
from animewidgets.widgets.pairs_media import MediaAtHand
from animewidgets.widgets.pairs_take import TakeDesk

if TYPE_CHECKING:
    from animewidgets.store import Store

PROTOCOL = 1


class PairsMethods:
    """The kernel's part of the page.

    Args:
        store: where labels are and go.
        media: what the page was given.
        person: who sits before it.
        project: where labels go that come in, unless another one is named.
        paths: whether files and folders of this machine may be named on the page.
        links: addresses of the server's pages, by their names.
        tell: sends an event.
    """

    def __init__(
        self,
        store: Store,
        media: Iterable[Frames],
        *,
        person: str,
        project: str,
        paths: bool,
        links: Mapping[str, str],
        tell: Callable[[str, Params], None],
    ) -> None:
        self._store = store
        self._person = person
        self._project = project
        self._paths = paths
        self._links = dict(links)
        self._tell = tell
        self._maps = GivenMaps()
        self._media = MediaAtHand(media, MediaLibrary(), paths=paths)
        self._give = GiveDesk(store, self._media, self._maps)
        self._take = TakeDesk(store, self._media, self._maps, PairsInbox(), person=person, paths=paths)

    def methods(self) -> dict[str, Method]:
        """The methods by name."""
        return {
            "hello": Method(self._hello, "thumbnails"),
            **self._media.methods(partial(self._progress, "library")),
            **self._maps.methods(),
            **self._give.methods(partial(self._progress, "give")),
            **self._take.methods(partial(self._progress, "take")),
        }

    def close(self) -> None:
        """Let go of files and media."""
        self._take.close()
        self._media.close()

    def _hello(self, _params: Params, _buffers: Buffers) -> Reply:
        place = "\n".join((self._store.store_id, "pairs", self._person))
        return Reply(
            {
                "protocol": PROTOCOL,
                "outbox": hashlib.sha256(place.encode()).hexdigest()[:32],
                "person": self._person,
                "project": self._project,
                "paths": self._paths,
                "pages": self._links,
                "give": self._give.told(),
                "take": self._take.told(),
                "library": self._media.told(),
                "maps": self._maps.told(),
            }
        )

    def _progress(self, work: str, what: str, done: int, total: int) -> None:
        self._tell("progress", {"work": work, "what": what, "done": done, "total": total})
