"""What a browser may ask of the time map between two releases. See ``docs/wire.md``."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast, get_args

from animewidgets.errors import (
    AlignmentUnderWay,
    AnalysisCancelled,
    AnimeWidgetsError,
    MalformedMessage,
    SameRelease,
)
from animewidgets.store.time_maps import MapLog, TimeMaps
from animewidgets.timebase import Span
from animewidgets.timemaps import PieceRole, TimeMap, read_patch, write_patch
from animewidgets.timemaps.complete import check_releases, completed, empty_map
from animewidgets.timemaps.edits import MapEdit, Proposed
from animewidgets.timemaps.edits_json import edit_from_json, edit_to_json
from animewidgets.timemaps.keeping import keep_over, kept_pieces
from animewidgets.timemaps.patch import patch_to_json
from animewidgets.timemaps.steps import MapState, MapStep, StepKind
from animewidgets.widgets.channel import JSON, Buffers, Method, Params, Reply, error_of

if TYPE_CHECKING:
    from animewidgets.media import FrameSource, Media
    from animewidgets.store import Store

#: Characters of a patch file that is brought in; hosts take no larger messages.
LONGEST_PATCH = 9_000_000

# Seconds between two words on how far it is.
_PACE = 0.2
# Of the way, each fingerprint is so much; those that were made before take no time.
_FINGERPRINT = 0.4
# Of the rest so much is aligning; then pictures are compared.
_ALIGNING = 0.1

#: Told an event and its data.
Tell = Callable[[str, Params], None]
#: Told a share from 0 to 1, and what is being done.
Progress = Callable[[float, str], None]


class MapDesk:
    """One person's place at the map between two releases: all that a browser or Python may do to it.

    Args:
        store: where the map and its steps are.
        source: the release that it leads from.
        target: the release that it leads to.
        project: whose map it is.
        person: who this is.
        time_map: what to begin with where the store has no map of the two.

    Raises:
        SameRelease: both are one release.
        MapOfOthers: ``time_map`` is of others.
    """

    def __init__(
        self,
        store: Store,
        source: Media,
        target: Media,
        project: str,
        person: str,
        time_map: TimeMap | None = None,
    ) -> None:
        if source.release_id == target.release_id:
            raise SameRelease(
                f"{source.name!r} and {target.name!r} are the same release: give two editions of an episode"
            )
        self.store = store
        self.media = (source, target)
        self.project = project
        self.person = person
        self._lock = threading.RLock()
        self._cancel: threading.Event | None = None
        self._thread: threading.Thread | None = None
        self._releases = (source.release_id, target.release_id)
        self._time_bases = (source.time_base, target.time_base)
        self._spans = (_span(source), _span(target))
        for one in self.media:
            _make_known(store, one)
        given = None if time_map is None else self.checked(time_map)
        self._log: MapLog | None = store.time_maps.open(*self._releases, project)
        if self._log is None:
            # Somebody may have begun it from the other side.
            given = given or store.time_maps.between(*self._releases, project)
            if given is not None:
                self._log = store.time_maps.begin(self.checked(given), project=project, person=person)

    # --- what there is -----------------------------------------------------------------------------

    @property
    def map_id(self) -> str:
        """Identity of the map in the store."""
        return TimeMaps.map_id(*self._releases, self.project)

    @property
    def log(self) -> MapLog | None:
        """The map with its steps, as it was last seen; ``None`` where nobody made one yet."""
        return self._log

    @property
    def state(self) -> MapState:
        """The map as it is, also where nobody made one yet."""
        return MapState.of(self._empty()) if self._log is None else self._log.state

    def checked(self, time_map: TimeMap) -> TimeMap:
        """A map of these two releases, from the first to the second, that says something of every tick.

        Raises:
            MapOfOthers: it is of others.
        """
        return completed(check_releases(time_map, self._releases, self._time_bases), *self._spans)

    def hello(self) -> dict[str, JSON]:
        """What ``hello`` tells of the map."""
        with self._lock:
            if self._log is None:
                self._log = self.store.time_maps.open(*self._releases, self.project)
            else:
                self._log = self.store.time_maps.refreshed(self._log)
            log = self._log
            return {
                "map": None if log is None else patch_to_json(log.state.time_map),
                "base": None if log is None else patch_to_json(log.state.base),
                "map_id": self.map_id,
                "steps": [] if log is None else [step_to_json(one) for one in log.steps],
                "anchors": self._anchors(),
                "person": self.person,
                "project": self.project,
                "can_align": True,
                "aligning": self._thread is not None,
                "roles": list(get_args(PieceRole)),
            }

    def _anchors(self) -> list[JSON]:
        return [{"source": one.source, "target": one.target} for one in self.state.anchors]

    def _empty(self) -> TimeMap:
        return empty_map(*self._spans, self._time_bases, self._releases)

    # --- what is done to it ------------------------------------------------------------------------

    def take(self, step: MapStep) -> MapLog:
        """Put a step on disk; one that is there already is told again.

        Raises:
            MapEditRefused: it makes no sense upon what is there.
            MapOfOthers: it would put a map of other releases in place.
        """
        if isinstance(step.edit, Proposed):
            step = replace(step, edit=Proposed(self.checked(step.edit.time_map)))
        with self._lock:
            if self._log is None:
                base = self._empty()
                # What is refused must leave nothing behind.
                MapState.of(base).after(step)
                self._log = self._begin(base)
            self._log = self.store.time_maps.save(self._log, step)
            return self._log

    def edit(self, edit: MapEdit) -> MapLog:
        """Make an edit as this person."""
        return self.take(MapStep(str(uuid.uuid4()), "edit", self.person, edit))

    def replace(self, time_map: TimeMap) -> MapLog:
        """Put another map in the place of all that is: the first one, or a step that can be undone."""
        checked = self.checked(time_map)
        with self._lock:
            if self._log is None:
                self._log = self._begin(checked)
                return self._log
            return self.edit(Proposed(checked))

    def _begin(self, base: TimeMap) -> MapLog:
        return self.store.time_maps.begin(base, project=self.project, person=self.person)

    # --- aligning ----------------------------------------------------------------------------------

    def align(self, progress: Progress, cancel: threading.Event) -> MapLog:
        """Look for the map from the media, keeping what people said, and put it in place.

        Args:
            progress: told a share from 0 to 1, and what is being done.
            cancel: what ends it.

        Raises:
            AnalysisCancelled: it was cancelled; nothing changed.
        """
        from animewidgets.analysis.align import as_time_map, find_alignment
        from animewidgets.analysis.align.refine import refine
        from animewidgets.analysis.fingerprint import fingerprint

        made = []
        for n, media in enumerate(self.media):
            name = f"Fingerprint of {media.name}"

            def tell(done: int, total: int, n: int = n, name: str = name) -> None:
                progress(_FINGERPRINT * (n + done / max(1, total)), name)

            made.append(fingerprint(media, progress=tell, cancel=cancel))
        anchors = [
            (float(one.source * self._time_bases[0]), float(one.target * self._time_bases[1]))
            for one in self.state.anchors
        ]
        found = find_alignment(
            made[0],
            made[1],
            progress=lambda share: progress(2 * _FINGERPRINT + _ALIGNING * share, "Aligning"),
            cancel=cancel,
            anchors=anchors,
        )
        # What people said stands when the pictures are looked at, and is not touched then.
        proposal = keep_over(self.checked(as_time_map(found)), kept_pieces(self.state.time_map))
        looked = 2 * _FINGERPRINT + _ALIGNING
        proposal = refine(
            proposal,
            *self.media,
            progress=lambda share: progress(looked + (1 - looked) * share, "Comparing pictures"),
            cancel=cancel,
        )
        with self._lock:
            if self._log is not None:
                # What people did while it ran is kept as well.
                self._log = self.store.time_maps.refreshed(self._log)
                proposal = keep_over(proposal, kept_pieces(self._log.state.time_map))
            return self.replace(proposal)

    def start_aligning(self, tell: Tell) -> None:
        """:meth:`align` on a thread of its own; events tell how far it is and how it ended.

        Raises:
            AlignmentUnderWay: it runs already.
        """
        with self._lock:
            if self._thread is not None:
                raise AlignmentUnderWay("these two releases are being aligned already: wait, or stop it")
            cancel = self._cancel = threading.Event()
            self._thread = threading.Thread(
                target=self._run, args=(tell, cancel), name="animewidgets-align", daemon=True
            )
            self._thread.start()

    def _run(self, tell: Tell, cancel: threading.Event) -> None:
        told = 0.0

        def progress(share: float, what: str) -> None:
            nonlocal told
            now = time.monotonic()
            if now - told >= _PACE:
                told = now
                tell("align.progress", {"share": round(share, 4), "what": what})

        event: tuple[str, Params]
        try:
            log = self.align(progress, cancel)
            event = ("align.done", map_reply(log))
        except AnalysisCancelled as error:
            event = ("align.failed", {"message": str(error), "cancelled": True})
        except AnimeWidgetsError as error:
            event = ("align.failed", {"message": str(error_of(error)["message"]), "cancelled": False})
        except Exception as error:  # the edge of a thread: whatever it was, the page learns that it ended
            event = ("align.failed", {"message": str(error_of(error)["message"]), "cancelled": False})
            raise
        finally:
            with self._lock:
                self._thread = self._cancel = None
            tell(*event)

    def cancel(self) -> bool:
        """Stop aligning; whether it ran."""
        with self._lock:
            if self._cancel is None:
                return False
            self._cancel.set()
            return True

    def close(self, patience: float) -> None:
        """Stop aligning, and wait so many seconds at most for it to end."""
        self.cancel()
        thread = self._thread
        if thread is not None:
            thread.join(patience)

    # --- the wire ----------------------------------------------------------------------------------

    def methods(self, tell: Tell) -> dict[str, Method]:
        """``map.…``; ``tell`` sends events."""

        def step(params: Params, _buffers: Buffers) -> Reply:
            return Reply(map_reply(self.take(step_from_json(params, self.person))))

        def align(params: Params, _buffers: Buffers) -> Reply:
            _only(params)
            self.start_aligning(tell)
            return Reply({})

        def cancel(params: Params, _buffers: Buffers) -> Reply:
            _only(params)
            return Reply({"running": self.cancel()})

        def patch(params: Params, _buffers: Buffers) -> Reply:
            _only(params)
            return Reply({"name": f"{self._names()}.patch.json", "text": write_patch(self.state.time_map)})

        def otio(params: Params, _buffers: Buffers) -> Reply:
            from animewidgets.datasets.time_map_otio import write_otio

            _only(params)
            source, target = (one.name for one in self.media)
            text = write_otio(self.state.time_map, source_name=source, target_name=target)
            return Reply({"name": f"{self._names()}.otio", "text": text})

        def load(params: Params, _buffers: Buffers) -> Reply:
            _only(params, "text")
            text = params.get("text")
            if not isinstance(text, str) or len(text) > LONGEST_PATCH:
                raise MalformedMessage(f"text is that of a patch file, at most {LONGEST_PATCH} characters")
            return Reply(map_reply(self.replace(read_patch(text))))

        return {
            "map.step": Method(step, "ordered"),
            "map.align": Method(align),
            "map.cancel": Method(cancel),
            "map.patch": Method(patch, "ordered"),
            "map.otio": Method(otio, "ordered"),
            "map.load": Method(load, "ordered"),
        }

    def _names(self) -> str:
        source, target = (one.name for one in self.media)
        return f"{source}-to-{target}"


def map_reply(log: MapLog) -> dict[str, JSON]:
    """A map as replies and events tell it: the number of its last step, and the patch."""
    return {"step": len(log.steps), "map": patch_to_json(log.state.time_map)}


def step_to_json(step: MapStep) -> dict[str, JSON]:
    """A step as ``hello`` tells it."""
    return {
        "step_id": step.step_id,
        "kind": step.kind,
        "edit": None if step.edit is None else edit_to_json(step.edit),
        "person": step.person,
        "created": step.created,
    }


def step_from_json(data: Params, person: str) -> MapStep:
    """A step as a browser sends it, made by ``person``.

    Raises:
        MalformedMessage: it is none; the message names the field.
    """
    _only(data, "step_id", "kind", "edit")
    step_id, kind = data.get("step_id"), data.get("kind")
    if not isinstance(step_id, str):
        raise MalformedMessage(f"step_id is the identity of a step, not {step_id!r:.60}")
    if kind not in get_args(StepKind):
        raise MalformedMessage(f"kind is one of 'edit', 'undo' and 'redo', not {kind!r:.60}")
    edit = data.get("edit")
    if (kind == "edit") != (edit is not None):
        raise MalformedMessage(f"a step of the kind {kind!r} has {'an' if kind == 'edit' else 'no'} edit")
    return MapStep(step_id, cast("StepKind", kind), person, None if edit is None else edit_from_json(edit))


def prefixed(prefix: str, methods: Mapping[str, Method]) -> dict[str, Method]:
    """The methods of one of several releases: the same ones, with a prefix."""
    return {f"{prefix}.{name}": method for name, method in methods.items()}


def _only(params: Params, *names: str) -> None:
    if unknown := params.keys() - set(names):
        raise MalformedMessage(f"{min(unknown)!r} is no parameter of this method")


def _span(media: FrameSource) -> Span:
    return Span(int(media.index.pts[0]), int(media.index.end_pts))


def _make_known(store: Store, media: FrameSource) -> None:
    store.ensure_release(
        media.release_id,
        media.name,
        time_base=media.time_base,
        pts=media.index.pts,
        end_pts=media.index.end_pts,
        frame_rate=media.info.frame_rate,
        width=media.info.width,
        height=media.info.height,
    )


__all__: Sequence[str] = ["MapDesk", "map_reply", "prefixed", "step_from_json", "step_to_json"]
