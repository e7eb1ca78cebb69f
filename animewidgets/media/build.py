"""Making the frame index: from packets where they tell all, from decoded pictures where they do not."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import av.video.frame
import numpy as np
from numpy.typing import NDArray

from animewidgets.errors import MediaTruncated, NotAMediaFile, PictureTooLarge
from animewidgets.media.clocks import LONGEST_HOLD, Clock, increasing, joined, unchanged
from animewidgets.media.containers import open_container, pick_video
from animewidgets.media.endings import ending_of, last_unit_is_whole
from animewidgets.media.index import FrameIndex
from animewidgets.media.names import shown
from animewidgets.media.packets import UNKNOWN, PacketTable, read_packets
from animewidgets.media.stream import OutOfStep, StreamDecoder, is_predicted
from animewidgets.timebase import clock as time_in_words

# AVFMT_TS_DISCONT: MPEG-TS and MPEG-PS, where recordings are cut anywhere and times may start again.
_TIMES_MAY_JUMP = 0x0200

# What a damaged header says of the rate must not lead to times that no integer holds.
_LONGEST_PERIOD = 2**32

# Decoders that complain of any picture that lacks its end. The one of HEVC lets a quarter of them pass.
_COMPLAIN = frozenset(["h264", "mpeg2video"])

# So many pictures are decoded at the head to see that the packets told the truth.
_HEAD_PICTURES = 32
_HEAD_PACKETS = 400


@dataclass(frozen=True, slots=True, eq=False)
class BuiltIndex:
    """A frame index, the packets that it was made from, and what has to be said about them.

    ``options`` are the demuxer's options with which the packets come as in the table.
    """

    index: FrameIndex
    packets: PacketTable
    options: Mapping[str, str]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Container:
    """What the container says about itself.

    ``transport_id`` is the stream's PID in an MPEG-TS, where only the filling of its last packet tells
    whether the last picture has its end; ``period`` the time of one picture in ticks.
    ``tells_size``: of its pictures; FFmpeg drops what is beyond bounds.
    """

    formats: frozenset[str]
    times_may_jump: bool
    transport_id: int | None
    period: int
    tells_size: bool


def build_index(path: Path, video_stream: int | None = None) -> BuiltIndex:
    """Index the video stream ``video_stream`` (rank among the video streams) of the file at ``path``.

    The packets are read without decoding. The first pictures are decoded and compared with what the
    packets promise; where the two differ (pictures split over packets, packets without times), the
    whole stream is decoded once and the index counts what comes out. The last pictures are decoded
    where the file may have been cut short.

    Raises the errors of :func:`~animewidgets.media.containers.pick_video`, and
    :class:`MediaTruncated` or :class:`PictureTooLarge` where no picture can be decoded.
    """
    options: dict[str, str] = {}
    packets = read_packets(path, video_stream)
    if np.any(packets.pts[packets.shown] == UNKNOWN):
        options = {"fflags": "+genpts"}
        packets = read_packets(path, video_stream, options)
    container = _describe(path, video_stream)
    warnings: list[str] = []
    # Edit lists show footage again, or out of its order: times of an mp4 step back by rights.
    clock = (
        unchanged(packets)
        if "mov" in container.formats
        else joined(packets, container.period, may_jump=container.times_may_jump)
    )
    times = clock.times
    rows = _presented(packets, times)
    counted = not _tells_the_order(times[rows], clock, container)
    if not counted:
        checked = _check_head(path, video_stream, packets, options, rows, times)
        counted = checked is None
        rows = rows if checked is None else checked
    if counted:
        rows, packets = _decode_all(path, video_stream, packets, options)
        made, filled = increasing(times[rows], container.period)
        times = times.copy()
        times[rows] = made
        if filled:
            warnings.append(
                f"the container gives no distinct times to {filled} of {len(rows)} pictures: they were "
                "counted by decoding, and stand evenly between their neighbours"
            )
    warnings += _what_the_clock_did(clock, rows, times, packets.time_base)
    signs = _signs_of_a_break(path, packets, container)
    if len(rows) and (signs or container.times_may_jump):
        whole = _check_tail(path, video_stream, packets, container, options, rows, times)
        if not signs and len(whole) < len(rows):
            signs.append("the last picture does not decode")
        rows = whole
    if not len(rows) and packets.key.any() and not container.tells_size:
        raise PictureTooLarge(
            f"no picture of '{shown(path.name)}' can be decoded: they are larger than 8192 by 8192, or its "
            "header is damaged; scale it down, or get the file again"
        )
    if not len(rows):
        raise MediaTruncated(
            f"no picture of '{shown(path.name)}' can be decoded"
            f" ({'; '.join(signs) or 'it has no whole key frame, or its pictures are too large'}): "
            "get the file again"
        )
    if signs:
        end = time_in_words(int(times[rows[-1]]), packets.time_base)
        warnings.append(
            f"the file is cut short or broken after frame {len(rows) - 1} at {end} ({'; '.join(signs)}): "
            f"frames 0 to {len(rows) - 1} are usable"
        )
    raw = _raw_times(path, video_stream, packets, container)
    # The packet of a field lasts half as long as its picture.
    typical = int(np.median(np.diff(times[rows]))) if len(rows) > 1 else container.period
    last = typical if counted else int(packets.duration[rows[-1]])
    if last > LONGEST_HOLD / packets.time_base:
        last = typical
    index = _index(packets, rows, times, last or container.period, raw)
    return BuiltIndex(index, packets, options, tuple(warnings))


def _describe(path: Path, video_stream: int | None) -> _Container:
    with open_container(path) as container:
        _, stream = pick_video(container, path, video_stream)
        rate = stream.guessed_rate or stream.average_rate or Fraction(25)
        assert stream.time_base is not None
        return _Container(
            formats=frozenset(container.format.name.split(",")),
            times_may_jump=bool(container.format.flags & _TIMES_MAY_JUMP),
            transport_id=stream.id
            if container.format.name == "mpegts" and stream.codec_context.name not in _COMPLAIN
            else None,
            period=min(max(1, round(1 / (rate * stream.time_base))), _LONGEST_PERIOD),
            tells_size=stream.codec_context.width > 0,
        )


def _presented(packets: PacketTable, times: NDArray[np.int64]) -> NDArray[np.int64]:
    """Rows of the presented pictures, in the order of their ``times``.

    Pictures before the first key packet cannot be decoded.
    """
    presented = packets.shown.copy()
    # Damage in the middle is smeared over by the decoder, as a player does; at the end a part is missing.
    if len(packets) and packets.damaged[-1]:
        presented[-1] = False
    keys = np.flatnonzero(packets.key)
    if len(keys):
        presented[: keys[0]] = False
    rows = np.flatnonzero(presented)
    return rows[np.argsort(times[rows], kind="stable")]


def _tells_the_order(sorted_times: NDArray[np.int64], clock: Clock, container: _Container) -> bool:
    """Whether the packets' times say in which order the pictures come: each its own, by one clock."""
    if not clock.in_order or (len(clock.joins) and not container.times_may_jump):
        return False
    return not np.any(sorted_times == UNKNOWN) and not np.any(np.diff(sorted_times) == 0)


def _what_the_clock_did(
    clock: Clock, rows: NDArray[np.int64], times: NDArray[np.int64], time_base: Fraction
) -> list[str]:
    """What people should know about the times, in words."""
    said: list[str] = []
    if len(rows) and len(clock.joins):
        # A join before the first or after the last picture is nobody's concern.
        after = np.unique([np.count_nonzero(rows < join) for join in clock.joins])
        after = after[(after > 0) & (after < len(rows))]
        if len(after):
            at = f"frame {after[0]} ({time_in_words(int(times[rows[after[0]]]), time_base)})"
            said.append(
                f"the container's clock jumps at {at}"
                + (f" and at {len(after) - 1} more" if len(after) > 1 else "")
                + ": the parts follow one another without a gap, and frame keys count on; sound keeps the "
                "container's times"
            )
    holds = np.diff(times[rows])
    if len(holds) and holds.max() > LONGEST_HOLD / time_base:
        frame = int(np.argmax(holds))
        said.append(
            f"frame {frame} stands for {time_in_words(int(holds[frame]), time_base)}: the picture is held, "
            "or the container's clock leaps"
        )
    return said


def _check_head(
    path: Path,
    video_stream: int | None,
    packets: PacketTable,
    options: Mapping[str, str],
    rows: NDArray[np.int64],
    times: NDArray[np.int64],
) -> NDArray[np.int64] | None:
    """``rows`` without the leading pictures that do not decode; ``None`` where the packets mislead.

    They mislead where other pictures come out than they promise, or where one that the container marks
    as a key frame is none.

    A stream may begin with a key frame of an open GOP: what is presented before that picture but
    stored after it refers to pictures that are not there.
    """
    keys = np.flatnonzero(packets.key)
    if not len(keys):
        return None
    stream = StreamDecoder(path, video_stream, packets, options)
    out: list[int] = []
    try:
        stream.start(int(keys[0]))
        for row, frame in stream.pictures():
            if packets.key[row] and is_predicted(frame):
                return None
            out.append(row)
            if len(out) >= _HEAD_PICTURES or stream.next_row > keys[0] + _HEAD_PACKETS:
                break
    except OutOfStep:
        return None
    finally:
        stream.close()
    leading = (times[rows] < times[keys[0]]) & ~np.isin(rows, out)
    rows = rows[~leading]
    expected = rows[: len(out)]
    return rows if out and np.array_equal(expected, out) else None


def _decode_all(
    path: Path, video_stream: int | None, packets: PacketTable, options: Mapping[str, str]
) -> tuple[NDArray[np.int64], PacketTable]:
    """Rows of every picture that comes out of the decoder, in the order in which they come.

    The table comes back with it, without the key packets that turned out to be none.
    """
    keys = np.flatnonzero(packets.key)
    stream = StreamDecoder(path, video_stream, packets, options)
    rows: dict[int, None] = {}
    no_keys: list[int] = []
    try:
        stream.start(int(keys[0]) if len(keys) else 0)
        for row, frame in stream.pictures():
            # Two fields may come out as a picture each; the first one counts.
            rows.setdefault(row)
            if packets.key[row] and is_predicted(frame):
                no_keys.append(row)
    except OutOfStep:
        pass  # no packet at all, or one of two readings went wrong: what came out is what there is
    finally:
        stream.close()
    found = np.array(list(rows), np.int64)
    true = packets.key.copy()
    true[no_keys] = False
    if not no_keys or not true.any():
        return found, packets
    # What comes before the first true key frame is predicted from nothing.
    return found[found >= np.flatnonzero(true)[0]], replace(packets, key=true)


def _signs_of_a_break(path: Path, packets: PacketTable, container: _Container) -> list[str]:
    """What says that the file breaks off, in words; empty where nothing does."""
    signs: list[str] = []
    if packets.broken_by:
        signs.append(packets.broken_by)
    ending = ending_of(path)
    if ending is not None and ending.missing:
        signs.append(f"{ending.missing} bytes are missing at the end")
    if len(packets) and packets.damaged[-1]:
        signs.append("the last packet is incomplete")
    if container.transport_id is not None and not last_unit_is_whole(path, container.transport_id):
        signs.append("the last picture is incomplete")
    return signs


def _check_tail(
    path: Path,
    video_stream: int | None,
    packets: PacketTable,
    container: _Container,
    options: Mapping[str, str],
    rows: NDArray[np.int64],
    times: NDArray[np.int64],
) -> NDArray[np.int64]:
    """``rows`` without those at the end that do not decode whole.

    The last packet of a file that was cut may hold a part of a picture, and a decoder conceals what is
    missing. So it is decoded with and without concealment: where the results differ, or the decoder
    complains, it is not whole.
    """
    keys = np.flatnonzero(packets.key)
    last = len(packets) - 1
    start = int(keys[max(0, len(keys) - 2)]) if len(keys) else 0
    concealed = _decoded_from(path, video_stream, packets, options, start, {})
    bare = _decoded_from(path, video_stream, packets, options, start, {"err_detect": "explode", "ec": "0"})
    whole = concealed.get(last) == bare.get(last)
    if container.transport_id is not None:
        whole = whole and last_unit_is_whole(path, container.transport_id)
    in_tail = (rows >= start) & (times[rows] >= times[start])
    usable = set(concealed) if whole else set(concealed) - {last}
    rows = rows[~in_tail | np.isin(rows, list(usable))]
    # AVI tells no presentation times: that of the last picture would follow from what is missing.
    return rows[:-1] if "avi" in container.formats else rows


def _decoded_from(
    path: Path,
    video_stream: int | None,
    packets: PacketTable,
    options: Mapping[str, str],
    start: int,
    decoder_options: Mapping[str, str],
) -> dict[int, int]:
    """Check sums of the pictures that come out without complaint when decoding from ``start``, by row."""
    stream = StreamDecoder(
        path, video_stream, packets, options, careful=True, decoder_options=decoder_options
    )
    sums: dict[int, int] = {}
    try:
        stream.start(start)
        for row, frame in stream.pictures():
            sums[row] = check_of_picture(frame)
    except OutOfStep:
        pass
    finally:
        stream.close()
    return {row: check for row, check in sums.items() if row not in stream.failed}


def check_of_picture(frame: av.video.frame.VideoFrame) -> int:
    """CRC-32 of a decoded picture."""
    check = 0
    for plane in frame.planes:
        check = zlib.crc32(memoryview(plane), check)
    return check


def _raw_times(
    path: Path, video_stream: int | None, packets: PacketTable, container: _Container
) -> NDArray[np.int64]:
    """The time of each packet before edit lists, in the order of ``packets``."""
    if "mov" not in container.formats:
        return packets.pts
    ignore = {"advanced_editlist": "0"}
    if _entries(path, video_stream, {}) == _entries(path, video_stream, ignore):
        return packets.pts
    raw = read_packets(path, video_stream, ignore)
    if not len(raw):
        return packets.pts
    order = np.argsort(raw.position)
    found = order[np.searchsorted(raw.position[order], packets.position).clip(max=len(raw) - 1)]
    if not np.array_equal(raw.position[found], packets.position):
        raise NotAMediaFile(
            f"the edit list of '{shown(path.name)}' shows packets that the file does not hold"
        )
    times: NDArray[np.int64] = raw.pts[found]
    return times


def _entries(path: Path, video_stream: int | None, options: Mapping[str, str]) -> Sequence[object]:
    """What an edit list would change: times and positions of the demuxer's own index."""
    with open_container(path, options) as container:
        _, stream = pick_video(container, path, video_stream)
        start: list[object] = [stream.start_time, stream.duration]
        return start + [(entry.timestamp, entry.pos) for entry in stream.index_entries]


def _index(
    packets: PacketTable,
    rows: NDArray[np.int64],
    times: NDArray[np.int64],
    last: int,
    raw: NDArray[np.int64],
) -> FrameIndex:
    pts = times[rows]
    raw_pts = raw[rows]
    return FrameIndex(
        time_base=packets.time_base,
        pts=pts,
        duration=np.append(np.diff(pts), np.int64(max(1, last))),
        key=packets.key[rows].astype(np.uint8),
        packet_pts=np.where(raw_pts == UNKNOWN, pts, raw_pts),
        packet=rows,
    )
