"""Label Studio's labelling configurations."""

from __future__ import annotations

import pytest

from animewidgets.annotations import Attribute, AttributeKind, Category, CategorySchema, Group
from animewidgets.datasets.schemas import read_schema, write_schema
from animewidgets.errors import FormatError

SHAPES = """\
<View>
  <Header value="Draw what you see"/>
  <Image name="img" value="$image" zoom="true"/>
  <RectangleLabels name="box" toName="img" opacity="0.9">
    <Label value="Planet" alias="pl" background="#abc" hotkey="1" hint="round, and far away"/>
    <Label value="Moonwalker" background="blue" selected="true"/>
  </RectangleLabels>
  <BrushLabels name="mask" toName="img">
    <Label value="Planet" alias="pl" background="#abc"/>
    <Label value="Dust" background="rgba(10, 20, 30, 0.5)"/>
  </BrushLabels>
  <View visibleWhen="region-selected" whenLabelValue="Planet,Dust">
    <Choices name="light" toName="img" perRegion="true" required="true">
      <Choice value="lit" selected="true"/><Choice value="dark"/>
    </Choices>
  </View>
  <Number name="size" toName="img" perRegion="true" min="0" max="9.5" defaultValue="1" step="0.5"/>
  <TextArea name="note" toName="img" perRegion="true" visibleWhen="region-selected" whenTagName="box"
            whenLabelValue="pl" placeholder="…"/>
  <Rating name="sure" toName="img" perRegion="true" visibleWhen="region-selected" whenLabelValue="Dust"/>
  <TextArea name="summary" toName="img"/>
  <Choices name="weather" toName="img" choice="single">
    <Choice value="Rain" hotkey="r"/>
    <Choice value="Sun" alias="clear"/>
  </Choices>
  <Choices name="wind" visibleWhen="choice-selected" whenTagName="weather" whenChoiceValue="Rain">
    <Choice value="no" alias="false"/><Choice value="yes" alias="true"/>
  </Choices>
  <Relations><Relation value="casts"/></Relations>
</View>
"""

ONE = "<Labels name='a'><Label value='x'/></Labels>"


def read(text: str):
    return read_schema(text, name="config.xml")


def test_labels_become_categories_and_questions_their_attributes():
    found = read(SHAPES)
    light = Attribute("light", AttributeKind.CHOICE, ("lit", "dark"), required=True, default="lit")
    size = Attribute("size", AttributeKind.NUMBER, minimum=0, maximum=9.5, default=1)
    assert found.schema == CategorySchema(
        "config",
        1,
        (
            Category(
                "pl",
                "Planet",
                "#aabbcc",
                "1",
                description="round, and far away",
                attributes=(light, size, Attribute("note")),
            ),
            Category("moonwalker", "Moonwalker", "#0000ff", attributes=(size,)),
            Category(
                "dust",
                "Dust",
                "#0a141e",
                attributes=(light, size, Attribute("sure", AttributeKind.NUMBER, minimum=0, maximum=5)),
            ),
            Category("rain", "Rain", "#e69f00", "r", attributes=(Attribute("wind", AttributeKind.FLAG),)),
            Category("clear", "Sun", "#56b4e9"),
        ),
        (Group("weather", ("rain", "clear")),),
    )


def test_what_it_cannot_hold_is_told_with_lines():
    found = read(SHAPES)
    told = "\n".join(found.not_held)
    for part in (
        "headings and styles: <Header> in line 2",
        "which shape a label has (which tools a task has, its template says): <BrushLabels> in line 8",
        "the attribute 'opacity' of <RectangleLabels>: '0.9' in line 4",
        "the attribute 'selected' of labels: 'true' of 'Moonwalker' (line 6)",
        "how see-through a colour is: 'rgba(10, 20, 30, 0.5)' of 'Dust' (line 10)",
        "the attribute 'step' of questions: '0.5' of 'size' (line 17)",
        "what is asked of the whole task, and not of something in it: <TextArea name='summary'> in line 21",
        "its template says): <Image> in line 3, <Relations> in line 29",
    ):
        assert part in told


def test_a_taxonomy_is_a_tree():
    found = read(
        """<View><Text name="t" value="$t"/><Taxonomy name="x" toName="t">
        <Choice value="Eukarya"><Choice value="Human"/><Choice value="Opossum" color="#123456"/></Choice>
        <Choice value="Bacteria"/></Taxonomy></View>"""
    )
    assert [(c.category_id, c.parent) for c in found.schema] == [
        ("eukarya", None),
        ("human", "eukarya"),
        ("opossum", "eukarya"),
        ("bacteria", None),
    ]
    assert found.schema.category("opossum").colour == "#123456"


def test_two_questions_with_the_same_answers_stay_apart():
    answers = "<Choice value='Yes'/><Choice value='No'/></Choices>"
    found = read(f"<View><Choices name='a'>{answers}<Choices name='b' choice='multiple'>{answers}</View>")
    assert [c.name for c in found.schema] == ["Yes", "No", "b: Yes", "b: No"]
    assert [(g.name, g.members, g.exclusive) for g in found.schema.groups] == [
        ("a", ("yes", "no"), True),
        ("b", ("b-yes", "b-no"), False),
    ]
    assert "to which the question's name was put" in found.notes[0]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<View>\n<Labels name='a'>\n<Label/></Labels></View>", "line 3: <Label> has no value"),
        ("<View>\n<Labels>", "line 2: this is no XML"),
        ("<View><Image name='i'/></View>", "no categories"),
        ("<View><Labels name='a'><Label value='$labels'/></Labels></View>", "no categories"),
        (
            f"<View>{ONE}\n<Number name='n' perRegion='true'/>\n<Number name='n' perRegion='true'/></View>",
            "line 3: 'n' is asked twice of 'x'",
        ),
        (
            f"<View>{ONE}\n<Number perRegion='true'/></View>",
            "line 2: <Number> needs a name",
        ),
        (
            f"<View>{ONE}\n<Number name='n' perRegion='true' min='3' max='1'/></View>",
            "line 2: .*minimum 3 is greater",
        ),
        (
            "<View><Labels name='a'><Label value='x' alias='1'/><Label value='x' alias='2'/></Labels></View>",
            "twice",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_line(text, told):
    with pytest.raises(FormatError, match=told):
        read(text)


def test_labels_and_groups_of_ours_are_written_as_a_person_would():
    teeth = Attribute("teeth", "number", minimum=0, maximum=32, default=28)
    schema = CategorySchema(
        "s",
        1,
        (
            Category("m", "Mouth", "#e69f00", "1", description='"open"\n& <wide>', attributes=(teeth,)),
            Category("e", "Eye", "#009e73"),
            Category("day", "Day", "#f0e442"),
            Category("night", "Night", "#4477aa"),
        ),
        (Group("time of day", ("day", "night")),),
    )
    assert write_schema(schema, "label-studio").text == (
        "<View>\n"
        '  <Image name="image" value="$image"/>\n'
        '  <Choices name="time of day" toName="image" choice="single">\n'
        '    <Choice value="Day" alias="day"/>\n'
        '    <Choice value="Night" alias="night"/>\n'
        "  </Choices>\n"
        '  <RectangleLabels name="category" toName="image">\n'
        '    <Label value="Mouth" alias="m" background="#e69f00" hotkey="1" '
        'hint="&quot;open&quot;&#10;&amp; &lt;wide&gt;"/>\n'
        '    <Label value="Eye" alias="e" background="#009e73"/>\n'
        "  </RectangleLabels>\n"
        '  <Number name="teeth" toName="image" perRegion="true" visibleWhen="region-selected" '
        'whenTagName="category" whenLabelValue="m" min="0" max="32" defaultValue="28"/>\n'
        "</View>\n"
    )


def test_a_group_within_a_tree_is_told():
    schema = CategorySchema(
        "s",
        1,
        (Category("a", "A", "#000000"), Category("b", "B", "#000000", parent="a")),
        (Group("g", ("a", "b")),),
    )
    told = write_schema(schema, "label-studio").not_held
    assert "groups that Label Studio cannot hold: 'g', of which one holds at a time" in told


FILM = """\
<View>
  <Video name="video" value="$video" framerate="23.976"/>
  <Labels name="who" toName="video"><Label value="Hero" background="#e69f00"/></Labels>
  <VideoRectangle name="box" toName="video"/>
  <TimelineLabels name="weather" toName="video" choice="multiple">
    <Label value="Rain" background="#0000ff"/><Label value="Sun"/>
  </TimelineLabels>
  <Choices name="side" toName="video" perRegion="true" visibleWhen="region-selected" whenTagName="who">
    <Choice value="left"/><Choice value="right"/>
  </Choices>
  <Number name="drops" toName="video" perRegion="true" visibleWhen="region-selected" whenTagName="weather"
          whenLabelValue="Rain"/>
</View>
"""


def test_of_films_boxes_are_tracked_and_groups_are_spans():
    found = read(FILM)
    hero, rain, sun = found.schema.categories
    assert found.format == "label-studio-video"
    assert [one.name for one in hero.attributes] == ["side"]
    assert [one.name for one in rain.attributes] == ["drops"]
    assert (rain.colour, sun.attributes) == ("#0000ff", ())
    assert found.schema.groups == (Group("weather", (rain.category_id, sun.category_id), exclusive=False),)
    assert found.not_held == (
        "tags that say nothing of categories (which tools a task has, its template says): <Video> in line 2",
    )
    written = write_schema(found.schema, "label-studio-video")
    assert [line.split(" ", 3)[:3] for line in written.not_held] == [
        ["identity", "and", "version"],
        ["the", "order", "of"],
    ]
    assert "<VideoRectangle" in written.text
    assert '<TimelineLabels name="weather" toName="video" choice="multiple">' in written.text
    assert "image" not in written.text
    again = read(written.text).schema
    assert set(again.categories) == set(found.schema.categories)
    assert again.groups == found.schema.groups


def test_a_film_holds_the_colours_of_a_group_and_pictures_do_not():
    schema = read(FILM).schema
    assert any("colours" in one for one in write_schema(schema, "label-studio").not_held)
