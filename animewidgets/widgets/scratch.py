"""Folders for what a kernel needs for a while; what a killed one left behind, the next one sweeps."""

from __future__ import annotations

import os
import re
import shutil
import stat
import tempfile
import time
import weakref
from contextlib import suppress
from pathlib import Path

#: Seconds after which a folder whose process is gone is swept; and one of which nobody knows whose it is.
ABANDONED, FORGOTTEN = 600.0, 86_400.0


class ScratchFolder:
    """A new folder among the temporary ones, readable by its user only.

    It goes when it is closed, when nobody holds it any more, and when the process ends. Making one sweeps
    those of the same name that processes which were killed have left behind.

    Args:
        what: what it is for, in small letters; a part of its name.
    """

    def __init__(self, what: str) -> None:
        sweep(what)
        self.path = Path(tempfile.mkdtemp(prefix=f"animewidgets-{what}-{os.getpid()}-"))
        self._end = weakref.finalize(self, _remove, self.path, os.getpid())

    def close(self) -> None:
        """Remove it with all that is in it. Closing twice is no error."""
        self._end()


def sweep(what: str) -> None:
    """Remove this user's folders of that name whose processes are gone."""
    named = re.compile(rf"animewidgets-{re.escape(what)}-(?:(\d+)-)?[^-]+")
    for folder in Path(tempfile.gettempdir()).glob(f"animewidgets-{what}-*"):
        known = named.fullmatch(folder.name)
        with suppress(OSError):  # another process sweeps as well
            found = folder.lstat()
            ours = stat.S_ISDIR(found.st_mode) and (os.name != "posix" or found.st_uid == os.getuid())
            owner = known and known[1]
            if owner and os.name == "posix":
                gone, after = not _lives(int(owner)), ABANDONED
            else:
                gone, after = True, FORGOTTEN
            if known and ours and gone and time.time() - found.st_mtime > after:
                shutil.rmtree(folder, ignore_errors=True)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True  # somebody else's now
    return True


def _remove(folder: Path, owner: int) -> None:
    if os.getpid() == owner:  # and not a child that was forked
        shutil.rmtree(folder, ignore_errors=True)
