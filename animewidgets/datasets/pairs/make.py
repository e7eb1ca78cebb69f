"""Making a pairs file of what a store has."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np
import pandas as pd

from animewidgets.annotations import JSON, CategorySchema, Template, schema_to_json, template_to_text
from animewidgets.annotations.validate import OFF_FRAME_KINDS
from animewidgets.datasets.pairs.contents import Contributor, Head, Pairs
from animewidgets.datasets.pairs.fingerprints import check_fingerprints, fingerprints_of
from animewidgets.datasets.pairs.parts import TABLES, named_part, program_version
from animewidgets.datasets.pairs.private import Extra, LeftOut, check_extras, pseudonym
from animewidgets.datasets.pairs.sign import Signer
from animewidgets.datasets.pairs.write import write_pairs
from animewidgets.errors import PairsError
from animewidgets.store.exchange import Exchange
from animewidgets.timemaps import TimeMap, write_patch

if TYPE_CHECKING:
    from collections.abc import Callable
    from threading import Event

    from numpy.typing import NDArray

    from animewidgets.media import FrameSource
    from animewidgets.store import Store


def make_pairs(
    path: str | Path,
    store: Store,
    *,
    signer: Signer | None = None,
    name: str | None = None,
    projects: Iterable[str] = (),
    releases: Iterable[str] = (),
    licence: str = "",
    include: Iterable[Extra] = (),
    media: Iterable[FrameSource] = (),
    maps: Iterable[TimeMap] = (),
    fingerprints: Mapping[str, bytes] | bool = True,
    holds: Mapping[str, NDArray[np.int64]] | None = None,
    progress: Callable[[str], None] | None = None,
    cancel: Event | None = None,
) -> Path:
    """Write the labels of a store to a pairs file: :func:`collect`, and then :func:`write_pairs`.

    ``name`` is what the dataset is called, by default as the file; ``signer`` signs it.
    """
    path = Path(path)
    with collect(
        store,
        name or path.stem,
        projects=projects,
        releases=releases,
        licence=licence,
        include=include,
        media=media,
        maps=maps,
        fingerprints=fingerprints,
        holds=holds,
        progress=progress,
        cancel=cancel,
    ) as pairs:
        return write_pairs(pairs, path, signer=signer)


def collect(
    store: Store,
    name: str,
    *,
    projects: Iterable[str] = (),
    releases: Iterable[str] = (),
    licence: str = "",
    include: Iterable[Extra] = (),
    media: Iterable[FrameSource] = (),
    maps: Iterable[TimeMap] = (),
    fingerprints: Mapping[str, bytes] | bool = True,
    holds: Mapping[str, NDArray[np.int64]] | None = None,
    progress: Callable[[str], None] | None = None,
    cancel: Event | None = None,
) -> Pairs:
    """Take labels out of a store, without what is nobody else's business.

    Args:
        store: where they are.
        name: what the dataset is called, 1 to 100 characters.
        projects: which projects; without any of all.
        releases: which releases; without any of all.
        licence: under which the labels may be used.
        include: what goes along although it does not by default: ``"comments"``, ``"texts"`` (what people
            wrote into attributes), ``"titles"`` of releases, ``"names"`` of people.
        media: what plays the releases: their annotated frames are hashed, so that others can tell theirs.
        maps: time maps from or to one of the releases, besides those that the store has of them.
        fingerprints: stored fingerprints by release; ``True``: those of ``media``, which decodes what the
            cache does not have; ``False``: none.
        holds: for each frame of a release the number of the drawing that it shows, int64[n], by release;
            :func:`~animewidgets.datasets.pairs.holds_of`.
        progress: told in words what is going on.
        cancel: ends the look at frames and the taking of fingerprints early.

    Raises:
        AnalysisCancelled: ``cancel`` was set.
        PairsError: there is nothing to take, or a map is of no release among them.
        ValueError: ``include`` names something else.
    """
    tell = progress or (lambda _text: None)
    extras = check_extras(include)
    media = list(media)
    exchange = Exchange(store)
    projects = tuple(projects)
    tasks = exchange.tasks(projects, releases)
    tell(f"reading {len(tasks)} tasks")
    versions = exchange.versions([one.task_id for one in tasks])
    if not len(versions):
        raise PairsError(
            f"{store.path.name} has no annotations of that: name projects and releases that have some"
        )
    used = sorted(versions["task"].unique())
    templates = {task: store.template_of(task) for task in used}
    schemas = _schemas(store, versions, templates)
    left_out = LeftOut(extras, schemas)
    rows = _rows(versions, templates, left_out, None if "names" in extras else store.store_id)
    live = rows[rows["newest"] & (rows["op"] != "delete")]
    people = live["contributor"].value_counts()
    known = exchange.releases(sorted(versions["release_id"].unique()))
    pairs = Pairs(Head(name, now(), licence, made_with=f"animewidgets {program_version()}"))
    try:
        pairs.insert("versions", rows[list(TABLES["versions"])])
        pairs.insert("annotations", live[list(TABLES["annotations"])])
        pairs.insert(
            "releases",
            pd.DataFrame(
                {
                    "release_id": one.release_id,
                    "title": left_out.title(one.name),
                    "time_base_num": one.time_base.numerator,
                    "time_base_den": one.time_base.denominator,
                    "frame_rate_num": one.frame_rate.numerator,
                    "frame_rate_den": one.frame_rate.denominator,
                    "width": one.width,
                    "height": one.height,
                    "end_pts": one.end_pts,
                    "frame_pts": list(one.pts),
                    "identities": json.dumps(one.identities),
                }
                for one in known
            ),
        )
        _add_frames(pairs, {one.release_id: one for one in media}, holds or {}, tell, cancel)
        pairs.documents |= _documents(templates, schemas, left_out)
        # What people made of the maps in the store goes along; one that is given counts more.
        every = list(maps)
        given = {frozenset((one.source_release, one.target_release)) for one in every}
        every += [
            one
            for one in store.time_maps.of((one.release_id for one in known), projects)
            if frozenset((one.source_release, one.target_release)) not in given
        ]
        pairs.documents |= _map_parts(every, {one.release_id for one in known}, left_out, store.store_id)
        if isinstance(fingerprints, bool):
            known_media = [one for one in media if one.release_id in pairs.releases]
            fingerprints = fingerprints_of(known_media, tell, cancel) if fingerprints else {}
        pairs.documents |= {
            named_part("fingerprints", release, ".fp"): data for release, data in fingerprints.items()
        }
        check_fingerprints(pairs)
        pairs.head = Head(
            name,
            pairs.head.created,
            licence,
            tuple(
                Contributor(str(who), int(people.get(who, 0))) for who in sorted(rows["contributor"].unique())
            ),
            dict(left_out.counts),
            tuple(sorted(extras)),
            pairs.head.made_with,
        )
    except BaseException:
        pairs.close()
        raise
    return pairs


def _schemas(
    store: Store, versions: pd.DataFrame, templates: Mapping[str, Template]
) -> dict[tuple[str, int], CategorySchema]:
    """The schemas that the tasks stand on, and those that they stood on when something was said."""
    found = {(one.categories.schema_id, one.categories.version): one.categories for one in templates.values()}
    for task, version in versions[["task", "schema_version"]].drop_duplicates().itertuples(index=False):
        schema_id = templates[str(task)].categories.schema_id
        if (schema_id, int(version)) not in found:
            found[schema_id, int(version)] = store.schemas.get(schema_id, int(version))
    return found


def _rows(
    versions: pd.DataFrame, templates: Mapping[str, Template], left_out: LeftOut, store_id: str | None
) -> pd.DataFrame:
    """The rows of ``versions.parquet``, with a column ``newest`` beside."""
    rows = versions.copy()
    people = {
        who: who if store_id is None else pseudonym(str(who), store_id) for who in rows["person"].unique()
    }
    rows["contributor"] = rows["person"].map(people)
    rows["schema_id"] = rows["task"].map({task: one.categories.schema_id for task, one in templates.items()})
    rows["template"] = rows["task"].map({task: one.template_id for task, one in templates.items()})
    rows["template_version"] = rows["task"].map({task: one.version for task, one in templates.items()})
    rows["comment"] = [None if _absent(one) else left_out.comment(str(one)) for one in rows["comment"]]
    rows["source"] = _mapped(rows["source"], left_out.source)
    said = zip(rows["attributes"], rows["schema_id"], rows["schema_version"], rows["category"], strict=True)
    rows["attributes"] = [_attributes(*one, left_out) for one in said]
    rows["newest"] = ~rows.duplicated("annotation_id", keep="last")
    return rows


def _attributes(
    told: object, schema_id: str, version: int, category: object, left_out: LeftOut
) -> str | None:
    if _absent(told):
        return None
    if told == "{}":
        return "{}"
    attributes = cast("dict[str, JSON]", json.loads(str(told)))
    kept = left_out.attributes(
        attributes, (schema_id, int(version)), None if _absent(category) else str(category)
    )
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def _mapped(column: pd.Series, said: Callable[[str], str]) -> list[str | None]:
    return [None if _absent(one) else said(str(one)) for one in column]


def _absent(value: object) -> bool:
    return value is None or value is pd.NA or (isinstance(value, float) and np.isnan(value))


_ANNOTATED = """
WITH places AS (
    SELECT release_id, start_pts AS pts, NULL AS until_pts FROM annotations WHERE kind NOT IN ({off})
    UNION ALL
    SELECT release_id, NULL, end_pts FROM annotations WHERE kind NOT IN ({off}) AND end_pts IS NOT NULL
    UNION ALL
    SELECT release_id, unnest(from_json(geometry -> '$.keys[*].pts', '["BIGINT"]')), NULL
    FROM annotations WHERE kind = 'track'
)
SELECT DISTINCT release_id, pts, until_pts FROM places
"""


def _add_frames(
    pairs: Pairs,
    media: Mapping[str, FrameSource],
    holds: Mapping[str, NDArray[np.int64]],
    tell: Callable[[str], None],
    cancel: Event | None,
) -> None:
    """The frames that labels begin and end on, and those of keys, with hashes where they can be seen."""
    off = ", ".join(f"'{one.value}'" for one in sorted(OFF_FRAME_KINDS))
    places = pairs.sql(_ANNOTATED.format(off=off))
    for name, release in pairs.releases.items():
        own = places[places["release_id"] == name]
        pts = release.place.axis.pts
        starts = own["pts"].dropna().to_numpy(dtype=np.int64)
        ends = own["until_pts"].dropna().to_numpy(dtype=np.int64)
        ordinals = np.unique(
            np.concatenate([np.searchsorted(pts, starts), np.searchsorted(pts, ends) - 1])
        ).astype(np.int64)
        ordinals = ordinals[(ordinals >= 0) & (ordinals < len(pts))]
        rows = pd.DataFrame({"release_id": name, "pts": pts[ordinals]})
        source = media.get(name)
        if source is None:
            rows["hash"] = pd.array([pd.NA] * len(rows), dtype="UInt64")
        else:
            from animewidgets.analysis.frame_hash import hashes_of

            tell(f"looking at {len(ordinals)} frames")
            hashes, seen = hashes_of(source, ordinals, cancel=cancel)
            column = pd.array(hashes, dtype="UInt64")
            column[~seen] = pd.NA
            rows["hash"] = column
        known = holds.get(name)
        rows["hold"] = pd.array(
            [pd.NA] * len(rows) if known is None else known[ordinals].tolist(), dtype="Int64"
        )
        pairs.insert("frames", rows)


def _documents(
    templates: Mapping[str, Template], schemas: Mapping[tuple[str, int], CategorySchema], left_out: LeftOut
) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for (schema_id, version), schema in schemas.items():
        text = json.dumps(schema_to_json(schema), indent=1, ensure_ascii=False) + "\n"
        found[named_part("schemas", f"{schema_id}@{version}", ".json")] = text.encode()
    distinct = {(one.template_id, one.version, one.categories.version): one for one in templates.values()}
    for (template_id, version, schema_version), template in distinct.items():
        name = f"{template_id}@{version}+{schema_version}"
        found[named_part("templates", name, ".json")] = template_to_text(left_out.template(template)).encode()
    return found


def _map_parts(
    maps: Iterable[TimeMap], known: set[str], left_out: LeftOut, store_id: str
) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for one in maps:
        source, target = one.source_release, one.target_release
        if source is None or target is None or not {source, target} & known:
            raise PairsError(
                f"a time map from {source!r} to {target!r} leads from or to none of the releases: "
                f"it must name two, one of them of {', '.join(sorted(known))}"
            )
        text = write_patch(left_out.time_map(one, store_id))
        found[named_part("maps", f"{source}+{target}", ".patch.json")] = text.encode()
    return found


def now() -> str:
    """The present moment in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0).isoformat()
