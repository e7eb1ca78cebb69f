"""How long ``import animewidgets`` takes, beside the imports that it avoids.

Run: ``.venv/bin/python tests/benchmarks/bench_import.py``. Goal: 0.3 s at most, without cv2, pandas or av.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

RUNS = 7
STATEMENTS = (
    "pass",
    "import animewidgets",
    "import animewidgets.cli",
    "import pandas",
    "import cv2",
    "import av",
)


def seconds(statement: str) -> float:
    """Median wall time of a fresh Python that runs one statement."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", statement], check=True)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    """Print the table."""
    bare = seconds("pass")
    print(f"{'statement':28}{'seconds':>9}{'over bare Python':>18}")
    for statement in STATEMENTS:
        took = seconds(statement)
        print(f"{statement:28}{took:9.3f}{took - bare:18.3f}")


if __name__ == "__main__":
    main()
