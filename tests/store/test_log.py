"""Commits: atomic, idempotent, numbered, refused when they stand on an old version."""

from __future__ import annotations

import subprocess
import sys
import threading
from dataclasses import replace
from fractions import Fraction

import pytest

from animewidgets.annotations import CUT_TIMING, Action, Annotation, Commit, Edit, Kind, Op, to_wire
from animewidgets.errors import CommitConflict, MalformedMessage, StoreError, UnknownTask
from animewidgets.store import Store
from tests.store.conftest import create, cut, new_id, shot_tag, sit_down


def test_a_cut_is_there_after_the_store_was_closed_and_opened_again(path):
    with Store.open(path) as store:
        desk = sit_down(store)
        made = cut(
            104, comment="溶暗 '); DROP TABLE annotation_versions; --", attributes={"a": [1, None, "é"]}
        )
        desk.do(create(made))
    with Store.open(path) as store:
        assert store.live(desk.task) == [(made, 1)]


def test_every_field_of_every_kind_comes_back_as_it_was(desk):
    made = [
        Annotation(
            new_id(),
            kind,
            104,
            None if kind in {Kind.CUT, Kind.TAG} else 250,
            category="long",
            geometry={"x": 0.1, "y": 2**53 - 1, "points": [[0, 0.5], [1, 1e-300]]},
            payload=bytes(range(256)),
            attributes={"quote": "'\"\\", "emoji": "🎬", "nested": {"deep": [True, None]}},
            source="model:shots-1",
            score=0.1 + 0.2,
            comment="line\nline",
            uncertain=True,
        )
        for kind in Kind
    ]
    desk.do(*map(create, made))
    assert sorted(desk.store.live(desk.task), key=lambda pair: pair[0].annotation_id) == sorted(
        ((annotation, 1) for annotation in made), key=lambda pair: pair[0].annotation_id
    )


def test_the_same_commit_sent_again_is_answered_with_the_first_receipt(desk):
    commit = desk.commit(create(cut(104)))
    first = desk.store.commit(commit)
    again = desk.store.commit(commit)
    assert (first.number, first.repeated) == (1, False)
    assert again == replace(first, repeated=True)
    assert len(desk.store.live(desk.task)) == 1


def test_numbers_are_dense_and_refusals_take_none(desk):
    made = cut(104)
    assert desk.store.commit(desk.commit(create(made))).number == 1
    with pytest.raises(CommitConflict):
        desk.store.commit(desk.commit(create(made)))
    assert desk.store.commit(desk.commit(create(cut(146)))).number == 2


def test_an_edit_on_an_old_version_is_refused_and_the_current_state_comes_with_it(desk):
    made = cut(104)
    desk.do(create(made))
    moved = replace(made, start_pts=146)
    desk.do(Edit(Op.UPDATE, made.annotation_id, 1, made, moved), person="kuroko")
    late = desk.commit(Edit(Op.UPDATE, made.annotation_id, 1, made, replace(made, start_pts=62)))
    with pytest.raises(CommitConflict, match="its newest version is 2") as refusal:
        desk.store.commit(late)
    assert dict(refusal.value.data) == {
        "annotation_id": made.annotation_id,
        "expected": 1,
        "found": 2,
        "current": to_wire(moved, 2),
    }


def test_one_bad_edit_refuses_the_whole_commit(desk):
    good, missing = cut(104), cut(146)
    with pytest.raises(CommitConflict, match="newest version is 0"):
        desk.do(create(good), Edit(Op.DELETE, missing.annotation_id, 3, missing, None))
    assert desk.store.live(desk.task) == []


def test_a_commit_may_edit_one_annotation_several_times(desk):
    made = cut(104)
    moved = replace(made, start_pts=146)
    desk.do(create(made), Edit(Op.UPDATE, made.annotation_id, 1, made, moved))
    assert desk.store.live(desk.task) == [(moved, 2)]


def test_a_deleted_cut_is_made_again_on_the_version_of_its_deletion(desk):
    made = cut(104)
    first = desk.do(create(made))
    delete = first.edits[0].inverse()
    desk.do(delete, action=Action.UNDO, reverts=first.commit_id)
    assert desk.store.live(desk.task) == []
    with pytest.raises(CommitConflict, match="it is deleted"):
        desk.do(Edit(Op.UPDATE, made.annotation_id, 2, made, made))
    desk.do(delete.inverse(), action=Action.REDO, reverts=first.commit_id)
    assert desk.store.live(desk.task) == [(made, 3)]


def test_a_cut_cannot_become_a_tag(desk):
    made = cut(104)
    desk.do(create(made))
    with pytest.raises(CommitConflict, match="it is a cut, and stays one"):
        desk.do(Edit(Op.UPDATE, made.annotation_id, 1, made, replace(made, kind=Kind.TAG)))


def test_nobody_edits_an_annotation_through_another_task(desk):
    made = cut(104, comment="for the eyes of this task only")
    desk.do(create(made))
    other = sit_down(desk.store, project="blind second opinion")
    with pytest.raises(CommitConflict, match="another task") as refusal:
        other.do(Edit(Op.DELETE, made.annotation_id, 1, made, None))
    assert refusal.value.data["current"] is None


def test_a_commit_for_an_unknown_task_is_refused(desk):
    with pytest.raises(UnknownTask, match="there is no task"):
        desk.store.commit(Commit(new_id(), new_id(), "mikoto", (create(cut(104)),)))


@pytest.mark.parametrize(
    "broken", [{"comment": "\ud83c"}, {"score": float("nan")}, {"attributes": {"x": float("inf")}}]
)
def test_what_no_store_can_hold_is_refused_before_it_is_sent(desk, broken):
    with pytest.raises(MalformedMessage):
        desk.do(create(cut(104, **broken)))


def test_the_log_tells_a_persons_commits_with_the_states_before(desk):
    made = cut(104)
    moved = replace(made, start_pts=146)
    done = [
        desk.do(create(made), create(shot_tag(104, "long"))),
        desk.do(Edit(Op.UPDATE, made.annotation_id, 1, made, moved), active_ms=120),
        desk.do(create(cut(250)), person="kuroko"),
        desk.do(Edit(Op.DELETE, made.annotation_id, 2, moved, None)),
    ]
    assert desk.store.log(desk.task, "mikoto") == [done[0], done[1], done[3]]


def test_the_states_before_come_from_the_log_whatever_the_browser_claimed(desk):
    made = cut(104)
    desk.do(create(made))
    lie = replace(made, start_pts=521, comment="it always was there")
    desk.do(Edit(Op.DELETE, made.annotation_id, 1, lie, None))
    assert desk.store.log(desk.task, "mikoto")[-1].edits[0].before == made


def test_changes_tell_what_became_of_each_annotation_since_a_number(desk):
    kept, dropped = cut(104), cut(146)
    desk.do(create(kept), create(dropped))
    number, live, deleted = desk.store.changes(desk.task, 0)
    assert (number, live, deleted) == (1, [(kept, 1), (dropped, 1)], [])
    desk.do(Edit(Op.DELETE, dropped.annotation_id, 1, dropped, None))
    assert desk.store.changes(desk.task, number) == (2, [], [(dropped.annotation_id, 2)])
    assert desk.store.changes(desk.task, 2) == (2, [], [])


def test_threads_of_one_kernel_commit_side_by_side(desk):
    """JupyterLab delivers messages on several threads."""

    def work() -> None:
        for _ in range(10):
            desk.do(create(cut(104)))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    number, live, _ = desk.store.changes(desk.task, 0)
    assert (number, len(live)) == (40, 40)


def test_a_project_release_and_task_keep_their_identity(desk):
    again = sit_down(desk.store)
    assert again.task == desk.task
    assert desk.store.ensure_project("default", CUT_TIMING) == desk.store.ensure_project(
        "default", CUT_TIMING
    )


def test_a_release_with_other_frames_needs_another_identity(desk):
    with pytest.raises(StoreError, match=r"is known with 10 frames .* needs another identity"):
        desk.store.ensure_release(
            "release-web",
            "ep01 web",
            time_base=Fraction(1, 1000),
            pts=[0, 42],
            end_pts=84,
            frame_rate=Fraction(24),
            width=1280,
            height=720,
        )


def test_a_closed_store_says_so(path):
    store = Store.open(path)
    store.close()
    store.close()
    with pytest.raises(StoreError, match="was closed"):
        store.live(new_id())


def test_importing_the_store_does_not_import_pandas():
    code = "import sys, animewidgets.store; sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_page_is_told_of_the_newest_gestures_and_not_of_what_a_program_put_in(desk):
    gestures = [desk.do(create(cut(pts))) for pts in (21, 62, 104)]
    desk.do(create(cut(146)), create(cut(187)), tool="prefill")
    large = desk.do(*(create(shot_tag(pts, "long")) for pts in (21, 62, 104)))

    def told(**bounds: int) -> list[str]:
        found = desk.store.history(desk.task, "mikoto", besides=("prefill",), **bounds)
        return [commit.commit_id for commit in found]

    everything = [*(one.commit_id for one in gestures), large.commit_id]
    assert told() == everything
    assert told(commits=2) == everything[-2:]
    assert told(edits=4) == everything[-2:]
    # However large the newest one is: what was just done can be undone.
    assert told(edits=1) == everything[-1:]
    assert desk.store.history(desk.task, "somebody else", besides=("prefill",)) == []
    [same] = desk.store.history(desk.task, "mikoto", besides=("prefill",), commits=1)
    assert same.edits == large.edits
