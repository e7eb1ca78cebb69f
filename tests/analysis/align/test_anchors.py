"""Anchors: what a person says is the same instant, no match contradicts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from animewidgets.analysis.align import align, find_alignment
from animewidgets.cli import main
from animewidgets.demo.rerelease import Footage, write_pair
from animewidgets.timebase import Span
from animewidgets.timemaps import TimeMap, read_patch, write_patch
from animewidgets.timemaps.edits import At, Confirm, Unmatch, apply_edit
from tests.analysis.align.synthetic import FILM, drawings, noisy, release
from tests.analysis.align.test_releases import errors, read

FRAME = float(FILM)


def sides(found: TimeMap) -> list[tuple[Span, Span]]:
    return [one.sides for one in found.matches]


def test_an_anchor_that_is_right_changes_nothing() -> None:
    film, card = drawings(1, 900), drawings(2, 150)
    a = release(film)
    b = release(noisy(np.concatenate([film[:400], card, film[400:]]), 3), name="rel-b")
    free = align(a, b)
    held = align(a, b, anchors=[(200 * FRAME, 200 * FRAME), (700 * FRAME, 850 * FRAME)])
    assert sides(held) == sides(free)


def test_of_footage_that_is_shown_twice_the_anchor_says_which() -> None:
    opening, rest = drawings(4, 300), drawings(5, 500)
    a = release(opening)
    b = release(noisy(np.concatenate([opening, rest, opening]), 6), name="rel-b")
    for there in (100, 900):
        held = align(a, b, anchors=[(100 * FRAME, there * FRAME)])
        assert held.apply(200 * 1001) == (there + 100) * 1001


def test_nothing_that_is_found_contradicts_an_anchor() -> None:
    film = drawings(7, 900)
    a, b = release(film), release(noisy(film, 8), name="rel-b")
    # A person insists on what the pictures do not show.
    held = align(a, b, anchors=[(400 * FRAME, 460 * FRAME)])
    assert held.apply(400 * 1001) in (None, 460 * 1001)
    assert held.inverted().apply(460 * 1001) in (None, 400 * 1001)
    # Far from there the pictures have the word.
    assert held.apply(100 * 1001) == 100 * 1001
    assert held.apply(800 * 1001) == 800 * 1001


def test_anchors_that_make_no_sense_are_told() -> None:
    a = release(drawings(9, 200))
    with pytest.raises(ValueError, match=r"contradict each other: 1\.0 s is both 2\.0 s and 3\.0 s"):
        find_alignment(a, a, anchors=[(1.0, 2.0), (1.0, 3.0)])
    with pytest.raises(ValueError, match="two times in seconds"):
        find_alignment(a, a, anchors=[(float("nan"), 2.0)])


def test_a_rerelease_is_found_as_well_with_anchors(episode: tuple[Footage, Footage], tmp_path: Path) -> None:
    disc, other = write_pair(tmp_path, 1, frozenset({"removed", "sponsor", "telecine"}), *episode)
    a, b = read(disc.path), read(other.path)
    shown = [n for n in (60, 300, 600) if n in set(other.shows.tolist())]
    assert len(shown) >= 2
    anchors = [
        (float(a.pts[n] * a.time_base), float(b.pts[np.flatnonzero(other.shows == n)[0]] * b.time_base))
        for n in shown
    ]
    free, _ = errors(a, b, align(a, b), other)
    off, _ = errors(a, b, align(a, b, anchors=anchors), other)
    assert max(off) <= 1
    assert len(off) >= len(free) - 2


def test_the_command_line_takes_anchors_and_keeps_what_people_did(tmp_path: Path) -> None:
    film = drawings(11, 600)
    a, b = release(film), release(noisy(film, 12), name="rel-b")
    paths = [tmp_path / "a.fingerprint", tmp_path / "b.fingerprint"]
    for path, one in zip(paths, (a, b), strict=True):
        path.write_bytes(one.to_bytes())
    patch = tmp_path / "a-b.json"
    command = ["align", *map(str, paths), "--out", str(patch)]
    moved = f"{300 * FRAME:.4f}={340 * FRAME:.4f}"
    assert main([*command, "--anchor", moved]) == 0
    assert read_patch(patch.read_text()).apply(300 * 1001) == 340 * 1001

    assert main(command) == 0
    found = read_patch(patch.read_text())
    kept = apply_edit(found, Unmatch(At("source", 300 * 1001)), "mika")
    patch.write_text(write_patch(kept))
    assert main([*command, "--keep", str(patch)]) == 0
    assert read_patch(patch.read_text()).apply(300 * 1001) is None
    patch.write_text(write_patch(apply_edit(found, Confirm(At("source", 0)), "mika")))
    assert main([*command, "--keep", str(patch)]) == 0
    (match,) = read_patch(patch.read_text()).matches
    assert (match.status, match.author) == ("confirmed", "mika")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--anchor", "12"], "two times"),
        (["--anchor", "1:xx=2"], "two times"),
        (["--anchor", "9000=2"], "outside"),
        (["--keep", "none.json"], "none.json"),
    ],
)
def test_anchors_that_cannot_be_read_are_refused(
    arguments: list[str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.fingerprint"
    path.write_bytes(release(drawings(9, 200)).to_bytes())
    out = tmp_path / "out.json"
    try:
        ended = main(["align", str(path), str(path), "--out", str(out), *arguments])
    except SystemExit as error:
        ended = int(error.code or 0)
    assert ended != 0
    assert told in capsys.readouterr().err
    assert not out.exists()
