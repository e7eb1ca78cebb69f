"""Time maps under review, in the store: a first proposal, and the steps of people, which are only added."""

from __future__ import annotations

import json
import re
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from animewidgets.errors import MalformedMessage, MapEditRefused, StoreError
from animewidgets.timemaps import TimeMap, read_patch, write_patch
from animewidgets.timemaps.edits_json import edit_from_json, edit_to_json
from animewidgets.timemaps.steps import MapState, MapStep, StepKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from animewidgets.store._handle import Handle

#: Makes the identity of a map from what it is of, so that two processes make the same one.
_MAPS = uuid.UUID("0d4f1a36-5d0b-5a83-8f5f-3c1f6d2f9b1e")

_STEP_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")

# How often a step is tried when others write to the same map at the same time.
_TRIES = 20


@dataclass(frozen=True, slots=True)
class KnownMap:
    """A map in the store: its identity, whose project, and the releases that it leads between."""

    map_id: str
    project: str
    source_release: str
    target_release: str


@dataclass(frozen=True, slots=True)
class MapLog:
    """All that is known of a map: what it began with, its steps, oldest first, and what they come to.

    ``left_out`` tells of steps that make no sense, and why: a newer version of the rules refuses them.
    """

    map_id: str
    steps: tuple[MapStep, ...]
    state: MapState
    left_out: tuple[tuple[MapStep, str], ...] = ()

    def with_step(self, step: MapStep) -> MapLog:
        """One step more. Raises ``MapEditRefused`` where it makes no sense."""
        return MapLog(self.map_id, (*self.steps, step), self.state.after(step), self.left_out)


class TimeMaps:
    """The maps of a store; :attr:`Store.time_maps`. Every method may raise what :class:`Store` says."""

    def __init__(self, handle: Handle) -> None:
        self._handle = handle

    @staticmethod
    def map_id(source: str, target: str, project: str = "default") -> str:
        """The identity that a map from one release to another has in a project, be it there or not."""
        return str(uuid.uuid5(_MAPS, "\n".join((project, source, target))))

    def open(self, source: str, target: str, project: str = "default") -> MapLog | None:
        """The map from one release to another in a project, with all its steps; ``None`` where there is none.

        Raises:
            CorruptPatch: what it began with cannot be read.
        """
        return self.log(self.map_id(source, target, project))

    def log(self, map_id: str) -> MapLog | None:
        """A map by its identity; ``None`` where there is none such."""
        rows = self._handle.rows("time_map", map_id=_checked(map_id, "a map's identity"))
        if not rows:
            return None
        base = read_patch(str(rows[0][0]))
        log, left_out = MapLog(map_id, (), MapState.of(base)), list[tuple[MapStep, str]]()
        return _folded(log, self.steps(map_id), left_out)

    def begin(self, time_map: TimeMap, *, project: str = "default", person: str) -> MapLog:
        """Keep a first proposal; where the project has a map of these releases already, that one stands.

        Args:
            time_map: it names both releases.
            project: whose map it is.
            person: who made it, or had it made.

        Raises:
            StoreError: it does not name its releases.
        """
        source, target = time_map.source_release, time_map.target_release
        if source is None or target is None:
            raise StoreError("a map that is kept names the releases that it leads between; this one does not")
        map_id = self.map_id(source, target, project)
        self._handle.write("ensure_person", person=person)
        self._handle.write(
            "ensure_time_map",
            map_id=map_id,
            project=project,
            source=source,
            target=target,
            patch=write_patch(time_map),
            person=person,
        )
        found = self.log(map_id)
        assert found is not None
        return found

    def steps(self, map_id: str, after: int = 0) -> Sequence[MapStep]:
        """The steps of a map beyond the first ``after``, oldest first."""
        rows = self._handle.rows("time_map_steps", map_id=_checked(map_id, "a map's identity"), after=after)
        return [
            MapStep(
                str(step_id),
                cast("StepKind", str(kind)),
                str(person),
                None if edit is None else edit_from_json(json.loads(str(edit))),
                str(created),
            )
            for _, step_id, person, kind, edit, created in rows
        ]

    def save(self, log: MapLog, step: MapStep) -> MapLog:
        """Add a step; once this returns it is on disk. One that is there already is not added again.

        Args:
            log: the map as it is known; what others did since is read first.
            step: what somebody did.

        Returns:
            The map with the step, and with what others did.

        Raises:
            MapEditRefused: the step makes no sense upon what is there; nothing was written.
            MalformedMessage: its identity is none.
        """
        step_id = _checked(step.step_id, "a step's identity")
        self._handle.write("ensure_person", person=step.person)
        for _ in range(_TRIES):
            log = self.refreshed(log)
            if any(one.step_id == step_id for one in log.steps):
                return log
            log.with_step(step)
            self._handle.write(
                "time_map_step",
                map_id=log.map_id,
                step=len(log.steps) + 1,
                step_id=step_id,
                person=step.person,
                kind=step.kind,
                edit=None if step.edit is None else json.dumps(edit_to_json(step.edit)),
            )
            log = self.refreshed(log)
            if any(one.step_id == step_id for one in log.steps):
                return log
        raise StoreError(
            f"the step {step_id} could not be written: it belongs to another map, or others write to this "
            "one without a pause"
        )

    def refreshed(self, log: MapLog) -> MapLog:
        """The map with the steps that others added since."""
        return _folded(log, self.steps(log.map_id, len(log.steps)), list(log.left_out))

    def current(self, map_id: str) -> TimeMap:
        """A map as people left it. Raises ``StoreError`` where there is none such."""
        found = self.log(map_id)
        if found is None:
            raise StoreError(f"there is no time map {map_id!r} in {self._handle.path}")
        return found.state.time_map

    def known(self, source: str, target: str) -> list[KnownMap]:
        """Maps of two releases in any project, in either direction; the one touched last comes first."""
        rows = self._handle.rows("time_maps_between", source=source, target=target)
        return [KnownMap(*map(str, row)) for row in rows]

    def of(self, releases: Iterable[str], projects: Iterable[str] = ()) -> list[TimeMap]:
        """The maps from or to some releases as people left them: of each pair that which was touched last.

        Args:
            releases: identities of releases.
            projects: only maps of these; without any of all.
        """
        wanted, of = set(releases), set(projects)
        found: dict[frozenset[str], TimeMap] = {}
        for one in [KnownMap(*map(str, row)) for row in self._handle.rows("time_maps_known")]:
            ends = frozenset((one.source_release, one.target_release))
            if ends & wanted and ends not in found and (not of or one.project in of):
                found[ends] = self.current(one.map_id)
        return list(found.values())

    def between(self, source: str, target: str, project: str | None = None) -> TimeMap | None:
        """The map from one release to another as people left it; ``None`` where there is none.

        Args:
            source: identity of a release.
            target: identity of another one.
            project: only the map of this project counts; ``None``: of any, the one touched last.

        A map that leads the other way is turned round, unless it shows something twice.
        """
        for one in self.known(source, target):
            if project is not None and one.project != project:
                continue
            found = self.current(one.map_id)
            if (one.source_release, one.target_release) == (source, target):
                return found
            try:
                return found.inverted()
            except ValueError:
                # Footage that one release has once and the other twice has no way back.
                continue
        return None


def _folded(log: MapLog, steps: Sequence[MapStep], left_out: list[tuple[MapStep, str]]) -> MapLog:
    state = log.state
    for step in steps:
        try:
            state = state.after(step)
        except MapEditRefused as error:
            left_out.append((step, str(error)))
    return MapLog(log.map_id, (*log.steps, *steps), state, tuple(left_out))


def _checked(identity: str, what: str) -> str:
    if not _STEP_ID.fullmatch(identity):
        raise MalformedMessage(f"{what} is a UUID, not {identity!r:.60}")
    return identity
