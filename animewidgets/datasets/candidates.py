"""Candidates for cuts as a file beside the media: what the editor may load and show, never annotations."""

from __future__ import annotations

import json
from pathlib import Path

from animewidgets.annotations import JSON
from animewidgets.datasets.clock import FrameClock
from animewidgets.datasets.cutlist import TRANSITIONS, Cut, CutList
from animewidgets.datasets.text import Document, read_document, write_text
from animewidgets.errors import FormatError, WrongRelease

FORMAT = "animewidgets-candidates"
VERSION = 1


def write_candidates(
    path: str | Path, cuts: CutList, clock: FrameClock, *, layer: str, release_id: str
) -> None:
    """Write cuts as candidates of one layer, bound to a release. Raises :class:`FormatError`."""
    write_text(Path(path), candidates_text(cuts, clock, layer=layer, release_id=release_id))


def candidates_text(cuts: CutList, clock: FrameClock, *, layer: str, release_id: str) -> str:
    """The document that :func:`write_candidates` writes."""
    document = {
        "format": FORMAT,
        "version": VERSION,
        "release_id": release_id,
        "layer": layer,
        "candidates": cuts.candidates(layer, clock),
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def read_candidates(path: str | Path, clock: FrameClock, release_id: str | None = None) -> CutList:
    """Read candidates; ``source`` of the list is the layer's name.

    Args:
        path: the file.
        clock: of the release.
        release_id: to be checked against the file's, where given.

    Raises:
        FormatError: the file is no such document.
        WrongRelease: it is of another release.
    """
    return candidates_of(read_document(Path(path)), clock, release_id)


def candidates_of(document: Document, clock: FrameClock, release_id: str | None = None) -> CutList:
    """The same, of a file that is in memory. Pure."""
    try:
        data = json.loads(document.text)
    except (ValueError, RecursionError) as error:
        raise document.wrong(f"it is no JSON: {error}") from error
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise document.wrong(f"it is no file of candidates: 'format' is not {FORMAT!r}")
    if data.get("version") != VERSION:
        raise document.wrong(f"version {data.get('version')!r} is not the one that is known ({VERSION})")
    if release_id is not None and data.get("release_id") != release_id:
        raise WrongRelease(
            f"{document.name!r} is of release {data.get('release_id')!r}, not of {release_id!r} "
            f"({clock.name!r})",
            document.where(None),
        )
    layer, rows = data.get("layer"), data.get("candidates")
    if not isinstance(layer, str) or not isinstance(rows, list):
        raise document.wrong("it needs a text 'layer' and a list 'candidates'")
    return CutList.of((_cut(document, n, row, clock) for n, row in enumerate(rows)), clock, source=layer)


def _cut(document: Document, n: int, row: JSON, clock: FrameClock) -> Cut:
    if not isinstance(row, dict):
        raise document.wrong(f"candidate {n} is no object")
    kind = next((one for one in TRANSITIONS if one == row.get("kind", "cut")), None)
    score = row.get("score", 1.0)
    if kind is None or isinstance(score, bool) or not isinstance(score, int | float):
        raise document.wrong(f"candidate {n} has kind {row.get('kind')!r} and score {score!r}")
    frame = _frame(document, n, row.get("pts"), clock)
    try:
        if kind == "cut":
            return Cut(frame, score=float(score))
        begin, until = (_frame(document, n, row.get(key), clock) for key in ("from_pts", "until_pts"))
        return Cut(frame, kind, begin, until, float(score))
    except (ValueError, OverflowError) as error:
        raise document.wrong(f"candidate {n}: {error}") from error


def _frame(document: Document, n: int, tick: JSON, clock: FrameClock) -> int:
    if isinstance(tick, bool) or not isinstance(tick, int):
        raise FormatError(
            f"{document.place(None)}: candidate {n} has no tick where one is needed, but {tick!r}"
        )
    frame = clock.first_frame_from(tick)
    if clock.tick(frame) != tick:
        raise WrongRelease(
            f"{document.place(None)}: candidate {n} stands at tick {tick}, which is no frame of "
            f"{clock.name!r}",
            document.where(None, tick),
        )
    return frame
