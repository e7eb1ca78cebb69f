"""Taking pairs files in at a browser's request: open, bind, review, import. See ``docs/wire.md``."""

from __future__ import annotations

import re
import threading
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np

from animewidgets.annotations import state_to_wire
from animewidgets.datasets.pairs.inbox import LARGEST_FILE, Arriving, PairsInbox
from animewidgets.errors import AnalysisCancelled, MalformedMessage, PairsError
from animewidgets.widgets.channel import JSON, Buffers, Method, Params, Reply
from animewidgets.widgets.lanes import Cancelled, cancel_event, paced, raise_if_cancelled
from animewidgets.widgets.media_methods import integer
from animewidgets.widgets.pairs_maps import GivenMaps
from animewidgets.widgets.pairs_media import MediaAtHand, Tell
from animewidgets.widgets.pairs_reviews import Reviews, changes_of
from animewidgets.widgets.pairs_words import OUTCOMES, binding_told, contents_of

if TYPE_CHECKING:
    from animewidgets.datasets.pairs import Binding, Imported, Pairs, Target
    from animewidgets.datasets.pairs.labels import Labels
    from animewidgets.store import Store
    from animewidgets.timemaps import TimeMap

#: Bytes of one piece of an upload.
LARGEST_PIECE = 2 * 2**20
MOST_UPLOADS = 4
LONGEST_PROJECT = 100
#: So many of what was not brought in are named to the page.
MOST_NAMED = 200
_HEX_KEY = re.compile(r"[0-9a-fA-F]{64}")
_PACE = 0.2


@dataclass(eq=False)
class _Taken:
    """A file that is open."""

    digest: str
    pairs: Pairs
    contents: dict[str, JSON]
    binding: Binding | None = None
    labels: Labels | None = None
    told: dict[str, JSON] = field(default_factory=dict)


class TakeDesk:
    """What the tab *Take* asks.

    Args:
        store: where labels and decisions go.
        media: what is at hand.
        maps: time maps that were given.
        inbox: where files are kept that came in.
        person: who reviews.
        paths: whether files of this machine may be named.
    """

    def __init__(
        self,
        store: Store,
        media: MediaAtHand,
        maps: GivenMaps,
        inbox: PairsInbox,
        *,
        person: str,
        paths: bool,
    ) -> None:
        self._store = store
        self._media = media
        self._maps = maps
        self._inbox = inbox
        self._person = person
        self._paths = paths
        self._uploads: dict[str, Arriving] = {}
        self._taken: _Taken | None = None
        self._reviews = Reviews(store, person)
        self._lock = threading.RLock()

    def told(self) -> dict[str, JSON]:
        """What was opened before, for ``hello``."""
        return {"largest": LARGEST_FILE, "piece": LARGEST_PIECE, "recent": self._recent()}

    def methods(self, tell: Tell) -> dict[str, Method]:
        """The methods by name."""

        def bind(params: Params, _buffers: Buffers) -> Reply:
            return self._bind(params, tell)

        def bring_in(params: Params, _buffers: Buffers) -> Reply:
            return Reply(self._import(params, tell))

        def open_file(params: Params, _buffers: Buffers) -> Reply:
            tell("checking every part of it", 0, 0)
            return Reply(self._open(params))

        return {
            "take.upload": Method(self._upload),
            "take.open": Method(open_file, "analysis"),
            "take.close": Method(self._close, "analysis"),
            "take.forget": Method(self._forget),
            "take.bind": Method(bind, "analysis"),
            "take.label": Method(self._label, "assist"),
            "take.import": Method(bring_in, "analysis"),
            "review.decide": Method(self._decide, "ordered"),
        }

    def close(self) -> None:
        """Let go of the open file."""
        with self._lock:
            for one in self._uploads.values():
                one.abandon()
            self._uploads.clear()
            if self._taken is not None:
                self._taken.pairs.close()
            self._taken = None

    # --- files --------------------------------------------------------------------------------------

    def _recent(self) -> list[JSON]:
        return [
            {
                "digest": one.digest,
                "file": one.file,
                "name": one.name,
                "labels": one.labels,
                "bytes": one.size,
                "opened": one.opened,
            }
            for one in self._inbox.files()
        ]

    def _upload(self, params: Params, buffers: Buffers) -> Reply:
        """One piece of a file; with the last one its digest is told."""
        upload, size = params.get("upload"), integer(params, "size", 0)
        if not isinstance(upload, str) or not 8 <= len(upload) <= 64:
            raise MalformedMessage("upload must be a text of 8 to 64 characters")
        offset = integer(params, "offset", 0)
        if len(buffers) != 1 or len(buffers[0]) > LARGEST_PIECE:
            raise MalformedMessage(f"a piece is one buffer of at most {LARGEST_PIECE} bytes")
        with self._lock:
            arriving = self._uploads.get(upload)
            if arriving is None or offset == 0:
                if arriving is not None:
                    arriving.abandon()
                while len(self._uploads) >= MOST_UPLOADS:
                    self._uploads.pop(next(iter(self._uploads))).abandon()
                arriving = self._uploads[upload] = self._inbox.arriving(size)
            try:
                arriving.add(offset, buffers[0])
                if arriving.received < size:
                    return Reply({"received": arriving.received, "digest": None})
                digest = arriving.finish()
            except PairsError:
                arriving.abandon()
                del self._uploads[upload]
                raise
            del self._uploads[upload]
        return Reply({"received": size, "digest": digest})

    def _open(self, params: Params) -> dict[str, JSON]:
        from animewidgets.datasets.pairs import open_pairs

        digest, path, file = params.get("digest"), params.get("path"), params.get("file", "")
        if isinstance(path, str) and digest is None:
            if not self._paths:
                raise MalformedMessage("on this page no files of the kernel's machine can be named")
            given = Path(path.strip()).expanduser()
            if given.is_dir():
                raise PairsError(f"'{given.name}' is a folder: name a file")
            digest, file = self._inbox.keep(given), given.name
        if not isinstance(digest, str) or not isinstance(file, str) or len(file) > 255:
            raise MalformedMessage("name a file by its digest, or by its path")
        key = self._key(params)
        try:
            pairs = open_pairs(self._inbox.path(digest), public_key=key)
        except PairsError:
            if not any(one.digest == digest for one in self._inbox.files()):
                self._inbox.forget(digest)  # it never was one, and would only lie there
            raise
        contents = contents_of(pairs)
        if not file:
            file = next((one.file for one in self._inbox.files() if one.digest == digest), "")
        file = Path(file).name or f"{pairs.head.name}.pairs"
        self._inbox.opened(digest, file, pairs.head.name, pairs.count("annotations"))
        with self._lock:
            if self._taken is not None:
                self._taken.pairs.close()
            self._taken = _Taken(digest, pairs, contents)
        return {
            "digest": digest,
            "file": file,
            "contents": contents,
            "signed_by": key,
            "recent": self._recent(),
        }

    def _key(self, params: Params) -> str | None:
        key = params.get("key")
        if key is None or key == "":
            return None
        if not isinstance(key, str) or not _HEX_KEY.fullmatch(key.strip()):
            raise PairsError("a public key is 64 hexadecimal digits, as 'animewidgets pairs check' shows it")
        return key.strip().lower()

    def _close(self, _params: Params, _buffers: Buffers) -> Reply:
        with self._lock:
            if self._taken is not None:
                self._taken.pairs.close()
            self._taken = None
        return Reply({"recent": self._recent()})

    def _forget(self, params: Params, _buffers: Buffers) -> Reply:
        digest = params.get("digest")
        if not isinstance(digest, str):
            raise MalformedMessage("digest must be a text")
        self._inbox.forget(digest)
        return Reply({"recent": self._recent()})

    # --- binding ------------------------------------------------------------------------------------

    def _bind(self, params: Params, tell: Tell) -> Reply:
        from animewidgets.datasets.pairs import alike, bind, holds_of, maps_in_store, target_of
        from animewidgets.datasets.pairs.labels import labels_of
        from animewidgets.media import Media

        taken = self._file(params)
        pairs = taken.pairs
        tell("opening your media", 0, 0)
        own = [one.release_id for one in self._media.given()]
        in_library = [one.release_id for one in self._media.library.files() if one.release_id is not None]
        maps = [*self._maps.maps, *maps_in_store(self._store, pairs.releases, {*own, *in_library})]
        media = self._media.at_hand(sorted(_reached(pairs, maps)))
        looked, said = 0, ""

        def words(text: str) -> None:
            nonlocal looked, said
            raise_if_cancelled()
            looked, said = 0, text
            tell(text, 0, 0)

        pace = paced(lambda done, total: tell(said, done, total), _PACE)

        def frames(done: int) -> None:
            pace(done, 0)

        def carried(done: int, total: int) -> None:
            raise_if_cancelled()
            carrying(done, total)

        carrying = paced(lambda done, total: tell("carrying labels over", done, total), _PACE)
        targets: list[Target] = []
        try:
            for one in media:
                words(f"reading '{one.name}'")
                holds = holds_of(one) if params.get("holds") is True and isinstance(one, Media) else None
                targets.append(target_of(one, holds))
            for release_id in alike(pairs, targets, maps, self._media.library, words):
                source = self._media.source(release_id)
                if source is not None:
                    targets.append(target_of(source))
            binding = bind(
                pairs,
                targets,
                maps=maps,
                look=params.get("look") is not False,
                progress=words,
                frames=frames,
                cancel=cancel_event(),
            )
            labels = labels_of(binding, progress=carried)
        except AnalysisCancelled as error:
            raise Cancelled("nobody waits for the labels any more") from error
        told, columns = binding_told(binding, labels)
        with self._lock:
            if self._taken is not taken:
                raise PairsError("another file was opened meanwhile")
            taken.binding, taken.labels, taken.told = binding, labels, told
            decisions = self._reviews.of(taken.digest, _targets(binding), labels.ids)
        decided = np.array([one.sign for one in decisions], np.int8)
        moved = np.array([one.by for one in decisions], np.int16)
        described = cast("list[JSON]", told["columns"])
        told = told | {"columns": [*described, ["decision", "|i1"], ["by", "<i2"]]}
        buffers = [np.ascontiguousarray(one).tobytes() for one in (*columns, decided, moved)]
        return Reply(told, buffers)

    def _label(self, params: Params, _buffers: Buffers) -> Reply:
        """One label as it was and as it is on the person's own release."""
        taken = self._file(params)
        binding, labels = _bound(taken)
        row = integer(params, "row", 0, len(labels) - 1)
        found = binding.annotation(labels.ids[row])
        if found is None:
            return Reply({"row": row, "target": None, "parts": [], "why": labels.reasons[labels.reason[row]]})
        return Reply(
            {
                "row": row,
                "target": found.target.release_id,
                "was": {"annotation_id": found.was.annotation_id, **state_to_wire(found.was)},
                "parts": [{"annotation_id": one.annotation_id, **state_to_wire(one)} for one in found.parts],
                "outcome": OUTCOMES[found.outcome],
                "confidence": found.confidence,
                "why": found.why,
                "contributor": str(found.row["contributor"]),
            }
        )

    # --- deciding and importing ---------------------------------------------------------------------

    def _decide(self, params: Params, _buffers: Buffers) -> Reply:
        taken = self._file(params)
        binding, labels = _bound(taken)
        step = params.get("step_id")
        try:
            step_id = str(uuid.UUID(str(step)))
        except ValueError as error:
            raise MalformedMessage(f"step_id must be a UUID, not {step!r}") from error
        self._reviews.decide(
            taken.digest, _targets(binding), step_id, labels, changes_of(params, len(labels))
        )
        return Reply({"step_id": step_id})

    def _import(self, params: Params, tell: Tell) -> dict[str, JSON]:
        from animewidgets.datasets.pairs import Decision, import_pairs

        taken = self._file(params)
        binding, labels = _bound(taken)
        project = params.get("project")
        if not isinstance(project, str) or not 1 <= len(project.strip()) <= LONGEST_PROJECT:
            raise PairsError(f"say into which project, by a name of 1 to {LONGEST_PROJECT} characters")
        decisions = {
            labels.ids[n]: Decision(one.accepted or (one.sign == 0 and labels.outcome[n] == 0), one.by)
            for n, one in enumerate(self._reviews.of(taken.digest, _targets(binding), labels.ids))
        }
        told = paced(lambda done, total: tell("writing labels", done, total), _PACE)

        def progress(done: int, total: int) -> None:
            raise_if_cancelled()
            told(done, total)

        tell("checking the labels", 0, 0)
        done = import_pairs(
            taken.pairs,
            self._store,
            binding,
            project=project.strip(),
            decisions=decisions,
            reviewer=self._person,
            progress=progress,
        )
        return self._imported(done, project.strip(), sum(one.accepted for one in decisions.values()))

    def _imported(self, done: Imported, project: str, accepted: int) -> dict[str, JSON]:
        return {
            "project": project,
            "accepted": accepted,
            "added": done.added,
            "there": done.there,
            "nudged": done.nudged,
            "differs": [[one.annotation_id, one.why] for one in done.differs[:MOST_NAMED]],
            "differ": len(done.differs),
            "refused": [[one.annotation_id, one.why] for one in done.refused[:MOST_NAMED]],
            "refuse": len(done.refused),
            "places": self._places(project, done),
        }

    def _places(self, project: str, done: Imported) -> list[JSON]:
        """Where labels of the project now are: a release, and the page that shows them."""
        from animewidgets.store.exchange import Exchange

        exchange = Exchange(self._store)
        counts = exchange.counts()
        assert self._taken is not None
        binding, _labels = _bound(self._taken)
        targets = {one.target.release_id: one.target for one in binding.routes.values() if one.target}
        return [
            {
                "release_id": one.release_id,
                "release": targets[one.release_id].name,
                "page": self._store.template_of(one.task_id).opens.value,
                "labels": sum(counts.get(one.task_id, {}).values()),
                "new": one.task_id in done.tasks,
            }
            for one in exchange.tasks([project], sorted(targets))
        ]

    def _file(self, params: Params) -> _Taken:
        with self._lock:
            if self._taken is None or params.get("digest") != self._taken.digest:
                raise PairsError("that file is not open here any more: open it again")
            return self._taken


def _bound(taken: _Taken) -> tuple[Binding, Labels]:
    if taken.binding is None or taken.labels is None:
        raise PairsError("the file is not bound to your media yet")
    return taken.binding, taken.labels


def _targets(binding: Binding) -> Mapping[str, str | None]:
    """The releases that those of the file came to."""
    return {
        name: None if one.target is None else one.target.release_id for name, one in binding.routes.items()
    }


def _reached(pairs: Pairs, maps: list[TimeMap]) -> set[str]:
    """The releases that labels of a file may come to by its time maps or others."""
    named = {
        name
        for one in (*maps, *pairs.maps.values())
        for name in (one.source_release, one.target_release)
        if name is not None
    }
    return named | set(pairs.releases)
