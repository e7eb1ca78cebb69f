"""What could not be held, gathered while a schema is read or written, and told in few lines."""

from __future__ import annotations

#: Places that are told one by one; the rest are counted.
_MOST_TOLD = 4


class Remarks:
    """Lines such as ``hotkeys that COCO cannot hold: '1' of 'Face', '2' of 'Eye' and 7 more``.

    ``lost`` is for what is gone, ``note`` for what was decided without being asked.
    """

    def __init__(self) -> None:
        self._lost: dict[str, list[str]] = {}
        self._noted: dict[str, list[str]] = {}

    def lost(self, what: str, place: str = "") -> None:
        """Something that cannot be held, and where it stood."""
        self._lost.setdefault(what, []).append(place)

    def note(self, what: str, place: str = "") -> None:
        """Something that the reader of a file should know although nothing is gone."""
        self._noted.setdefault(what, []).append(place)

    def not_held(self) -> tuple[str, ...]:
        """A line for each kind of thing that is gone."""
        return _told(self._lost)

    def notes(self) -> tuple[str, ...]:
        """A line for each kind of note."""
        return _told(self._noted)


def _told(said: dict[str, list[str]]) -> tuple[str, ...]:
    return tuple(_line(what, [place for place in places if place]) for what, places in said.items())


def _line(what: str, places: list[str]) -> str:
    if not places:
        return what
    shown = ", ".join(places[:_MOST_TOLD])
    more = len(places) - _MOST_TOLD
    return f"{what}: {shown}" + (f" and {more:,} more" if more > 0 else "")
