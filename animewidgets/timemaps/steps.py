"""A map under review: what it began with, the steps of several people, and what they come to. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from animewidgets.errors import MapEditRefused
from animewidgets.timemaps.edits import Anchor, MapEdit, Unanchor, apply_edit
from animewidgets.timemaps.timemap import TimeMap

StepKind = Literal["edit", "undo", "redo"]


@dataclass(frozen=True, slots=True)
class MapStep:
    """One row of the table ``time_map_steps``.

    Args:
        step_id: what the page called it that made it; the same step sent twice counts once.
        kind: an edit, or the taking or bringing back of one of that person's.
        person: whose it is.
        edit: of an edit, what was done.
        created: when, as text in UTC; empty where it is not on disk yet.
    """

    step_id: str
    kind: StepKind
    person: str
    edit: MapEdit | None = None
    created: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """An edit that stands: which step made it, whose it is."""

    step_id: str
    person: str
    edit: MapEdit


@dataclass(frozen=True, slots=True)
class MapState:
    """A map as steps left it.

    Args:
        base: what it began with.
        time_map: what it is now.
        anchors: pairs of ticks that a person said are the same instant, where the map goes through them.
        standing: the edits that hold, oldest first.
        undone: those that were taken back and can be brought back, the next one of a person last.
    """

    base: TimeMap
    time_map: TimeMap
    anchors: tuple[Anchor, ...] = ()
    standing: tuple[Made, ...] = ()
    undone: tuple[Made, ...] = ()

    @classmethod
    def of(cls, base: TimeMap) -> MapState:
        """A map that nobody edited yet."""
        return cls(base, base)

    def after(self, step: MapStep) -> MapState:
        """The map with one step more.

        Undo takes back the newest edit of the step's own person; what others did since stays.

        Raises:
            MapEditRefused: the step makes no sense upon what is there; the message says why.
        """
        mine = [one for one in self.standing if one.person == step.person]
        gone = [one for one in self.undone if one.person == step.person]
        match step.kind:
            case "edit" if step.edit is not None:
                made = self._with(Made(step.step_id, step.person, step.edit))
                return replace(made, undone=tuple(one for one in self.undone if one.person != step.person))
            case "undo" if mine:
                return self._without(mine[-1])
            case "redo" if gone:
                made = self._with(gone[-1])
                return replace(made, undone=tuple(one for one in self.undone if one is not gone[-1]))
        raise MapEditRefused(f"there is nothing of {step.person!r} to {step.kind}")

    def _with(self, made: Made) -> MapState:
        if isinstance(made.edit, Unanchor) and made.edit.source not in {one.source for one in self.anchors}:
            raise MapEditRefused(f"there is no anchor at tick {made.edit.source} of the source")
        time_map = apply_edit(self.time_map, made.edit, made.person)
        return replace(
            self,
            time_map=time_map,
            anchors=anchors_after(self.anchors, made.edit, time_map),
            standing=(*self.standing, made),
        )

    def _without(self, last: Made) -> MapState:
        state = MapState.of(self.base)
        for made in self.standing:
            if made is last:
                continue
            try:
                state = state._with(made)  # noqa: SLF001  # another one of the same kind
            except MapEditRefused as error:
                raise MapEditRefused(
                    f"what {made.person!r} did since stands upon it, and makes no sense without: {error}"
                ) from error
        return replace(state, undone=(*self.undone, last))


def anchors_after(anchors: Iterable[Anchor], edit: MapEdit, time_map: TimeMap) -> tuple[Anchor, ...]:
    """The anchors that hold after an edit: one that the map leaves is gone.

    Args:
        anchors: those before it.
        edit: what was done.
        time_map: the map after it.
    """
    found = {one.source: one for one in anchors}
    match edit:
        case Anchor():
            found[edit.source] = edit
        case Unanchor(source):
            found.pop(source, None)
    return tuple(found[tick] for tick in sorted(found) if _goes_through(time_map, found[tick]))


def _goes_through(time_map: TimeMap, anchor: Anchor) -> bool:
    piece = time_map.piece_at(anchor.source)
    there = time_map.apply(anchor.source)
    # A border that was dragged rounds the line by a tick of the coarser side at most.
    return piece is not None and there is not None and abs(there - anchor.target) <= 1 + piece.slope
