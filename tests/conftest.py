"""Fixtures that every test may use."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

# A busy machine is no fault of what is tested.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

REPOSITORY = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Built:
    """What ``python -m build`` made, and what it said."""

    wheel: Path
    sdist: Path
    output: str


def common(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this run share, for what takes long to make."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "common"
    folder.mkdir(exist_ok=True)
    return folder


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock beside ``path``: one worker makes what belongs there, the others wait and find it."""
    with path.with_name(path.name + ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def shared_media() -> Callable[[str], Path]:
    """``shared_media("sintel_trailer_480x204.mp4")``: path of a real clip, or a skip that says what to set.

    The clips are not part of the repository. They are sought in ``$ANIMEWIDGETS_SHARED/media``, and without
    that variable in ``../shared/media`` beside the repository.
    """
    folder = Path(os.environ.get("ANIMEWIDGETS_SHARED") or REPOSITORY.parent / "shared") / "media"

    def find(name: str) -> Path:
        path = folder / name
        if not path.is_file():
            pytest.skip(
                f"shared clip {name!r} is not here: set ANIMEWIDGETS_SHARED to the folder above media/"
            )
        return path

    return find


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run browser tests last: quick tests speak first, and Playwright leaves an event loop running."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The sdist and the wheel of this tree, built as ``python -m build`` builds them."""
    folder = tmp_path_factory.mktemp("dist")
    # Without isolation: hatchling is a development dependency, and nothing is downloaded again.
    command = [sys.executable, "-m", "build", "--no-isolation", "--sdist", "--wheel", "--outdir", str(folder)]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return Built(next(folder.glob("*.whl")), next(folder.glob("*.tar.gz")), done.stdout + done.stderr)


@pytest.fixture(scope="session")
def wheel_python(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python in a fresh venv that has the wheel; what the wheel needs is borrowed from this environment."""
    venv = tmp_path_factory.mktemp("wheel") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
    python = venv / "bin" / "python"
    install = ["install", "--quiet", "--no-deps", "--no-index", str(built.wheel)]
    subprocess.run([sys.executable, "-m", "pip", "--python", python, *install], check=True)
    site = sysconfig.get_path("purelib", vars={"base": str(venv), "platbase": str(venv)})
    # Behind the venv's own folder, and without its .pth files: animewidgets itself comes from the wheel.
    (Path(site) / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return python
