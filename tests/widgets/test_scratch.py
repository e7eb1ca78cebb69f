"""What a kernel put aside goes with it, and what a killed one left behind goes with the next."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time

import pytest

from animewidgets.widgets.scratch import ABANDONED, FORGOTTEN, ScratchFolder

_MAKES = """
import os, signal, sys
from animewidgets.widgets.scratch import ScratchFolder
held = ScratchFolder("preview")
(held.path / "preview.mp4").write_bytes(b"film")
if sys.argv[1] == "killed":
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return tmp_path


def a_kernel(end):
    subprocess.run([sys.executable, "-c", _MAKES, end], check=False, timeout=60)


def aged(folder, seconds):
    then = time.time() - seconds
    os.utime(folder, (then, then))
    return folder


def test_a_folder_goes_when_it_is_closed_and_when_nobody_holds_it_any_more(temporary):
    closed, dropped = ScratchFolder("preview"), ScratchFolder("preview")
    assert len(list(temporary.iterdir())) == 2
    closed.close()
    closed.close()
    del dropped
    assert list(temporary.iterdir()) == []


def test_a_kernel_that_ends_without_closing_leaves_nothing(temporary):
    a_kernel("ends")
    assert list(temporary.iterdir()) == []


def test_what_a_killed_kernel_left_goes_when_the_next_one_begins(temporary):
    a_kernel("killed")
    (left,) = temporary.iterdir()
    assert (left / "preview.mp4").read_bytes() == b"film"
    with_owner = ScratchFolder("preview")
    assert left.is_dir()  # it was made a moment ago: a new process may have yet to be seen
    aged(left, ABANDONED + 60)
    again = ScratchFolder("preview")
    assert sorted(temporary.iterdir()) == sorted([with_owner.path, again.path])


def test_what_is_in_use_or_somebody_elses_stays(temporary):
    held = ScratchFolder("preview")
    aged(held.path, 10 * FORGOTTEN)
    other = aged_folder(temporary, "animewidgets-drafts-1-abc", 10 * FORGOTTEN)
    young = aged_folder(temporary, "animewidgets-preview-abc", FORGOTTEN / 2)
    old = aged_folder(temporary, "animewidgets-preview-def", FORGOTTEN * 2)
    linked = temporary / "elsewhere"
    linked.mkdir()
    (linked / "kept").write_text("kept")
    (temporary / "animewidgets-preview-ghi").symlink_to(linked)
    ScratchFolder("preview").close()
    assert held.path.is_dir()
    assert other.is_dir()
    assert young.is_dir()
    assert (linked / "kept").is_file()
    assert not old.exists()


def aged_folder(parent, name, seconds):
    (parent / name).mkdir()
    return aged(parent / name, seconds)
