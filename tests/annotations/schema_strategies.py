"""Schemas of categories with all that can be said in them, for property tests."""

from __future__ import annotations

from hypothesis import strategies as st

from animewidgets.annotations import Attribute, AttributeKind, Category, CategorySchema, Group, Skeleton
from animewidgets.annotations.category_attributes import LONGEST_NAME, is_short_text
from animewidgets.annotations.frame_keys import Example
from animewidgets.annotations.translations import Translation

#: Names that trip those who read them: other scripts and directions, markup, numbers, words of YAML.
HARD_NAMES = (
    *("左手", "يد", "हाथ", "มือ", "יד ימין", "Å", "A\u030a", "ﬁn", "手 🖐", "🎬", "İ", "ß"),
    *("<b>hand</b>", "&amp;", '"quoted"', "it's", "a,b", "a: b", "- a", "# a", "{a}", "[a]", "\\n", "$label"),
    *("no", "null", "1", "1e3", "~", "2024-01-01", "0x1F", "1:30", "!!str a", "*a", "&a", "=", "<<", "%"),
    *("A #ff0000", "A [b]", "#fff", "[b]", '"', "none", "a / b", "hand (2)", "Hand", "hand", "HAND"),
)

colours = st.integers(0, 0xFFFFFF).map(lambda n: f"#{n:06x}") | st.just("#AbCdEf")
#: Text of any kind that can be stored.
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
#: One line, not blank.
short = st.sampled_from(HARD_NAMES) | texts.filter(is_short_text)
#: Names of categories and their identities, which may be anything but empty.
names = short | texts.filter(bool) | st.text("ab", min_size=LONGEST_NAME, max_size=LONGEST_NAME)
numbers = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(-1e12, 1e12) | st.sampled_from((0, 1, -0.5, 1e-7))


@st.composite
def attributes(draw: st.DrawFn, name: str) -> Attribute:
    """An attribute of any kind under a name."""
    kind = draw(st.sampled_from(AttributeKind))
    required, description = draw(st.booleans()), draw(st.just("") | texts)
    match kind:
        case AttributeKind.CHOICE:
            choices = tuple(draw(st.lists(short, min_size=1, max_size=4, unique=True)))
            default = draw(st.none() | st.sampled_from(choices))
            return Attribute(name, kind, choices, required=required, default=default, description=description)
        case AttributeKind.NUMBER:
            least, most = sorted((draw(numbers), draw(numbers)))
            return Attribute(
                name,
                kind,
                unit=draw(st.just("") | short),
                minimum=draw(st.none() | st.just(least)),
                maximum=draw(st.none() | st.just(most)),
                required=required,
                default=draw(st.none() | st.sampled_from((least, most))),
                description=description,
            )
        case AttributeKind.FLAG:
            flag = draw(st.none() | st.booleans())
            return Attribute(name, kind, required=required, default=flag, description=description)
        case AttributeKind.TEXT:
            text = draw(st.none() | texts.filter(bool))
            return Attribute(name, kind, required=required, default=text, description=description)
        case _:
            return Attribute(name, kind, required=required, description=description)


@st.composite
def skeletons(draw: st.DrawFn) -> Skeleton:
    """A skeleton of up to five key points."""
    points = draw(st.lists(short, min_size=1, max_size=5, unique=True))
    pairs = [(a, b) for a in points for b in points if a != b]
    edges = draw(st.lists(st.sampled_from(pairs), max_size=5)) if pairs else []
    mirrored = [(points[0], points[1])] if len(points) > 1 and draw(st.booleans()) else []
    side = st.none() | colours
    return Skeleton(tuple(points), tuple(edges), tuple(mirrored), draw(side), draw(side))


@st.composite
def categories(draw: st.DrawFn, identity: str, parent: str | None = None) -> Category:
    """A category under an identity, with all that it may say."""
    languages = draw(st.lists(st.sampled_from(("ja", "zh", "zh-Hant", "en")), max_size=2, unique=True))
    said = draw(st.lists(short, max_size=3, unique=True))
    return Category(
        identity,
        draw(names),
        draw(colours),
        draw(st.none() | st.sampled_from((*"123aZé あ", "Shift+A", "]", " "))),
        parent,
        draw(st.just("") | texts),
        tuple(draw(attributes(name)) for name in said),
        draw(st.none() | skeletons()),
        tuple(Translation(one, draw(short), draw(texts)) for one in languages),
        tuple(draw(st.lists(examples(), max_size=2))),
    )


def examples() -> st.SearchStrategy[Example]:
    """A frame of some release, perhaps with a note."""
    return st.builds(
        Example, st.sampled_from(("bd-01", "第一話", "web")), st.integers(-(2**53) + 1, 2**53 - 1), texts
    )


@st.composite
def schemas(draw: st.DrawFn, least: int = 1) -> CategorySchema:
    """A tree of up to eight categories in any order, and up to two groups."""
    identities = draw(st.lists(names, min_size=least, max_size=8, unique=True))
    made = [
        draw(categories(one, draw(st.none() | st.sampled_from(identities[:n])) if n else None))
        for n, one in enumerate(identities)
    ]
    grouped = draw(st.permutations(identities))
    cut = draw(st.integers(0, len(grouped)))
    parts = [part for part in (grouped[:cut][:3], grouped[cut:][:3]) if part and draw(st.booleans())]
    titles = draw(st.lists(short, min_size=2, max_size=2, unique=True))
    groups = tuple(
        Group(title, tuple(part), draw(st.booleans())) for title, part in zip(titles, parts, strict=False)
    )
    return CategorySchema(
        draw(names), draw(st.integers(1, 2**31 - 1)), tuple(draw(st.permutations(made))), groups
    )
