"""Validators: what must be true of a unit before it is done, told so that somebody can mend it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from animewidgets.annotations import (
    Annotation,
    Attribute,
    Category,
    CategorySchema,
    Group,
    Kind,
    Lane,
    Level,
    ReleaseBounds,
    RequiredField,
    Rule,
    Template,
    Validator,
    gallery,
)
from animewidgets.annotations.masks import encode
from animewidgets.annotations.validators import Problem
from animewidgets.annotations.validators.check import MOST_PROBLEMS, check_unit

BOUNDS = ReleaseBounds("bd", np.arange(0, 1000, 10), 1000, 320, 180)
SCHEMA = CategorySchema(
    "things",
    1,
    (
        Category("day", "Day", "#ffffff", attributes=(Attribute("weather", required=True),)),
        Category("night", "Night", "#000000"),
        Category("in", "Interior", "#aaaaaa"),
        Category("out", "Exterior", "#bbbbbb"),
    ),
    (Group("time", ("day", "night")), Group("place", ("in", "out"))),
)


def said(kind: Kind, start: int, end: int | None = None, **fields: object) -> Annotation:
    return Annotation(str(uuid.uuid4()), kind, start, end, **fields)


def segment(start: int, end: int, lane: str = "parts", **fields: object) -> Annotation:
    return said(Kind.SEGMENT, start, end, attributes={"lane": lane}, **fields)


def tag(
    start: int, category: str | None, scope: str = "frame", end: int | None = None, **fields
) -> Annotation:
    return said(Kind.TAG, start, end, category=category, attributes={"scope": scope}, **fields)


def box(start: int, width: float, height: float, **fields: object) -> Annotation:
    return said(Kind.BOX, start, geometry={"x": 1, "y": 1, "width": width, "height": height}, **fields)


def check(
    rules: Sequence[Validator],
    annotations: Sequence[Annotation],
    *,
    unit: tuple[int, int] = (0, 1000),
    cuts: Sequence[int] = (),
    **fields: object,
) -> list[Problem]:
    template = Template("t", 1, "T", tuple(Kind), SCHEMA, validators=tuple(rules), **fields)
    return list(check_unit(template, *unit, annotations, bounds=BOUNDS, cuts=cuts))


def test_gaps_on_a_lane_are_told_with_their_place():
    rule = [Validator(Rule.NO_GAPS, lane="parts")]
    spans = [segment(100, 300), segment(200, 500), segment(700, 1000), segment(500, 700, "other")]
    found = check(rule, spans)
    assert [one.pts for one in found] == [0, 500]
    assert found[1].message == "20 frames from frame 50 on lie on no segment of “parts”: fill the gap."
    assert check(rule, [*spans, segment(0, 100), segment(500, 710)]) == []
    assert [one.pts for one in check(rule, [], unit=(200, 300))] == [200]


def test_overlaps_are_told_of_the_one_that_begins_too_early():
    long, short = segment(0, 500), segment(100, 200)
    late = segment(400, 600)
    found = check([Validator(Rule.NO_OVERLAP, lane="parts")], [long, short, late])
    assert [one.annotation_id for one in found] == [short.annotation_id, late.annotation_id]
    assert "frame 10" in found[0].message
    assert check([Validator(Rule.NO_OVERLAP)], [long, segment(100, 200, "other"), segment(500, 600)]) == []


def test_spans_have_a_length_in_frames():
    rule = Validator(Rule.SPAN_LENGTH, at_least=3, at_most=10)
    short, long = segment(0, 20), segment(0, 200)
    found = check([rule], [short, long, segment(0, 30), segment(0, 100), said(Kind.CUT, 0)])
    assert {one.annotation_id for one in found} == {short.annotation_id, long.annotation_id}
    assert any("lasts 2 frames, and should last at least 3" in one.message for one in found)


def test_what_goes_over_a_cut():
    over = tag(0, "day", "span", 400)
    (found,) = check([Validator(Rule.WITHIN_SHOT)], [over, tag(0, "day", "span", 300)], cuts=[300, 600])
    assert (found.annotation_id, found.pts) == (over.annotation_id, 300)
    # A shot's tag ends with it, and sounds go over cuts by right.
    event = said(Kind.AUDIO_EVENT, 0, 700, attributes={"lane": "music"})
    assert check([Validator(Rule.WITHIN_SHOT)], [tag(0, "day", "shot"), event], cuts=[300]) == []
    assert check([Validator(Rule.WITHIN_SHOT, kinds=(Kind.AUDIO_EVENT,))], [event], cuts=[300])


def test_too_few_and_too_many():
    rule = Validator(Rule.COUNT, kinds=(Kind.BOX,), at_least=1, at_most=2)
    assert "0 of box, and should be at least 1" in check([rule], [tag(0, "day")])[0].message
    boxes = [box(n * 10, 9, 9) for n in range(3)]
    assert check([rule], boxes[:2]) == []
    (found,) = check([rule], boxes)
    assert found.annotation_id == boxes[2].annotation_id
    # Only what lies in the unit counts.
    assert check([rule], boxes, unit=(10, 30)) == []


def test_every_shot_that_begins_in_the_unit_has_a_tag():
    rule = [Validator(Rule.EVERY_SHOT_TAGGED, group="time")]
    tags = [tag(0, "day", "shot"), tag(310, "night"), tag(600, "in", "shot")]
    (found,) = check(rule, tags, cuts=[300, 600])
    assert found.pts == 600  # it has a tag, but of another group
    assert check(rule, tags, cuts=[300, 600], unit=(0, 600)) == []
    assert check([Validator(Rule.EVERY_SHOT_TAGGED)], tags, cuts=[300, 600]) == []


def test_a_tag_of_every_group_wherever_the_tag_begins():
    rule = [Validator(Rule.GROUP_TAGGED)]
    found = check(rule, [tag(0, "day", "shot")], unit=(100, 110))
    assert [one.message for one in found] == ["“place” is not said: choose one of Interior, Exterior."]
    # Behind the cut the first shot's tag says nothing.
    assert len(check(rule, [tag(0, "day", "shot")], unit=(100, 110), cuts=[50])) == 2


def test_required_attributes_and_fields():
    plain, full = tag(0, "day"), tag(10, "day")
    full = Annotation(
        full.annotation_id, Kind.TAG, 10, category="day", attributes={"values": {"weather": "rain"}}
    )
    (found,) = check([Validator(Rule.ATTRIBUTES_SAID)], [plain, full])
    assert (found.annotation_id, found.message) == (
        plain.annotation_id,
        "The tag “Day” does not say “weather”.",
    )
    nobody = said(Kind.AUDIO_EVENT, 0, 100, attributes={"lane": "dialogue"})
    track = said(Kind.TRACK, 0, 100, category="day")
    told = check(
        [],
        [nobody, track, said(Kind.CUT, 0)],
        required=(RequiredField.CATEGORY, RequiredField.SPEAKER, RequiredField.OBJECT),
    )
    assert sorted((one.annotation_id == track.annotation_id, one.message[:30]) for one in told) == [
        (False, "The audio event has no categor"),
        (False, "The audio event has no speaker"),
        (True, "The track “Day” has no name of"),
    ]


def test_shapes_that_are_too_small():
    small, mask = box(0, 100, 4), np.zeros((180, 320), bool)
    mask[10:14, 10:14] = True
    dot = said(Kind.MASK, 0, geometry=dict(encode(mask).to_json()))
    polygon = said(
        Kind.POLYGON,
        0,
        geometry={"parts": [[[[0, 0], [50, 0], [50, 50], [0, 50]], [[5, 5], [45, 5], [45, 45], [5, 45]]]]},
    )
    found = check([Validator(Rule.SMALLEST_SIDE, at_least=5)], [small, dot, polygon])
    assert {one.annotation_id for one in found} == {small.annotation_id, dot.annotation_id}
    assert any("100 × 4 px" in one.message for one in found)
    # The polygon has 2500 pixels less the 1600 of its hole.
    for least, count in ((900, 2), (901, 3)):
        assert len(check([Validator(Rule.SMALLEST_AREA, at_least=least)], [small, dot, polygon])) == count


def test_a_polygon_that_was_brought_in_by_older_rules_crosses_itself():
    bow = said(Kind.POLYGON, 0, geometry={"parts": [[[[0, 0], [10, 10], [10, 0], [0, 10]]]]})
    plain = said(Kind.POLYGON, 0, geometry={"parts": [[[[0, 0], [10, 0], [10, 10], [0, 10]]]]})
    (found,) = check([Validator(Rule.SIMPLE_POLYGON)], [bow, plain])
    assert (found.annotation_id, "cross at (5, 5)" in found.message) == (bow.annotation_id, True)


def test_a_track_is_followed():
    def track(*pts: int) -> Annotation:
        shape = {"x": 1, "y": 1, "width": 50, "height": 3}
        keys = [{"pts": one, "shape": shape, "interpolation": "linear"} for one in pts]
        return said(Kind.TRACK, 0, 1000, geometry={"kind": "box", "keys": keys})

    once, twice = track(0), track(0, 500)
    (found,) = check([Validator(Rule.TRACK_KEYS, at_least=2)], [once, twice])
    assert (found.annotation_id, "has 1 key" in found.message) == (once.annotation_id, True)
    assert len(check([Validator(Rule.SMALLEST_SIDE, at_least=4)], [twice], unit=(400, 1000))) == 1


def test_what_is_uncertain_says_why():
    doubt, told = tag(0, "day", uncertain=True), tag(0, "night", uncertain=True, comment="rain or night?")
    (found,) = check([Validator(Rule.UNCERTAIN_EXPLAINED, Level.WARNING)], [doubt, told])
    assert (found.annotation_id, found.level) == (doubt.annotation_id, Level.WARNING)


def test_a_lane_has_its_own_categories():
    lanes = (Lane("parts", Kind.SEGMENT, ("day",)),)
    wrong = segment(0, 10, category="night")
    told = check([], [wrong, segment(0, 10, category="day"), segment(0, 10)], lanes=lanes)
    assert [(one.rule, one.annotation_id) for one in told] == [("lane-category", wrong.annotation_id)]


def test_a_rule_of_a_category_that_is_no_more_has_nothing_to_look_at():
    assert check([Validator(Rule.COUNT, categories=("gone",), at_least=1)], []) == []
    own = Validator(Rule.COUNT, Level.ERROR, "Draw the figure", categories=("day",), at_least=1)
    assert check([own], [])[0].message == "Draw the figure (There are 0 of “Day”, and should be at least 1.)"


def test_so_many_problems_are_told_and_no_more():
    many = [box(0, 1, 1) for _ in range(MOST_PROBLEMS + 50)]
    assert len(check([Validator(Rule.SMALLEST_SIDE, at_least=9)], many)) == MOST_PROBLEMS


ANYTHING = st.builds(
    lambda kind, start, length, category, lane, geometry, uncertain: Annotation(
        str(uuid.uuid4()),
        kind,
        start * 10,
        (start + length) * 10 if length else None,
        category=category,
        geometry=geometry,
        attributes={"lane": lane, "scope": "shot"},
        uncertain=uncertain,
    ),
    st.sampled_from(list(Kind)),
    st.integers(0, 98),
    st.integers(0, 20),
    st.sampled_from(["day", "night", "opening", "gone", None]),
    st.sampled_from(["parts", "music", None, 7]),
    st.sampled_from([None, {}, {"parts": 3}, {"x": 1, "y": 1, "width": 2, "height": 2}, {"keys": []}]),
    st.booleans(),
)


@given(
    st.sampled_from(list(gallery().values())),
    st.lists(ANYTHING, max_size=12),
    st.lists(st.integers(1, 99), max_size=6),
    st.tuples(st.integers(0, 98), st.integers(1, 99)),
)
def test_whatever_is_in_the_store_a_check_tells_places_within_reach(
    template: Template, annotations: list[Annotation], cuts: list[int], unit: tuple[int, int]
):
    """Rows of older programs and of other tools must not break the page; every problem can be gone to."""
    start, end = unit[0] * 10, (unit[0] + unit[1]) * 10
    problems = check_unit(
        template, start, min(end, 1000), annotations, bounds=BOUNDS, cuts=sorted({cut * 10 for cut in cuts})
    )
    known = {one.annotation_id for one in annotations}
    for one in problems:
        assert 0 <= one.pts < 1000
        assert one.annotation_id is None or one.annotation_id in known
        assert one.message.endswith((".", "…", ")"))
    # The order of the rows says nothing.
    again = check_unit(
        template,
        start,
        min(end, 1000),
        annotations[::-1],
        bounds=BOUNDS,
        cuts=sorted({cut * 10 for cut in cuts}),
    )
    assert sorted(map(str, again)) == sorted(map(str, problems))


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(1, 30)), max_size=12))
def test_gaps_are_exactly_what_no_segment_covers(spans: list[tuple[int, int]]):
    segments = [segment(start * 10, min(1000, (start + length) * 10)) for start, length in spans]
    covered = {n for start, length in spans for n in range(start, min(100, start + length))}
    found = check([Validator(Rule.NO_GAPS, lane="parts")], segments)
    told = sum(int(one.message.split()[0]) for one in found)
    assert told == 100 - len(covered)
    assert {one.pts // 10 for one in found} == {
        n for n in range(100) if n not in covered and (n == 0 or n - 1 in covered)
    }


@pytest.mark.parametrize("rule", list(Rule))
def test_every_rule_is_there_to_be_checked(rule: Rule):
    """None is in the table of rules that nobody looks at."""
    from animewidgets.annotations.validators.check import _RULES

    assert rule in _RULES
