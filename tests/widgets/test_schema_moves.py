"""The project goes over to another version of its categories while pages are open."""

from __future__ import annotations

import uuid
from fractions import Fraction

import numpy as np
import pytest

from animewidgets.annotations import (
    Attribute,
    Category,
    CategorySchema,
    Kind,
    ReleaseBounds,
    Template,
)
from animewidgets.annotations.schema_changes import Drop, Edit, Merge, SchemaChange, Split, apply_all
from animewidgets.errors import MalformedMessage
from animewidgets.store import Store
from animewidgets.widgets.store_methods import Desk

FIRST = CategorySchema(
    "weather",
    1,
    (
        Category("rain", "Rain", "#4477aa", attributes=(Attribute("how hard"),)),
        Category("drizzle", "Drizzle", "#56b4e9", attributes=(Attribute("how hard"),)),
        Category("snow", "Snow", "#bbbbbb", attributes=(Attribute("depth"),)),
        Category("fog", "Fog", "#888888"),
    ),
)
SKY = Template("sky", 1, "Sky", (Kind.TAG,), FIRST)
PARTS = (Category("hail", "Hail", "#999933"), Category("flakes", "Flakes", "#ffffff"))
PTS = np.array([0, 1001, 2002], np.int64)


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "store.duckdb") as store:
        store.ensure_release(
            "bd",
            "BD ep01",
            time_base=Fraction(1, 24_000),
            pts=PTS,
            end_pts=3003,
            frame_rate=Fraction(24_000, 1001),
            width=128,
            height=72,
        )
        store.schemas.publish(FIRST, person="aoi", base_version=0)
        yield store


@pytest.fixture
def desk(store: Store) -> Desk:
    return sit_down(store, SKY)


def sit_down(store: Store, template: Template) -> Desk:
    store.ensure_project("p", template)
    task = store.ensure_task("p", "bd", template)
    return Desk(store, task, "p", "mikoto", template, ReleaseBounds("BD ep01", PTS, 3003, 128, 72))


def move_on(store: Store, *changes: SchemaChange) -> int:
    newest = store.schemas.get("weather")
    applied = apply_all(newest, changes)
    made = store.schemas.publish(applied.schema, applied.links, person="aoi", base_version=newest.version)
    store.schemas.migrate("p", "weather", made.version, person="aoi")
    return made.version


def said(category: str | None, **values: object) -> dict:
    told = {"kind": "tag", "start_pts": 1001, "category": category}
    return {**told, "attributes": {"values": values}} if values else told


def create(state: dict, base: int = 0, name: str | None = None) -> dict:
    return {
        "op": "create",
        "annotation_id": name or str(uuid.uuid4()),
        "base_version": base,
        "before": None,
        "after": state,
    }


def send(desk: Desk, *edits: dict, version: int | None = None) -> dict:
    commit = {
        "commit_id": str(uuid.uuid4()),
        "action": "do",
        "reverts": None,
        "active_ms": 10,
        "tool": "canvas",
        "edits": list(edits),
        **({} if version is None else {"schema_version": version}),
    }
    return dict(desk.methods()["store.commit"].call({"commits": [commit]}, []).result)


def ask(desk: Desk, after: int, version: int | None = None) -> dict:
    params = {"after": after, **({} if version is None else {"schema_version": version})}
    return dict(desk.methods()["store.changes"].call(params, []).result)


def test_what_has_one_place_is_saved_there_whatever_the_page_knows(desk: Desk):
    move_on(desk.store, Merge(("drizzle",), "rain"), Split("snow", PARTS, "flakes"))
    told = send(desk, create(said("drizzle", **{"how hard": "little"})), create(said("snow", depth="1 m")))
    assert "refused" not in told
    live = {one.category: dict(one.attributes) for one, _ in desk.store.live(desk.task_id)}
    assert live == {
        "rain": {"values": {"how hard": "little"}},
        # What flakes have no attribute for is not lost.
        "flakes": {
            "was": {"category": "snow", "schema_id": "weather", "version": 1, "values": {"depth": "1 m"}}
        },
    }


def test_a_category_that_was_split_or_dropped_is_for_a_person_to_choose(desk: Desk):
    version = move_on(desk.store, Split("snow", PARTS), Drop("fog"))
    refused = send(desk, create(said("snow")), version=1)["refused"]["error"]
    assert refused["kind"] == "SchemaMoved"
    assert refused["data"] == {
        "category": "snow",
        "schema_id": "weather",
        "from_version": 1,
        "to_version": version,
        "targets": ["hail", "flakes"],
    }
    assert "was split into 'Hail', 'Flakes'" in refused["message"]
    dropped = send(desk, create(said("fog")), version=1)["refused"]["error"]
    assert (dropped["kind"], dropped["data"]["targets"]) == ("SchemaMoved", [])
    assert desk.store.live(desk.task_id) == []
    assert "refused" not in send(desk, create(said("hail")), version=version)


def test_the_next_question_brings_the_new_categories_and_what_became_of_the_old(desk: Desk):
    hello = desk.hello()
    assert hello["schema"] == {"schema_id": "weather", "version": 1, "newest": 1}
    send(desk, create(said("drizzle")), version=1)
    quiet = ask(desk, 0, 1)
    assert (quiet["schema_version"], "schema" in quiet) == (1, False)
    move_on(desk.store, Merge(("drizzle",), "rain"), Edit("rain", {"name": "Wet"}), Drop("fog"))
    news = ask(desk, quiet["number"], 1)
    assert news["schema_version"] == 2
    assert [one["name"] for one in news["schema"]["categories"]] == ["Wet", "Snow"]
    assert news["schema"]["links"] == {
        "drizzle": {"targets": ["rain"], "then": "rain"},
        "fog": {"targets": [], "then": None},
    }
    assert [one["category"] for one in news["annotations"]] == ["rain"]
    assert "schema" not in ask(desk, news["number"], 2)
    assert desk.hello()["schema"]["version"] == 2
    # The undo of a page passes over what a migration did.
    assert [one["edits"][0]["op"] for one in desk.hello()["history"]] == ["create"]


def test_who_opens_the_page_later_by_the_old_template_has_the_categories_in_force(desk: Desk):
    move_on(desk.store, Merge(("drizzle",), "rain"))
    later = sit_down(desk.store, SKY)
    assert later.task_id == desk.task_id
    assert "drizzle" not in later.template.categories
    assert later.template.name == "Sky"


def test_undoing_what_was_done_long_ago_brings_no_old_category_back(desk: Desk):
    name = str(uuid.uuid4())
    send(desk, create(said("drizzle"), name=name), version=1)
    gone = {
        "op": "delete",
        "annotation_id": name,
        "base_version": 1,
        "before": said("drizzle"),
        "after": None,
    }
    send(desk, gone, version=1)
    move_on(desk.store, Merge(("drizzle",), "rain"))
    version = move_on(desk.store, Edit("rain", {"name": "Wet"}))
    # As its history tells a page that opened afterwards, which stands on the version in force.
    send(desk, create(said("drizzle"), base=2, name=name), version=version)
    assert [one.category for one, _ in desk.store.live(desk.task_id)] == ["rain"]
    assert desk.store.sql("SELECT category_name FROM annotations")["category_name"].tolist() == ["Wet"]


def test_an_undo_of_what_a_migration_changed_is_a_conflict(desk: Desk):
    name = str(uuid.uuid4())
    send(desk, create(said("drizzle"), name=name), version=1)
    move_on(desk.store, Merge(("drizzle",), "rain"))
    undo = {
        "op": "delete",
        "annotation_id": name,
        "base_version": 1,
        "before": said("drizzle"),
        "after": None,
    }
    refused = send(desk, undo, version=1)["refused"]["error"]
    assert refused["kind"] == "CommitConflict"
    assert (refused["data"]["found"], refused["data"]["current"]["category"]) == (2, "rain")


def test_what_lost_its_category_keeps_what_was_said_and_can_be_edited(desk: Desk):
    name = str(uuid.uuid4())
    send(desk, create(said("snow", depth="1 m"), name=name), version=1)
    version = move_on(desk.store, Split("snow", PARTS))
    [(left, base)] = desk.store.live(desk.task_id)
    assert (left.category, left.attributes["was"]["values"]) == (None, {"depth": "1 m"})
    moved = {**said(None), "start_pts": 2002, "attributes": dict(left.attributes)}
    edit = {"op": "update", "annotation_id": name, "base_version": base, "before": moved, "after": moved}
    assert "refused" not in send(desk, edit, version=version)
    chosen = {**moved, "category": "hail", "attributes": {"was": left.attributes["was"]}}
    edit = {**edit, "base_version": base + 1, "after": chosen}
    assert "refused" not in send(desk, edit, version=version)
    assert desk.store.sql("FROM to_recategorise").empty


def test_an_attribute_that_is_gone_keeps_nobody_from_editing_and_cannot_be_said_anew(desk: Desk):
    name = str(uuid.uuid4())
    send(desk, create(said("snow", depth="1 m"), name=name), version=1)
    version = move_on(desk.store, Edit("snow", {"attributes": ()}))
    before = said("snow", depth="1 m")
    edit = {"op": "update", "annotation_id": name, "base_version": 1, "before": before}
    moved = {**edit, "after": {**before, "start_pts": 2002}}
    assert "refused" not in send(desk, moved, version=version)
    for forged in ({"depth": "2 m"}, {"depth": "1 m", "more": "x"}):
        state = said("snow", **forged)
        refused = send(desk, {**moved, "base_version": 2, "before": state, "after": state}, version=version)
        assert refused["refused"]["error"]["kind"] == "MalformedMessage"


@pytest.mark.parametrize("version", [True, 0, 1.0, "1"])
def test_a_version_that_is_none_is_refused(desk: Desk, version: object):
    refused = send(desk, create(said("fog")), version=version)  # type: ignore[arg-type]  # what a browser may send
    assert refused["refused"]["error"]["kind"] == "MalformedMessage"
    if not isinstance(version, int) or isinstance(version, bool):
        with pytest.raises(MalformedMessage, match="schema_version"):
            ask(desk, 0, version)  # type: ignore[arg-type]  # likewise
