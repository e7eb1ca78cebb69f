"""Templates under work in the store: typed field by field, and there again as they were."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from animewidgets.annotations import FRAME_SHAPES, gallery, template_to_json
from animewidgets.errors import MalformedMessage, StoreError
from animewidgets.store import Store
from animewidgets.store.template_drafts import changes, fold
from animewidgets.store.template_undo import as_changes, history_of

DOCUMENT = template_to_json(FRAME_SHAPES)

documents = st.dictionaries(
    st.sampled_from(["name", "kinds", "unit", "guidelines"]),
    st.text(max_size=4)
    | st.lists(st.integers(), max_size=2)
    | st.dictionaries(st.text(max_size=2), st.none()),
)


@given(st.lists(documents, min_size=1, max_size=8))
def test_steps_make_the_document_that_was_typed_last(typed: list[dict[str, object]]) -> None:
    first, *others = typed
    steps = [("whole", first)]
    for before, after in zip(typed, others, strict=False):
        steps.append(("fields", changes(before, after)))
    assert fold(steps) == typed[-1]
    assert fold([*steps, ("done", None)]) is None


@given(st.lists(st.sampled_from(["undo", "redo", "a", "b", "c", "d", "e"]), max_size=30))
def test_what_can_be_undone_is_told_from_what_stood_there(gestures: list[str]) -> None:
    """Undo and redo of a page, against the stacks that are told from the documents alone."""
    undo: list[dict[str, str]] = []
    redo: list[dict[str, str]] = []
    now: dict[str, str] = {"name": "first"}
    documents = [now]
    for n, gesture in enumerate(gestures):
        if gesture == "undo":
            if not undo:
                continue
            redo.append(now)
            now = undo.pop()
        elif gesture == "redo":
            if not redo:
                continue
            undo.append(now)
            now = redo.pop()
        else:
            undo.append(now)
            redo.clear()
            now = {"name": f"{gesture}{n}"}
        documents.append(now)
    told = history_of(documents)
    assert list(told.undo) == undo
    assert list(told.redo) == redo
    walked = now
    for step, expected in zip(as_changes(now, undo, 10_000), reversed(undo), strict=True):
        walked = {**walked, **step}
        assert walked == expected


def test_what_was_done_can_be_undone_by_another_process(tmp_path: Path) -> None:
    path = tmp_path / "store.duckdb"
    identity = FRAME_SHAPES.template_id
    with Store.open(path) as store:
        for name in ("F", "Fa", "Face", "Fa"):  # the last is an undo
            store.template_drafts.save({**DOCUMENT, "name": name}, person="mika")
    with Store.open(path) as store:
        held = store.template_drafts.history(identity, "mika")
        assert [one["name"] for one in held.undo] == ["F"]
        assert [one["name"] for one in held.redo] == ["Face"]
        store.template_drafts.save({**DOCUMENT, "name": "Faces"}, person="mika")
        held = store.template_drafts.history(identity, "mika")
        assert ([one["name"] for one in held.undo], held.redo) == (["F", "Fa"], ())
        store.template_drafts.close(identity, person="mika")
        assert store.template_drafts.history(identity, "mika").undo == ()


def test_only_what_changed_is_written_and_another_process_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "store.duckdb"
    with Store.open(path) as store:
        for name in ("F", "Fa", "Face"):
            store.template_drafts.save({**DOCUMENT, "name": name}, person="mika")
        store.template_drafts.save({**DOCUMENT, "name": "Face"}, person="mika")
        rows = store.sql("SELECT kind, document FROM template_drafts ORDER BY step")
        assert rows["kind"].tolist() == ["whole", "fields", "fields"]
        assert rows["document"].tolist()[-1] == '{"name": "Face"}'
    with Store.open(path) as store:
        (held,) = store.template_drafts.of("mika")
        assert held == {**DOCUMENT, "name": "Face"}
        assert store.template_drafts.of("kuroko") == []
        store.template_drafts.close(FRAME_SHAPES.template_id, person="mika")
        assert store.template_drafts.of("mika") == []


def test_a_long_draft_is_written_whole_again_now_and_then(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("animewidgets.store.template_drafts._STEPS", 3)
    with Store.open(tmp_path / "store.duckdb") as store:
        for n in range(9):
            store.template_drafts.save({**DOCUMENT, "name": str(n)}, person="mika")
        kinds = store.sql("SELECT kind FROM template_drafts ORDER BY step")["kind"].tolist()
        assert kinds.count("whole") >= 2
        held = store.template_drafts.get(FRAME_SHAPES.template_id, "mika")
        assert held is not None
        assert held["name"] == "8"


def test_a_published_template_comes_back_whole_and_never_changes(tmp_path: Path) -> None:
    template = gallery()["sound-lanes"]
    with Store.open(tmp_path / "store.duckdb") as store:
        store.template_drafts.publish(template, person="mika", note="as it came")
        assert store.templates.get(template.template_id) == template
        (one,) = store.template_drafts.newest()
        assert (one.name, one.version, one.person, one.note) == (template.name, 1, "mika", "as it came")
        store.template_drafts.publish(template, person="mika")
        with pytest.raises(StoreError, match="says something else"):
            store.template_drafts.publish(replace(template, name="Other"), person="mika")


def test_text_that_cannot_be_stored_is_refused_and_nothing_is_lost(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store.duckdb") as store:
        store.template_drafts.save(DOCUMENT, person="mika")
        with pytest.raises(MalformedMessage):
            store.template_drafts.save({**DOCUMENT, "name": "\ud800"}, person="mika")
        assert store.template_drafts.of("mika") == [DOCUMENT]
