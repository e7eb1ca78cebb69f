"""Changes of schemas do in Python what they do in the browser: both read the same cases."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from animewidgets.annotations import CategorySchema, category_to_json, group_to_json, schema_from_json
from animewidgets.annotations.schema_changes import Applied, apply_all, collision
from animewidgets.annotations.schema_changes_json import change_from_json
from animewidgets.annotations.version_map import Link, LinkKind, VersionMap, difference
from animewidgets.errors import SchemaChangeRefused

Told = dict[str, Any]  # a case as it stands in the corpus

CONTRACT = Path(__file__).resolve().parent.parent / "contract"
CORPUS: Told = json.loads((CONTRACT / "schema_changes.json").read_text(encoding="utf-8"))


def by_name(kind: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", [pytest.param(one, id=one["name"]) for one in CORPUS[kind]])


def schema_of(case: Told) -> CategorySchema:
    return schema_from_json(CORPUS["schemas"][case["schema"]])


def told(link: Link) -> Told:
    return {"source": link.source, "targets": list(link.targets), "then": link.then}


def read(links: list[Told]) -> tuple[Link, ...]:
    return tuple(Link(one["source"], tuple(one["targets"]), one["then"]) for one in links)


@by_name("cases")
def test_a_change_does_what_the_corpus_says(case: Told) -> None:
    schema = schema_of(case)
    changes = [change_from_json(one) for one in case["changes"]]
    if "refused" in case:
        with pytest.raises(SchemaChangeRefused) as refused:
            apply_all(schema, changes)
        assert str(refused.value) == case["refused"]
        assert refused.value.data.get("category_id") == case["category_id"]
        return
    done = apply_all(schema, changes)
    assert [[one.category_id, one.parent] for one in done.schema] == case["tree"]
    changed = [one for one in done.schema if schema.category(one.category_id) != one]
    assert [category_to_json(one) for one in changed] == case["changed"]
    assert [group_to_json(one) for one in done.schema.groups] == case["groups"]
    links = [told(one) for one in done.links if (one.targets, one.then) != ((one.source,), one.source)]
    assert links == case["links"]
    assert differences(schema, done) == case["difference"]


def differences(schema: CategorySchema, done: Applied) -> list[Told]:
    lines = difference(schema, done.schema, done.map_to(schema.version + 1))
    return [
        {
            "kind": one.kind.value,
            "sources": list(one.sources),
            "targets": list(one.targets),
            "then": one.then,
            "changed": list(one.changed),
        }
        for one in lines
        if one.kind is not LinkKind.SAME or one.changed
    ]


@by_name("collisions")
def test_two_proposals_collide_where_the_corpus_says(case: Told) -> None:
    schema = schema_of(case)
    first, second = change_from_json(case["first"]), change_from_json(case["second"])
    assert collision(schema, first, second) == case["why"]
    assert collision(schema, second, first) == case.get("why_turned", case["why"])


@by_name("maps")
def test_maps_compose_and_carry_labels_as_the_corpus_says(case: Told) -> None:
    first = VersionMap("any", 1, 2, read(case["first"]))
    composed = first.compose(VersionMap("any", 2, 3, read(case["second"])))
    assert [told(one) for one in composed.links] == case["composed"]
    assert composed.carry_counts(case["counts"]) == (case["placed"], case["unplaced"])
