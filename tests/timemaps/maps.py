"""Time maps for property tests, and one that everybody understands."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import strategies as st

from animewidgets.timebase import Span
from animewidgets.timemaps import Axis, Evidence, Flag, PictureMap, Piece, TimeMap, Uncertainty

#: A disc of 24 frames a second, one tick each; its broadcast at 30 has a card, and lacks the last shot.
BD_TO_TV = TimeMap(
    Fraction(1001, 24000),
    Fraction(1001, 30000),
    (
        Piece(Span(0, 2160), Span(450, 3150), "opening", status="confirmed", rate=Fraction(5, 4)),
        Piece(None, Span(3150, 3600), "sponsor"),
        Piece(Span(2160, 4320), Span(3600, 6300)),
        Piece(Span(4320, 4400), None, "removed"),
    ),
    "bd",
    "tv",
)
BD = Axis(np.arange(4400), 4400)
TV = Axis(np.arange(6300), 6300)

RATES = (Fraction(1), Fraction(5, 4), Fraction(24, 25), Fraction(1001, 1000))

uncertainties = st.builds(Uncertainty, st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
pictures = st.builds(
    PictureMap, st.floats(0.5, 2), st.floats(0.5, 2), st.floats(-100, 100), st.floats(-100, 100)
)
evidence = st.builds(
    lambda a, b, c, sound: Evidence(a + b + c, a + b, a, sound),
    st.integers(0, 99),
    st.integers(0, 99),
    st.integers(0, 99),
    st.none() | st.floats(-1, 1),
)


@st.composite
def time_maps(draw: st.DrawFn, names: tuple[str | None, str | None] = ("a", "b")) -> TimeMap:
    """Pieces in the order of both releases: matches of several rates, and footage of one of them."""
    at_source, at_target = draw(st.integers(-50, 50)), draw(st.integers(-50, 50))
    pieces: list[Piece] = []
    for kind in draw(st.lists(st.sampled_from(("match", "source", "target", "gap")), max_size=6)):
        long = draw(st.integers(1, 200))
        if kind == "match":
            rate = draw(
                st.sampled_from((Fraction(1), Fraction(5, 4), Fraction(24, 25), Fraction(1001, 1000)))
            )
            lasting = max(1, round(long * rate))
            exact = draw(st.booleans())
            pieces.append(
                Piece(
                    Span(at_source, at_source + long),
                    Span(at_target, at_target + lasting),
                    draw(st.sampled_from(("match", "part", "opening"))),
                    draw(st.floats(0, 1)),
                    rate=rate if exact else None,
                    evidence=draw(st.none() | evidence),
                    uncertainty=draw(uncertainties),
                    flags=draw(st.frozensets(st.sampled_from(Flag))),
                    picture=draw(st.none() | pictures),
                )
            )
            at_source, at_target = at_source + long, at_target + lasting
        elif kind == "source":
            pieces.append(Piece(Span(at_source, at_source + long), None, "removed"))
            at_source += long
        elif kind == "target":
            pieces.append(Piece(None, Span(at_target, at_target + long), "commercial"))
            at_target += long
        else:
            at_source += long
    milliseconds = Fraction(1, 1000)
    return TimeMap(milliseconds, milliseconds, tuple(pieces), *names, draw(st.none() | pictures))
