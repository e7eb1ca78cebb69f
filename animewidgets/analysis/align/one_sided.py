"""What only one release has, fitted to matches whose borders were moved."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from animewidgets.timebase import Span
from animewidgets.timemaps import Piece


def with_gaps(
    pieces: Sequence[Piece], changed: Mapping[int, Piece], least: tuple[int, int]
) -> tuple[Piece, ...]:
    """The pieces with those that ``changed`` (by ``id``) put in, and what one side alone has fitted to them.

    What a match left is taken by the piece of that side that adjoins, or becomes one, unless it is shorter
    than ``least``, in ticks of the source and of the target. What a match took is taken from the others.
    """
    moved = [(piece, changed.get(id(piece), piece)) for piece in pieces if piece.is_match]
    out: list[Piece] = []
    for piece in pieces:
        if piece.is_match:
            out.append(changed.get(id(piece), piece))
            continue
        side = 0 if piece.source is not None else 1
        out += _fitted(piece, side, moved)
    for side in (0, 1):
        out = _filled(out, pieces, side, least[side])
    return tuple(out)


def _side(piece: Piece, side: int) -> Span | None:
    return (piece.source, piece.target)[side]


def _with_side(piece: Piece, side: int, span: Span) -> Piece:
    return replace(piece, source=span) if side == 0 else replace(piece, target=span)


def _fitted(piece: Piece, side: int, moved: Sequence[tuple[Piece, Piece]]) -> Iterator[Piece]:
    span = _side(piece, side)
    assert span is not None
    if piece.status != "proposed":
        yield piece
        return
    start, end = span.start, span.end
    for old, new in moved:
        before, now = _side(old, side), _side(new, side)
        assert before is not None
        assert now is not None
        if before.end == span.start or now.start <= start < now.end:
            start = now.end
        if before.start == span.end or now.start < end <= now.end:
            end = now.start
    if end > start:
        yield _with_side(piece, side, Span(start, end))


def _filled(out: list[Piece], pieces: Sequence[Piece], side: int, least: int) -> list[Piece]:
    """With what no piece of the side has any more, though one had before."""
    had = sorted(span for piece in pieces if (span := _side(piece, side)) is not None)
    have = sorted(span for piece in out if (span := _side(piece, side)) is not None)
    if not had:
        return out
    at = had[0].start
    whole = max(span.end for span in had)
    for span in [*have, Span(whole, whole)]:
        if span.start - at > least and any(one.overlaps(Span(at, span.start)) for one in had):
            out = _put(out, side, Span(at, span.start))
        at = max(at, span.end)
    return out


def _put(out: list[Piece], side: int, span: Span) -> list[Piece]:
    """A new piece of one side before the first one that lies after it there."""
    bounds: Callable[[Piece], bool] = lambda piece: (  # noqa: E731  # two lines of a loop
        (one := _side(piece, side)) is not None and one.start >= span.end
    )
    at = next((n for n, piece in enumerate(out) if bounds(piece)), len(out))
    made = Piece(span, None, "removed", 0.5) if side == 0 else Piece(None, span, "unknown", 0.5)
    return [*out[:at], made, *out[at:]]
