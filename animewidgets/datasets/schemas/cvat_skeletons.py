"""The drawing of a skeleton in CVAT's labels: circles are key points, lines join them."""

from __future__ import annotations

import math
from collections.abc import Callable

from animewidgets.annotations.skeletons import MOST_KEY_POINTS, Skeleton
from animewidgets.datasets.schemas import markup
from animewidgets.datasets.schemas.base import Source
from animewidgets.datasets.schemas.remarks import Remarks
from animewidgets.datasets.text import shown

#: Of the drawing, 100 units wide and high.
_MIDDLE, _RADIUS = 50.0, 42.0


def svg_of(skeleton: Skeleton) -> str:
    """The drawing, its key points on a circle: lines first, so that points lie above them."""
    places = [_place(n, len(skeleton.names)) for n in range(len(skeleton.names))]
    number = {name: n for n, name in enumerate(skeleton.names)}
    lines: list[str] = []
    for first, second in skeleton.edges:
        (x1, y1), (x2, y2) = places[number[first]], places[number[second]]
        attributes: dict[str, str | None] = {
            "x1": x1,
            "y1": y1,
            "x2": x2,
            "y2": y2,
            "data-type": "edge",
            "data-node-from": str(number[first] + 1),
            "data-node-to": str(number[second] + 1),
        }
        lines += markup.element("line", attributes)
    for n, name in enumerate(skeleton.names):
        x, y = places[n]
        attributes = {
            "r": "0.75",
            "cx": x,
            "cy": y,
            "data-type": "element node",
            "data-element-id": str(n + 1),
            "data-node-id": str(n + 1),
            "data-label-name": name,
        }
        lines += markup.element("circle", attributes)
    return "".join(lines)


def edges_of(
    svg: str,
    names: list[str],
    numbers: dict[str, str],
    source: Source,
    at: str,
    place: str,
    remarks: Remarks,
) -> Callable[[], Skeleton] | None:
    """How to make the skeleton of key points and their drawing; ``numbers`` are ids of sublabels."""
    if len(names) > MOST_KEY_POINTS:
        remarks.lost(f"skeletons of more than {MOST_KEY_POINTS} key points", f"{len(names)} of {place}")
        return None
    nodes: dict[str, str] = {}
    pairs: list[tuple[str, str]] = []
    if svg.strip():
        try:
            root = markup.parse(f"<svg>{svg}</svg>")
        except markup.NotMarkup as error:
            raise source.wrong(at, str(error), shown(svg)) from error
        drawn = list(root.walk())
        for one in drawn:
            if one.tag == "circle":
                said = one.attributes
                label = said.get("data-label-name") or numbers.get(said.get("data-label-id", ""), "")
                if label in names:
                    nodes[said.get("data-node-id", "")] = label
        for one in drawn:
            if one.tag == "line":
                first, second = (
                    nodes.get(one.attributes.get(f"data-node-{end}", "")) for end in ("from", "to")
                )
                if first is None or second is None or first == second:
                    remarks.lost("lines of a drawing that do not join two key points", place)
                else:
                    pairs.append((first, second))
        if any(one.tag == "circle" for one in drawn):
            remarks.lost("where key points stand in the drawing of a skeleton (its lines are kept)", place)
    return lambda: Skeleton(tuple(names), tuple(pairs))


def _place(number: int, count: int) -> tuple[str, str]:
    angle = 2 * math.pi * number / count
    return f"{_MIDDLE + _RADIUS * math.sin(angle):.2f}", f"{_MIDDLE - _RADIUS * math.cos(angle):.2f}"
