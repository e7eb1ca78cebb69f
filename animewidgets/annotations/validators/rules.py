"""The rules that a template can choose from, and what each of them wants to know."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from animewidgets.annotations.category_attributes import is_short_text
from animewidgets.annotations.kinds import Kind

LONGEST_MESSAGE = 500


class Rule(StrEnum):
    """What is looked at."""

    #: Boxes, polygons and masks are no smaller than so many pixels on their shorter side.
    SMALLEST_SIDE = "smallest-side"
    #: Polygons and masks have at least so many pixels.
    SMALLEST_AREA = "smallest-area"
    #: The segments of a lane cover the unit from its first frame to its last.
    NO_GAPS = "no-gaps"
    #: On a lane nothing lies over its neighbour.
    NO_OVERLAP = "no-overlap"
    #: Segments, events and spans of tags last at least, or at most, so many frames.
    SPAN_LENGTH = "span-length"
    #: Nothing reaches across a cut.
    WITHIN_SHOT = "within-shot"
    #: The unit has at least, or at most, so many annotations of some kinds or categories.
    COUNT = "count"
    #: Every shot that begins in the unit has a tag, of a group where one is named.
    EVERY_SHOT_TAGGED = "every-shot-tagged"
    #: The unit has a tag of every group, or of the one that is named.
    GROUP_TAGGED = "group-tagged"
    #: What the categories call required is said.
    ATTRIBUTES_SAID = "attributes-said"
    #: No ring of a polygon crosses itself or another.
    SIMPLE_POLYGON = "simple-polygon"
    #: Tracks have at least so many keys.
    TRACK_KEYS = "track-keys"
    #: What is marked as uncertain has a remark that says why.
    UNCERTAIN_EXPLAINED = "uncertain-explained"


class Level(StrEnum):
    """What a rule that is broken means: the unit is not done, or somebody should look again."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Parameters:
    """Which parameters a rule takes.

    ``needs`` must be there, ``takes`` may; of ``one_of`` at least one must. ``counts`` is what ``at_least``
    and ``at_most`` count, to show, and ``label`` the rule in words.
    """

    label: str
    needs: frozenset[str] = frozenset()
    takes: frozenset[str] = frozenset()
    one_of: frozenset[str] = frozenset()
    counts: str = ""

    @property
    def known(self) -> frozenset[str]:
        """All that the rule can be told."""
        return self.needs | self.takes | self.one_of


_OF = frozenset({"kinds", "categories"})
_RANGE = frozenset({"at_least", "at_most"})
_LEAST = frozenset({"at_least"})
_LANE = frozenset({"lane"})
_GROUP = frozenset({"group"})

#: What each rule takes besides ``rule``, ``level`` and ``message``.
PARAMETERS: Mapping[Rule, Parameters] = MappingProxyType(
    {
        Rule.SMALLEST_SIDE: Parameters("Nothing is smaller than …", _LEAST, _OF, counts="pixels"),
        Rule.SMALLEST_AREA: Parameters("Nothing has less area than …", _LEAST, _OF, counts="pixels"),
        Rule.NO_GAPS: Parameters("No gaps on a lane", _LANE),
        Rule.NO_OVERLAP: Parameters("No overlaps on a lane", takes=_LANE),
        Rule.SPAN_LENGTH: Parameters(
            "Spans last from … to …", takes=_OF | _LANE, one_of=_RANGE, counts="frames"
        ),
        Rule.WITHIN_SHOT: Parameters("Nothing reaches across a cut", takes=_OF | _LANE),
        Rule.COUNT: Parameters(
            "So many in each unit", takes=_OF | _LANE, one_of=_RANGE, counts="annotations"
        ),
        Rule.EVERY_SHOT_TAGGED: Parameters("Every shot is tagged", takes=_GROUP),
        Rule.GROUP_TAGGED: Parameters("A tag of every group", takes=_GROUP),
        Rule.ATTRIBUTES_SAID: Parameters("Required attributes are said", takes=_OF),
        Rule.SIMPLE_POLYGON: Parameters("Polygons do not cross themselves", takes=frozenset({"categories"})),
        Rule.TRACK_KEYS: Parameters(
            "Tracks have so many keys", _LEAST, frozenset({"categories"}), counts="keys"
        ),
        Rule.UNCERTAIN_EXPLAINED: Parameters("What is uncertain has a remark", takes=_OF),
    }
)


@dataclass(frozen=True, slots=True)
class Validator:
    """One rule with its parameters.

    Args:
        rule: what is looked at; :data:`PARAMETERS` tells which of the following it takes.
        level: whether a unit can be done although the rule is broken.
        message: what to do about it, instead of the rule's own words.
        kinds: look at these kinds only; empty: at all that the rule can look at.
        categories: look at these categories only; empty: at all.
        lane: name of a lane; ``None``: all of them.
        group: name of a group of categories; ``None``: all of them.
        at_least: the least that is right: pixels, frames, keys or annotations.
        at_most: the most that is right.

    Raises:
        ValueError: a parameter is missing, not the rule's, or makes no sense; the message names it.
    """

    rule: Rule
    level: Level = Level.ERROR
    message: str = ""
    kinds: tuple[Kind, ...] = ()
    categories: tuple[str, ...] = ()
    lane: str | None = None
    group: str | None = None
    at_least: float | None = None
    at_most: float | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "rule", Rule(self.rule))
        object.__setattr__(self, "level", Level(self.level))
        object.__setattr__(self, "kinds", tuple(Kind(kind) for kind in self.kinds))
        object.__setattr__(self, "categories", tuple(self.categories))
        about, takes = f"the rule {self.rule.value!r}", PARAMETERS[self.rule]
        given = {
            name
            for name in ("kinds", "categories", "lane", "group", "at_least", "at_most")
            if getattr(self, name) not in (None, ())
        }
        if strange := given - takes.known:
            raise ValueError(f"{about} takes no {min(strange)!r}")
        if missing := takes.needs - given:
            raise ValueError(f"{about} needs {min(missing)!r}")
        if takes.one_of and not takes.one_of & given:
            raise ValueError(f"{about} needs {' or '.join(map(repr, sorted(takes.one_of)))}")
        for name in ("lane", "group"):
            named = getattr(self, name)
            if named is not None and not is_short_text(named):
                raise ValueError(f"{about}: {name!r} is a name of 1 to 100 characters, not {named!r}")
        for name in ("at_least", "at_most"):
            number = getattr(self, name)
            if number is not None and not (math.isfinite(number) and number >= 0):
                raise ValueError(f"{about}: {name!r} is a number from 0, not {number}")
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise ValueError(f"{about}: at least {self.at_least:g} is more than at most {self.at_most:g}")
        if len(self.message) > LONGEST_MESSAGE:
            raise ValueError(f"{about}: a message has at most {LONGEST_MESSAGE} characters")
