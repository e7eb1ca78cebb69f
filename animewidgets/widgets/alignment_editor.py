"""The alignment editor: which frame of one release is which of another, to be looked at and put right."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Mapping
from pathlib import Path

import anywidget
import traitlets

from animewidgets.errors import NotAMediaFile
from animewidgets.media import FrameSource, Media
from animewidgets.store import Store
from animewidgets.timemaps import TimeMap
from animewidgets.timemaps.edits import Anchor, MapEdit
from animewidgets.timemaps.edits_json import edit_from_json
from animewidgets.timemaps.steps import MapStep
from animewidgets.widgets._bundle import Bundle
from animewidgets.widgets.alignment_methods import MapDesk, map_reply, prefixed
from animewidgets.widgets.channel import JSON, Buffers, Channel, Method, Params, Reply, close_channel
from animewidgets.widgets.frame_choice import open_frames
from animewidgets.widgets.media_methods import browser_can_demux, checked_frame, hello_release, media_methods
from animewidgets.widgets.person import current_person
from animewidgets.widgets.sound_methods import hello_audio, sound_methods
from animewidgets.widgets.task_widget import PROTOCOL, DecoderChoice

# Seconds that a step on its way to the store is waited for when the editor closes.
_PATIENCE = 5


class AlignmentEditor(anywidget.AnyWidget):
    """Look at the time map between two releases, and put it right; every step goes to the store at once.

    Args:
        a: the release that the map leads from: a path, or a media file that is open already.
        b: the release that it leads to, likewise.
        time_map: what to begin with where the store has no map of the two. Where it has one, that stands
            with all that people did to it.
        store: an open store, its path, or ``None`` for the default store.
        project: name of the project whose map it is.
        decoder: ``"browser"`` (WebCodecs), ``"kernel"`` (PyAV), or ``"auto"``.
        frame: ordinal of the frame of ``a`` to show first.

    Raises:
        MediaError: a media file cannot be opened, or is no video; the subclass says why.
        StoreError: the store cannot be opened; the subclass says why.
        SameRelease: both files are one release.
        MapOfOthers: ``time_map`` is of other releases, or counts in other ticks.
        FrameOutsideMedia: ``frame`` is no frame of ``a``.

    The trait ``frame`` is the ordinal of the frame of ``a`` on the screen, both ways.
    """

    _esm = Bundle("alignment_editor.js")
    _css = Bundle("alignment_editor.css")

    frame = traitlets.Int(0, help="Ordinal of the frame of a on the screen.").tag(
        sync=True, echo_update=False
    )

    def __init__(
        self,
        a: Media | str | Path,
        b: Media | str | Path,
        *,
        time_map: TimeMap | None = None,
        store: Store | str | Path | None = None,
        project: str = "default",
        decoder: DecoderChoice = "auto",
        frame: int = 0,
    ) -> None:
        if decoder not in ("auto", "browser", "kernel"):
            raise ValueError(f"decoder is 'auto', 'browser' or 'kernel', not {decoder!r}")
        self._decoder = decoder
        self._opened: list[FrameSource | Store] = []
        try:
            self.a, self.b = self._video(a), self._video(b)
            self.store = store if isinstance(store, Store) else Store.open(store)
            if self.store is not store:
                self._opened.append(self.store)
            self._desk = MapDesk(self.store, self.a, self.b, project, current_person(), time_map)
            self._audio = tuple(hello_audio(one) for one in (self.a, self.b))
            checked_frame(self.a, frame)
        except BaseException:
            self._let_go()
            raise
        super().__init__(frame=frame)
        self._channel = Channel(
            self,
            {
                "hello": Method(self._hello),
                **prefixed("a", {**media_methods(self.a), **sound_methods(self.a)}),
                **prefixed("b", {**media_methods(self.b), **sound_methods(self.b)}),
                **self._desk.methods(self._tell),
            },
        )

    def _video(self, media: Media | str | Path) -> Media:
        opened = open_frames(media)
        if opened is not media:
            self._opened.append(opened)
        if not isinstance(opened, Media):
            raise NotAMediaFile(f"{opened.name!r} is images: what is aligned are videos, which have times")
        return opened

    def _hello(self, _params: Params, _buffers: Buffers) -> Reply:
        sides: dict[str, JSON] = {}
        buffers: list[bytes] = []
        for name, media, audio in (("a", self.a, self._audio[0]), ("b", self.b, self._audio[1])):
            release, own = hello_release(media)
            buffers += own
            sides[name] = {
                "release": release,
                "decoder": self._decoder,
                "browser_can_demux": browser_can_demux(media),
                "audio": audio,
                "buffers": len(own),
            }
        return Reply({"protocol": PROTOCOL, **sides, **self._desk.hello()}, buffers)

    @property
    def time_map(self) -> TimeMap:
        """The map from ``a`` to ``b`` as it stands: where nobody made one yet, each side is alone."""
        return self._desk.state.time_map

    @property
    def anchors(self) -> tuple[Anchor, ...]:
        """Pairs of ticks that a person said are the same instant, in the order of the source."""
        return self._desk.state.anchors

    @property
    def map_id(self) -> str:
        """Identity of the map in the store."""
        return self._desk.map_id

    def align(self) -> TimeMap:
        """Look for the map from the media, and wait for it; what people confirmed or edited is kept.

        The first time a fingerprint of each file is taken, which takes a while; it is kept in the cache.
        """
        log = self._desk.align(_silent, threading.Event())
        self._tell("map.changed", map_reply(log))
        return log.state.time_map

    def edit(self, edit: MapEdit | Mapping[str, object]) -> TimeMap:
        """Make an edit, in Python's form or as JSON; the map after it.

        Raises:
            MapEditRefused: it makes no sense for the map as it is.
            MalformedMessage: it is no edit.
        """
        made = edit_from_json(edit) if isinstance(edit, Mapping) else edit
        return self._step(MapStep(str(uuid.uuid4()), "edit", self._desk.person, made))

    def undo(self) -> TimeMap:
        """Take back this person's newest edit. Raises ``MapEditRefused`` where there is none."""
        return self._step(MapStep(str(uuid.uuid4()), "undo", self._desk.person))

    def redo(self) -> TimeMap:
        """Bring back what this person took back last. Raises ``MapEditRefused`` where there is nothing."""
        return self._step(MapStep(str(uuid.uuid4()), "redo", self._desk.person))

    def _step(self, step: MapStep) -> TimeMap:
        log = self._desk.take(step)
        self._tell("map.changed", map_reply(log))
        return log.state.time_map

    def seek(self, frame: int) -> None:
        """Show a frame of ``a``, by its ordinal. Raises ``FrameOutsideMedia`` when there is no such frame."""
        self.frame = frame

    @traitlets.validate("frame")
    def _frame_is_in_the_release(self, proposal: dict[str, int]) -> int:
        return checked_frame(self.a, proposal["value"])

    def _tell(self, event: str, data: Params) -> None:
        channel = getattr(self, "_channel", None)
        if channel is not None:
            channel.send_event(event, data)

    def close(self) -> None:
        """Close the widget, and the media files and the store that it opened itself."""
        super().close()
        if not close_channel(self, _PATIENCE):
            return
        self._desk.close(_PATIENCE)
        self._let_go()

    def _let_go(self) -> None:
        while self._opened:
            self._opened.pop().close()


def _silent(share: float, what: str) -> None:
    """Nobody listens."""
