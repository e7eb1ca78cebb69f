"""What an episode is drawn and written from. Light: nothing here imports a codec."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Container = Literal["mp4", "mkv", "ts"]
Codec = Literal["h264", "h264-10bit", "vp9"]


@dataclass(frozen=True, slots=True)
class EncodeOptions:
    """How a release is written. Raises ``ValueError`` for what does not go together."""

    container: Container = "mp4"
    codec: Codec = "h264"
    crf: int = 21
    interlaced: bool = False
    open_gop: bool = False
    keyint: int = 250
    preset: str = "superfast"

    def __post_init__(self) -> None:
        if self.container not in get_args(Container):
            raise ValueError(f"container {self.container!r} is not one of {', '.join(get_args(Container))}")
        if self.codec not in get_args(Codec):
            raise ValueError(f"codec {self.codec!r} is not one of {', '.join(get_args(Codec))}")
        if self.codec == "vp9" and self.container == "ts":
            raise ValueError("MPEG-TS has no place for VP9; use mp4 or mkv")
        if self.interlaced and self.codec == "vp9":
            raise ValueError("VP9 knows no interlaced pictures; use h264")
        if not 0 <= self.crf <= 51:
            raise ValueError(f"crf {self.crf} lies outside 0 (lossless) to 51 (worst)")


@dataclass(frozen=True, slots=True)
class EpisodeOptions:
    """What an episode is drawn and written from.

    ``seconds`` is the length of the disc; ``height`` of the pictures in pixels, even (a multiple of 4 where
    ``interlaced``); ``container``, ``codec``, ``crf``, ``open_gop`` and ``keyint`` hold for both releases;
    ``vfr`` runs
    the ending of the disc at 29.97; ``interlaced`` makes the recording an MPEG-TS, top field first;
    ``frame_number`` burns the number of the frame into the corner (see :mod:`~.frame_number`).
    """

    seed: int = 1
    seconds: float = 90
    height: int = 720
    container: Container = "mp4"
    codec: Codec = "h264"
    crf: int = 21
    vfr: bool = False
    interlaced: bool = False
    open_gop: bool = False
    keyint: int = 250
    frame_number: bool = False

    def __post_init__(self) -> None:
        step = 4 if self.interlaced else 2
        if self.height < 90 or self.height % step:
            raise ValueError(f"height {self.height} must be at least 90 and a multiple of {step}")
        if self.vfr and self.container == "ts":
            raise ValueError("a variable frame rate needs mp4 or mkv: MPEG-TS streams declare one rate")
        if self.seconds < 8:
            raise ValueError(
                f"an episode of {self.seconds} s has no room for its sections; make it 8 s or longer"
            )
        _ = self.disc, self.recording  # which refuse what cannot be written

    @property
    def disc(self) -> EncodeOptions:
        """How the disc is written."""
        return EncodeOptions(self.container, self.codec, self.crf, False, self.open_gop, self.keyint)

    @property
    def recording(self) -> EncodeOptions:
        """How the recording is written."""
        container: Container = "ts" if self.interlaced else self.container
        return EncodeOptions(container, self.codec, self.crf, self.interlaced, self.open_gop, self.keyint)
