"""Schemas of categories: versions, drafts, maintainers, and what becomes of labels."""

from __future__ import annotations

from dataclasses import replace

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
from animewidgets.annotations.gallery import gallery
from animewidgets.annotations.schema_changes import Add, Drop, Edit, Merge, Split, apply_all
from animewidgets.errors import (
    NotMaintainer,
    SchemaChangeRefused,
    SchemaError,
    StoreError,
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


def test_every_template_of_the_gallery_comes_back_whole(store: Store):
    for one in gallery().values():
        store.templates.publish(one, person="aoi")
        assert store.templates.get(one.template_id) == one
        store.templates.publish(one, person="bea")  # says the same
        with pytest.raises(StoreError, match="says something else: give it the version"):
            store.templates.publish(replace(one, guidelines="Otherwise"), person="bea")
    listed = store.templates.list()
    assert set(listed["template_id"]) >= set(gallery())
    assert set(listed["published_by"]) == {"aoi"}


def test_a_task_has_its_template_whole_with_the_categories_in_force(sky: Desk):
    one = replace(template(sky.store.schemas.get("weather"), 7), overlap=3, description="Look up")
    task = sky.store.ensure_task("default", "release-web", one)
    assert task == sky.task
    publish(sky.store, Drop("snow"))
    sky.store.schemas.migrate("default", "weather", 2, person="aoi")
    found = sky.store.template_of(task)
    assert (found.version, found.overlap, found.description) == (7, 3, "Look up")
    assert "snow" not in found.categories


def test_drafts_are_folded_from_steps_and_end_with_publishing(store: Store):
    schemas = store.schemas
    add = [Add(one) for one in FIRST.categories]
    assert schemas.draft("weather", "aoi").base_version == 0
    schemas.save_draft("weather", "aoi", add[:2], base_version=0)
    schemas.save_draft("weather", "aoi", add[2:3], base_version=0)
    assert schemas.save_draft("weather", "aoi", "undo", base_version=0).changes == tuple(add[:2])
    assert schemas.save_draft("weather", "aoi", "redo", base_version=0).changes == tuple(add[:3])
    assert schemas.save_draft("weather", "aoi", "redo", base_version=0).changes == tuple(add[:3])
    schemas.save_draft("weather", "aoi", "undo", base_version=0)
    draft = schemas.save_draft("weather", "aoi", add[3:], base_version=0)
    assert (draft.changes, draft.undone) == ((*add[:2], add[3]), ())
    assert schemas.draft("weather", "bea").changes == ()
    made = apply_all(CategorySchema("weather", 1, ()), draft.changes).schema
    schemas.publish(made, person="aoi", base_version=0, from_draft=True)
    assert (schemas.draft("weather", "aoi").changes, schemas.draft("weather", "aoi").base_version) == ((), 1)


def test_only_maintainers_publish_and_say_who_else_may(sky: Desk):
    schemas = sky.store.schemas
    with pytest.raises(NotMaintainer, match="aoi can"):
        publish(sky.store, Drop("snow"), person="bea")
    with pytest.raises(NotMaintainer):
        schemas.add_maintainer("weather", "bea", by="bea")
    with pytest.raises(NotMaintainer):
        schemas.migrate("default", "weather", 1, person="bea")
    schemas.add_maintainer("weather", "bea", by="aoi")
    assert schemas.maintainers("weather") == ["aoi", "bea"]
    assert publish(sky.store, Edit("sun", {"name": "Sunshine"}), person="bea").version == 2
    with pytest.raises(UnknownSchema):
        schemas.add_maintainer("nothing", "bea", by="aoi")


def test_the_way_over_several_versions_is_one_map(sky: Desk):
    publish(sky.store, Split("snow", PARTS, "hail"))
    publish(sky.store, Merge(("hail", "drizzle"), "rain"), Edit("sun", {"name": "Sunshine"}))
    carried = sky.store.schemas.map("weather", 1, 3)
    assert {one.source: one.then for one in carried.links} == {
        "sun": "sun",
        "rain": "rain",
        "drizzle": "rain",
        "snow": "rain",
    }
    links = sky.store.sql(
        "SELECT kind, source_name, target_name, takes FROM category_links "
        "WHERE to_version = 2 AND kind <> 'same'"
    )
    assert links.values.tolist() == [["split", "Snow", "Flakes", False], ["split", "Snow", "Hail", True]]
    kinds = sky.store.sql(
        "SELECT kind, count(*) FROM category_links WHERE to_version = 3 GROUP BY ALL ORDER BY ALL"
    )
    assert kinds.values.tolist() == [["merged", 3], ["renamed", 1], ["same", 1]]
    for wrong in ((3, 1), (1, 4)):
        with pytest.raises(SchemaError):
            sky.store.schemas.map("weather", *wrong)


def test_who_migrates_what_cannot_be_is_told_why(sky: Desk):
    schemas = sky.store.schemas
    publish(sky.store, Drop("snow"))
    publish(sky.store, Drop("drizzle"))
    with pytest.raises(UnknownSchema, match="no version 9"):
        schemas.migrate("default", "weather", 9, person="aoi")
    with pytest.raises(StoreError, match="no project 'nowhere'"):
        schemas.preview("nowhere", "weather", 2)
    sky.store.ensure_project("empty", template(FIRST))
    with pytest.raises(SchemaError, match="nothing to migrate"):
        schemas.migrate("empty", "weather", 2, person="aoi")
    assert schemas.migrate("default", "weather", 3, person="aoi").annotations == 0
    with pytest.raises(SchemaError, match="not back to 2"):
        schemas.migrate("default", "weather", 2, person="aoi")


def test_usage_tells_of_every_category_with_the_newest_frames(sky: Desk):
    sky.do(create(tag("rain", 104)))
    sky.do(create(tag("rain", 146)), create(tag("sun", 21)))
    used = sky.store.schemas.usage("weather").set_index("category_id")
    assert used["annotations"].to_dict() == {"sun": 1, "rain": 2, "drizzle": 0, "snow": 0}
    assert [one["pts"] for one in used.loc["rain", "examples"]] == [146, 104]


def test_the_names_of_a_difference_hold_in_the_view_too(sky: Desk):
    publish(sky.store, Add(Category("fog", "Fog", "#888888")), Drop("snow"))
    kinds = sky.store.sql(
        "SELECT kind, source, target FROM category_links WHERE kind IN ('added', 'dropped')"
    )
    told = [tuple(None if not isinstance(one, str) else one for one in row) for row in kinds.values.tolist()]
    assert sorted(told) == [("added", None, "fog"), ("dropped", "snow", None)]
