"""What a pairs file must not hold unless it was asked for; looked for byte by byte, in Parquet, too."""

from __future__ import annotations

import zipfile
from dataclasses import fields
from pathlib import Path

import duckdb
import numpy as np
import pytest

from animewidgets.analysis.fingerprint import Fingerprint
from animewidgets.analysis.fingerprint.signature import signatures
from animewidgets.annotations import Annotation, Kind
from animewidgets.datasets.pairs import collect, make_pairs, open_pairs, write_pairs
from animewidgets.datasets.pairs.parts import TABLES
from animewidgets.datasets.tasks import task_of
from animewidgets.demo import DemoEpisode
from animewidgets.media import open_media
from animewidgets.store import Store
from tests.datasets.pairs.people import END, EVERYTHING, Desk, box, new_id

SECRETS = (
    "Shirai Kuroko",
    "Saten Ruiko",
    "she looks tired",
    "I will never forget",
    "ep01 [web]",
    "/home/kuroko",
)


def label_with_secrets(desk: Desk) -> None:
    """Names, comments, remarks, what is said, and paths, in all the places where somebody could put them."""
    noted = box(5000, attributes={"values": {"note": "she looks tired", "mouth": "open"}}, comment=SECRETS[2])
    line = {"lane": "dialogue", "text": "I will never forget", "speaker": "A"}
    desk.create(
        [
            noted,
            Annotation(new_id(), Kind.TEXT, 1500, 2500, attributes=line),
            Annotation(
                new_id(), Kind.CUT, 9000, source="/home/kuroko/cuts.txt", attributes={"file": SECRETS[5]}
            ),
            Annotation(
                new_id(),
                Kind.SEGMENT,
                0,
                END,
                attributes={
                    "lane": "parts",
                    "was": {"category": "x", "schema_id": "y", "version": 1, "values": {"note": SECRETS[2]}},
                    "nested": {"deep": [{"note": SECRETS[3]}], SECRETS[4]: 1},
                },
            ),
        ]
    )
    later = desk.update(noted, 1, attributes={"values": {"mouth": "shut", "note": SECRETS[3]}})
    desk.delete(later, 2)


def every_byte(path: Path) -> bytes:
    """The file as it is, and all that is in its tables and documents once they are unpacked."""
    found = [path.read_bytes()]
    with zipfile.ZipFile(path) as archive, duckdb.connect() as look:
        for name in archive.namelist():
            found.append(name.encode())
            found.append(archive.read(name))
            if name.endswith(".parquet"):
                where = path.with_name("unpacked.parquet")
                where.write_bytes(archive.read(name))
                rows = look.execute("SELECT * FROM read_parquet(?)", [str(where)]).fetchall()
                found.append(repr(rows).encode())
                about = look.execute("SELECT * FROM parquet_kv_metadata(?)", [str(where)]).fetchall()
                found.append(repr(about).encode())
            if name.endswith(".fp"):
                whole = Fingerprint.from_bytes(archive.read(name))
                columns = (getattr(whole, one.name) for one in fields(whole))
                found += [one.tobytes() for one in columns if isinstance(one, np.ndarray)]
    return b"\0".join(found)


def test_a_default_file_holds_no_name_no_comment_no_path_and_nothing_that_is_said(
    desk: Desk, tmp_path: Path
) -> None:
    label_with_secrets(desk)
    path = make_pairs(tmp_path / "faces.pairs", desk.store)
    told = every_byte(path)
    for secret in (*SECRETS, str(tmp_path), desk.store.store_id):
        assert secret.encode() not in told, secret
        assert secret.lower().encode() not in told.lower(), secret
    with open_pairs(path) as pairs:
        assert pairs.head.left_out == {"comments": 2, "names": 1, "sources": 1, "texts": 6, "titles": 1}
        # What is harmless is there: choices, lanes, speakers.
        rows = pairs.sql("SELECT attributes FROM versions WHERE attributes LIKE '%mouth%'")
        assert rows["attributes"].tolist() == ['{"values":{"mouth":"open"}}', '{"values":{"mouth":"shut"}}']
        assert pairs.sql("SELECT attributes FROM annotations WHERE kind = 'text'")["attributes"].tolist() == [
            '{"lane":"dialogue","speaker":"A"}'
        ]


@pytest.mark.parametrize(
    ("include", "secrets"),
    [("comments", SECRETS[2:3]), ("texts", SECRETS[2:4]), ("titles", SECRETS[4:5]), ("names", SECRETS[:2])],
)
def test_each_goes_along_when_it_is_asked_for_by_name(
    desk: Desk, tmp_path: Path, include: str, secrets: tuple[str, ...]
) -> None:
    label_with_secrets(desk)
    path = make_pairs(tmp_path / "faces.pairs", desk.store, include=[include])
    told = every_byte(path)
    for secret in secrets:
        assert secret.encode() in told
    with open_pairs(path) as pairs:
        assert pairs.head.included == (include,)


def test_what_can_be_included_has_names(desk: Desk) -> None:
    label_with_secrets(desk)
    with pytest.raises(ValueError, match="'everything' is nothing that can be included"):
        collect(desk.store, "faces", include=["everything"])  # type: ignore[list-item]


def test_pseudonyms_tell_people_apart_and_say_nothing_to_another_store(desk: Desk, tmp_path: Path) -> None:
    desk.create([box(0)], "Shirai Kuroko")
    desk.create([box(1000)], "Misaka Mikoto")
    desk.create([box(2000)], "Shirai Kuroko")
    with collect(desk.store, "faces") as pairs:
        people = pairs.sql("SELECT start_pts, contributor FROM annotations ORDER BY start_pts")["contributor"]
        assert people[0] == people[2] != people[1]
        assert people.str.fullmatch("p-[0-9a-f]{12}").all()
        write_pairs(pairs, tmp_path / "faces.pairs")
        assert {one.annotations for one in pairs.head.contributors} == {1, 2}
    with Store.open(tmp_path / "other.duckdb") as other:
        assert other.store_id != desk.store.store_id


def test_no_run_of_pixels_or_samples_is_in_a_file_made_of_real_media(
    episode: DemoEpisode, tmp_path: Path
) -> None:
    """Neither decoded pictures nor coded ones, nor sound, nor names of files, in runs of 12 bytes."""
    with open_media(episode.bluray) as media, Store.open(tmp_path / "a.duckdb") as store:
        task = task_of(store, media, "faces", EVERYTHING)
        Desk(store, task).create([box(int(pts)) for pts in media.index.pts[::5]])
        path = make_pairs(tmp_path / "faces.pairs", store, media=[media])
        with open_pairs(path) as pairs:
            assert pairs.fingerprint(media.release_id) is not None, "it is there by default, and looked into"
        told = every_byte(path)
        runs: set[bytes] = set()
        for ordinal in range(0, len(media.index), 20):
            rgb = media.frame(ordinal).rgb
            for plane in (rgb, rgb.mean(axis=2).astype(np.uint8)):
                row = plane[plane.shape[0] // 2].tobytes()
                runs |= {row[at : at + 12] for at in range(0, len(row) - 12, 12)}
        sound = media.audio().samples
        runs |= {sound[at : at + 6].tobytes() for at in range(0, len(sound) - 6, 4096)}
        coded = media.path.read_bytes()
        runs |= {coded[at : at + 12] for at in range(len(coded) // 4, len(coded) - 12, 4096)}
        # One plain colour, or silence, is in everything.
        runs = {one for one in runs if len(set(one)) > 3}
        assert len(runs) > 500
        assert [one for one in runs if one in told] == []
        assert media.path.name.encode() not in told
        assert media.name.encode() not in told
    assert set(TABLES) == {"annotations", "versions", "releases", "frames"}


def test_a_fingerprint_tells_the_same_of_films_that_nobody_would_confuse() -> None:
    """What it keeps of a picture is which of neighbouring areas is the brighter one: a mosaic keeps as much.

    Whoever has it cannot tell a drawing from seven by six flat tiles, brighter or darker, with more contrast
    or less, and so cannot draw it again.
    """
    rng = np.random.default_rng(7)
    coarse = rng.integers(40, 200, (20, 6, 7))
    drawn = np.kron(coarse, np.ones((8, 9)))[:, :, :63].repeat([1] * 62 + [2], axis=2)
    detail = rng.integers(-20, 21, drawn.shape)  # lines, eyes, letters: whatever lies within a tile
    detail -= (
        np.round(np.kron(detail[:, :, :63].reshape(20, 6, 8, 7, 9).mean((2, 4)), np.ones((8, 9))))
        .astype(int)
        .repeat([1] * 62 + [2], axis=2)
    )
    box = np.array([[0, 48, 0, 64]])
    number = np.zeros(20, np.uint8)
    words = [
        signatures(np.clip(film, 0, 255).astype(np.uint8), number, box)[0]
        for film in (drawn, drawn + detail, 0.6 * drawn + 30)
    ]
    for other in words[1:]:
        assert np.bitwise_count(words[0] ^ other).mean() < 2
