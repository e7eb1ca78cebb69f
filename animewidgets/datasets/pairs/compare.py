"""What changed from one pairs file to another, by annotation identity and version."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from animewidgets.annotations import JSON
from animewidgets.datasets.pairs.contents import Pairs, copy_table, new_connection

_FIELDS = (
    "kind", "release_id", "start_pts", "end_pts", "category", "geometry", "attributes", "source", "score",
    "uncertain", "comment",
)  # fmt: skip
_MOST_LINES = 40

# Both files' rows lie in one connection as `olds` and `news`.
_CHANGES = f"""
SELECT
    coalesce(o.annotation_id, n.annotation_id), coalesce(n.kind, o.kind),
    coalesce(n.release_id, o.release_id),
    coalesce(n.start_pts, o.start_pts), o.version, n.version,
    {", ".join(f"o.{one} IS DISTINCT FROM n.{one}" for one in _FIELDS)}
FROM olds AS o
FULL JOIN news AS n ON o.annotation_id = n.annotation_id
WHERE o.annotation_id IS NULL OR n.annotation_id IS NULL OR o.version <> n.version
    OR {" OR ".join(f"o.{one} IS DISTINCT FROM n.{one}" for one in _FIELDS)}
ORDER BY 3, 4, 1
"""  # noqa: S608  # columns of ours


@dataclass(frozen=True, slots=True)
class Change:
    """One annotation that is not the same in both.

    ``was`` and ``became`` are its versions; ``None`` where it is not there. ``fields`` say other things.
    """

    annotation_id: str
    kind: str
    release_id: str
    start_pts: int
    was: int | None
    became: int | None
    fields: tuple[str, ...] = ()

    @property
    def what(self) -> str:
        """``added``, ``removed`` or ``changed``."""
        return "added" if self.was is None else "removed" if self.became is None else "changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed: annotations, and documents (schemas, templates, maps, fingerprints) by name."""

    changes: tuple[Change, ...]
    documents: tuple[tuple[str, str], ...]

    @property
    def same(self) -> bool:
        """Whether nothing did."""
        return not self.changes and not self.documents

    def to_json(self) -> dict[str, JSON]:
        """All of it."""
        return {
            "annotations": [
                {
                    "what": one.what,
                    "annotation_id": one.annotation_id,
                    "kind": one.kind,
                    "release_id": one.release_id,
                    "start_pts": one.start_pts,
                    "was": one.was,
                    "became": one.became,
                    "fields": list(one.fields),
                }
                for one in self.changes
            ],
            "documents": [{"what": what, "part": part} for what, part in self.documents],
        }

    def lines(self) -> list[str]:
        """A report for people, the first changes one by one."""
        if self.same:
            return ["nothing changed"]
        counts = Counter(one.what for one in self.changes)
        told = [
            ", ".join(
                f"{counts[what]} labels {what}" for what in ("added", "removed", "changed") if counts[what]
            )
        ]
        signs = {"added": "+", "removed": "-", "changed": "~"}
        for one in self.changes[:_MOST_LINES]:
            fields = f": {', '.join(one.fields)}" if one.fields else ""
            versions = f"version {one.was or '–'} → {one.became or '–'}"
            told.append(
                f"{signs[one.what]} {one.annotation_id} {one.kind} at {one.start_pts} of {one.release_id}, "
                f"{versions}{fields}"
            )
        if len(self.changes) > _MOST_LINES:
            told.append(f"… and {len(self.changes) - _MOST_LINES} more")
        told += [f"{signs[what]} {part}" for what, part in self.documents]
        return [one for one in told if one]


def diff_pairs(old: Pairs, new: Pairs) -> Difference:
    """What changed from one pairs file to another: live annotations and documents."""
    with new_connection() as look:
        copy_table(old, "annotations", look, "olds")
        copy_table(new, "annotations", look, "news")
        rows = look.execute(_CHANGES).fetchall()
    changes = []
    for name, kind, release, start, was, became, *unlike in rows:
        fields = [one for one, differs in zip(_FIELDS, unlike, strict=True) if differs]
        both = was is not None and became is not None
        changes.append(Change(name, kind, release, start, was, became, tuple(fields) if both else ()))
    documents = []
    for part in sorted({*old.documents, *new.documents}):
        was, became = old.documents.get(part), new.documents.get(part)
        if was != became:
            documents.append(("added" if was is None else "removed" if became is None else "changed", part))
    return Difference(tuple(changes), tuple(documents))
