"""Which release a file is: by digests before anything is decoded, else by what it looks and sounds like."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from animewidgets.analysis.fingerprint import Fingerprint, fingerprint
from animewidgets.analysis.identify.candidates import Candidate
from animewidgets.analysis.identify.sieve import Sieve
from animewidgets.analysis.identify.verdict import KINDS, Comparison, Evidence, Kind, compare, compare_frames
from animewidgets.media import Media
from animewidgets.timemaps import TimeMap

#: Told what is going on, in words, and a share of it from 0 to 1.
Progress = Callable[[str, float], None]

#: A release that speaks less for itself in the quick look has nothing in common with the file.
LEAST = 0.05
# So many are aligned, and none that speaks for itself by less than this share of what the first one does.
_MOST_ALIGNED, _FAR_BEHIND = 4, 0.25


@dataclass(frozen=True, slots=True, eq=False)
class Match:
    """A release beside the file, with what they are to each other."""

    candidate: Candidate
    comparison: Comparison

    @property
    def kind(self) -> Kind:
        """What they are to each other."""
        return self.comparison.kind


@dataclass(frozen=True, slots=True, eq=False)
class Identification:
    """What a file is.

    Args:
        kind: the best that was found.
        best: the release that it was found for; ``None`` where it is unknown.
        others: what else has footage in common with it, the most first: further releases of the episode, or
            episodes with the same opening.
        asked: how many releases were known.
        unseen: how many of them could not be compared, since nobody made their fingerprint.
        seconds: length of the file; ``None`` where digests sufficed.
        notes: what is to be known of the file: it breaks off, shows nothing, is silent, is too short.
    """

    kind: Kind
    best: Match | None = None
    others: tuple[Match, ...] = ()
    asked: int = 0
    unseen: int = 0
    seconds: float | None = None
    notes: tuple[str, ...] = ()

    @property
    def release_id(self) -> str | None:
        """Identity of the release, or ``None``."""
        return None if self.best is None else self.best.candidate.release_id

    @property
    def time_map(self) -> TimeMap | None:
        """From the file to the release; ``None`` where digests sufficed: then frames are the same."""
        return None if self.best is None else self.best.comparison.time_map

    @property
    def evidence(self) -> Evidence | None:
        """What it rests on."""
        return None if self.best is None else self.best.comparison.evidence

    @property
    def confidence(self) -> float:
        """How sure it is, from 0 to 1."""
        return 0.0 if self.best is None else self.best.comparison.confidence


def identify(
    media: Media | Fingerprint,
    candidates: Iterable[Candidate],
    *,
    sound_stream: int = 0,
    progress: Progress | None = None,
    cancel: threading.Event | None = None,
    workers: int = 2,
    cache: bool = True,
) -> Identification:
    """Find out which of some releases a file is.

    The same bytes and the same coded pictures are known by digests, in the time that reading the file takes.
    Only where none agree is it decoded (unless its fingerprint is cached), looked at beside all candidates
    quickly, and aligned with the few that may be.

    Args:
        media: the file; or its fingerprint, which has no digest of the whole file.
        candidates: the releases that are known.
        sound_stream: rank of the stream of sound that is heard.
        progress: told what is going on.
        cancel: ends it from another thread.
        workers: threads that decode.
        cache: keep the fingerprint of the file, and use what was kept.

    Raises:
        AnalysisCancelled: ``cancel`` was set.
        MediaError: the file cannot be read, or not one frame of it decoded.
    """
    known = list(candidates)
    tell = progress or _silent
    notes = tuple(media.warnings) if isinstance(media, Media) else ()
    tell("reading", 0.0)
    same = [one for one in known if one.release_id == media.release_id]
    if same:
        found = sorted((_by_digest(media, one) for one in same), key=_order)
        return Identification(found[0].kind, found[0], tuple(found[1:]), len(known), notes=notes)
    if isinstance(media, Media):
        made = fingerprint(
            media,
            sound_stream=sound_stream,
            progress=lambda done, total: tell("looking at the file", done / max(1, total)),
            cancel=cancel,
            workers=workers,
            cache=cache,
        )
    else:
        made = media
    notes += tuple(_notes(made))
    matches, unseen = _compared(made, known, tell, cancel)
    best = matches[0] if matches and matches[0].kind != "unknown" else None
    return Identification(
        "unknown" if best is None else best.kind,
        best,
        tuple(one for one in matches if one is not best),
        len(known),
        unseen,
        made.seconds,
        notes,
    )


def _by_digest(media: Media | Fingerprint, candidate: Candidate) -> Match:
    digests = ["stream"]
    kind: Kind = "remuxed"
    if isinstance(media, Media) and media.identity().file_digest in candidate.file_digests():
        digests.insert(0, "file")
        kind = "exact"
    return Match(
        candidate, Comparison(kind, 1.0, Evidence(tuple(digests), share_of_file=1.0, share_of_release=1.0))
    )


def _compared(
    made: Fingerprint,
    known: Sequence[Candidate],
    tell: Progress,
    cancel: threading.Event | None,
) -> tuple[list[Match], int]:
    """Those that have something in common with the file, the best first; and how many could not be asked."""
    hopeful, unseen = likeliest(made, known, lambda share: tell("looking for it", share))
    matches: list[Match] = []
    # The same frames are told at once, however many there are.
    waiting: list[tuple[float, Candidate, Fingerprint]] = []
    for one in hopeful:
        same = compare_frames(made, one[2])
        if same is None:
            waiting.append(one)
        else:
            matches.append(Match(one[1], same))
    strongest = hopeful[0][0] if hopeful else 0.0
    room = _MOST_ALIGNED - len(matches)
    for n, (strength, candidate, theirs) in enumerate(waiting[: max(room, 0)]):
        if strength < _FAR_BEHIND * strongest and n:
            break
        name = f"aligning with '{candidate.name}'"

        def aligned(share: float, name: str = name) -> None:
            tell(name, share)

        found = compare(made, theirs, progress=aligned, cancel=cancel)
        if found.time_map is not None:
            matches.append(Match(candidate, found))
    return sorted(matches, key=_order), unseen


def likeliest(
    made: Fingerprint, known: Sequence[Candidate], tell: Callable[[float], None] | None = None
) -> tuple[list[tuple[float, Candidate, Fingerprint]], int]:
    """Releases that may have footage of a file, with what speaks for it, the most first.

    The second number says how many have no fingerprint, and could not be asked.
    """
    sieve, unseen = Sieve(made), 0
    hopeful: list[tuple[float, Candidate, Fingerprint]] = []
    for n, candidate in enumerate(known):
        if tell is not None:
            tell(n / len(known))
        theirs = candidate.fingerprint()
        if theirs is None:
            unseen += 1
            continue
        strength = sieve.strength(theirs)
        if strength >= LEAST:
            hopeful.append((strength, candidate, theirs))
    return sorted(hopeful, key=lambda one: -one[0]), unseen


def _order(one: Match) -> tuple[int, float, float]:
    evidence = one.comparison.evidence
    return KINDS.index(one.kind), -evidence.share, -one.comparison.confidence


def _notes(made: Fingerprint) -> Iterable[str]:
    from animewidgets.analysis.align.confidence import informative
    from animewidgets.analysis.align.tracks import pictures_of

    shown = pictures_of(made)
    changes = len(informative(shown.word, shown.blank))
    if shown.blank.all():
        yield "it shows nothing: every picture is one plain area"
    elif changes < 10:
        yield f"its picture changes {changes} times, and fewer than ten changes say too little to be sure"
    if not len(made.sound):
        yield "it has no sound: only its pictures were compared"
    elif not made.sound.any():
        yield "its sound is silence: only its pictures were compared"


def _silent(_what: str, _share: float) -> None:
    """Nobody listens."""
