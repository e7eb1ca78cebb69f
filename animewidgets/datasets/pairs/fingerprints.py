"""Fingerprints in pairs files: made of the media that is at hand, and checked before anybody uses them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from animewidgets.analysis.fingerprint import Fingerprint
from animewidgets.datasets.pairs.contents import Pairs
from animewidgets.datasets.pairs.parts import MOST_FINGERPRINT_BYTES, named_part
from animewidgets.errors import CorruptPairs, FingerprintError, FingerprintTooNew

if TYPE_CHECKING:
    from threading import Event

    from animewidgets.media import FrameSource


def fingerprints_of(
    media: Iterable[FrameSource],
    tell: Callable[[str], None] | None = None,
    cancel: Event | None = None,
) -> dict[str, bytes]:
    """The stored fingerprints of the releases that some files play, by release; images have none.

    What the cache has is not made again; all else decodes the file once, at many times its speed.

    Raises:
        AnalysisCancelled: ``cancel`` was set; what was decoded need not be decoded again.
        MediaError: a file cannot be read, or not one frame of it decoded.
    """
    from animewidgets.analysis.fingerprint import fingerprint
    from animewidgets.media import Media

    found: dict[str, bytes] = {}
    for one in media:
        if isinstance(one, Media):
            if tell is not None:
                tell(f"taking the fingerprint of '{one.name}'")
            found[one.release_id] = fingerprint(one, cancel=cancel).to_bytes()
    return found


def check_fingerprints(pairs: Pairs) -> None:
    """Refuse fingerprints that are damaged, or of something else than the releases of the file.

    Only their heads are read: columns are unpacked when somebody asks for them. Those that a newer
    animewidgets made stay, unread: the labels are of use without.

    Raises:
        CorruptPairs: the message names the part and what is wrong with it.
    """
    releases = pairs.releases
    names = {named_part("fingerprints", one, ".fp"): one for one in releases}
    for part in pairs.parts("fingerprints/"):
        release_id = names.get(part)
        if release_id is None:
            raise _wrong(part, "releases.parquet has no such release")
        data = pairs.documents[part]
        if len(data) > MOST_FINGERPRINT_BYTES:
            raise _wrong(part, f"it has {len(data)} bytes, more than {MOST_FINGERPRINT_BYTES}")
        try:
            release, frames = Fingerprint.told(data)
        except FingerprintTooNew:
            continue
        except FingerprintError as error:
            raise _wrong(part, str(error)) from error
        if release != release_id:
            raise _wrong(part, f"it is the fingerprint of {release!r}")
        there = len(releases[release_id].place.axis.pts)
        if frames != there:
            raise _wrong(part, f"it is of {frames} frames, but the release has {there}")


def _wrong(part: str, told: str) -> CorruptPairs:
    return CorruptPairs(f"{part}: {told}", {"part": part})
