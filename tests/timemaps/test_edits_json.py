"""Edits that a page sends: what is none is refused in words, whatever it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from animewidgets.errors import CorruptPatch, MalformedMessage, MapEditRefused
from animewidgets.timebase import Span
from animewidgets.timemaps.complete import completed
from animewidgets.timemaps.edits import apply_edit
from animewidgets.timemaps.edits_json import edit_from_json
from tests.timemaps.maps import BD_TO_TV

MAP = completed(BD_TO_TV, Span(0, 4400), Span(0, 6300))
OPS = ("confirm", "role", "changed", "nudge", "border", "split", "unmatch", "anchor", "unanchor", "proposed")

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
places = st.fixed_dictionaries(
    {"side": st.sampled_from(("source", "target", "both")), "tick": st.integers(-10, 7000)}
)
messages = st.fixed_dictionaries(
    {"op": st.sampled_from(OPS) | values},
    optional={
        "at": places | values,
        "by": st.integers(-5000, 5000) | values,
        "to": st.integers(-10, 7000) | values,
        "edge": st.sampled_from(("start", "end")) | values,
        "on": st.booleans() | values,
        "role": st.sampled_from(("opening", "match")) | values,
        "source": st.integers(-10, 7000) | values,
        "target": st.integers(-10, 7000) | values,
        "patch": values,
        "person": values,
    },
)


@given(messages | values)
def test_whatever_a_page_sends_is_an_edit_or_is_refused(message: object) -> None:
    try:
        made = apply_edit(MAP, edit_from_json(message), "mika")
    except (MalformedMessage, CorruptPatch, MapEditRefused):
        return
    assert made.pieces


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ([], "is an object, got"),
        ({"op": "burn"}, "expected one of 'confirm'"),
        ({"op": "nudge", "at": {"side": "source", "tick": 1}}, "needs 'by'"),
        ({"op": "confirm", "at": {"side": "source", "tick": 1}, "person": "x"}, "has no 'person'"),
        ({"op": "confirm", "at": {"side": "both", "tick": 1}}, "at.side: expected one of"),
        ({"op": "confirm", "at": {"side": "source", "tick": True}}, "at.tick: expected an integer"),
        ({"op": "anchor", "source": 2**60, "target": 1}, "up to 2"),
        ({"op": "changed", "at": {"side": "source", "tick": 1}, "on": 1}, "true or false"),
    ],
)
def test_the_message_names_the_field(message: object, told: str) -> None:
    with pytest.raises(MalformedMessage, match=told):
        edit_from_json(message)
