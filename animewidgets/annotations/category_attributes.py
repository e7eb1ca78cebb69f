"""Free attributes: what else can be said of a thing of some category, beside that it is one."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from enum import StrEnum

from animewidgets.annotations import shape
from animewidgets.annotations.bounds import ReleaseBounds
from animewidgets.annotations.edits import JSON
from animewidgets.errors import CutOutsideMedia, MalformedMessage

LONGEST_NAME = 100
LONGEST_TEXT = 2_000
MOST_CHOICES = 200

#: What an attribute can say.
Value = str | int | float | bool

_SHORT_TEXT = re.compile(r"[^\x00-\x1f\x7f\ud800-\udfff]+")


class AttributeKind(StrEnum):
    """What the values of an attribute are."""

    TEXT = "text"
    NUMBER = "number"
    CHOICE = "choice"
    FLAG = "flag"
    #: The tick of a frame.
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute that a category takes.

    Args:
        name: what it is called, in the store too: 1 to 100 characters.
        kind: what its values are.
        choices: of a choice, what can be chosen; in the order in which it is shown.
        unit: of a number, what it counts; to show.
        minimum: of a number, the least that it may be.
        maximum: of a number, the greatest.
        required: whether nothing of the category is finished without it. An annotation is saved before
            somebody comes to say it, so that no edit is refused for want of it: editors mark what is
            missing, and the view ``missing_attributes`` of the store tells it.
        default: what it says when a thing of the category is made; a time has none.
        description: when to choose what, for the people who label.

    Raises:
        ValueError: a field makes no sense for the kind; the message names it.
    """

    name: str
    kind: AttributeKind = AttributeKind.TEXT
    choices: tuple[str, ...] = ()
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    required: bool = False
    default: Value | None = None
    description: str = ""

    def __post_init__(self) -> None:
        # Those who write a schema by hand write the kind as a word.
        object.__setattr__(self, "kind", AttributeKind(self.kind))
        object.__setattr__(self, "choices", tuple(self.choices))
        about = f"attribute {self.name!r}"
        if not isinstance(self.name, str) or not is_short_text(self.name):
            raise ValueError(
                f"an attribute needs a name of 1 to {LONGEST_NAME} characters, not {self.name!r}"
            )
        if self.kind is AttributeKind.CHOICE:
            _check_choices(about, self.choices)
        elif self.choices:
            raise ValueError(f"{about}: only a choice has choices, and it is a {self.kind}")
        _check_range(about, self)
        if self.default is not None:
            if self.kind is AttributeKind.TIME:
                raise ValueError(f"{about}: a time has no default, for no frame is in every release")
            try:
                check_value(self.default, self, "default")
            except MalformedMessage as error:
                raise ValueError(f"{about}: {error}") from error


def is_short_text(text: str) -> bool:
    """Whether a text can be the name of something: 1 to 100 characters on one line, not all blank."""
    return len(text) <= LONGEST_NAME and bool(text.strip()) and bool(_SHORT_TEXT.fullmatch(text))


def _check_choices(about: str, choices: tuple[str, ...]) -> None:
    if not 1 <= len(choices) <= MOST_CHOICES:
        raise ValueError(f"{about}: a choice has 1 to {MOST_CHOICES} choices, got {len(choices)}")
    for one in choices:
        if not isinstance(one, str) or not is_short_text(one):
            raise ValueError(f"{about}: a choice is a text of 1 to {LONGEST_NAME} characters, not {one!r}")
        if choices.count(one) > 1:
            raise ValueError(f"{about}: the choice {one!r} is there twice")


def _check_range(about: str, attribute: Attribute) -> None:
    least, most = attribute.minimum, attribute.maximum
    if attribute.kind is not AttributeKind.NUMBER:
        if attribute.unit or least is not None or most is not None:
            raise ValueError(f"{about}: only a number has a unit, a minimum and a maximum")
        return
    if attribute.unit and not is_short_text(attribute.unit):
        raise ValueError(f"{about}: a unit has at most {LONGEST_NAME} characters, got {attribute.unit!r}")
    for one in (least, most):
        if one is not None and not math.isfinite(one):
            raise ValueError(f"{about}: minimum and maximum are finite numbers, got {one}")
    if least is not None and most is not None and least > most:
        raise ValueError(f"{about}: the minimum {plain(least)} is greater than the maximum {plain(most)}")


def check_value(
    value: JSON, attribute: Attribute, at: str, bounds: ReleaseBounds | None = None, *, on_frame: bool = True
) -> Value:
    """A value that an attribute can have; ``at`` is where it stands.

    Args:
        value: decoded JSON.
        attribute: what the category says of it.
        at: for messages.
        bounds: the release in which a time must lie; ``None`` where there is none to ask.
        on_frame: whether a time must be that of a frame, and not one between two.

    Raises:
        MalformedMessage: it is no value of its kind, or lies outside the range.
        CutOutsideMedia: a time is no frame of the release.
    """
    match attribute.kind:
        case AttributeKind.TEXT:
            return shape.text(value, at, at_least=1, at_most=LONGEST_TEXT)
        case AttributeKind.NUMBER:
            return _in_range(value, attribute, at)
        case AttributeKind.CHOICE:
            if isinstance(value, str) and value in attribute.choices:
                return value
            listed = ", ".join(repr(one) for one in attribute.choices)
            raise MalformedMessage(f"{at}: expected one of {listed}, got {shape.show(value)}")
        case AttributeKind.FLAG:
            if isinstance(value, bool):
                return value
            raise MalformedMessage(f"{at}: expected true or false, got {shape.show(value)}")
        case AttributeKind.TIME:
            tick = shape.integer(value, at)
            if bounds is not None:
                _check_time(tick, at, bounds, on_frame=on_frame)
            return tick


def _in_range(value: JSON, attribute: Attribute, at: str) -> Value:
    number = shape.number(value, at)
    least, most = attribute.minimum, attribute.maximum
    if least is not None and number < least:
        raise MalformedMessage(f"{at}: expected at least {plain(least)}, got {plain(number)}")
    if most is not None and number > most:
        raise MalformedMessage(f"{at}: expected at most {plain(most)}, got {plain(number)}")
    return value if isinstance(value, int) else number


def _check_time(tick: int, at: str, bounds: ReleaseBounds, *, on_frame: bool) -> None:
    if on_frame and not bounds.holds_frame(tick):
        raise CutOutsideMedia(f"{at}: the time at tick {tick} {bounds.place(tick)}")
    first = int(bounds.pts[0]) if len(bounds.pts) else bounds.end_pts
    if not first <= tick <= bounds.end_pts:
        raise CutOutsideMedia(
            f"{at}: the time at tick {tick} lies outside {bounds.name!r}, "
            f"which lasts from tick {first} to tick {bounds.end_pts}"
        )


def plain(number: float) -> str:
    """A number as both languages write it: ``1`` and not ``1.0``."""
    return str(int(number)) if float(number).is_integer() and abs(number) < 1e15 else repr(float(number))
