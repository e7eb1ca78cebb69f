"""The episode comes in the containers and codecs that people have, with the same truth."""

from __future__ import annotations

import av
import numpy as np
import pytest

from animewidgets.demo import frame_number, make_episode


@pytest.mark.parametrize(
    "options",
    [
        {"container": "mkv"},
        {"container": "ts"},
        {"codec": "h264-10bit", "container": "mkv"},
        {"codec": "vp9"},
        {"interlaced": True},
        {"open_gop": True, "keyint": 24},
        {"vfr": True},
    ],
    ids=lambda options: " ".join(f"{k}={v}" for k, v in options.items()),
)
def test_each_frame_is_found_on_tv_in_every_container_and_codec(tmp_path, options):
    episode = make_episode(tmp_path, seconds=8, height=96, frame_number=True, crf=16, **options)
    with av.open(str(episode.bluray)) as container:
        frames = list(container.decode(container.streams.video[0]))
    with av.open(str(episode.tv_recording)) as container:
        shown = list(container.decode(container.streams.video[0]))
    assert len(frames) == episode.truth.frame_count
    if options.get("codec") == "h264-10bit":
        assert frames[0].format.name == "yuv420p10le"
    if options.get("interlaced"):
        assert all(f.interlaced_frame for f in shown)
    if options.get("vfr"):
        assert len(set(np.diff([f.pts for f in frames]).tolist())) == 2
    tv_pts = [f.pts for f in shown]
    lost = 0
    for ordinal, frame in enumerate(frames):
        mapped = episode.time_map.apply(frame.pts)
        if mapped is None:
            lost += 1
            continue
        tv_frame = shown[int(np.searchsorted(tv_pts, mapped, side="right")) - 1]
        assert frame_number.read(tv_frame.to_ndarray(format="rgb24")) == ordinal
    removed = [p for p in episode.time_map.pieces if p.role == "removed"]
    assert len(removed) == 1
    assert 0 < lost < 60
