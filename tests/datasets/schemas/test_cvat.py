"""CVAT's labels, as its constructor shows them raw."""

from __future__ import annotations

import json

import pytest

from animewidgets.annotations import Attribute, AttributeKind, Category, CategorySchema, Skeleton
from animewidgets.datasets.schemas import read_schema, write_schema
from animewidgets.errors import FormatError

RAW = [
    {
        "name": "car",
        "id": 11,
        "color": "#ff6037",
        "type": "rectangle",
        "attributes": [
            {
                "id": 5,
                "name": "parked",
                "input_type": "checkbox",
                "mutable": True,
                "values": ["false"],
                "default_value": "false",
            },
            {
                "name": "model",
                "input_type": "select",
                "mutable": False,
                "values": ["__undefined__", "bmw", "audi"],
                "default_value": "__undefined__",
            },
            {
                "name": "age",
                "input_type": "number",
                "mutable": False,
                "values": ["0", "30", "5"],
                "default_value": "0",
            },
            {"name": "plate", "input_type": "text", "mutable": False, "values": ["?"]},
            {"name": "side", "input_type": "radio", "mutable": False, "values": ["left", "right"]},
        ],
    },
    {
        "name": "tail",
        "color": "#2080c0",
        "type": "skeleton",
        "svg": '<line x1="1" y1="2" x2="3" y2="4" stroke="black" data-type="edge" data-node-from="2" '
        'data-node-to="1"></line><circle r="0.75" cx="1" cy="2" data-type="element node" data-element-id="1" '
        'data-node-id="1" data-label-name="root"></circle><circle r="0.75" cx="3" cy="4" '
        'data-type="element node" data-element-id="2" data-node-id="2" data-label-id="77"></circle>',
        "sublabels": [
            {"name": "root", "attributes": [], "type": "points", "color": "#000000"},
            {"name": "tip", "id": 77, "attributes": [], "type": "points"},
        ],
        "attributes": [],
    },
]


def read(data: object):
    return read_schema(json.dumps(data), name="labels.json")


def test_labels_attributes_and_skeletons_are_read():
    found = read(RAW)
    assert found.format == "cvat"
    car, tail = found.schema
    assert (car.category_id, car.colour) == ("car", "#ff6037")
    assert car.attributes == (
        Attribute("parked", AttributeKind.FLAG, default=False),
        Attribute("model", AttributeKind.CHOICE, ("__undefined__", "bmw", "audi"), default="__undefined__"),
        Attribute("age", AttributeKind.NUMBER, minimum=0, maximum=30, default=0),
        Attribute("plate", default="?"),
        Attribute("side", AttributeKind.CHOICE, ("left", "right")),
    )
    assert tail.skeleton == Skeleton(("root", "tip"), (("tip", "root"),))
    assert found.not_held == (
        "numbers (id) of labels, which are known by names here: 11 of 'car'",
        "the type 'rectangle' of labels (which tools a task has, its template says): 'car'",
        "numbers (id) of attributes, which are known by names here: 'parked' of 'car'",
        "that an attribute may change within a track (mutable): 'parked' of 'car'",
        "steps of numbers: \"5\" of 'age' of 'car'",
        "colours of single key points: 'root' of 'tail'",
        "where key points stand in the drawing of a skeleton (its lines are kept): 'tail'",
    )


def test_a_task_or_project_gives_its_labels():
    found = read({"name": "my task", "bug_tracker": "x", "labels": RAW})
    assert [c.name for c in found.schema] == ["car", "tail"]
    assert "passed over: name, bug_tracker" in found.not_held[0]


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        (
            [{"name": "a", "attributes": [{"name": "b", "input_type": "slider"}]}],
            "input_type: expected one of",
        ),
        ([{"name": "a", "attributes": {}}], r"\[0\].attributes: expected a list"),
        ([{"name": "a", "attributes": []}, {"name": "a", "attributes": []}], r"\[1\]: 'a' is there twice"),
        (
            [
                {
                    "name": "a",
                    "attributes": [{"name": "b", "input_type": "text"}, {"name": "b", "input_type": "text"}],
                }
            ],
            "two attributes 'b'",
        ),
        (
            [{"name": "a", "attributes": [{"name": "b", "input_type": "select", "values": ["x", "x"]}]}],
            "'x' is there twice",
        ),
        (
            [{"name": "a", "attributes": [{"name": "b", "input_type": "select", "values": [{}]}]}],
            r"values\[0\]: expected",
        ),
        (
            [{"name": "a", "attributes": [{"name": "b", "input_type": "number", "values": ["9", "1"]}]}],
            "minimum 9 is greater than the maximum 1",
        ),
        (
            [
                {
                    "name": "a",
                    "type": "skeleton",
                    "sublabels": [{"name": "p"}],
                    "svg": "<!DOCTYPE x [<!ENTITY y 'z'>]>",
                }
            ],
            r"\[0\].svg",
        ),
        (
            [{"name": "a", "type": "skeleton", "sublabels": [{"name": "p"}, {"name": "p"}], "svg": ""}],
            "twice",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_place(labels, told):
    with pytest.raises(FormatError, match=told):
        read(labels)


def test_what_is_odd_is_told():
    many = [f"v{n}" for n in range(300)]
    found = read(
        [
            {
                "name": "a",
                "color": "blurple",
                "attributes": [
                    {"name": "many", "input_type": "select", "values": many},
                    {"name": "n", "input_type": "number", "values": ["x", "5"], "default_value": "few"},
                    {"name": "c", "input_type": "select", "values": ["x", ""], "default_value": "y"},
                ],
                "shortcut": "q",
            }
        ]
    )
    told = "\n".join(found.not_held)
    assert [one.name for one in found.schema.categories[0].attributes] == ["n", "c"]
    for part in (
        "300 of 'many' of 'a'",
        "bounds that are no numbers: \"x\" of 'n' of 'a'",
        'defaults that are no numbers: "few"',
        "defaults that are none of the values: \"y\" of 'c' of 'a'",
        "empty values of a choice",
        "\"blurple\" of 'a'",
        "the field 'shortcut' of a label, for which a schema has no place: \"q\" of 'a'",
    ):
        assert part in told


def test_what_is_written_keeps_the_constructor_s_rules():
    """Every attribute has values, all of them different texts; a number's are minimum, maximum and step."""
    schema = CategorySchema(
        "s",
        1,
        (
            Category(
                "a",
                "A" * 70,
                "#000000",
                attributes=(
                    Attribute("n", "number", minimum=0.25, maximum=2),
                    Attribute("open", "number"),
                    Attribute("f", "flag"),
                    Attribute("t", "time", required=True),
                    Attribute("c", "choice", ("x", "y"), default="y"),
                ),
            ),
        ),
    )
    written = write_schema(schema, "cvat")
    (label,) = json.loads(written.text)
    assert {
        one["name"]: (one["input_type"], one["values"], one["default_value"]) for one in label["attributes"]
    } == {
        "n": ("number", ["0.25", "2", "0.01"], ""),
        "open": ("number", ["-9007199254740991", "9007199254740991", "1"], ""),
        "f": ("checkbox", ["false"], "false"),
        "t": ("text", [""], ""),
        "c": ("select", ["x", "y"], "y"),
    }
    told = "\n".join(written.not_held)
    assert "CVAT keeps 64 characters of a name" in told
    assert "CVAT wants both bounds of a number; ±9007199254740991 stands for none: 'open' of" in told
    assert "CVAT cannot hold that attributes are required: 't' of" in told
    assert "'time' becomes 'text' of 't' of" in told
    assert "defaults of attributes that nobody chose, but CVAT cannot leave out: False of 'f'" in told


def test_names_that_are_there_twice_get_their_parents_name():
    schema = CategorySchema(
        "s",
        1,
        (
            Category("l", "Left", "#000000"),
            Category("r", "Right", "#000000"),
            Category("lh", "Hand", "#000000", parent="l"),
            Category("rh", "Hand", "#000000", parent="r"),
        ),
    )
    written = write_schema(schema, "cvat")
    assert [one["name"] for one in json.loads(written.text)] == [
        "Left",
        "Right",
        "Left / Hand",
        "Right / Hand",
    ]
    assert any("'Hand' becomes 'Left / Hand' of the category 'lh'" in line for line in written.not_held)
