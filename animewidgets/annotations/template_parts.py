"""What a template is put together from: units, lanes, keys, pre-labels, review, and where it comes from."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from animewidgets.annotations.attributes import LONGEST_LANE_NAME
from animewidgets.annotations.category_attributes import LONGEST_NAME, is_short_text
from animewidgets.annotations.kinds import Kind

#: Release and tick of a frame.
FrameKey: TypeAlias = tuple[str, int]

MOST_CHOSEN_FRAMES = 20_000
MOST_KEYS = 8
LONGEST_SPAN_SECONDS = 24 * 60 * 60.0


class Page(StrEnum):
    """Which editor a template opens."""

    #: Cuts, shots and segments on the time axis.
    TIMING = "timing"
    #: Shapes and tags in frames.
    SHAPES = "shapes"
    #: Audio events on lanes.
    SOUNDS = "sounds"


class ToolName(StrEnum):
    """What the page of shapes draws; ``track`` begins with drawing as tracks."""

    BOX = "box"
    POLYGON = "polygon"
    MASK = "mask"
    POINT = "point"
    TRACK = "track"
    TAG = "tag"


class RequiredField(StrEnum):
    """What an annotation must say before its unit is done, beside the required attributes of its category."""

    CATEGORY = "category"
    #: Of audio events.
    SPEAKER = "speaker"
    #: Of tracks: the name of the thing, by which tracks in several shots are one.
    OBJECT = "object"
    #: A remark.
    COMMENT = "comment"


class UnitKind(StrEnum):
    """What one unit of work is."""

    EPISODE = "episode"
    SHOT = "shot"
    SPAN = "span"
    EVERY_NTH_FRAME = "every-nth-frame"
    DRAWING = "drawing"
    KEY_FRAMES = "key-frames"
    CHOSEN_FRAMES = "chosen-frames"


@dataclass(frozen=True, slots=True)
class UnitRule:
    """How a release is divided into units of work.

    Args:
        of: what a unit is. A *drawing* begins on each new drawing and lasts for as long as it is held;
            *key frames* are those that stand for each shot.
        seconds: of a span, how long each is.
        overlap: of spans, seconds that two neighbours share.
        every: of every n-th frame, the n; the first frame is one of them.
        frames: of chosen frames, their keys.

    Raises:
        ValueError: a field is missing for the kind of unit, or is none of its own; the message names it.
    """

    of: UnitKind = UnitKind.EPISODE
    seconds: float | None = None
    overlap: float = 0.0
    every: int | None = None
    frames: tuple[FrameKey, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "of", UnitKind(self.of))
        object.__setattr__(self, "frames", tuple((release, pts) for release, pts in self.frames))
        of = self.of
        if (self.seconds is not None) != (of is UnitKind.SPAN):
            raise ValueError(
                "a unit that is a span needs its 'seconds'" if of is UnitKind.SPAN else _not(of, "seconds")
            )
        if self.seconds is not None and not 0 < self.seconds <= LONGEST_SPAN_SECONDS:
            raise ValueError(f"a span lasts more than 0 and at most 86400 seconds, not {self.seconds}")
        if self.overlap and of is not UnitKind.SPAN:
            raise ValueError(_not(of, "overlap"))
        if not 0 <= self.overlap < (self.seconds or math.inf):
            raise ValueError(
                f"spans overlap by 0 seconds or more, and by less than they last, not by {self.overlap}"
            )
        if (self.every is not None) != (of is UnitKind.EVERY_NTH_FRAME):
            raise ValueError(
                "every n-th frame needs its n as 'every'"
                if of is UnitKind.EVERY_NTH_FRAME
                else _not(of, "every")
            )
        if self.every is not None and self.every < 1:
            raise ValueError(f"'every' is a number of frames from 1, not {self.every}")
        if bool(self.frames) != (of is UnitKind.CHOSEN_FRAMES):
            raise ValueError(
                "chosen frames need their frame keys as 'frames'"
                if of is UnitKind.CHOSEN_FRAMES
                else _not(of, "frames")
            )
        if len(self.frames) > MOST_CHOSEN_FRAMES:
            raise ValueError(f"at most {MOST_CHOSEN_FRAMES} frames are chosen, got {len(self.frames)}")


def _not(of: UnitKind, field: str) -> str:
    return f"a unit by {of.value!r} has no {field!r}"


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane that the page begins with.

    Args:
        name: what it is called.
        kind: what stands on it: segments or audio events.
        categories: of these only; empty for any of the schema.

    Raises:
        ValueError: the name is none, or the kind stands on no lane.
    """

    name: str
    kind: Kind = Kind.SEGMENT
    categories: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", Kind(self.kind))
        object.__setattr__(self, "categories", tuple(self.categories))
        if not is_short_text(self.name) or self.name != self.name.strip():
            raise ValueError(
                f"a lane needs a name of 1 to {LONGEST_LANE_NAME} characters without blanks around it, "
                f"not {self.name!r}"
            )
        if self.kind not in (Kind.SEGMENT, Kind.AUDIO_EVENT):
            raise ValueError(f"on a lane stand segments or audio events, not {self.kind.value!r}")


@dataclass(frozen=True, slots=True)
class Hotkey:
    """Keys that an action of the page has in this template, unless the person chose others.

    Args:
        action: as the editor calls it, such as ``"cut"`` or ``"canvas.box"``.
        keys: as people write them, such as ``"Ctrl+Shift+Z"``; none takes the action's keys away.
    """

    action: str
    keys: tuple[str, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "keys", tuple(self.keys))
        if not is_short_text(self.action):
            raise ValueError(f"a hotkey needs the name of an action, not {self.action!r}")
        if len(self.keys) > MOST_KEYS or not all(is_short_text(key) for key in self.keys):
            raise ValueError(f"an action has at most {MOST_KEYS} keys, each with a name, not {self.keys!r}")


class PrelabelSource(StrEnum):
    """Who can label in advance."""

    #: The finder of shots: candidates for cuts.
    SHOTS = "shots"
    #: Held drawings: units and key frames.
    DRAWINGS = "drawings"
    #: Lines of subtitles become audio events on a lane: times and speakers, never text.
    SUBTITLES = "subtitles"
    #: Optical flow follows a shape through its shot.
    FLOW = "flow"
    FLAT_COLOUR = "flat-colour"
    COLOUR_PLANE = "colour-plane"
    GRABCUT = "grabcut"
    STILL_BACKGROUND = "still-background"


@dataclass(frozen=True, slots=True)
class Prelabel:
    """Who proposes labels before a person looks.

    Args:
        source: who.
        threshold: score from which on proposals are shown, 0 to 1; ``None``: as the source has it.
        confirm: whether a person takes each over; what is not confirmed is written with its source as it
            is, so it is refused for sources that only answer when they are asked.
        lane: where events or segments are put.
        category: what proposed shapes are said to be.
    """

    source: PrelabelSource
    threshold: float | None = None
    confirm: bool = True
    lane: str | None = None
    category: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "source", PrelabelSource(self.source))
        if self.threshold is not None and not 0 <= self.threshold <= 1:
            raise ValueError(f"a threshold lies between 0 and 1, not at {self.threshold}")
        if not self.confirm and self.source is not PrelabelSource.SUBTITLES:
            raise ValueError(
                f"what {self.source.value!r} proposes is taken over by a person: only events from "
                "subtitles can do without being confirmed"
            )
        if self.lane is not None and not is_short_text(self.lane):
            raise ValueError(f"a lane has a name of 1 to {LONGEST_LANE_NAME} characters, not {self.lane!r}")


class ReviewKind(StrEnum):
    """How what is done is looked at again."""

    NONE = "none"
    #: A share of the units, drawn by chance.
    SPOT_CHECK = "spot-check"
    #: Every unit, by a second person.
    EVERY = "every"
    #: Where those who labelled the same unit differ, a third person decides.
    ADJUDICATION = "adjudication"


@dataclass(frozen=True, slots=True)
class Review:
    """How what is done is looked at again; of a spot check, ``share`` is the part of all units, 0 to 1."""

    by: ReviewKind = ReviewKind.NONE
    share: float | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "by", ReviewKind(self.by))
        if (self.share is not None) != (self.by is ReviewKind.SPOT_CHECK):
            raise ValueError(
                "a spot check needs the 'share' of units that is looked at"
                if self.by is ReviewKind.SPOT_CHECK
                else f"a review by {self.by.value!r} has no 'share'"
            )
        if self.share is not None and not 0 < self.share <= 1:
            raise ValueError(f"a share is more than 0 and at most 1, not {self.share}")


@dataclass(frozen=True, slots=True)
class Fork:
    """The template that another one was made from."""

    template_id: str
    version: int

    def __post_init__(self) -> None:
        if not is_short_text(self.template_id) or self.version < 1:
            raise ValueError(
                f"a fork names a template of 1 to {LONGEST_NAME} characters and a version from 1, "
                f"not {self.template_id!r} version {self.version}"
            )
