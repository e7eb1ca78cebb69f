"""Aligning files: a few of the re-releases that the benchmark counts, real clips, and the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from animewidgets.analysis.align import align, find_alignment
from animewidgets.analysis.fingerprint import Fingerprint, fingerprint
from animewidgets.cli import main
from animewidgets.demo.rerelease import KINDS, Footage, Rerelease, write_pair
from animewidgets.media import open_media
from animewidgets.timemaps import TimeMap, read_patch
from tests.sounds import tone, write_sound


@cache
def read(path: Path) -> Fingerprint:
    with open_media(path) as media:
        return fingerprint(media, cache=False)


def errors(a: Fingerprint, b: Fingerprint, found: TimeMap, other: Rerelease) -> tuple[list[int], int]:
    """How many frames each frame that was mapped is off, and how many that have a counterpart were not."""
    off, missed = [], 0
    quarter = int(np.median(np.diff(a.pts))) // 4
    for n, tick in enumerate(a.pts.tolist()):
        shown = np.flatnonzero(other.shows == n)
        there = found.apply(tick)
        if there is None:
            missed += len(shown) > 0
        elif len(shown):
            later = found.apply(tick + quarter)
            frame = int(np.searchsorted(b.pts, later if later is not None else there, side="right")) - 1
            off.append(int(np.abs(shown - frame).min()))
    return off, missed


@pytest.mark.parametrize(
    "kinds",
    [
        "telecine logo",
        "pal crop low",
        "commercials letterbox dub",
        "removed sponsor silent",
        "vfr bright start",
    ],
)
def test_every_frame_of_a_rerelease_is_found(
    kinds: str, episode: tuple[Footage, Footage], tmp_path: Path
) -> None:
    disc, other = write_pair(tmp_path, 1, frozenset(kinds.split()), *episode)
    a, b = read(disc.path), read(other.path)
    off, missed = errors(a, b, align(a, b), other)
    assert max(off) <= 1
    assert missed <= 3
    assert len(off) > 400


def test_every_kind_of_rerelease_has_a_name() -> None:
    assert len(KINDS) == len(set(KINDS)) == 28


@pytest.mark.parametrize("part", ["T00-1", "T01-2"])
def test_the_cuts_of_two_real_releases(part: str, shared_media: Callable[[str], Path]) -> None:
    """A disc at 24 frames a second and a stream at 29.97 and 35 kb/s.

    The labels of the stream were made by eye; five of them lie one or two frames before the cut.
    """
    truth = json.loads(shared_media("cut_truth.json").read_text("utf-8"))
    seen = {413: 414, 1337: 1339, 1668: 1670, 708: 709, 825: 826, 1241: 1243}
    a = read(shared_media(f"popeye_pgs_{part}.mkv"))
    b = read(shared_media(f"popeye_vob_{part}.mkv"))
    cuts = zip(truth[f"popeye_pgs_{part}"]["hard"], truth[f"popeye_vob_{part}"]["hard"], strict=True)
    found, back = align(a, b), align(b, a)
    for here, labelled in cuts:
        there = seen.get(labelled, labelled)
        for way, source, target, cut, expected in ((found, a, b, here, there), (back, b, a, there, here)):
            tick = way.apply(int(source.pts[cut]) + int(source.pts[cut + 1] - source.pts[cut]) // 4)
            assert tick is not None
            assert abs(int(np.searchsorted(target.pts, tick, side="right")) - 1 - expected) <= 1


def test_clips_of_other_films_match_nowhere(shared_media: Callable[[str], Path]) -> None:
    prints = [
        read(shared_media(name))
        for name in ("popeye_vob_T00-1.mkv", "popeye_vob_T01-2.mkv", "nasa_13013.mp4", "bbb_0_30_720p.webm")
    ]
    for n, a in enumerate(prints):
        for b in prints[n + 1 :]:
            assert find_alignment(a, b).matches == ()


def test_the_command_line_tells_what_is_where(
    episode: tuple[Footage, Footage], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    disc, other = write_pair(tmp_path, 3, frozenset(["sponsor", "telecine"]), *episode)
    patch = tmp_path / "one.patch.json"
    assert main(["align", str(disc.path), str(other.path), "--out", str(patch)]) == 0
    text = capsys.readouterr().out
    assert "A and B run at the same speed" in text
    assert "only in B" in text
    assert "changes agree" in text
    found = read_patch(patch.read_text("utf-8"))
    assert sum(piece.is_match for piece in found.pieces) == 2

    assert main(["align", str(disc.path), str(other.path), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    # What was put in is cut several times, as no card is.
    assert [piece["role"] for piece in report["pieces"]] == ["match", "commercial", "match"]
    assert report["pieces"][1]["confidence"] <= 0.5
    assert report["rate"] == [1, 1]


def test_grey_pictures_with_a_tone_match_nothing(
    episode: tuple[Footage, Footage], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    disc, _ = write_pair(tmp_path, 4, frozenset(), *episode)
    grey = write_sound(tmp_path / "grey.mkv", tone(300, 5), frames=120)
    assert main(["align", str(disc.path), str(grey)]) == 0
    assert capsys.readouterr().out == "nothing of disc.mkv was found in grey.mkv\n"


def test_to_refine_takes_pictures(
    episode: tuple[Footage, Footage], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    disc, other = write_pair(tmp_path, 3, frozenset(), *episode)
    taken = tmp_path / "disc.fingerprint"
    assert main(["fingerprint", str(disc.path), "--out", str(taken)]) == 0
    assert main(["align", str(taken), str(other.path), "--refine"]) != 0
    assert "'disc.fingerprint' is a fingerprint" in capsys.readouterr().err
