"""The assistants that come with the canvas: they need no model, no graphics card and no network."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from animewidgets.analysis.assist.prompts import Assistant, AssistFrame, Bitmap, Prompts, Proposal
from animewidgets.errors import AnalysisError
from animewidgets.media import FrameSource, Media

#: Regions that are proposed where nothing is marked.
MOST_REGIONS = 12


def flat_colour(frame: AssistFrame, prompts: Prompts) -> list[Proposal]:
    """Regions of flat colour: those that are marked or boxed, else the likeliest of the frame."""
    from animewidgets.analysis.assist.flat_regions import flat_regions

    found = flat_regions(frame.rgb)
    height, width = found.labels.shape
    scores = found.scores()
    wanted = np.arange(1, found.count + 1)
    positive = prompts.marked(height, width, negative=False, reach=0)
    negative = prompts.marked(height, width, negative=True, reach=0)
    if positive.any():
        marked = np.bincount(found.labels[positive], minlength=found.count + 1)
        unmarked = set(np.unique(found.labels[negative]).tolist())
        meant = [n for n in np.flatnonzero(marked) if n and n not in unmarked]
        proposals = [Proposal("mask", found.labels == n, score=_certain(found.spread[n])) for n in meant]
        if len(meant) > 1:
            proposals.insert(0, Proposal("mask", np.isin(found.labels, meant), score=1.0))
        return proposals
    boxed = prompts.inside_boxes(height, width)
    if boxed is not None:
        inside = np.bincount(found.labels[boxed], minlength=found.count + 1) / np.maximum(1, found.area)
        wanted = wanted[inside[wanted] > 0.8]
        scores = np.exp(-found.spread / 14) * np.sqrt(found.area / max(1, int(boxed.sum())))
    best = wanted[np.argsort(-scores[wanted], kind="stable")][:MOST_REGIONS]
    return [
        Proposal("mask", found.labels == n, score=round(float(scores[n]), 3))
        for n in best
        if scores[n] > 0.02
    ]


def colour_plane(frame: AssistFrame, prompts: Prompts) -> list[Proposal]:
    """What a plane in colour space parts off: scribble over the thing, with Alt over what it is not."""
    from animewidgets.analysis.assist.colour_plane import separate

    height, width = frame.rgb.shape[:2]
    positive = prompts.marked(height, width, negative=False)
    within = prompts.inside_boxes(height, width)
    if not positive.any():
        raise AnalysisError("scribble over the thing first, and with Alt over what it is not")
    negative = prompts.marked(height, width, negative=True)
    try:
        mask = separate(frame.rgb, positive, negative, within)
    except ValueError as error:  # marks of which nothing can be made
        raise AnalysisError(str(error)) from error
    return [Proposal("mask", mask, score=None)] if mask.any() else []


def still_background(frame: AssistFrame, prompts: Prompts) -> list[Proposal]:
    """What moves before the background of the shot, where the camera stands still."""
    from animewidgets.analysis.assist.still_background import SAMPLES, background_of, moving_things

    start, stop = shot_around(frame.media, frame.ordinal)
    ordinals = np.unique(np.linspace(start, stop - 1, SAMPLES).round().astype(int))
    pictures = _pictures(frame, ordinals.tolist())
    things = moving_things(frame.rgb, background_of(pictures))
    height, width = frame.rgb.shape[:2]
    positive = prompts.marked(height, width, negative=False)
    boxed = prompts.inside_boxes(height, width)
    if positive.any():
        things = [(mask, score) for mask, score in things if (mask & positive).any()]
    elif boxed is not None:
        things = [(mask, score) for mask, score in things if (mask & boxed).sum() > 0.6 * mask.sum()]
    return [Proposal("mask", mask, score=score) for mask, score in things[:MOST_REGIONS]]


def grab_cut(frame: AssistFrame, prompts: Prompts) -> list[Proposal]:
    """GrabCut: a box around the thing, scribbles where it goes wrong."""
    from animewidgets.analysis.assist.grabcut import grabcut

    height, width = frame.rgb.shape[:2]
    positive = prompts.marked(height, width, negative=False)
    negative = prompts.marked(height, width, negative=True)
    inside = prompts.inside_boxes(height, width)
    if inside is None:
        if not positive.any():
            raise AnalysisError("draw a box around the thing first: Shift and drag with the prompt tool")
        inside = _around(positive)
    try:
        mask = grabcut(frame.rgb, inside, positive, negative)
    except ValueError as error:  # marks of which nothing can be made
        raise AnalysisError(str(error)) from error
    return [Proposal("mask", mask)] if mask.any() else []


#: All of them, by the names that rows of accepted shapes carry.
BUILT_IN: Mapping[str, Assistant] = MappingProxyType(
    {
        "flat colour": flat_colour,
        "colour plane": colour_plane,
        "GrabCut": grab_cut,
        "still background": still_background,
    }
)


def built_in(tools: Iterable[str]) -> dict[str, Assistant]:
    """Those that propose what a canvas with these tools draws: regions, none of which is a point."""
    return dict(BUILT_IN) if {"mask", "polygon", "box"} & set(tools) else {}


def shot_around(media: FrameSource, ordinal: int) -> tuple[int, int]:
    """The half-open span of a frame's shot: as shots were found, else as far as frames look alike."""
    if isinstance(media, Media):
        from animewidgets.analysis.shots import ShotDetection
        from animewidgets.analysis.shots.cache import read_entry

        found = read_entry(media)
        if found is not None:
            shots = ShotDetection(media.index, "cuts", *found).shots
            at = int(np.searchsorted(shots.start, ordinal, side="right")) - 1
            if at >= 0:
                return int(shots.start[at]), int(shots.stop[at])
    from animewidgets.analysis.assist.still_background import span_of_likes

    return span_of_likes(ordinal, media.index.count, lambda n: media.thumbnails([n], 90)[0])


def _pictures(frame: AssistFrame, ordinals: list[int]) -> list[NDArray[np.uint8]]:
    """The pictures of some frames. Of a film by a pass of its own, so that the viewer's stays where it is."""
    from animewidgets.media.colour import to_rgb

    media = frame.media
    size = frame.rgb.shape
    found: list[NDArray[np.uint8]] = []
    if isinstance(media, Media):
        from av.video.reformatter import VideoReformatter

        reformatter, wanted = VideoReformatter(), set(ordinals)
        for ordinal, picture in media.sweep(ordinals[0], ordinals[-1] + 1):
            _stop_if(frame)
            if ordinal in wanted:
                found.append(to_rgb(picture, reformatter))
        return found
    for ordinal in ordinals:
        _stop_if(frame)
        rgb = media.frame(ordinal).rgb
        if rgb.shape == size:
            found.append(rgb)
    return found


def _stop_if(frame: AssistFrame) -> None:
    if frame.cancelled():
        raise AnalysisError("the answer is no longer wanted")


def _around(positive: Bitmap) -> Bitmap:
    """A rectangle around what is marked, twice as large to each side: where the thing may be."""
    rows, columns = np.flatnonzero(positive.any(axis=1)), np.flatnonzero(positive.any(axis=0))
    tall, wide = max(24, rows[-1] - rows[0]), max(24, columns[-1] - columns[0])
    inside = np.zeros_like(positive)
    inside[
        max(1, rows[0] - tall) : rows[-1] + tall + 1, max(1, columns[0] - wide) : columns[-1] + wide + 1
    ] = True
    inside[-1], inside[:, -1] = False, False
    return inside


def _certain(spread: float) -> float:
    return round(float(np.exp(-spread / 14)), 3)
