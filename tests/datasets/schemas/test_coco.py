"""COCO's categories, as detection, key points, panoptic and LVIS files have them."""

from __future__ import annotations

import json

import pytest

from animewidgets.annotations import Category, CategorySchema, Skeleton
from animewidgets.datasets.schemas import read_schema, write_schema
from animewidgets.errors import FormatError

KEY_POINTS = {
    "info": {"year": 2026},
    "images": [{"id": 7, "width": 640, "height": 480, "file_name": "a.png"}],
    "annotations": [{"id": 1, "image_id": 7, "category_id": 1, "bbox": [0, 0, 9, 9]}] * 3,
    "categories": [
        {
            "id": 1,
            "name": "person",
            "supercategory": "person",
            "keypoints": ["nose", "left_eye", "right_eye"],
            "skeleton": [[1, 2], [1, 3]],
        },
        {"id": 3, "name": "car", "supercategory": "vehicle", "isthing": 1, "color": [0, 0, 142]},
        {"id": 4, "name": "lorry", "supercategory": "vehicle", "isthing": 1, "color": [0, 0, 70]},
    ],
}


def read(data: object, **options):
    return read_schema(json.dumps(data), name="instances_val.json", **options)


def test_of_a_whole_file_only_the_categories_are_taken():
    found = read(KEY_POINTS)
    assert found.format == "coco"
    assert found.schema.schema_id == "instances_val"
    assert [(c.category_id, c.name, c.parent) for c in found.schema] == [
        ("person", "person", None),
        ("vehicle", "vehicle", None),
        ("car", "car", "vehicle"),
        ("lorry", "lorry", "vehicle"),
    ]
    person, _, car, _ = found.schema
    assert person.skeleton == Skeleton(
        ("nose", "left_eye", "right_eye"), (("nose", "left_eye"), ("nose", "right_eye"))
    )
    assert car.colour == "#00008e"
    assert found.not_held == (
        (
            'of a COCO file only the categories are taken; passed over: info ({"year": 2026}), images (1), '
            "annotations (3)"
        ),
        "numbers (id) of categories, which are known by names here: 1 of 'person', 3 of 'car', 4 of 'lorry'",
        "the field 'isthing' of a category, for which a schema has no place: 1 of 'car', 1 of 'lorry'",
    )
    assert found.notes == (
        "supercategories that became categories: 'vehicle' above 2",
        "2 of 4 categories came without a colour and were given one",
    )


def test_a_supercategory_that_is_a_category_is_its_parent():
    found = read(
        [
            {"id": 1, "name": "left", "supercategory": "hand"},
            {"id": 2, "name": "hand", "supercategory": "none"},
        ]
    )
    assert [(c.name, c.parent) for c in found.schema] == [("left", "hand"), ("hand", None)]


def test_a_definition_is_the_description():
    found = read([{"id": 1, "name": "rig", "supercategory": "", "def": "a cel's pegs", "synset": "rig.n.01"}])
    assert found.schema.categories[0].description == "a cel's pegs"
    assert any("'synset'" in line and "\"rig.n.01\" of 'rig'" in line for line in found.not_held)


@pytest.mark.parametrize(
    ("categories", "told"),
    [
        ([], "no categories"),
        (
            [{"id": 1, "name": "a", "supercategory": "b"}, {"id": 2, "name": "b", "supercategory": "a"}],
            "circle",
        ),
        ([{"id": 1, "name": "a"}, {"id": 1, "name": "b"}], r"categories\[1\].id: 1 is the number of 'a'"),
        ([{"id": 1, "name": "a"}, {"id": 2, "name": "a"}], r"categories\[1\]: 'a' is there twice, first in"),
        ([{"id": 1, "name": "  "}], r"categories\[0\].name: expected a name"),
        ([{"id": 1, "name": "x" * 101}], "101 characters"),
        ([{"id": 1}], "expected a name, got null"),
        ([{"id": 1, "name": "a\0b"}], r"'a\\x00b' holds a character that is no text"),
        ([{"id": 1, "name": "a", "def": "\ud800"}], "no text"),
        ([7], r"categories\[0\]: expected an object"),
        ([{"id": 1, "name": "a", "keypoints": ["n"], "skeleton": [[0, 1]]}], "counts key points from 1"),
        ([{"id": 1, "name": "a", "keypoints": ["n", "m"], "skeleton": [[1, 3]]}], "there are 2"),
        ([{"id": 1, "name": "a", "keypoints": ["n", "n"]}], "the key point 'n' is there twice"),
        ([{"id": 1, "name": "a", "supercategory": 5}], "supercategory: expected a name, got 5"),
        ([{"id": 1, "name": "a", "keypoints": "n"}], r"keypoints: expected a list"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_place(categories, told):
    with pytest.raises(FormatError, match=told) as caught:
        read({"categories": categories})
    assert caught.value.data["file"] == "instances_val.json"


def test_what_is_odd_is_told():
    found = read(
        {
            "categories": [
                {"id": 1, "name": "a", "color": "mauve-ish", "keypoints": ["n"], "skeleton": [[1, 1]]}
            ]
        }
    )
    assert any("colours" in line and "mauve-ish" in line for line in found.not_held)
    assert any("from a key point to itself" in line for line in found.not_held)


def test_pycocotools_reads_what_is_written(tmp_path, capsys):
    coco = pytest.importorskip("pycocotools.coco")
    skeleton = Skeleton(("口", "目"), (("口", "目"),))
    schema = CategorySchema(
        "faces",
        3,
        (
            Category("face", "Face", "#102030", skeleton=skeleton),
            Category("b", "左", "#fff000", parent="face"),
        ),
    )
    path = tmp_path / "faces.json"
    path.write_text(write_schema(schema, "coco").text, encoding="utf-8")
    read_back = coco.COCO(str(path))
    assert [one["name"] for one in read_back.loadCats(read_back.getCatIds(supNms=["Face"]))] == ["左"]
    (face,) = read_back.loadCats([1])
    assert (face["keypoints"], face["skeleton"], face["color"]) == (["口", "目"], [[1, 2]], [16, 32, 48])
