"""Category schemas: what a label may say, in which colour, by which key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Category:
    """One category: a stable id, a name to show, a ``#rrggbb`` colour and an optional hotkey."""

    category_id: str
    name: str
    colour: str
    hotkey: str | None = None
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class CategorySchema:
    """A versioned set of categories."""

    schema_id: str
    version: int
    categories: tuple[Category, ...]

    def __iter__(self) -> Iterator[Category]:
        return iter(self.categories)

    def __contains__(self, category_id: object) -> bool:
        return any(c.category_id == category_id for c in self.categories)


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
