"""The shots as a subtitle track, for any player: WebVTT, SubRip and Advanced SubStation Alpha (pysubs2).

One line per shot, ``#12 · 345`` with the frame that begins it, the transition and the name. Times are written
so that a line is seen on exactly the frames of its shot (see :mod:`animewidgets.datasets.rounding`). Ticks,
spans and scores are lost, and the formats are not read back as cuts.
"""

from __future__ import annotations

import pysubs2

from animewidgets.datasets.clock import FrameClock
from animewidgets.datasets.cutlist import CutList, Shot, shots_of
from animewidgets.datasets.formats.base import WriteOptions
from animewidgets.datasets.rounding import CENTISECOND, MILLISECOND, units_of

#: SubStation Alpha has one digit for the hour.
_LONGEST_ASS_MS = 10 * 3600 * 1000


def write_webvtt(cuts: CutList, clock: FrameClock, options: WriteOptions) -> str:
    """WebVTT."""
    return _write(cuts, clock, options, "vtt")


def write_srt(cuts: CutList, clock: FrameClock, options: WriteOptions) -> str:
    """SubRip."""
    return _write(cuts, clock, options, "srt")


def write_ass(cuts: CutList, clock: FrameClock, options: WriteOptions) -> str:
    """Advanced SubStation Alpha. Raises ``ValueError`` past ten hours."""
    if clock.seconds(clock.count) * 1000 >= _LONGEST_ASS_MS:
        raise ValueError("ASS has one digit for the hour: it ends at 9:59:59.99; write 'webvtt' instead")
    return _write(cuts, clock, options, "ass")


def _write(cuts: CutList, clock: FrameClock, options: WriteOptions, form: str) -> str:
    unit = CENTISECOND if form == "ass" else MILLISECOND
    ms = round(unit / MILLISECOND)
    subs = pysubs2.SSAFile()
    if form == "ass":
        subs.info["Title"] = options.title or clock.name
    for n, shot in enumerate(shots_of(cuts, clock), 1):
        start, end = (units_of(clock.tick(f), clock, unit) * ms for f in (shot.start, shot.end))
        subs.append(pysubs2.SSAEvent(start=start, end=end, text=_text(n, shot)))
    if form != "ass":
        return subs.to_string(form)
    # The library would sign the script with its own address.
    return subs.to_string(form, header_notice="Shots of a release, one line each")


def _text(n: int, shot: Shot) -> str:
    words = [f"#{n}", "·", str(shot.start)]
    if shot.cut is not None:
        words += [shot.cut.kind] if shot.cut.kind != "cut" else []
        # Braces would hide the words as a style, "-->" would end the line's text.
        words += shot.cut.name.replace("{", "(").replace("}", ")").replace("-->", "→").split()
    return " ".join(words)
