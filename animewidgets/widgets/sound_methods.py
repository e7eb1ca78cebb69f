"""What a browser may ask of the sound of a media file: to hear and to see. See ``docs/wire.md``."""

from __future__ import annotations

import time
from collections import OrderedDict
from typing import TYPE_CHECKING

import numpy as np

from animewidgets.errors import MalformedMessage, NoAudioStream
from animewidgets.timebase import MICROSECOND, microseconds, round_half_up
from animewidgets.widgets.channel import JSON, Buffers, Method, Params, Reply
from animewidgets.widgets.lanes import raise_if_cancelled
from animewidgets.widgets.media_methods import integer

if TYPE_CHECKING:
    from fractions import Fraction

    from animewidgets.analysis.sound import TileMap
    from animewidgets.media import Media, SoundReader

#: Samples served at once; of stereo that is 4 MiB.
MOST_SAMPLES = 2**20
MOST_TILES = 64
_RATES = (3000, 384_000)

# Two viewers of one model, or playing and scrubbing, go on each from where they are.
_MOST_READERS = 3
_MOST_MAPS = 4

# Seconds to make tiles in before what there is is sent: the rest is asked for again.
_PATIENCE = 0.25


def sound_methods(media: Media) -> dict[str, Method]:
    """``audio.samples``, ``audio.peaks`` and ``audio.spectrogram`` of one open media file."""
    readers: OrderedDict[tuple[int, int, int], SoundReader] = OrderedDict()
    maps: OrderedDict[tuple[str, int], TileMap] = OrderedDict()

    def serve_samples(params: Params, _buffers: Buffers) -> Reply:
        stream = integer(params, "stream", 0)
        rate = integer(params, "rate", *_RATES)
        start = integer(params, "start", -(2**53))
        stop = integer(params, "stop", start)
        if stop - start > MOST_SAMPLES:
            raise MalformedMessage(f"{stop - start} samples; at most {MOST_SAMPLES} are served at once")
        reader = _reader_near(media, readers, stream, rate, start)
        samples = reader.read(start, stop)
        about: dict[str, JSON] = {"stream": stream, "rate": rate, "start": start, "stop": stop}
        return Reply(
            {**about, "channels": reader.channels},
            [np.ascontiguousarray(samples, "<i2").tobytes()],
        )

    def serve_tiles(kind: str, params: Params) -> Reply:
        stream = integer(params, "stream", 0)
        tile_map = maps.get((kind, stream))
        if tile_map is None:
            tile_map = maps[kind, stream] = _open_map(media, kind, stream)
            while len(maps) > _MOST_MAPS:
                maps.popitem(last=False)[1].close()
        maps.move_to_end((kind, stream))
        level = integer(params, "level", 0, tile_map.levels - 1)
        numbers = _tile_numbers(params, -(-tile_map.count_of(level) // tile_map.tile))
        missing = tile_map.missing(level, numbers)
        until = time.monotonic() + _PATIENCE
        for segment in missing:
            raise_if_cancelled()
            tile_map.make(segment)
            if time.monotonic() > until:
                break
        tiles = [tile_map.take(level, number) for number in numbers]
        result: dict[str, JSON] = {
            "stream": stream,
            "level": level,
            "tiles": numbers,
            "complete": [tile.complete for tile in tiles],
            "origin_us": tile_map.origin_us,
        }
        near = missing[0] if missing else 0
        return Reply(result, [tile.data for tile in tiles], afterwards=tile_map.rest(near))

    return {
        "audio.samples": Method(serve_samples, "sound"),
        "audio.peaks": Method(lambda params, _: serve_tiles("peaks", params), "strips"),
        "audio.spectrogram": Method(lambda params, _: serve_tiles("spectrogram", params), "strips"),
    }


def hello_audio(media: Media) -> list[JSON]:
    """The ``audio`` of ``hello``: the streams of sound that can be decoded; times in microseconds."""
    from animewidgets.media import sound_streams

    def in_us(seconds: Fraction | None) -> int | None:
        return None if seconds is None else round_half_up(seconds / MICROSECOND)

    return [
        {
            "stream": one.stream,
            "codec": one.codec,
            "rate": one.rate,
            "channels": one.channels,
            "language": one.language,
            "title": one.title,
            "start_us": in_us(one.start),
            "duration_us": in_us(one.duration),
        }
        for one in sound_streams(media.path)
    ]


def _reader_near(
    media: Media,
    readers: OrderedDict[tuple[int, int, int], SoundReader],
    stream: int,
    rate: int,
    start: int,
) -> SoundReader:
    """A reader that stands there already, or a new one, or the one that was used longest ago."""
    from animewidgets.media import SoundReader

    for key, reader in readers.items():
        if key[:2] == (stream, rate) and reader.near(start):
            readers.move_to_end(key)
            return reader
    if len(readers) >= _MOST_READERS:
        key, oldest = readers.popitem(last=False)
        if key[:2] == (stream, rate):
            readers[key] = oldest
            return oldest
        oldest.close()
    reader = SoundReader(media.path, stream, rate=rate)
    number = 1 + max((key[2] for key in readers), default=0)
    readers[stream, rate, number] = reader
    return reader


def _open_map(media: Media, kind: str, stream: int) -> TileMap:
    from animewidgets.analysis.sound import PeakMap, SpectrogramMap
    from animewidgets.analysis.sound.spectrogram import RATE
    from animewidgets.media import SoundReader, sound_streams
    from animewidgets.media.cache import content_key

    index = media.index
    first = microseconds(int(index.pts[0]), index.time_base)
    end = microseconds(index.end_pts, index.time_base)
    # Two video streams of one file may begin and end at other times.
    name = f"{content_key(media.path)}-{kind}-{stream}-{first}-{end}"
    if kind == "spectrogram":
        return SpectrogramMap(SoundReader(media.path, stream, rate=RATE, mono=True), first, end, name)
    rates = {one.stream: one.rate for one in sound_streams(media.path)}
    if stream not in rates:
        raise NoAudioStream(
            f"'{media.path.name}' has no audio stream {stream} that can be decoded: it has {len(rates)}; "
            "its pictures can be used all the same"
        )
    rate = PeakMap.rate_for(rates[stream])
    return PeakMap(SoundReader(media.path, stream, rate=rate), first, end, name)


def _tile_numbers(params: Params, count: int) -> list[int]:
    """The parameter ``tiles``: 1 to ``MOST_TILES`` numbers of tiles of a level that has ``count``.

    Raises:
        MalformedMessage: it is anything else.
    """
    values = params.get("tiles")
    if not isinstance(values, list) or not 1 <= len(values) <= MOST_TILES:
        raise MalformedMessage(f"tiles must be a list of 1 to {MOST_TILES} integers")
    numbers: list[int] = []
    for value in values:
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < count:
            raise MalformedMessage(f"there is no tile {value!r} on this level: it has 0 to {count - 1}")
        numbers.append(value)
    return numbers
