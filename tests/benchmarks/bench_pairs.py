"""Pairs files of 100,000 annotations: how long they take to be written, opened, bound and brought in.

    python -m tests.benchmarks.bench_pairs [--annotations N] [--spans N] [--bring-in N]

The goals: binding 100,000 annotations 3 s, a time map applied to a million spans 1 s.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd

from animewidgets.annotations import Category, Kind, Template, own_schema, template_to_text
from animewidgets.annotations.carried import Place
from animewidgets.datasets.pairs import (
    Bound,
    Head,
    Pairs,
    Target,
    bind,
    import_pairs,
    open_pairs,
    write_pairs,
)
from animewidgets.datasets.pairs.parts import TABLES
from animewidgets.store import Store
from animewidgets.timebase import Span
from animewidgets.timemaps import Axis, Piece, TimeMap, carry_spans

GOALS = {"bind": 3.0, "carry spans": 1.0}
#: 24 minutes of film on disc, and its broadcast with breaks between 20 pieces.
FRAMES = 34_500
PIECES = 20
DISC = Axis(np.arange(FRAMES) * 1001, FRAMES * 1001)


def broadcast() -> tuple[TimeMap, Axis]:
    """The map from the disc, 1/24000 s, to a telecined broadcast, 1/30000 s, with a card after each piece."""
    pieces: list[Piece] = []
    long, at = FRAMES // PIECES, 300 * 1001
    for n in range(PIECES):
        start, end = n * long * 1001, (n + 1) * long * 1001
        lasting = (end - start) * 5 // 4
        pieces.append(Piece(Span(start, end), Span(at, at + lasting), "part", rate=Fraction(5, 4)))
        pieces.append(Piece(None, Span(at + lasting, at + lasting + 450 * 1001), "commercial"))
        at += lasting + 450 * 1001
    ticks = np.arange(0, at // 1001) * 1001
    return (
        TimeMap(Fraction(1, 24_000), Fraction(1, 30_000), tuple(pieces), "rel-disc", "rel-tv"),
        Axis(ticks, at),
    )


def a_file(count: int) -> Pairs:
    """Cuts, boxes, tags over spans and things heard on the disc, in even parts."""
    rng = np.random.default_rng(1)
    schema = own_schema([Category("face", "Face", "#cc3311")])
    kinds = (Kind.CUT, Kind.BOX, Kind.TAG, Kind.AUDIO_EVENT)
    template = Template("bench", 1, "Bench", kinds, schema)
    start = rng.integers(0, FRAMES - 60, count) * 1001
    kind = np.array([one.value for one in kinds])[np.arange(count) % len(kinds)]
    spans = np.isin(kind, ["tag", "audio_event"])
    rows = pd.DataFrame({
        "annotation_id": [f"{n:08x}-0000-4000-8000-000000000000" for n in range(count)],
        "version": 1, "op": "create", "number": 1, "kind": kind, "release_id": "rel-disc", "start_pts": start,
        "end_pts": pd.array(start + rng.integers(1, 60, count) * 1001, dtype="Int64"),
        "category": "face", "geometry": None, "attributes": "{}", "source": "human", "score": np.nan,
        "uncertain": False, "comment": None, "contributor": "p-0123456789ab",
        "created": pd.Timestamp("2026-01-01", tz="UTC"), "task": "t", "template": "bench",
        "template_version": 1,
        "schema_id": schema.schema_id, "schema_version": 1,
    })  # fmt: skip
    rows.loc[~spans, "end_pts"] = pd.NA
    rows.loc[kind == "box", "geometry"] = json.dumps({"x": 9.5, "y": 8.0, "width": 70.0, "height": 60.25})
    rows.loc[kind == "audio_event", "attributes"] = '{"lane":"dialogue"}'
    pairs = Pairs(Head("bench", "2026-01-01T00:00:00+00:00"))
    pairs.insert("versions", rows[list(TABLES["versions"])])
    pairs.insert("annotations", rows[list(TABLES["annotations"])])
    pairs.insert(
        "releases",
        pd.DataFrame([{
            "release_id": "rel-disc", "title": None, "time_base_num": 1, "time_base_den": 24_000,
            "frame_rate_num": 24_000, "frame_rate_den": 1001, "width": 1920, "height": 1080,
            "end_pts": DISC.end_pts, "frame_pts": DISC.pts.tolist(), "identities": "{}",
        }]),
    )  # fmt: skip
    pairs.documents["templates/bench@1+1.json"] = template_to_text(template).encode()
    return pairs


@contextmanager
def timed(times: dict[str, float], what: str) -> Iterator[None]:
    """Note how long something takes, in seconds."""
    began = time.perf_counter()
    yield
    times[what] = time.perf_counter() - began


def main() -> int:
    """Measure, and print with the goals."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--annotations", type=int, default=100_000)
    parser.add_argument("--spans", type=int, default=1_000_000)
    parser.add_argument("--bring-in", type=int, default=5_000, help="annotations to bring into a store")
    args = parser.parse_args()
    time_map, tv = broadcast()
    times: dict[str, float] = {}
    rng = np.random.default_rng(2)
    starts = rng.integers(0, FRAMES - 60, args.spans) * 1001
    ends = starts + rng.integers(1, 60, args.spans) * 1001
    with timed(times, "carry spans"):
        carried = carry_spans(time_map, DISC, tv, starts, ends)
    here = Target(
        "rel-tv", "TV", Fraction(1, 30_000), Fraction(30_000, 1001), Place("rel-tv", tv, 1920, 1080)
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "bench.pairs")
        with a_file(args.annotations) as made, timed(times, "write"):
            write_pairs(made, path)
        size = path.stat().st_size
        with timed(times, "open and check"):
            pairs = open_pairs(path)
        with pairs, timed(times, "bind"):
            binding = bind(pairs, [here], maps=[time_map])
        with a_file(args.bring_in) as few, Store.open(Path(folder, "b.duckdb")) as store:
            some = bind(few, [here], maps=[time_map])
            with timed(times, f"import {args.bring_in}"):
                done = import_pairs(few, store, some, project="bench", outcomes=[Bound.MOVED])
    print(f"{args.annotations} annotations in a file of {size / 1e6:.1f} MB, {args.spans} spans")
    print(f"spans that lie apart: {len(carried.split)}; labels brought in: {done.added}")
    print(", ".join(f"{count} {one.name.lower()}" for one, count in binding.counts.items() if count))
    for what, seconds in times.items():
        goal = GOALS.get(what)
        told = "" if goal is None else f"  (goal {goal:.0f} s: {'reached' if seconds <= goal else 'MISSED'})"
        print(f"{what:<16} {seconds:7.2f} s{told}")
    return 0  # a missed goal is told, and does not keep the other benchmarks from running


if __name__ == "__main__":
    raise SystemExit(main())
