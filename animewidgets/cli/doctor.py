"""``animewidgets doctor``: what works on this machine, and what to do about the rest."""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import animewidgets

Status = Literal["ok", "warn", "fail"]

PACKAGES = (
    "anywidget",
    "av",
    "duckdb",
    "ipykernel",
    "ipywidgets",
    "numpy",
    "opencv-python-headless",
    "pandas",
    "voila",
)
DECODERS = ("h264", "hevc", "vp8", "vp9", "libdav1d", "mpeg2video", "mpeg4", "aac", "ac3", "flac", "opus")
DEMO_ENCODERS = ("libx264", "aac")
OPTIONAL_ENCODERS = ("libvpx-vp9", "libopus", "mpeg2video", "libx265")
OLDEST_NODE = 20


@dataclass(frozen=True)
class Finding:
    """One line of the report: what was looked at, how it stands, what was found, what to do."""

    check: str
    status: Status
    found: str
    advice: str = ""


Commands = argparse._SubParsersAction  # noqa: SLF001  # argparse has no public name for it


def register(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "doctor",
        help="check this machine: versions, codecs, extensions, write access",
        description="Look at everything animewidgets needs. The exit code is 1 when something needed fails.",
    )
    parser.add_argument("--json", action="store_true", help="a JSON list instead of lines")
    parser.add_argument("--store", type=Path, help="the annotation store to look at")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print every finding."""
    findings = list(examine(arguments.store))
    if arguments.json:
        print(json.dumps([asdict(finding) for finding in findings], indent=2))
    else:
        for finding in findings:
            print(f"{finding.status:5}{finding.check:26}{finding.found}")
            if finding.advice:
                print(f"{'':5}{'':26}→ {finding.advice}")
    return int(any(finding.status == "fail" for finding in findings))


def examine(store: Path | None = None) -> Iterator[Finding]:
    """Every finding, in the order in which one would mend things."""
    yield Finding("Python", "ok", f"{platform.python_version()} at {sys.executable}")
    yield Finding("animewidgets", "ok", animewidgets.__version__)
    yield from packages()
    yield jupyterlab()
    yield bundles()
    yield from codecs()
    yield extensions()
    yield writable("cache", cache_folder(), "set XDG_CACHE_HOME to a folder that can be written")
    path = store or store_path()
    yield writable("store", path.parent, "give another place with --store or ANIMEWIDGETS_STORE")
    yield node()
    yield chromium()


def packages() -> Iterator[Finding]:
    """Installed version of each package that animewidgets runs on."""
    for name in PACKAGES:
        try:
            yield Finding(name, "ok", importlib.metadata.version(name))
        except importlib.metadata.PackageNotFoundError:
            yield Finding(name, "fail", "not installed", f"pip install {name}")


def jupyterlab() -> Finding:
    """JupyterLab is one of the two hosts, but the other works without it."""
    try:
        return Finding("jupyterlab", "ok", importlib.metadata.version("jupyterlab"))
    except importlib.metadata.PackageNotFoundError:
        return Finding("jupyterlab", "warn", "not installed", "for --lab: pip install 'animewidgets[lab]'")


def bundles() -> Finding:
    """The JavaScript that the widgets show."""
    folder = Path(animewidgets.__file__).parent / "static"
    names = sorted(path.name for path in folder.glob("*.js"))
    if names:
        return Finding("widgets", "ok", ", ".join(names))
    return Finding("widgets", "fail", f"no bundles in {folder}", "in a checkout: make js")


def codecs() -> Iterator[Finding]:
    """What the FFmpeg inside PyAV can read and write."""
    try:
        import av
    except ImportError as error:
        yield Finding("FFmpeg", "fail", str(error), "pip install --force-reinstall av")
        return
    libavcodec = ".".join(str(part) for part in av.library_versions["libavcodec"])
    yield Finding("FFmpeg", "ok", f"libavcodec {libavcodec}")
    yield codec_finding("decoders", DECODERS, "r", "warn", "files of these kinds cannot be annotated")
    yield codec_finding(
        "encoders for the demo", DEMO_ENCODERS, "w", "fail", "pip install --force-reinstall av"
    )
    yield codec_finding(
        "encoders, optional", OPTIONAL_ENCODERS, "w", "warn", "these demo variants are missing"
    )


def codec_finding(
    check: str, names: Iterable[str], mode: Literal["r", "w"], when_missing: Status, advice: str
) -> Finding:
    """Which codecs of a list FFmpeg has."""
    import av.codec

    def has(name: str) -> bool:
        try:
            av.codec.Codec(name, mode)
        except (av.codec.codec.UnknownCodecError, ValueError):
            return False
        return True

    present = {name: has(name) for name in names}
    missing = [name for name, there in present.items() if not there]
    found = ", ".join(name for name, there in present.items() if there)
    if missing:
        return Finding(check, when_missing, f"{found}; missing: {', '.join(missing)}", advice)
    return Finding(check, "ok", found)


def extensions() -> Finding:
    """DuckDB's quack extension, by which several notebooks share one store."""
    import duckdb

    from animewidgets.errors import StoreUnavailable
    from animewidgets.store._extensions import EXTENSIONS, load_extensions

    names = ", ".join(EXTENSIONS)
    try:
        with duckdb.connect() as connection:
            load_extensions(connection)
    except (StoreUnavailable, duckdb.Error) as error:
        packages_wanted = " ".join(f"duckdb-extension-{name}=={duckdb.__version__}" for name in EXTENSIONS)
        return Finding("DuckDB extensions", "fail", str(error), f"pip install {packages_wanted}")
    return Finding("DuckDB extensions", "ok", f"{names} load, signatures checked")


def cache_folder() -> Path:
    """Where frame indexes and the demo episode are kept."""
    import platformdirs

    return platformdirs.user_cache_path("animewidgets")


def store_path() -> Path:
    """The store that is used when none is named."""
    from animewidgets.store import default_path

    return default_path()


def writable(check: str, folder: Path, advice: str) -> Finding:
    """Whether a file can be made in the folder, or in the nearest folder above it that is there."""
    nearest = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    try:
        with tempfile.NamedTemporaryFile(dir=nearest, prefix=".animewidgets-doctor-"):
            pass
    except OSError as error:
        return Finding(f"{check} can be written", "fail", f"{nearest}: {error.strerror}", advice)
    free = shutil.disk_usage(nearest).free / 1e9
    if free < 1:
        return Finding(f"{check} can be written", "warn", f"{folder}, {free:.2f} GB free", "free some space")
    return Finding(f"{check} can be written", "ok", f"{folder}, {free:.0f} GB free")


def node() -> Finding:
    """Node is needed for building only, and the build brings its own."""
    found = shutil.which("node")
    if found is None:
        return Finding("Node", "ok", "not installed; the build brings its own")
    version = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout.strip()  # noqa: S603  # found on PATH
    major = version.removeprefix("v").partition(".")[0]
    if major.isdigit() and int(major) >= OLDEST_NODE:
        return Finding("Node", "ok", version)
    return Finding("Node", "ok", f"{version or 'does not run'}; too old for the build, which brings its own")


def chromium() -> Finding:
    """The browser tests' browser."""
    found = os.environ.get("AW_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if found:
        return Finding("Chromium", "ok", found)
    return Finding(
        "Chromium", "warn", "not installed; only the browser tests need it", "make test installs it"
    )
