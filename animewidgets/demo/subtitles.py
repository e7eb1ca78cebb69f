"""Subtitle files as plain text: Advanced SubStation Alpha and SubRip."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from animewidgets.demo.truth import SubtitleLine
from animewidgets.timebase import rescale

_ASS_HEAD = """[Script Info]
Title: {title}
ScriptType: v4.00+
PlayResX: 1280
PlayResY: 720
WrapStyle: 0
ScaledBorderAndShadow: yes

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, \
Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, \
MarginR, MarginV, Encoding
Style: Default,Arial,52,&H00FFFFFF,&H000000FF,&H00301020,&H80000000,-1,0,0,0,100,100,0,0,1,3,1,2,60,60,44,1

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""


def as_ass(lines: Sequence[SubtitleLine], time_base: Fraction, title: str) -> str:
    """The lines as an .ass file (times to a hundredth of a second, which is all that the format holds)."""
    rows = [
        f"Dialogue: 0,{_ass_clock(x.start, time_base)},{_ass_clock(x.end, time_base)},Default,{x.speaker},0,0,0,,{x.text}"
        for x in lines
    ]
    return _ASS_HEAD.format(title=title) + "\n".join(rows) + "\n"


def as_srt(lines: Sequence[SubtitleLine], time_base: Fraction) -> str:
    """The lines as an .srt file (times to the millisecond)."""
    return "\n".join(
        f"{n}\n{_srt_clock(x.start, time_base)} --> {_srt_clock(x.end, time_base)}\n{x.text}\n"
        for n, x in enumerate(lines, 1)
    )


def _ass_clock(ticks: int, time_base: Fraction) -> str:
    s, cs = divmod(rescale(ticks, time_base, Fraction(1, 100)), 100)
    return f"{s // 3600}:{s // 60 % 60:02d}:{s % 60:02d}.{cs:02d}"


def _srt_clock(ticks: int, time_base: Fraction) -> str:
    s, ms = divmod(rescale(ticks, time_base, Fraction(1, 1000)), 1000)
    return f"{s // 3600:02d}:{s // 60 % 60:02d}:{s % 60:02d},{ms:03d}"
