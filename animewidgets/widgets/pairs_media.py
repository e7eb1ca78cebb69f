"""The media that a page of pairs files has at hand, by release: those it was given, and the library's."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from functools import partial

from animewidgets.errors import AnimeWidgetsError, LibraryError, MalformedMessage, MediaError
from animewidgets.media import FrameSource
from animewidgets.media.library import MediaLibrary
from animewidgets.widgets.channel import JSON, Buffers, LaneName, Method, Params, Reply
from animewidgets.widgets.frame_choice import Frames, open_frames
from animewidgets.widgets.lanes import cancel_event, paced, raise_if_cancelled
from animewidgets.widgets.media_methods import hello_release, media_methods

#: Told how far something is: what is done, so many of so many.
Tell = Callable[[str, int, int], None]
_PACE = 0.2


class MediaAtHand:
    """Media files by the identity of their release, opened when they are first needed.

    Args:
        given: paths, or what is open already; what cannot be opened is told by :meth:`troubles`.
        library: the user's folders.
        paths: whether folders may be named on the page.
    """

    def __init__(self, given: Iterable[Frames], library: MediaLibrary, *, paths: bool) -> None:
        self._given = tuple(given)
        #: The user's folders.
        self.library = library
        self._paths = paths
        self._opened: dict[str, FrameSource] = {}
        self._owned: list[FrameSource] = []
        self._own_names: list[str] | None = None
        self._troubles: list[str] = []
        self._methods: dict[str, dict[str, Method]] = {}
        self._lock = threading.RLock()

    def given(self) -> list[FrameSource]:
        """What the page was given, open."""
        with self._lock:
            if self._own_names is None:
                self._own_names = []
                for one in self._given:
                    try:
                        source = open_frames(one)
                    except AnimeWidgetsError as error:
                        self._troubles.append(str(error))
                        continue
                    self._take(source, owned=source is not one)
                    self._own_names.append(source.release_id)
            return [self._opened[name] for name in self._own_names]

    def at_hand(self, wanted: Iterable[str]) -> list[FrameSource]:
        """What the page was given, and of the library what plays one of some releases; all of them open."""
        found = {one.release_id: one for one in self.given()}
        for name in wanted:
            if name not in found and (source := self.source(name)) is not None:
                found[name] = source
        return list(found.values())

    def source(self, release_id: str) -> FrameSource | None:
        """What plays a release; opened where it is in the library."""
        self.given()
        with self._lock:
            if release_id not in self._opened:
                try:
                    path = self.library.find(release_id)
                    if path is not None:
                        self._take(open_frames(path), owned=True)
                except (MediaError, LibraryError):  # as if it were not there
                    return None
            return self._opened.get(release_id)

    def told(self) -> dict[str, JSON]:
        """What is at hand, for the page: names, and no paths."""
        own = self.given()
        known = {one.release_id for one in own}
        media: list[JSON] = [{"release_id": one.release_id, "name": one.name, "from": "page"} for one in own]
        folders: list[JSON] = []
        trouble: list[JSON] = list(self._troubles)
        try:
            media += [
                {"release_id": release, "name": path.stem, "from": "library"}
                for release, path in self.library.releases().items()
                if release not in known
            ]
            folders += [one.name for one in self.library.folders()]
        except LibraryError as error:
            trouble.append(str(error))
        return {"media": media, "folders": folders, "troubles": trouble}

    def methods(self, tell: Tell) -> dict[str, Method]:
        """``media.*`` of one release, named by ``release_id``; and what the library is asked."""

        def hello(params: Params, _buffers: Buffers) -> Reply:
            release, buffers = hello_release(self._asked(params))
            return Reply({"release": release}, buffers)

        def of_release(name: str, params: Params, buffers: Buffers) -> Reply:
            return self._methods_of(self._asked(params))[name].call(params, buffers)

        def add_folder(params: Params, _buffers: Buffers) -> Reply:
            folder = params.get("folder")
            if not self._paths:
                raise MalformedMessage("on this page no folders can be named")
            if not isinstance(folder, str) or not 1 <= len(folder) <= 4096:
                raise MalformedMessage("folder must be a text of 1 to 4096 characters")
            self.library.add(folder.strip())
            return scan(params, ())

        def scan(_params: Params, _buffers: Buffers) -> Reply:
            progress = paced(partial(tell, "looking through the folders"), _PACE)
            self.library.scan(
                progress=lambda done, total, _name: progress(done, total), cancel=cancel_event()
            )
            raise_if_cancelled()
            return Reply(self.told())

        lanes: tuple[tuple[str, LaneName], ...] = (
            ("media.pictures", "pictures"),
            ("media.thumbnails", "thumbnails"),
        )
        return {
            "release.open": Method(hello, "thumbnails"),
            **{name: Method(partial(of_release, name), lane) for name, lane in lanes},
            "library.add": Method(add_folder, "analysis"),
            "library.scan": Method(scan, "analysis"),
            "library.list": Method(lambda _params, _buffers: Reply(self.told()), "thumbnails"),
        }

    def close(self) -> None:
        """Close what was opened here."""
        with self._lock:
            for one in self._owned:
                one.close()
            self._owned.clear()
            self._opened.clear()
            self._own_names = []

    def _take(self, source: FrameSource, *, owned: bool) -> None:
        self._opened.setdefault(source.release_id, source)
        if owned:
            self._owned.append(source)

    def _asked(self, params: Params) -> FrameSource:
        release_id = params.get("release_id")
        source = self.source(release_id) if isinstance(release_id, str) else None
        if source is None:
            raise MalformedMessage(f"no media that is at hand plays the release {release_id!r}")
        return source

    def _methods_of(self, source: FrameSource) -> dict[str, Method]:
        with self._lock:
            found = self._methods.get(source.release_id)
            if found is None:
                found = self._methods[source.release_id] = media_methods(source)
            return found
