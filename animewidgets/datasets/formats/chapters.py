"""Matroska chapters as XML, for ``mkvmerge --chapters``: one chapter per shot.

Source: Matroska's chapter specification and mkvtoolnix's XML; times are nanoseconds. They are rounded down,
so that a player that goes to a chapter shows its first frame. Spans, kinds, ticks and scores are lost, and
the format is not read back.
"""

from __future__ import annotations

from xml.etree import ElementTree

from animewidgets.datasets.clock import FrameClock
from animewidgets.datasets.cutlist import CutList, Shot, shots_of
from animewidgets.datasets.formats.base import WriteOptions

_DOCTYPE = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE Chapters SYSTEM "matroskachapters.dtd">\n'


def write(cuts: CutList, clock: FrameClock, _options: WriteOptions) -> str:
    """One edition, not hidden."""
    root = ElementTree.Element("Chapters")
    edition = ElementTree.SubElement(root, "EditionEntry")
    for n, shot in enumerate(shots_of(cuts, clock), 1):
        atom = ElementTree.SubElement(edition, "ChapterAtom")
        ElementTree.SubElement(atom, "ChapterTimeStart").text = _time(shot.start, clock)
        ElementTree.SubElement(atom, "ChapterTimeEnd").text = _time(shot.end, clock)
        display = ElementTree.SubElement(atom, "ChapterDisplay")
        ElementTree.SubElement(display, "ChapterString").text = _name(n, shot)
        ElementTree.SubElement(display, "ChapterLanguage").text = "und"
    ElementTree.indent(root)
    return _DOCTYPE + ElementTree.tostring(root, encoding="unicode") + "\n"


def _time(frame: int, clock: FrameClock) -> str:
    nanoseconds = int(clock.seconds(frame) * 10**9)
    seconds, rest = divmod(nanoseconds, 10**9)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{rest:09d}"


def _name(n: int, shot: Shot) -> str:
    said = shot.cut.name if shot.cut is not None else ""
    printable = "".join(one if one.isprintable() else " " for one in said)  # XML has no room for the rest
    return " ".join(f"Shot {n} {printable}".split())
