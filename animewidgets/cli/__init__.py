"""The command line ``animewidgets``; one file per group of commands."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from animewidgets import __version__
from animewidgets.cli import (
    align,
    categories,
    cuts,
    doctor,
    drawings,
    identify,
    library,
    media,
    pairs,
    serve,
    shots,
    store,
    subtitles,
)
from animewidgets.errors import AnimeWidgetsError

REFUSED = 2
#: In the order in which help lists their commands.
_GROUPS = (
    serve,
    media,
    library,
    shots,
    drawings,
    align,
    identify,
    cuts,
    subtitles,
    categories,
    pairs,
    store,
    doctor,
)
"""Exit code when animewidgets refuses what was asked; argparse uses the same for a wrong command line."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Each command sets ``run``, a function that takes the parsed arguments and gives the exit code.

    Args:
        argv: the arguments without the program's name; ``None`` takes those of the process.

    Returns:
        The exit code: 0 done, 2 refused with one line on stderr, 130 interrupted.
    """
    parser = argument_parser()
    arguments = parser.parse_args(argv)
    try:
        return int(arguments.run(arguments) or 0)
    except AnimeWidgetsError as error:
        if arguments.debug:
            raise
        print(f"error: {type(error).__name__}: {error}", file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # `animewidgets … | head` is no error
        sys.stderr.close()
        return 0


def argument_parser() -> argparse.ArgumentParser:
    """The parser of all commands; it imports nothing heavy."""
    parser = argparse.ArgumentParser(
        prog="animewidgets",
        description="Annotate anime, TV series and films in notebooks, bound to exact frames.",
    )
    parser.add_argument("--version", action="version", version=f"animewidgets {__version__}")
    parser.add_argument("--debug", action="store_true", help="show tracebacks")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for group in _GROUPS:
        group.register(commands)
    return parser
