"""Label Studio's labelling configuration (XML).

Source: https://labelstud.io/tags. Categories are the ``Label`` of all ``…Labels``, the ``Choice`` of
``Choices`` about the whole picture (whose question becomes a group) and of a ``Taxonomy`` (a tree); those of
``TimelineLabels``, spans of a film, are a group, too. What is
asked about a region (``perRegion``), or where something is chosen, becomes an attribute of what it is about.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from animewidgets.annotations.category_attributes import LONGEST_NAME
from animewidgets.datasets.schemas import markup
from animewidgets.datasets.schemas.base import Content, Found, FoundGroup, Source, tidy
from animewidgets.datasets.schemas.colours import of_css
from animewidgets.datasets.schemas.label_studio_questions import QUESTIONS, question
from animewidgets.datasets.schemas.label_studio_write import write, write_video
from animewidgets.datasets.schemas.markup import Element
from animewidgets.datasets.schemas.remarks import Remarks
from animewidgets.datasets.text import shown

__all__ = ["of_video", "read", "write", "write_video"]

#: What a label or choice has that categories have, too.
_HELD = {"value", "alias", "background", "color", "hotkey", "hint"}
#: What wires a control to the picture, and says nothing else.
_WIRING = {"name", "toname", "showinline", "choice", "perregion", "layout"}
#: What a picture or tool has that says nothing but which one it is.
_SHOWS = {"name", "value", "toname"}
_SILENT = ("image", "rectangle", "video", "videorectangle")
_VIDEO = re.compile(r"<\s*video\b", re.IGNORECASE)
_CONDITIONS = ("visiblewhen", "whentagname", "whenlabelvalue", "whenchoicevalue")


@dataclass(slots=True)
class _Control:
    """A control whose labels are categories: their places in the list of all, by what results call them."""

    whole: bool
    by_key: dict[str, int] = field(default_factory=dict)
    by_value: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Reading:
    source: Source
    remarks: Remarks
    found: list[Found] = field(default_factory=list)
    groups: list[FoundGroup] = field(default_factory=list)
    controls: dict[str, _Control] = field(default_factory=dict)
    asked: list[tuple[Element, dict[str, str]]] = field(default_factory=list)
    labels: dict[str, int] = field(default_factory=dict)
    #: Names at the top, with the control that each stands in.
    roots: dict[str, str] = field(default_factory=dict)


def read(source: Source, remarks: Remarks) -> Content:
    """Categories, groups and attributes of a configuration."""
    try:
        root = markup.parse(source.text)
    except markup.NotMarkup as error:
        raise source.wrong(error.line, str(error)) from error
    reading = _Reading(source, remarks)
    # Spans of time have labels of their own; what is asked of each region beside them is what it shows.
    with_labels = any(_tag(one).endswith("labels") and _tag(one) != "timelinelabels" for one in root.walk())
    _walk(root, {}, with_labels, reading)
    for element, conditions in reading.asked:
        _ask(element, conditions, reading)
    return Content(reading.found, reading.groups)


def of_video(text: str) -> bool:
    """Whether a configuration is for films."""
    return _VIDEO.search(text) is not None


def _tag(element: Element) -> str:
    return element.tag.lower()


def _said(element: Element) -> dict[str, str]:
    return {name.lower(): value for name, value in element.attributes.items()}


def _is(text: str | None) -> bool:
    return (text or "").strip().lower() == "true"


def _walk(element: Element, conditions: dict[str, str], with_labels: bool, reading: _Reading) -> None:
    said, tag = _said(element), _tag(element)
    if "visiblewhen" in said:
        conditions = {name: said[name] for name in _CONDITIONS if name in said}
    if tag.endswith("labels"):
        _labels(element, said, conditions, reading)
    elif tag in ("choices", "taxonomy") and not (
        _is(said.get("perregion")) and (with_labels or tag == "choices")
    ):
        if tag == "choices" and conditions.get("visiblewhen") in ("choice-selected", "region-selected"):
            reading.asked.append((element, conditions))
        else:
            _choices(element, said, conditions, reading)
    elif tag in QUESTIONS:
        reading.asked.append((element, conditions))
    else:
        _tell_tag(element, tag, said, reading)
        for child in element.children:
            _walk(child, conditions, with_labels, reading)


def _tell_tag(element: Element, tag: str, said: dict[str, str], reading: _Reading) -> None:
    """Tell what has nothing to do with categories; what only holds others or shows the picture is silent."""
    where = f"<{shown(element.tag, 30)}> in line {element.line}"
    if tag in ("header", "style") or (tag == "view" and said.keys() - set(_CONDITIONS)):
        reading.remarks.lost("headings and styles", where)
    elif tag != "view" and not (tag in _SILENT and said.keys() <= _SHOWS):
        reading.remarks.lost(
            "tags that say nothing of categories (which tools a task has, its template says)", where
        )


def _labels(element: Element, said: dict[str, str], conditions: dict[str, str], reading: _Reading) -> None:
    spans = _tag(element) == "timelinelabels"
    if _tag(element) not in ("labels", "rectanglelabels", "timelinelabels"):
        reading.remarks.lost(
            "which shape a label has (which tools a task has, its template says)",
            f"<{shown(element.tag, 30)}> in line {element.line}",
        )
    control = _control(element, said, conditions, reading, whole=False)
    if said.get("choice", "single") != "single" and not spans:
        reading.remarks.lost(
            f"that a region may have several labels (choice={said['choice']!r})", f"line {element.line}"
        )
    for one in element.walk():
        if _tag(one) != "label":
            continue
        made = _category(one, reading)
        if made is None:
            continue
        key = made.key or made.name
        if key in reading.labels:
            place = reading.labels[key]
            _merge(reading.found[place], made, reading)
        else:
            place = reading.labels[key] = _add(made, said, reading)
        control.by_key[key] = place
        control.by_value.setdefault(made.name, place)
    if spans:
        _span_group(element, said, control, reading)


def _span_group(element: Element, said: dict[str, str], control: _Control, reading: _Reading) -> None:
    """Spans of one line of a film are a group, as one question is; what is in another already stays there."""
    grouped = {place for group in reading.groups for place in group.members}
    members = [place for place in dict.fromkeys(control.by_key.values()) if place not in grouped]
    if members:
        name = tidy(said.get("name", ""))[:LONGEST_NAME] or f"spans in line {element.line}"
        reading.groups.append(FoundGroup(name, members, said.get("choice", "single") != "multiple"))


def _merge(first: Found, again: Found, reading: _Reading) -> None:
    """The same label of another tool: what differs is said, the first holds."""
    of = f"{shown(first.name, 40)!r} in line {again.at}"
    for name in ("name", "colour", "hotkey", "description"):
        mine, other = getattr(first, name), getattr(again, name)
        if not mine:
            setattr(first, name, other)
        elif other and other != mine:
            reading.remarks.lost(
                f"that a label has another {name} with another tool", f"{shown(other, 40)!r} of {of}"
            )


def _choices(element: Element, said: dict[str, str], conditions: dict[str, str], reading: _Reading) -> None:
    control = _control(element, said, conditions, reading, whole=not _is(said.get("perregion")))
    first = len(reading.found)
    _tree(element, None, control, said, reading)
    members = list(range(first, len(reading.found)))
    if _tag(element) == "choices" and members:
        name = tidy(said.get("name", ""))[:LONGEST_NAME] or f"choices in line {element.line}"
        exclusive = said.get("choice", "single") != "multiple"
        reading.groups.append(FoundGroup(name, members, exclusive))


def _tree(
    element: Element, parent: int | None, control: _Control, said: dict[str, str], reading: _Reading
) -> None:
    for one in element.children:
        if _tag(one) != "choice":
            _tree(one, parent, control, said, reading)  # a view around some of them
            continue
        made = _category(one, reading)
        if made is None:
            continue
        made.parent = parent
        place = _add(made, said, reading)
        control.by_key[made.key or made.name] = place
        control.by_value.setdefault(made.name, place)
        _tree(one, place, control, said, reading)


def _add(made: Found, said: dict[str, str], reading: _Reading) -> int:
    if made.parent is None:
        control = said.get("name", "")
        if reading.roots.setdefault(made.name, control) != control:
            made.name = tidy(f"{control}: {made.name}")
            reading.remarks.note(
                "labels of one name in two questions, to which the question's name was put",
                repr(shown(made.name)),
            )
            reading.roots.setdefault(made.name, control)
    reading.found.append(made)
    return len(reading.found) - 1


def _category(element: Element, reading: _Reading) -> Found | None:
    said = _said(element)
    value = tidy(said.get("value", "")) or tidy(element.text)
    if not value:
        raise reading.source.wrong(element.line, f"<{element.tag}> has no value, which is its name")
    place = f"{shown(value, 40)!r} (line {element.line})"
    if value.startswith("$"):
        reading.remarks.lost("labels that come from the data of a task", place)
        return None
    for name, text in element.attributes.items():
        if name.lower() not in _HELD:
            reading.remarks.lost(
                f"the attribute {shown(name, 30)!r} of labels", f"{shown(text, 30)!r} of {place}"
            )
    return Found(
        value,
        element.line,
        colour=_colour(said.get("background") or said.get("color"), place, reading),
        hotkey=said.get("hotkey") or None,
        description=said.get("hint", ""),
        key=said.get("alias") or None,
    )


def _colour(text: str | None, place: str, reading: _Reading) -> str | None:
    if not text:
        return None
    found = of_css(text)
    if found is None:
        reading.remarks.lost("colours that no style sheet knows", f"{shown(text, 30)!r} of {place}")
        return None
    if found[1]:
        reading.remarks.lost("how see-through a colour is", f"{shown(text, 30)!r} of {place}")
    return found[0]


def _control(
    element: Element, said: dict[str, str], conditions: dict[str, str], reading: _Reading, *, whole: bool
) -> _Control:
    where = f"line {element.line}"
    if said.get("value", "").startswith("$") or "apiurl" in said:
        reading.remarks.lost("labels that come from the data of a task or from another place", where)
    if conditions:
        reading.remarks.lost("when labels are shown (visibleWhen)", where)
    for name, text in element.attributes.items():
        if name.lower() not in {*_WIRING, *_CONDITIONS, "value", "apiurl"}:
            reading.remarks.lost(
                f"the attribute {shown(name, 30)!r} of <{shown(element.tag, 30)}>",
                f"{shown(text, 30)!r} in {where}",
            )
    name = said.get("name", "")
    return reading.controls.setdefault(name, _Control(whole))


def _ask(element: Element, conditions: dict[str, str], reading: _Reading) -> None:
    """Give the attribute that a question is to the categories for which it is asked."""
    said = _said(element)
    places = _asked_of(element, said, conditions, reading)
    if not places:
        return
    attribute = question(element, said, reading.source, reading.remarks)
    if attribute is None:
        return
    for place in places:
        one = reading.found[place]
        if any(each.name == attribute.name for each in one.attributes):
            raise reading.source.wrong(
                element.line,
                f"{attribute.name!r} is asked twice of {shown(one.name, 40)!r}: rename one question",
            )
        one.attributes.append(attribute)


def _asked_of(
    element: Element, said: dict[str, str], conditions: dict[str, str], reading: _Reading
) -> list[int]:
    where = f"<{shown(element.tag, 30)} name={shown(said.get('name', ''), 30)!r}> in line {element.line}"
    when, of = conditions.get("visiblewhen"), conditions.get("whentagname", "")
    by_region = _is(said.get("perregion"))
    control = reading.controls.get(of)
    if when == "choice-selected" and control is not None:
        return _chosen(control, conditions.get("whenchoicevalue"), where, reading)
    if not by_region:
        reading.remarks.lost("what is asked of the whole task, and not of something in it", where)
        return []
    if when == "region-selected":
        one = control or _Control(False, reading.labels, {})
        if control is None:
            for key, place in reading.labels.items():
                one.by_value.setdefault(reading.found[place].name, place)
                one.by_key.setdefault(key, place)
        return _chosen(one, conditions.get("whenlabelvalue"), where, reading)
    if when:
        reading.remarks.lost(
            f"the condition {shown(when, 30)!r} of a question, which is asked always here", where
        )
    return sorted(
        {place for one in reading.controls.values() if not one.whole for place in one.by_key.values()}
    )


def _chosen(control: _Control, listed: str | None, where: str, reading: _Reading) -> list[int]:
    if not listed:
        return sorted(set(control.by_key.values()))
    places: set[int] = set()
    for name in listed.split(","):
        for known in (control.by_key, control.by_value):
            place = known.get(name, known.get(name.strip()))
            if place is not None:
                places.add(place)
                break
        else:
            reading.remarks.lost(
                "questions about labels that are not there", f"{shown(name, 30)!r} of {where}"
            )
    return sorted(places)
