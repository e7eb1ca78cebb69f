"""Maps under review: rows that are only added, by several people, and nothing that was acknowledged lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import uuid
from dataclasses import replace
from pathlib import Path

import pytest

from animewidgets.errors import AnimeWidgetsError, MalformedMessage, MapEditRefused, StoreError
from animewidgets.store import Store
from animewidgets.timebase import Span
from animewidgets.timemaps.complete import completed
from animewidgets.timemaps.edits import Anchor, At, Confirm, MapEdit, Nudge, SetRole, Split, Unanchor
from animewidgets.timemaps.steps import MapState, MapStep
from tests.timemaps.maps import BD_TO_TV

MAP = completed(BD_TO_TV, Span(0, 4400), Span(0, 6300))
PART, OPENING = At("source", 3000), At("source", 10)


def step(edit: MapEdit, person: str = "mika") -> MapStep:
    return MapStep(str(uuid.uuid4()), "edit", person, edit)


def undo(person: str = "mika") -> MapStep:
    return MapStep(str(uuid.uuid4()), "undo", person)


def redo(person: str = "mika") -> MapStep:
    return MapStep(str(uuid.uuid4()), "redo", person)


def after(*steps: MapStep) -> MapState:
    state = MapState.of(MAP)
    for one in steps:
        state = state.after(one)
    return state


def test_undo_is_the_map_before() -> None:
    edited = after(step(Nudge(PART, -5)), step(Confirm(OPENING)))
    assert edited.after(undo()).time_map == after(step(Nudge(PART, -5))).time_map
    both = edited.after(undo()).after(undo())
    assert both.time_map == MAP
    assert both.after(redo()).after(redo()).time_map == edited.time_map
    with pytest.raises(MapEditRefused, match="nothing of 'mika' to undo"):
        both.after(undo())
    with pytest.raises(MapEditRefused, match="nothing of 'mika' to redo"):
        both.after(step(SetRole(PART, "part"))).after(redo())


def test_each_takes_back_their_own() -> None:
    state = after(step(Nudge(PART, -5)), step(Confirm(OPENING), "kuroko"), undo())
    assert state.time_map.apply(2160) == 3600
    assert state.time_map.matches[0].author == "kuroko"
    # What somebody else built on it holds it.
    stuck = after(step(Split(PART)), step(Nudge(At("source", 2200), -3), "kuroko"))
    stuck = stuck.after(step(Split(At("source", 3100)), "kuroko"))
    assert stuck.after(undo("kuroko")).time_map.matches[1].author == "kuroko"
    low = after(step(Anchor(100, 580)), step(Unanchor(100), "kuroko"))
    with pytest.raises(MapEditRefused, match="'kuroko' did since stands upon it"):
        low.after(undo())


def test_an_anchor_holds_until_the_map_leaves_it() -> None:
    state = after(step(Anchor(3000, 4640)))
    assert state.anchors == (Anchor(3000, 4640),)
    assert state.after(step(Nudge(PART, -5))).anchors == ()
    assert state.after(step(Confirm(PART))).anchors == state.anchors
    assert state.after(step(Unanchor(3000))).anchors == ()
    with pytest.raises(MapEditRefused, match="no anchor at tick 77"):
        state.after(step(Unanchor(77)))


def test_a_map_is_kept_with_its_steps(tmp_path: Path) -> None:
    path = tmp_path / "annotations.duckdb"
    nudge = step(Nudge(PART, -5))
    with Store.open(path) as store:
        assert store.time_maps.open("bd", "tv") is None
        log = store.time_maps.begin(MAP, person="mika")
        log = store.time_maps.save(log, nudge)
        log = store.time_maps.save(log, step(Anchor(100, 575), "kuroko"))
        # Sent again, as a page does that heard no answer.
        assert store.time_maps.save(log, nudge).steps == log.steps
        # A second proposal does not take the place of what people did.
        assert store.time_maps.begin(replace(MAP, pieces=()), person="kuroko").state == log.state
    with Store.open(path) as store:
        held = store.time_maps.open("bd", "tv")
        assert held is not None
        assert held.state.time_map == log.state.time_map
        assert held.state.anchors == (Anchor(100, 575),)
        assert [one.person for one in held.steps] == ["mika", "kuroko"]
        assert store.time_maps.between("bd", "tv") == log.state.time_map
        back = store.time_maps.between("tv", "bd")
        assert back is not None
        assert back.apply(3595) == 2160
        assert store.time_maps.between("bd", "tv", "another") is None
        rows = store.sql("SELECT source, step, person, kind, op, side, tick FROM time_map_edits")
        assert rows.to_numpy().tolist() == [
            ["bd", 1, "mika", "edit", "nudge", "source", 3000],
            ["bd", 2, "kuroko", "edit", "anchor", "source", 100],
        ]


def test_what_makes_no_sense_is_not_written(tmp_path: Path) -> None:
    with Store.open(tmp_path / "annotations.duckdb") as store:
        log = store.time_maps.begin(MAP, person="mika")
        with pytest.raises(MapEditRefused, match="nothing would be left"):
            store.time_maps.save(log, step(Nudge(PART, 2700)))
        with pytest.raises(MalformedMessage, match="identity is a UUID, not 'first'"):
            store.time_maps.save(log, MapStep("first", "edit", "mika", Confirm(PART)))
        assert store.time_maps.steps(log.map_id) == []
        with pytest.raises(StoreError, match="names the releases"):
            store.time_maps.begin(replace(MAP, source_release=None), person="mika")
        with pytest.raises(StoreError, match="no time map"):
            store.time_maps.current(str(uuid.uuid4()))


def test_two_people_edit_one_map_at_once(tmp_path: Path) -> None:
    path = tmp_path / "annotations.duckdb"
    with Store.open(path) as store:
        first = store.time_maps.begin(MAP, person="mika")
        refused: list[Exception] = []

        def work(person: str, at: At) -> None:
            with Store.open(path) as own:
                log = first
                try:
                    for n in range(8):
                        log = own.time_maps.save(
                            log, step(SetRole(at, "part" if n % 2 else "opening"), person)
                        )
                except AnimeWidgetsError as error:
                    refused.append(error)

        people = [threading.Thread(target=work, args=who) for who in (("mika", PART), ("kuroko", OPENING))]
        for one in people:
            one.start()
        for one in people:
            one.join()
        assert refused == []
        log = store.time_maps.refreshed(first)
        assert len(log.steps) == 16
        assert log.left_out == ()
        assert {one.author for one in log.state.time_map.matches} == {"mika", "kuroko"}


KILLED = """
import os, signal, sys, uuid
from animewidgets.store import Store
from animewidgets.timemaps.edits import At, SetRole
from animewidgets.timemaps.steps import MapStep
store = Store.open(sys.argv[1])
log = store.time_maps.open("bd", "tv")
for n in range(5):
    edit = SetRole(At("source", 3000), "part")
    log = store.time_maps.save(log, MapStep(str(uuid.uuid4()), "edit", "mika", edit))
    print(n, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_kernel_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    path = tmp_path / "annotations.duckdb"
    with Store.open(path) as store:
        store.time_maps.begin(MAP, person="mika")
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, str(path)],
        capture_output=True,
        text=True,
        env={**os.environ},
        timeout=60,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    with Store.open(path) as store:
        held = store.time_maps.open("bd", "tv")
        assert held is not None
        assert len(held.steps) == len(ended.stdout.split()) == 5
