"""Maps that people reviewed in the store go along with their labels, and their names do not."""

from __future__ import annotations

import uuid
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from animewidgets.datasets.pairs import make_pairs, open_pairs
from animewidgets.timebase import Span
from animewidgets.timemaps import Piece, TimeMap
from animewidgets.timemaps.edits import At, Confirm, Nudge
from animewidgets.timemaps.steps import MapStep
from tests.datasets.pairs.people import END, Desk, box
from tests.datasets.pairs.test_privacy import every_byte

TICK = Fraction(1, 24_000)


def reviewed(desk: Desk, project: str = "default") -> TimeMap:
    """A map to somebody else's release, which a person moved by a frame and confirmed."""
    (release,) = desk.store.sql("SELECT release_id FROM releases")["release_id"]
    first = TimeMap(
        TICK,
        TICK,
        (Piece(None, Span(0, 3000), "sponsor"), Piece(Span(0, END), Span(3000, END + 3000))),
        release,
        "their-disc",
    )
    maps = desk.store.time_maps
    log = maps.begin(first, project=project, person="Shirai Kuroko")
    for edit in (Nudge(At("source", 0), -1000), Confirm(At("source", 0))):
        log = maps.save(log, MapStep(str(uuid.uuid4()), "edit", "Shirai Kuroko", edit))
    return log.state.time_map


def test_the_reviewed_map_goes_along_without_names(desk: Desk, tmp_path: Path) -> None:
    desk.create([box(5000)])
    left = reviewed(desk)
    path = make_pairs(tmp_path / "faces.pairs", desk.store)
    with open_pairs(path) as pairs:
        (told,) = pairs.maps.values()
    assert told.apply(5000) == left.apply(5000) == 7000
    (match,) = told.matches
    assert match.status == "confirmed"
    assert match.author != "Shirai Kuroko"
    assert b"Kuroko" not in every_byte(path)


def test_a_map_that_is_given_counts_more(desk: Desk, tmp_path: Path) -> None:
    desk.create([box(5000)])
    left = reviewed(desk)
    given = replace(left, pieces=(Piece(Span(0, END), Span(0, END)),))
    path = make_pairs(tmp_path / "faces.pairs", desk.store, maps=[given])
    with open_pairs(path) as pairs:
        (told,) = pairs.maps.values()
    assert told.apply(5000) == 5000


def test_maps_of_other_projects_stay_where_they_are(desk: Desk, tmp_path: Path) -> None:
    desk.create([box(5000)])
    reviewed(desk, "somebody else's")
    (project,) = desk.store.sql("SELECT name FROM projects")["name"]
    path = make_pairs(tmp_path / "faces.pairs", desk.store, projects=[project])
    with open_pairs(path) as pairs:
        assert not pairs.maps
