"""Drafts and proposals: what changes do to a schema, what they do to labels, and when they collide."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from animewidgets.annotations import Attribute, AttributeKind, Category, CategorySchema, Group
from animewidgets.annotations.category_hotkeys import hotkey_conflicts
from animewidgets.annotations.schema_changes import (
    Add,
    Applied,
    Drop,
    Edit,
    Merge,
    Move,
    PutGroup,
    SchemaChange,
    Split,
    _collision,
    apply,
    apply_all,
    collision,
)
from animewidgets.annotations.schema_changes_json import change_from_json, change_to_json
from animewidgets.annotations.version_map import (
    Difference,
    Link,
    LinkKind,
    VersionMap,
    difference,
    guessed_map,
)
from animewidgets.errors import MalformedMessage, SchemaChangeRefused
from tests.annotations.schema_edits import changes, schemas

THINGS = CategorySchema(
    "things",
    1,
    (
        Category("body", "Body", "#e69f00", "1"),
        Category("hand", "Hand", "#56b4e9", "2", parent="body"),
        Category("paw", "Paw", "#009e73", parent="body"),
        Category("prop", "Prop", "#d55e00", "3"),
        Category("sword", "Sword", "#cc79a7", parent="prop"),
    ),
    (Group("limb", ("hand", "paw")),),
)


def made(schema: CategorySchema, *wanted: SchemaChange) -> Applied:
    """What comes of those of the changes that the schema does not refuse."""
    done = apply_all(schema, ())
    kept: list[SchemaChange] = []
    for one in wanted:
        try:
            done = apply_all(schema, [*kept, one])
        except SchemaChangeRefused:
            continue
        kept.append(one)
    return done


def tree(schema: CategorySchema) -> list[tuple[str, str | None]]:
    return [(one.category_id, one.parent) for one in schema]


def test_a_merge_takes_labels_and_children_along_and_a_split_leaves_the_choice_to_a_person() -> None:
    merged = apply(THINGS, Merge(("paw",), "hand"))
    assert tree(merged.schema) == [
        ("body", None),
        ("hand", "body"),
        ("prop", None),
        ("sword", "prop"),
    ]
    assert merged.schema.groups == (Group("limb", ("hand",)),)
    assert merged.map_to(2).carry("paw") == "hand"

    left, right = Category("left", "Left hand", "#000000"), Category("right", "Right hand", "#ffffff")
    split = apply(merged.schema, Split("hand", (left, right)))
    assert tree(split.schema)[1:3] == [("left", "body"), ("right", "body")]
    whole = apply_all(THINGS, [Merge(("paw",), "hand"), Split("hand", (left, right))]).map_to(2)
    assert whole.link("paw") == Link("paw", ("left", "right"), None)
    assert whole.carry_counts({"paw": 3, "hand": 4, "prop": 5}) == ({"prop": 5}, {"paw": 3, "hand": 4})


def test_what_a_dropped_category_held_moves_up_and_its_labels_wait() -> None:
    dropped = apply(THINGS, Drop("prop"))
    assert ("sword", None) in tree(dropped.schema)
    assert dropped.map_to(2).carry_counts({"prop": 2, "sword": 1}) == ({"sword": 1}, {"prop": 2})


def test_a_category_moves_with_all_that_lies_below_it() -> None:
    moved = apply(THINGS, Move("body", "prop", before="sword")).schema
    assert tree(moved) == [
        ("hand", "body"),
        ("paw", "body"),
        ("prop", None),
        ("body", "prop"),
        ("sword", "prop"),
    ]
    assert moved.groups == THINGS.groups


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (Move("body", "hand"), "which is or lies below it"),
        (Move("body", "body"), "which is or lies below it"),
        (Move("hand", "nowhere"), "no category 'nowhere'"),
        (Move("hand", "prop", before="paw"), "no sibling"),
        (Merge(("body",), "hand"), "lies below it"),
        (Merge(("hand",), "hand"), "nothing to merge"),
        (Merge(("hand", "gone"), "paw"), "no category 'gone'"),
        (Add(Category("hand", "Another", "#000000")), "already"),
        (Split("hand", (Category("x", "X", "#000000"),)), "two parts at least"),
        (Split("hand", (Category("x", "X", "#000000"), Category("paw", "P", "#000000"))), "already"),
        (Edit("hand", {"parent": "prop"}), "cannot be set"),
        (PutGroup(Group("other", ("hand",))), "in the group 'limb' already"),
        (Drop("gone"), "dropped, merged or split since"),
    ],
)
def test_a_change_that_makes_no_sense_is_refused_with_a_reason(change: SchemaChange, why: str) -> None:
    with pytest.raises(SchemaChangeRefused, match=why):
        apply(THINGS, change)


def test_categories_whose_attributes_disagree_are_not_merged() -> None:
    a = Category("a", "A", "#000000", attributes=(Attribute("size", AttributeKind.NUMBER),))
    b = Category("b", "B", "#000000", attributes=(Attribute("size"), Attribute("note")))
    with pytest.raises(SchemaChangeRefused, match="'size'"):
        apply(CategorySchema("s", 1, (a, b)), Merge(("b",), "a"))
    b = Category("b", "B", "#000000", attributes=(Attribute("note"),))
    (left,) = apply(CategorySchema("s", 1, (a, b)), Merge(("b",), "a")).schema
    assert [one.name for one in left.attributes] == ["size", "note"]


def test_proposals_collide_where_not_both_can_be_made() -> None:
    rename, other = Edit("hand", {"name": "Palm"}), Edit("hand", {"name": "Fist"})
    assert "'hand'" in (collision(THINGS, rename, other) or "")
    assert collision(THINGS, rename, Edit("hand", {"colour": "#000000"})) is None
    assert collision(THINGS, Merge(("hand",), "paw"), Merge(("paw",), "hand"))  # a circle
    assert "dropped, merged or split since" in (collision(THINGS, rename, Drop("hand")) or "")
    assert collision(THINGS, Drop("paw"), Drop("sword")) is None
    assert collision(THINGS, Move("body", "prop"), Move("prop", "body"))


def test_a_difference_has_a_line_for_everything() -> None:
    done = apply_all(
        THINGS,
        [
            Merge(("paw",), "hand"),
            Edit("body", {"name": "Figure", "colour": "#123456"}),
            Drop("sword"),
            Split("prop", (Category("tool", "Tool", "#000000"), Category("toy", "Toy", "#ffffff")), "tool"),
            Add(Category("sky", "Sky", "#56b4e9")),
        ],
    )
    assert difference(THINGS, done.schema, done.map_to(2)) == (
        Difference(LinkKind.RENAMED, ("body",), ("body",), "body", ("name", "colour")),
        Difference(LinkKind.MERGED, ("hand", "paw"), ("hand",), "hand"),
        Difference(LinkKind.SPLIT, ("prop",), ("tool", "toy"), "tool"),
        Difference(LinkKind.DROPPED, ("sword",), (), None),
        Difference(LinkKind.ADDED, (), ("sky",)),
    )


def test_a_schema_that_came_as_a_whole_is_matched_by_identity_and_then_by_name() -> None:
    came = CategorySchema(
        "things",
        2,
        (
            Category("body", "Body", "#000000"),
            Category("h1", "Hand", "#000000"),
            Category("new", "New", "#000000"),
        ),
    )
    found = guessed_map(THINGS, came)
    assert [found.carry(one.category_id) for one in THINGS] == ["body", "h1", None, None, None]


def test_keys_that_two_categories_have_are_named() -> None:
    twice = CategorySchema("s", 1, (Category("a", "A", "#000000", "q"), Category("b", "B", "#000000", "Q")))
    assert hotkey_conflicts(twice) == {"q": ("a", "b")}
    assert hotkey_conflicts(THINGS) == {}


@given(schemas(), st.lists(changes(), max_size=6), st.data())
def test_no_label_is_lost_or_doubled_by_any_changes(
    schema: CategorySchema, wanted: list[SchemaChange], data: st.DataObject
) -> None:
    done = made(schema, *wanted)
    links = done.map_to(2)
    counts = {one.category_id: data.draw(st.integers(0, 1000)) for one in schema}
    placed, unplaced = links.carry_counts(counts)
    assert sum(placed.values()) + sum(unplaced.values()) == sum(counts.values())
    assert set(placed) <= {one.category_id for one in done.schema}
    assert [one.source for one in links.links] == [one.category_id for one in schema]
    told = difference(schema, done.schema, links)
    sources = [source for line in told for source in line.sources]
    assert sorted(sources) == sorted(one.category_id for one in schema)  # each once
    assert {target for line in told for target in line.targets} == {one.category_id for one in done.schema}


@given(
    schemas(),
    st.lists(changes(), max_size=4),
    st.lists(changes(), max_size=4),
    st.lists(changes(), max_size=3),
)
def test_maps_compose_as_their_changes_do(
    schema: CategorySchema, first: list[SchemaChange], second: list[SchemaChange], third: list[SchemaChange]
) -> None:
    maps: list[VersionMap] = []
    now = schema
    for version, wanted in enumerate((first, second, third), start=2):
        done = made(now, *wanted)
        maps.append(done.map_to(version))
        now = CategorySchema("things", version, done.schema.categories, done.schema.groups)
    a, b, c = maps
    assert a.compose(b).compose(c) == a.compose(b.compose(c))
    for one in schema:
        middle = a.carry(one.category_id)
        assert a.compose(b).carry(one.category_id) == (None if middle is None else b.carry(middle))


@given(schemas(), changes())
def test_a_change_survives_the_way_to_the_browser_and_back(
    schema: CategorySchema, change: SchemaChange
) -> None:
    told = json.loads(json.dumps(change_to_json(change)))
    assert change_from_json(told) == change
    assert made(schema, change_from_json(told)) == made(schema, change)


@given(schemas(), changes(), changes())
def test_collisions_are_the_same_from_both_sides(
    schema: CategorySchema, first: SchemaChange, second: SchemaChange
) -> None:
    assert (collision(schema, first, second) is None) == (collision(schema, second, first) is None)


@given(schemas(), changes(), changes())
def test_a_collision_shows_in_the_part_of_the_schema_around_the_changes(
    schema: CategorySchema, first: SchemaChange, second: SchemaChange
) -> None:
    assert collision(schema, first, second) == _collision(schema, first, second)


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"op": "explode"}, "change.op"),
        ({"op": "drop"}, "category_id"),
        ({"op": "drop", "category_id": 5}, "category_id"),
        ({"op": "edit", "category_id": "a", "set": {}}, "expected some of"),
        ({"op": "edit", "category_id": "a", "set": {"colour": "red"}}, "#rrggbb"),
        ({"op": "edit", "category_id": "a", "set": {"name": None}}, "name"),
        ({"op": "move", "category_id": "a", "parent": None, "beside": "b"}, "beside"),
        ({"op": "several", "changes": []}, "changes"),
        ({"op": "several", "changes": [{"op": "several", "changes": []}]}, "within several"),
        ([], "change.op"),
    ],
)
def test_a_message_that_is_no_change_is_refused_at_its_place(told: object, why: str) -> None:
    with pytest.raises(MalformedMessage, match=why):
        change_from_json(told)
