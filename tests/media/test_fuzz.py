"""Mutated files: whatever is in one, its use ends soon, in bounded memory, with success or an error of ours.

Each seed is damaged by numbered recipes (``tests/media/mutate.py``) and used in a process of its own, so that
a crash or a hang is a failure of the test that names the recipe, and not the end of the test run. To walk on
for longer, give more recipes per seed: ``ANIMEWIDGETS_FUZZ=5000``, from number ``ANIMEWIDGETS_FUZZ_FIRST``.
"""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from pathlib import Path

import pytest

from animewidgets.demo.clips import make_clip
from tests.conftest import REPOSITORY

RECIPES = int(os.environ.get("ANIMEWIDGETS_FUZZ", "20"))
FIRST = int(os.environ.get("ANIMEWIDGETS_FUZZ_FIRST", "0"))

#: Far more than any of these small files needs, on a busy machine too.
MOST_SECONDS = 60
MOST_MEGABYTES = 1024

_small = partial(make_clip, frames=30, gop=10, b_frames=2, size=(160, 96), rate=Fraction(25))
SEEDS: dict[str, Callable[[Path], None]] = {
    "sound.mp4": partial(_small, audio="aac"),
    "fragments.mp4": partial(
        _small, container_options={"movflags": "frag_keyframe+empty_moov+default_base_moof"}
    ),
    "sound.mkv": partial(_small, audio="aac"),
    "hevc.mkv": partial(_small, codec="hevc"),
    "sound.ts": partial(_small, audio="mp2"),
    "mpeg2.vob": partial(_small, codec="mpeg2", audio="mp2"),
    "vp8.webm": partial(_small, codec="vp8"),
    "vp9.webm": partial(_small, codec="vp9"),
    "mpeg4.avi": partial(_small, codec="mpeg4", audio="mp2"),
}


@pytest.mark.parametrize("name", SEEDS)
def test_a_damaged_file_neither_kills_nor_stalls_nor_bloats_the_process(name, tmp_path):
    seed = tmp_path / name
    SEEDS[name](seed)
    command = [sys.executable, "-m", "tests.media.fuzz_worker", str(seed), str(tmp_path)]
    command += [str(FIRST), str(FIRST + RECIPES)]
    environment = os.environ | {"ANIMEWIDGETS_CACHE": str(tmp_path / "cache"), "SVT_LOG": "1"}
    log = tmp_path / "log"
    with log.open("w") as errors:
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=errors, text=True, cwd=REPOSITORY, env=environment
        )
    said: queue.Queue[str] = queue.Queue()
    reader = threading.Thread(target=_read, args=(process, said), daemon=True)
    reader.start()
    recipe, peak = "none", 0
    try:
        while line := said.get(timeout=MOST_SECONDS):
            what, _, rest = line.partition(" ")
            if what == "start":
                recipe = rest.strip()
            elif what == "peak":
                peak = int(rest)
    except queue.Empty:
        pytest.fail(f"recipe {recipe} took more than {MOST_SECONDS} s")
    finally:
        process.kill()
        process.wait()
    end = process.returncode
    assert peak, f"recipe {recipe} ended the process ({end}):\n{log.read_text()[-3000:]}"
    assert peak < MOST_MEGABYTES, f"{name}: {peak} MB at the peak"


def _read(process: subprocess.Popen[str], said: queue.Queue[str]) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        said.put(line)
    said.put("")
