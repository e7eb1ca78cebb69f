"""What the attributes of annotations say, and the rules that they obey.

* A gradual **cut** has ``transition`` and the half-open span of its mixed frames, ``from_pts`` and
  ``until_pts``, in ticks. Without ``transition``, or with ``"cut"``, it is a hard cut and has no span.
* A **segment** has the ``lane`` that it stands on.
* A **text** has a ``lane`` as well. On :data:`SUBTITLE_LANE` it gives other times to one line of a subtitle
  file: ``source`` is the digest of the file or track, ``line`` the index in it. What the line says is read
  from the file, and not stored.
* An **audio event** has the ``lane`` that it stands on, and may have the ``speaker``: who speaks, sings or
  makes the sound, by a name. Made from a line of subtitles it may name that line by ``source`` and ``line``,
  as a text does; what is said is not stored.
* A **mask** may have ``scope``: ``"instance"`` (one thing; so without it) or ``"semantic"`` (all pixels of
  its category in the frame).
* A **track** may have ``object``: tracks with the same one, in several shots, are of one thing.
* A **tag** has ``scope``: ``"frame"``, ``"span"`` or ``"shot"``. A span has an end, the others none. Without
  ``scope`` it is over its span where it has an end, and else over its frame.
* Whatever has a place in the picture may have ``z_order``, an integer: what is higher lies in front.
"""

from __future__ import annotations

import re
from enum import StrEnum

from animewidgets.annotations import shape
from animewidgets.annotations.bounds import ReleaseBounds
from animewidgets.annotations.edits import Annotation
from animewidgets.annotations.kinds import Kind
from animewidgets.errors import CutOutsideMedia, MalformedMessage

#: Lane of the annotations that retime lines of subtitles.
SUBTITLE_LANE = "subtitles"
LONGEST_LANE_NAME = 100
LONGEST_OBJECT_NAME = 100
LONGEST_SPEAKER = 200

_DIGEST = re.compile(r"[0-9a-f]{16,128}")


class Transition(StrEnum):
    """How one shot gives way to the next."""

    CUT = "cut"
    DISSOLVE = "dissolve"
    FADE_IN = "fade-in"
    FADE_OUT = "fade-out"
    WIPE = "wipe"


class TagScope(StrEnum):
    """What a tag is said of: one frame, a span, or the shot that begins on its frame."""

    FRAME = "frame"
    SPAN = "span"
    SHOT = "shot"


class MaskScope(StrEnum):
    """What a mask marks: one thing, or all pixels of its category in the frame."""

    INSTANCE = "instance"
    SEMANTIC = "semantic"


def check_attributes(annotation: Annotation, at: str, bounds: ReleaseBounds) -> None:
    """Refuse attributes that break a rule of their kind; ``at`` is where they stand.

    Raises:
        MalformedMessage: a field is missing or makes no sense; the message names it.
        CutOutsideMedia: a mixed span does not begin and end on frames of the release.
    """
    match annotation.kind:
        case Kind.CUT:
            _check_transition(annotation, at, bounds)
        case Kind.SEGMENT:
            _lane(annotation, at)
        case Kind.TEXT:
            if _lane(annotation, at) == SUBTITLE_LANE:
                _check_line(annotation, at)
        case Kind.TAG:
            _check_tag(annotation, at)
        case Kind.AUDIO_EVENT:
            _check_audio_event(annotation, at)
        case Kind.BOX | Kind.POLYGON | Kind.MASK | Kind.POINT | Kind.TRACK:
            _check_shape(annotation, at)
        case _:
            pass


def _check_transition(cut: Annotation, at: str, bounds: ReleaseBounds) -> None:
    attributes = cut.attributes
    kind = Transition.CUT
    if "transition" in attributes:
        kind = shape.choice(attributes["transition"], f"{at}.transition", Transition)
    for name in ("from_pts", "until_pts"):
        if kind is Transition.CUT and name in attributes:
            raise MalformedMessage(
                f"{at}.{name}: a hard cut has no mixed frames, got {shape.show(attributes[name])}; "
                "say which 'transition' it is, or leave the span out"
            )
        if kind is not Transition.CUT and name not in attributes:
            raise MalformedMessage(f"{at}.{name}: a {kind} needs the span of its mixed frames")
    if kind is Transition.CUT:
        return
    start = shape.integer(attributes["from_pts"], f"{at}.from_pts")
    end = shape.integer(attributes["until_pts"], f"{at}.until_pts")
    if end <= start:
        raise MalformedMessage(f"{at}.until_pts: the span [{start}, {end}) of the {kind} holds no frame")
    if not start <= cut.start_pts <= end:
        raise MalformedMessage(
            f"{at}.from_pts: the cut at tick {cut.start_pts} lies outside its {kind} [{start}, {end}): "
            "it stands on a mixed frame or on the first one after them"
        )
    if not bounds.holds_frame(start):
        raise CutOutsideMedia(f"{kind} from tick {start} {bounds.place(start)}")
    if end != bounds.end_pts and not bounds.holds_frame(end):
        raise CutOutsideMedia(f"{kind} until tick {end}: its end {bounds.place(end)}")


def _check_tag(tag: Annotation, at: str) -> None:
    if "scope" not in tag.attributes:
        return
    scope = shape.choice(tag.attributes["scope"], f"{at}.scope", TagScope)
    if scope is TagScope.SPAN and tag.end_pts is None:
        raise MalformedMessage(f"{at}.scope: a tag over a span needs its 'end_pts'")
    if scope is not TagScope.SPAN and tag.end_pts is not None:
        raise MalformedMessage(
            f"{at}.scope: a tag on a {scope} has no 'end_pts', got {tag.end_pts}; over a span it is 'span'"
        )


def _check_shape(drawn: Annotation, at: str) -> None:
    attributes = drawn.attributes
    if "z_order" in attributes:
        shape.integer(attributes["z_order"], f"{at}.z_order")
    if drawn.kind is Kind.TRACK and "object" in attributes:
        shape.text(attributes["object"], f"{at}.object", at_least=1, at_most=LONGEST_OBJECT_NAME)
    if drawn.kind is Kind.MASK and "scope" in attributes:
        shape.choice(attributes["scope"], f"{at}.scope", MaskScope)


def _lane(annotation: Annotation, at: str) -> str:
    if "lane" not in annotation.attributes:
        a = "an audio event" if annotation.kind is Kind.AUDIO_EVENT else f"a {annotation.kind}"
        raise MalformedMessage(f"{at}.lane: {a} needs the name of its lane")
    return shape.text(annotation.attributes["lane"], f"{at}.lane", at_least=1, at_most=LONGEST_LANE_NAME)


def _check_audio_event(event: Annotation, at: str) -> None:
    attributes = event.attributes
    _lane(event, at)
    if "speaker" in attributes:
        shape.text(attributes["speaker"], f"{at}.speaker", at_least=1, at_most=LONGEST_SPEAKER)
    if "source" in attributes or "line" in attributes:
        _check_line(event, at)


def _check_line(text: Annotation, at: str) -> None:
    attributes = text.attributes
    for name, what in (("source", "the digest of its subtitle file"), ("line", "the index of its line")):
        if name not in attributes:
            raise MalformedMessage(f"{at}.{name}: a line of subtitles needs {what}")
    source = attributes["source"]
    if not isinstance(source, str) or not _DIGEST.fullmatch(source):
        raise MalformedMessage(
            f"{at}.source: expected a digest of 16 to 128 hexadecimal digits in lower case, "
            f"got {shape.show(source)}"
        )
    shape.integer(attributes["line"], f"{at}.line", at_least=0, at_most=2**31 - 1)
