"""Templates: reusable definitions of a labelling task."""

from __future__ import annotations

from dataclasses import dataclass

from animewidgets.annotations.categories import DRAWN_THINGS, SHOT_SCALE, SOUNDS, CategorySchema
from animewidgets.annotations.kinds import Kind


@dataclass(frozen=True, slots=True)
class Template:
    """A reusable task: which kinds of annotation, which categories, which guidelines (Markdown)."""

    template_id: str
    version: int
    name: str
    kinds: tuple[Kind, ...]
    categories: CategorySchema
    guidelines: str = ""


CUT_TIMING = Template(
    "cut-timing",
    1,
    "Cut timing",
    (Kind.CUT, Kind.TAG, Kind.SEGMENT, Kind.TEXT),
    SHOT_SCALE,
    "Mark every cut on the **first frame of the new shot**. For a dissolve, fade or wipe, mark the first "
    "frame on which the new shot alone is seen, and say which frames are mixed.",
)

FRAME_SHAPES = Template(
    "frame-shapes",
    1,
    "Shapes in a frame",
    (Kind.BOX, Kind.POLYGON, Kind.MASK, Kind.POINT, Kind.TRACK, Kind.TAG),
    DRAWN_THINGS,
    "Draw each thing **as it is seen**: a box touches its outermost pixels, lines included; what is hidden "
    "is not guessed. Press `U` on what you are not certain of.",
)

AUDIO_EVENTS = Template(
    "audio-events",
    1,
    "Audio events",
    (Kind.AUDIO_EVENT, Kind.CUT, Kind.TAG, Kind.SEGMENT, Kind.TEXT),
    SOUNDS,
    "Mark every sound **from where it is first heard until it has died away**, on its lane; sounds may "
    "overlap. Say who speaks by a name, and never what is said. Press `U` on what you are not certain of.",
)
