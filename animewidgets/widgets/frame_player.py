"""A picture with a small transport: any frame of a media file, exactly, inside a notebook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import anywidget
import traitlets

from animewidgets.widgets._bundle import Bundle
from animewidgets.widgets.channel import Buffers, Channel, Method, Params, Reply
from animewidgets.widgets.media_methods import browser_can_demux, checked_frame, hello_release, media_methods
from animewidgets.widgets.sound_methods import hello_audio, sound_methods

if TYPE_CHECKING:
    from animewidgets.media import Media

PROTOCOL = 1

DecoderChoice = Literal["auto", "browser", "kernel"]


class FramePlayer(anywidget.AnyWidget):
    """Look at a media file frame by frame.

    Args:
        media: a path, or a media file that is open already.
        frame: ordinal of the frame to show first.
        decoder: ``"browser"`` (WebCodecs), ``"kernel"`` (PyAV), or ``"auto"``: the browser where it can.

    Raises:
        MediaError: the media file cannot be opened; the subclass says why.
        FrameOutsideMedia: ``frame`` is no frame of the release.

    The trait ``frame`` is the ordinal of the frame that stands there, both ways.
    """

    _esm = Bundle("frame_player.js")
    _css = Bundle("frame_player.css")

    frame = traitlets.Int(0, help="Ordinal of the frame on the screen.").tag(sync=True, echo_update=False)

    def __init__(self, media: Media | str | Path, *, frame: int = 0, decoder: DecoderChoice = "auto") -> None:
        if decoder not in ("auto", "browser", "kernel"):
            raise ValueError(f"decoder is 'auto', 'browser' or 'kernel', not {decoder!r}")
        self._owns_media = isinstance(media, str | Path)
        self.media = _opened(media)
        self._decoder = decoder
        self._audio = hello_audio(self.media)
        super().__init__(frame=frame)
        self._channel = Channel(
            self,
            {"hello": Method(self._hello), **media_methods(self.media), **sound_methods(self.media)},
        )

    def close(self) -> None:
        """Close the widget, and the media file if the widget opened it."""
        super().close()
        if self._owns_media:
            self.media.close()

    @traitlets.validate("frame")
    def _frame_is_in_the_release(self, proposal: dict[str, int]) -> int:
        return checked_frame(self.media, proposal["value"])

    def _hello(self, _params: Params, _buffers: Buffers) -> Reply:
        release, buffers = hello_release(self.media)
        return Reply(
            {
                "protocol": PROTOCOL,
                "release": release,
                "decoder": self._decoder,
                "browser_can_demux": browser_can_demux(self.media),
                "audio": self._audio,
            },
            buffers,
        )


def _opened(media: Media | str | Path) -> Media:
    if isinstance(media, str | Path):
        from animewidgets.media import open_media  # PyAV, which a page that never opens media can spare

        return open_media(media)
    return media
