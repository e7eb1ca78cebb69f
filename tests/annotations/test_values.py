"""What a category says of its things: tests/contract/attributes.json, and what it does not name."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest

from animewidgets import errors
from animewidgets.annotations import (
    Annotation,
    Attribute,
    AttributeKind,
    Category,
    CategorySchema,
    Kind,
    ReleaseBounds,
    Template,
    check_annotation,
    schema_from_json,
    values_of,
)

CASES = json.loads((Path(__file__).resolve().parent.parent / "contract" / "attributes.json").read_text())
RELEASE = CASES["release"]
BOUNDS = ReleaseBounds(
    RELEASE["name"],
    np.array(RELEASE["pts"], np.int64),
    RELEASE["end_pts"],
    RELEASE["width"],
    RELEASE["height"],
)
SCHEMA = schema_from_json({"schema_id": "faces", "version": 1, "categories": [CASES["category"]]})
TEMPLATE = Template("faces", 1, "Faces", tuple(Kind), SCHEMA)
ID = "6c1f0a52-7d0c-4c6f-9a4e-1b2c3d4e5f60"
BOX = {"x": 1, "y": 2, "width": 3, "height": 4}


def check(kind: Kind, start: int = 0, **fields: object) -> None:
    check_annotation(Annotation(ID, kind, start, **fields), template=TEMPLATE, bounds=BOUNDS)


def named(cases):
    return pytest.mark.parametrize("case", cases, ids=[case["name"] for case in cases])


def refusal_of(case):
    return pytest.raises(getattr(errors, case["error"]), match=re.escape(case["message"]))


@named(CASES["values"]["valid"])
def test_values_that_the_category_takes(case):
    check(Kind.BOX, category="mouth", geometry=BOX, attributes={"values": case["values"], "z_order": 3})


@named(CASES["values"]["invalid"])
def test_values_that_it_does_not_take_are_refused_and_named(case):
    with refusal_of(case):
        check(Kind.BOX, category="mouth", geometry=BOX, attributes={"values": case["values"]})


@named(CASES["key_points"]["valid"])
def test_points_of_a_category_with_a_skeleton_are_its_key_points(case):
    check(Kind.POINT, category="mouth", geometry={"points": case["points"]})


@named(CASES["key_points"]["invalid"])
def test_points_that_are_not_those_of_the_skeleton_are_refused(case):
    with refusal_of(case):
        check(Kind.POINT, category="mouth", geometry={"points": case["points"]})
    check(Kind.POINT, geometry={"points": case["points"]})  # without a category there is no skeleton


def test_every_key_of_a_track_has_the_key_points():
    def key(pts, points):
        return {"pts": pts, "shape": {"points": points}, "interpolation": "linear"}

    whole, short = [{"x": 1, "y": 2}, None, None], [{"x": 1, "y": 2}]
    track = {"kind": "point", "keys": [key(0, whole), key(2002, whole)]}
    check(Kind.TRACK, end_pts=3003, category="mouth", geometry=track)
    track["keys"][1] = key(2002, short)
    with pytest.raises(errors.MalformedMessage, match=r"geometry\.keys\[1\]\.shape\.points: the skeleton of"):
        check(Kind.TRACK, end_pts=3003, category="mouth", geometry=track)


@named(CASES["tags"]["valid"])
def test_tags_that_can_be_set(case):
    check(Kind.TAG, **{"category": "mouth", **renamed(case["tag"])})


@named(CASES["tags"]["invalid"])
def test_tags_that_make_no_sense_are_refused(case):
    with refusal_of(case):
        check(Kind.TAG, **{"category": "mouth", **renamed(case["tag"])})


def renamed(tag):
    return {"start" if name == "start_pts" else name: value for name, value in tag.items()}


def test_nothing_can_be_said_of_what_has_no_category():
    with pytest.raises(errors.MalformedMessage, match="'form' is said of something that has no category"):
        check(Kind.BOX, geometry=BOX, attributes={"values": {"form": "open"}})
    check(Kind.BOX, geometry=BOX, attributes={"values": {}})


def test_a_time_said_of_a_sound_may_lie_between_two_frames():
    attribute = Attribute("loudest at", AttributeKind.TIME)
    schema = CategorySchema("s", 1, (Category("hit", "Hit", "#ffffff", attributes=(attribute,)),))
    template = Template("sound", 1, "Sound", (Kind.AUDIO_EVENT,), schema)
    sound = Annotation(
        ID, Kind.AUDIO_EVENT, 1500, 1600, "hit", attributes={"values": {"loudest at": 1550}, "lane": "effect"}
    )
    check_annotation(sound, template=template, bounds=BOUNDS)


def test_values_that_another_program_wrote_otherwise_are_none():
    assert values_of(Annotation(ID, Kind.TAG, 0, attributes={"values": "open"})) == {}
    assert values_of(Annotation(ID, Kind.TAG, 0, attributes={"values": {"form": "open"}})) == {"form": "open"}
