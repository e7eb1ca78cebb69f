"""Identifying: the right class for every re-encode of every clip, no false match, and how long it takes.

python tests/benchmarks/bench_identify.py [--many 200]
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from functools import cache, partial
from pathlib import Path

import numpy as np

from animewidgets.analysis.fingerprint import Fingerprint, fingerprint
from animewidgets.analysis.identify import Candidate, Identification, compare, identify
from animewidgets.analysis.identify.identifier import LEAST
from animewidgets.analysis.identify.sieve import Sieve
from animewidgets.analysis.identify.verdict import KINDS
from animewidgets.media import open_media
from animewidgets.media.identity import file_digest
from tests.analysis.align.synthetic import drawings, noisy, release
from tests.benchmarks.identify_clips import NAMES, Variant, clips, variants


@cache
def print_of(path: Path) -> Fingerprint:
    """The fingerprint of a file."""
    with open_media(path) as media:
        return fingerprint(media)


def candidates(paths: dict[Path, str]) -> list[Candidate]:
    """All clips as a library knows them."""
    return [
        Candidate(
            print_of(path).release_id,
            path.name,
            "library",
            partial(_digests, path),
            partial(print_of, path),
        )
        for path in paths
    ]


def _digests(path: Path) -> frozenset[str]:
    return frozenset([file_digest(path)])


def classes(paths: dict[Path, str]) -> None:
    """The table of what each is and what it is taken for."""
    known = candidates(paths)
    footage = {one.release_id: paths[path] for one, path in zip(known, paths, strict=True)}
    rows: dict[str, Counter[str]] = {name: Counter() for name in NAMES}
    remarks: list[str] = []
    for path, own in paths.items():
        for variant in variants(path):
            with open_media(variant.path) as media:
                found = identify(media, known)
            rows[variant.name][found.kind] += 1
            if found.best is not None and footage[found.best.candidate.release_id] != own:
                remarks.append(f"FALSE MATCH: {_told(variant, path, found)}")
            elif found.kind != variant.kind:
                remarks.append(_told(variant, path, found))
    print(f"{'what it is':>16}  " + "  ".join(f"{kind:>13}" for kind in KINDS))
    for name, counts in rows.items():
        print(f"{name:>16}  " + "  ".join(f"{counts[kind] or '·':>13}" for kind in KINDS))
    print("\n".join(remarks) or "each is in the class that it belongs to")


def _told(variant: Variant, path: Path, found: Identification) -> str:
    evidence = found.evidence or (found.others[0].comparison.evidence if found.others else None)
    why = (
        "nothing in common"
        if evidence is None
        else f"{evidence.agreed}/{evidence.changes} changes, share {evidence.share:.2f}, "
        f"{evidence.agreeing}/{evidence.frames} frames"
    )
    return (
        f"{path.parent.name}/{path.name}, {variant.name}: {found.kind} instead of {variant.kind} "
        f"({found.confidence:.2f}; {why}; {'; '.join(found.notes)})"
    )


def strangers(paths: dict[Path, str]) -> None:
    """Everything that was made of a clip, among all clips but those of its footage: nothing may match."""
    known = dict(zip(paths, candidates(paths), strict=True))
    asked = wrong = aligned = 0
    strongest = 0.0
    for path, own in paths.items():
        others = [one for other, one in known.items() if paths[other] != own]
        for variant in variants(path):
            made = print_of(variant.path)
            sieve = Sieve(made)
            for one in others:
                theirs = one.fingerprint()
                assert theirs is not None
                strength = sieve.strength(theirs)
                strongest = max(strongest, strength)
                aligned += strength >= LEAST
            found = identify(made, others)
            asked += 1
            if found.kind != "unknown":
                wrong += 1
                print(f"  FALSE MATCH: {_told(variant, path, found)}")
    print(f"{wrong} of {asked} files match a stranger; the quick look lets {aligned} strangers pass, "
          f"the strongest with {strongest:.3f} (limit {LEAST})")  # fmt: skip


def relatives(paths: dict[Path, str]) -> None:
    """How strongly the quick look speaks for what is to be found: the weakest of each kind."""
    weakest = dict.fromkeys(NAMES, 9.0)
    for path in paths:
        for variant in variants(path):
            strength = Sieve(print_of(variant.path)).strength(print_of(path))
            weakest[variant.name] = min(weakest[variant.name], strength)
    print("weakest of its relatives in the quick look:", {k: round(v, 3) for k, v in weakest.items()})


def releases_of_one_footage(paths: dict[Path, str]) -> None:
    """Clips that are releases of one another, told apart by nobody but their makers."""
    for a in paths:
        for b in paths:
            if a != b and paths[a] == paths[b]:
                found = compare(print_of(a), print_of(b))
                print(f"  {a.name} beside {b.name}: {found.kind}, {found.confidence:.2f}")


def many(count: int) -> None:
    """One episode of 24 minutes among many, whose fingerprints are read from memory."""
    stored = {f"rel-{n}": release(drawings(n, 34_500), name=f"rel-{n}").to_bytes() for n in range(count)}
    known = [
        Candidate(name, name, "library", fingerprint=partial(Fingerprint.from_bytes, data))
        for name, data in stored.items()
    ]
    film = drawings(count // 2, 34_500)
    cut = np.concatenate([drawings(9999, 1500), film[:15_000], drawings(9998, 720), film[15_200:]])
    films = {
        "encoded anew": noisy(film, 1),
        "another release": noisy(cut, 2),
        "a stranger": drawings(7777, 34_500),
    }
    for name, words in films.items():
        start, busy = time.perf_counter(), time.process_time()
        found = identify(release(words, name="rel-new"), known)
        print(
            f"  {name} among {count} episodes of 24 minutes: {found.kind} {found.release_id}, "
            f"{time.process_time() - busy:.1f} s of processor time, "
            f"{time.perf_counter() - start:.1f} s by the clock"
        )


def main() -> None:
    """Print the figures."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--many", type=int, default=200, help="how many candidates to be quick among")
    chosen = options.parse_args()
    paths = clips()
    print(f"{len(paths)} clips, {len(NAMES)} files of each")
    classes(paths)
    relatives(paths)
    strangers(paths)
    print("real releases of one footage")
    releases_of_one_footage(paths)
    print("among many")
    many(chosen.many)


if __name__ == "__main__":
    main()
