"""What a user gets from the package index: everything that runs, and nothing that builds."""

from __future__ import annotations

import os
import re
import subprocess
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY, Built

# Each widget's bundle is stored in a notebook once per widget, so its size is every user's burden.
# Half of the editor's is the demuxer (mediabunny), which the player carries too.
# The guidelines of a template bring a reader of Markdown (marked, 40 kB) into both editors.
BUNDLE_BOUNDS_KB = {
    "alignment_editor.js": 460,
    "category_designer.js": 340,
    "frame_canvas.js": 680,
    "frame_player.js": 300,
    "pairs_desk.js": 180,
    "template_designer.js": 240,
    "timeline_editor.js": 560,
}
CSS_BOUND_KB = 56


@pytest.fixture(scope="module")
def wheel_files(built: Built) -> dict[str, int]:
    """Size by name of what the wheel holds."""
    with zipfile.ZipFile(built.wheel) as wheel:
        return {info.filename: info.file_size for info in wheel.infolist()}


def test_the_wheel_carries_all_that_runs(wheel_files):
    shipped = {
        path.relative_to(REPOSITORY).as_posix() for path in (REPOSITORY / "animewidgets").rglob("*.sql")
    }
    assert any("migrations" in name for name in shipped)
    wanted = shipped | {
        "animewidgets/py.typed",
        "animewidgets/annotations/template.schema.json",
        "animewidgets/annotations/gallery/11-colour-script.json",
        "animewidgets/notebooks/annotate.ipynb",
        "animewidgets/notebooks/categories.ipynb",
        "animewidgets/notebooks/align.ipynb",
        "animewidgets/notebooks/label.ipynb",
        "animewidgets/notebooks/shapes.ipynb",
        "animewidgets/notebooks/templates.ipynb",
        "animewidgets/notebooks/pairs.ipynb",
        "animewidgets/server/share/jupyter/voila/templates/animewidgets/index.html.j2",
        "animewidgets/static/THIRD_PARTY_LICENSES.txt",
        "animewidgets-0.1.0.data/data/etc/jupyter/jupyter_server_config.d/animewidgets.json",
        *(f"animewidgets/static/{name}" for name in BUNDLE_BOUNDS_KB),
    }
    assert wanted - wheel_files.keys() == set()


def test_the_wheel_carries_nothing_that_builds(wheel_files):
    strangers = [
        name
        for name in wheel_files
        if re.search(
            r"node_modules|animewidgets/js/|\.ts$|^tests/|^store/|checkpoint|\.(mp4|mkv|webm)$", name
        )
    ]
    assert strangers == []


def test_every_widget_has_a_bundle_and_every_bundle_a_bound(wheel_files):
    entries = (REPOSITORY / "animewidgets" / "js" / "src" / "widgets").glob("*.ts")
    widgets = {f"{path.stem}.js" for path in entries if not path.name.endswith(".test.ts")}
    assert widgets == BUNDLE_BOUNDS_KB.keys()
    for name, bound in BUNDLE_BOUNDS_KB.items():
        assert wheel_files[f"animewidgets/static/{name}"] <= bound * 1024
    for name, size in wheel_files.items():
        if name.endswith(".css"):
            assert size <= CSS_BOUND_KB * 1024, name


def test_the_build_tells_the_size_of_each_bundle(built):
    for name in BUNDLE_BOUNDS_KB:
        assert re.search(rf"{re.escape(name)} +\d+\.\d kB", built.output)


def test_the_notice_names_the_source_of_the_mpl_code(built):
    with zipfile.ZipFile(built.wheel) as wheel:
        notice = wheel.read("animewidgets/static/THIRD_PARTY_LICENSES.txt").decode()
    assert re.search(r"mediabunny \d", notice)
    assert "Licence: MPL-2.0" in notice
    assert "Source code, unmodified: https://" in notice
    assert "Mozilla Public License Version 2.0" in notice


def test_the_sdist_carries_the_bundles_so_that_it_installs_without_node(built):
    with tarfile.open(built.sdist) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    assert {f"animewidgets/static/{name}" for name in BUNDLE_BOUNDS_KB} <= names
    assert "animewidgets/js/src/core/wire.ts" in names  # the source belongs to a source distribution
    assert not [name for name in names if "node_modules" in name]


def run(program: Path, *arguments: str) -> str:
    """Run the wheel's Python with nothing else on PATH: no Node, no tools."""
    environment = {"PATH": str(program.parent), "HOME": os.environ.get("HOME", "/")}
    return subprocess.run(
        [program, *arguments], env=environment, cwd=program.parent, capture_output=True, text=True, check=True
    ).stdout


def test_the_wheel_is_imported_and_run_without_node(wheel_python):
    where = run(wheel_python, "-c", "import animewidgets; print(animewidgets.__file__)")
    assert str(wheel_python.parent.parent) in where
    assert run(wheel_python, "-m", "animewidgets", "--version").startswith("animewidgets 0.")
    assert "annotate" in run(wheel_python.parent / "animewidgets", "--help")


def test_the_installed_page_is_found(wheel_python):
    code = "from animewidgets.server.serving import notebook_path; print(notebook_path())"
    assert run(wheel_python, "-c", code).strip().endswith("animewidgets/notebooks/annotate.ipynb")
