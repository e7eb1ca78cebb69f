"""Making pairs files at a browser's request. See ``docs/wire.md``."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, cast

from animewidgets.datasets.pairs.fingerprints import fingerprints_of
from animewidgets.datasets.pairs.private import EXTRAS, Extra
from animewidgets.errors import AnalysisCancelled, MalformedMessage, PairsError
from animewidgets.store.exchange import Exchange
from animewidgets.widgets.channel import JSON, Buffers, Method, Params, Reply
from animewidgets.widgets.lanes import Cancelled, cancel_event, raise_if_cancelled
from animewidgets.widgets.media_methods import LARGEST_RANGE, integer
from animewidgets.widgets.pairs_maps import GivenMaps
from animewidgets.widgets.pairs_media import MediaAtHand, Tell
from animewidgets.widgets.pairs_words import contents_of

if TYPE_CHECKING:
    from animewidgets.store import Store

LONGEST_NAME = 100
LONGEST_LICENCE = 200
#: The folder beside the store that files are written to.
FOLDER = "pairs"


class GiveDesk:
    """What the tab *Give* asks: what there is, what a file would hold, the file itself.

    Args:
        store: where the labels are.
        media: what is at hand, for hashes of the annotated frames.
        maps: time maps that were given.
    """

    def __init__(self, store: Store, media: MediaAtHand, maps: GivenMaps) -> None:
        self._store = store
        self._media = media
        self._maps = maps
        self._made: tuple[str, bytes] | None = None

    def told(self) -> dict[str, JSON]:
        """What the store has, task by task, for ``hello``."""
        exchange = Exchange(self._store)
        tasks = exchange.tasks()
        counts = exchange.counts()
        names = {
            one.release_id: one.name for one in exchange.releases(sorted({one.release_id for one in tasks}))
        }
        return {
            "tasks": [
                {
                    "project": one.project,
                    "release_id": one.release_id,
                    "release": names.get(one.release_id, one.release_id),
                    "counts": dict(counts[one.task_id]),
                }
                for one in tasks
                if one.task_id in counts
            ],
            "extras": list(EXTRAS),
            "folder": f"{FOLDER}, beside the store",
        }

    def methods(self, tell: Tell) -> dict[str, Method]:
        """``give.list``, ``give.count``, ``give.make`` and ``give.fetch``."""

        def count(params: Params, _buffers: Buffers) -> Reply:
            from animewidgets.datasets.pairs import collect

            with collect(
                self._store,
                "count",
                projects=_names(params, "projects"),
                releases=_names(params, "releases"),
                include=_extras(params),
                cancel=cancel_event(),
            ) as pairs:
                return Reply({"contents": cast("JSON", contents_of(pairs))})

        def make(params: Params, _buffers: Buffers) -> Reply:
            return Reply(self._make(params, tell))

        def fetch(params: Params, _buffers: Buffers) -> Reply:
            if self._made is None or params.get("digest") != self._made[0]:
                raise MalformedMessage("that file is not here any more: make it again")
            data = self._made[1]
            start = integer(params, "start", 0, len(data))
            stop = min(len(data), integer(params, "stop", start, start + LARGEST_RANGE))
            return Reply({"start": start, "stop": stop}, [data[start:stop]])

        return {
            "give.list": Method(lambda _params, _buffers: Reply(self.told()), "thumbnails"),
            "give.count": Method(count, "analysis"),
            "give.make": Method(make, "analysis"),
            "give.fetch": Method(fetch),
        }

    def _make(self, params: Params, tell: Tell) -> dict[str, JSON]:
        from animewidgets.datasets.pairs import (
            make_pairs,
            named_map,
            open_pairs,
            target_in_store,
            target_of,
        )

        name = _text(params, "name", LONGEST_NAME).strip()
        licence = _text(params, "licence", LONGEST_LICENCE).strip()
        if not name:
            raise PairsError("say what the dataset is called")
        projects, releases = _names(params, "projects"), _names(params, "releases")
        exchange = Exchange(self._store)
        wanted = sorted({one.release_id for one in exchange.tasks(projects, releases)})
        media = []
        hashed, printed = params.get("hashes") is not False, params.get("fingerprints") is not False
        if hashed or printed:
            tell("opening the media", 0, 0)
            media = [one for one in self._media.at_hand(wanted) if one.release_id in wanted]
        sides = [target_of(one) for one in self._media.given()]
        sides += [target_in_store(one) for one in exchange.releases(wanted)]
        maps = [named_map(one, sides) for one in self._maps.maps]

        def progress(text: str) -> None:
            raise_if_cancelled()
            tell(text, 0, 0)

        with tempfile.TemporaryDirectory(prefix="pairs-") as folder:
            try:
                path = make_pairs(
                    Path(folder) / file_name(name),
                    self._store,
                    name=name,
                    projects=projects,
                    releases=releases,
                    licence=licence,
                    include=_extras(params),
                    media=media if hashed else (),
                    maps=maps,
                    fingerprints=printed and (hashed or fingerprints_of(media, progress, cancel_event())),
                    progress=progress,
                    cancel=cancel_event(),
                )
            except AnalysisCancelled as error:
                raise Cancelled("nobody waits for the file any more") from error
            progress("checking what was written")
            with open_pairs(path) as pairs:
                contents = contents_of(pairs)
            data = path.read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        told: dict[str, JSON] = {
            "file": file_name(name),
            "digest": digest,
            "bytes": len(data),
            "contents": contents,
            "written": None,
        }
        if params.get("into") == "folder":
            told["written"] = self._write(file_name(name), data)
        self._made = digest, data
        return told

    def _write(self, name: str, data: bytes) -> str:
        """Write into the folder beside the store, under a name that is free; what the page may know of it."""
        folder = self._store.path.parent / FOLDER
        try:
            folder.mkdir(parents=True, exist_ok=True)
            stem, number, path = Path(name).stem, 1, folder / name
            while True:
                try:
                    with path.open("xb") as file:
                        file.write(data)
                    break
                except FileExistsError:
                    number += 1
                    path = folder / f"{stem}-{number}.pairs"
        except OSError as error:
            raise PairsError(f"the file cannot be written beside the store: {error.strerror}") from error
        return f"{FOLDER}/{path.name}"


def file_name(name: str) -> str:
    """What the file of a dataset is called."""
    kept = "".join(one if one.isalnum() or one in "._-" else "-" for one in name).strip("-.")
    return f"{kept or 'labels'}.pairs"


def _text(params: Params, name: str, longest: int) -> str:
    value = params.get(name, "")
    if not isinstance(value, str) or len(value) > longest:
        raise MalformedMessage(f"{name} must be a text of at most {longest} characters")
    return value


def _names(params: Params, name: str) -> list[str]:
    value = params.get(name)
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise MalformedMessage(f"{name} must be a list of texts")
    return cast("list[str]", value)


def _extras(params: Params) -> list[Extra]:
    asked = _names(params, "include")
    if unknown := set(asked) - set(EXTRAS):
        raise MalformedMessage(f"{min(unknown)!r} is nothing that can be taken along")
    return [one for one in EXTRAS if one in asked]
