"""The page of templates: which editor each opens, how templates are named, the command that serves it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import ipywidgets
import pytest

from animewidgets import Store
from animewidgets.annotations import Fork, gallery, template_to_text
from animewidgets.cli import main
from animewidgets.cli import serve as serving_commands
from animewidgets.demo.clips import make_clip
from animewidgets.pages import label
from animewidgets.server import Serving
from animewidgets.widgets.frame_canvas import FrameCanvas
from animewidgets.widgets.timeline_editor import TimelineEditor


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("media") / "ep01.mp4"
    make_clip(path, frames=24)
    return path


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANIMEWIDGETS_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("ANIMEWIDGETS_TEMPLATE", raising=False)


@pytest.fixture
def store(tmp_path: Path):
    with Store.open(tmp_path / "store.duckdb") as opened:
        yield opened


@pytest.mark.parametrize(
    ("name", "editor"),
    [("cut-timing", TimelineEditor), ("sound-lanes", TimelineEditor), ("key-poses", FrameCanvas)],
)
def test_a_template_opens_its_editor(name: str, editor: type, clip: Path, store: Store):
    page = label(name, clip, store=store)
    assert isinstance(page, editor)
    page.close()


def test_without_one_all_are_offered_and_one_can_go_back(clip: Path, store: Store):
    page = label(media=clip, store=store)
    *_, cards = page.children
    buttons = {card.children[0].description: card.children[0] for card in cards.children}
    assert list(buttons) == [one.name for one in gallery().values()]
    buttons["Character instance masks"].click()
    back, editor = page.children
    assert isinstance(editor, FrameCanvas)
    back.click()
    assert isinstance(page.children[-1], ipywidgets.GridBox)


def test_names_and_texts_of_templates_are_text(clip: Path, store: Store):
    wicked = replace(
        gallery()["key-poses"],
        template_id="wicked",
        name="<b>Bold</b>",
        description="<script>alert(1)</script>",
        forked_from=Fork("key-poses", 1),
    )
    store.templates.publish(wicked, person="ann")
    *_, cards = label(media=clip, store=store).children
    card = cards.children[0]
    assert card.children[0].description == "<b>Bold</b>"
    assert "<script>" not in card.children[1].value


def test_a_file_of_ones_own(clip: Path, store: Store, tmp_path: Path):
    file = tmp_path / "mine.json"
    mine = replace(gallery()["class-points"], template_id="mine", name="Mine")
    file.write_text(template_to_text(mine), encoding="utf-8")
    page = label(file, clip, store=store)
    assert isinstance(page, FrameCanvas)
    page.close()


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("{}", "expected &#x27;animewidgets-template&#x27;"),
        ('{"format": "animewidgets-template", "format_version": 9}', "Upgrade animewidgets"),
    ],
)
def test_a_file_that_is_none_is_told_in_its_place(
    written: str, words: str, clip: Path, store: Store, tmp_path: Path
):
    file = tmp_path / "mine.json"
    file.write_text(written, encoding="utf-8")
    note = label(file, clip, store=store)
    assert words in note.value
    assert file.read_text(encoding="utf-8") == written


def test_a_name_that_nobody_has(clip: Path, store: Store):
    note = label("<script>", clip, store=store)
    assert "no template is called &#x27;&lt;script&gt;&#x27;" in note.value
    assert "cut-timing" in note.value


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[Serving]:
    """What would be served."""
    found: list[Serving] = []
    monkeypatch.setattr("animewidgets.server.serve_voila", lambda serving, _announce: found.append(serving))
    return found


def test_the_command_serves_a_template(clip: Path, served: list[Serving], tmp_path: Path):
    assert main(["annotate", str(clip), "--template", "key-poses"]) == 0
    assert served[-1].page == "label"
    assert served[-1].kernel_environment()["ANIMEWIDGETS_TEMPLATE"] == "key-poses"
    file = tmp_path / "mine.json"
    file.write_text(template_to_text(gallery()["key-poses"]), encoding="utf-8")
    assert main(["annotate", str(clip), "--template", str(file)]) == 0
    assert served[-1].kernel_environment()["ANIMEWIDGETS_TEMPLATE"] == str(file.resolve())


def test_the_command_refuses_before_it_serves(
    clip: Path, served: list[Serving], tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    file = tmp_path / "mine.json"
    file.write_text("{", encoding="utf-8")
    assert main(["annotate", str(clip), "--template", str(file)]) != 0
    assert "mine.json is no JSON" in capsys.readouterr().err
    assert main(["annotate", str(clip), "--template", "key-poses", "--page", "timing"]) != 0
    assert "belongs to the page 'label'" in capsys.readouterr().err
    assert served == []
    assert serving_commands.checked_template("key-poses") == "key-poses"
