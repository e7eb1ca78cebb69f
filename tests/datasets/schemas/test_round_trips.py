"""Ours, through each format, and back: the same, but for what was told."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import HealthCheck, example, given, settings

from animewidgets.annotations import Category, CategorySchema
from animewidgets.annotations.categories import DRAWN_THINGS, SHOT_SCALE, SOUNDS
from animewidgets.datasets.schemas import FORMATS, read_schema, write_schema
from animewidgets.datasets.schemas.tree import in_tree_order
from tests.annotations.schema_strategies import schemas

EXACT = [one.name for one in FORMATS.values() if one.exact]
OTHERS = [one.name for one in FORMATS.values() if not one.exact]
HARD = settings(max_examples=25, suppress_health_check=list(HealthCheck), deadline=None)

#: For each thing that a category says, the words by which it is told that it got lost.
TOLD_AS = {
    "category_id": "identities",
    "name": "names",
    "colour": "colours",
    "hotkey": "hotkeys",
    "description": "descriptions",
    "attributes": "attributes",
    "skeleton": ("skeletons", "key points"),
    "translations": "translations",
    "examples": "example frames",
}


@pytest.mark.parametrize("form", EXACT)
@given(schema=schemas())
@HARD
def test_our_own_document_holds_all(form, schema):
    written = write_schema(schema, form)
    assert written.not_held == ()
    read = read_schema(written.text, form)
    assert read.schema == schema
    assert (read.not_held, read.notes) == ((), ())


@pytest.mark.parametrize("form", OTHERS)
@given(schema=schemas())
@example(
    schema=CategorySchema("s", 1, (Category("hand-2", "Hand", "#111111"), Category("b", "Hand", "#222222")))
)
@HARD
def test_what_comes_back_otherwise_was_told(form, schema):
    written = write_schema(schema, form)
    told = "\n".join(written.not_held)
    back = read_schema(written.text, form, schema_id=schema.schema_id).schema
    pairs = list(
        zip([one for one, _ in in_tree_order(schema)], [one for one, _ in in_tree_order(back)], strict=True)
    )
    if "the order of categories" in told or "parents" in told:
        return  # whose is whose, no outsider can tell; the comparison itself goes by the order of the text
    for mine, other in pairs:
        for name, words in TOLD_AS.items():
            if getattr(mine, name) != getattr(other, name):
                assert any(one in told for one in (words if isinstance(words, tuple) else (words,))), name
    if {one.name: set(one.members) for one in schema.groups} != {
        one.name: set(one.members) for one in back.groups
    }:
        assert "groups" in told or "identities" in told


@pytest.mark.parametrize("form", OTHERS)
@given(schema=schemas())
@HARD
def test_a_second_trip_loses_nothing_more(form, schema):
    """What a format can hold it holds for good: what is read back is written and read the same again."""
    once = read_schema(write_schema(schema, form).text, form, schema_id="same").schema
    twice = read_schema(write_schema(once, form).text, form, schema_id="same").schema
    if form == "label-studio":  # colours that it has no place for are given by place in the file
        once, twice = (bare(one) for one in (once, twice))
    assert twice == once


def bare(schema: CategorySchema) -> CategorySchema:
    grouped = {member for group in schema.groups for member in group.members}
    return dataclasses.replace(
        schema,
        categories=tuple(
            dataclasses.replace(one, colour="#000000") if one.category_id in grouped else one
            for one in schema
        ),
    )


@pytest.mark.parametrize("schema", [DRAWN_THINGS, SHOT_SCALE, SOUNDS], ids=lambda one: one.schema_id)
@pytest.mark.parametrize("form", ["label-studio", "plain"])
def test_the_ready_schemas_go_through_whole(form, schema):
    written = write_schema(schema, form)
    read = read_schema(written.text, form, schema_id=schema.schema_id)
    told = [line for line in written.not_held if not line.startswith("identity and version")]
    if form == "label-studio":
        assert (read.schema, told) == (schema, [])
    else:  # identities that are not their names'
        assert all(line.startswith("identities") for line in told)
        assert [(c.name, c.colour, c.hotkey) for c in read.schema] == [
            (c.name, c.colour, c.hotkey) for c in schema
        ]


@pytest.mark.parametrize("form", FORMATS)
def test_five_thousand_categories_go_through(form):
    schema = CategorySchema(
        "many",
        1,
        tuple(
            Category(f"thing-{n}", f"Thing {n}", f"#{n:06x}", parent=f"thing-{n // 10}" if n >= 10 else None)
            for n in range(5_000)
        ),
    )
    read = read_schema(write_schema(schema, form).text, form, schema_id="many").schema
    assert {one.category_id: one.colour for one in read} == {one.category_id: one.colour for one in schema}
    if form != "cvat":
        assert {one.category_id: one.parent for one in read} == {
            one.category_id: one.parent for one in schema
        }
