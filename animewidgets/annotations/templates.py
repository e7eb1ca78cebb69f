"""Templates: reusable definitions of a labelling task."""

from __future__ import annotations

from dataclasses import dataclass, field

from animewidgets.annotations.categories import DRAWN_THINGS, SHOT_SCALE, SOUNDS, CategorySchema
from animewidgets.annotations.kinds import Kind
from animewidgets.annotations.template_parts import (
    Fork,
    Hotkey,
    Lane,
    Page,
    Prelabel,
    RequiredField,
    Review,
    ToolName,
    UnitRule,
)
from animewidgets.annotations.validators.rules import Validator

LONGEST_GUIDELINES = 200_000
LONGEST_ABOUT = 2_000
MOST_PEOPLE_PER_UNIT = 100

_DRAWN = {
    Kind.BOX: ToolName.BOX,
    Kind.POLYGON: ToolName.POLYGON,
    Kind.MASK: ToolName.MASK,
    Kind.POINT: ToolName.POINT,
    Kind.TAG: ToolName.TAG,
}


@dataclass(frozen=True, slots=True)
class Template:
    """A reusable labelling task.

    Args:
        template_id: identity; it stays from version to version.
        version: from 1.
        name: what people call it.
        kinds: which kinds of annotation it takes.
        categories: what a label may say.
        guidelines: for the people who label, in Markdown. A link ``[text](frame:PTS@RELEASE)`` goes to a
            frame; without ``@RELEASE`` to one of the release that is open.
        description: what the template is for, in a sentence or two.
        page: which editor it opens; ``None``: the one that its kinds ask for, see :attr:`opens`.
        tools: what the page of shapes draws; empty: all that the kinds allow.
        unit: how a release is divided into units of work.
        lanes: lanes that the page begins with.
        hotkeys: keys of the page's actions in this template; a person's own go before them.
        prelabels: who proposes labels before a person looks.
        overlap: how many people label each unit.
        review: how what is done is looked at again.
        required: fields without which no unit is done.
        validators: what else must be true of a unit before it is done.
        licence: under which the template may be used, as an SPDX expression or in words.
        authors: who made it.
        forked_from: the template that it was made from.

    Raises:
        ValueError: a field makes no sense by itself. What depends on another field, such as a validator of a
            category that the schema has no more, :func:`template_problems` tells: schemas change.
    """

    template_id: str
    version: int
    name: str
    kinds: tuple[Kind, ...]
    categories: CategorySchema
    guidelines: str = ""
    description: str = ""
    page: Page | None = None
    tools: tuple[ToolName, ...] = ()
    unit: UnitRule = field(default_factory=UnitRule)
    lanes: tuple[Lane, ...] = ()
    hotkeys: tuple[Hotkey, ...] = ()
    prelabels: tuple[Prelabel, ...] = ()
    overlap: int = 1
    review: Review = field(default_factory=Review)
    required: tuple[RequiredField, ...] = ()
    validators: tuple[Validator, ...] = ()
    licence: str = ""
    authors: tuple[str, ...] = ()
    forked_from: Fork | None = None

    def __post_init__(self) -> None:
        if self.page is not None:
            object.__setattr__(self, "page", Page(self.page))
        object.__setattr__(self, "kinds", tuple(Kind(one) for one in self.kinds))
        object.__setattr__(self, "tools", tuple(ToolName(one) for one in self.tools))
        object.__setattr__(self, "required", tuple(RequiredField(one) for one in self.required))
        for name in ("lanes", "hotkeys", "prelabels", "validators", "authors"):
            object.__setattr__(self, name, tuple(getattr(self, name)))
        about = f"template {self.template_id!r}"
        if self.version < 1:
            raise ValueError(f"{about}: versions count from 1, not {self.version}")
        if not self.kinds:
            raise ValueError(f"{about} takes no kind of annotation")
        if not 1 <= self.overlap <= MOST_PEOPLE_PER_UNIT:
            raise ValueError(
                f"{about}: 1 to {MOST_PEOPLE_PER_UNIT} people label each unit, not {self.overlap}"
            )
        for name, most in (("guidelines", LONGEST_GUIDELINES), ("description", LONGEST_ABOUT)):
            if len(getattr(self, name)) > most:
                raise ValueError(f"{about}: {name} have at most {most} characters")

    @property
    def opens(self) -> Page:
        """The editor that the template opens: the one that it names, or the one that its kinds ask for."""
        if self.page is not None:
            return self.page
        kinds = set(self.kinds)
        if Kind.AUDIO_EVENT in kinds:
            return Page.SOUNDS
        drawn = kinds & {Kind.BOX, Kind.POLYGON, Kind.MASK, Kind.POINT, Kind.TRACK}
        timed = kinds & {Kind.CUT, Kind.SEGMENT, Kind.TEXT}
        return Page.SHAPES if drawn or not timed else Page.TIMING

    @property
    def draws(self) -> tuple[ToolName, ...]:
        """The tools of the page of shapes: those that it names, or all that its kinds allow."""
        return self.tools or tuple(tool for kind, tool in _DRAWN.items() if kind in self.kinds)


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
