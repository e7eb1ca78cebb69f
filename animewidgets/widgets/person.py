"""Who sits before the screen, as the server says it: never a query string, never a trait."""

from __future__ import annotations

import getpass
import os

PERSON_VARIABLE = "ANIMEWIDGETS_PERSON"


def current_person() -> str:
    """The login that the server gave this kernel, else the operating system's user.

    Source: the environment variable ``ANIMEWIDGETS_PERSON``, which a server sets per kernel after
    its own login, else :func:`getpass.getuser`.
    """
    named = os.environ.get(PERSON_VARIABLE, "").strip()
    if named:
        return named
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user id without an entry in the password file
        return f"uid-{os.getuid()}"
