"""The designer's Python half: what one starts from, drafts that stay, versions, forks, files, the preview."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from animewidgets.annotations import FRAME_SHAPES, Template, gallery, template_to_text
from animewidgets.errors import (
    AnimeWidgetsError,
    MalformedMessage,
    MalformedTemplate,
    NotAMediaFile,
    TemplateTooNew,
    UnknownTemplate,
)
from animewidgets.store import Store
from animewidgets.widgets.category_designer import CategoryDesigner
from animewidgets.widgets.frame_canvas import FrameCanvas
from animewidgets.widgets.template_designer import TemplateDesigner
from animewidgets.widgets.template_documents import problems_of
from animewidgets.widgets.timeline_editor import TimelineEditor

FRAMES = 60
FACE = {"category_id": "face", "name": "Face", "colour": "#e69f00", "hotkey": "1", "parent": None}


class Person:
    """Somebody at the designer, whose browser is this test."""

    def __init__(self, designer: TemplateDesigner) -> None:
        self.designer = designer

    def ask(self, method: str, **params: object) -> dict:
        """As the browser asks; what comes back has been through JSON."""
        reply = self.designer._desk.methods()[method].call(json.loads(json.dumps(params)), ())
        return json.loads(json.dumps(reply.result))

    def start(self, template_id: str = "character-masks", source: str = "gallery", version: int = 1) -> dict:
        return self.ask("draft.open", source=source, template_id=template_id, version=version)["document"]

    def begin(self) -> dict:
        """From nothing, with one category typed in."""
        document = self.ask("draft.open", source="nothing")["document"]
        return {**document, "categories": {**document["categories"], "categories": [FACE]}}

    def publish(self, document: dict, note: str = "") -> dict:
        return self.ask("template.publish", document=document, note=note)


@pytest.fixture(scope="module")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "store.duckdb"
    Store.open(path).close()
    return path


@pytest.fixture
def store(empty_store: Path, tmp_path: Path) -> Iterator[Store]:
    with Store.open(shutil.copy(empty_store, tmp_path / "store.duckdb")) as opened:
        yield opened


@pytest.fixture
def sit_down(clip: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Person]]:
    opened: list[TemplateDesigner] = []

    def sit(name: str = "mika", template: Template | str | None = None, **options: object) -> Person:
        monkeypatch.setenv("ANIMEWIDGETS_PERSON", name)
        opened.append(TemplateDesigner(template, store=store, media=clip, **options))
        return Person(opened[-1])

    yield sit
    for one in opened:
        one.close()


@pytest.fixture
def mika(sit_down: Callable[..., Person]) -> Person:
    return sit_down()


def test_a_card_of_the_gallery_becomes_a_template_of_ones_own(mika: Person) -> None:
    cards = {one["template_id"]: one for one in mika.ask("hello")["cards"]}
    assert len(cards) == 11
    card = cards["character-masks"]
    assert card["source"] == "gallery"
    assert card["categories"] == len(card["colours"]) > 0
    assert card["description"]

    document = mika.start()
    assert document["template_id"] != "character-masks"
    assert document["forked_from"] == {"template_id": "character-masks", "version": 1}
    assert mika.designer.template.kinds == gallery()["character-masks"].kinds


def test_every_template_of_the_gallery_opens_whole_with_its_page(mika: Person) -> None:
    opened = {}
    for name in gallery():
        told = mika.ask("draft.open", source="gallery", template_id=name, version=1)
        assert told["problems"] == []
        mika.ask("preview.show", document=told["document"])
        opened[name] = type(mika.designer._preview.editor).__name__
    assert opened["cut-timing"] == opened["sound-lanes"] == "TimelineEditor"
    assert opened["character-masks"] == opened["scene-tags"] == "FrameCanvas"


def test_images_have_a_preview_of_what_can_be_drawn_on_them(store: Store) -> None:
    designer = TemplateDesigner(store=store, media=np.zeros((2, 90, 160, 3), np.uint8))
    try:
        scans = Person(designer)
        document = {**scans.begin(), "name": "Faces"}
        scans.ask("preview.show", document=document)
        assert isinstance(designer._preview.editor, FrameCanvas)
        with pytest.raises(NotAMediaFile, match="no cuts"):
            scans.ask("preview.show", document={**document, "kinds": ["cut"]})
        assert isinstance(designer._preview.editor, FrameCanvas)
    finally:
        designer.close()


def test_a_draft_is_there_again_in_another_kernel_and_for_nobody_else(
    mika: Person, sit_down: Callable[..., Person]
) -> None:
    document = mika.start()
    for name in ("F", "Fa", "Faces"):
        mika.ask("draft.save", document={**document, "name": name})
    mika.ask("draft.save", document={**document, "name": "Faces", "guidelines": "Chin to hairline."})
    without = {**document, "name": "Faces"}
    mika.ask("draft.save", document=without)

    again = sit_down()
    (card,) = [one for one in again.ask("hello")["cards"] if one["source"] == "draft"]
    assert card["name"] == "Faces"
    assert again.start(card["template_id"], "draft") == without
    assert [one["source"] for one in sit_down("kuroko").ask("hello")["cards"]] == ["gallery"] * 11
    with pytest.raises(UnknownTemplate, match="no draft"):
        sit_down("kuroko").start(card["template_id"], "draft")


def test_versions_stay_what_they_were_and_tell_what_differs(mika: Person) -> None:
    document = {**mika.begin(), "name": "Faces", "kinds": ["mask", "box"]}
    told = mika.publish(document, "the first")
    assert told["published"] == 1
    assert told["document"]["version"] == 2
    assert not [one for one in mika.ask("hello")["cards"] if one["source"] == "draft"]

    changed = {**told["document"], "name": "Faces and hands", "kinds": ["box", "tag"], "overlap": 2}
    mika.ask("draft.save", document=changed)
    assert mika.publish(changed, "two people")["published"] == 2

    identity = document["template_id"]
    versions = mika.ask("template.versions", template_id=identity)["versions"]
    assert [(one["version"], one["person"], one["note"]) for one in versions] == [
        (2, "mika", "two people"),
        (1, "mika", "the first"),
    ]
    difference = {"template_id": identity, "document": changed, "to": 2}
    lines = mika.ask("template.difference", **difference, **{"from": 1})["lines"]
    assert {(one["what"], one["was"], one["now"]) for one in lines} == {
        ("Name", "Faces", "Faces and hands"),
        ("Kinds", "mask", "tag"),
        ("People for each unit", "", "2"),
    }
    same = mika.ask("template.difference", template_id=identity, document=changed, **{"from": 2, "to": 2})
    assert same["lines"] == []
    assert mika.start(identity, "version", 1)["name"] == "Faces"


def test_categories_of_ones_own_get_a_version_when_they_change(mika: Person, store: Store) -> None:
    document = mika.begin()
    schema = document["categories"]
    first = mika.publish({**document, "name": "Faces"})["document"]
    again = mika.publish({**first, "overlap": 2})["document"]
    assert again["categories"]["version"] == 1

    renamed = {**schema, "categories": [{**FACE, "name": "Faces"}]}
    mika.publish({**again, "categories": renamed})
    identity = schema["schema_id"]
    assert [store.schemas.get(identity, n).categories[0].name for n in (1, 2)] == ["Face", "Faces"]
    assert store.schemas.maintainers(identity) == ["mika"]


def test_who_forks_a_template_and_changes_its_categories_takes_none_away(
    mika: Person, sit_down: Callable[..., Person], store: Store
) -> None:
    document = mika.begin()
    schema = document["categories"]
    published = mika.publish({**document, "name": "Faces"})["document"]

    kuroko = sit_down("kuroko")
    held = kuroko.start(published["template_id"], "store")
    fork = kuroko.ask("draft.fork", document=held)["document"]
    assert fork["forked_from"] == {"template_id": published["template_id"], "version": 1}
    changed = {**schema, "categories": [{**FACE, "name": "Kao"}]}
    kuroko.publish({**fork, "categories": changed})

    assert store.schemas.get(schema["schema_id"]).categories[0].name == "Face"
    (mine,) = [one for one in store.schemas.list()["schema_id"] if one != schema["schema_id"]]
    assert store.schemas.get(mine).categories[0].name == "Kao"


def test_a_shared_file_opens_as_it_is(mika: Person, sit_down: Callable[..., Person]) -> None:
    text = template_to_text(FRAME_SHAPES)
    opened = sit_down("kuroko").ask("draft.read", text="\ufeff" + text, name="shapes.json")
    assert opened["document"] == json.loads(text)
    assert opened["problems"] == []
    assert mika.ask("draft.parse", text=text)["document"] == json.loads(text)


@pytest.mark.parametrize(
    ("text", "error", "says"),
    [
        ('{"format": "animewidgets-template",', MalformedTemplate, r"line 1, column 36"),
        ("[]", MalformedTemplate, "no template"),
        ('{"version": 1}', MalformedTemplate, 'begin with "format"'),
        ("[" * 100_000, MalformedTemplate, "nested too deep"),
        ('{"format": "animewidgets-template", "format_version": 9}', TemplateTooNew, "Upgrade"),
    ],
)
def test_a_file_that_is_no_template_changes_nothing(
    mika: Person, text: str, error: type[AnimeWidgetsError], says: str
) -> None:
    document = mika.start()
    with pytest.raises(error, match=says):
        mika.ask("draft.read", text=text, name="mine.json")
    assert mika.designer.document == document


def test_a_file_with_fields_that_nobody_knows_opens_and_says_which(mika: Person) -> None:
    strange = {**json.loads(template_to_text(FRAME_SHAPES)), "sparkle": True, "overlap": "two"}
    opened = mika.ask("draft.read", text=json.dumps(strange), name="mine.json")
    assert opened["document"]["sparkle"] is True
    told = {one["at"]: one["message"] for one in opened["problems"]}
    assert "sparkle" in told[""]
    assert "integer" in told["overlap"]
    with pytest.raises(MalformedTemplate):
        mika.publish(opened["document"])


def test_a_file_never_overwrites_a_draft(mika: Person) -> None:
    document = {**mika.start(), "name": "Mine"}
    mika.ask("draft.save", document=document)
    theirs = json.dumps({**document, "name": "Theirs"})
    opened = mika.ask("draft.read", text=theirs, name="theirs.json")
    assert opened["document"]["template_id"] != document["template_id"]
    assert "new identity" in opened["notes"][0]
    assert mika.start(document["template_id"], "draft")["name"] == "Mine"


def test_script_in_guidelines_is_told_where_it_stands(mika: Person) -> None:
    document = {**mika.start(), "guidelines": "Look <script>alert(1)</script> closely."}
    (problem,) = problems_of(document)
    assert (problem["at"], problem["fatal"]) == ("guidelines", False)
    assert "never run" in problem["message"]
    assert mika.publish(document)["document"]["guidelines"] == document["guidelines"]


@pytest.mark.parametrize("document", [None, [], {}, {"template_id": ""}, {"template_id": 5}])
def test_what_is_no_draft_is_refused(mika: Person, document: object) -> None:
    with pytest.raises(MalformedMessage):
        mika.ask("draft.save", document=document)


def test_the_preview_is_the_real_editor_and_keeps_its_labels_to_itself(mika: Person, store: Store) -> None:
    document = {**mika.begin(), "name": "Faces"}
    mika.ask("preview.show", document=document)
    editor = mika.designer._preview.editor
    assert isinstance(editor, FrameCanvas)
    editor.seek(7)
    editor.add([{"kind": "box", "frame": 7, "geometry": {"x": 1, "y": 1, "width": 9, "height": 9}}])

    mika.ask("preview.show", document={**document, "kinds": ["cut", "tag"]})
    other = mika.designer._preview.editor
    assert isinstance(other, TimelineEditor)
    assert other.frame == 7
    frame = mika.ask("preview.frame")
    assert (frame["told"], frame["pts"]) == ("frame 7", int(other.media.index.pts[7]))
    assert frame["release_id"] == other.media.release_id
    assert store.sql("SELECT count(*) AS n FROM annotations")["n"].tolist() == [0]


def test_the_units_of_a_rule_are_counted_on_the_preview(mika: Person) -> None:
    document = mika.start()
    assert mika.ask("draft.save", document=document)["units"] is None
    assert mika.ask("preview.show", document=document)["units"]["count"] is None
    told = mika.ask("draft.save", document={**document, "unit": {"of": "every-nth-frame", "every": 12}})
    assert told["units"]["count"] == FRAMES / 12
    assert "5 units" in told["units"]["words"]
    assert mika.ask("draft.save", document={**document, "name": ""})["units"] is None


def test_shots_are_counted_once_somebody_asks_for_a_look(mika: Person) -> None:
    document = {**mika.start(), "unit": {"of": "shot"}}
    mika.ask("preview.show", document=document)
    assert mika.ask("draft.save", document=document)["units"] == {
        "count": None,
        "words": "Nobody has looked yet where the shots of “ep01” begin.",
    }
    assert mika.ask("preview.units", document=document)["units"]["count"] >= 1


def test_the_category_designer_takes_the_previews_place_and_gives_it_back(mika: Person) -> None:
    document = {**mika.begin(), "name": "Faces"}
    mika.ask("preview.show", document=document)
    told = mika.ask("categories.design", document=document)["told"]
    assert document["categories"]["schema_id"] in told
    (shown,) = mika.designer._preview._place.children
    assert isinstance(shown, CategoryDesigner)
    assert shown.draft.categories[0].name == "Face"
    mika.ask("preview.show", document=document)
    assert isinstance(mika.designer._preview.editor, FrameCanvas)


def test_the_designer_opens_on_a_template_that_it_is_given(sit_down: Callable[..., Person]) -> None:
    assert sit_down(template=FRAME_SHAPES).designer.template == FRAME_SHAPES
    assert sit_down(template="cut-timing").ask("hello")["document"]["name"] == "Cut timing"
    with pytest.raises(UnknownTemplate, match="'character-masks'"):
        sit_down(template="nothing of the kind")


def test_without_media_a_clip_is_made_and_goes_with_the_designer(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("animewidgets.widgets.template_preview._drawn_episode", lambda: None)
    designer = TemplateDesigner(store=store)
    try:
        told = designer._preview.told()
        assert (told["origin"], told["frames"]) == ("made", 96)
        scratch = designer._preview._scratch
        assert scratch is not None
        assert list(scratch.path.iterdir())
    finally:
        designer.close()
    assert not scratch.path.exists()


def test_the_page_says_why_it_could_not_open(store: Store) -> None:
    from animewidgets.pages import templates

    page = templates("nothing of the kind", store=store)
    assert "nothing of the kind" in page.value
