"""What a browser may ask of a media file: ranges of bytes, pictures, thumbnails. See ``docs/wire.md``."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from reprlib import repr as brief
from typing import TYPE_CHECKING

import numpy as np

from animewidgets.errors import FrameOutsideMedia, MalformedMessage
from animewidgets.widgets.channel import JSON, Buffers, Method, Params, Reply
from animewidgets.widgets.lanes import raise_if_cancelled
from animewidgets.widgets.pictures import MIME, ByteCache, PictureServer, encode

if TYPE_CHECKING:
    from animewidgets.media import FrameSource

LARGEST_RANGE = 4 * 2**20
MOST_PICTURES = 16
MOST_THUMBNAILS = 64
TALLEST_THUMBNAIL = 360
THUMBNAIL_QUALITY = 80
THUMBNAIL_CACHE_BYTES = 16 * 2**20
# Thumbnails decoded between two looks at whether they are still wanted.
THUMBNAIL_STRIDE = 8


def media_methods(media: FrameSource) -> dict[str, Method]:
    """``media.range``, ``media.pictures`` and ``media.thumbnails`` of one open media file, or of images."""
    server = PictureServer(media)
    small = ByteCache(THUMBNAIL_CACHE_BYTES)

    def serve_range(params: Params, _buffers: Buffers) -> Reply:
        start = integer(params, "start", 0)
        stop = integer(params, "stop", start)
        if stop - start > LARGEST_RANGE:
            raise MalformedMessage(
                f"a range of {stop - start} bytes; at most {LARGEST_RANGE} bytes are served at once"
            )
        data = media.read_range(start, stop)
        return Reply({"start": start, "stop": start + len(data)}, [data])

    def serve_pictures(params: Params, _buffers: Buffers) -> Reply:
        ordinals = known_ordinals(params, media.index.count, MOST_PICTURES)
        height = integer(params, "height", 0) if "height" in params else 0
        batch = server.batch(ordinals, height)
        return Reply(
            picture_result(ordinals, batch.width, batch.height, server.mime),
            batch.blobs,
            afterwards=server.read_ahead(ordinals, height),
        )

    def serve_thumbnails(params: Params, _buffers: Buffers) -> Reply:
        ordinals = known_ordinals(params, media.index.count, MOST_THUMBNAILS)
        height = integer(params, "height", 1, TALLEST_THUMBNAIL)
        found = {n: blob for n in ordinals if (blob := small.get((n, height))) is not None}
        missing = [n for n in ordinals if n not in found]
        width = max(1, round(media.info.width * height / max(1, media.info.height)))
        for at in range(0, len(missing), THUMBNAIL_STRIDE):
            raise_if_cancelled()
            part = missing[at : at + THUMBNAIL_STRIDE]
            for ordinal, picture in zip(part, media.thumbnails(part, height), strict=True):
                found[ordinal] = encode(picture, quality=THUMBNAIL_QUALITY)
                small.put((ordinal, height), found[ordinal])
                width = picture.shape[1]
        return Reply(picture_result(ordinals, width, height), [found[n] for n in ordinals])

    return {
        "media.range": Method(serve_range),
        "media.pictures": Method(serve_pictures, "pictures"),
        "media.thumbnails": Method(serve_thumbnails, "thumbnails"),
    }


def hello_release(media: FrameSource) -> tuple[dict[str, JSON], list[bytes]]:
    """The ``release`` of ``hello`` and its buffers: pts, duration, key, packet_pts; sizes, if they differ."""
    index, info = media.index, media.info
    release: dict[str, JSON] = {
        "release_id": media.release_id,
        "name": media.name,
        "time_base": [index.time_base.numerator, index.time_base.denominator],
        "frame_count": index.count,
        "frame_rate": [info.frame_rate.numerator, info.frame_rate.denominator],
        "end_pts": index.end_pts,
        "width": info.width,
        "height": info.height,
        "rotation": info.rotation,
        "pixel_aspect": [info.pixel_aspect.numerator, info.pixel_aspect.denominator],
        "codec": info.codec,
        "container": info.container,
        "byte_size": info.byte_size,
        "packets_differ": bool(np.any(index.pts != index.packet_pts)),
        "warnings": list(media.warnings),
    }
    buffers = [
        np.ascontiguousarray(index.pts, "<i8").tobytes(),
        np.ascontiguousarray(index.duration, "<i8").tobytes(),
        np.ascontiguousarray(index.key, "u1").tobytes(),
        np.ascontiguousarray(index.packet_pts, "<i8").tobytes(),
    ]
    if media.sizes is not None:
        buffers.append(np.ascontiguousarray(media.sizes, "<i4").tobytes())
    return release, buffers


#: Containers that mediabunny opens; see docs/decisions for how that was found.
BROWSER_CONTAINERS = frozenset({"mp4", "mov", "mkv", "matroska", "webm", "mpegts", "ts"})


# Two packets closer than this are one to the browser, whose demuxer rounds to microseconds in its own way.
_APART = Fraction(10, 1_000_000)


def browser_can_demux(media: FrameSource) -> bool:
    """Whether the browser side can find each picture's packet; whether it can decode, it asks itself.

    It needs a demuxer for the container, and packets that it can tell apart by their times. Where the
    kernel had to join a clock that jumps, or to make times up, only the kernel finds its way.
    """
    containers, index = media.info.container.lower().split(","), media.index
    if BROWSER_CONTAINERS.isdisjoint(containers):
        return False
    if "mov" not in containers and np.any(index.pts != index.packet_pts):
        return False
    apart = np.diff(np.sort(index.packet_pts))
    return not len(apart) or int(apart.min()) * media.time_base > _APART


def picture_result(ordinals: Sequence[int], width: int, height: int, mime: str = MIME) -> dict[str, JSON]:
    """The result of ``media.pictures`` and ``media.thumbnails``; sizes in pixels."""
    return {"ordinals": list(ordinals), "width": width, "height": height, "mime": mime}


def checked_frame(media: FrameSource, frame: int) -> int:
    """The ordinal of a frame, as it is. Raises ``FrameOutsideMedia`` where the release has no such frame."""
    count = media.index.count
    if not 0 <= frame < count:
        raise FrameOutsideMedia(f"frame {frame} lies outside {media.name!r}: it has frames 0 to {count - 1}")
    return frame


def integer(params: Params, name: str, low: int, high: int = 2**53) -> int:
    """An integer parameter in ``[low, high]``.

    Raises:
        MalformedMessage: it is absent, no integer, or outside.
    """
    value = params.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise MalformedMessage(f"{name} must be an integer from {low} to {high}, not {brief(value)}")
    return value


def known_ordinals(params: Params, count: int, most: int) -> list[int]:
    """The parameter ``ordinals``: 1 to ``most`` frames of a release of ``count`` frames.

    Raises:
        MalformedMessage: it is no list of integers, or too long.
        FrameOutsideMedia: one of them is no frame of the release.
    """
    values = params.get("ordinals")
    if not isinstance(values, list) or not 1 <= len(values) <= most:
        raise MalformedMessage(f"ordinals must be a list of 1 to {most} integers")
    ordinals: list[int] = []
    for value in values:
        if isinstance(value, bool) or not isinstance(value, int):
            raise MalformedMessage(f"ordinals must be integers, not {brief(value)}")
        if not 0 <= value < count:
            raise FrameOutsideMedia(
                f"frame {brief(value)} lies outside the release: it has frames 0 to {count - 1}"
            )
        ordinals.append(value)
    return ordinals
