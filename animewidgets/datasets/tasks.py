"""The task that annotations of a release belong to, and cuts on their way into it and out of it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from animewidgets.annotations import (
    CUT_TIMING,
    JSON,
    Annotation,
    Edit,
    Kind,
    Op,
    Receipt,
    ReleaseBounds,
    Template,
    edit_to_wire,
    parse_commit,
)
from animewidgets.annotations.validate import MAX_EDITS, MAX_NAME
from animewidgets.datasets.clock import FrameClock
from animewidgets.datasets.cutlist import Cut, CutList, attributes_of
from animewidgets.store import Store

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from animewidgets.media import FrameSource

# Bytes; a file of so many is read in some seconds.
_LARGE = 4 * 2**30


@dataclass(frozen=True, slots=True)
class Added:
    """What came of importing cuts: commits in the log, cuts made, frames skipped that had a cut already."""

    receipts: tuple[Receipt, ...]
    made: int
    skipped: int


def task_of(store: Store, media: FrameSource, project: str, template: Template = CUT_TIMING) -> str:
    """The task of labelling the release of a media file or of images; it, release and project are made.

    Raises what the store's methods ``ensure_release``, ``ensure_project`` and ``ensure_task`` raise.
    """
    return task_on(
        store,
        media.release_id,
        media.name,
        project,
        template,
        time_base=media.time_base,
        pts=media.index.pts,
        end_pts=media.index.end_pts,
        frame_rate=media.info.frame_rate,
        width=media.info.width,
        height=media.info.height,
        identities=digests_of(media),
    )


def task_on(
    store: Store,
    release_id: str,
    name: str,
    project: str,
    template: Template,
    *,
    time_base: Fraction,
    pts: Sequence[int] | NDArray[np.int64],
    end_pts: int,
    frame_rate: Fraction,
    width: int,
    height: int,
    identities: Mapping[str, str] | None = None,
) -> str:
    """:func:`task_of` of a release that is known without its media; see ``Store.ensure_release``."""
    store.ensure_release(
        release_id,
        name,
        time_base=time_base,
        pts=pts,
        end_pts=end_pts,
        frame_rate=frame_rate,
        width=width,
        height=height,
        identities=identities,
    )
    store.ensure_project(project, template)
    return store.ensure_task(project, release_id, template)


def digests_of(media: FrameSource) -> dict[str, str]:
    """Digests by which a release is known again, by kind; none of images.

    Of files larger than 4 GiB that of all bytes is left out: it would keep whoever opens one waiting.
    """
    from animewidgets.media import Media

    if not isinstance(media, Media):
        return {}
    if media.info.byte_size > _LARGE:
        return {"stream-sha256": media.stream_digest}
    identity = media.identity()
    return {"stream-sha256": identity.stream_digest, "file-sha256": identity.file_digest}


def clock_of_release(store: Store, release_id: str) -> FrameClock:
    """The clock of a release that the store knows; its first frame appears at 0:00.

    The store does not know where the container starts. Raises ``StoreError`` where it knows no such release.
    """
    known = store.release(release_id)
    return FrameClock.of_ticks(
        known.pts, known.time_base, end_pts=known.end_pts, rate=known.frame_rate, name=known.name
    )


def add_cuts(
    store: Store,
    task_id: str,
    cuts: CutList,
    clock: FrameClock,
    *,
    person: str,
    template: Template = CUT_TIMING,
    tool: str = "import",
    tool_version: str = "",
) -> Added:
    """Save a list of cuts as annotations, in commits of up to 1,000 edits.

    Each commit is atomic; they go through the same checks as what the editor sends. A frame that has a cut
    already is passed over, so that importing twice adds nothing.

    Args:
        store: where to.
        task_id: the task; see :func:`task_of`.
        cuts: of the task's release.
        clock: of the task's release.
        person: who imports.
        template: of the task.
        tool: what the log says made it.
        tool_version: likewise.

    Raises:
        WrongRelease: the list is of another release.
        AnnotationError: a cut breaks a rule of the template.
        StoreError: as :meth:`Store.commit` says.
    """
    cuts.check(clock)
    taken = {one.start_pts for one, _ in store.live(task_id) if one.kind is Kind.CUT}
    fresh = [cut for cut in cuts if clock.tick(cut.frame) not in taken]
    bounds = ReleaseBounds(clock.name, clock.pts, clock.end_pts)
    commits = [
        parse_commit(
            _wire(batch, clock, cuts.source, tool),
            task_id=task_id,
            person=person,
            tool_version=tool_version,
            template=template,
            bounds=bounds,
        )
        for batch in _batches(fresh)
    ]
    return Added(tuple(store.commit_many(commits)), len(fresh), len(cuts) - len(fresh))


def cuts_in(store: Store, task_ids: Iterable[str], clock: FrameClock) -> CutList:
    """The live cuts of tasks of one release."""
    found = [one for task_id in task_ids for one, _ in store.live(task_id)]
    return CutList.of_annotations(found, clock)


def _wire(cuts: Sequence[Cut], clock: FrameClock, source: str, tool: str) -> dict[str, JSON]:
    edits: list[JSON] = []
    for cut in cuts:
        annotation = Annotation(
            str(uuid.uuid4()),
            Kind.CUT,
            clock.tick(cut.frame),
            attributes=attributes_of(cut, clock),
            source=f"import:{source}"[:MAX_NAME],
            score=cut.score,
            comment=cut.name or None,
        )
        edits.append(edit_to_wire(Edit(Op.CREATE, annotation.annotation_id, 0, None, annotation)))
    return {
        "commit_id": str(uuid.uuid4()),
        "action": "do",
        "reverts": None,
        "active_ms": 0,
        "tool": tool,
        "edits": edits,
    }


def _batches(cuts: Sequence[Cut]) -> Iterable[Sequence[Cut]]:
    return (cuts[n : n + MAX_EDITS] for n in range(0, len(cuts), MAX_EDITS))
