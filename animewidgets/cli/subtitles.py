"""``animewidgets subtitles``: the subtitle lines of a file or media, and their timing written back."""

from __future__ import annotations

import argparse

Commands = argparse._SubParsersAction  # noqa: SLF001  # argparse has no public name for it


def register(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add the ``subtitles`` commands."""
