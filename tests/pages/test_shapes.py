"""The page of shapes, and the command that opens it on videos, images and folders."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from animewidgets.cli import main
from animewidgets.cli import serve as serving_commands
from animewidgets.pages import shapes
from animewidgets.pages.layout import links_to_pages
from animewidgets.pages.shapes import releases_of
from animewidgets.server import Serving
from animewidgets.widgets.frame_canvas import FrameCanvas
from tests.media.test_images import own_cache, picture  # noqa: F401


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    folder = tmp_path / "cut 012"
    folder.mkdir()
    for n in range(3):
        Image.fromarray(picture(n)).save(folder / f"A{n}.png")
    return folder


def test_images_that_follow_on_one_another_are_one_release(scans: Path):
    a, b, c = sorted(scans.iterdir())
    film = Path("ep 01.mkv")
    assert releases_of([film, a, b, scans, c]) == [[film], [a, b], [scans], [c]]


def test_the_page_opens_a_folder_and_names_what_it_cannot(scans: Path, tmp_path: Path):
    page = shapes(scans, store=tmp_path / "store.duckdb", project="layout")
    assert isinstance(page, FrameCanvas)
    assert page.media.name == "cut 012"
    page.close()
    (scans / "A1.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    note = shapes(scans, store=tmp_path / "store.duckdb")
    assert "A1.png" in note.value
    assert str(tmp_path) not in note.value
    assert "shapes('episode.mkv')" in shapes([]).value


def test_several_releases_can_be_chosen_among(scans: Path, tmp_path: Path):
    page = shapes([scans, tmp_path / "absent.mkv"], store=tmp_path / "store.duckdb")
    head, place = page.children
    (chooser,) = head.children
    assert [name for name, _ in chooser.options] == ["cut 012", "absent"]
    chooser.value = 1
    assert "MediaNotFound" in place.children[0].value
    chooser.value = 0
    assert isinstance(place.children[0], FrameCanvas)
    place.children[0].close()
    place.children = ()  # others look at the state of all widgets that there are


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[Serving]:
    """What the command would have served."""
    asked: list[Serving] = []
    monkeypatch.setattr("animewidgets.server.serve_voila", lambda serving, _announce: asked.append(serving))
    return asked


def test_the_command_opens_the_page_that_fits(served, scans: Path, tmp_path: Path, capsys):
    film = tmp_path / "ep 01.mkv"
    film.touch()
    assert main(["annotate", str(film)]) == 0
    assert main(["annotate", str(film), "--page", "shapes"]) == 0
    assert main(["annotate", str(scans)]) == 0
    assert main(["annotate", *map(str, sorted(scans.iterdir()))]) == 0
    assert [(one.page, {"timing", "shapes"} & set(one.pages)) for one in served] == [
        ("timing", {"timing", "shapes"}),
        ("shapes", {"timing", "shapes"}),
        ("shapes", {"shapes"}),
        ("shapes", {"shapes"}),
    ]
    assert main(["annotate", str(scans), "--page", "timing"]) == 2
    assert main(["annotate", str(tmp_path / "absent")]) == 2
    assert "images have no cuts" in capsys.readouterr().err


def test_both_addresses_are_announced(capsys, tmp_path: Path):
    serving = Serving(media=(tmp_path / "ep 01.mkv",), token="t0", store=tmp_path / "a.duckdb")
    serving_commands.announce("http://127.0.0.1:8866/?token=t0", serving)
    said = capsys.readouterr().out
    assert "Annotate ep 01.mkv at\n\n      http://127.0.0.1:8866/?token=t0" in said
    assert "Shapes in frames at\n\n      http://127.0.0.1:8866/shapes?token=t0" in said
    lab = serving.addresses("http://127.0.0.1:8888/lab/tree/annotate.ipynb?token=t0")
    assert lab["shapes"] == "http://127.0.0.1:8888/lab/tree/shapes.ipynb?token=t0"


def test_links_lead_to_the_other_pages_only(monkeypatch: pytest.MonkeyPatch):
    assert links_to_pages("shapes") == ""
    monkeypatch.setenv("ANIMEWIDGETS_PAGES", "timing=/timing shapes=/shapes")
    assert 'href="/timing">Cuts and timing' in links_to_pages("shapes")
    assert "Shapes" not in links_to_pages("shapes")
