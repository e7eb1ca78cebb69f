"""Plain lists, as people type them."""

from __future__ import annotations

import pytest

from animewidgets.annotations import Category, CategorySchema
from animewidgets.datasets.schemas import read_schema, write_schema
from animewidgets.errors import FormatError

LIST = """\
Character #e69f00 [1]
\tHero [h] #123
\tVillain

手
\t左手 #ABCDEF
\t\t親指
\t右手
"Line [1] with # in it" [l]
"""


def test_indentation_is_the_tree():
    found = read_schema(LIST, name="things.txt")
    assert [(c.category_id, c.name, c.parent, c.hotkey) for c in found.schema] == [
        ("character", "Character", None, "1"),
        ("hero", "Hero", "character", "h"),
        ("villain", "Villain", "character", None),
        ("手", "手", None, None),
        ("左手", "左手", "手", None),
        ("親指", "親指", "左手", None),
        ("右手", "右手", "手", None),
        ("line-1-with-in-it", "Line [1] with # in it", None, "l"),
    ]
    assert [c.colour for c in found.schema][:2] == ["#e69f00", "#112233"]
    assert found.schema.category("左手").colour == "#ABCDEF"
    assert found.not_held == ()
    assert found.notes == ("5 of 8 categories came without a colour and were given one",)


def test_a_text_needs_no_file_and_has_the_same_identity_each_time():
    first, again = (read_schema("Day\nNight\n").schema for _ in range(2))
    assert first == again
    assert first.schema_id.startswith("own-")
    assert read_schema("Day\nDusk\n").schema.schema_id != first.schema_id


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
def test_lists_of_any_make_are_the_same(tmp_path, end, encoding):
    path = tmp_path / "hands.txt"
    path.write_bytes(f"手のかたち{end}    左手{end}".encode(encoding))
    assert [(c.name, c.parent) for c in read_schema(path).schema] == [
        ("手のかたち", None),
        ("左手", "手のかたち"),
    ]


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("a\n    b\n  c\n", 3, "indented as far as none above it"),
        ("a\n  b\n\tc\n", 3, "only spaces, or only tabs"),
        ("  a\nb\n", 2, "indented as far as none"),
        ("a\n b\n b\n", 3, "'b' is there twice, first in line 2"),
        ('"a\n', 1, "ends with one"),
        ('a\n""\n', 2, "no name between the quotes"),
        (f"a\n{'x' * 101}\n", 2, "101 characters"),
        ("".join(" " * n + "a\n" for n in range(120)), 101, "more than 100 levels deep"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_line(text, line, told):
    with pytest.raises(FormatError, match=told) as caught:
        read_schema(text, "plain", name="list.txt")
    assert caught.value.data["line"] == line


def test_one_name_below_two_parents_makes_two_identities():
    found = read_schema("Left\n  Hand\nRight\n  Hand\n")
    assert [c.category_id for c in found.schema] == ["left", "hand", "right", "right-hand"]


def test_names_that_look_like_more_are_quoted():
    schema = CategorySchema(
        "s",
        1,
        (
            Category("a-ff0000", "A #ff0000", "#000001", "["),
            Category("b", "b [x]", "#000002"),
            Category("q", '"q"', "#000003", " "),
        ),
    )
    written = write_schema(schema, "plain")
    assert written.text == '"A #ff0000" #000001\n"b [x]" #000002\n"\\"q\\"" #000003\n'
    assert [c.name for c in read_schema(written.text).schema] == [c.name for c in schema]
    assert any("hotkeys" in line and "'['" in line for line in written.not_held)
