"""``animewidgets probe`` and ``animewidgets frames``."""

from __future__ import annotations

import json

import av
import numpy as np

from animewidgets.cli import main
from animewidgets.demo.frame_number import read
from animewidgets.media import open_media


def test_probe_says_what_a_script_needs(clip, capsys):
    path = clip("mp4-late-start")
    assert main(["probe", str(path), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    with open_media(path) as media:
        assert report["release_id"] == media.release_id
        assert report["index"]["frames"] == len(media.index)
        assert report["index"]["first_pts"] == media.index.pts[0]
    assert report["index"]["time_base"] == [1, 24000]
    assert report["video"][0]["frame_rate"] == [24000, 1001]
    assert report["audio"][0]["codec"] == "aac"


def test_probe_in_words(clip, capsys):
    assert main(["probe", str(clip("two-videos"))]) == 0
    out = capsys.readouterr().out
    assert "* video 0: h264 High 320×180" in out
    assert "frames 0 to 119" in out


def test_frames_writes_exact_pictures(clip, capsys, tmp_path):
    import cv2

    path = clip("mkv-vfr")
    out = tmp_path / "out"
    command = ["frames", str(path), "--frame", "100", "--frame", "7", "--out", str(out), "--json"]
    assert main(command) == 0
    report = json.loads(capsys.readouterr().out)
    assert sorted(p.name for p in out.iterdir()) == ["000007.png", "000100.png"]
    with open_media(path) as media:
        for entry in report["frames"]:
            png = cv2.cvtColor(cv2.imread(str(out / entry["file"])), cv2.COLOR_BGR2RGB)
            assert read(png) == entry["ordinal"]
            assert np.array_equal(png, media.frame(entry["ordinal"]).rgb)
            assert entry["pts"] == media.index.pts[entry["ordinal"]]


def test_a_frame_that_is_not_there_writes_nothing(clip, capsys, tmp_path):
    out = tmp_path / "out"
    assert main(["frames", str(clip("mp4")), "--frame", "3", "--frame", "120", "--out", str(out)]) != 0
    assert "frames 0 to 119" in capsys.readouterr().err
    assert not out.exists()


def test_probe_of_sound_alone_still_tells_about_the_sound(clip, capsys, tmp_path):
    path = tmp_path / "song.mp4"
    with av.open(str(clip("mp4"))) as source, av.open(str(path), "w") as out:
        stream = out.add_stream_from_template(source.streams.audio[0])
        for packet in source.demux(source.streams.audio[0]):
            if packet.size:
                packet.stream = stream
                out.mux(packet)
    assert main(["probe", str(path), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["index"], report["video"]) == (None, [])
    assert report["audio"][0]["codec"] == "aac"
