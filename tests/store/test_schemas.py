"""Schemas of categories: versions, drafts, maintainers, and what becomes of labels."""

from __future__ import annotations

import pytest

from animewidgets.annotations import (
    Annotation,
    Attribute,
    Category,
    CategorySchema,
    Example,
    Group,
    Kind,
    Skeleton,
    Template,
    Translation,
)
from animewidgets.annotations.schema_changes import Drop, Merge, Split, apply_all
from animewidgets.errors import (
    NotMaintainer,
    SchemaChangeRefused,
    UnknownProposal,
    UnknownSchema,
)
from animewidgets.store import Store
from tests.store.conftest import Desk, create, new_id, sit_down

FIRST = CategorySchema(
    "weather",
    1,
    (
        Category("sun", "Sun", "#f0e442", "1"),
        Category("rain", "Rain", "#4477aa", "2"),
        Category("drizzle", "Drizzle", "#56b4e9", "3", parent="rain"),
        Category("snow", "Snow", "#bbbbbb"),
    ),
)
PARTS = (Category("hail", "Hail", "#999933"), Category("flakes", "Flakes", "#ffffff"))


def template(schema: CategorySchema, version: int = 1) -> Template:
    return Template("sky", version, "Sky", (Kind.TAG,), schema)


@pytest.fixture
def sky(store: Store) -> Desk:
    """The task of tagging the weather, by categories that ``aoi`` published."""
    sit_down(store)
    schema = store.schemas.publish(FIRST, person="aoi", note="First", base_version=0)
    store.ensure_project("default", template(schema))
    return Desk(store, store.ensure_task("default", "release-web", template(schema)))


def tag(category: str | None, pts: int = 104, **attributes: object) -> Annotation:
    return Annotation(new_id(), Kind.TAG, pts, category=category, attributes={"scope": "frame", **attributes})


def publish(store: Store, *changes, person: str = "aoi") -> CategorySchema:
    newest = store.schemas.get("weather")
    applied = apply_all(newest, changes)
    return store.schemas.publish(
        applied.schema, applied.links, person=person, base_version=newest.version, note="Next"
    )


def test_a_schema_comes_back_whole(store: Store):
    schema = CategorySchema(
        "whole",
        1,
        (
            Category(
                "a",
                "雨 <b>",
                "#123456",
                "q",
                description="**When**",
                attributes=(Attribute("wet", required=True),),
                skeleton=Skeleton(("l", "r"), (("l", "r"),)),
                translations=(Translation("ja", "雨"), Translation("en", "Rain", "It rains")),
                examples=(Example("release-web", 104, "drops"),),
            ),
            Category("b", "ب", "#abcdef", parent="a"),
        ),
        (Group("both", ("b", "a"), exclusive=False),),
    )
    assert store.schemas.publish(schema, person="aoi", base_version=0) == schema
    store.schemas._known.clear()
    assert store.schemas.get("whole") == schema
    assert store.schemas.get("whole", 1) == schema
    with pytest.raises(UnknownSchema, match="no version 2"):
        store.schemas.get("whole", 2)
    listed = store.schemas.list()
    assert listed[["schema_id", "newest", "categories"]].values.tolist() == [["whole", 1, 2]]
    assert list(listed["maintainers"][0]) == ["aoi"]


def test_merged_labels_follow_the_migration_and_their_old_names_are_found(sky: Desk):
    drizzle, rain, snow = tag("drizzle"), tag("rain"), tag("snow", 146)
    sky.do(create(drizzle), create(rain), create(snow), person="bea")
    publish(sky.store, Merge(("drizzle",), "rain"), Split("snow", PARTS))
    preview = sky.store.schemas.preview("default", "weather", 2)
    told = {row.source: (row.kind, row.target, row.annotations, row.tasks) for row in preview.itertuples()}
    assert told["drizzle"] == ("merged", "rain", 1, 1)
    assert told["snow"][0] == "split"
    done = sky.store.schemas.migrate("default", "weather", 2, person="aoi")
    assert (done.number, done.annotations, done.unplaced, done.repeated) == (2, 2, 1, False)
    again = sky.store.schemas.migrate("default", "weather", 2, person="aoi")
    assert (again.number, again.annotations, again.repeated) == (2, 2, True)
    live = {one.annotation_id: (one.category, version) for one, version in sky.store.live(sky.task)}
    assert live == {
        drizzle.annotation_id: ("rain", 2),
        rain.annotation_id: ("rain", 1),
        snow.annotation_id: (None, 2),
    }
    waiting = sky.store.sql("FROM to_recategorise")
    assert waiting[["was", "was_name", "was_version"]].values.tolist() == [["snow", "Snow", 1]]
    assert sorted(waiting["choices"][0]) == ["flakes", "hail"]
    history = sky.store.sql(f"FROM category_history WHERE annotation_id = '{drizzle.annotation_id}'")
    assert history[
        ["category_name", "schema_version", "person", "category_before_name", "category_now_name"]
    ].fillna("").values.tolist() == [["Drizzle", 1, "bea", "", "Rain"], ["Rain", 2, "aoi", "Drizzle", "Rain"]]
    assert sky.store.schema_of(sky.task).version == 2
    assert [one.category_id for one in sky.store.template_of(sky.task).categories] == [
        "sun",
        "rain",
        "hail",
        "flakes",
    ]
    assert sky.store.sql("FROM annotations WHERE category = 'rain'")["category_name"].tolist() == [
        "Rain",
        "Rain",
    ]


def test_a_task_is_found_again_by_older_and_newer_versions_of_its_template(sky: Desk):
    sky.do(create(tag("drizzle")))
    second = publish(sky.store, Merge(("drizzle",), "rain"))
    store = sky.store
    assert store.ensure_task("default", "release-web", template(second, 2)) == sky.task
    assert store.template_of(sky.task).version == 2
    assert store.template_of(sky.task).categories.version == 1
    store.schemas.migrate("default", "weather", 2, person="aoi")
    for one in (template(FIRST), template(second, 2), template(second, 3)):
        assert store.ensure_task("default", "release-web", one) == sky.task
    assert store.template_of(sky.task).categories == second
    assert len(store.tasks("default", "release-web")) == 2  # this one, and that of the cuts


def test_proposals_are_voted_on_and_accepted(sky: Desk):
    store, proposals = sky.store, sky.store.proposals
    sky.do(create(tag("drizzle")))
    merge = proposals.propose(
        "weather", Merge(("drizzle",), "rain"), person="bea", project="default", reason="Nobody can tell"
    )
    drop = proposals.propose("weather", Drop("drizzle"), person="cem", project="default", reason="Too rare")
    proposals.vote(merge, "aoi", 1)
    proposals.vote(merge, "cem", -1)
    proposals.vote(merge, "cem", 0)
    proposals.remark(merge, "cem", "Well then")
    one, other = proposals.open("weather")
    assert (one.votes, [said.text for said in one.remarks], one.refusal) == ({"aoi": 1}, ["Well then"], None)
    assert one.usage == {"drizzle": 1, "rain": 0}
    assert set(one.collisions or ()) == {drop}
    with pytest.raises(NotMaintainer, match="aoi can"):
        proposals.accept(merge, person="bea")
    made = proposals.accept(merge, person="aoi")
    assert made.version == 2
    assert "drizzle" not in made
    (left,) = proposals.open("weather")
    assert left.proposal_id == drop
    assert left.refusal is not None
    with pytest.raises(SchemaChangeRefused):
        proposals.accept(drop, person="aoi")
    with pytest.raises(NotMaintainer):
        proposals.withdraw(drop, person="bea")
    proposals.withdraw(drop, person="cem")
    with pytest.raises(UnknownProposal, match="withdrawn"):
        proposals.vote(drop, "aoi", 1)
    assert proposals.list("weather")["status"].tolist() == ["accepted", "withdrawn"]
    assert other.proposal_id == drop
    assert store.schemas.versions("weather")["note"].tolist() == [
        "First",
        "Proposed by bea: Nobody can tell",
    ]
