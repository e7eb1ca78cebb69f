"""Roles of the parts of a broadcast: what is proposed against what is there, in seconds.

python tests/benchmarks/bench_roles.py [--seeds 200] [--first 1000]

The pieces are right to the frame, so that roles alone are measured. Numbers were chosen on seeds below 1000.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from animewidgets.analysis.align.roles import with_roles
from tests.analysis.align.schedules import FRAME, Broadcast, backwards, broadcast

#: These say that it is not known.
OPEN = frozenset(["unknown", "match", "removed"])


def counted(one: Broadcast) -> Counter[tuple[str, str]]:
    """(what it is, what is proposed) → frames."""
    found: Counter[tuple[str, str]] = Counter()
    for piece in with_roles(one.pieces, one.disc, one.tv):
        on_disc = piece.source is not None
        span = piece.source if piece.source is not None else piece.target
        assert span is not None
        truth = one.truth_disc if on_disc else one.truth_tv
        for role in truth[span.start // FRAME.numerator : span.end // FRAME.numerator].tolist():
            found[role, piece.role] += 1
    return found


def table(found: Counter[tuple[str, str]]) -> str:
    """Rows: what it is. Columns: what is proposed. In seconds, with precision and recall."""
    said = sorted({b for _, b in found})
    lines = [f"{'':>12}" + "".join(f"{name:>11}" for name in said) + f"{'found':>8}"]
    for role in sorted({a for a, _ in found}):
        row = [found[role, name] for name in said]
        lines.append(
            f"{role:>12}"
            + "".join(f"{frames * float(FRAME):11.0f}" for frames in row)
            + f"{found[role, role] / sum(row):8.2f}"
        )
    right = [found[name, name] / max(1, sum(n for (_, b), n in found.items() if b == name)) for name in said]
    lines.append(
        f"{'right':>12}"
        + "".join(
            f"{'' if name in OPEN else f'{share:.3f}':>11}" for name, share in zip(said, right, strict=True)
        )
    )
    return "\n".join(lines)


def main() -> None:
    """Print the tables."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--seeds", type=int, default=200)
    options.add_argument("--first", type=int, default=1000)
    chosen = options.parse_args()
    for name, turn in (("disc → broadcast", False), ("broadcast → disc", True)):
        total: Counter[tuple[str, str]] = Counter()
        for seed in range(chosen.first, chosen.first + chosen.seeds):
            made = broadcast(seed)
            total += counted(backwards(made) if turn else made)
        print(f"{name}: seconds of {chosen.seeds} episodes; rows are what it is, columns what is proposed")
        print(table(total))


if __name__ == "__main__":
    main()
