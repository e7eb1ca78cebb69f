"""Labels that a person moves by frames: all of their times go along, and back again."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from animewidgets.annotations import Annotation, Kind
from animewidgets.datasets.pairs import Decision, nudged
from animewidgets.errors import PairsError
from animewidgets.timemaps import Axis
from tests.datasets.pairs.people import box, new_id

#: Frames of unequal lengths, as with variable frame rates.
PTS = np.array([0, 10, 30, 35, 60, 61, 90, 120], dtype=np.int64)
AXIS = Axis(PTS, 130)


def at(ordinal: int) -> int:
    return int(PTS[ordinal])


@given(frame=st.integers(0, 7), by=st.integers(-7, 7))
def test_a_box_lands_on_the_frame_that_is_so_many_further_or_is_refused(frame: int, by: int) -> None:
    label = box(at(frame))
    if not 0 <= frame + by < 8:
        with pytest.raises(PairsError, match=f"moved by {by} frames"):
            nudged(label, AXIS, by)
        return
    moved = nudged(label, AXIS, by)
    assert moved.start_pts == at(frame + by)
    assert nudged(moved, AXIS, -by) == label
    assert moved.geometry == label.geometry


def test_the_end_of_a_span_may_be_the_end_of_the_release() -> None:
    span = Annotation(new_id(), Kind.TAG, at(2), at(5), attributes={"scope": "span"})
    moved = nudged(span, AXIS, 3)
    assert (moved.start_pts, moved.end_pts) == (at(5), 130)
    with pytest.raises(PairsError):
        nudged(span, AXIS, 4)


def test_the_mixed_frames_of_a_dissolve_and_the_keys_of_a_track_go_along() -> None:
    dissolve = {"transition": "dissolve", "from_pts": at(1), "until_pts": at(3)}
    cut = nudged(Annotation(new_id(), Kind.CUT, at(2), attributes=dissolve), AXIS, 2)
    assert cut.attributes == {"transition": "dissolve", "from_pts": at(3), "until_pts": at(5)}
    shape = {"x": 1.0, "y": 1.0, "width": 4.0, "height": 4.0}
    keys = [{"pts": at(n), "shape": shape, "interpolation": "linear"} for n in (0, 3)]
    track = Annotation(new_id(), Kind.TRACK, at(0), at(4), geometry={"kind": "box", "keys": keys})
    moved = nudged(track, AXIS, 1)
    assert moved.geometry is not None
    assert [key["pts"] for key in moved.geometry["keys"]] == [at(1), at(4)]
    assert (moved.start_pts, moved.end_pts) == (at(1), at(5))


def test_what_is_heard_goes_by_mean_frames() -> None:
    sound = Annotation(new_id(), Kind.AUDIO_EVENT, 17, 43, attributes={"lane": "dialogue"})
    moved = nudged(sound, AXIS, 2)  # a mean frame has 16.25 ticks
    assert (moved.start_pts, moved.end_pts) == (17 + 32, 43 + 32)
    with pytest.raises(PairsError):
        nudged(sound, AXIS, -2)


def test_nobody_moves_a_label_by_a_thousand_frames() -> None:
    with pytest.raises(ValueError, match="not by 1001"):
        Decision(accepted=True, by=1001)
