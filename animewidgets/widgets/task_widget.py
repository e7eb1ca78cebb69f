"""What every editor of a task has: a media file, a store, a place in it, a frame, and a channel."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import anywidget
import traitlets

from animewidgets.annotations import ReleaseBounds, Template
from animewidgets.datasets.tasks import task_of
from animewidgets.media import FrameSource, open_media
from animewidgets.store import Store
from animewidgets.widgets.channel import JSON, Buffers, Channel, Method, Params, Reply, close_channel
from animewidgets.widgets.guide import hello_guide, is_guided
from animewidgets.widgets.media_methods import browser_can_demux, checked_frame, hello_release, media_methods
from animewidgets.widgets.person import current_person
from animewidgets.widgets.store_methods import Desk
from animewidgets.widgets.unit_methods import UnitDesk

PROTOCOL = 1

DecoderChoice = Literal["auto", "browser", "kernel"]


class TaskWidget(anywidget.AnyWidget):
    """The base of the editors: opens media and store, keeps the frame, answers ``hello``.

    An editor calls :meth:`_begin` before ``super().__init__`` and :meth:`_listen` after it, so that a refusal
    leaves no widget behind in the browser.
    """

    frame = traitlets.Int(0, help="Ordinal of the frame on the screen.").tag(sync=True, echo_update=False)

    media: FrameSource
    store: Store

    def _begin(
        self,
        media: FrameSource | str | Path,
        store: Store | str | Path | None,
        project: str,
        template: Template,
        decoder: DecoderChoice,
        guide: bool | None = None,
    ) -> None:
        if decoder not in ("auto", "browser", "kernel"):
            raise ValueError(f"decoder is 'auto', 'browser' or 'kernel', not {decoder!r}")
        self._owns_media = not isinstance(media, FrameSource)
        self.media = media if isinstance(media, FrameSource) else open_media(media)
        self.store = store if isinstance(store, Store) else Store.open(store)
        self._owns_store = self.store is not store
        self._decoder = decoder
        self._desk = _desk_at(self.media, self.store, project, template)
        self._guided = is_guided(template, guide)
        self._units = UnitDesk(self.media, self._desk, self._tell)

    def _listen(self, methods: Mapping[str, Method]) -> None:
        self._channel = Channel(
            self,
            {
                "hello": Method(self._hello),
                **media_methods(self.media),
                **self._desk.methods(),
                **self._units.methods(),
                **methods,
            },
        )

    def _hello(self, _params: Params, _buffers: Buffers) -> Reply:
        release, buffers = hello_release(self.media)
        return Reply(
            {
                "protocol": PROTOCOL,
                "release": release,
                "decoder": self._decoder,
                "browser_can_demux": browser_can_demux(self.media),
                **self._desk.hello(),
                **({"guide": hello_guide(self._desk.template)} if self._guided else {}),
                **self._hello_besides(),
            },
            buffers,
        )

    def _hello_besides(self) -> Mapping[str, JSON]:
        """What ``hello`` tells of this editor only."""
        return {}

    @traitlets.validate("frame")
    def _frame_is_in_the_release(self, proposal: dict[str, int]) -> int:
        return checked_frame(self.media, proposal["value"])

    @property
    def task_id(self) -> str:
        """Identity of the task that the edits belong to."""
        return self._desk.task_id

    def seek(self, frame: int) -> None:
        """Show a frame, by its ordinal. Raises ``FrameOutsideMedia`` when there is no such frame."""
        self.frame = frame
        self._channel.send_event("seek", {"ordinal": frame})

    def _tell(self, event: str, data: Params) -> None:
        """Send an event, once there is somebody to send it to."""
        channel = getattr(self, "_channel", None)
        if channel is not None:
            channel.send_event(event, data)

    def close(self) -> None:
        """Close the widget, and the media file and store that it opened itself."""
        super().close()
        if not close_channel(self):
            return
        if self._owns_media:
            self.media.close()
        if self._owns_store:
            self.store.close()


def _desk_at(media: FrameSource, store: Store, project: str, template: Template) -> Desk:
    """The person's place at the task of a release; release, project and task are made known to the store."""
    task_id = task_of(store, media, project, template)
    bounds = ReleaseBounds(
        media.name, media.index.pts, media.index.end_pts, media.info.width, media.info.height, media.sizes
    )
    return Desk(store, task_id, project, current_person(), template, bounds)
