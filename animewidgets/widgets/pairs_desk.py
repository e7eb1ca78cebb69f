"""The page of pairs files: give labels away without the video, take others' in, look where they came to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import anywidget

from animewidgets.store import Store
from animewidgets.widgets._bundle import Bundle
from animewidgets.widgets.channel import Channel, Params, close_channel
from animewidgets.widgets.frame_choice import Frames
from animewidgets.widgets.pairs_methods import PairsMethods
from animewidgets.widgets.person import current_person

# Seconds that decisions on their way to the store are waited for when the widget closes.
_PATIENCE = 5


class PairsDesk(anywidget.AnyWidget):
    """Make pairs files of a store, and take others in: bind, review, import.

    Args:
        media: videos and images that are at hand, each whatever a ``FrameCanvas`` takes; the user's media
            library counts, too.
        store: an open store, its path, or ``None`` for the default store.
        project: where labels go that come in, unless the person names another one.
        paths: whether files and folders of the kernel's machine may be named on the page. Say ``False`` where
            visitors are not to know what lies there.
        links: addresses of other pages by their names, for what was imported.

    Raises:
        StoreError: the store cannot be opened; the subclass says why.
    """

    _esm = Bundle("pairs_desk.js")
    _css = Bundle("pairs_desk.css")

    def __init__(
        self,
        media: Iterable[Frames] | str | Path = (),
        *,
        store: Store | str | Path | None = None,
        project: str = "default",
        paths: bool = True,
        links: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__()
        self.store = store if isinstance(store, Store) else Store.open(store)
        self._owns_store = self.store is not store
        self._methods = PairsMethods(
            self.store,
            [media] if isinstance(media, str | Path) else media,
            person=current_person(),
            project=project,
            paths=paths,
            links=links or {},
            tell=self._tell,
        )
        self._channel = Channel(self, self._methods.methods())

    def _tell(self, event: str, data: Params) -> None:
        channel = getattr(self, "_channel", None)
        if channel is not None:
            channel.send_event(event, data)

    def close(self) -> None:
        """Close the widget, and the store and the media that it opened itself."""
        super().close()
        if not close_channel(self, _PATIENCE):
            return
        self._methods.close()
        if self._owns_store:
            self.store.close()
