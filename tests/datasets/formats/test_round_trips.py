"""What is written comes back on the same frames, on constant and variable frame rates alike."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from animewidgets.datasets.formats import cuts_of, text_of
from animewidgets.datasets.formats.base import WriteOptions
from animewidgets.datasets.text import Document
from tests.datasets.clocks import clocks, cuts_on


def there_and_back(cuts, clock, name, options=None):
    text = text_of(cuts, clock, name, options)
    found = cuts_of(Document(f"list.{name}", text), clock)
    assert found.source == name
    assert found.warnings == ()
    assert found.pts.tolist() == [clock.tick(frame) for frame in found.frame]
    return found


@given(st.data())
@pytest.mark.parametrize("name", ["csv", "otio"])
def test_nothing_is_lost(name, data):
    clock = data.draw(clocks())
    cuts = data.draw(cuts_on(clock))
    assert list(there_and_back(cuts, clock, name)) == list(cuts)


@given(st.data(), st.booleans())
def test_an_edl_keeps_all_but_scores(data, drop):
    clock = data.draw(clocks())
    cuts = data.draw(cuts_on(clock))
    kept = [dataclasses.replace(cut, score=None) for cut in cuts]
    assert list(there_and_back(cuts, clock, "edl", WriteOptions(drop=drop))) == kept


@given(st.data())
def test_aegisub_keeps_the_frames(data):
    clock = data.draw(clocks())
    cuts = data.draw(cuts_on(clock))
    assert there_and_back(cuts, clock, "aegisub").frame.tolist() == cuts.frame.tolist()
