"""Patch files: what is written reads back the same; what is none is refused at its place."""

from __future__ import annotations

import json

import pytest
from hypothesis import given

from animewidgets.errors import CorruptPatch
from animewidgets.timemaps import TimeMap, read_patch, write_patch
from tests.timemaps.maps import BD_TO_TV, time_maps


@given(time_maps())
def test_a_patch_reads_back_the_same(made: TimeMap) -> None:
    assert read_patch(write_patch(made)) == made


def test_a_patch_is_a_line_for_each_piece() -> None:
    text = write_patch(BD_TO_TV)
    assert sum('"role"' in line for line in text.splitlines()) == len(BD_TO_TV.pieces)
    assert json.loads(text)["version"] == 1


def told(**changed: object) -> str:
    return json.dumps({**json.loads(write_patch(BD_TO_TV)), **changed})


def piece(**changed: object) -> str:
    return told(pieces=[{"source": [0, 10], "target": [0, 10], **changed}])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "not JSON"),
        ("[]", "does not say that its format"),
        ('{"format": "animewidgets-patch", "version": 2}', "version 2.*upgrade"),
        ("[" * 100_000, "not JSON"),
        (write_patch(BD_TO_TV)[:-40], "not JSON"),
        (told(source_time_base=[0, 1]), "source_time_base: expected two positive"),
        (told(pieces={}), "pieces: expected a list"),
        (told(colour="red"), "'colour' is no field"),
        (piece(source=[10, 0]), r"pieces\[0\].source: span .* ends before it starts"),
        (piece(source=[0, 1.5]), r"pieces\[0\].source\[1\]: expected an integer"),
        (piece(source=None, target=None), "needs a source span"),
        (piece(rate=[5, 4]), r"pieces\[0\]: at the rate 5/4"),
        (piece(role="dream"), r"pieces\[0\].role: expected one of"),
        (piece(confidence=2), r"pieces\[0\]: a confidence"),
        (piece(confidence="high"), r"pieces\[0\].confidence: expected a number"),
        (piece(flags=["odd"]), r"pieces\[0\].flags\[0\]"),
        (piece(uncertainty={"offset": -1}), r"pieces\[0\].uncertainty"),
        (piece(picture={"scale_x": 1}), r"pieces\[0\].picture: '\w+' is missing"),
        (piece(evidence={"frames": 1, "informative": 2, "agreeing": 0}), r"pieces\[0\].evidence"),
        (
            told(pieces=[{"source": [0, 10], "target": [0, 10]}, {"source": [5, 15], "target": [10, 20]}]),
            "overlap",
        ),
        (told(source_time_base=[1, "NaN"]), "expected an integer"),
        (write_patch(BD_TO_TV).replace("1.0", "NaN"), "NaN is no number"),
    ],
)
def test_what_is_no_patch_is_refused_at_its_place(text: str, why: str) -> None:
    with pytest.raises(CorruptPatch, match=why):
        read_patch(text)
