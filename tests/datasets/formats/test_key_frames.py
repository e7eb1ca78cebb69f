"""Key-frame lists and first-pass statistics: Aegisub, x264, XviD, SCXvid, DivX, WWXD."""

from __future__ import annotations

import gc

import av
import numpy as np
import pytest

from animewidgets.datasets.formats import cuts_of, read_cuts
from animewidgets.datasets.formats.xvid_stats import displayed
from animewidgets.datasets.text import Document
from animewidgets.errors import FormatError, WrongRelease
from tests.datasets.clocks import constant

CLOCK = constant(1000)
AEGISUB = "# keyframe format v1\nfps 0\n0\n72\n113\n229\n"
WWXD = (
    "# WWXD log file, using qpfile format\n# Please do not modify this file\n\n72 I -1\n113 I -1\n229 I -1\n"
)
SCXVID = "# XviD 2pass stat file (core version 1.3.-127)\n# Please do not modify this file\n\n"
X264 = "#options: 480x204 fps=24/1 timebase=1/24 bitdepth=8 cabac=1\n"


def frames(text: str, name: str = "keyframes.txt", form=None, **options) -> list[int]:
    return cuts_of(Document(name, text), CLOCK, form, **options).frame.tolist()


def pictures(letters: str) -> str:
    return "".join(f"{letter} 2 0 100 20 3000\n" for letter in letters)


@pytest.mark.parametrize(
    "text",
    [
        AEGISUB,
        AEGISUB.replace("\n", "\r\n"),
        AEGISUB.replace("fps 0", "fps 23.976"),
        "# keyframe format v1\nfps 0\n\n0 I -1\n72 I -1\n113 I -1\n229 I -1\n",
        WWXD,
        WWXD.replace(" -1", ""),
        WWXD[WWXD.index("72") :],
        "72 K\n100 P\n113 i -1\n120 b\n229 I 23.5\n",
    ],
)
def test_aegisub_and_wwxd_in_the_forms_that_exist(text):
    assert frames(text) == [72, 113, 229]


def test_scxvid_has_one_letter_per_frame():
    assert frames(SCXVID + pictures("i" + "p" * 71 + "i" + "p" * 40 + "i" + "p" * 886)) == [72, 113]
    assert frames("# XviD 2pass stat file\n\n" + "\n".join("ibbbibb"), "kf.log", "scxvid") == [4]


def test_xvid_with_b_pictures_is_put_into_the_order_of_display():
    # Displayed i0 b1 p2 b3 b4 i5 p6; coded with each reference before the B pictures that need it.
    coded = list(zip("ipbibbp", range(7), strict=True))
    assert "".join(letter for letter, _ in displayed(coded)) == "ibpbbip"
    assert frames(SCXVID + pictures("ipbibbp")) == [5]


def test_divx_has_the_type_somewhere_in_the_line():
    lines = ["##map version 2", "##comment", *(f"{n} {kind} 17" for n, kind in enumerate("IPBPIPI"))]
    assert frames("\n".join(lines), "divx.log") == [4, 6]


def test_x264_is_read_by_the_number_of_the_picture_and_not_of_the_line(tmp_path):
    """Statistics that x264 itself writes, of four plain pictures of 12 frames each."""
    stats = tmp_path / "x264.log"
    with av.open(str(tmp_path / "clip.mkv"), "w") as container:
        stream = container.add_stream("libx264", rate=24)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        stream.options = {"x264-params": f"pass=1:stats={stats}:bframes=3:b-adapt=2:threads=1"}
        noise = np.random.default_rng(1).integers(0, 255, (4, 64, 64, 3), np.uint8)
        for n in range(48):
            frame = av.VideoFrame.from_ndarray(np.roll(noise[n // 12], n, axis=1), format="rgb24")
            frame.pts = n
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    del stream, container
    gc.collect()  # x264 gives the file its name when the encoder goes
    found = read_cuts(stats, constant(48, rate=24))
    assert found.source == "x264"
    assert found.frame.tolist() == [12, 24, 36]
    assert found.warnings == ()


def test_statistics_of_a_longer_film_are_of_another_release():
    text = X264 + "".join(
        f"in:{n} out:{n} type:{'I' if n % 250 == 0 else 'P'} dur:2 q:20\n" for n in range(1003)
    )
    with pytest.raises(
        WrongRelease, match=r"made from 1003 frames, but 'BD ep01' has 1000 \(3 fewer\)"
    ) as caught:
        frames(text, "pass.log")
    assert (caught.value.data["frames"], caught.value.data["release_frames"]) == (1003, 1000)
    found = cuts_of(Document("pass.log", text), CLOCK, lenient=True)
    assert found.frame.tolist() == [250, 500, 750]
    assert any("no such frame" in warning and "frame 1000" in warning for warning in found.warnings)


def test_statistics_of_a_shorter_film_are_told():
    found = cuts_of(Document("pass.log", X264 + "in:0 out:0 type:I\nin:1 out:1 type:I\n"), CLOCK)
    assert found.frame.tolist() == [1]
    assert found.warnings == ("'pass.log' was made from 2 frames, but 'BD ep01' has 1000",)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("# keyframe format v1\nfps 0\n12\nzwölf\n", "line 4: 'zwölf' is no frame number"),
        ("# keyframe format v1\nfps 0\n-12\n", "line 3: '-12' is no frame number"),
        ("# keyframe format v1\nfps 0\n12.5\n", "line 3: '12.5' is no frame number"),
        ("# WWXD log file, using qpfile format\n12 X -1\n", "line 2: '12 X -1' is no line of a qpfile"),
        (X264 + "in:0 out:0 type:I\nin:1 ou", "line 3: 'in:1 ou' is no picture"),
        (X264 + "in:0 out:0 type:I\n" * 2, "several encodes in one file"),
        (SCXVID + "i 2\nq 2\n", "line 5: 'q 2' is no picture"),
        (SCXVID + "i 2\npicture\n", "line 5: 'picture' is no picture"),
        ("##map version 2\n\n", "no line names a picture"),
    ],
)
def test_what_is_broken_is_told_with_its_line(text, why):
    with pytest.raises(FormatError, match=why):
        frames(text)


def test_a_key_frame_after_the_end_is_of_another_release():
    with pytest.raises(
        WrongRelease, match=r"line 5: frame 1000 lies outside 'BD ep01', which has frames 0 to 999"
    ):
        frames("# keyframe format v1\nfps 0\n0\n999\n1000\n")


def test_order_and_repetition_do_not_matter_but_are_told():
    found = cuts_of(Document("k.txt", "# keyframe format v1\nfps 0\n229\n72\n72\n113\n"), CLOCK)
    assert found.frame.tolist() == [72, 113, 229]
    assert found.warnings == (
        "1 marks fell onto a frame that had one already; one is kept on each",
        "3 marks were not in the order of time; they are sorted",
    )
