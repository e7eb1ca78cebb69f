"""Category schemas: what a label may say, in which colour, by which key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from animewidgets.annotations.category_attributes import LONGEST_NAME, Attribute, is_short_text
from animewidgets.annotations.frame_keys import Example
from animewidgets.annotations.skeletons import Skeleton
from animewidgets.annotations.translations import Translation


@dataclass(frozen=True, slots=True)
class Category:
    """One category: a stable id, a name to show, a ``#rrggbb`` colour and an optional hotkey.

    ``description`` tells the people who label when to choose it. ``attributes`` are what else can be said of
    a thing of it, and ``skeleton`` the key points that its points are. ``translations`` are its names in
    other languages, ``examples`` frames that show what is meant. Raises ``ValueError`` where two attributes
    have one name, or two translations one language.
    """

    category_id: str
    name: str
    colour: str
    hotkey: str | None = None
    parent: str | None = None
    description: str = ""
    attributes: tuple[Attribute, ...] = ()
    skeleton: Skeleton | None = None
    translations: tuple[Translation, ...] = ()
    examples: tuple[Example, ...] = ()

    def __post_init__(self) -> None:
        for name in ("attributes", "translations", "examples"):
            object.__setattr__(self, name, tuple(getattr(self, name)))
        if twice := repeated(one.name for one in self.attributes):
            raise ValueError(f"category {self.category_id!r} has two attributes {twice!r}")
        if twice := repeated(one.language for one in self.translations):
            raise ValueError(f"category {self.category_id!r} has two translations into {twice!r}")

    def attribute(self, name: str) -> Attribute | None:
        """The attribute of a name, or ``None`` where it has none such."""
        return next((one for one in self.attributes if one.name == name), None)

    def name_in(self, language: str) -> str:
        """What it is called in a language, else in the one that it was named in."""
        return next((one.name for one in self.translations if one.language == language), self.name)


#: What of a category can change while it stays the same one. The browser has the same in
#: ``js/src/categories/category_fields.ts``.
CATEGORY_FIELDS = (
    "name",
    "colour",
    "hotkey",
    "parent",
    "description",
    "attributes",
    "skeleton",
    "translations",
    "examples",
)
#: What an edit can set of one: its parent changes by a move.
EDITABLE = tuple(name for name in CATEGORY_FIELDS if name != "parent")


@dataclass(frozen=True, slots=True)
class Group:
    """Categories that belong together; of an exclusive group at most one holds at a time.

    ``members`` are identities of categories. Tags of two of them cannot both hold on a frame, or over spans
    that overlap: who sets one takes the other away.
    """

    name: str
    members: tuple[str, ...]
    exclusive: bool = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "members", tuple(self.members))
        if not isinstance(self.name, str) or not is_short_text(self.name):
            raise ValueError(f"a group needs a name of 1 to {LONGEST_NAME} characters, not {self.name!r}")
        if not self.members:
            raise ValueError(f"the group {self.name!r} has no members")


@dataclass(frozen=True, slots=True)
class CategorySchema:
    """A versioned set of categories, and how they group.

    Categories whose ``parent`` is the same stand in the order in which they are given.

    Raises:
        ValueError: two categories have one identity; a parent is no category of it, or lies below its own
            child; two groups have one name, or a group names a category that is not there or in two groups.
    """

    schema_id: str
    version: int
    categories: tuple[Category, ...]
    groups: tuple[Group, ...] = ()
    _by_id: dict[str, Category] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "categories", tuple(self.categories))
        object.__setattr__(self, "groups", tuple(self.groups))
        object.__setattr__(self, "_by_id", {one.category_id: one for one in self.categories})
        about = f"schema {self.schema_id!r}"
        if twice := repeated(one.category_id for one in self.categories):
            raise ValueError(f"{about} has two categories {twice!r}")
        self._check_parents(about)
        if twice := repeated(group.name for group in self.groups):
            raise ValueError(f"{about} has two groups {twice!r}")
        members = [member for group in self.groups for member in group.members]
        for member in members:
            if member not in self:
                raise ValueError(f"{about} groups {member!r}, which is no category of it")
        if twice := repeated(members):
            raise ValueError(f"{about} has {twice!r} in its groups twice")

    def _check_parents(self, about: str) -> None:
        rooted: set[str] = set()
        for one in self.categories:
            path: set[str] = set()
            at: Category | None = one
            while at is not None and at.category_id not in rooted:
                if at.category_id in path:
                    raise ValueError(f"{about}: {at.category_id!r} lies below itself")
                path.add(at.category_id)
                if at.parent is not None and at.parent not in self._by_id:
                    raise ValueError(
                        f"{about}: {at.parent!r}, the parent of {at.category_id!r}, is not there"
                    )
                at = None if at.parent is None else self._by_id[at.parent]
            rooted.update(path)

    def __iter__(self) -> Iterator[Category]:
        return iter(self.categories)

    def __len__(self) -> int:
        return len(self.categories)

    def __contains__(self, category_id: object) -> bool:
        return self.category(category_id) is not None

    def category(self, category_id: object) -> Category | None:
        """The category of an identity, or ``None`` where it has none such."""
        return self._by_id.get(category_id) if isinstance(category_id, str) else None


def repeated(names: Iterable[str]) -> str | None:
    """The first of the names that is there twice, or ``None``."""
    return next((name for name, times in Counter(names).items() if times > 1), None)


#: What is drawn in a frame, the categories of the frame-shapes template. Colours are Okabe and Ito's and
#: Paul Tol's, which stay apart under the common colour-vision deficiencies.
DRAWN_THINGS = CategorySchema(
    "drawn-things",
    1,
    (
        Category("character", "Character", "#e69f00", "1"),
        Category("face", "Face", "#56b4e9", "2"),
        Category("eye", "Eye", "#009e73", "3"),
        Category("hand", "Hand", "#f0e442", "4"),
        Category("creature", "Creature", "#cc79a7", "5"),
        Category("prop", "Prop", "#d55e00", "6"),
        Category("vehicle", "Vehicle", "#4477aa", "7"),
        Category("effect", "Effect", "#ee99aa", "8"),
        Category("lettering", "Lettering", "#bbbbbb", "9"),
    ),
)

#: Shot scale, the categories of the cut-timing template. Colours are Paul Tol's "muted" scheme,
#: which stays apart under the common colour-vision deficiencies.
SHOT_SCALE = CategorySchema(
    "shot-scale",
    1,
    (
        Category("extreme-long", "Extreme long", "#332288", "1"),
        Category("long", "Long", "#88ccee", "2"),
        Category("medium", "Medium", "#44aa99", "3"),
        Category("close-up", "Close-up", "#ddcc77", "4"),
        Category("extreme-close-up", "Extreme close-up", "#cc6677", "5"),
        Category("insert", "Insert / object", "#aa4499", "6"),
        Category("titles", "Titles / card", "#999933", "7"),
        Category("other", "Other", "#888888", "8"),
    ),
)

#: What is heard, the categories of the audio-events template. Colours are Paul Tol's "light" scheme, which
#: stays apart under the common colour-vision deficiencies.
SOUNDS = CategorySchema(
    "sounds",
    1,
    (
        Category("speech", "Speech", "#77aadd", "1"),
        Category("narration", "Narration / off screen", "#99ddff", "2"),
        Category("shout", "Shout / reaction", "#ee8866", "3"),
        Category("song", "Song", "#ffaabb", "4"),
        Category("score", "Score", "#eedd88", "5"),
        Category("source-music", "Music in the scene", "#bbcc33", "6"),
        Category("impact", "Impact / action", "#aaaa00", "7"),
        Category("room", "Room / weather / crowd", "#44bb99", "8"),
        Category("silence", "Silence", "#bbbbbb", "9"),
    ),
)
