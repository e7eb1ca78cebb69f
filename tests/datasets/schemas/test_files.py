"""Files of any make, honest and hostile: read, or refused in words and in time."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from animewidgets.annotations.categories import DRAWN_THINGS
from animewidgets.annotations.schema_json import schema_from_json, schema_to_json
from animewidgets.datasets import text as text_module
from animewidgets.datasets.schemas import FORMATS, read_schema, write_schema
from animewidgets.datasets.schemas.names import slug
from animewidgets.errors import FormatError, UnknownFormat
from tests.conftest import REPOSITORY
from tests.datasets.mutations import damaged
from tests.datasets.schemas.test_coco import KEY_POINTS
from tests.datasets.schemas.test_cvat import RAW
from tests.datasets.schemas.test_label_studio import FILM, SHAPES
from tests.datasets.schemas.test_plain import LIST

SUFFIX = {
    "json": ".json",
    "yaml": ".yml",
    "coco": ".json",
    "cvat": ".json",
    "label-studio": ".xml",
    "label-studio-video": ".xml",
    "plain": ".txt",
}


@pytest.mark.parametrize("named", [True, False], ids=["with its ending", "text alone"])
@pytest.mark.parametrize("form", FORMATS)
def test_the_format_is_found_by_what_the_file_holds(form, named, tmp_path):
    text = write_schema(DRAWN_THINGS, form).text
    path = tmp_path / f"things{SUFFIX[form]}"
    path.write_text(text, encoding="utf-8")
    found = read_schema(str(path) if named else text)
    assert found.format == form
    assert [one.name for one in found.schema] == [one.name for one in DRAWN_THINGS]
    assert read_schema(path).schema == read_schema(path).schema


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('{"shapes": []}', "a.json"),
        ("[]", "a.json"),
        ("[1, 2]", "a.json"),
        ("def f():\n    pass\n", "a.py"),
        ("x" * 300, "a.txt"),
    ],
)
def test_what_no_format_fits_is_said(text, name):
    with pytest.raises(UnknownFormat, match=r"name the format, one of json, yaml, coco, cvat") as caught:
        read_schema(text, name=name)
    assert caught.value.data["file"] == name


def test_a_name_that_is_no_format_is_said():
    with pytest.raises(UnknownFormat, match="there is no format 'voc': json"):
        read_schema("Day\n", "voc")
    with pytest.raises(UnknownFormat, match="'xlsx'"):
        write_schema(DRAWN_THINGS, "xlsx")


LAUGHS = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{','.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(9)
)
ENTITIES = (
    '<!DOCTYPE lolz [<!ENTITY lol "lol">'
    + "".join(f'<!ENTITY lol{n} "{f"&lol{n - 1 or str()};" * 10}">' for n in range(1, 10))
    + "]><View>&lol9;</View>"
)


@pytest.mark.parametrize(
    ("text", "name", "line", "told"),
    [
        (LAUGHS, "a.yaml", 1, "anchors"),
        ("schema_id: !!python/object/apply:os.system [ls]\n", "a.yaml", 1, "tags such as"),
        ("schema_id: a\nversion: !!int 1\n", "a.yaml", 2, "tags such as"),
        ("schema_id: a\nschema_id: b\n", "a.yaml", 2, "'schema_id' is there twice"),
        ("schema_id: a\n  version: 1\n", "a.yaml", 2, "this is no YAML"),
        ("schema_id: " + "[" * 500, "a.yaml", 1, "nested too deep"),
        ("schema_id: 2024-13-45\n", "a.yaml", 1, "'2024-13-45' makes no sense"),
        (
            "schema_id: no\nversion: 1\ncategories: []\n",
            "a.yaml",
            1,
            "expected a string, got False; put a text that",
        ),
        (
            "schema_id: a\nversion: .nan\ncategories: []\n",
            "a.yaml",
            2,
            "schema.version: expected an integer",
        ),
        ("schema_id: a\x01\n", "a.yaml", None, "this is no YAML"),
        (ENTITIES, "a.xml", 1, "document type"),
        ('<!DOCTYPE x SYSTEM "file:///etc/passwd">\n<View/>', "a.xml", 1, "document type"),
        ("<View>&nbsp;</View>", "a.xml", 1, "this is no XML"),
        ("<a>" * 5_000, "a.xml", 1, "nested more than 100"),
        ("<View>\n</Veiw>", "a.xml", 2, "mismatched tag"),
        ("[" * 100_000, "a.json", None, "nested too deep"),
        ('{"categories": [\n{"id": NaN, "name": "a"}]}', "a.json", None, "NaN is no number"),
        ('{"categories": [\n{"id": 1, "name": "a", "id": 2}]}', "a.json", None, "'id' is there twice"),
        ('{"categories": [\n{"id": 1 "name": "a"}]}', "a.json", 2, "this is no JSON from column 10"),
        (
            f'{{"categories": [{{"id": {"9" * 5000}, "name": "a"}}]}}',
            "a.json",
            None,
            "a number makes no sense",
        ),
        ("  \n", "a.json", None, "empty"),
    ],
)
def test_a_hostile_file_is_refused_in_words_and_in_time(text, name, line, told):
    begun = time.monotonic()
    with pytest.raises(FormatError, match=told) as caught:
        read_schema(text, name=name)
    assert time.monotonic() - begun < 2
    assert caught.value.data["file"] == name
    assert caught.value.data.get("line") == line


def test_an_error_in_json_names_the_line_too():
    text = '{"categories": [\n\t{"id": 1,\n\t "name": "a"},\n\t{"id": 2,\n\n\t "name": 7}\n]}'
    with pytest.raises(FormatError, match=r"line 6, categories\[1\].name: expected a name") as caught:
        read_schema(text, name="a.json")
    assert caught.value.data == {"file": "a.json", "line": 6, "at": "categories[1].name", "value": "7"}


def ours(**change: object) -> str:
    document = json.loads(write_schema(DRAWN_THINGS, "json").text)
    document["categories"][1].update(change)
    return json.dumps(document)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (ours(parent="nobody"), "'nobody'"),
        (ours(parent="face"), "'face' lies below itself"),
        (ours(category_id="character"), "'character'"),
        (ours(colour="red"), r"schema.categories\[1\].colour: expected a colour #rrggbb, got 'red'"),
        (ours(shape="box"), r"schema.categories\[1\]: the field 'shape' is unknown"),
        (
            ours(attributes=[{"name": "n", "kind": "number", "minimum": 5, "maximum": 1}]),
            "minimum 5 is greater",
        ),
    ],
)
def test_our_own_document_is_refused_with_the_place(text, told):
    with pytest.raises(FormatError, match=told):
        read_schema(text, "json", name="own.json")


def test_more_categories_than_a_schema_holds_are_refused():
    with pytest.raises(FormatError, match="20,001 categories are more than the 20,000"):
        read_schema("".join(f"name {n}\n" for n in range(20_001)), name="a.txt")


@pytest.mark.parametrize("form", ["json", "cvat", "label-studio"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp932"])
def test_any_encoding_and_any_end_of_line_will_do(form, encoding, tmp_path):
    path = tmp_path / f"a{SUFFIX[form]}"
    text = write_schema(read_schema("手のかたち\n夜\n", schema_id="a").schema, form).text
    path.write_bytes(text.replace("\n", "\r\n").encode(encoding))
    assert [one.name for one in read_schema(path).schema] == ["手のかたち", "夜"]
    sent = read_schema(path.read_bytes(), name=path.name)  # as a browser does
    assert sent == read_schema(path)


def test_bytes_are_never_taken_for_a_path(tmp_path):
    path = tmp_path / "secret.txt"
    path.write_text("secret\n")
    for sent in (str(path).encode(), str(path)):
        assert "secret" not in [one.name for one in read_schema(sent, name="list.txt").schema]
    with pytest.raises(FormatError, match="zero bytes"):
        read_schema(b"a\0b", name="list.txt")
    with pytest.raises(FormatError, match="it is empty"):
        read_schema(b"", name="list.txt")


def test_files_that_cannot_be_read_are_told_apart(tmp_path, monkeypatch):
    (tmp_path / "latin.txt").write_bytes("caf\xe9\n".encode("latin-1"))
    with pytest.raises(FormatError, match="neither UTF-8 nor"):
        read_schema(tmp_path / "latin.txt")
    assert read_schema(tmp_path / "latin.txt", encoding="latin-1").schema.categories[0].category_id == "café"
    with pytest.raises(FormatError, match="there is no file"):
        read_schema(str(tmp_path / "missing.yaml"))
    with pytest.raises(FormatError, match="there is no file"):
        read_schema(Path("gone"))
    monkeypatch.setattr(text_module, "MAX_BYTES", 10)
    (tmp_path / "big.txt").write_text("a\n" * 20)
    with pytest.raises(FormatError, match="no COCO categories are found in it"):
        read_schema(tmp_path / "big.txt")


def test_a_coco_file_too_large_to_be_read_gives_its_categories(tmp_path, monkeypatch):
    path = tmp_path / "train.json"
    remark = {"info": {"description": 'its "categories": [are few]'}}
    path.write_text(json.dumps(KEY_POINTS | remark | {"licenses": ["categories", {"categories": []}]}))
    whole = read_schema(path)
    monkeypatch.setattr(text_module, "MAX_BYTES", 10)
    found = read_schema(path)
    assert found.schema == whole.schema
    assert found.not_held[0] == "of so large a COCO file only the categories are read: 0 MB"


@pytest.mark.parametrize(
    ("name", "identity"),
    [
        ("Left hand", "left-hand"),
        ("左手", "左手"),
        ("हिन्दी", "हिन्दी"),
        ("ภาษาไทย", "ภาษาไทย"),
        ("مَدرسة‌ها", "مَدرسةها"),
        ("יד ימין", "יד-ימין"),
        ("Ångström", "ångström"),
        ("A\u030angström", "ångström"),
        ("snake_case 2", "snake_case-2"),
        ("C++", "c"),
    ],
)
def test_identities_are_names_in_any_script(name, identity):
    assert slug(name) == identity


def test_names_without_letters_have_identities_too():
    assert slug("🎬") != slug("🎞")
    assert slug("🎬") == slug("🎬")
    assert len(slug("あ" * 100)) <= 100


def test_names_of_one_identity_are_numbered():
    assert [c.category_id for c in read_schema("C\nC++\nC#\n").schema] == ["c", "c-2", "c-3"]


VALID = {
    "coco": json.dumps(KEY_POINTS),
    "cvat": json.dumps(RAW, indent=1),
    "label-studio": SHAPES,
    "label-studio-video": FILM,
    "plain": LIST,
    "json": write_schema(DRAWN_THINGS, "json").text,
    "yaml": write_schema(DRAWN_THINGS, "yaml").text,
}


@pytest.mark.parametrize("form", FORMATS)
@given(data=st.data())
@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_damaged_file_is_read_or_refused(form, data):
    text = data.draw(damaged(VALID[form]))
    for asked in (None, form):
        try:
            found = read_schema(text, asked, name=f"a{SUFFIX[form]}")
        except FormatError:
            continue
        assert schema_from_json(schema_to_json(found.schema)) == found.schema


def test_the_document_that_the_guide_shows_is_read():
    guide = (REPOSITORY / "docs" / "category_formats.md").read_text(encoding="utf-8")
    shown = guide.split("```yaml\n")[1].split("```")[0]
    mouth, arms = read_schema(shown).schema
    assert (mouth.name_in("ja"), mouth.hotkey, mouth.examples[0].pts) == ("口", "3", 912912)
    assert arms.skeleton is not None
