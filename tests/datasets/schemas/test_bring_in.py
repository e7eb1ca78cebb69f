"""A file brought into a schema that people use: nothing that they have goes away."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings

from animewidgets.annotations import Attribute, Category, CategorySchema, Group
from animewidgets.datasets.schemas import bring_in, read_schema, write_schema
from animewidgets.datasets.schemas.colours import colour_for
from tests.annotations.schema_strategies import schemas

QUICK = settings(max_examples=25, suppress_health_check=list(HealthCheck), deadline=None)

DAY = Category("day", "Day", "#f0e442", "1", attributes=(Attribute("weather"),))
NIGHT = Category("night", "Night", "#4477aa", "2")
HERE = CategorySchema("light", 4, (DAY, NIGHT), (Group("time", ("day", "night")),))


def test_a_plain_list_adds_and_renames_and_takes_nothing():
    found = read_schema("DAY\nDusk #112233\n", schema_id="light")
    became = bring_in(HERE, found.schema, found.uncoloured)
    assert became == CategorySchema(
        "light",
        4,
        (replace(DAY, name="DAY"), NIGHT, Category("dusk", "Dusk", "#112233")),
        HERE.groups,
    )


def test_a_name_that_is_known_keeps_its_identity():
    """What formats without identities say of "Hand" is said of the hand that is there."""
    known = CategorySchema(
        "body",
        1,
        (
            Category("l", "Left", "#000001"),
            Category("x1", "Hand", "#000002", parent="l"),
            Category("m", "Mouth", "#000003"),
        ),
    )
    found = read_schema("Mouth [m]\nLeft\n  Hand\nRight\n  Hand\n", schema_id="body", known=known)
    assert [one.category_id for one in found.schema] == ["m", "l", "x1", "right", "hand"]
    flat = read_schema('[{"name": "Hand", "attributes": []}]', schema_id="body", known=known)
    assert [one.category_id for one in flat.schema] == ["x1"]
    assert bring_in(known, flat.schema, flat.uncoloured) == known


def test_colours_that_are_given_are_nobody_s_yet():
    known = CategorySchema("c", 1, (Category("a", "A", "#E69F00"),))
    found = read_schema("B #56b4e9\nC\nD\n", schema_id="c", known=known)
    assert [one.colour for one in found.schema] == ["#56b4e9", "#009e73", "#f0e442"]
    assert found.uncoloured == {"c", "d"}
    crowd = CategorySchema("c", 1, tuple(Category(str(n), str(n), colour_for(n)) for n in range(12_000)))
    assert len(read_schema("B\nC\n", schema_id="c", known=crowd).schema) == 2


def test_a_group_grows_and_no_category_leaves_its_own():
    dusk = Category("dusk", "Dusk", "#112233")
    found = CategorySchema("x", 1, (dusk, NIGHT), (Group("dark", ("night", "dusk")),))
    assert bring_in(HERE, found, frozenset()).groups == (*HERE.groups, Group("dark", ("dusk",)))
    grown = replace(found, groups=(Group("time", ("dusk",)),))
    assert bring_in(HERE, grown, frozenset()).groups == (Group("time", ("day", "night", "dusk")),)


@given(one=schemas(), other=schemas())
@QUICK
def test_nothing_is_removed_or_moved(one, other):
    became = bring_in(one, other, frozenset())
    assert [c.category_id for c in became][: len(one)] == [c.category_id for c in one]
    assert all(became.category(c.category_id).parent == c.parent for c in one)
    assert {c.category_id for c in other} <= {c.category_id for c in became}
    for group in one.groups:
        (after,) = [each for each in became.groups if each.name == group.name]
        assert after.members[: len(group.members)] == group.members


@given(schema=schemas())
@QUICK
def test_bringing_its_own_document_in_changes_nothing(schema):
    found = read_schema(write_schema(schema, "json").text, "json")
    assert bring_in(schema, found.schema, found.uncoloured) == schema
