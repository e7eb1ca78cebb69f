"""A schema as a labelling configuration of Label Studio.

A group whose members have no parents and children becomes ``Choices`` about the whole picture. All other
categories become labels of boxes; where one has a parent, a ``Taxonomy`` of regions, for labels have no tree.
An attribute becomes a question that is asked where one of its categories is chosen.

For films the same with boxes that are tracked (``VideoRectangle``); what was a question about the picture are
spans of time there (``TimelineLabels``).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from animewidgets.annotations.categories import Category, CategorySchema
from animewidgets.annotations.category_attributes import Attribute
from animewidgets.datasets.schemas import markup
from animewidgets.datasets.schemas.base import Writing, tidy
from animewidgets.datasets.schemas.label_studio_questions import ask
from animewidgets.datasets.schemas.remarks import Remarks
from animewidgets.datasets.schemas.tree import children_of
from animewidgets.datasets.schemas.unique import unique_names

_REGIONS, _BOX = "category", "box"


@dataclass(slots=True)
class _Layout:
    """Which control each category stands in, and what it is called there."""

    schema: CategorySchema
    names: dict[str, str]
    keys: dict[str, str]
    children: dict[str | None, list[Category]]
    #: Whether films are labelled, and not their frames as pictures.
    video: bool
    #: Identities by the name of their control, in the order of the text.
    homes: dict[str, list[str]] = field(default_factory=dict)
    taken: set[str] = field(default_factory=lambda: {"image", "video", _REGIONS, _BOX})

    @property
    def medium(self) -> str:
        """What the control that shows the medium is called."""
        return "video" if self.video else "image"

    def of_regions(self, home: str) -> bool:
        """Whether the categories of a control are chosen for regions, and not for the whole picture."""
        return self.video or home == _REGIONS


def write(schema: CategorySchema, _remarks: Remarks) -> Writing:
    """A configuration for pictures, the frames of a film."""
    return _written(schema, video=False)


def write_video(schema: CategorySchema, _remarks: Remarks) -> Writing:
    """A configuration for films: boxes that are tracked, and groups as spans of time."""
    return _written(schema, video=True)


def _written(schema: CategorySchema, *, video: bool) -> Writing:
    layout = _Layout(schema, unique_names(schema, clean=_name), {}, children_of(schema), video)
    layout.keys = _keys(layout)
    lines = markup.element(layout.medium.title(), {"name": layout.medium, "value": f"${layout.medium}"})
    grouped = _groups(layout, lines)
    rest = [one for one in schema if one.category_id not in grouped]
    tree = any(one.parent is not None for one in rest)
    if rest:
        lines += _taxonomy(layout, grouped) if tree else _labels(layout, rest)
    lines += _questions(layout, tree)
    order = [own for home in layout.homes.values() for own in home]
    return Writing("\n".join(markup.element("View", {}, lines)) + "\n", order)


def _name(text: str) -> str:
    """What begins with a dollar would be looked up in the data of a task."""
    return tidy(markup.holdable(text)).lstrip("$")


def _keys(layout: _Layout) -> dict[str, str]:
    """What results call each category: its identity, as far as XML has the characters."""
    keys: dict[str, str] = {}
    taken: set[str] = set()
    for one in layout.schema:
        clean = markup.holdable(one.category_id) or layout.names[one.category_id]
        key, number = clean, 2
        while key in taken:
            key, number = f"{clean[:90]}-{number}", number + 1
        taken.add(key)
        keys[one.category_id] = key
    return keys


def _groups(layout: _Layout, lines: list[str]) -> set[str]:
    done: set[str] = set()
    for group in layout.schema.groups:
        members = {
            one.category_id: one
            for one in layout.schema
            if one.category_id in group.members
            and one.parent is None
            and one.category_id not in layout.children
        }
        if len(members) < len(group.members):
            continue  # what is a tree, no question about the picture can hold
        name = _free(tidy(markup.holdable(group.name)) or "group", layout)
        choices = [
            line
            for own in group.members
            for line in (
                _label("Label", members[own], layout, {"background": members[own].colour})
                if layout.video
                else _label("Choice", members[own], layout, {})
            )
        ]
        said: dict[str, str | None] = {
            "name": name,
            "toName": layout.medium,
            "choice": "single" if group.exclusive else "multiple",
        }
        lines += markup.element("TimelineLabels" if layout.video else "Choices", said, choices)
        layout.homes[name] = list(group.members)
        done |= set(group.members)
    return done


def _labels(layout: _Layout, rest: list[Category]) -> list[str]:
    layout.homes[_REGIONS] = [one.category_id for one in rest]
    labels = [line for one in rest for line in _label("Label", one, layout, {"background": one.colour})]
    if layout.video:
        return [
            *markup.element("Labels", {"name": _REGIONS, "toName": layout.medium}, labels),
            *markup.element("VideoRectangle", {"name": _BOX, "toName": layout.medium}),
        ]
    return markup.element("RectangleLabels", {"name": _REGIONS, "toName": layout.medium}, labels)


def _taxonomy(layout: _Layout, grouped: set[str]) -> list[str]:
    order: list[str] = []

    def below(parent: str | None) -> list[str]:
        lines: list[str] = []
        for one in layout.children.get(parent, []):
            if one.category_id in grouped:
                continue
            order.append(one.category_id)
            lines += _label("Choice", one, layout, {"color": one.colour}, below(one.category_id))
        return lines

    choices = below(None)
    layout.homes[_REGIONS] = order
    return [
        *markup.element(
            "VideoRectangle" if layout.video else "Rectangle", {"name": _BOX, "toName": layout.medium}
        ),
        *markup.element(
            "Taxonomy", {"name": _REGIONS, "toName": layout.medium, "perRegion": "true"}, choices
        ),
    ]


def _label(
    tag: str, one: Category, layout: _Layout, colour: dict[str, str | None], below: list[str] | None = None
) -> list[str]:
    name, key = layout.names[one.category_id], layout.keys[one.category_id]
    said: dict[str, str | None] = {
        "value": name,
        "alias": None if key == name else key,
        **colour,
        "hotkey": one.hotkey or None,
        "hint": one.description or None,
    }
    return markup.element(tag, said, below)


def _questions(layout: _Layout, tree: bool) -> list[str]:
    """A question for each attribute and control; two of one name that differ get names that differ."""
    asked: dict[tuple[str, Attribute], list[str]] = {}
    for home, members in layout.homes.items():
        for own in members:
            category = layout.schema.category(own)
            assert category is not None
            for attribute in category.attributes:
                asked.setdefault((home, attribute), []).append(own)
    lines: list[str] = []
    for (home, attribute), members in asked.items():
        wiring: dict[str, str | None] = {"toName": layout.medium}
        if layout.of_regions(home):
            wiring["perRegion"] = "true"
        everywhere = len(members) == len(layout.homes[home])
        listed = None if everywhere else ",".join(map(layout.keys.__getitem__, members))
        alone = sum(map(layout.of_regions, layout.homes)) == 1
        of_tree = tree and home == _REGIONS
        if not layout.of_regions(home) or (of_tree and not (everywhere and alone)):
            wiring |= {"visibleWhen": "choice-selected", "whenTagName": home, "whenChoiceValue": listed}
        elif not (everywhere and alone):
            wiring |= {"visibleWhen": "region-selected", "whenTagName": home, "whenLabelValue": listed}
        name = _free(tidy(markup.holdable(attribute.name)) or "question", layout)
        lines += ask(attribute, name, wiring)
    return lines


def _free(name: str, layout: _Layout) -> str:
    found, number = name, 2
    while found in layout.taken:
        found, number = f"{name[:90]}-{number}", number + 1
    layout.taken.add(found)
    return found
