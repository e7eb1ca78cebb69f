"""Templates: what they hold together, how they travel as one file, and what is refused with which words."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from animewidgets.annotations import (
    AUDIO_EVENTS,
    CUT_TIMING,
    FRAME_SHAPES,
    Attribute,
    Category,
    CategorySchema,
    Fork,
    Group,
    Hotkey,
    Kind,
    Lane,
    Level,
    Page,
    Prelabel,
    PrelabelSource,
    RequiredField,
    Review,
    ReviewKind,
    Rule,
    Template,
    ToolName,
    UnitKind,
    UnitRule,
    Validator,
    read_template,
    template_from_json,
    template_from_text,
    template_problems,
    template_schema,
    template_to_json,
    template_to_text,
)
from animewidgets.annotations.template_problems import canonical_key
from animewidgets.annotations.validators import PARAMETERS
from animewidgets.errors import MalformedTemplate, TemplateTooNew

SCHEMA = CategorySchema(
    "weather",
    3,
    (
        Category("rain", "雨", "#4477aa", "1", attributes=(Attribute("drops", "number", minimum=0),)),
        Category("sun", "Sun", "#e69f00", "2"),
    ),
    (Group("sky", ("rain", "sun")),),
)

FULL = Template(
    "weather",
    2,
    "Weather",
    (Kind.TAG, Kind.TRACK, Kind.SEGMENT, Kind.AUDIO_EVENT),
    SCHEMA,
    "See [this](frame:512@bd-01).",
    "Which weather it is.",
    Page.SHAPES,
    (ToolName.TAG, ToolName.TRACK),
    UnitRule(UnitKind.SPAN, seconds=20, overlap=2.5),
    (Lane("weather", Kind.SEGMENT, ("rain",)), Lane("rain", Kind.AUDIO_EVENT)),
    (Hotkey("canvas.tag", ("Q",)), Hotkey("goTo", ())),
    (
        Prelabel(PrelabelSource.SHOTS, 0.4),
        Prelabel(PrelabelSource.SUBTITLES, None, confirm=False, lane="rain"),
        Prelabel(PrelabelSource.FLOW, category="sun"),
    ),
    3,
    Review(ReviewKind.SPOT_CHECK, 0.1),
    (RequiredField.CATEGORY,),
    (
        Validator(Rule.COUNT, Level.WARNING, "One is enough", (Kind.TAG,), ("rain",), at_most=1),
        Validator(Rule.NO_GAPS, lane="weather"),
        Validator(Rule.GROUP_TAGGED, group="sky"),
    ),
    "CC0-1.0",
    ("Ann", "阿音"),
    Fork("sky", 7),
)


def written(**changes: object) -> dict[str, object]:
    return {**template_to_json(FULL), **changes}


@pytest.mark.parametrize("template", [CUT_TIMING, FRAME_SHAPES, AUDIO_EVENTS, FULL], ids=lambda one: one.name)
def test_a_template_travels_as_one_file_and_is_the_same(template: Template, tmp_path: Path):
    file = tmp_path / "template.json"
    file.write_text(template_to_text(template), encoding="utf-8")
    assert read_template(file) == template
    # What is not used is not written.
    assert set(template_to_json(CUT_TIMING)) <= {
        "format",
        "format_version",
        "template_id",
        "version",
        "name",
        "kinds",
        "categories",
        "guidelines",
    }


def test_the_published_schema_is_one_and_knows_all_that_the_types_know():
    schema = template_schema()
    Draft202012Validator.check_schema(dict(schema))
    definitions = schema["$defs"]
    assert definitions["validator"]["properties"]["rule"]["enum"] == [rule.value for rule in Rule]
    assert set(PARAMETERS) == set(Rule)
    assert definitions["unit"]["properties"]["of"]["enum"] == [one.value for one in UnitKind]
    assert definitions["prelabel"]["properties"]["source"]["enum"] == [one.value for one in PrelabelSource]
    assert definitions["review"]["properties"]["by"]["enum"] == [one.value for one in ReviewKind]
    properties = schema["properties"]
    assert properties["kinds"]["items"]["enum"] == [kind.value for kind in Kind]
    assert set(Template.__dataclass_fields__) | {"format", "format_version", "$schema"} == set(properties)


@given(
    st.sampled_from(list(Rule)),
    st.fixed_dictionaries(
        {},
        optional={
            "kinds": st.just(["box"]),
            "categories": st.just(["rain"]),
            "lane": st.just("weather"),
            "group": st.just("sky"),
            "at_least": st.integers(0, 9),
            "at_most": st.integers(9, 19),
        },
    ),
)
def test_schema_and_types_agree_on_what_a_rule_takes(rule: Rule, parameters: dict[str, object]):
    """Whoever checks a file with the published schema alone finds what the program finds."""
    document = written(validators=[{"rule": rule.value, **parameters}])
    by_schema = Draft202012Validator(dict(template_schema())).is_valid(document)
    try:
        Validator(rule, **parameters)
        by_types = True
    except ValueError:
        by_types = False
    assert by_schema == by_types


@pytest.mark.parametrize(
    ("changes", "at", "words"),
    [
        ({"colour": "red"}, "", "the field 'colour' is unknown"),
        ({"format": "coco"}, "format", "expected 'animewidgets-template'"),
        ({"version": 0}, "version", "minimum"),
        ({"kinds": []}, "kinds", "at least 1"),
        ({"kinds": ["box", "blob"]}, "kinds[1]", "'blob'"),
        ({"unit": {"of": "span"}}, "unit", "'seconds' is missing"),
        ({"unit": {"of": "shot", "every": 4}}, "unit.every", "does not belong here"),
        ({"unit": {"of": "span", "seconds": 5, "overlap": 5}}, "unit", "by less than they last"),
        ({"validators": [{"rule": "no-gaps"}]}, "validators[0]", "'lane' is missing"),
        ({"validators": [{"rule": "count"}]}, "validators[0]", "needs 'at_least' or 'at_most'"),
        (
            {"validators": [{"rule": "count", "at_least": 1, "categories": ["snow"]}]},
            "validators[0].categories",
            "no category 'snow'",
        ),
        ({"validators": [{"rule": "group-tagged", "group": "sea"}]}, "validators[0].group", "'sky'"),
        ({"validators": [{"rule": "no-gaps", "lane": "snow"}]}, "validators[0].lane", "'weather', 'rain'"),
        ({"hotkeys": {"cut": ["q"], "play": ["Q"]}}, "hotkeys.play", "'cut'"),
        ({"tools": ["mask"]}, "tools[0]", "takes no 'mask'"),
        ({"review": {"by": "every", "share": 0.5}}, "review.share", "does not belong"),
        ({"prelabels": [{"source": "shots", "confirm": False}]}, "prelabels[0]", "taken over by a person"),
        ({"prelabels": [{"source": "oracle"}]}, "prelabels[0].source", "'oracle'"),
        ({"guidelines": "a\0b"}, "guidelines", "no text"),
        ({"guidelines": "x" * 200_001}, "guidelines", "200000"),
        ({"name": {"en": "Weather"}}, "name", "expected string"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(changes: dict[str, object], at: str, words: str):
    with pytest.raises(MalformedTemplate, match=re.escape(words)) as refused:
        template_from_json(written(**changes))
    problems = refused.value.data["problems"]
    assert isinstance(problems, list)
    assert problems[0]["at"] == at
    assert len(str(refused.value)) < 400


def test_all_that_is_wrong_is_told_at_once():
    with pytest.raises(MalformedTemplate, match="and 2 more") as refused:
        template_from_json(written(version="two", page="cinema", licence=5))
    assert [one["at"] for one in refused.value.data["problems"]] == ["licence", "page", "version"]


def test_a_template_of_a_newer_program_is_left_as_it_is(tmp_path: Path):
    file = tmp_path / "newer.json"
    text = json.dumps(written(format_version=2, telepathy=True))
    file.write_text(text, encoding="utf-8")
    with pytest.raises(TemplateTooNew, match=r"version 2 .* up to 1\. Upgrade animewidgets"):
        read_template(file)
    assert file.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"", "no JSON"),
        (b"{\n  'a': 1}", "line 2, column 3"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"[" * 100_000, "too deep"),
        (b"null", "JSON object"),
        (b" " * (8 * 1024 * 1024 + 1), "more than"),
    ],
)
def test_what_is_no_template_at_all(text: bytes, words: str, tmp_path: Path):
    file = tmp_path / "a.json"
    file.write_bytes(text)
    with pytest.raises(MalformedTemplate, match=words):
        read_template(file)
    with pytest.raises(MalformedTemplate, match=words):
        template_from_text(text)


def test_five_thousand_categories_are_read_soon_and_each_is_checked():
    many = CategorySchema("many", 1, tuple(Category(f"c{n}", f"名{n}", "#112233") for n in range(5_000)))
    written = template_to_json(Template("many", 1, "Many", (Kind.TAG,), many))
    before = time.perf_counter()
    assert len(template_from_json(written).categories.categories) == 5_000
    assert time.perf_counter() - before < 3
    written["categories"]["categories"][4_321]["colour"] = "red"
    with pytest.raises(MalformedTemplate) as refused:
        template_from_json(written)
    assert refused.value.data["place"] == "categories.categories[4321].colour"


def test_there_may_be_no_file(tmp_path: Path):
    with pytest.raises(MalformedTemplate, match=r"gone\.json cannot be read"):
        read_template(tmp_path / "gone.json")


def test_two_categories_with_one_key_are_told_and_not_refused():
    schema = CategorySchema("s", 1, (Category("a", "A", "#000000", "1"), Category("b", "B", "#ffffff", "1")))
    template = Template("t", 1, "T", (Kind.BOX,), schema)
    (problem,) = template_problems(template)
    assert not problem.fatal
    assert problem.at == "categories.categories[1].hotkey"
    assert template_from_json(template_to_json(template)) == template


@pytest.mark.parametrize(
    ("kinds", "page"),
    [
        ((Kind.CUT, Kind.TAG), Page.TIMING),
        ((Kind.TAG,), Page.SHAPES),
        ((Kind.BOX, Kind.CUT), Page.SHAPES),
        ((Kind.AUDIO_EVENT, Kind.CUT), Page.SOUNDS),
    ],
)
def test_a_template_opens_what_its_kinds_ask_for(kinds: tuple[Kind, ...], page: Page):
    assert Template("t", 1, "T", kinds, SCHEMA).opens is page


def test_keys_are_one_however_they_are_written():
    assert canonical_key("Shift+Ctrl+z") == canonical_key("Control+Shift+Z")
    assert canonical_key("Ctrl++") != canonical_key("Ctrl+-")
