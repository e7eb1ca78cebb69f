"""Exact random access: the picture of frame *n*, or an error, and never another picture."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path

import av.video.frame
import numpy as np
from numpy.typing import NDArray

from animewidgets.errors import FrameUndecodable
from animewidgets.media.index import FrameIndex
from animewidgets.media.names import shown
from animewidgets.media.packets import PacketTable
from animewidgets.media.stream import OutOfStep, StreamDecoder, is_predicted

# Decoding on over this many packets to the next key packet costs less than a seek.
_NEAR = 16

# How many key packets further back a picture is sought that did not come out whole.
_STEPS_BACK = (0, 1, 3)


class FrameCache:
    """Decoded pictures by ordinal, up to ``limit`` bytes; the one used longest ago goes first."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held = 0
        self._frames: OrderedDict[int, av.video.frame.VideoFrame] = OrderedDict()

    def get(self, ordinal: int) -> av.video.frame.VideoFrame | None:
        """The picture of ``ordinal`` if it is here."""
        frame = self._frames.get(ordinal)
        if frame is not None:
            self._frames.move_to_end(ordinal)
        return frame

    def put(self, ordinal: int, frame: av.video.frame.VideoFrame) -> None:
        """Keep a picture; at least the newest one stays, however large."""
        old = self._frames.pop(ordinal, None)
        self._held += _size(frame) - (_size(old) if old else 0)
        self._frames[ordinal] = frame
        while self._held > self._limit and len(self._frames) > 1:
            _, oldest = self._frames.popitem(last=False)
            self._held -= _size(oldest)

    def clear(self) -> None:
        """Forget every picture."""
        self._frames.clear()
        self._held = 0


def _size(frame: av.video.frame.VideoFrame) -> int:
    return sum(plane.buffer_size for plane in frame.planes)


class PictureDecoder:
    """Decoded pictures of one release by ordinal. Not thread-safe: the caller locks.

    Going forward it decodes on; elsewhere it starts at the last key packet from which the picture can
    be decoded, and keeps what it passes, so that stepping back costs nothing until the cache's
    ``cache_bytes`` are used up.
    """

    def __init__(
        self,
        path: Path,
        video_stream: int | None,
        packets: PacketTable,
        index: FrameIndex,
        options: Mapping[str, str],
        *,
        cache_bytes: int,
        threads: int = 0,
    ) -> None:
        self._path = path
        self._video_stream = video_stream
        self._packets = packets
        self._index = index
        self._options = options
        self._threads = threads
        self._cache = FrameCache(cache_bytes)
        self._ordinal_of_row = np.full(len(packets), -1, np.int64)
        self._ordinal_of_row[index.packet] = np.arange(len(index))
        self._key_rows, self._first_ordinals = decoding_starts(packets, index, self._ordinal_of_row)
        self._stream: StreamDecoder | None = None
        self._careful = False
        # Where the decoder stands: pictures from _first on come out whole, _last came out last.
        self._running = False
        self._start_row = -1
        self._first = 0
        self._last = -1

    def close(self) -> None:
        """Free the decoder, the file and every kept picture."""
        if self._stream is not None:
            self._stream.close()
        self._stream = None
        self._running = False
        self._cache.clear()

    def forget(self) -> None:
        """Drop every kept picture and the place where decoding stands."""
        self._running = False
        self._cache.clear()

    def frame(self, ordinal: int) -> av.video.frame.VideoFrame:
        """The decoded picture of frame ``ordinal``. Raises :class:`FrameUndecodable`."""
        kept = self._cache.get(ordinal)
        if kept is not None:
            return kept
        rank = self._start_for(ordinal)
        if self._can_go_on_to(ordinal, rank):
            found = self._go_on_to(ordinal)
            if found is not None and self._is_sound(ordinal, found):
                return found
        return self._from_key(ordinal)

    def key_frame(self, ordinal: int) -> av.video.frame.VideoFrame:
        """The same as :meth:`frame`, quicker where ``ordinal`` is a key frame far from the last picture."""
        kept = self._cache.get(ordinal)
        if kept is not None:
            return kept
        if self._index.key[ordinal] and not (self._running and 0 < ordinal - self._last <= _NEAR):
            self._running = False
            try:
                found = self._open(careful=False).alone(int(self._index.packet[ordinal]))
            except OutOfStep:
                found = None
            if found is not None and not is_predicted(found) and self._is_sound(ordinal, found):
                self._cache.put(ordinal, found)
                return found
        return self.frame(ordinal)

    def _from_key(self, ordinal: int) -> av.video.frame.VideoFrame:
        """Decode from a key packet; where the picture does not come out, from further back, carefully."""
        damaged: av.video.frame.VideoFrame | None = None
        for careful in (False, True):
            for back in _STEPS_BACK:
                found = self._from_steps_back(ordinal, back, careful=careful)
                if found is not None and self._is_sound(ordinal, found):
                    return found
                damaged = found or damaged
            if damaged is not None:
                # The damage is in the file: a player shows the picture like this, too.
                self._cache.put(ordinal, damaged)
                return damaged
        raise FrameUndecodable(
            f"frame {ordinal} of '{shown(self._path.name)}' cannot be decoded, the file is damaged there: "
            "frames away from it stay usable; get the file again to have this one"
        )

    def _is_sound(self, ordinal: int, frame: av.video.frame.VideoFrame) -> bool:
        """Whether the picture is as good as it gets: whole, or damaged in the file itself."""
        return not frame.is_corrupt or bool(self._packets.damaged[self._index.packet[ordinal]])

    def _from_steps_back(self, ordinal: int, back: int, *, careful: bool) -> av.video.frame.VideoFrame | None:
        """Decode from the key packet ``back`` steps before the last possible one.

        Containers may mark packets as key frames that are none. Such a one is crossed off when its
        picture comes out, and the one before it is taken.
        """
        while True:
            rank = self._start_for(ordinal) - back
            if rank < 0:
                return None
            marked = len(self._key_rows)
            found = self._decode_from(rank, ordinal, careful=careful)
            if found is not None or len(self._key_rows) == marked:
                return found

    def _decode_from(self, rank: int, ordinal: int, *, careful: bool) -> av.video.frame.VideoFrame | None:
        stream = self._open(careful=careful)
        self._running = False
        try:
            self._start_row = int(self._key_rows[rank])
            stream.start(self._start_row)
        except OutOfStep:
            return None
        self._running = True
        self._first = int(self._first_ordinals[rank])
        self._last = self._first - 1
        return self._go_on_to(ordinal)

    def _go_on_to(self, ordinal: int) -> av.video.frame.VideoFrame | None:
        """Decode until ``ordinal`` comes out; ``None`` where a later one or nothing comes instead."""
        assert self._stream is not None
        found: av.video.frame.VideoFrame | None = None
        try:
            for row, frame in self._stream.pictures():
                at = int(self._ordinal_of_row[row])
                if row == self._start_row and is_predicted(frame) and self._cross_off(row):
                    break
                # Leading pictures of the key frame refer to pictures that were not decoded.
                if at < self._first:
                    continue
                if at <= self._last:
                    break
                if self._is_sound(at, frame):
                    self._cache.put(at, frame)
                self._last = at
                if at == ordinal:
                    found = frame
                if at >= ordinal:
                    return found
        except OutOfStep:
            pass
        self._running = False
        return None

    def _cross_off(self, row: int) -> bool:
        """Take the packet in ``row`` off the key packets, unless nothing would be left."""
        others = self._key_rows != row
        if not others[0]:
            return False
        self._key_rows, self._first_ordinals = self._key_rows[others], self._first_ordinals[others]
        return True

    def _open(self, *, careful: bool) -> StreamDecoder:
        if self._stream is None or self._careful != careful:
            if self._stream is not None:
                self._stream.close()
            self._stream = StreamDecoder(
                self._path,
                self._video_stream,
                self._packets,
                self._options,
                threads=self._threads,
                careful=careful,
            )
            self._careful = careful
            self._running = False
        return self._stream

    def _can_go_on_to(self, ordinal: int, rank: int) -> bool:
        return (
            self._running
            and self._stream is not None
            and ordinal > self._last
            and ordinal >= self._first
            and int(self._key_rows[rank]) <= self._stream.next_row + _NEAR
        )

    def _start_for(self, ordinal: int) -> int:
        """Rank of the last key packet from which ``ordinal`` can be decoded."""
        rank = int(np.searchsorted(self._key_rows, self._index.packet[ordinal], side="right")) - 1
        while rank > 0 and self._first_ordinals[rank] > ordinal:
            rank -= 1
        return max(rank, 0)


def decoding_starts(
    packets: PacketTable, index: FrameIndex, ordinal_of_row: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows of the key packets, and for each the first ordinal that comes out whole when started there.

    That is the key picture's own: what is presented before it but stored after it (the leading pictures
    of an open GOP) refers to the GOP before. A key packet that an edit list hides counts by its time.
    """
    rows = np.flatnonzero(packets.key)
    if not len(rows):
        return np.zeros(1, np.int64), np.zeros(1, np.int64)
    own = ordinal_of_row[rows]
    by_time = np.searchsorted(index.pts, packets.pts[rows])
    return rows, np.where(own >= 0, own, by_time)
