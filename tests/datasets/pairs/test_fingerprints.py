"""Fingerprints in pairs files: made, kept, shown, and refused where they are not what they should be."""

from __future__ import annotations

import lzma
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from animewidgets.analysis.fingerprint import Fingerprint
from animewidgets.analysis.fingerprint import columns as fingerprint_columns
from animewidgets.datasets.pairs import collect, diff_pairs, make_pairs, merge_pairs, open_pairs, write_pairs
from animewidgets.datasets.tasks import task_of
from animewidgets.demo import DemoEpisode
from animewidgets.errors import CorruptPairs, PairsConflict, PairsDigestWrong
from animewidgets.media import open_media
from animewidgets.store import Store
from tests.datasets.pairs.people import END, EVERYTHING, PTS, Desk, box
from tests.datasets.pairs.test_bad_files import parts_of, written

PART = "fingerprints/rel-web.fp"


def of_the_web(seed: int = 1) -> Fingerprint:
    rng = np.random.default_rng(seed)
    count = len(PTS)
    return Fingerprint(
        release_id="rel-web",
        time_base=Fraction(1, 24_000),
        end_pts=END,
        size=(640, 360),
        pts=np.array(PTS, np.int64),
        picture=rng.integers(0, 2**64, count, dtype=np.uint64),
        change=np.full(count, 9, np.uint8),
        level=np.full(count, 14, np.uint8),
        contrast=np.full(count, 11, np.uint8),
        box=np.zeros(count, np.uint8),
        boxes=np.array([[0.0, 1, 0, 1]]),
        sound=np.zeros(0, np.uint32),
        sound_start=Fraction(0),
    )


@pytest.fixture
def good(desk: Desk, tmp_path: Path) -> Path:
    desk.create([box(1000)])
    return make_pairs(tmp_path / "a.pairs", desk.store, fingerprints={"rel-web": of_the_web().to_bytes()})


def test_it_comes_back_whole_and_only_when_somebody_asks(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unpacked: list[int] = []
    unpack = fingerprint_columns._unpack  # to see when it is called

    def counted(data: bytes, size: int) -> bytes:
        unpacked.append(size)
        return unpack(data, size)

    monkeypatch.setattr(fingerprint_columns, "_unpack", counted)
    with open_pairs(good) as pairs:
        assert unpacked == []
        found = pairs.fingerprint("rel-web")
        assert found is not None
        assert np.array_equal(found.picture, of_the_web().picture)
        assert unpacked
        assert pairs.fingerprint("rel-other") is None


def test_it_is_made_of_media_that_is_at_hand_unless_nobody_wants_it(
    episode: DemoEpisode, tmp_path: Path
) -> None:
    with open_media(episode.bluray) as media, Store.open(tmp_path / "a.duckdb") as store:
        Desk(store, task_of(store, media, "faces", EVERYTHING)).create([box(int(media.index.pts[3]))])
        told: list[str] = []
        with collect(store, "faces", media=[media], progress=told.append) as pairs:
            found = pairs.fingerprint(media.release_id)
            assert found is not None
            assert np.array_equal(found.pts, media.index.pts)
            assert len(pairs.documents[f"fingerprints/{media.release_id}.fp"]) < 20_000
        assert any("fingerprint" in one for one in told)
        with collect(store, "faces", media=[media], fingerprints=False) as pairs:
            assert pairs.parts("fingerprints/") == []
        with collect(store, "faces") as pairs:
            assert pairs.parts("fingerprints/") == []
            assert set(pairs.releases[media.release_id].identities) == {"file-sha256", "stream-sha256"}


def forged_count() -> bytes:
    """A head that says twenty million frames, and a column that would unfold into as much."""
    import hashlib
    import json

    packed = lzma.compress(bytes(20_000_000), lzma.FORMAT_RAW, filters=fingerprint_columns._FILTERS)
    head = {
        "release_id": "rel-web", "time_base": [1, 24_000], "end_pts": END, "size": [1, 1],
        "frames": 20_000_000, "boxes": 1, "sounds": 0, "sound_start": [0, 1], "columns": {"pts": len(packed)},
    }  # fmt: skip
    header = json.dumps(head).encode()
    body = b"AWfinger" + (1).to_bytes(2, "big") + len(header).to_bytes(4, "big") + header + packed
    return body + hashlib.blake2b(body, digest_size=16).digest()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda data: data[:-7], "cut short or changed"),
        (lambda data: data[:200] + bytes([data[200] ^ 1]) + data[201:], "cut short or changed"),
        (lambda _data: b"\x89PNG a picture", "no fingerprint"),
        (lambda _data: b"", "no fingerprint"),
        (lambda _data: bytes(17 * 2**20), "more than"),
        (
            lambda _data: _of("rel-x").to_bytes(),
            "it is the fingerprint of 'rel-x'",
        ),
        (lambda _data: _shorter().to_bytes(), "it is of 199 frames, but the release has 200"),
        (lambda _data: forged_count(), "it is of 20000000 frames, but the release has 200"),
    ],
)
def test_what_is_no_fingerprint_of_the_release_is_refused_before_it_unpacks(
    good: Path, tmp_path: Path, change: Callable[[bytes], bytes], message: str
) -> None:
    parts = parts_of(good)
    parts[PART] = change(parts[PART])
    with pytest.raises(CorruptPairs, match=message):
        open_pairs(written(parts, tmp_path / "bad.pairs"))


def _of(release_id: str) -> Fingerprint:
    return replace(of_the_web(), release_id=release_id)


def _shorter() -> Fingerprint:
    whole = of_the_web()
    columns = ("pts", "picture", "change", "level", "contrast", "box")
    return replace(whole, **{name: getattr(whole, name)[:-1] for name in columns})


def test_one_of_a_release_that_the_file_does_not_have_is_refused(good: Path, tmp_path: Path) -> None:
    parts = parts_of(good)
    parts["fingerprints/rel-other.fp"] = _of("rel-other").to_bytes()
    with pytest.raises(CorruptPairs, match=r"rel-other\.fp: releases\.parquet has no such release"):
        open_pairs(written(parts, tmp_path / "bad.pairs"))


def test_its_digest_is_compared(good: Path, tmp_path: Path) -> None:
    parts = parts_of(good)
    parts[PART] = of_the_web(2).to_bytes()
    with pytest.raises(PairsDigestWrong, match=r"rel-web\.fp"):
        open_pairs(written(parts, tmp_path / "bad.pairs", digests=False))


def test_one_that_a_newer_program_made_leaves_the_labels_readable(good: Path, tmp_path: Path) -> None:
    parts = parts_of(good)
    parts[PART] = parts[PART][:8] + (99).to_bytes(2, "big") + parts[PART][10:]
    with open_pairs(written(parts, tmp_path / "newer.pairs")) as pairs:
        assert pairs.fingerprint("rel-web") is None
        assert pairs.count("annotations") == 1
        # Whoever writes the file again keeps what they cannot read.
        write_pairs(pairs, tmp_path / "again.pairs")
    assert parts_of(tmp_path / "again.pairs")[PART] == parts[PART]


def test_merging_keeps_it_and_diff_tells_of_it(good: Path, desk: Desk, tmp_path: Path) -> None:
    plain = make_pairs(tmp_path / "b.pairs", desk.store, name="a")
    with open_pairs(good) as ours, open_pairs(plain) as theirs:
        assert diff_pairs(theirs, ours).documents == (("added", PART),)
        assert f"- {PART}" in diff_pairs(ours, theirs).lines()
        for first, second in ((ours, theirs), (theirs, ours)):
            with merge_pairs(first, second, name="both") as both:
                assert both.fingerprint("rel-web") is not None
    other = make_pairs(tmp_path / "c.pairs", desk.store, fingerprints={"rel-web": of_the_web(3).to_bytes()})
    with (
        open_pairs(good) as ours,
        open_pairs(other) as theirs,
        pytest.raises(PairsConflict, match=r"rel-web\.fp"),
    ):
        merge_pairs(ours, theirs, name="both")


def test_making_refuses_one_of_another_release_and_writes_nothing(desk: Desk, tmp_path: Path) -> None:
    desk.create([box(1000)])
    other = _of("rel-x").to_bytes()
    with pytest.raises(CorruptPairs, match="it is the fingerprint of 'rel-x'"):
        make_pairs(tmp_path / "a.pairs", desk.store, fingerprints={"rel-web": other})
    assert not (tmp_path / "a.pairs").exists()
