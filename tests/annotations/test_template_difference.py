"""What differs between two versions of a template, as its makers read it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from animewidgets.annotations import FRAME_SHAPES, gallery, own_schema, template_to_json
from animewidgets.annotations.template_difference import template_difference

OLD = template_to_json(FRAME_SHAPES)


def told(new: dict[str, object]) -> list[tuple[str, str, str]]:
    return [(one.what, one.was, one.now) for one in template_difference(OLD, new)]


def test_a_template_does_not_differ_from_itself() -> None:
    for template in gallery().values():
        document = template_to_json(template)
        assert template_difference(document, template_to_json(template)) == ()


def test_fields_units_and_people_are_told_as_what_they_were_and_are() -> None:
    new = {**OLD, "name": "Faces", "unit": {"of": "span", "seconds": 60}, "overlap": 3}
    assert told(new) == [
        ("Name", "Shapes in a frame", "Faces"),
        ("People for each unit", "", "3"),
        ("Unit", "", "of span, seconds 60"),
    ]


def test_kinds_that_came_and_went_are_named() -> None:
    kinds = ["mask", "box", "cut"]
    assert told({**OLD, "kinds": kinds}) == [("Kinds", "polygon, point, track, tag", "cut")]
    turned = list(reversed(OLD["kinds"]))
    assert told({**OLD, "kinds": turned}) == [("Kinds: in another order", "", "")]


def test_categories_are_told_by_name() -> None:
    schema = OLD["categories"]
    first, second, *rest = schema["categories"]
    new = [
        {**first, "name": "Figure"},
        {**second, "colour": "#000000"},
        *rest[:-1],
        {"category_id": "mecha", "name": "Mecha", "colour": "#123456", "hotkey": None, "parent": None},
    ]
    assert told({**OLD, "categories": {**schema, "version": 2, "categories": new}}) == [
        ("Category schema", "drawn-things version 1", "drawn-things version 2"),
        ("Category", "Character", "Figure"),
        ("Category Face: colour", "", ""),
        ("Category", "", "Mecha"),
        ("Category", "Lettering", ""),
    ]


def test_rules_that_changed_stand_beside_what_they_were() -> None:
    rule = {"rule": "smallest-side", "at_least": 4}
    old = {**OLD, "validators": [rule, {"rule": "simple-polygon"}]}
    new = {**OLD, "validators": [{**rule, "at_least": 9}, {"rule": "track-keys", "at_least": 2}]}
    assert [(one.what, one.was, one.now) for one in template_difference(old, new)] == [
        ("Rule", "rule smallest-side, at least 4", "rule smallest-side, at least 9"),
        ("Rule", "", "rule track-keys, at least 2"),
        ("Rule", "rule simple-polygon", ""),
    ]


def test_guidelines_differ_line_by_line_and_keys_by_action() -> None:
    old = {**OLD, "guidelines": "One\nTwo\nThree", "hotkeys": {"canvas.box": ["B"]}}
    new = {**OLD, "guidelines": "One\n2\nThree\nFour", "hotkeys": {"canvas.box": [], "play": ["Q"]}}
    assert [(one.what, one.was, one.now) for one in template_difference(old, new)] == [
        ("Guidelines", "Two", "2"),
        ("Guidelines", "", "Four"),
        ("Keys of canvas.box", "B", "no key"),
        ("Keys of play", "", "Q"),
    ]


@given(
    st.dictionaries(
        st.sampled_from(sorted([*OLD, "lanes", "validators", "hotkeys", "unit", "prelabels"])),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=5),
            lambda inner: (
                st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
            ),
            max_leaves=6,
        ),
    )
)
def test_whatever_somebody_has_typed_so_far_can_be_compared(strange: dict[str, object]) -> None:
    template_difference(OLD, {**OLD, **strange})
    assert template_difference(strange, strange) == ()


@pytest.mark.parametrize("field", ["licence", "description"])
def test_long_texts_are_cut(field: str) -> None:
    (one,) = template_difference(OLD, {**OLD, field: "word " * 1_000})
    assert len(one.now) <= 160


def test_another_schema_is_named() -> None:
    other = template_to_json(replace(FRAME_SHAPES, categories=own_schema(["Face"])))
    assert told(other)[0][1] == "drawn-things version 1"
