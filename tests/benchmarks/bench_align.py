"""Aligning re-releases whose truth is known, two real releases, and what others do on the same edits.

python tests/benchmarks/bench_align.py [--mixed 172] [--tuning] [--peers 40] [--worst]

The numbers in the code were chosen by looking at the edits of --tuning; those of the test seeds, the
default, were not looked at. An edit is drawn, cut and encoded on first use (some seconds each) and kept as
fingerprints. Each kind of change comes once alone, then --mixed mixtures of three to seven kinds. ffsubsync
and alass are run where they are found on the path, on the first --peers edits.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from animewidgets.analysis.align import align, find_alignment
from animewidgets.analysis.fingerprint import Fingerprint, fingerprint
from animewidgets.demo.rerelease import TEST_SEEDS, TUNING_SEEDS
from animewidgets.media import open_media
from tests.benchmarks.align_edits import SHARED, Case, Score, case, kinds_of, score, score_times
from tests.benchmarks.align_peers import Floats, installed, line_by_line, single_offset, subtitle_program


def ours(cases: Sequence[Case], *, worst: bool) -> Score:
    """All edits, counted together."""
    total, took = Score(), 0.0
    for one in cases:
        start = time.process_time()
        found = find_alignment(one.source, one.target)
        took += time.process_time() - start
        mine = score(one, found)
        total = total + mine
        if worst and (
            mine.accuracy < 0.99 or mine.gross or mine.recall < 0.97 or max(mine.borders, default=0) > 1
        ):
            print(
                f"    {one.name}: {mine.accuracy:.4f} right, {mine.gross} gross, {mine.recall:.4f} found, "
                f"borders off by {[int(b) for b in mine.borders]}"
            )
    hard, told = np.array(total.borders), np.array(total.told, np.bool_)
    print(f"  frames mapped to within one frame    {total.accuracy:9.5f}   goal ≥ 0.99")
    print(f"  gross errors (more than 12 frames)   {total.gross:9d}   goal 0, of {total.mapped} frames")
    print(f"  frames with a counterpart, mapped    {total.recall:9.5f}")
    inserts = total.inserts_mapped / max(1, total.inserts)
    print(f"  inserts mapped                       {inserts:9.5f}   goal ≤ 0.005")
    print(f"  removed frames mapped                {total.removed_mapped / max(1, total.removed):9.5f}")
    print(f"  borders at hard edits within a frame {(hard <= 1).mean():9.3f}   of {len(hard)}")
    off = hard > 1
    print(f"  of the others, told as uncertain     {told[off].mean():9.3f}   of {off.sum()}")
    print(f"  borders within a frame or told       {(told | ~off).mean():9.3f}   goal 1")
    print(f"  calibration error of confidence      {total.calibration_error:9.4f}   goal ≤ 0.05")
    print(f"  processor time                       {took / max(1, len(cases)):9.2f} s an edit of 100 s")
    return total


def peers(cases: Sequence[Case], programs: int) -> None:
    """The same edits by sound alone."""
    ways: list[tuple[str, Callable[[Case], Floats | None], int]] = [
        ("one offset by sound", single_offset, len(cases)),
        ("line by line (as Sushi)", line_by_line, len(cases)),
    ]
    for program in ("ffsubsync", "alass"):
        if installed(program):
            ways.append((program, partial(subtitle_program, program=program), programs))
        else:
            print(f"  {program:25} is not installed here")
    for name, way, many in ways:
        total, gave_up = Score(), 0
        for one in cases[:many]:
            times = way(one)
            if times is None or np.isnan(times).all():
                gave_up += 1
                continue
            total = total + score_times(one, times)
        print(
            f"  {name:25} {total.accuracy:.4f} within a frame, "
            f"{total.gross / max(1, total.mapped):.4f} gross; "
            f"{gave_up} of {min(many, len(cases))} edits without an answer"
        )


def real_pair() -> None:
    """The cuts of two real releases, carried from one to the other."""
    truth_file = SHARED / "media" / "cut_truth.json"
    if not truth_file.is_file():
        print("  the clips are not here: set ANIMEWIDGETS_SHARED to the folder above media/")
        return
    truth = json.loads(truth_file.read_text("utf-8"))
    for part in ("T00-1", "T01-2"):
        names = f"popeye_pgs_{part}", f"popeye_vob_{part}"
        a, b = (_print(SHARED / "media" / f"{name}.mkv") for name in names)
        found = align(a, b)
        rows = []
        for cut, labelled in zip(truth[names[0]]["hard"], truth[names[1]]["hard"], strict=True):
            tick = found.apply(int(a.pts[cut]) + int(a.pts[cut + 1] - a.pts[cut]) // 4)
            frame = None if tick is None else int(np.searchsorted(b.pts, tick, side="right")) - 1
            # Labels were set by eye: the new shot is where the picture leaps next to it.
            near = b.picture[labelled - 3 : labelled + 4]
            seen = labelled - 2 + int(np.argmax(np.bitwise_count(near[1:] ^ near[:-1])))
            rows.append(f"{cut} → {frame} ({'lost' if frame is None else f'{frame - seen:+d}'})")
        print(f"  {part}: {', '.join(rows)}")


def unrelated() -> None:
    """Clips of other films: every map has to be empty."""
    names = (
        "popeye_pgs_T00-1.mkv", "popeye_pgs_T01-2.mkv", "popeye_vob_T00-1.mkv", "popeye_vob_T01-2.mkv",
        "nasa_13013.mp4", "sintel_trailer_480x204.mp4", "bbb_0_30_720p.webm",
    )  # fmt: skip
    same = {name: name.split("_")[0] + name.rsplit("_", 1)[-1] for name in names}
    prints = {n: _print(SHARED / "media" / n) for n in names if (SHARED / "media" / n).is_file()}
    pairs = [(a, b) for a in prints for b in prints if a < b and same[a] != same[b]]
    wrong = [pair for pair in pairs if find_alignment(prints[pair[0]], prints[pair[1]]).matches]
    print(f"  {len(wrong)} of {len(pairs)} pairs of clips that have nothing in common match: {wrong}")


def _print(path: Path) -> Fingerprint:
    with open_media(path) as media:
        return fingerprint(media)


def main() -> None:
    """Print the figures."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--mixed", type=int, default=172, help="how many mixtures")
    options.add_argument("--tuning", action="store_true", help="the edits used for choosing numbers, instead")
    options.add_argument("--peers", type=int, default=40, help="edits that programs are run on")
    options.add_argument("--worst", action="store_true", help="name the edits that went wrong")
    chosen = options.parse_args()
    seeds = TUNING_SEEDS if chosen.tuning else TEST_SEEDS
    cases = [case(seed, kinds) for seed, kinds in kinds_of(seeds, chosen.mixed)]
    print(
        f"{len(cases)} re-releases of {'tuning' if chosen.tuning else 'test'} seeds {seeds[0]} to {seeds[-1]}"
    )
    ours(cases, worst=chosen.worst)
    print("the same by others")
    peers(cases, chosen.peers)
    print("two real releases: cut → frame in the other one (frames off)")
    real_pair()
    print("unrelated clips")
    unrelated()


if __name__ == "__main__":
    main()
