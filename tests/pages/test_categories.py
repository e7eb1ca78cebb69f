"""The page of categories, and the commands that open it without any media."""

from __future__ import annotations

from pathlib import Path

import pytest

from animewidgets.annotations import SHOT_SCALE
from animewidgets.cli import main
from animewidgets.pages import categories
from animewidgets.server import Serving
from animewidgets.store import Store
from animewidgets.widgets.category_designer import CategoryDesigner


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "store.duckdb"
    with Store.open(path) as opened:
        opened.schemas.publish(SHOT_SCALE, person="mika", base_version=0)
    return path


def test_the_project_s_own_schema_opens_first_and_others_can_be_chosen(store: Path):
    page = categories(store=store, project="faces")
    head, place = page.children
    listed, name, why = head.children[0].children
    assert [label for label, _ in listed.options] == ["faces", "shot-scale", "New schema …"]
    assert place.children[0].schema_id == "faces"
    listed.value = "shot-scale"
    assert place.children[0].schema == SHOT_SCALE
    assert name.layout.display == "none"

    listed.index = 2
    assert name.layout.display == ""
    name.value = "x" * 101
    assert "100 characters" in why.value
    name.value = "Vehicles"
    assert place.children[0].schema_id == "Vehicles"
    assert listed.value == "Vehicles"
    place.children[0].close()


def test_a_schema_that_is_named_opens_alone(store: Path):
    page = categories("shot-scale", store=store)
    assert isinstance(page, CategoryDesigner)
    page.close()
    assert "could not be opened" in categories(store=store.parent).value


def test_the_page_is_served_without_media(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    served: list[Serving] = []

    def serve(serving: Serving, announce: object) -> None:
        assert callable(announce)
        announce("http://127.0.0.1:8866/")
        served.append(serving)

    monkeypatch.setattr("animewidgets.server.serve_voila", serve)
    store = ["--store", str(tmp_path / "store.duckdb")]
    assert main(["annotate", "--page", "categories", *store]) == 0
    assert main(["categories", "open", *store]) == 0
    assert [(one.page, one.media) for one in served] == [("categories", ())] * 2
    assert "timing" not in served[0].pages
    assert "Categories at" in capsys.readouterr().out
    assert main(["annotate", *store]) == 2
    assert main(["annotate", "--page", "timing", *store]) == 2
    assert "--page categories" in capsys.readouterr().err
