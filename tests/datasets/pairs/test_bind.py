"""Binding says of each label where it came to, and looks at the picture where it can."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from animewidgets.annotations import Annotation, Kind
from animewidgets.annotations.carried import Place, carry_annotation
from animewidgets.datasets.pairs import (
    Bound,
    Pairs,
    Target,
    bind,
    collect,
    holds_of,
    import_pairs,
    target_of,
    target_of_pairs,
)
from animewidgets.datasets.tasks import task_of
from animewidgets.demo import DemoEpisode
from animewidgets.errors import WrongTimeMap
from animewidgets.media import open_media
from animewidgets.store import Store
from animewidgets.timebase import Span
from animewidgets.timemaps import Axis, Flag, PictureMap, Piece, TimeMap, Uncertainty
from tests.datasets.pairs.people import END, EVERYTHING, PTS, Desk, box, new_id

WEB, DISC = Fraction(1, 24_000), Fraction(1, 90_000)
#: The disc has frames 0 to 99 of the web release from frame 50 on, and 120 to 199, drawn anew, after a card.
TO_DISC = TimeMap(
    WEB,
    DISC,
    (
        Piece(Span(0, 100_000), Span(187_500, 562_500), "part", rate=Fraction(15, 4)),
        Piece(Span(100_000, 120_000), None, "removed"),
        Piece(None, Span(562_500, 600_000), "sponsor"),
        Piece(
            Span(120_000, 200_000),
            Span(600_000, 900_000),
            rate=Fraction(15, 4),
            flags=frozenset({Flag.PICTURE_CHANGED}),
        ),
    ),
    "rel-web",
    "rel-disc",
)


def disc(width: int = 640, height: int = 360) -> Target:
    axis = Axis(np.arange(0, 900_000, 3750), 900_000)
    return Target("rel-disc", "disc", DISC, Fraction(24), Place("rel-disc", axis, width, height))


@pytest.fixture
def pairs(desk: Desk) -> Iterator[Pairs]:
    desk.create(
        [
            box(5_000, attributes={"values": {"first seen": 4_000}}),
            box(150_000),
            box(110_000),
            Annotation(new_id(), Kind.CUT, 40_000),
            Annotation(
                new_id(),
                Kind.CUT,
                60_000,
                attributes={"transition": "dissolve", "from_pts": 55_000, "until_pts": 62_000},
            ),
            Annotation(new_id(), Kind.TAG, 0, 50_000, "face", attributes={"scope": "span"}),
            Annotation(new_id(), Kind.SEGMENT, 80_000, 130_000, attributes={"lane": "parts"}),
            Annotation(new_id(), Kind.AUDIO_EVENT, 1_234, 5_678, attributes={"lane": "dialogue"}),
            Annotation(new_id(), Kind.AUDIO_EVENT, 99_500, 119_000, attributes={"lane": "dialogue"}),
            Annotation(new_id(), Kind.AUDIO_EVENT, 101_500, 119_000, attributes={"lane": "dialogue"}),
        ]
    )
    with collect(desk.store, "faces") as pairs:
        yield pairs


def outcomes(pairs: Pairs, target: Target, *maps: TimeMap) -> list[tuple[str, int, str]]:
    rows = bind(pairs, [target], maps=maps).rows
    return [
        (row.kind, 0 if row.start_pts is None or str(row.start_pts) == "<NA>" else int(row.start_pts),
         Bound(row.outcome).name.lower())
        for row in rows.itertuples()
    ]  # fmt: skip


def test_each_label_comes_to_its_place_with_what_became_of_it(pairs: Pairs) -> None:
    assert outcomes(pairs, disc(), TO_DISC) == [
        ("tag", 187_500, "moved"),
        ("audio_event", 192_128, "moved"),
        ("box", 206_250, "moved"),
        ("cut", 337_500, "moved"),
        ("cut", 412_500, "moved"),
        ("segment", 0, "review"),
        ("audio_event", 0, "review"),
        ("audio_event", 0, "unmappable"),
        ("box", 0, "unmappable"),
        ("box", 712_500, "changed"),
    ]


def test_columns_say_the_same_as_annotations_one_by_one(pairs: Pairs) -> None:
    source = pairs.releases["rel-web"].place
    binding = bind(pairs, [disc()], maps=[TO_DISC])
    rows = binding.rows.set_index("annotation_id")
    found = list(binding.annotations())
    assert len(found) == len(rows) - binding.counts[Bound.UNMAPPABLE]
    for bound in found:
        row = rows.loc[bound.was.annotation_id]
        alone = carry_annotation(bound.was, TO_DISC, source, disc().place)
        assert alone.parts == bound.parts
        assert bound.outcome == row["outcome"]
        if len(bound.parts) == 1 and bound.outcome is not Bound.REVIEW:
            assert (bound.parts[0].start_pts, bound.confidence) == (row["start_pts"], row["confidence"])


def test_the_map_may_lead_the_other_way_or_by_another_release(pairs: Pairs) -> None:
    straight = outcomes(pairs, disc(), TO_DISC)
    assert outcomes(pairs, disc(), TO_DISC.inverted()) == straight
    whole = (Piece(Span(0, END), Span(0, END)),)
    first = TimeMap(WEB, WEB, whole, "rel-web", "rel-stream")
    assert outcomes(pairs, disc(), first, replace(TO_DISC, source_release="rel-stream")) == straight


def test_a_map_without_names_is_recognised_by_what_it_says(pairs: Pairs) -> None:
    nameless = replace(TO_DISC, source_release=None, target_release=None)
    assert outcomes(pairs, disc(), nameless) == outcomes(pairs, disc(), TO_DISC)
    with pytest.raises(WrongTimeMap, match="names no releases, and no two of the releases fit it"):
        bind(pairs, [disc()], maps=[replace(nameless, target_time_base=Fraction(1, 1000))])
    twin = replace(disc(), release_id="rel-other")
    with pytest.raises(WrongTimeMap, match="2 pairs of releases fit it"):
        bind(pairs, [disc(), twin], maps=[nameless])


def test_a_map_of_other_ticks_is_refused(pairs: Pairs) -> None:
    with pytest.raises(WrongTimeMap, match="is in ticks of"):
        bind(pairs, [disc()], maps=[replace(TO_DISC, target_time_base=Fraction(1, 1000))])


def test_without_a_way_nothing_is_guessed(pairs: Pairs) -> None:
    binding = bind(pairs, [disc()])
    assert binding.counts[Bound.UNMAPPABLE] == 10
    assert binding.routes["rel-web"].why == "no time map leads from it to a release that is here"
    assert bind(pairs, []).counts[Bound.UNMAPPABLE] == 10


def test_shapes_in_a_picture_of_unknown_size_are_doubtful_and_times_are_not(pairs: Pairs) -> None:
    found = {(kind, name) for kind, _, name in outcomes(pairs, disc(1920, 1080), TO_DISC)}
    assert {("box", "review"), ("cut", "moved"), ("tag", "moved")} <= found
    known = replace(TO_DISC, picture=PictureMap(3, 3))
    assert outcomes(pairs, disc(1920, 1080), known) == outcomes(pairs, disc(), TO_DISC)
    boxes = [one.parts[0] for one in bind(pairs, [disc(1920, 1080)], maps=[known]).annotations([Bound.MOVED])
             if one.was.kind is Kind.BOX]  # fmt: skip
    assert boxes[0].geometry == {"x": 30.0, "y": 60.0, "width": 90.0, "height": 120.0}


def test_a_shape_outside_the_cropped_picture_comes_to_nothing_when_it_is_carried(pairs: Pairs) -> None:
    cropped = replace(TO_DISC, picture=PictureMap(1, 1, -200, 0))
    found = list(bind(pairs, [disc()], maps=[cropped]).annotations([Bound.MOVED]))
    assert {one.was.kind for one in found} == {Kind.TAG, Kind.AUDIO_EVENT, Kind.CUT}


def test_doubt_of_the_map_is_doubt_of_the_label(pairs: Pairs) -> None:
    vague = [
        replace(one, uncertainty=Uncertainty(offset=9_000)) if one.is_match else one for one in TO_DISC.pieces
    ]
    found = {name for _, _, name in outcomes(pairs, disc(), replace(TO_DISC, pieces=tuple(vague)))}
    assert found == {"review", "unmappable"}


def test_the_release_itself_is_exact_and_at_other_times_it_is_not(pairs: Pairs) -> None:
    here = target_of_pairs(pairs.releases["rel-web"])
    assert bind(pairs, [here]).counts[Bound.EXACT] == 10
    later = replace(here, place=replace(here.place, axis=Axis(np.array(PTS) + 500, END + 500)))
    binding = bind(pairs, [later])
    assert binding.counts[Bound.UNMAPPABLE] == 10
    assert "at other times" in binding.routes["rel-web"].why


def test_times_that_are_said_come_along(pairs: Pairs, tmp_path: Path) -> None:
    binding = bind(pairs, [disc()], maps=[TO_DISC])
    with Store.open(tmp_path / "b.duckdb") as store:
        done = import_pairs(pairs, store, binding, project="faces")
        live = [one for one, _ in store.live(done.tasks[0])]
    said = [one.attributes for one in live if one.kind is Kind.BOX and "values" in one.attributes]
    assert said == [{"values": {"first seen": 202_500}}]
    assert done.refused == ()
    assert {one.kind for one in live if one.uncertain} == {Kind.SEGMENT, Kind.AUDIO_EVENT, Kind.BOX}


def reencode(path: Path, out: Path, crf: int, height: int) -> None:
    """Encode a file anew, smaller, with the times of its frames."""
    with av.open(str(path)) as source, av.open(str(out), "w") as container:
        stream = source.streams.video[0]
        made = container.add_stream("libx264", rate=stream.average_rate, options={"crf": str(crf)})
        made.width, made.height = stream.width * height // stream.height // 2 * 2, height
        made.pix_fmt, made.time_base = "yuv420p", stream.time_base
        for frame in source.decode(stream):
            small = frame.reformat(made.width, made.height, "yuv420p")
            small.pts, small.time_base = frame.pts, frame.time_base
            small.pict_type = av.video.frame.PictureType.NONE
            container.mux(made.encode(small))
        container.mux(made.encode(None))


def test_a_release_that_was_encoded_anew_is_known_by_its_pictures_and_another_is_not(
    episode: DemoEpisode, tmp_path: Path
) -> None:
    small = tmp_path / "small.mp4"
    reencode(episode.bluray, small, 32, 90)
    with open_media(episode.bluray) as media, Store.open(tmp_path / "a.duckdb") as store:
        made = [box(int(pts)) for pts in media.index.pts[::4]]
        Desk(store, task_of(store, media, "faces", EVERYTHING)).create(made)
        pairs = collect(store, "faces", media=[media])
        release = media.release_id
    with pairs, open_media(small) as copy:
        binding = bind(pairs, [target_of(copy)])
        assert binding.routes[release].how == "same frames"
        assert binding.counts[Bound.EXACT] >= 0.97 * len(made)
        assert binding.counts[Bound.UNMAPPABLE] == 0
        first = next(binding.annotations())
        assert first.parts[0].geometry == {"x": 5.0, "y": 10.0, "width": 15.0, "height": 20.0}
        # Without looking nobody could know.
        assert bind(pairs, [target_of(copy)], look=False, align=False).counts[Bound.UNMAPPABLE] == len(made)
        # The same number of frames of something else is something else.
        pairs.connection.execute("UPDATE frames SET hash = xor(hash, 12297829382473034410::UBIGINT)")
        assert bind(pairs, [target_of(copy)], align=False).counts[Bound.UNMAPPABLE] == len(made)


def test_a_wrong_map_is_noticed_by_the_pictures(episode: DemoEpisode, tmp_path: Path) -> None:
    with open_media(episode.bluray) as media, Store.open(tmp_path / "a.duckdb") as store:
        made = [box(int(pts)) for pts in media.index.pts[40:200:3]]
        Desk(store, task_of(store, media, "faces", EVERYTHING)).create(made)
        pairs = collect(store, "faces", media=[media])
        release = media.release_id
    with pairs, open_media(episode.tv_recording) as tv:
        right = bind(pairs, [target_of(tv)], maps=[episode.time_map])
        assert right.counts[Bound.REVIEW] <= 0.1 * len(made)
        late = [
            replace(one, target=Span(*(tick + 60 * 1001 for tick in one.sides[1])))
            for one in episode.time_map.matches
        ]
        names = {"source_release": release, "target_release": tv.release_id}
        wrong = bind(pairs, [target_of(tv)], maps=[replace(episode.time_map, pieces=tuple(late), **names)])
        assert wrong.counts[Bound.REVIEW] >= 0.5 * len(made)


def test_a_label_that_may_lie_a_frame_off_is_in_a_held_drawing_where_it_is_known(pairs: Pairs) -> None:
    vague = [replace(one, uncertainty=Uncertainty(offset=2_000)) for one in TO_DISC.matches]
    unsure = replace(TO_DISC, pieces=tuple(vague))
    there = disc()
    held = replace(there.place.axis, holds=np.arange(len(there.place.axis.pts)) // 100)
    known = replace(there, place=replace(there.place, axis=held))
    without = bind(pairs, [there], maps=[unsure])
    with_holds = bind(pairs, [known], maps=[unsure])
    assert without.counts[Bound.IN_HOLD] == 0
    assert with_holds.counts[Bound.IN_HOLD] >= 3
    assert with_holds.counts[Bound.UNMAPPABLE] == without.counts[Bound.UNMAPPABLE]


def test_drawings_that_are_found_stand_beside_the_hashes(episode: DemoEpisode, tmp_path: Path) -> None:
    with open_media(episode.bluray) as media, Store.open(tmp_path / "a.duckdb") as store:
        pts = media.index.pts[40:200:2]
        Desk(store, task_of(store, media, "faces", EVERYTHING)).create([box(int(one)) for one in pts])
        drawn = holds_of(media)
        with collect(store, "faces", holds={media.release_id: drawn}) as pairs:
            found = pairs.sql("SELECT hold FROM frames ORDER BY pts")["hold"].tolist()
    assert found == drawn[40:200:2].tolist()
    assert len(drawn) == len(media.index)
    assert np.all(np.isin(np.diff(drawn), (0, 1)))
