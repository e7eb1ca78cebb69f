"""What a browser may ask about the units of its task: which there are, what is wrong with one, done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

from animewidgets.annotations import JSON, shape
from animewidgets.annotations.validators.check import check_unit
from animewidgets.annotations.validators.problems import Problem
from animewidgets.annotations.validators.rules import Level
from animewidgets.errors import MalformedMessage
from animewidgets.widgets.channel import Buffers, Method, Params, Reply
from animewidgets.widgets.lanes import cancel_event, paced, raise_if_cancelled
from animewidgets.widgets.unit_finder import find_units

if TYPE_CHECKING:
    from animewidgets.media import FrameSource
    from animewidgets.widgets.store_methods import Desk

MAX_ACTIVE_MS = 24 * 60 * 60 * 1000
# Seconds between two words on how far it is.
_PACE = 0.2


class UnitDesk:
    """The units of one person's task.

    Args:
        media: what plays the release.
        desk: the person's place at the task.
        tell: sends an event to the browsers.
    """

    def __init__(self, media: FrameSource, desk: Desk, tell: Callable[[str, Params], None]) -> None:
        self._media = media
        self._desk = desk
        self._tell = tell

    def methods(self) -> dict[str, Method]:
        """``units.list``, ``units.check`` and ``units.mark``."""
        return {
            "units.list": Method(self._list, "analysis"),
            "units.check": Method(self._check, "ordered"),
            "units.mark": Method(self._mark, "ordered"),
        }

    def problems(self, start: int, end: int) -> tuple[Problem, ...]:
        """What is wrong with a unit as the store has it now."""
        desk = self._desk
        return check_unit(
            desk.template,
            start,
            end,
            desk.store.units.annotations(desk.task_id, start, end),
            bounds=desk.bounds,
            cuts=self._cuts(),
        )

    def _cuts(self) -> list[int]:
        return self._desk.store.shot_starts(self._desk.task_id)

    def _list(self, _params: Params, _buffers: Buffers) -> Reply:
        desk = self._desk
        progress = paced(
            lambda done, total: self._tell("progress", {"what": "units", "done": done, "total": total}), _PACE
        )
        units = find_units(
            desk.template.unit, self._media, desk.bounds, self._cuts(), tell=progress, cancel=cancel_event()
        )
        raise_if_cancelled()
        people: dict[tuple[int, int], set[str]] = {}
        for one in desk.store.units.done(desk.task_id):
            people.setdefault((one.start_pts, one.end_pts), set()).add(one.person)
        spans = units.spans()
        mine = [n for n, span in enumerate(spans) if desk.person in people.get(span, ())]
        enough = desk.template.overlap
        others = [n for n, span in enumerate(spans) if len(people.get(span, set()) - {desk.person}) >= enough]
        told: Params = {
            "of": units.of.value,
            "count": len(units),
            "mine": mine,
            "others": others,
            "people": dict(Counter(person for one in people.values() for person in one)),
        }
        return Reply(told, [units.start.astype("<i8").tobytes(), units.end.astype("<i8").tobytes()])

    def _check(self, params: Params, _buffers: Buffers) -> Reply:
        asked = shape.record(dict(params), "units.check", required={"start_pts", "end_pts"})
        start, end = self._span(asked)
        return Reply({"problems": [one.to_wire() for one in self.problems(start, end)]})

    def _mark(self, params: Params, _buffers: Buffers) -> Reply:
        asked = shape.record(
            dict(params),
            "units.mark",
            required={"start_pts", "end_pts", "done"},
            optional={"anyway", "active_ms"},
        )
        start, end = self._span(asked)
        done, anyway = (_flag(asked.get(name, False), name) for name in ("done", "anyway"))
        active = shape.integer(asked.get("active_ms", 0), "active_ms", at_least=0, at_most=MAX_ACTIVE_MS)
        problems = self.problems(start, end) if done else ()
        stands = any(one.level is Level.ERROR for one in problems) or (bool(problems) and not anyway)
        if not stands:
            self._desk.store.units.mark(
                self._desk.task_id,
                start,
                end,
                person=self._desk.person,
                done=done,
                overruled=[one.to_wire() for one in problems],
                active_ms=active,
            )
        return Reply({"marked": not stands, "problems": [one.to_wire() for one in problems]})

    def _span(self, asked: dict[str, JSON]) -> tuple[int, int]:
        bounds = self._desk.bounds
        start = shape.integer(asked["start_pts"], "start_pts")
        end = shape.integer(asked["end_pts"], "end_pts")
        if not bounds.holds_frame(start):
            raise MalformedMessage(
                f"start_pts: a unit begins on a frame, and tick {start} {bounds.place(start)}"
            )
        if end <= start or (end != bounds.end_pts and not bounds.holds_frame(end)):
            raise MalformedMessage(f"end_pts: a unit from tick {start} cannot end at tick {end}")
        return start, end


def _flag(value: JSON, at: str) -> bool:
    if not isinstance(value, bool):
        raise MalformedMessage(f"{at}: expected true or false, got {shape.show(value)}")
    return value
