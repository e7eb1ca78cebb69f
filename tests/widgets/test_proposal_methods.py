"""People arrange a schema together: what the browser may ask, and what is refused it."""

from __future__ import annotations

import itertools
from fractions import Fraction
from pathlib import Path

import pytest

from animewidgets.annotations import (
    Annotation,
    Attribute,
    Category,
    CategorySchema,
    Commit,
    Edit,
    Kind,
    Op,
    Skeleton,
    Template,
)
from animewidgets.annotations.schema_changes import Drop, SchemaChange, Split, apply_all
from animewidgets.annotations.schema_changes_json import change_to_json
from animewidgets.store import Store
from animewidgets.widgets.channel import Channel
from animewidgets.widgets.proposal_methods import Community

from .browser_stub import StubbedWidget

NOTE = Attribute("note")
THINGS = CategorySchema(
    "things",
    1,
    (
        Category("body", "Body", "#e69f00", "1"),
        Category("hand", "Hand", "#56b4e9", "2", parent="body", attributes=(NOTE, Attribute("size"))),
        Category("paw", "Paw", "#009e73", parent="body", attributes=(NOTE,)),
        Category("prop", "<b>Prop</b>", "#d55e00"),
        Category("arms", "Arms", "#cc79a7", skeleton=Skeleton(("left", "right"))),
    ),
)
KINDS = (Kind.TAG, Kind.POINT)
LEFT = Category("left", "Left hand", "#112233", attributes=(NOTE,))
RIGHT = Category("right", "Right hand", "#445566")


class Page:
    """One person's page: sends what the browser would, and gives the result or the name of the refusal."""

    def __init__(self, store: Store, person: str) -> None:
        self.widget = StubbedWidget()
        self.published: list[int] = []
        community = Community(store, "things", "faces", person)
        self.channel = Channel(
            self.widget, community.methods(lambda schema: self.published.append(schema.version))
        )
        self._numbers = itertools.count(1)

    def ask(self, method: str, **params):
        return self._reply(method, params)["result"]

    def refused(self, method: str, **params) -> str:
        error = self._reply(method, params)["error"]
        return f"{error['kind']}: {error['message']}"

    def state(self, stamp: str | None = None):
        return self.ask("community.state", stamp=stamp)

    def propose(self, change: SchemaChange, reason: str = "") -> str:
        return self.ask("proposals.propose", change=change_to_json(change), reason=reason)["proposal_id"]

    def _reply(self, method: str, params: dict):
        return self.widget.ask(next(self._numbers), method, params)[0]


@pytest.fixture
def store(tmp_path: Path):
    with Store.open(tmp_path / "annotations.duckdb") as opened:
        yield opened


@pytest.fixture
def mei(store: Store):
    """Who published the schema, and maintains it; the project stands on it."""
    store.schemas.publish(THINGS, person="mei", note="First", base_version=0)
    store.ensure_release(
        "bd-01",
        "ep01",
        time_base=Fraction(1, 24),
        pts=range(48),
        end_pts=48,
        frame_rate=Fraction(24),
        width=320,
        height=180,
    )
    page = Page(store, "mei")
    yield page
    page.channel.close()


@pytest.fixture
def ren(store: Store, mei: Page):
    page = Page(store, "ren")
    yield page
    page.channel.close()


def label(store: Store, *annotations: Annotation) -> None:
    template = Template("parts", 1, "Parts", KINDS, THINGS)
    task = store.ensure_task("faces", "bd-01", template) if store.ensure_project("faces", template) else ""
    edits = tuple(Edit(Op.CREATE, one.annotation_id, 0, None, one) for one in annotations)
    store.commit(Commit("0" * 8 + "-0000-4000-8000-" + "0" * 12, task, "yui", edits, tool="canvas"))


def tag(n: int, category: str, **values: str) -> Annotation:
    attributes = {"scope": "frame", **({"values": values} if values else {})}
    return Annotation(_id(n), Kind.TAG, n, category=category, attributes=attributes)


def _id(n: int) -> str:
    return f"{n:08x}-0000-4000-8000-000000000000"


def publish(store: Store, *changes: SchemaChange) -> int:
    newest = store.schemas.get("things")
    done = apply_all(newest, changes)
    made = store.schemas.publish(done.schema, done.links, person="mei", base_version=newest.version)
    return made.version


def test_two_people_agree_on_a_merge_and_the_second_page_sees_what_the_first_did(store, mei, ren):
    label(store, tag(1, "paw"), tag(2, "paw"), tag(3, "hand"))
    before = mei.state()
    assert (before["newest"], before["maintainer"], before["proposals"]) == (1, True, [])
    assert mei.state(before["stamp"]) == {"stamp": before["stamp"], "unchanged": True}
    assert ren.state()["maintainer"] is False

    merge = {"op": "merge", "categories": ["paw"], "into": "hand"}
    proposal_id = ren.ask("proposals.propose", change=merge, reason="<script>paws are hands</script>")[
        "proposal_id"
    ]
    seen = mei.state(before["stamp"])
    assert seen["stamp"] != before["stamp"]
    (proposal,) = seen["proposals"]
    assert (proposal["person"], proposal["status"], proposal["change"]) == ("ren", "open", merge)
    assert proposal["reason"] == "<script>paws are hands</script>"  # as it was written: the page sets text
    assert proposal["names"] == {"hand": "Hand", "paw": "Paw"}
    counts = {one["category_id"]: (one["annotations"], one["tasks"]) for one in proposal["usage"]}
    assert counts == {"hand": (1, 1), "paw": (2, 1)}
    paws = next(one for one in proposal["usage"] if one["category_id"] == "paw")
    assert {one["pts"] for one in paws["examples"]} == {1, 2}

    mei.ask("proposals.vote", proposal_id=proposal_id, vote=1)
    mei.ask("proposals.remark", proposal_id=proposal_id, text="Agreed.")
    ren.ask("proposals.vote", proposal_id=proposal_id, vote=-1)
    ren.ask("proposals.vote", proposal_id=proposal_id, vote=0)
    (proposal,) = ren.state()["proposals"]
    assert proposal["votes"] == [{"person": "mei", "vote": 1}]
    assert [(one["person"], one["text"]) for one in proposal["remarks"]] == [("mei", "Agreed.")]

    assert "NotMaintainer" in ren.refused("proposals.accept", proposal_id=proposal_id, note="")
    assert mei.ask("proposals.accept", proposal_id=proposal_id, note="Paws are hands") == {"version": 2}
    assert mei.published == [2]
    state = ren.state()
    assert [one["note"] for one in state["versions"]] == ["First", "Paws are hands"]
    assert [one["status"] for one in state["proposals"]] == ["accepted"]
    assert state["proposals"][0]["accepted_version"] == 2
    assert mei.refused("proposals.vote", proposal_id=proposal_id, vote=1).startswith("UnknownProposal")


def test_a_migration_is_previewed_run_once_and_leaves_a_list_for_a_person(store, mei, ren):
    label(
        store,
        tag(1, "hand", note="waves", size="big"),
        tag(2, "hand"),
        tag(3, "prop"),
        tag(4, "body"),
    )
    assert publish(store, Split("hand", (LEFT, RIGHT)), Drop("prop")) == 2
    preview = mei.ask("migration.preview", to=2)
    assert {name: preview[name] for name in ("standing", "annotations", "changed", "unplaced", "tasks")} == {
        "standing": [1],
        "annotations": 4,
        "changed": 3,
        "unplaced": 3,
        "tasks": 1,
    }
    rows = {one["source"]: (one["kind"], one["target"], one["annotations"]) for one in preview["rows"]}
    assert rows == {
        "body": ("same", "body", 1),
        "hand": ("split", None, 2),
        "prop": ("dropped", None, 1),
    }
    assert "NotMaintainer" in ren.refused("migration.run", to=2)
    done = mei.ask("migration.run", to=2)
    assert (done["annotations"], done["unplaced"], done["repeated"]) == (3, 3, False)
    assert mei.ask("migration.run", to=2)["repeated"] is True
    assert (mei.state()["standing"], mei.state()["waiting"]) == ([2], 3)

    waiting = ren.ask("migration.waiting")  # anyone who labels may choose
    assert waiting["total"] == 3
    told = {one["frame"]: (one["was_name"], one["choices"]) for one in waiting["items"]}
    assert told == {1: ("Hand", ["left", "right"]), 2: ("Hand", ["left", "right"]), 3: ("<b>Prop</b>", [])}
    live = {one.start_pts: one for one, _ in store.live(store.tasks("faces", "bd-01")[0])}
    was = {"category": "hand", "schema_id": "things", "version": 1}
    # Without a category nothing is said by attributes: so the canvas can still move it.
    assert live[1].attributes == {
        "scope": "frame",
        "was": {**was, "values": {"note": "waves", "size": "big"}},
    }
    assert live[2].attributes == {"scope": "frame", "was": was}
    items = [
        {"annotation_id": one["annotation_id"], "version": one["version"]} for one in waiting["items"][:2]
    ]
    given = ren.ask("migration.recategorise", items=items, category="left")
    assert (len(given["done"]), given["refused"]) == (2, [])
    again = ren.ask("migration.recategorise", items=items, category="right")
    assert [one["message"] for one in again["refused"]] == ["it does not wait for a category any more"] * 2
    assert mei.state()["waiting"] == 1

    live = {one.start_pts: one for one, _ in store.live(store.tasks("faces", "bd-01")[0])}
    assert live[1].category == "left"
    assert live[1].attributes == {"scope": "frame", "values": {"note": "waves"}}
    history = store.sql(
        "SELECT version, category, tool, person FROM annotation_versions "
        f"WHERE annotation_id = '{_id(1)}' ORDER BY version"
    )
    assert history.fillna("").values.tolist() == [
        [1, "hand", "canvas", "yui"],
        [2, "", "migration", "mei"],
        [3, "left", "recategorise", "ren"],
    ]


def test_what_waits_since_two_versions_may_become_what_its_category_is_now(store, mei):
    label(store, tag(1, "hand"))
    publish(store, Split("hand", (LEFT, RIGHT)))
    publish(store, Split("left", (Category("thumb", "Thumb", "#000000"), LEFT), "left"))
    mei.ask("migration.run", to=3)
    (item,) = mei.ask("migration.waiting")["items"]
    assert item["choices"] == ["thumb", "left", "right"]


def test_points_do_not_become_those_of_another_skeleton(store, mei):
    point = Annotation(
        _id(7), Kind.POINT, 5, category="prop", geometry={"points": [{"x": 1, "y": 1}]}, attributes={}
    )
    label(store, point, tag(6, "prop"))
    mei.ask("migration.run", to=publish(store, Drop("prop")))
    items = [{"annotation_id": _id(n), "version": 2} for n in (6, 7)]
    given = mei.ask("migration.recategorise", items=items, category="arms")
    assert given["done"] == [_id(6)]
    (refused,) = given["refused"]
    assert refused["annotation_id"] == _id(7)
    assert "2 key points, got 1" in refused["message"]
    assert mei.refused("migration.recategorise", items=items[1:], category="nowhere").startswith(
        "UnknownCategory"
    )


def test_proposals_that_collide_name_each_other_and_what_no_longer_applies_says_so(store, mei, ren):
    drop = ren.propose(Drop("hand"), "nobody draws hands")
    merge = {"op": "merge", "categories": ["hand"], "into": "paw"}
    other = mei.ask("proposals.propose", change=merge, reason="")["proposal_id"]
    told = {one["proposal_id"]: one for one in ren.state()["proposals"]}
    assert [one["proposal_id"] for one in told[drop]["collisions"]] == [other]
    assert "dropped, merged or split since" in told[other]["collisions"][0]["why"]

    mei.ask("proposals.accept", proposal_id=drop, note="")
    left = next(one for one in ren.state()["proposals"] if one["proposal_id"] == other)
    assert "no category 'hand'" in left["refusal"]
    assert left["names"]["hand"] == "Hand"  # as it was called when that was proposed
    assert mei.refused("proposals.accept", proposal_id=other, note="").startswith("SchemaChangeRefused")
    assert mei.refused("proposals.propose", change=merge, reason="").startswith("SchemaChangeRefused")
    assert ren.refused("proposals.withdraw", proposal_id=other).startswith("NotMaintainer")
    mei.ask("proposals.reject", proposal_id=other, reason="hands are gone")
    told = {one["proposal_id"]: one for one in ren.state()["proposals"]}
    assert (told[other]["status"], told[other]["decision_reason"]) == ("rejected", "hands are gone")


def test_a_whole_draft_is_proposed_as_one_and_made_as_one(store, mei, ren):
    changes = [
        {"op": "add", "category": {"category_id": "tail", "name": "尻尾", "colour": "#000000"}},
        {"op": "move", "category_id": "paw", "parent": "tail"},
    ]
    proposal = ren.ask("proposals.propose", change={"op": "several", "changes": changes}, reason="")
    assert mei.ask("proposals.accept", proposal_id=proposal["proposal_id"], note="")["version"] == 2
    assert mei.ask("schema.version", version=2)["schema"]["categories"][-1]["parent"] == "tail"
    assert store.schemas.get("things").category("paw").parent == "tail"


def test_versions_and_what_became_of_their_categories_are_told(store, mei):
    publish(store, Split("hand", (LEFT, RIGHT), "left"))
    publish(store, Drop("right"))
    assert mei.ask("schema.difference", **{"from": 1, "to": 3}) == {
        "links": [{"source": "hand", "targets": ["left"], "then": "left"}]
    }
    assert mei.refused("schema.version", version=9).startswith("UnknownSchema")
    assert mei.refused("schema.difference", **{"from": 3, "to": 1}).startswith("SchemaError")


def test_a_maintainer_names_another_one(mei, ren):
    assert "NotMaintainer" in ren.refused("schema.add_maintainer", person="ren")
    mei.ask("schema.add_maintainer", person="ren")
    assert ren.state()["maintainers"] == ["mei", "ren"]


NONSENSE = [
    ("community.state", {}, "'stamp' is missing"),
    ("community.state", {"stamp": 5}, "stamp: expected a string"),
    ("community.state", {"stamp": None, "person": "mei"}, "'person' is unknown"),
    ("schema.version", {"version": True}, "version: expected an integer"),
    ("migration.run", {"to": 0}, "to: expected an integer from 1"),
    ("migration.recategorise", {"items": [], "category": "a"}, "items"),
    (
        "migration.recategorise",
        {"items": [{"annotation_id": "x", "version": 1}], "category": "a"},
        "UUID",
    ),
    ("proposals.propose", {"change": {"op": "explode"}, "reason": ""}, "change.op"),
    ("proposals.propose", {"change": {"op": "drop", "category_id": "a"}, "reason": None}, "reason"),
    ("proposals.vote", {"proposal_id": "x", "vote": 1}, "UUID"),
    ("proposals.vote", {"proposal_id": _id(1), "vote": 2}, "vote: expected an integer from -1 to 1"),
    ("proposals.remark", {"proposal_id": _id(1), "text": ""}, "text"),
    ("proposals.accept", {"proposal_id": _id(1), "note": "", "person": "mei"}, "unknown"),
]


def test_messages_that_make_no_sense_or_say_who_sends_them_are_refused(mei):
    for method, params, why in NONSENSE:
        refused = mei.refused(method, **params)
        assert refused.startswith("MalformedMessage"), (method, params)
        assert why in refused


def test_what_is_not_there_is_no_proposal_and_an_unpublished_schema_has_none(store, mei):
    assert mei.refused("proposals.vote", proposal_id=_id(1), vote=1).startswith("UnknownProposal")
    empty = Page(store, "ren")
    empty.channel.close()
    fresh = Community(store, "nothing", "faces", "ren").methods()["community.state"]
    told = fresh.call({"stamp": None}, ()).result
    assert (told["newest"], told["versions"], told["proposals"]) == (0, [], [])
    assert (told["maintainer"], told["standing"], told["waiting"]) == (True, [], 0)
