"""Frame keys as people write them down: an example frame of a category, a link in guidelines."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST_RELEASE_ID = 200
LONGEST_NOTE = 1_000

_WRITTEN = re.compile(r"(-?\d{1,18})(?:@([^\s()<>]{1,200}))?")
_RELEASE_ID = re.compile(r"[^\s()<>@\x00-\x1f\x7f\ud800-\udfff]{1,200}")


@dataclass(frozen=True, slots=True)
class Example:
    """A frame that shows what is meant: a frame key and, where there is more to say, a note.

    Args:
        release_id: identity of the release.
        pts: tick of the frame, in the release's time base.
        note: what is to be seen there; at most 1,000 characters.

    Raises:
        ValueError: the identity is none, or the note is too long.
    """

    release_id: str
    pts: int
    note: str = ""

    def __post_init__(self) -> None:
        if not _RELEASE_ID.fullmatch(self.release_id):
            raise ValueError(f"an example needs the identity of a release, not {self.release_id!r}")
        if len(self.note) > LONGEST_NOTE:
            raise ValueError(f"a note has at most {LONGEST_NOTE} characters, got {len(self.note)}")

    def __str__(self) -> str:
        return f"{self.pts}@{self.release_id}"


def read_frame_key(text: str) -> tuple[str | None, int]:
    """Release (``None``: the one that is open) and tick of a frame key as it is written: ``PTS@RELEASE``.

    >>> read_frame_key("912912@bd-01")
    ('bd-01', 912912)

    Raises:
        ValueError: it is none.
    """
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"{text!r} is no frame key: write the tick, @ and the release, as in 912912@bd-01")
    return found[2], int(found[1])
