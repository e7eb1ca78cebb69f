"""Large things: pictures that would eat the memory, films of four hours."""

from __future__ import annotations

import struct
import subprocess
import sys
import zlib
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from animewidgets.demo.frame_number import read
from animewidgets.errors import MediaError, PictureTooLarge
from animewidgets.media import open_media, probe
from animewidgets.store import Store
from tests.conftest import REPOSITORY
from tests.media.strange import numbered


def png(width: int, height: int, lines: int) -> bytes:
    """A black picture that breaks off after some lines: the decoder makes room for all of it first."""
    packer = zlib.compressobj(1)
    line = bytes(1 + 3 * width)
    body = b"".join([*(packer.compress(line) for _ in range(lines)), packer.flush()])
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", header), (b"IDAT", body), (b"IEND", b"")]
    chunks = [
        struct.pack(">I", len(part)) + kind + part + struct.pack(">I", zlib.crc32(kind + part))
        for kind, part in parts
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def film_of(codec: str, packets: list[bytes], path: Path) -> Path:
    with av.open(str(path), "w") as out:
        stream = out.add_stream(codec, rate=25)
        stream.width, stream.height, stream.pix_fmt = 320, 180, "rgb24" if codec == "png" else "yuv420p"
        for n, data in enumerate(packets):
            packet = av.Packet(data)
            packet.stream, packet.time_base = stream, Fraction(1, 25)
            packet.pts = packet.dts = n
            packet.duration, packet.is_keyframe = 1, True
            out.mux(packet)
    return path


def in_little_memory(path: Path) -> str:
    """What opening the file says, in a process that may use 1 GB of address space."""
    script = (
        "import resource, sys, pathlib, re\n"
        "from animewidgets.errors import MediaError\n"
        "from animewidgets.media import open_media, probe\n"
        "resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))\n"
        "try:\n"
        "    probe(sys.argv[1])\n"
        "    open_media(sys.argv[1]).frame(0)\n"
        "except MediaError as error:\n"
        "    print(type(error).__name__, error)\n"
        "status = pathlib.Path('/proc/self/status').read_text()\n"
        "print(int(re.search(r'VmHWM:\\s+(\\d+)', status)[1]) // 1024)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, cwd=REPOSITORY
    )
    assert done.returncode == 0, done.stderr
    said, peak = done.stdout.strip().rsplit("\n", 1)
    assert int(peak) < 200
    return said


def test_a_picture_of_16k_squared_is_refused_before_memory_is_eaten(tmp_path):
    """The container says 320 by 180, the picture itself has 268 million pixels: 800 MB as RGB."""
    path = film_of("png", [png(16384, 16384, lines=64)] * 2, tmp_path / "huge.mov")
    said = in_little_memory(path)
    assert said.startswith("MediaTruncated no picture of 'huge.mov' can be decoded")
    assert "too large" in said


def test_a_header_that_lies_about_its_size_is_refused(tmp_path):
    path = film_of("rawvideo", [bytes(320 * 180 * 3 // 2)] * 2, tmp_path / "raw.mov")
    data = path.read_bytes()
    at = data.index(struct.pack(">HH", 320, 180), data.rindex(b"stsd"))
    path.write_bytes(data[:at] + struct.pack(">HH", 30_000, 30_000) + data[at + 4 :])
    assert in_little_memory(path).startswith("PictureTooLarge")
    with pytest.raises(PictureTooLarge, match="larger than 8192 by 8192, or its header is damaged"):
        open_media(path)
    assert probe(path).video[0].codec == "rawvideo"


def test_a_picture_of_one_line_gives_a_thumbnail_of_bounded_width(tmp_path):
    path = tmp_path / "line.mkv"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("ffv1", rate=25)
        stream.width, stream.height, stream.pix_fmt = 8000, 2, "yuv420p"
        out.mux(stream.encode(av.VideoFrame(8000, 2, "yuv420p")))
        out.mux(stream.encode(None))
    with open_media(path) as media:
        (thumbnail,) = media.thumbnails([0], 360)
        assert thumbnail.shape[0] == 360
        assert thumbnail.nbytes < 20 * 2**20


HOURS = 4
FRAMES = HOURS * 3600 * 24


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """345,600 small pictures: one second of film, again and again."""
    folder = tmp_path_factory.mktemp("long")
    numbered(folder / "second.mp4", frames=24, gop=24, b_frames=0, rate=Fraction(24))
    path = folder / "film.mkv"
    with av.open(str(folder / "second.mp4")) as source, av.open(str(path), "w") as out:
        template = source.streams.video[0]
        stream = out.add_stream_from_template(template)
        second = [(bytes(p), p.is_keyframe) for p in source.demux(template) if p.size]
        for n in range(FRAMES):
            data, key = second[n % 24]
            packet = av.Packet(data)
            packet.stream, packet.time_base = stream, Fraction(1, 24)
            packet.pts = packet.dts = n
            packet.duration, packet.is_keyframe = 1, key
            out.mux(packet)
    return path


@pytest.mark.slow
def test_a_film_of_four_hours_opens_seeks_and_is_stored(film, tmp_path):
    with open_media(film) as media:
        index = media.index
        assert len(index) == FRAMES
        assert media.warnings == ()
        columns = (index.pts, index.duration, index.key, index.packet_pts, index.packet)
        assert sum(column.nbytes for column in columns) == 33 * FRAMES
        for ordinal in (FRAMES - 1, 7, FRAMES // 2 + 5):
            assert read(media.frame(ordinal).rgb) == ordinal % 24
        strip = media.thumbnails(list(range(0, FRAMES, FRAMES // 64))[:64], 96)
        assert [read(t) for t in strip] == [n * (FRAMES // 64) % 24 for n in range(64)]
        with Store.open(tmp_path / "store.duckdb") as store:
            for _ in range(2):
                store.ensure_release(
                    "rel-film",
                    "film",
                    time_base=index.time_base,
                    pts=index.pts,
                    end_pts=index.end_pts,
                    frame_rate=media.info.frame_rate,
                    width=media.info.width,
                    height=media.info.height,
                )
    with open_media(film) as again:
        assert np.array_equal(again.index.pts, index.pts)


@pytest.mark.parametrize("claim", [2**31 - 1, 2**20])
def test_a_table_that_claims_more_samples_than_the_file_has_bytes_is_an_error(claim, tmp_path):
    numbered(tmp_path / "whole.mp4")
    data = bytearray((tmp_path / "whole.mp4").read_bytes())
    at = data.rindex(b"stsz") + 8
    data[at : at + 8] = struct.pack(">II", 1, claim)  # every sample has one byte
    path = tmp_path / "claims.mp4"
    path.write_bytes(data)
    try:
        with open_media(path) as media:
            assert len(media.index) < 1000
    except MediaError:
        pass
