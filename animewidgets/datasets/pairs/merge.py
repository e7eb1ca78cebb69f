"""One pairs file of two, as for code: by annotation identity, and by the versions of each one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from animewidgets.datasets.pairs.contents import Contributor, Head, Pairs, copy_table
from animewidgets.datasets.pairs.make import now
from animewidgets.datasets.pairs.parts import TABLES, program_version
from animewidgets.errors import PairsConflict

Side = Literal["ours", "theirs"]
_MOST_TOLD = 20

_SAID = (
    "op", "kind", "release_id", "start_pts", "end_pts", "category", "geometry", "attributes", "source",
    "score", "uncertain", "comment",
)  # fmt: skip

# Of each annotation, up to which version both say the same, and how far either went on.
_HISTORIES = f"""
CREATE TABLE histories AS
WITH both_sides AS (
    SELECT
        coalesce(o.annotation_id, t.annotation_id) AS annotation_id,
        coalesce(o.version, t.version) AS version,
        o.version AS ours, t.version AS theirs,
        o.version IS NOT NULL AND t.version IS NOT NULL
            AND {" AND ".join(f"o.{one} IS NOT DISTINCT FROM t.{one}" for one in _SAID)} AS agree
    FROM ours_versions AS o
    FULL JOIN theirs_versions AS t ON o.annotation_id = t.annotation_id AND o.version = t.version
)
SELECT
    annotation_id, max(ours) AS ours, max(theirs) AS theirs,
    coalesce(min(version) FILTER (ours IS NOT NULL AND theirs IS NOT NULL AND NOT agree), 0) AS parted,
    NULL::VARCHAR AS side
FROM both_sides
GROUP BY annotation_id
"""  # noqa: S608  # columns of ours
# Who went on alone is the one to follow; where both did, `parted` says from which version on.
_SIDES = """
UPDATE histories SET side = CASE
    WHEN theirs IS NULL THEN 'ours'
    WHEN ours IS NULL THEN 'theirs'
    WHEN parted > 0 THEN $1
    WHEN theirs > ours THEN 'theirs'
    ELSE 'ours'
END
"""
_PARTED = (
    "SELECT annotation_id, parted, ours, theirs FROM histories WHERE side IS NULL ORDER BY annotation_id"
)
_TAKEN = {
    "versions": """
        INSERT INTO versions BY NAME
        SELECT v.* FROM {side}_versions AS v JOIN histories AS h USING (annotation_id) WHERE h.side = '{side}'
    """,
    "annotations": """
        INSERT INTO annotations BY NAME
        SELECT a.* FROM {side}_annotations AS a JOIN histories AS h USING (annotation_id)
        WHERE h.side = '{side}'
    """,
}
_UNLIKE_RELEASES = """
SELECT o.release_id FROM ours_releases AS o JOIN theirs_releases AS t USING (release_id)
WHERE (o.time_base_num, o.time_base_den, o.end_pts, o.frame_pts)
    IS DISTINCT FROM (t.time_base_num, t.time_base_den, t.end_pts, t.frame_pts)
"""
_RELEASES = """
INSERT INTO releases BY NAME
SELECT o.* FROM ours_releases AS o
UNION ALL BY NAME
SELECT t.* FROM theirs_releases AS t ANTI JOIN ours_releases AS o USING (release_id)
"""
_FRAMES = """
INSERT INTO frames BY NAME
SELECT release_id, pts, any_value(hash) AS hash, any_value(hold) AS hold
FROM (FROM ours_frames UNION ALL BY NAME FROM theirs_frames)
GROUP BY release_id, pts
"""
_PEOPLE = """
SELECT v.contributor, count(a.annotation_id)
FROM (SELECT DISTINCT contributor FROM versions) AS v
LEFT JOIN annotations AS a USING (contributor)
GROUP BY v.contributor ORDER BY v.contributor
"""


def merge_pairs(
    ours: Pairs, theirs: Pairs, *, name: str, prefer: Side | None = None, licence: str | None = None
) -> Pairs:
    """Put two pairs files together.

    Of an annotation that is in both the one counts whose history goes on from where the other's ends. Where
    both went on from a common version, or begin otherwise, somebody has to say whose.

    Args:
        ours: one file; where both say the same, its words are taken.
        theirs: the other one.
        name: what the whole is called.
        prefer: whose annotations to take where both went on.
        licence: of the whole; may be left out where both have the same.

    Raises:
        PairsConflict: annotations went different ways and ``prefer`` is not given; the licences differ; a
            release, schema, template or map is not the same in both. ``data["conflicts"]`` names them.
    """
    if licence is None:
        if ours.head.licence != theirs.head.licence:
            raise PairsConflict(
                f"the files have different licences, {ours.head.licence!r} and {theirs.head.licence!r}: "
                "say which one the whole has",
                {"conflicts": ["licence"]},
            )
        licence = ours.head.licence
    merged = Pairs(Head(name, now(), licence, made_with=f"animewidgets {program_version()}"))
    try:
        merged.documents |= _documents(ours, theirs)
        into = merged.connection
        for side, pairs in (("ours", ours), ("theirs", theirs)):
            for table in TABLES:
                copy_table(pairs, table, into, f"{side}_{table}")
        _refuse(
            "releases have other frames", (str(row[0]) for row in into.execute(_UNLIKE_RELEASES).fetchall())
        )
        into.execute(_HISTORIES)
        into.execute(_SIDES, [prefer])
        _refuse(
            "annotations went different ways: say whose to take",
            (
                f"{row[0]} from version {row[1]} on (ours has {row[2]}, theirs {row[3]})"
                for row in into.execute(_PARTED).fetchall()
            ),
        )
        for query in _TAKEN.values():
            for side in ("ours", "theirs"):
                into.execute(query.format(side=side))
        into.execute(_RELEASES)
        into.execute(_FRAMES)
        people = into.execute(_PEOPLE).fetchall()
        left_out = {
            what: ours.head.left_out.get(what, 0) + theirs.head.left_out.get(what, 0)
            for what in {*ours.head.left_out, *theirs.head.left_out}
        }
        merged.head = replace(
            merged.head,
            contributors=tuple(Contributor(str(who), int(count)) for who, count in people),
            left_out=left_out,
            included=tuple(sorted({*ours.head.included, *theirs.head.included})),
        )
        for side in ("ours", "theirs"):
            for table in TABLES:
                into.execute(f'DROP TABLE "{side}_{table}"')
        into.execute("DROP TABLE histories")
    except BaseException:
        merged.close()
        raise
    return merged


def _documents(ours: Pairs, theirs: Pairs) -> dict[str, bytes]:
    unlike = [
        one
        for one in sorted(ours.documents.keys() & theirs.documents.keys())
        if ours.documents[one] != theirs.documents[one]
    ]
    _refuse("parts are not the same in both", unlike)
    return {**theirs.documents, **ours.documents}


def _refuse(what: str, conflicts: Iterable[str]) -> None:
    found = list(conflicts)
    if not found:
        return
    told = "; ".join(found[:_MOST_TOLD]) + ("; …" if len(found) > _MOST_TOLD else "")
    raise PairsConflict(f"{len(found)} {what}: {told}", {"conflicts": found})
