"""Decoding one video stream from any key packet on, knowing for each picture which packet it came from."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import av.container
import av.error
import av.packet
import av.video.frame
import av.video.stream
import numpy as np
from av.video.frame import PictureType
from numpy.typing import NDArray

from animewidgets.errors import MediaError
from animewidgets.media.containers import DECODER_LIMITS, demuxed, pick_video, start_container
from animewidgets.media.names import shown
from animewidgets.media.packets import UNKNOWN, PacketTable, is_packet

if TYPE_CHECKING:
    VideoPacket = av.packet.Packet[av.video.stream.VideoStream]

# AVFMT_TS_DISCONT: times may jump, so that a position in bytes finds a packet and a time may not.
_TIMES_MAY_JUMP = 0x0200


_PREDICTED = frozenset({PictureType.P, PictureType.B, PictureType.S, PictureType.SP})


def is_predicted(frame: av.video.frame.VideoFrame) -> bool:
    """Whether the picture surely needs others, whatever the container says about its packet."""
    return not frame.key_frame and frame.pict_type in _PREDICTED


class OutOfStep(MediaError):
    """The packets read do not follow the table; another way to the picture has to be tried."""


class StreamDecoder:
    """Decodes one video stream of a file, from any key packet of its :class:`PacketTable` on.

    Packets carry their row of the table through the decoder (in place of their times), so each picture
    that comes out names its packet, whatever the container says or does not say about times.
    Not thread-safe: the caller locks. With ``careful`` no pictures are decoded in parallel, so that an
    error is told of the packet that has it. ``threads`` is the number of threads; 0 takes one per core.
    ``decoder_options`` are FFmpeg's options for the decoder.
    """

    def __init__(
        self,
        path: Path,
        video_stream: int | None,
        packets: PacketTable,
        options: Mapping[str, str] | None = None,
        *,
        threads: int = 0,
        careful: bool = False,
        decoder_options: Mapping[str, str] | None = None,
    ) -> None:
        self._path = path
        self._video_stream = video_stream
        self._packets = packets
        self._options = dict(options or {})
        self._threads = 1 if careful else threads
        self._thread_type = "SLICE" if careful else "AUTO"
        self._decoder_options = dict(decoder_options or {})
        self._open()
        self._seeks_bytes = bool(self._container.format.flags & _TIMES_MAY_JUMP)
        self._key_rows = np.flatnonzero(packets.key)
        # Glued files count from zero again, while their bytes go on.
        self._goes_by_position = self._seeks_bytes or (
            not _never_falls(packets.dts) and _never_falls(packets.position)
        )
        self._demuxer: Iterator[VideoPacket] | None = None
        self._waiting: VideoPacket | None = None
        self._ready: deque[tuple[int, av.video.frame.VideoFrame]] = deque()
        self.next_row = 0
        #: Rows of the packets of which the decoder complained.
        self.failed: set[int] = set()

    def _open(self) -> None:
        self._container = start_container(self._path, self._options)
        _, self._stream = pick_video(self._container, self._path, self._video_stream)
        context = self._stream.codec_context
        context.thread_count = self._threads
        context.thread_type = self._thread_type
        context.options = {**DECODER_LIMITS, **self._decoder_options}

    def close(self) -> None:
        """Free the decoder and the file."""
        self._demuxer = self._waiting = None
        self._ready.clear()
        self._container.close()

    def start(self, row: int) -> None:
        """Stand before the packet in ``row``, which has to be a key packet or the first one.

        Raises :class:`OutOfStep` where the packet is not found again.
        """
        self._waiting = None
        self._ready.clear()
        for at_beginning in self._ways_to(row):
            self._demuxer = self._packets_from_here()
            for count, packet in enumerate(self._demuxer):
                # Read from the beginning, packets come in the order of the table.
                if not packet.size or (count > row if at_beginning else self._is_after(packet, row)):
                    break
                if is_packet(self._packets, row, packet):
                    self._waiting, self.next_row = packet, row
                    return
        raise OutOfStep(
            f"packet {row} of '{shown(self._path.name)}' is not where it was when the file was indexed"
        )

    def pictures(self) -> Iterator[tuple[int, av.video.frame.VideoFrame]]:
        """Decode on from where the stream stands: (row of the packet, picture) in presentation order.

        A packet that does not decode gives no picture. Raises :class:`OutOfStep` where the packets
        differ from the table.
        """
        while self._ready or self._demuxer is not None:
            # Pictures wait in a queue, so that a caller may stop after any of them and go on later.
            while self._ready:
                yield self._ready.popleft()
            if self._demuxer is not None:
                packet = self._waiting or next(self._demuxer, None)
                self._waiting = None
                self._ready.extend(self._decode(packet if packet is not None and packet.size else None))

    def alone(self, row: int) -> av.video.frame.VideoFrame | None:
        """The picture of the key packet in ``row``, from nothing else; ``None`` where it needs more."""
        self.start(row)
        packet, self._waiting = self._waiting, None
        assert packet is not None
        found = dict([*self._decode(packet), *self._decode(None)])
        return found.get(row)

    def _packets_from_here(self) -> Iterator[VideoPacket]:
        """What the demuxer hands out, up to where it breaks: there the table ends, too."""
        try:
            yield from demuxed(self._container, self._stream)
        except av.error.FFmpegError:
            return

    def _decode(self, packet: VideoPacket | None) -> list[tuple[int, av.video.frame.VideoFrame]]:
        """Feed the next packet, or drain the decoder where there is none: the pictures that come out."""
        if packet is None:
            self._demuxer = None
        else:
            row = self.next_row
            if row >= len(self._packets) or packet.size != self._packets.size[row]:
                raise OutOfStep(
                    f"packet {row} of '{shown(self._path.name)}' differs from the one that was indexed"
                )
            self.next_row += 1
            packet.pts = packet.dts = row
        try:
            frames = self._stream.codec_context.decode(packet)
        except av.error.FFmpegError:
            if packet is not None:
                self.failed.add(self.next_row - 1)
            # While draining PyAV drops the pictures before the error; a careful decoder has none then.
            return []
        return [(frame.pts, frame) for frame in frames if frame.pts is not None]

    def _ways_to(self, row: int) -> Iterator[bool]:
        """Seek to the key packet in ``row``; each further step begins further back, the last at the start.

        Yields whether it is the last.
        """
        rank = int(np.searchsorted(self._key_rows, row, side="right")) - 1
        back = 0
        while rank - back >= 0:
            key = int(self._key_rows[rank - back])
            if self._seek(key):
                yield False
            back = back * 2 or 1
        # Some streams cannot be sought at all: the beginning is where a new container stands.
        self._container.close()
        self._open()
        yield True

    def _seek(self, row: int) -> bool:
        position, pts, dts = (
            int(column[row]) for column in (self._packets.position, self._packets.pts, self._packets.dts)
        )
        unknown = int(UNKNOWN)
        try:
            if self._seeks_bytes and position != unknown:
                self._container.seek(position, unsupported_byte_offset=True)
            elif pts != unknown or dts != unknown:
                self._container.seek(pts if pts != unknown else dts, stream=self._stream)
            else:
                return False
        except av.error.FFmpegError:
            return False
        return True

    def _is_after(self, packet: VideoPacket, row: int) -> bool:
        """Whether ``packet`` surely comes after the one in ``row``."""
        dts = int(self._packets.dts[row])
        if self._goes_by_position or packet.dts is None or dts == UNKNOWN:
            position = int(self._packets.position[row])
            return packet.pos is not None and position != UNKNOWN and packet.pos > position
        return packet.dts > dts


def _never_falls(column: NDArray[np.int64]) -> bool:
    return not np.any(np.diff(column[column != UNKNOWN]) < 0)
