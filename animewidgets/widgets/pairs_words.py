"""What a pairs file holds and how labels were bound, as JSON for the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from animewidgets.annotations import category_to_json
from animewidgets.datasets.pairs import TABLES, Binding, Bound, Pairs
from animewidgets.widgets.channel import JSON

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from animewidgets.datasets.pairs.labels import Labels

#: Names of outcomes on the wire, from the best to the worst; elements of :class:`Bound` by their numbers.
OUTCOMES = tuple(one.name.lower() for one in Bound)

#: Columns of labels that go to the page as they are.
_COLUMNS = (
    "kind", "category", "release", "reason", "outcome", "confidence", "distance",
    "from_frame", "to_frame", "from_seconds", "to_seconds",
)  # fmt: skip


def contents_of(pairs: Pairs) -> dict[str, JSON]:
    """What a pairs file holds."""
    head = pairs.head
    kinds = pairs.sql("SELECT kind, count(*) AS n FROM annotations GROUP BY kind ORDER BY n DESC, kind")
    own = pairs.sql("SELECT release_id, count(*) AS n FROM annotations GROUP BY release_id")
    labels = dict(zip(own["release_id"], map(int, own["n"]), strict=True))
    return {
        "name": head.name,
        "created": head.created,
        "licence": head.licence,
        "made_with": head.made_with,
        "contributors": [{"name": one.contributor, "labels": one.annotations} for one in head.contributors],
        "counts": {name: pairs.count(name) for name in TABLES},
        "kinds": [{"kind": str(kind), "count": int(n)} for kind, n in kinds.itertuples(index=False)],
        "hashed": int(pairs.sql("SELECT count(hash) AS n FROM frames")["n"][0]),
        "releases": [
            {
                "release_id": name,
                "title": one.title,
                "labels": labels.get(name, 0),
                "frames": len(one.place.axis.pts),
                "seconds": float((one.place.axis.end_pts - int(one.place.axis.pts[0])) * one.time_base),
                "frame_rate": [one.frame_rate.numerator, one.frame_rate.denominator],
                "width": one.place.width,
                "height": one.place.height,
            }
            for name, one in pairs.releases.items()
        ],
        "maps": len(pairs.parts("maps/")),
        "fingerprints": len(pairs.parts("fingerprints/")),
        "included": list(head.included),
        "left_out": dict(head.left_out),
    }


def binding_told(binding: Binding, labels: Labels) -> tuple[dict[str, JSON], list[NDArray[np.generic]]]:
    """How labels were bound: JSON, and their columns, whose names and types are in it."""
    columns = {name: getattr(labels, name) for name in _COLUMNS}
    schemas = sorted(binding.pairs.schemas.items())
    # Of a category that several versions have the newest one tells.
    categories = {one.category_id: one for _, schema in schemas for one in schema.categories}
    return {
        "total": len(labels),
        "kinds": list(labels.kinds),
        "category_ids": list(labels.categories),
        "releases": list(labels.releases),
        "reasons": list(labels.reasons),
        "outcomes": list(OUTCOMES),
        "categories": [category_to_json(categories[one]) for one in labels.categories if one in categories],
        "columns": [[name, column.dtype.str] for name, column in columns.items()],
        "routes": [
            {
                "release_id": name,
                "title": binding.releases[name].title,
                "how": route.how,
                "target": None if route.target is None else route.target.release_id,
                "target_name": None if route.target is None else route.target.name,
                "seen": route.target is not None and route.target.media is not None,
                "why": route.why,
            }
            for name, route in binding.routes.items()
        ],
    }, list(columns.values())
