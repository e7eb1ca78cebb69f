"""``animewidgets demo`` and ``animewidgets annotate``: serve the annotation page on this machine."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from animewidgets.errors import MediaNotFound, NotAMediaFile, UnknownTemplate
from animewidgets.page_names import PAGE_NAMES, WITHOUT_MEDIA

if TYPE_CHECKING:
    from animewidgets.server import Serving

Commands = argparse._SubParsersAction  # noqa: SLF001  # argparse has no public name for it

# Files that are named one by one.
_NAMED = 5


def register(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add the commands."""
    demo = commands.add_parser(
        "demo",
        help="draw a demo episode and open it for annotation",
        description="Draw the synthetic demo episode (once), then serve the annotation page on it.",
    )
    demo.add_argument("--folder", type=Path, help="where the episode is kept (default: the user's cache)")
    demo.add_argument("--no-serve", action="store_true", help="draw only")
    add_serving_options(demo)
    demo.set_defaults(run=run_demo)

    annotate = commands.add_parser(
        "annotate",
        help="open your own videos or images for annotation",
        description="Serve the annotation pages on your own videos, images, or folders of images. They stay "
        "where they are.",
    )
    annotate.add_argument(
        "media",
        nargs="*",
        type=Path,
        metavar="FILE",
        help="video files, image files, or folders of images; categories, templates and pairs need none",
    )
    annotate.add_argument(
        "--page",
        choices=tuple(PAGE_NAMES),
        help="the page that opens first: cuts and timing or sounds (for videos), shapes in frames, "
        "label by a template, categories, templates, or pairs (give and take labels)",
    )
    annotate.add_argument(
        "--template",
        metavar="NAME|FILE.json",
        help="label by a template: one of the gallery or of the store by its name, or a file",
    )
    add_serving_options(annotate)
    annotate.set_defaults(run=run_annotate)


def add_serving_options(parser: argparse.ArgumentParser) -> None:
    """The options that every serving command has."""
    parser.add_argument("--store", type=Path, help="the annotation store (default: store/annotations.duckdb)")
    parser.add_argument("--project", help="name of the project that the annotations belong to")
    parser.add_argument("--person", help="who annotates (default: the name of the login)")
    parser.add_argument("--port", type=port_number, help="port on 127.0.0.1 (default 8866; 0: any free)")
    parser.add_argument("--lab", action="store_true", help="JupyterLab instead of Voila (default port 8888)")
    parser.add_argument("--open", action="store_true", help="open the page in the browser")
    parser.add_argument(
        "--no-token",
        action="store_true",
        help="let in every program and user of this machine, without the token in the address",
    )


def port_number(text: str) -> int:
    """A TCP port from the command line."""
    if not text.isdigit() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port: a number from 0 to 65535")
    return int(text)


def run_demo(arguments: argparse.Namespace) -> int:
    """Draw the episode if it is not there, then serve it."""
    import platformdirs

    from animewidgets.demo import ensure_episode

    folder = arguments.folder or platformdirs.user_cache_path("animewidgets") / "demo"
    episode = ensure_episode(folder, seed=1, progress=show_progress)
    if arguments.no_serve:
        print(episode.bluray)
        return 0
    return serve(arguments, (episode.bluray, episode.tv_recording))


def run_annotate(arguments: argparse.Namespace) -> int:
    """Serve the user's own files; a missing one is refused before anything starts."""
    from animewidgets.media.image_files import IMAGE_SUFFIXES

    if not arguments.media:
        return serve_without_media(arguments, arguments.page)
    images = False
    for path in arguments.media:
        if not path.exists():
            raise MediaNotFound(f"there is no file {str(path)!r}: check the name and the folder")
        images = images or path.is_dir() or path.suffix.lower() in IMAGE_SUFFIXES
    if images and arguments.page in ("timing", "sounds"):
        raise NotAMediaFile("images have no cuts and no sound: leave --page out, or give videos")
    if arguments.template and arguments.page not in (None, "label"):
        raise UnknownTemplate(
            f"--template belongs to the page 'label', not to {arguments.page!r}: leave --page out"
        )
    if arguments.page == "align" and (images or len(arguments.media) < 2):
        raise NotAMediaFile(
            "two releases are aligned: give two videos, as in 'animewidgets annotate A B --page align'"
        )
    pages = ("shapes", "label", *WITHOUT_MEDIA) if images else tuple(PAGE_NAMES)
    if len(arguments.media) < 2:
        pages = tuple(one for one in pages if one != "align")
    page = arguments.page or ("label" if arguments.template else pages[0])
    return serve(arguments, tuple(arguments.media), page, pages, checked_template(arguments.template))


def checked_template(named: str | None) -> str | Path | None:
    """The name of a template, or the path of its file; one that cannot be used is refused before serving."""
    from animewidgets.annotations import read_template

    if named is None or not named.endswith(".json"):
        return named
    path = Path(named).expanduser()
    read_template(path)
    return path


def serve_without_media(arguments: argparse.Namespace, page: str | None) -> int:
    """Serve what needs no media file. Raises ``MediaNotFound`` for a page that does."""
    if page not in WITHOUT_MEDIA:
        raise MediaNotFound(
            "no file was given: name videos, images or folders, "
            f"or a page that needs none: --page {' or --page '.join(WITHOUT_MEDIA)}"
        )
    return serve(arguments, (), page, WITHOUT_MEDIA)


def serve(
    arguments: argparse.Namespace,
    media: tuple[Path, ...],
    page: str = "timing",
    pages: tuple[str, ...] = tuple(PAGE_NAMES),
    template: str | Path | None = None,
) -> int:
    """Serve until Ctrl+C."""
    from animewidgets.server import Serving, serve_jupyterlab, serve_voila
    from animewidgets.server.serving import LAB_PORT, VOILA_PORT
    from animewidgets.store import default_path

    port = arguments.port
    if port is None:
        port = LAB_PORT if arguments.lab else VOILA_PORT
    token = {"token": ""} if arguments.no_token else {}
    serving = Serving(
        media=media,
        page=page,
        pages=pages,
        store=arguments.store or default_path(),  # of this folder, not of the notebook's
        project=arguments.project,
        person=arguments.person,
        template=template,
        port=port,
        open_browser=arguments.open,
        **token,
    )
    (serve_jupyterlab if arguments.lab else serve_voila)(serving, lambda url: announce(url, serving))
    print("\nStopped. What was shown as saved is in the store.")
    return 0


def announce(url: str, serving: Serving) -> None:
    """Say where the page is."""
    names = ", ".join(path.name for path in serving.media[:_NAMED])
    if len(serving.media) > _NAMED:
        names += f" and {len(serving.media) - _NAMED} more"
    first, *others = serving.addresses(url).items()
    what = f"Annotate {names}" if names else PAGE_NAMES[serving.page]
    print(f"\n  {what} at\n\n      {first[1]}\n", flush=True)
    for page, address in others:
        print(f"  {PAGE_NAMES[page]} at\n\n      {address}\n", flush=True)
    print(f"  The store is {serving.store}. Ctrl+C ends the page.\n", flush=True)


def show_progress(done: float, what: str = "") -> None:
    """A line on the terminal that grows; ``done`` is from 0 to 1."""
    end = "\n" if done >= 1 else ""
    print(f"\rdrawing the demo episode: {done:4.0%} {what:30.30}", end=end, file=sys.stderr, flush=True)
