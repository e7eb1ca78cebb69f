"""The ``categories`` of COCO's JSON, as detection, key points, panoptic segmentation and LVIS have them.

Source: https://cocodataset.org/#format-data. A ``supercategory`` is a name: that of another category of the
file, or of none, and then a category of its own is made of it. ``skeleton`` counts key points from 1.
``color`` is ``[r, g, b]`` in panoptic files; ``def`` is LVIS's definition.
"""

from __future__ import annotations

import json

from animewidgets.annotations.categories import Category, CategorySchema
from animewidgets.annotations.edits import JSON
from animewidgets.annotations.skeletons import MOST_KEY_POINTS, Skeleton
from animewidgets.datasets.schemas.base import Content, Found, Source, Writing, made, tidy
from animewidgets.datasets.schemas.colours import of_css, of_rgb, to_rgb
from animewidgets.datasets.schemas.fields import Fields, show
from animewidgets.datasets.schemas.remarks import Remarks
from animewidgets.datasets.schemas.unique import unique_names
from animewidgets.datasets.text import shown

_OTHERS = ("info", "licenses", "images", "annotations")
_NONE = ("", "none")


def sniff(data: JSON) -> bool:
    """Whether JSON is a COCO file, or its list of categories alone."""
    if isinstance(data, dict):
        listed = data.get("categories")
        return isinstance(listed, list) and not any(
            isinstance(one, dict) and "category_id" in one for one in listed[:1]
        )
    first = data[0] if isinstance(data, list) and data else None
    return isinstance(first, dict) and "name" in first and bool(first.keys() & {"supercategory", "keypoints"})


def read(source: Source, remarks: Remarks) -> Content:
    """The categories; of images and annotations it is said that they are passed over."""
    data, at = source.json, ""
    if isinstance(data, dict):
        listed, at = data.get("categories"), "categories"
        others = [f"{name} ({_count(value)})" for name, value in data.items() if name != "categories"]
        if others:
            remarks.lost("of a COCO file only the categories are taken; passed over", ", ".join(others))
        if not isinstance(listed, list):
            raise source.wrong("categories", f"expected a list of categories, got {show(listed)}")
        data = listed
    if not isinstance(data, list):
        raise source.document.wrong("expected COCO's categories: a list, or an object with one")
    found: list[Found] = []
    above: list[str] = []
    numbers: dict[str, str] = {}
    for n, one in enumerate(data):
        fields = Fields(one, f"{at}[{n}]", source)
        found.append(_category(fields, numbers, source, remarks))
        above.append(_supercategory(fields))
        fields.tell_rest("a category", repr(shown(found[-1].name, 40)), remarks)
    return Content(_tree(found, above, source, remarks))


def write(schema: CategorySchema, remarks: Remarks) -> Writing:
    """A COCO file without images. Roots have an empty supercategory."""
    names = unique_names(schema)
    listed = [_row(n + 1, one, names) for n, one in enumerate(schema)]
    document = {
        "info": {"description": schema.schema_id},
        "images": [],
        "annotations": [],
        "categories": listed,
    }
    text = json.dumps(document, ensure_ascii=False, indent=1)
    return Writing(text + "\n", [one.category_id for one in schema])


def _row(number: int, category: Category, names: dict[str, str]) -> dict[str, JSON]:
    row: dict[str, JSON] = {
        "id": number,
        "name": names[category.category_id],
        "supercategory": "" if category.parent is None else names[category.parent],
        "color": list(to_rgb(category.colour)),
    }
    skeleton = category.skeleton
    if skeleton is not None:
        place = {name: n + 1 for n, name in enumerate(skeleton.names)}
        row["keypoints"] = list(skeleton.names)
        row["skeleton"] = [[place[first], place[second]] for first, second in skeleton.edges]
    return row


def _count(value: JSON) -> str:
    return f"{len(value):,}" if isinstance(value, list) else show(value)


def _category(fields: Fields, numbers: dict[str, str], source: Source, remarks: Remarks) -> Found:
    name = fields.name()
    place = repr(shown(name, 40))
    number = fields.take("id")
    if number is not None:
        if show(number) in numbers:
            first = numbers[show(number)]
            raise fields.wrong("id", f"{show(number)} is the number of {shown(first)!r}, too", number)
        numbers[show(number)] = name
        remarks.lost(
            "numbers (id) of categories, which are known by names here", f"{show(number)} of {place}"
        )
    return Found(
        name,
        fields.at,
        colour=_colour(fields, place, remarks),
        description=fields.text("def"),
        skeleton=_skeleton(fields, place, source, remarks),
    )


def _colour(fields: Fields, place: str, remarks: Remarks) -> str | None:
    value = fields.take("color")
    if isinstance(value, list) and len(value) in (3, 4):
        channels = [
            one for one in value if isinstance(one, int) and not isinstance(one, bool) and 0 <= one <= 255
        ]
        if len(channels) == len(value):
            return of_rgb(channels)
    found = of_css(value) if isinstance(value, str) and value else None
    if found is None and value not in (None, "", []):
        remarks.lost("colours that are neither [r, g, b] nor #rrggbb", f"{show(value)} of {place}")
    return None if found is None else found[0]


def _skeleton(fields: Fields, place: str, source: Source, remarks: Remarks) -> Skeleton | None:
    listed, pairs = fields.items("keypoints"), fields.items("skeleton")
    if not listed:
        if pairs:
            remarks.lost("edges of a skeleton without key points", place)
        return None
    names = [tidy(one) if isinstance(one, str) else "" for one in listed]
    if "" in names:
        at = names.index("")
        raise fields.wrong(f"keypoints[{at}]", f"expected the name of a key point, got {show(listed[at])}")
    if len(names) > MOST_KEY_POINTS:
        remarks.lost(f"skeletons of more than {MOST_KEY_POINTS} key points", f"{len(names)} of {place}")
        return None
    edges = [_edge(one, f"skeleton[{n}]", fields, names) for n, one in enumerate(pairs)]
    for first, second in edges:
        if first == second:
            remarks.lost("edges from a key point to itself", f"{first!r} of {place}")
    kept = tuple(one for one in edges if one[0] != one[1])
    return made(lambda: Skeleton(tuple(names), kept), source, f"{fields.at}.keypoints")


def _edge(pair: JSON, at: str, fields: Fields, names: list[str]) -> tuple[str, str]:
    if not isinstance(pair, list) or len(pair) != 2:
        raise fields.wrong(at, f"expected two numbers of key points, got {show(pair)}", pair)
    ends: list[str] = []
    for one in pair:
        if not isinstance(one, int) or isinstance(one, bool) or not 1 <= one <= len(names):
            why = "COCO counts key points from 1" if one == 0 else f"there are {len(names)}"
            raise fields.wrong(at, f"{show(one)} is no key point of it: {why}", pair)
        ends.append(names[one - 1])
    return ends[0], ends[1]


def _supercategory(fields: Fields) -> str:
    value = fields.take("supercategory")
    if value is None:
        return ""
    if not isinstance(value, str):
        raise fields.wrong("supercategory", f"expected a name, got {show(value)}", value)
    return tidy(value)


def _tree(found: list[Found], above: list[str], source: Source, remarks: Remarks) -> list[Found]:
    """Names of parents become places; a name that no category has becomes one, before its first child."""
    known: dict[str, Found] = {}
    for one in found:
        known.setdefault(one.name, one)
    ordered: list[Found] = []
    parents: dict[int, Found] = {}
    children: dict[str, int] = {}
    for one, name in zip(found, above, strict=True):
        if name != one.name and (name not in _NONE or name in known):
            if name not in known:
                known[name] = Found(name, one.at)
                ordered.append(known[name])
                children[name] = 0
            if name in children:
                children[name] += 1
            parents[id(one)] = known[name]
        ordered.append(one)
    for name, count in children.items():
        remarks.note("supercategories that became categories", f"{shown(name, 40)!r} above {count:,}")
    places = {id(one): n for n, one in enumerate(ordered)}
    for one in ordered:
        parent = parents.get(id(one))
        one.parent = None if parent is None else places[id(parent)]
    return ordered
