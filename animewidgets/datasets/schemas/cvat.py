"""CVAT's labels, as the *Raw* tab of its label constructor shows and takes them.

Source: https://docs.cvat.ai/docs/api_sdk/sdk/reference/models/label/, and what its constructor checks. A
label has no parent. An attribute's ``values`` are what can be chosen, or minimum, maximum and step of a
number, or the default of a text or checkbox. A skeleton's key points are ``sublabels``; ``svg`` has its
lines.
"""

from __future__ import annotations

import json
from decimal import Decimal

from animewidgets.annotations.categories import Category, CategorySchema
from animewidgets.annotations.category_attributes import (
    LONGEST_NAME,
    LONGEST_TEXT,
    MOST_CHOICES,
    Attribute,
    AttributeKind,
    Value,
)
from animewidgets.annotations.edits import JSON
from animewidgets.annotations.shape import MAX_INTEGER
from animewidgets.datasets.schemas.base import Content, Found, Source, Writing, made, put_short
from animewidgets.datasets.schemas.colours import of_css
from animewidgets.datasets.schemas.cvat_skeletons import edges_of, svg_of
from animewidgets.datasets.schemas.fields import Fields, show
from animewidgets.datasets.schemas.numbers import number, written
from animewidgets.datasets.schemas.remarks import Remarks
from animewidgets.datasets.schemas.unique import unique_names
from animewidgets.datasets.text import shown

_KINDS = {
    "select": AttributeKind.CHOICE,
    "radio": AttributeKind.CHOICE,
    "checkbox": AttributeKind.FLAG,
    "number": AttributeKind.NUMBER,
    "text": AttributeKind.TEXT,
}
_LABEL_FIELDS = {"attributes", "type", "sublabels", "svg", "color"}
#: What CVAT keeps of names of labels and attributes.
_LONGEST = 64
#: Labels of these types may have any shape, as our categories do.
_ANY_SHAPE = ("", "any", "skeleton")


def sniff(data: JSON) -> bool:
    """Whether JSON is a list of labels, or an object with one."""
    listed = data.get("labels") if isinstance(data, dict) else data
    first = listed[0] if isinstance(listed, list) and listed else None
    return isinstance(first, dict) and "name" in first and bool(first.keys() & _LABEL_FIELDS)


def read(source: Source, remarks: Remarks) -> Content:
    """The labels."""
    data, at = source.json, ""
    if isinstance(data, dict):
        others = [name for name in data if name != "labels"]
        if others:
            remarks.lost(
                "of a task or project only the labels are taken; passed over", shown(", ".join(others))
            )
        data, at = data.get("labels"), "labels"
    if not isinstance(data, list):
        raise source.document.wrong("expected CVAT's labels: a list, or an object with one in 'labels'")
    return Content([_label(Fields(one, f"{at}[{n}]", source), source, remarks) for n, one in enumerate(data)])


def write(schema: CategorySchema, remarks: Remarks) -> Writing:
    """A list of labels for the *Raw* tab."""
    names = unique_names(schema)
    listed: list[JSON] = [_row(one, names[one.category_id], remarks) for one in schema]
    return Writing(
        json.dumps(listed, ensure_ascii=False, indent=2) + "\n", [one.category_id for one in schema]
    )


# --- reading -----------------------------------------------------------------------------------------


def _label(fields: Fields, source: Source, remarks: Remarks) -> Found:
    name = fields.name()
    place = repr(shown(name, 40))
    found = Found(name, fields.at)
    number = fields.take("id")
    if number is not None:
        remarks.lost("numbers (id) of labels, which are known by names here", f"{show(number)} of {place}")
    _tell_type(fields.text("type"), place, remarks)
    found.colour = _colour(fields.text("color"), place, remarks)
    for n, one in enumerate(fields.items("attributes")):
        attribute = _attribute(Fields(one, f"{fields.at}.attributes[{n}]", source), place, source, remarks)
        if attribute is not None:
            found.attributes.append(attribute)
    _skeleton(found, fields, place, source, remarks)
    for name in ("has_parent", "parent_id", "project_id", "task_id", "deleted"):
        if fields.take(name) and name == "deleted":
            remarks.lost("labels marked as deleted are taken all the same", place)
    fields.tell_rest("a label", place, remarks)
    return found


def _tell_type(kind: str, place: str, remarks: Remarks) -> None:
    if kind not in _ANY_SHAPE:
        remarks.lost(
            f"the type {shown(kind, 30)!r} of labels (which tools a task has, its template says)", place
        )


def _colour(text: str, place: str, remarks: Remarks) -> str | None:
    found = of_css(text) if text else None
    if text and found is None:
        remarks.lost("colours that are not written #rrggbb", f"{show(text)} of {place}")
    return None if found is None else found[0]


def _skeleton(found: Found, fields: Fields, place: str, source: Source, remarks: Remarks) -> None:
    listed, svg = fields.items("sublabels"), fields.text("svg")
    if not listed:
        return
    at = f"{fields.at}.sublabels"
    names: list[str] = []
    numbers: dict[str, str] = {}
    for n, one in enumerate(listed):
        point = Fields(one, f"{at}[{n}]", source)
        name = point.name()
        names.append(name)
        number = point.take("id")
        if number is not None:
            numbers[str(number)] = name
        of = f"{shown(name, 30)!r} of {place}"
        if point.text("color"):
            remarks.lost("colours of single key points", of)
        if point.items("attributes"):
            remarks.lost("attributes of single key points", of)
        kind = point.text("type")
        if kind not in ("", "points", "any"):
            remarks.lost(f"the type {shown(kind, 30)!r} of key points", of)
        for name in ("has_parent", "parent_id", "project_id", "task_id", "sublabels", "svg"):
            point.take(name)
        point.tell_rest("a sublabel", of, remarks)
    edges = edges_of(svg, names, numbers, source, f"{fields.at}.svg", place, remarks)
    found.skeleton = edges if edges is None else made(lambda: edges(), source, at)


def _attribute(fields: Fields, place: str, source: Source, remarks: Remarks) -> Attribute | None:
    name = fields.name()
    of = f"{shown(name, 40)!r} of {place}"
    if len(name) > LONGEST_NAME:
        raise fields.wrong(
            "name", f"a name has at most {LONGEST_NAME} characters, and this {len(name)}", name
        )
    kind = _KINDS.get(fields.text("input_type").lower())
    if kind is None:
        raise fields.wrong("input_type", f"expected one of {', '.join(_KINDS)}")
    values = [_text(one, f"values[{n}]", fields) for n, one in enumerate(fields.items("values"))]
    default = _text(fields.take("default_value"), "default_value", fields)
    if fields.take("id") is not None:
        remarks.lost("numbers (id) of attributes, which are known by names here", of)
    if fields.take("mutable"):
        remarks.lost("that an attribute may change within a track (mutable)", of)
    fields.tell_rest("an attribute", of, remarks)
    at = fields.at
    match kind:
        case AttributeKind.CHOICE:
            return _choice(name, values, default, of, source, at, remarks)
        case AttributeKind.NUMBER:
            return made(lambda: _number(name, values, default, of, remarks), source, at)
        case AttributeKind.FLAG:
            ticked = (default or (values[0] if values else "")).lower() == "true"
            return made(lambda: Attribute(name, kind, default=ticked), source, at)
        case _:
            text = put_short(default or (values[0] if values else ""), LONGEST_TEXT, "default", of, remarks)
            return made(lambda: Attribute(name, kind, default=text or None), source, at)


def _text(value: JSON, field: str, fields: Fields) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float):
        return str(value).strip()
    raise fields.wrong(field, f"expected a text, got {show(value)}", value)


def _choice(
    name: str, values: list[str], default: str, of: str, source: Source, at: str, remarks: Remarks
) -> Attribute | None:
    choices = tuple(one for one in values if one)
    if len(choices) < len(values):
        remarks.lost("empty values of a choice (what is not said is left out here)", of)
    if not choices or len(choices) > MOST_CHOICES:
        remarks.lost(f"choices of none or more than {MOST_CHOICES} values", f"{len(choices):,} of {of}")
        return None
    if default and default not in choices:
        remarks.lost("defaults that are none of the values", f"{show(default)} of {of}")
    kept = default if default in choices else None
    return made(lambda: Attribute(name, AttributeKind.CHOICE, choices, default=kept), source, at)


def _number(name: str, values: list[str], default: str, of: str, remarks: Remarks) -> Attribute:
    read = [number(one) for one in values]
    least, most = (*read, None, None)[:2]
    if len(values) > 2 and read[2] != 1:
        remarks.lost("steps of numbers", f"{show(values[2])} of {of}")
    for text, found in zip(values[:2], read, strict=False):
        if text and found is None:
            remarks.lost("bounds that are no numbers", f"{show(text)} of {of}")
    value: Value | None = number(default) if default else None
    if default and value is None:
        remarks.lost("defaults that are no numbers", f"{show(default)} of {of}")
    return Attribute(
        name,
        AttributeKind.NUMBER,
        # What we write where there is no bound; CVAT wants one.
        minimum=None if least == -MAX_INTEGER else least,
        maximum=None if most == MAX_INTEGER else most,
        default=value,
    )


# --- writing -----------------------------------------------------------------------------------------


def _row(category: Category, name: str, remarks: Remarks) -> JSON:
    place = repr(shown(name, 40))
    _tell_long(name, place, remarks)
    row: dict[str, JSON] = {
        "name": name,
        "color": category.colour,
        "type": "any" if category.skeleton is None else "skeleton",
        "attributes": [_spec(one, place, remarks) for one in category.attributes],
    }
    if category.skeleton is not None:
        row["sublabels"] = [
            {"name": one, "type": "points", "attributes": []} for one in category.skeleton.names
        ]
        row["svg"] = svg_of(category.skeleton)
    return row


def _tell_long(name: str, place: str, remarks: Remarks) -> None:
    if len(name) > _LONGEST:
        remarks.lost(f"CVAT keeps {_LONGEST} characters of a name, and these are longer: shorten them", place)


def _spec(attribute: Attribute, place: str, remarks: Remarks) -> JSON:
    of = f"{shown(attribute.name, 40)!r} of {place}"
    _tell_long(attribute.name, of, remarks)
    default = attribute.default
    match attribute.kind:
        case AttributeKind.CHOICE:
            kind, values, said = "select", list(attribute.choices), str(default or "")
        case AttributeKind.FLAG:
            said = "true" if default else "false"
            kind, values = "checkbox", [said]
        case AttributeKind.NUMBER:
            kind, values = "number", _range(attribute, of, remarks)
            said = written(default) if isinstance(default, int | float) else ""
        case _:
            said = str(default or "")
            kind, values = "text", [said]
    return {
        "name": attribute.name,
        "input_type": kind,
        "mutable": False,
        "values": list(values),
        "default_value": said,
    }


def _range(attribute: Attribute, of: str, remarks: Remarks) -> list[str]:
    """Minimum, maximum and step, all of which CVAT wants, the first smaller than the second."""
    least, most = attribute.minimum, attribute.maximum
    if least is None or most is None:
        remarks.lost("CVAT wants both bounds of a number; ±9007199254740991 stands for none", of)
    least = -MAX_INTEGER if least is None else least
    most = MAX_INTEGER if most is None else most
    if least >= most:
        remarks.lost("CVAT wants a minimum below the maximum, and refuses this: change it there", of)
    exponents = [
        Decimal(written(one)).normalize().as_tuple().exponent
        for one in (least, most, attribute.default)
        if isinstance(one, int | float)
    ]
    digits = max(0, *(-one for one in exponents if isinstance(one, int)))
    remarks.lost("CVAT wants a step between numbers; one was written that fits the bounds", of)
    return [written(least), written(most), "1" if digits == 0 else f"0.{'0' * (digits - 1)}1"]
