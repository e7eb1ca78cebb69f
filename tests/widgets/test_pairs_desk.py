"""What the kernel answers on the page of pairs files: making, taking in, deciding, importing, bad input."""

from __future__ import annotations

import itertools
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from animewidgets.annotations import Annotation, Commit, Edit, Kind, Op
from animewidgets.datasets.pairs.inbox import LARGEST_FILE, PairsInbox
from animewidgets.datasets.tasks import task_of
from animewidgets.demo.clips import make_clip
from animewidgets.media import Media, open_media
from animewidgets.store import Store
from animewidgets.timebase import Span
from animewidgets.timemaps import Piece, TimeMap, write_patch
from animewidgets.widgets.pairs_desk import PairsDesk
from tests.datasets.pairs.people import EVERYTHING, box, new_id
from tests.widgets.browser_stub import StubbedBrowser

FRAMES = 48
_numbers = itertools.count(1000)


class Desk(StubbedBrowser, PairsDesk):
    """The desk, whose browser is the test."""

    def call(self, method: str, **params: object) -> dict:
        """The envelope of the reply."""
        return self.ask(next(_numbers), method, params)[0]

    def result(self, method: str, **params: object) -> dict:
        """What is answered."""
        reply = self.call(method, **params)
        assert reply["ok"], reply
        return reply["result"]

    def refused(self, method: str, **params: object) -> dict:
        """Why it is refused."""
        reply = self.call(method, **params)
        assert not reply["ok"], reply
        return reply["error"]

    def upload(self, data: bytes, piece: int = 5000) -> dict:
        """Send a file piece by piece; the last reply."""
        name, reply = new_id(), {}
        for offset in range(0, len(data), piece):
            number = next(_numbers)
            params = {"upload": name, "size": len(data), "offset": offset}
            self.receive(
                {"type": "request", "id": number, "method": "take.upload", "params": params},
                [memoryview(data[offset : offset + piece])],
            )
            reply = self.reply_to(number)[0]
        return reply

    def upload_error(self, size: int, offset: int) -> str:
        """Why a piece of ten bytes is refused."""
        number = next(_numbers)
        params = {"upload": new_id(), "size": size, "offset": offset}
        self.receive(
            {"type": "request", "id": number, "method": "take.upload", "params": params},
            [memoryview(b"0" * 10)],
        )
        reply = self.reply_to(number)[0]
        assert not reply["ok"]
        return str(reply["error"]["message"])

    def columns(self, digest: str) -> tuple[dict, dict[str, np.ndarray]]:
        """Bind, and what is told of labels, column by column."""
        number = next(_numbers)
        reply, buffers = self.ask(number, "take.bind", {"digest": digest})
        assert reply["ok"], reply
        described = reply["result"]["columns"]
        return reply["result"], {
            name: np.frombuffer(data, kind) for (name, kind), data in zip(described, buffers, strict=True)
        }


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Two releases of one film: the second was encoded worse, and begins as the first."""
    folder = tmp_path_factory.mktemp("media")
    paths = {"tv": folder / "tv.mp4", "disc": folder / "disc.mp4"}
    make_clip(paths["tv"], frames=FRAMES, gop=12)
    make_clip(paths["disc"], frames=FRAMES, gop=24)
    return paths


@pytest.fixture
def tv(clips: dict[str, Path]) -> Iterator[Media]:
    with open_media(clips["tv"]) as media:
        yield media


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the person's own."""
    monkeypatch.setenv("ANIMEWIDGETS_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("ANIMEWIDGETS_PERSON", "Uiharu Kazari")
    return tmp_path / "data"


def label(store: Store, media: Media, frames: range, person: str = "Shirai Kuroko") -> None:
    """Boxes on frames, and a cut."""
    made = [box(int(media.index.pts[n]), comment="looks tired") for n in frames]
    made.append(Annotation(new_id(), Kind.CUT, int(media.index.pts[21])))
    task = task_of(store, media, "faces", EVERYTHING)
    edits = tuple(Edit(Op.CREATE, one.annotation_id, 0, None, one) for one in made)
    store.commit(Commit(new_id(), task, person, edits))


@pytest.fixture
def giving(tv: Media, tmp_path: Path) -> Iterator[Desk]:
    """The desk of somebody who labelled the recording."""
    with Store.open(tmp_path / "a" / "annotations.duckdb") as store:
        label(store, tv, range(4, 44, 4))
        desk = Desk([tv], store=store, project="faces")
        yield desk
        desk.close()


@pytest.fixture
def taking(clips: dict[str, Path], tmp_path: Path) -> Iterator[Desk]:
    """The desk of somebody who has the disc, and another store."""
    with Store.open(tmp_path / "b" / "annotations.duckdb") as store:
        desk = Desk([clips["disc"]], store=store, project="faces")
        yield desk
        desk.close()


def made(desk: Desk, **options: object) -> tuple[dict, bytes]:
    """A file that a desk makes, as the browser fetches it."""
    asked = {"name": "faces", "licence": "CC-BY-4.0", "projects": ["faces"], "releases": [], "include": []}
    told = desk.result("give.make", **asked | options)
    data = b""
    while len(data) < told["bytes"]:
        number = next(_numbers)
        _, buffers = desk.ask(
            number, "give.fetch", {"digest": told["digest"], "start": len(data), "stop": len(data) + 4000}
        )
        data += buffers[0]
    return told, data


def map_between(giving: Desk, taking: Desk, media: Media, by: int = 0) -> str:
    """A patch from the recording to the disc, so many frames later."""
    tv, disc = (one.result("hello")["library"]["media"][0]["release_id"] for one in (giving, taking))
    index = media.index
    source = Span(0, int(index.pts[FRAMES - by - 1] + index.duration[0]))
    piece = Piece(source, Span(int(index.pts[by]), index.end_pts), confidence=1.0)
    return write_patch(TimeMap(media.time_base, media.time_base, (piece,), tv, disc))


def test_a_file_is_counted_made_and_fetched_in_pieces(giving: Desk):
    hello = giving.result("hello")
    (task,) = hello["give"]["tasks"]
    assert (task["project"], task["counts"]) == ("faces", {"box": 10, "cut": 1})
    counted = giving.result("give.count", projects=["faces"], releases=[], include=[])["contents"]
    assert counted["left_out"] == {"comments": 10, "names": 1, "titles": 1}
    told, data = made(giving)
    assert len(data) == told["bytes"]
    assert told["contents"]["hashed"] == 11
    assert told["contents"]["licence"] == "CC-BY-4.0"
    assert b"looks tired" not in data
    assert b"Shirai" not in data
    with_comments, data = made(giving, include=["comments"])
    assert with_comments["contents"]["included"] == ["comments"]
    assert b"looks tired" in data


def test_a_file_is_written_beside_the_store_and_never_over_another(giving: Desk, tmp_path: Path):
    for name in ("faces.pairs", "faces-2.pairs"):
        told, data = made(giving, into="folder")
        assert told["written"] == f"pairs/{name}"
        assert (tmp_path / "a" / "pairs" / name).read_bytes() == data
    assert str(tmp_path) not in json.dumps([one for one, _ in giving.sent])


def test_labels_are_taken_reviewed_moved_and_imported_once(giving: Desk, taking: Desk, tv: Media):
    patch = map_between(giving, taking, tv, by=2)
    giving.result("maps.add", name="tv-disc.patch.json", text=patch)
    _, data = made(giving)
    digest = taking.upload(data)["result"]["digest"]
    opened = taking.result("take.open", digest=digest, file="faces.pairs")
    assert opened["contents"]["counts"]["annotations"] == 11
    told, columns = taking.columns(digest)
    (route,) = told["routes"]
    assert (route["how"], route["seen"]) == ("map", True)
    assert (columns["to_frame"] - columns["from_frame"]).tolist() == [2] * 11
    # The clip's pictures move: two frames later they look otherwise, and a person has to say.
    row = int(np.flatnonzero(columns["from_frame"] == 8)[0])
    detail = taking.result("take.label", digest=digest, row=row)
    assert detail["parts"][0]["geometry"] == detail["was"]["geometry"]

    others = [n for n in range(11) if n != row]
    for changes in (
        [{"rows": [row], "decision": "accept", "by": -2}],
        [{"rows": others[:4], "decision": "accept"}, {"rows": others[4:6], "decision": "reject"}],
    ):
        taking.result("review.decide", digest=digest, step_id=new_id(), changes=changes)
    _, again = taking.columns(digest)
    assert again["decision"][row] == 1
    assert again["by"][row] == -2
    assert (again["decision"] == -1).sum() == 2

    done = taking.result("take.import", digest=digest, project="faces")
    assert (done["accepted"], done["added"], done["nudged"], done["refuse"]) == (5, 5, 1, 0)
    (place,) = done["places"]
    assert (place["labels"], place["new"]) == (5, True)
    rows = taking.store.sql("SELECT frame, person, source, uncertain FROM annotations ORDER BY frame")
    assert not rows["uncertain"].any()
    moved = rows[rows["person"] == "Uiharu Kazari"]
    assert (moved["frame"].tolist(), moved["source"].tolist()) == ([8], ["human"])
    assert set(rows["source"]) == {"human", "pairs:faces"}

    again = taking.result("take.import", digest=digest, project="faces")
    assert (again["added"], again["there"], again["nudged"]) == (0, 5, 0)
    # Moved again after the import: a third version, and nothing is there twice.
    changes = [{"rows": [others[0]], "decision": "accept", "by": 1}]
    taking.result("review.decide", digest=digest, step_id=new_id(), changes=changes)
    further = taking.result("take.import", digest=digest, project="faces")
    assert (further["added"], further["there"], further["nudged"]) == (0, 5, 1)


def test_decisions_are_rows_that_outlive_the_kernel(
    giving: Desk, taking: Desk, tv: Media, clips: dict[str, Path]
):
    giving.result("maps.add", name="m", text=map_between(giving, taking, tv))
    digest = taking.upload(made(giving)[1])["result"]["digest"]
    taking.result("take.open", digest=digest)
    taking.columns(digest)
    step = {"digest": digest, "step_id": new_id(), "changes": [{"rows": [0, 1], "decision": "reject"}]}
    for _ in range(2):  # the answer was lost, and the page sends it again
        taking.result("review.decide", **step)
    rows = taking.store.sql("SELECT decision, person FROM pairs_decisions")
    assert rows.to_numpy().tolist() == [["reject", "Uiharu Kazari"]] * 2
    after = Desk([clips["disc"]], store=taking.store, project="faces")
    (recent,) = after.result("hello")["take"]["recent"]
    assert (recent["name"], recent["labels"]) == ("faces", 11)
    after.result("take.open", digest=recent["digest"])
    _, columns = after.columns(digest)
    assert columns["decision"].tolist() == [-1, -1, *[0] * 9]
    after.close()


def damaged(data: bytes, tmp_path: Path, part: str) -> bytes:
    """The same file with other bytes in a part, whose digest is then wrong."""
    path = tmp_path / "damaged.pairs"
    path.write_bytes(data)
    with zipfile.ZipFile(path) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    parts[part] = parts[part].replace(b"face", b"fact") if part != "pairs.json" else parts[part]
    if part == "pairs.json":
        head = json.loads(parts[part])
        parts[part] = json.dumps(head | {"version": 99}).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path.read_bytes()


def test_bad_files_are_refused_and_leave_nothing(
    giving: Desk, taking: Desk, data_folder: Path, tmp_path: Path
):
    _, data = made(giving)
    with zipfile.ZipFile(write(tmp_path / "f.pairs", data)) as archive:
        schema = next(one for one in archive.namelist() if one.startswith("schemas/"))
    for bad, kind in (
        (b"no zip at all", "CorruptPairs"),
        (data[: len(data) // 2], "CorruptPairs"),
        (damaged(data, tmp_path, schema), "PairsDigestWrong"),
        (damaged(data, tmp_path, "pairs.json"), "PairsTooNew"),
    ):
        digest = taking.upload(bad)["result"]["digest"]
        assert taking.refused("take.open", digest=digest)["kind"] == kind
        assert list((data_folder / "pairs").iterdir()) == []
        assert taking.result("hello")["take"]["recent"] == []


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def test_uploads_have_bounds_and_an_order(taking: Desk):
    assert "pages take files of" in taking.upload_error(LARGEST_FILE + 1, 0)
    assert "byte 0 of 100 was next" in taking.upload_error(100, 50)
    assert "byte 0 of 5 was next" in taking.upload_error(5, 0)


def test_paths_are_those_of_the_kernels_machine_and_go_nowhere(
    giving: Desk, taking: Desk, tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    path = write(tmp_path / "faces.pairs", made(giving)[1])
    opened = taking.result("take.open", path=str(path))
    assert opened["file"] == "faces.pairs"
    error = taking.refused("take.open", path=str(tmp_path / "nowhere" / "x.pairs"))
    assert error["kind"] == "PairsError"
    folder = taking.refused("take.open", path=str(tmp_path))
    assert "is a folder" in folder["message"]
    assert taking.refused("library.add", folder=str(tmp_path / "none"))["kind"] == "LibraryError"
    assert str(tmp_path) not in json.dumps([one for one, _ in taking.sent])
    assert str(tmp_path) not in caplog.text


def test_where_visitors_may_name_no_paths_they_cannot(clips: dict[str, Path], tmp_path: Path):
    with Store.open(tmp_path / "c.duckdb") as store:
        desk = Desk([clips["disc"]], store=store, paths=False)
        assert not desk.result("hello")["paths"]
        assert desk.refused("take.open", path="/etc/passwd")["kind"] == "MalformedMessage"
        assert desk.refused("library.add", folder="/")["kind"] == "MalformedMessage"
        desk.close()


def test_decisions_that_make_no_sense_are_refused(giving: Desk, taking: Desk, tv: Media):
    giving.result("maps.add", name="m", text=map_between(giving, taking, tv))
    digest = taking.upload(made(giving)[1])["result"]["digest"]
    taking.result("take.open", digest=digest)
    taking.columns(digest)
    for changes in (
        [],
        [{"rows": [], "decision": "accept"}],
        [{"rows": [999], "decision": "accept"}],
        [{"rows": [True], "decision": "accept"}],
        [{"rows": [0], "decision": "maybe"}],
        [{"rows": [0], "decision": "accept", "by": 10**6}],
        [{"rows": [0], "decision": "accept", "by": 0.5}],
        ["all"],
    ):
        error = taking.refused("review.decide", digest=digest, step_id=new_id(), changes=changes)
        assert error["kind"] == "MalformedMessage", changes
    assert taking.store.sql("SELECT count(*) AS n FROM pairs_reviews")["n"][0] == 0


def test_without_a_way_to_the_media_every_label_is_told_unmappable(giving: Desk, clips, tmp_path: Path):
    with Store.open(tmp_path / "c.duckdb") as store:
        desk = Desk([], store=store)
        digest = desk.upload(made(giving, hashes=False)[1])["result"]["digest"]
        desk.result("take.open", digest=digest)
        told, columns = desk.columns(digest)
        assert set(columns["outcome"].tolist()) == {5}
        assert told["reasons"][columns["reason"][0]].startswith("no time map leads")
        assert desk.result("take.import", digest=digest, project="faces")["added"] == 0
        desk.close()


def test_a_key_that_did_not_sign_is_refused(giving: Desk, taking: Desk):
    digest = taking.upload(made(giving)[1])["result"]["digest"]
    error = taking.refused("take.open", digest=digest, key="ab" * 32)
    assert error["kind"] == "PairsSignatureWrong"
    assert "64 hexadecimal digits" in taking.refused("take.open", digest=digest, key="mine")["message"]


def test_maps_that_are_none_are_told(taking: Desk):
    assert taking.refused("maps.add", name="m", text="{}")["kind"] == "CorruptPatch"
    assert taking.refused("maps.remove", at=0)["kind"] == "MalformedMessage"


def test_the_inbox_keeps_the_newest_files_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("animewidgets.datasets.pairs.inbox.MOST_FILES", 2)
    inbox = PairsInbox(tmp_path / "inbox")
    digests = []
    for n in range(3):
        digest = inbox.keep(write(tmp_path / f"{n}.pairs", bytes([n]) * 10))
        inbox.opened(digest, f"{n}.pairs", f"set {n}", n)
        digests.append(digest)
    assert [one.digest for one in inbox.files()] == digests[:0:-1]
    assert len(list((tmp_path / "inbox").glob("*.pairs"))) == 2
