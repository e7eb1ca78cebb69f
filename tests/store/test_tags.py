"""Tags, the spans that they cover, and what is said by attributes: as rows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from animewidgets.annotations import (
    CUT_TIMING,
    Annotation,
    Attribute,
    AttributeKind,
    Category,
    CategorySchema,
    Group,
    Kind,
    Skeleton,
    Template,
    own_schema,
)
from animewidgets.errors import StoreError
from animewidgets.store import Store
from tests.store.conftest import VFR_END, VFR_PTS, Desk, create, cut, new_id, sit_down

QUERIES = Path(__file__).resolve().parents[2] / "store" / "queries"
#: A name that is something else in a path of JSON.
SKY = '*."sky\\'
DAY = Category(
    "day",
    "Day",
    "#f0e442",
    attributes=(
        Attribute("weather", AttributeKind.CHOICE, choices=("sun", "rain"), required=True),
        Attribute(SKY, AttributeKind.NUMBER),
        Attribute("begins at", AttributeKind.TIME),
    ),
)
NIGHT = Category("night", "Night", "#4477aa", description="Dark")
CREDITS = Category("credits", "Credits", "#bbbbbb", skeleton=Skeleton(("a", "b"), (("a", "b"),)))
SCHEMA = own_schema([DAY, NIGHT, CREDITS], [Group("time of day", ("day", "night"))])
TAGGING = Template("tagging", 1, "Tags", (Kind.TAG, Kind.BOX), SCHEMA)


@pytest.fixture
def tags(store: Store, desk: Desk) -> Desk:
    """The task of tagging the release whose cuts ``desk`` marks, in the same project."""
    store.ensure_project("default", TAGGING)
    return Desk(store, store.ensure_task("default", "release-web", TAGGING))


def tag(start: int, category: str, scope: str | None, end: int | None = None, **values: object) -> Annotation:
    attributes = {**({"scope": scope} if scope else {}), **({"values": values} if values else {})}
    return Annotation(new_id(), Kind.TAG, start, end, category, attributes=attributes)


def test_a_tag_covers_its_frame_its_span_or_its_shot(tags: Desk, desk: Desk):
    desk.do(create(cut(146)), create(cut(396)))
    tags.do(
        create(tag(62, "day", "frame")),
        create(tag(521, "night", "frame")),
        create(tag(104, "credits", "span", 250)),
        create(tag(146, "night", "shot")),
        create(tag(396, "day", "shot")),
        create(tag(104, "day", None, 146)),
    )
    rows = tags.store.rows("tags", tags.task)
    told = rows[["scope", "category", "start_frame", "end_frame", "start_pts", "end_pts"]]
    assert sorted(told.itertuples(index=False, name=None)) == sorted(
        [
            ("frame", "day", 1, 2, 62, 104),
            ("frame", "night", 9, 10, 521, VFR_END),
            ("span", "credits", 2, 5, 104, 250),
            ("shot", "night", 3, 6, 146, 396),
            ("shot", "day", 6, 10, 396, VFR_END),
            ("span", "day", 2, 3, 104, 146),
        ]
    )
    assert dict(zip(rows["category"], rows["group"].fillna(""), strict=True)) == {
        "day": "time of day",
        "night": "time of day",
        "credits": "",
    }
    assert tags.store.shot_starts(tags.task) == [146, 396]


def test_cuts_of_another_project_are_none_here(tags: Desk):
    elsewhere = sit_down(tags.store, "elsewhere")
    elsewhere.do(create(cut(250)))
    tags.do(create(tag(21, "day", "shot")))
    assert tags.store.shot_starts(tags.task) == []
    assert tags.store.rows("tags", tags.task)["end_pts"].tolist() == [VFR_END]


def test_what_is_said_of_things_comes_as_rows_and_so_does_what_is_missing(tags: Desk):
    said = tag(21, "day", "frame", **{"weather": "rain", SKY: 0.5, "begins at": VFR_PTS[6]})
    silent = tag(62, "day", "frame")
    box = Annotation(
        new_id(),
        Kind.BOX,
        104,
        None,
        "day",
        {"x": 0, "y": 0, "width": 9, "height": 9},
        attributes={"values": {"weather": "sun"}},
    )
    tags.do(create(said), create(silent), create(box), create(tag(62, "night", "frame")))
    rows = tags.store.rows("attribute_values", tags.task)
    told = {(row.frame, row.name): (row.said, row.number, row.said_frame) for row in rows.itertuples()}
    assert set(told) == {(0, "weather"), (0, SKY), (0, "begins at"), (2, "weather")}
    assert told[0, "weather"][0] == "rain"
    assert told[0, SKY][1] == 0.5
    assert told[0, "begins at"][1:] == (VFR_PTS[6], 6)
    missing = tags.store.rows("missing_attributes", tags.task)
    assert missing[["annotation_id", "name"]].astype(str).values.tolist() == [
        [silent.annotation_id, "weather"]
    ]


def test_the_store_knows_what_the_schema_says(tags: Desk):
    details = tags.store.sql("SELECT category_id, description, skeleton FROM category_details ORDER BY ALL")
    assert details["category_id"].tolist() == ["credits", "day", "night"]
    assert details["description"].tolist()[2] == "Dark"
    groups = tags.store.sql("SELECT name, members, exclusive FROM category_groups")
    assert [list(members) for members in groups["members"]] == [["day", "night"]]
    assert groups["exclusive"].tolist() == [True]


def test_a_schema_that_has_none_of_it_leaves_no_rows(store: Store, desk: Desk):
    store.ensure_project("plain", CUT_TIMING)
    for table in ("category_details", "category_groups"):
        assert store.sql(f"SELECT count(*) AS n FROM {table}")["n"].tolist() == [0]


def test_tags_that_exclude_each_other_are_found(tags: Desk):
    tags.do(
        create(tag(62, "day", "frame")),
        create(tag(62, "night", "frame")),
        create(tag(62, "credits", "frame")),
        create(tag(21, "day", "span", 146)),
        create(tag(146, "night", "span", 250)),
    )
    query = (QUERIES / "tags_that_exclude_each_other.sql").read_text()
    rows = tags.store.sql(query)
    assert rows[["group", "one", "other", "start_frame", "end_frame"]].values.tolist() == [
        ["time of day", "day", "night", 1, 2]
    ]


def test_a_schema_that_changed_under_the_same_version_is_refused(store: Store, desk: Desk):
    def template(*categories: Category, groups: tuple[Group, ...] = ()) -> Template:
        schema = CategorySchema("by-hand", 1, categories, groups)
        return Template("by-hand", 1, "By hand", (Kind.TAG,), schema)

    group = Group("time of day", ("day", "night"))
    first = template(DAY, NIGHT, CREDITS, groups=(group,))
    store.ensure_project("by hand", first)
    store.ensure_task("by hand", "release-web", first)
    bare = replace(DAY, attributes=())
    for changed, what in [
        (template(bare, NIGHT, CREDITS, groups=(group,)), "attributes or key points of 'day'"),
        (template(DAY, NIGHT, replace(CREDITS, skeleton=None), groups=(group,)), "key points of 'credits'"),
        (template(DAY, NIGHT, CREDITS), "other groups"),
        (template(DAY, NIGHT, CREDITS, groups=(replace(group, exclusive=False),)), "other groups"),
    ]:
        with pytest.raises(StoreError, match=what):
            store.ensure_task("by hand", "release-web", changed)
    # What only describes may change: it says nothing of what was labelled.
    described = template(DAY, replace(NIGHT, description="Darker"), CREDITS, groups=(group,))
    store.ensure_task("by hand", "release-web", described)
