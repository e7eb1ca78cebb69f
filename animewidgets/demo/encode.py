"""Writing a release: pictures and sound into a container, with PyAV."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from types import TracebackType

import av
import cv2
import numpy as np
import numpy.typing as npt
from av.audio.stream import AudioStream
from av.codec.context import Flags
from av.video.reformatter import ColorRange, Colorspace
from av.video.stream import VideoStream

from animewidgets.demo.canvas import Image
from animewidgets.demo.options import EncodeOptions
from animewidgets.demo.sound import RATE, Audio

#: A picture as planar Y'CbCr 4:2:0, BT.709, limited range: uint8 (height * 3 / 2, width).
Planar = npt.NDArray[np.uint8]

_FORMATS = {"mp4": "mp4", "mkv": "matroska", "ts": "mpegts"}
_CODECS = {"h264": "libx264", "h264-10bit": "libx264", "vp9": "libvpx-vp9"}
_AUDIO_BLOCK = 1024


# Rec. ITU-R BT.709-6, limited range: rows of (R, G, B, 1) for Y', Cb, Cr.
_KR, _KB = 0.2126, 0.0722
_LUMA = np.array([_KR, 1 - _KR - _KB, _KB])
_TO_YCBCR = np.stack([
    np.append(_LUMA * 219 / 255, 16.0),
    np.append((np.array([0, 0, 1]) - _LUMA) / (2 * (1 - _KB)) * 224 / 255, 128.0),
    np.append((np.array([1, 0, 0]) - _LUMA) / (2 * (1 - _KR)) * 224 / 255, 128.0),
])  # fmt: skip


def to_planar(image: Image) -> Planar:
    """An RGB picture as BT.709 planar 4:2:0.

    OpenCV's own conversion is BT.601, and swscale's takes four times as long. ``cv2.transform`` is
    vectorised from three channels to three only.
    """
    height, width = image.shape[:2]
    full = cv2.transform(image, _TO_YCBCR)
    half = cv2.resize(full, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
    out = np.empty((height * 3 // 2, width), np.uint8)
    cv2.extractChannel(full, 0, out[:height])
    chroma = out[height:].reshape(2, height // 2, width // 2)
    cv2.extractChannel(half, 1, chroma[0])
    cv2.extractChannel(half, 2, chroma[1])
    return out


class ReleaseWriter:
    """Writes one release, picture by picture; use it as a context manager.

    ``clock`` is the time base of the times given to :meth:`add`. Sound is written in step with the
    pictures, so that a player can stream the file.
    """

    def __init__(
        self,
        path: Path,
        width: int,
        height: int,
        rate: Fraction,
        clock: Fraction,
        audio: Audio,
        options: EncodeOptions,
    ) -> None:
        self._clock = clock
        self._audio = audio
        self._written = 0
        flags = {"movflags": "+faststart"} if options.container == "mp4" else {}
        self._container = av.open(str(path), "w", format=_FORMATS[options.container], options=flags)
        self._ten_bit = options.codec == "h264-10bit"
        video = self._container.add_stream(_CODECS[options.codec], rate=rate, options=_codec_options(options))
        assert isinstance(video, VideoStream)
        video.width, video.height = width, height
        video.pix_fmt = "yuv420p10le" if self._ten_bit else "yuv420p"
        video.time_base = clock
        context = video.codec_context
        context.time_base = clock
        context.framerate = rate
        context.color_range, context.colorspace = 1, 1
        context.color_primaries, context.color_trc = 1, 1
        # Two releases are written side by side: a thread each keeps two cores busy, and costs the least CPU.
        context.thread_count = 1
        if options.interlaced:
            context.flags |= Flags.interlaced_dct | Flags.interlaced_me
        self._video = video
        sound = self._container.add_stream("aac", rate=RATE, layout="stereo")
        assert isinstance(sound, AudioStream)
        sound.bit_rate = 160_000
        self._sound = sound

    def add(self, picture: Planar, tick: int) -> None:
        """Write one picture that is presented at ``tick``."""
        frame = av.VideoFrame.from_ndarray(picture, format="yuv420p")
        if self._ten_bit:
            frame = frame.reformat(format="yuv420p10le")
        frame.colorspace, frame.color_range = Colorspace.ITU709, ColorRange.MPEG
        frame.pts, frame.time_base = tick, self._clock
        self._feed_sound(round(tick * self._clock * RATE))
        self._container.mux(self._video.encode(frame))

    def _feed_sound(self, until: int) -> None:
        while self._written < min(until + RATE // 2, len(self._audio)):
            block = self._audio[self._written : self._written + _AUDIO_BLOCK]
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(block.T), format="fltp", layout="stereo")
            frame.sample_rate = RATE
            frame.pts, frame.time_base = self._written, Fraction(1, RATE)
            self._container.mux(self._sound.encode(frame))
            self._written += len(block)

    def close(self) -> None:
        """Write what is left and finish the file."""
        self._feed_sound(len(self._audio))
        self._container.mux(self._video.encode(None))
        self._container.mux(self._sound.encode(None))
        self._container.close()

    def __enter__(self) -> ReleaseWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self.close()
        else:
            self._container.close()


def _codec_options(options: EncodeOptions) -> dict[str, str]:
    if options.codec == "vp9":
        return {
            "crf": str(options.crf + 9), "b": "0", "deadline": "realtime", "cpu-used": "8", "row-mt": "1",
            "g": str(options.keyint), "colorspace": "bt709",
        }  # fmt: skip
    extra = [
        f"keyint={options.keyint}",
        "bframes=3",
        "colorprim=bt709",
        "transfer=bt709",
        "colormatrix=bt709",
        "range=tv",
    ]
    if options.open_gop:
        extra.append("open-gop=1")
    if options.interlaced:
        extra.append("tff=1")
    return {"crf": str(options.crf), "preset": options.preset, "x264-params": ":".join(extra)}


def presented_times(path: Path) -> tuple[npt.NDArray[np.int64], Fraction]:
    """The pts of a file's pictures in presentation order, int64 (n,), and the time base, by demuxing."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert stream.time_base is not None
        times = [p.pts for p in container.demux(stream) if p.pts is not None and p.size and not p.is_discard]
        return np.sort(np.array(times, np.int64)), stream.time_base
