"""Frames, cuts and SQL without a browser: what the timeline editor does, in forty lines.

Run it as it is: it makes a small numbered clip in a temporary folder, marks two cuts in a new store,
moves one, takes the move back, and asks the store in SQL.
"""

from __future__ import annotations

import tempfile
import uuid
from pathlib import Path

from animewidgets import Store, open_media
from animewidgets.annotations import CUT_TIMING, Action, Annotation, Commit, Edit, Kind, Op
from animewidgets.demo.clips import make_clip


def main() -> None:
    """Mark, move, undo, query."""
    with tempfile.TemporaryDirectory() as folder:
        clip = Path(folder) / "numbers.mp4"
        make_clip(clip, frames=120)
        with open_media(clip) as media, Store.open(Path(folder) / "annotations.duckdb") as store:
            # A frame is named by its release and its pts; the ordinal is derived from the index.
            picture = media.frame(48)
            print(f"frame 48 of {media.release_id} is at tick {picture.pts} of {media.time_base} s")

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
            store.ensure_project("example", CUT_TIMING)
            task = store.ensure_task("example", media.release_id, CUT_TIMING)

            def save(*edits: Edit, action: Action = Action.DO, reverts: str | None = None) -> Commit:
                commit = Commit(str(uuid.uuid4()), task, "me", edits, action=action, reverts=reverts)
                print(f"commit {store.commit(commit).number}: {action} {[edit.op.value for edit in edits]}")
                return commit

            def cut(ordinal: int) -> Annotation:
                return Annotation(str(uuid.uuid4()), Kind.CUT, int(media.index.pts[ordinal]))

            first, second = cut(48), cut(90)
            save(*(Edit(Op.CREATE, one.annotation_id, 0, after=one) for one in (first, second)))
            moved = Annotation(second.annotation_id, Kind.CUT, int(media.index.pts[91]))
            move = Edit(Op.UPDATE, second.annotation_id, 1, before=second, after=moved)
            made = save(move)
            save(move.inverse(), action=Action.UNDO, reverts=made.commit_id)

            print(store.sql("SELECT shot, start_frame, end_frame, duration FROM shots ORDER BY shot"))
            print(store.sql("SELECT number, action, op, frame, frame_before FROM history ORDER BY number"))


if __name__ == "__main__":
    main()
