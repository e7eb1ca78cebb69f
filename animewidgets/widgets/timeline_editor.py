"""The timeline cut editor: exact frames, cuts and shots, saved to the store as they are made."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import anywidget
import traitlets

from animewidgets.annotations import CUT_TIMING, ReleaseBounds, Template
from animewidgets.errors import FrameOutsideMedia
from animewidgets.media import Media, open_media
from animewidgets.store import Store
from animewidgets.widgets._bundle import Bundle
from animewidgets.widgets.channel import JSON, Buffers, Channel, Method, Params, Reply
from animewidgets.widgets.media_methods import browser_can_demux, hello_release, media_methods
from animewidgets.widgets.person import current_person
from animewidgets.widgets.sound_methods import hello_audio, sound_methods
from animewidgets.widgets.store_methods import Desk

if TYPE_CHECKING:
    import pandas as pd

PROTOCOL = 1

DecoderChoice = Literal["auto", "browser", "kernel"]


class TimelineEditor(anywidget.AnyWidget):
    """Mark the cuts of a release on exact frames; every edit goes to the store at once.

    Args:
        media: a path, or a media file that is open already.
        store: an open store, its path, or ``None`` for the default store.
        project: name of the project; made on first use.
        template: which kinds and categories the task takes.
        decoder: ``"browser"`` (WebCodecs), ``"kernel"`` (PyAV), or ``"auto"``.
        frame: ordinal of the frame to show first.

    Raises:
        MediaError: the media file cannot be opened; the subclass says why.
        StoreError: the store cannot be opened; the subclass says why.
        FrameOutsideMedia: ``frame`` is no frame of the release.

    The trait ``frame`` is the ordinal of the frame on the screen, both ways.
    """

    _esm = Bundle("timeline_editor.js")
    _css = Bundle("timeline_editor.css")

    frame = traitlets.Int(0, help="Ordinal of the frame on the screen.").tag(sync=True, echo_update=False)

    def __init__(
        self,
        media: Media | str | Path,
        *,
        store: Store | str | Path | None = None,
        project: str = "default",
        template: Template = CUT_TIMING,
        decoder: DecoderChoice = "auto",
        frame: int = 0,
    ) -> None:
        if decoder not in ("auto", "browser", "kernel"):
            raise ValueError(f"decoder is 'auto', 'browser' or 'kernel', not {decoder!r}")
        self._owns_media = not isinstance(media, Media)
        self.media = media if isinstance(media, Media) else open_media(media)
        self.store = store if isinstance(store, Store) else Store.open(store)
        self._owns_store = self.store is not store
        self._decoder = decoder
        self._audio = hello_audio(self.media)
        self._candidates: list[dict[str, JSON]] = []
        self._desk = self._take_desk(project, template)
        super().__init__(frame=frame)
        self._channel = Channel(
            self,
            {
                "hello": Method(self._hello),
                **media_methods(self.media),
                **sound_methods(self.media),
                **self._desk.methods(),
            },
        )

    def _take_desk(self, project: str, template: Template) -> Desk:
        media, store = self.media, self.store
        store.ensure_release(
            media.release_id,
            media.name,
            time_base=media.time_base,
            pts=media.index.pts,
            end_pts=media.index.end_pts,
            frame_rate=media.info.frame_rate,
            width=media.info.width,
            height=media.info.height,
        )
        store.ensure_project(project, template)
        task_id = store.ensure_task(project, media.release_id, template)
        bounds = ReleaseBounds(media.name, media.index.pts, media.index.end_pts)
        return Desk(store, task_id, project, current_person(), template, bounds)

    @traitlets.validate("frame")
    def _frame_is_in_the_release(self, proposal: dict[str, int]) -> int:
        frame, count = proposal["value"], self.media.index.count
        if not 0 <= frame < count:
            raise FrameOutsideMedia(
                f"frame {frame} lies outside {self.media.name!r}: it has frames 0 to {count - 1}"
            )
        return frame

    def _hello(self, _params: Params, _buffers: Buffers) -> Reply:
        release, buffers = hello_release(self.media)
        return Reply(
            {
                "protocol": PROTOCOL,
                "release": release,
                "decoder": self._decoder,
                "browser_can_demux": browser_can_demux(self.media),
                "audio": self._audio,
                "candidates": self._candidates,
                **self._desk.hello(),
            },
            buffers,
        )

    @property
    def task_id(self) -> str:
        """Identity of the task that the edits belong to."""
        return self._desk.task_id

    @property
    def cuts(self) -> pd.DataFrame:
        """The live cuts as the store's view ``cuts`` has them, in the order of time.

        One row per cut; ``frame`` is the ordinal of the first frame of the new shot, ``start_pts``
        its tick, ``seconds`` for display.
        """
        return self.store.rows("cuts", self.task_id)

    @property
    def shots(self) -> pd.DataFrame:
        """The shots between the live cuts as the store's view ``shots`` has them, in order.

        One row per shot; the span ``[start_frame, end_frame)`` is half-open.
        """
        return self.store.rows("shots", self.task_id)

    def propose(
        self,
        frames: Iterable[int],
        *,
        scores: Iterable[float] | None = None,
        layer: str = "proposed",
    ) -> None:
        """Show frames as candidates for cuts, to be accepted or passed over by key.

        Args:
            frames: ordinals; each is the first frame of a possible new shot.
            scores: one per frame, 0 to 1; all 1 when absent.
            layer: name of the layer; proposing on a layer again replaces it.

        Raises:
            FrameOutsideMedia: one of the frames is no frame of the release; nothing is shown then.
            ValueError: there are not as many scores as frames.
        """
        ordinals = [int(frame) for frame in frames]
        weights = [1.0] * len(ordinals) if scores is None else [float(score) for score in scores]
        if len(weights) != len(ordinals):
            raise ValueError(f"{len(ordinals)} frames, but {len(weights)} scores")
        index = self.media.index
        for ordinal in ordinals:
            if not 0 <= ordinal < index.count:
                raise FrameOutsideMedia(
                    f"candidate {ordinal} lies outside {self.media.name!r}: "
                    f"it has frames 0 to {index.count - 1}"
                )
        others = [one for one in self._candidates if one["layer"] != layer]
        proposed: list[dict[str, JSON]] = [
            {"pts": int(index.pts[ordinal]), "score": weight, "layer": layer}
            for ordinal, weight in sorted(zip(ordinals, weights, strict=True))
        ]
        self._candidates = others + proposed
        self._channel.send_event("candidates", {"candidates": self._candidates})

    def seek(self, frame: int) -> None:
        """Show a frame, by its ordinal. Raises ``FrameOutsideMedia`` when there is no such frame."""
        self.frame = frame
        self._channel.send_event("seek", {"ordinal": frame})

    def close(self) -> None:
        """Close the widget, and the media file and store that it opened itself."""
        super().close()
        channel = getattr(self, "_channel", None)  # absent when __init__ was refused half-way
        if channel is None:
            return
        channel.close()
        if self._owns_media:
            self.media.close()
        if self._owns_store:
            self.store.close()
