"""Looking for shots at a browser's request, and what is found as candidates. See ``docs/wire.md``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from animewidgets.media.cache import cache_folder
from animewidgets.widgets.channel import Buffers, Method, Params, Reply
from animewidgets.widgets.lanes import cancel_event, paced

if TYPE_CHECKING:
    from animewidgets.analysis.shots import ShotDetection
    from animewidgets.media import Media
    from animewidgets.widgets.candidate_layers import CandidateLayers

#: The layer of candidates that detection fills.
SHOT_LAYER = "shots"

# Seconds between two words on how far it is.
_PACE = 0.2


def known_shots(media: Media) -> ShotDetection | None:
    """What an earlier detection left in the cache, or ``None``."""
    from animewidgets.analysis.shots import ShotDetection
    from animewidgets.analysis.shots.cache import read_entry

    found = read_entry(media)
    return None if found is None else ShotDetection(media.index, "proposals", *found)


def known_cuts(media: Media) -> list[int]:
    """The first frames of shots, by ordinal, where an earlier detection found them; else none."""
    # Most have none: then the detector need not be loaded to say so.
    if not any((cache_folder() / "shots").glob(f"{media.release_id}-*")):
        return []
    found = known_shots(media)
    return [] if found is None else [int(frame) for frame in found.at("cuts").transitions.frame]


def put_shots(candidates: CandidateLayers, detection: ShotDetection, threshold: float | None = None) -> None:
    """Show what was found as candidates of a layer of its own; it replaces what stood there.

    Everything at the operating point *proposals* is in the layer. At first those are shown that count as
    cuts, since every wrong one costs a key, or those from ``threshold`` on; the layer's slider uncovers the
    doubtful ones.
    """
    from animewidgets.analysis.shots.result import THRESHOLDS

    known = {layer.name: layer.threshold for layer in candidates.layers}
    found = detection.at("proposals").transitions
    spans = [
        None if kind == "cut" else (int(first), int(end))
        for kind, first, end in zip(found.kind, found.from_frame, found.until_frame, strict=True)
    ]
    candidates.put(
        [int(frame) for frame in found.frame],
        scores=[float(score) for score in found.score],
        layer=SHOT_LAYER,
        kinds=list(found.kind),
        spans=spans,
        colour=None,
        threshold=known.get(SHOT_LAYER, THRESHOLDS["cuts"] if threshold is None else threshold),
    )


def shot_methods(
    media: Media, found: Callable[[ShotDetection], None], tell: Callable[[int, int], None]
) -> dict[str, Method]:
    """``shots.find``: one pass over the film; ``tell`` hears how many of how many frames are done."""

    def find(_params: Params, _buffers: Buffers) -> Reply:
        from animewidgets.analysis.shots import detect

        progress = paced(tell, _PACE)
        detection = detect(media, operating_point="proposals", progress=progress, cancel=cancel_event())
        found(detection)
        return Reply({"count": len(detection), "damaged": detection.damaged})

    return {"shots.find": Method(find, "analysis")}
