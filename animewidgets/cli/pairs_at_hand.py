"""What ``animewidgets pairs`` binds labels to: media that was named, the library, or a store's releases."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from animewidgets.datasets.pairs import Binding, Pairs, Target
    from animewidgets.media import Media
    from animewidgets.store import Store
    from animewidgets.timemaps import TimeMap


@contextmanager
def bound(args: argparse.Namespace, pairs: Pairs, store: Store | None) -> Iterator[Binding]:
    """The labels bound to the media that was named, or is in the library; it is open meanwhile.

    Where there is none, labels on releases that the store has, or is to get, need none. Time maps of the
    store count as those that were given.
    """
    from animewidgets.datasets.pairs import (
        alike,
        bind,
        holds_of,
        maps_in_store,
        target_in_store,
        target_of,
        target_of_pairs,
    )
    from animewidgets.media.library import MediaLibrary
    from animewidgets.store.exchange import Exchange

    releases = pairs.releases
    maps = read_maps(args.map)
    if store is not None and not args.media:
        in_library = [one.release_id for one in MediaLibrary().files() if one.release_id is not None]
        in_store = [one.release_id for one in Exchange(store).known()]
        maps += maps_in_store(store, releases, {*in_library, *in_store})
    reached = {
        name
        for one in (*maps, *pairs.maps.values())
        for name in (one.source_release, one.target_release)
        if name is not None
    }
    nameless = any(one.source_release is None or one.target_release is None for one in maps)
    with ExitStack() as stack:
        media = stack.enter_context(opened(args.media, None if nameless else {*releases, *reached}))
        targets: list[Target] = [target_of(one, holds_of(one) if args.holds else None) for one in media]
        if store is not None and args.media:
            maps += maps_in_store(store, releases, [one.release_id for one in targets])
        if store is not None and not args.media:
            here = {one.release_id for one in targets}
            known = Exchange(store).releases(sorted({*releases, *reached} - here))
            targets += [target_in_store(one) for one in known]
        if not args.media and not args.no_align:
            for path in alike(pairs, targets, maps, MediaLibrary(), tell).values():
                targets.append(target_of(stack.enter_context(opened([path], None))[0]))
        if store is not None and not targets:
            targets += [target_of_pairs(one) for one in releases.values()]
        yield bind(pairs, targets, maps=maps, look=not args.no_look, align=not args.no_align, progress=tell)


@contextmanager
def opened(named: Sequence[Path], wanted: set[str] | None) -> Iterator[list[Media]]:
    """Media files that were named; else those of the library, as far as they are wanted."""
    from animewidgets.media import open_media
    from animewidgets.media.library import MediaLibrary

    paths = list(named)
    if not paths:
        paths = [
            path for release, path in MediaLibrary().releases().items() if wanted is None or release in wanted
        ]
    with ExitStack() as stack:
        yield [stack.enter_context(open_media(path)) for path in paths]


def read_maps(paths: Sequence[Path]) -> list[TimeMap]:
    """Time maps of patch files. Raises ``CorruptPatch`` and ``PairsError``, with the name of the file."""
    from animewidgets.errors import CorruptPatch, PairsError
    from animewidgets.timemaps import read_patch

    found = []
    for path in paths:
        try:
            found.append(read_patch(path.read_bytes()))
        except OSError as error:
            raise PairsError(f"'{path.name}' cannot be read: {error.strerror}") from error
        except CorruptPatch as error:
            raise CorruptPatch(f"'{path.name}': {error}") from error
    return found


def write_maps(folder: Path, binding: Binding) -> list[str]:
    """Write the maps that were found by aligning, each as a patch file; gives their names."""
    from animewidgets.datasets.pairs.parts import named_part
    from animewidgets.datasets.text import write_text
    from animewidgets.timemaps import write_patch

    written = []
    for name, route in binding.routes.items():
        if route.how == "aligned" and route.time_map is not None and route.target is not None:
            file = named_part("maps", f"{name}+{route.target.release_id}", ".patch.json").split("/")[1]
            folder.mkdir(parents=True, exist_ok=True)
            write_text(folder / file, write_patch(route.time_map))
            written.append(file)
    return written


def tell(text: str) -> None:
    """Tell whoever sits at the terminal what is going on."""
    if sys.stderr.isatty():
        print(text, file=sys.stderr)
