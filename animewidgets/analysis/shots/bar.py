"""A progress bar where the user is: in the terminal, or as a widget in a notebook."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress_bar(name: str) -> Iterator[Callable[[int, int], None]]:
    """A bar labelled ``name``; gives the function that moves it: ``(done, total)``."""
    from tqdm.auto import tqdm

    with tqdm(total=None, desc=name, unit=" frames", leave=False) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield show
