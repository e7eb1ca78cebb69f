"""One pass over many pictures in order, for analyses: what cannot be decoded is left out and passed by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import av.video.frame
import numpy as np
from numpy.typing import NDArray

from animewidgets.media.build import BuiltIndex
from animewidgets.media.decode import decoding_starts
from animewidgets.media.stream import OutOfStep, StreamDecoder


def sweep_starts(built: BuiltIndex) -> NDArray[np.int64]:
    """The ordinals at which a pass can begin without decoding anything before them, increasing."""
    _, first = decoding_starts(built.packets, built.index, _ordinals_of_rows(built))
    return np.unique(np.maximum.accumulate(first))


def sweep(
    path: Path,
    video_stream: int | None,
    built: BuiltIndex,
    start: int,
    stop: int,
    *,
    threads: int = 1,
    decoder_options: Mapping[str, str] | None = None,
) -> Iterator[tuple[int, av.video.frame.VideoFrame]]:
    """Decode frames ``[start, stop)`` once: (ordinal, picture) with increasing ordinals.

    A picture that the damage of a file swallows is missing; the pass goes on after it, at the next key
    frame where there is no other way. ``threads`` and ``decoder_options`` are those of
    :class:`~animewidgets.media.stream.StreamDecoder`.
    """
    ordinal_of_row = _ordinals_of_rows(built)
    rows, first = decoding_starts(built.packets, built.index, ordinal_of_row)
    rank = max(0, int(np.searchsorted(np.maximum.accumulate(first), start, side="right")) - 1)
    stream = StreamDecoder(
        path, video_stream, built.packets, built.options, threads=threads, decoder_options=decoder_options
    )
    last = start - 1
    try:
        while rank < len(rows):
            try:
                stream.start(int(rows[rank]))
                for row, frame in stream.pictures():
                    at = int(ordinal_of_row[row])
                    # Leading pictures of the key frame refer to pictures that were not decoded.
                    if at <= last or at < first[rank]:
                        continue
                    if at >= stop:
                        return
                    last = at
                    yield at, frame
                break
            except OutOfStep:
                rank = max(rank + 1, int(np.searchsorted(rows, stream.next_row)))
    finally:
        stream.close()


def _ordinals_of_rows(built: BuiltIndex) -> NDArray[np.int64]:
    ordinals = np.full(len(built.packets), -1, np.int64)
    ordinals[built.index.packet] = np.arange(len(built.index))
    return ordinals
