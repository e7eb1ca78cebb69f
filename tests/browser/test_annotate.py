"""The whole path: real clips in real hosts, real keys, a dead kernel, a reload, rows by SQL."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.conftest import AllowErrors, Opened
from tests.browser.editor_page import EditorPage, cut_frames, query

HOSTS = ["voila", "jupyterlab"]
CLIPS = {"popeye_pgs_T00-1.mkv": "kernel", "sintel_trailer_480x204.mp4": "browser"}  # HEVC; H.264

# A page whose kernel was killed says so, on the console too.
KERNEL_IS_DEAD = (
    r"(?i)websocket",
    r"(?i)kernel",
    r"(?i)comm",
    r"Canceled future",
    r"(?i)failed to load resource",
)


def page_source(clip: Path) -> str:
    return f"from animewidgets.pages import annotate\nannotate({str(clip)!r}, project='acceptance')"


@pytest.mark.slow
@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("clip", CLIPS)
def test_cuts_marked_by_key_survive_a_dead_kernel_and_a_reload(
    open_in: Callable[..., Opened],
    shared_media: Callable[[str], Path],
    tmp_path: Path,
    allow_errors: AllowErrors,
    host: str,
    clip: str,
) -> None:
    path = shared_media(clip)
    truth: list[int] = json.loads(shared_media("cut_truth.json").read_text())[path.stem]["hard"]
    store = tmp_path / "annotations.duckdb"
    allow_errors(*KERNEL_IS_DEAD)
    opened = open_in(
        host, page_source(path), env={"ANIMEWIDGETS_STORE": str(store)}, ready=".aw-editor [data-state=ready]"
    )
    editor = EditorPage(opened.page)
    editor.focus()
    assert editor.decoder() == CLIPS[clip]

    first, at_the_crash, rest = truth[:3], truth[3], truth[4:]
    for frame in first:
        editor.cut_at(frame)
    editor.wait_for_save("saved")
    assert cut_frames(store) == first

    # The kernel dies; the person goes on: a cut, and a nudge there and back.
    editor.go_to(at_the_crash)
    assert opened.server.kill_kernels(), "no kernel was running"
    editor.press("c", ".", ",")
    editor.wait_for_save("offline")

    opened.reload()
    editor.focus()
    editor.wait_for_save("saved")
    assert cut_frames(store) == truth[:4]
    assert query(store, "SELECT count(DISTINCT commit_id) AS n FROM history") == [{"n": 6}]

    # Undo goes back past the reload and the crash: both nudges, that cut, and the one before it.
    editor.press(*["Control+z"] * 4)
    editor.wait_for_save("saved")
    assert cut_frames(store) == truth[:2]
    editor.press(*["Control+Shift+Z"] * 4)
    editor.wait_for_save("saved")
    assert cut_frames(store) == truth[:4]

    for frame in rest:
        editor.cut_at(frame)
    editor.wait_for_save("saved")
    assert cut_frames(store) == truth
    # The page is still open and owns the store: a terminal asks it all the same.
    asked = subprocess.run(
        [sys.executable, "-m", "animewidgets", "sql", "SELECT frame FROM cuts", "--store", str(store)],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert all(str(frame) in asked.stdout for frame in truth)
    people = query(store, "SELECT DISTINCT person, project, tool FROM history")
    assert len(people) == 1
    assert people[0]["project"] == "acceptance"
