"""Rules that hold for any value: round trips, inverses, and refusals that never turn into another error."""

from __future__ import annotations

import json
import uuid
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from animewidgets.annotations import (
    CUT_TIMING,
    Annotation,
    Category,
    CategorySchema,
    Edit,
    Kind,
    Op,
    ReleaseBounds,
    Template,
    Transition,
    check_annotation,
    edit_to_wire,
    parse_commit,
    state_to_wire,
    to_wire,
)
from animewidgets.errors import AnnotationError, CutOutsideMedia, MalformedMessage
from tests.annotations.shapes import SIZE, geometries

EVERYTHING = Template("all", 1, "All", tuple(Kind), CategorySchema("s", 1, (Category("a", "A", "#000000"),)))
VFR = ReleaseBounds("VFR web stream", np.array([7, 40, 41, 90, 1000], np.int64), 1040, SIZE[1], SIZE[0])

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
whole = st.integers(-(2**53) + 1, 2**53 - 1)
json_values = st.recursive(
    st.none() | st.booleans() | whole | st.floats(allow_nan=False, allow_infinity=False) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)
uuids = st.uuids().map(str)


@st.composite
def transitions(draw, cut: int) -> dict:
    kind = draw(st.sampled_from([None, *Transition]))
    borders = [*VFR.pts.tolist(), VFR.end_pts]
    if kind in {None, Transition.CUT}:
        return {} if kind is None else {"transition": kind.value}
    start = draw(st.sampled_from([t for t in borders if t <= cut]))
    end = draw(st.sampled_from([t for t in borders if t >= cut and t > start]))
    return {"transition": kind.value, "from_pts": start, "until_pts": end}


@st.composite
def annotations(draw) -> Annotation:
    kind = draw(st.sampled_from(Kind))
    start = draw(st.sampled_from(VFR.pts.tolist()))
    later = [int(t) for t in (*VFR.pts, VFR.end_pts) if t > start]
    end = None
    if kind in {Kind.SEGMENT, Kind.TRACK, Kind.AUDIO_EVENT, Kind.TEXT, Kind.TAG}:
        end = draw(st.sampled_from(later))
    attributes = draw(st.dictionaries(words, json_values, max_size=3))
    if kind is Kind.CUT:
        attributes |= draw(transitions(start))
    if kind in {Kind.SEGMENT, Kind.TEXT, Kind.AUDIO_EVENT}:
        attributes["lane"] = draw(words.filter(bool))
    if kind is Kind.AUDIO_EVENT and draw(st.booleans()):
        attributes["speaker"] = draw(words.filter(bool))
    if kind is Kind.TEXT and draw(st.booleans()):
        attributes |= {"lane": "subtitles", "source": "ab" * 32, "line": draw(st.integers(0, 2**31 - 1))}
    return Annotation(
        draw(uuids),
        kind,
        start,
        end,
        category=draw(st.none() | st.just("a")),
        geometry=draw(geometries(kind, start, end, VFR.pts.tolist())),
        attributes=attributes,
        source=draw(words.filter(bool)),
        score=draw(st.none() | st.floats(allow_nan=False, allow_infinity=False)),
        comment=draw(st.none() | words),
        uncertain=draw(st.booleans()),
    )


@st.composite
def edits(draw) -> Edit:
    op = draw(st.sampled_from(Op))
    after = draw(annotations())
    before = draw(annotations().map(lambda a: Annotation(after.annotation_id, after.kind, a.start_pts)))
    return Edit(
        op,
        after.annotation_id,
        draw(st.integers(1, 2**31 - 3)),
        None if op is Op.CREATE else before,
        None if op is Op.DELETE else after,
    )


def wrap(edit) -> dict:
    return {
        "commit_id": str(uuid.uuid4()),
        "action": "do",
        "reverts": None,
        "active_ms": 0,
        "tool": "timeline",
        "edits": [edit],
    }


def parse(data, template=EVERYTHING):
    return parse_commit(data, task_id="t", person="p", tool_version="0", template=template, bounds=VFR)


@given(edits())
def test_an_edit_survives_the_wire(edit):
    assert parse(json.loads(json.dumps(wrap(edit_to_wire(edit))))).edits == (edit,)


@given(edits())
def test_the_inverse_of_the_inverse_restores_the_state(edit):
    back = edit.inverse()
    assert (back.before, back.after) == (edit.after, edit.before)
    assert (back.inverse().before, back.inverse().after) == (edit.before, edit.after)


@given(annotations(), st.integers(1, 9))
def test_a_live_annotation_is_its_state_with_identity_and_version(annotation, version):
    wire = to_wire(annotation, version)
    assert wire.pop("annotation_id") == annotation.annotation_id
    assert wire.pop("version") == version
    assert wire == state_to_wire(annotation)


hostile = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


@given(st.data())
def test_whatever_stands_in_a_field_is_taken_or_refused_with_one_of_our_errors(data):
    message = wrap(edit_to_wire(data.draw(edits())))
    target = data.draw(
        st.sampled_from([message, message["edits"][0], message["edits"][0]["after"] or message])
    )
    target[data.draw(st.sampled_from(sorted(target)) | st.text(max_size=5))] = data.draw(hostile)
    try:
        parse(message)
    except AnnotationError as error:
        str(error).encode()  # the message itself can be sent and shown


@given(st.integers(-10, 1100))
def test_a_cut_stands_exactly_on_the_frames_that_the_index_has(tick):
    cut = Annotation(str(uuid.UUID(int=1)), Kind.CUT, tick)
    if tick in VFR.pts.tolist():
        check_annotation(cut, template=CUT_TIMING, bounds=VFR)
    else:
        with pytest.raises(CutOutsideMedia, match=rf"cut at tick {tick} lies .* of 'VFR web stream'"):
            check_annotation(cut, template=CUT_TIMING, bounds=VFR)


def test_a_sound_may_start_between_two_frames_but_not_outside_the_release():
    sound = Annotation(str(uuid.UUID(int=1)), Kind.AUDIO_EVENT, 50, 60, attributes={"lane": "effect"})
    check_annotation(sound, template=EVERYTHING, bounds=VFR)
    with pytest.raises(CutOutsideMedia, match="reaches outside"):
        check_annotation(replace(sound, end_pts=1041), template=EVERYTHING, bounds=VFR)


def test_a_line_of_subtitles_keeps_its_own_times_between_the_frames():
    line = {"lane": "subtitles", "source": "ab" * 32, "line": 3}
    check_annotation(
        Annotation(str(uuid.UUID(int=1)), Kind.TEXT, 42, 43, attributes=line),
        template=CUT_TIMING,
        bounds=VFR,
    )


@pytest.mark.parametrize("missing", ["lane", "source", "line"])
def test_a_refusal_names_what_a_line_lacks(missing):
    line = {"lane": "subtitles", "source": "ab" * 32, "line": 3}
    del line[missing]
    with pytest.raises(MalformedMessage, match=rf"annotation\.attributes\.{missing}: a .* needs"):
        check_annotation(
            Annotation(str(uuid.UUID(int=1)), Kind.TEXT, 42, 43, attributes=line),
            template=CUT_TIMING,
            bounds=VFR,
        )


@given(st.data())
def test_a_gradual_cut_stands_in_or_right_after_mixed_frames_that_the_release_has(data):
    start, end, cut = (data.draw(st.sampled_from([*VFR.pts.tolist(), VFR.end_pts, 50])) for _ in range(3))
    attributes = {"transition": "dissolve", "from_pts": start, "until_pts": end}
    made = Annotation(str(uuid.UUID(int=1)), Kind.CUT, cut, attributes=attributes)
    good = start < end and start <= cut <= end and 50 not in (start, end, cut) and cut != VFR.end_pts
    if good:
        check_annotation(made, template=CUT_TIMING, bounds=VFR)
    else:
        with pytest.raises(AnnotationError):
            check_annotation(made, template=CUT_TIMING, bounds=VFR)


def test_a_release_without_frames_takes_no_cut():
    empty = ReleaseBounds("nothing", np.array([], np.int64), 0)
    with pytest.raises(CutOutsideMedia, match="has no frames"):
        check_annotation(Annotation("x", Kind.CUT, 0), template=CUT_TIMING, bounds=empty)


def test_a_refusal_shows_the_beginning_of_a_huge_value_only():
    with pytest.raises(MalformedMessage) as refusal:
        parse({**wrap({}), "commit_id": "x" * 1_000_000})
    assert len(str(refusal.value)) < 300
