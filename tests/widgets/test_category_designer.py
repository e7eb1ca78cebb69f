"""The kernel's half of the category designer: gestures make a draft, and a draft becomes a version."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from animewidgets.annotations import Attribute, Category, CategorySchema, Group
from animewidgets.widgets.category_designer import CategoryDesigner

from .browser_stub import StubbedBrowser


class StubbedDesigner(StubbedBrowser, CategoryDesigner):
    """A designer whose browser is this test."""

    def do(self, *changes: dict) -> str:
        """Make a gesture, as the page does; its identity."""
        return self._step("do", None, changes)

    def undo(self, step_id: str) -> str:
        return self._step("undo", step_id, ())

    def redo(self, step_id: str) -> str:
        return self._step("redo", step_id, ())

    def _step(self, action: str, reverts: str | None, changes: tuple[dict, ...]) -> str:
        step = {
            "commit_id": str(uuid.uuid4()),
            "action": action,
            "reverts": reverts,
            "edits": list(changes),
        }
        result = self.result("draft.change", commits=[step])
        assert "refused" not in result, result["refused"]
        return step["commit_id"]

    def result(self, method: str, **params: object) -> dict:
        told = self.reply(method, **params)
        assert told["ok"], told
        return told["result"]

    def reply(self, method: str, **params: object) -> dict:
        return self.ask(uuid.uuid4().int % 2**40, method, params)[0]


@pytest.fixture
def open_designer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., StubbedDesigner]]:
    """``open_designer("mika")``: a designer of the schema ``things`` as somebody, on one store."""
    opened: list[StubbedDesigner] = []

    def make(person: str = "mika", schema: CategorySchema | str = "things", **options) -> StubbedDesigner:
        monkeypatch.setenv("ANIMEWIDGETS_PERSON", person)
        opened.append(StubbedDesigner(schema, store=tmp_path / "store.duckdb", **options))
        return opened[-1]

    yield make
    for designer in opened:
        designer.close()


def add(name: str, parent: str | None = None, before: str | None = None, **fields: object) -> dict:
    category = {"category_id": name.lower(), "name": name, "colour": "#e69f00", "parent": parent, **fields}
    return {"op": "add", "category": category, "before": before}


def names(schema: CategorySchema) -> list[str]:
    return [one.name for one in schema]


def test_a_draft_is_on_disk_with_each_gesture_and_outlives_the_kernel(open_designer):
    page = open_designer()
    assert page.hello()["schema"] == {"schema_id": "things", "version": 0, "categories": []}
    page.do(add("Face"))
    second = page.do(add("Hand"), {"op": "edit", "category_id": "hand", "set": {"hotkey": "h"}})
    page.undo(second)
    page.redo(second)
    page.do({"op": "move", "category_id": "hand", "parent": None, "before": "face"})
    page.close()

    again = open_designer()
    told = again.hello()
    assert names(again.draft) == ["Hand", "Face"]
    assert again.draft.category("hand").hotkey == "h"
    assert [one["action"] for one in told["draft"]["commits"]] == ["do", "do", "undo", "redo", "do"]
    assert told["draft"]["commits"][2]["reverts"] == second


def test_a_gesture_that_is_sent_again_counts_once(open_designer):
    page = open_designer()
    step = {"commit_id": str(uuid.uuid4()), "action": "do", "reverts": None, "edits": [add("Face")]}
    first = page.result("draft.change", commits=[step])["receipts"]
    page.close()
    other = open_designer()
    second = other.result("draft.change", commits=[step])["receipts"]
    assert [first[0]["repeated"], second[0]["repeated"]] == [False, True]
    assert names(other.draft) == ["Face"]


def test_two_people_have_a_draft_each(open_designer):
    mika, ren = open_designer("mika"), open_designer("ren")
    mika.do(add("Face"))
    ren.do(add("Prop"))
    assert names(mika.draft) == ["Face"]
    assert names(ren.draft) == ["Prop"]
    assert mika.hello()["outbox"] != ren.hello()["outbox"]


def test_what_makes_no_sense_is_refused_and_changes_nothing(open_designer):
    page = open_designer()
    first = page.do(add("Face"))

    def refusal(edits: list[dict], action: str = "do", reverts: str | None = None) -> tuple[str, str]:
        step = {"commit_id": str(uuid.uuid4()), "action": action, "reverts": reverts, "edits": edits}
        error = page.result("draft.change", commits=[step])["refused"]["error"]
        return error["kind"], error["message"]

    assert refusal([add("Face")])[0] == "SchemaChangeRefused"
    kind, message = refusal([add("Eye"), add("Eye", parent="nose")])
    assert kind == "SchemaChangeRefused"
    assert "eye" in message
    assert refusal([{**add("Eye"), "op": "explode"}])[0] == "MalformedMessage"
    assert refusal([add("Eye", colour="url(x)")])[0] == "MalformedMessage"
    assert refusal([], "undo", str(uuid.uuid4()))[0] == "SchemaConflict"
    assert refusal([], "redo", first)[0] == "SchemaConflict"
    assert not page.reply("draft.change", commits="all")["ok"]
    assert names(page.draft) == ["Face"]


def test_publishing_makes_versions_with_what_became_of_each_category(open_designer):
    page = open_designer()
    page.do(add("Face"), add("Head"), add("Prop"))
    last = page.do({"op": "put_group", "group": {"name": "body", "members": ["face", "head"]}})
    assert page.result("schema.publish", note="First", last=last) == {"version": 1}
    told = page.hello()
    assert told["schema"]["version"] == 1
    assert told["draft"] == {"base_version": 1, "commits": []}
    assert [(one["version"], one["person"], one["note"]) for one in told["versions"]] == [
        (1, "mika", "First")
    ]

    page.do({"op": "merge", "categories": ["head", "face"], "into": "face"})
    page.do({"op": "drop", "category_id": "prop"})
    assert page.result("schema.publish", note="")["version"] == 2
    carried = page.store.schemas.map("things", 1, 2)
    assert carried.carry("head") == "face"
    assert carried.carry("prop") is None
    assert page.hello()["retired"] == ["head", "prop"]
    told = [content["data"] for content, _ in page.sent if content.get("event") == "published"]
    assert told == [{"version": 1}, {"version": 2}]


def test_publishing_asks_what_the_page_shows_and_who_one_is(open_designer):
    page = open_designer()
    error = page.reply("schema.publish", note="Nothing")["error"]
    assert (error["kind"], "changes nothing" in error["message"]) == ("SchemaConflict", True)
    stale = page.do(add("Face"))
    page.do(add("Hand"))
    assert page.reply("schema.publish", note="", last=stale)["error"]["kind"] == "SchemaConflict"
    page.result("schema.publish", note="")
    other = open_designer("ren")
    assert other.hello()["maintainer"] is False
    other.do(add("Prop"))
    assert other.reply("schema.publish", note="")["error"]["kind"] == "NotMaintainer"


def test_a_draft_goes_onto_a_version_that_somebody_published_meanwhile(open_designer):
    mika = open_designer("mika")
    mika.do(add("Face"), add("Prop"))
    mika.result("schema.publish", note="")
    mika.store.schemas.add_maintainer("things", "ren", by="mika")
    ren = open_designer("ren")
    ren.do(add("Hand"))
    ren.do({"op": "edit", "category_id": "prop", "set": {"name": "Property"}})
    mika.do({"op": "drop", "category_id": "prop"})
    mika.result("schema.publish", note="")

    assert ren.reply("schema.publish", note="")["error"]["kind"] == "SchemaConflict"
    assert ren.hello()["newest"]["version"] == 2
    (left_out,) = ren.result("draft.rebase")["left_out"]
    assert "prop" in left_out
    assert names(ren.draft) == ["Face", "Hand"]
    assert ren.result("schema.publish", note="")["version"] == 3


def test_a_schema_object_is_what_a_new_draft_begins_with(open_designer):
    given = CategorySchema(
        "faces",
        1,
        (
            Category("eye", "Eye", "#56b4e9", parent="face"),
            Category("face", "Face", "#e69f00", attributes=(Attribute("form"),)),
        ),
        (Group("all", ("face", "eye")),),
    )
    page = open_designer(schema=given)
    assert {one.category_id: one for one in page.draft} == {one.category_id: one for one in given}
    assert page.draft.groups == given.groups
    page.close()
    again = open_designer(schema=given)
    assert len(again.hello()["draft"]["commits"]) == 1


def test_files_come_in_with_what_cannot_be_held_and_go_out(open_designer):
    page = open_designer()
    text = "Face\n  Eye\nProp\n"
    told = page.result("schema.import", name="names.txt", text=text)
    assert [one["name"] for one in told["schema"]["categories"]] == ["Face", "Eye", "Prop"]
    assert told["schema"]["schema_id"] == "things"
    assert told["uncoloured"] == ["eye", "face", "prop"]
    error = page.reply("schema.import", name="labels.json", text='{"a": [')["error"]
    assert error["kind"] == "FormatError"
    assert not page.reply("schema.import", name="x.txt", text=7)["ok"]
    page.do(add("Face", attributes=[{"name": "form", "kind": "text"}]))
    written = page.result("schema.export", format="plain")
    assert "Face" in written["text"]
    assert written["not_held"]
    assert page.result("schema.export", format="json")["not_held"] == []


def test_a_browser_names_no_file_of_the_kernels(open_designer, tmp_path: Path):
    secret = tmp_path / "secret.json"
    secret.write_text('{"schema_id": "secret", "version": 1, "categories": []}')
    told = open_designer().reply("schema.import", name="x.txt", text=str(secret))
    assert "secret.json" in str(told.get("result", told))  # as the name of a category, or refused as one
    assert '"secret"' not in str(told)


def test_usage_counts_and_pictures_stand_beside_the_categories(open_designer, open_canvas):
    page = open_designer()
    page.do(add("Face"), add("Hand"))
    page.result("schema.publish", note="")
    canvas = open_canvas(categories=page.schema, tools=["box"])
    canvas.draw(("box", 3, {"x": 1, "y": 1, "width": 20, "height": 20}), category="face")
    (usage,) = page.hello()["usage"]
    assert (usage["category_id"], usage["annotations"], usage["tasks"]) == ("face", 1, 1)
    assert usage["examples"] == [
        {"release_id": canvas.media.release_id, "pts": int(canvas.media.index.pts[3])}
    ]
    with_media = open_designer(media=[canvas.media])
    with with_media.arrived:
        told = lambda: any(one.get("event") == "releases" for one, _ in with_media.sent)  # noqa: E731
        assert with_media.arrived.wait_for(told, 30)
    assert [one["release_id"] for one in with_media.hello()["releases"]] == [canvas.media.release_id]
    result, buffers = with_media.ask(
        7, "examples.pictures", {"frames": [*usage["examples"], {"release_id": "x", "pts": 0}], "height": 48}
    )
    assert result["result"]["found"] == [True, False]
    assert bytes(buffers[0]).startswith(b"\xff\xd8")


def test_five_thousand_categories_in_one_gesture(open_designer):
    page = open_designer()
    page.do(*(add(f"Thing {n}", parent=f"thing {n // 10 * 10}" if n % 10 else None) for n in range(5000)))
    page.do({"op": "edit", "category_id": "thing 4999", "set": {"name": "Last"}})
    assert len(page.hello()["draft"]["commits"]) == 2
    assert page.result("schema.publish", note="")["version"] == 1
    assert len(page.schema.categories) == 5000
