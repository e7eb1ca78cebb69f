"""SubRip (.srt) and WebVTT (.vtt): the cues and where their times stand.

Sources: the WebVTT recommendation of the W3C; SubRip has no specification, and is read as players do:
whatever row holds ``time --> time`` begins a cue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from animewidgets.datasets.subtitles.layout import TIME, Cue, Script, time_field

_ARROW = re.compile(rf"[ \t\ufeff]*(-?{TIME})[ \t]*-->[ \t]*(-?{TIME})(?=[ \t]|$)", re.ASCII)
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^>]+)>")
# What holds no cues: comments, styles, regions, and the header. A block ends at an empty row.
_VTT_BLOCK = re.compile(r"(?:WEBVTT|NOTE|STYLE|REGION)(?:[ \t]|$)")
_NUMBER = re.compile(r"[ \t]*\d{1,9}[ \t]*", re.ASCII)

_HOW = "are no two times, as in 00:01:02,500 --> 00:01:04,000"


def cues(script: Script) -> Iterator[Cue]:
    """The cues in the order of the file. Raises :class:`FormatError`."""
    is_vtt = script.begins("WEBVTT")
    open_cue: Cue | None = None
    text: list[str] = []
    passing = fresh = is_vtt
    before = ""
    for row, begin, raw in script.rows():
        bare = raw.strip()
        if is_vtt and fresh and _VTT_BLOCK.match(script.read(raw).lstrip("\ufeff")):
            passing = True
        found = None if passing or "-->" not in raw else _ARROW.match(_after_mark(script, raw))
        if found is not None:
            if open_cue is not None:
                yield _with_text(script, open_cue, text, is_vtt=is_vtt)
            shift = begin + len(raw) - len(_after_mark(script, raw))
            start, end = (time_field(script, row, shift + found.start(n), found[n]) for n in (1, 7))
            open_cue, text = Cue(row, start, end, ""), []
        elif not passing:
            begins = is_vtt or not before or _NUMBER.fullmatch(before)
            if "-->" in raw and begins:
                raise script.wrong(f"{script.shown(bare)} {_HOW}", row, bare)
            text.append(raw)
        if not bare:
            passing, fresh = False, is_vtt
        else:
            fresh = False
        before = bare
    if open_cue is not None:
        yield _with_text(script, open_cue, text, is_vtt=is_vtt)


def _after_mark(script: Script, raw: str) -> str:
    """A row without the byte order mark, which the first one of a file may have."""
    mark = "\ufeff".encode().decode("latin-1") if script.bytewise else "\ufeff"
    return raw.removeprefix(mark)


def _with_text(script: Script, cue: Cue, rows: Sequence[str], *, is_vtt: bool) -> Cue:
    kept = list(rows)
    if is_vtt:
        empty = next((n for n, row in enumerate(kept) if not row.strip()), len(kept))
        kept = kept[:empty]
    else:
        # The number of the next cue, and the empty rows about it, are not of this one.
        if kept and _NUMBER.fullmatch(kept[-1]) and (len(kept) == 1 or not kept[-2].strip()):
            kept.pop()
        while kept and not kept[-1].strip():
            kept.pop()
    text = script.read("\n".join(kept))
    voice = _VOICE.search(text) if is_vtt else None
    return Cue(cue.row, cue.start, cue.end, text, speaker=voice[1].strip() if voice else "")
