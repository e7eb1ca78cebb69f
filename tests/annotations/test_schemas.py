"""Category schemas: attributes, groups and skeletons, their JSON, and their identities."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from animewidgets.annotations import (
    DRAWN_THINGS,
    SHOT_SCALE,
    Attribute,
    AttributeKind,
    Category,
    CategorySchema,
    Group,
    Skeleton,
    own_schema,
    schema_from_json,
    schema_to_json,
)
from animewidgets.errors import MalformedMessage

MOUTH = Category(
    "mouth",
    "Mouth",
    "#e69f00",
    "1",
    description="The mouth **as drawn**.",
    attributes=(
        Attribute("shape", AttributeKind.CHOICE, choices=("open", "closed"), required=True),
        Attribute("teeth", AttributeKind.NUMBER, unit="teeth", minimum=0, maximum=32, default=0),
        Attribute("off model", AttributeKind.FLAG),
        Attribute("drawn first at", AttributeKind.TIME),
        Attribute("note", description="what else"),
    ),
)
EYES = Category(
    "eyes",
    "Eyes",
    "#56b4e9",
    skeleton=Skeleton(
        ("L", "R", "nose"), (("L", "nose"), ("nose", "R")), (("L", "R"),), left_colour="#ff0000"
    ),
)
SCHEMA = CategorySchema("faces", 3, (MOUTH, EYES), (Group("either", ("mouth", "eyes")),))

names = st.text(st.characters(exclude_categories=("C",)), min_size=1, max_size=12).filter(str.strip)


@st.composite
def attributes(draw: st.DrawFn) -> Attribute:
    kind = draw(st.sampled_from(AttributeKind))
    common = {"name": draw(names), "kind": kind, "required": draw(st.booleans()), "description": draw(names)}
    match kind:
        case AttributeKind.CHOICE:
            choices = tuple(draw(st.lists(names, min_size=1, max_size=4, unique=True)))
            return Attribute(**common, choices=choices, default=draw(st.sampled_from((None, *choices))))
        case AttributeKind.NUMBER:
            low, high = sorted(draw(st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))))
            return Attribute(**common, unit=draw(names), minimum=low, maximum=high, default=low)
        case AttributeKind.FLAG:
            return Attribute(**common, default=draw(st.sampled_from((None, True, False))))
        case AttributeKind.TEXT:
            return Attribute(**common, default=draw(st.none() | names))
        case AttributeKind.TIME:
            return Attribute(**common)


@given(
    st.lists(attributes(), max_size=4, unique_by=lambda one: one.name),
    st.lists(names, min_size=2, unique=True),
)
def test_a_schema_reads_back_from_its_json_as_it_was(taken, points):
    skeleton = Skeleton(tuple(points), ((points[0], points[1]),), ((points[1], points[0]),))
    schema = CategorySchema(
        "any",
        2,
        (
            Category("a", "A", "#112233", "1", None, "about", tuple(taken)),
            EYES,
            replace(EYES, category_id="b", skeleton=skeleton),
        ),
        (Group("some", ("a", "b"), exclusive=False),),
    )
    assert schema_from_json(json.loads(json.dumps(schema_to_json(schema)))) == schema


@pytest.mark.parametrize("schema", [DRAWN_THINGS, SHOT_SCALE])
def test_a_schema_that_uses_nothing_new_is_written_without_it(schema):
    told = schema_to_json(schema)
    assert set(told) == {"schema_id", "version", "categories"}
    assert {name for one in told["categories"] for name in one} == {
        "category_id",
        "name",
        "colour",
        "hotkey",
        "parent",
    }
    assert schema_from_json(told) == schema


DROPPED = object()


def changed(told: dict, place: str, value: object) -> dict:
    """The JSON with something else at a place such as ``categories/0/colour``; ``+`` adds to a list."""
    *way, last = place.split("/")
    at = told
    for step in way:
        at = at[int(step)] if isinstance(at, list) else at[step]
    if last == "+":
        at.append(value)
    elif value is DROPPED:
        del at[last]
    else:
        at[last] = value
    return told


KINDS = "'text', 'number', 'choice', 'flag', 'time'"


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        ("version", DROPPED, "schema: the field 'version' is missing"),
        ("categories/0/colour", "red", "categories[0].colour: expected a colour #rrggbb, got 'red'"),
        ("categories/0/size", 3, "categories[0]: the field 'size' is unknown"),
        ("categories/1/category_id", "mouth", "categories[1].category_id: 'mouth' is there twice"),
        ("categories/1/parent", "head", "categories[1].parent: 'head' is no category of it"),
        ("categories/0/attributes/0/kind", "colour", f"kind: expected one of {KINDS}, got 'colour'"),
        ("categories/0/attributes/0/choices", DROPPED, "'shape': a choice has 1 to 200 choices, got 0"),
        ("categories/0/attributes/1/default", 33, "'teeth': default: expected at most 32, got 33"),
        ("categories/0/attributes/1/minimum", 40, "the minimum 40 is greater than the maximum 32"),
        ("categories/0/attributes/3/default", 5, "a time has no default"),
        ("categories/0/attributes/4/name", "shape", "category 'mouth' has two attributes 'shape'"),
        ("categories/1/skeleton/names/+", "L", "skeleton: the key point 'L' is there twice"),
        ("categories/1/skeleton/edges/+", ["L", "ear"], "names 'ear', which is no key point"),
        ("categories/1/skeleton/edges/+", ["L"], "edges[2]: expected 2 to 2 elements, got 1"),
        ("categories/1/skeleton/mirrored/+", ["L", "nose"], "'L' is in two mirrored pairs"),
        ("groups/+", {"name": "other", "members": ["mouth"]}, "has 'mouth' in its groups twice"),
        ("groups/+", {"name": "other", "members": ["ear"]}, "groups 'ear', which is no category of it"),
        ("groups/0/exclusive", "yes", "groups[0].exclusive: expected true or false, got 'yes'"),
    ],
)
def test_a_schema_that_makes_no_sense_is_refused_and_says_where(place, value, message):
    told = changed(json.loads(json.dumps(schema_to_json(SCHEMA))), place, value)
    with pytest.raises(MalformedMessage, match=re.escape(message)):
        schema_from_json(told)


def test_own_categories_have_the_identity_that_they_had_before_there_were_attributes():
    # Written down from the program of that time: tasks must be found again under it.
    assert own_schema(["Character", "Face", "Prop"]).schema_id == "own-c60fc770f1bd"


def test_whatever_own_categories_say_is_in_their_identity():
    plain = Category("mouth", "Mouth", "#e69f00", "1")
    different = [
        own_schema([plain, EYES]),
        own_schema([MOUTH, EYES]),
        own_schema([replace(MOUTH, description="another"), EYES]),
        own_schema([plain, replace(EYES, skeleton=None)]),
        own_schema([plain, EYES], [Group("either", ("mouth", "eyes"))]),
        own_schema([plain, EYES], [Group("either", ("mouth", "eyes"), exclusive=False)]),
    ]
    assert len({one.schema_id for one in different}) == len(different)
    assert own_schema([MOUTH, EYES]) == own_schema([replace(MOUTH), EYES])
