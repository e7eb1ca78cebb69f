"""Schemas and changes to them, as people make them, for property tests."""

from __future__ import annotations

from hypothesis import strategies as st

from animewidgets.annotations import Attribute, AttributeKind, Category, CategorySchema, Group
from animewidgets.annotations.schema_changes import (
    Add,
    Drop,
    DropGroup,
    Edit,
    Merge,
    Move,
    PutGroup,
    SchemaChange,
    Several,
    Split,
)

IDS = tuple("abcdefghij")
NAMES = ("Hand", "左手", "يد", "<b>hand</b>", "手 🖐")

ids = st.sampled_from(IDS)
attributes = st.lists(
    st.sampled_from((Attribute("size", AttributeKind.NUMBER), Attribute("size"), Attribute("off model"))),
    max_size=2,
    unique_by=lambda one: one.name,
).map(tuple)


@st.composite
def categories(draw: st.DrawFn, identity: st.SearchStrategy[str] = ids) -> Category:
    """A category at the top of the tree."""
    hotkey = draw(st.none() | st.sampled_from("123"))
    name = draw(st.sampled_from(NAMES))
    return Category(draw(identity), name, "#0072b2", hotkey, attributes=draw(attributes))


@st.composite
def schemas(draw: st.DrawFn) -> CategorySchema:
    """A small tree of up to eight categories, and perhaps a group."""
    chosen = draw(st.lists(ids, max_size=8, unique=True))
    made: list[Category] = []
    for n, one in enumerate(chosen):
        category = draw(categories(st.just(one)))
        parent = draw(st.none() | st.sampled_from(chosen[:n])) if n else None
        made.append(
            Category(
                one, category.name, category.colour, category.hotkey, parent, attributes=category.attributes
            )
        )
    members = draw(st.lists(st.sampled_from(chosen), unique=True, max_size=4)) if chosen else []
    groups = (Group("either", tuple(members)),) if members else ()
    return CategorySchema("things", 1, tuple(draw(st.permutations(made))), groups)


def changes() -> st.SearchStrategy[SchemaChange]:
    """Any change, of which a schema will refuse many."""
    maybe = st.none() | ids
    parts = st.lists(categories(st.sampled_from(("a", "b", "x", "y", "z"))), min_size=1, max_size=3)
    single = st.one_of(
        st.builds(Add, categories(), maybe),
        st.builds(Edit, ids, st.fixed_dictionaries({"name": st.sampled_from(NAMES)})),
        st.builds(Edit, ids, st.fixed_dictionaries({"hotkey": st.none() | st.just("4")})),
        st.builds(Move, ids, maybe, maybe),
        st.builds(Merge, st.lists(ids, min_size=1, max_size=3).map(tuple), ids),
        st.builds(Split, ids, parts.map(tuple), st.none() | st.sampled_from(("x", "a"))),
        st.builds(Drop, ids),
        st.builds(PutGroup, st.builds(Group, st.just("one"), st.tuples(ids)), st.none() | st.just("either")),
        st.builds(DropGroup, st.just("either")),
    )
    return single | st.builds(Several, st.lists(single, min_size=1, max_size=3).map(tuple))
