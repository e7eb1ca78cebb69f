"""Annotations drawn over their frames, to look at: galleries in the notebook, PNG and animated WebP files."""

from __future__ import annotations

import math
import os
import tempfile
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, TypeGuard, cast

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from animewidgets.annotations import DRAWN_THINGS, Annotation, Category, CategorySchema
from animewidgets.errors import FrameOutsideMedia, PreviewNotWritten
from animewidgets.media import FrameSource
from animewidgets.timebase import clock
from animewidgets.widgets.frame_choice import FrameRef, Frames, chosen_frames, open_frames
from animewidgets.widgets.preview_drawing import RGB, draw_marks
from animewidgets.widgets.preview_source import Scenes, annotations_of_rows

if TYPE_CHECKING:
    import ipywidgets
    import pandas as pd

    from animewidgets.widgets.frame_canvas import FrameCanvas

#: Frames that one sheet or page has room for, and frames of an animation.
MOST_ON_A_SHEET, MOST_ANIMATED = 400, 3000

_PAPER, _INK = (24, 24, 27), (228, 228, 231)
_GUTTER = 8


def preview(
    annotations: FrameCanvas | Iterable[Annotation] | pd.DataFrame,
    media: Frames | None = None,
    *,
    frames: Iterable[FrameRef] | None = None,
    categories: CategorySchema | Iterable[Category] | None = None,
    height: int | None = None,
    labels: bool = True,
) -> Preview:
    """Draw annotations over the frames that they are of, as the canvas does, for reading only.

    Args:
        annotations: a :class:`FrameCanvas`, annotations, or a table such as ``canvas.annotations``. Boxes,
            polygons, masks, points and tracks are drawn; other kinds are passed over.
        media: what plays the release, open or a path; left out, it is the canvas's own.
        frames: ordinals or frame keys; left out, all frames of which something is said: those of shapes, and
            of tracks those of their keys.
        categories: names and colours; left out, the canvas's own, or those of the frame-shapes template.
        height: rows of the pictures that are drawn on; left out, those of the frames themselves.
        labels: whether the names of categories are written beside the shapes.

    Raises:
        MediaError: the media cannot be opened.
        FrameOutsideMedia: a frame is none of the release, or an annotation stands on none.
        WrongRelease: a frame key is of another release.
        MalformedMessage: a shape does not fit the pictures.
        ValueError: there is nothing to show: no annotation has a place in a picture, and no frames are given;
            or a height below 16, or a table that lacks a column.
    """
    from animewidgets.widgets.frame_canvas import FrameCanvas

    said: Iterable[Annotation]
    if isinstance(annotations, FrameCanvas):
        media = annotations.media if media is None else media
        categories = annotations.categories if categories is None else categories
        said = [annotation for annotation, _ in annotations.store.live(annotations.task_id)]
    elif _is_table(annotations):
        said = annotations_of_rows(annotations)
    else:
        said = cast("Iterable[Annotation]", annotations)
    if media is None:
        raise ValueError("annotations hold no pictures: say which media plays their release")
    if height is not None and height < 16:
        raise ValueError(f"pictures of {height} rows show nothing: give at least 16")
    opened = open_frames(media)
    known = {one.category_id: one for one in (DRAWN_THINGS if categories is None else categories)}
    scenes = Scenes(opened, said, known)
    chosen = chosen_frames(frames, opened)
    if chosen is None:
        chosen = scenes.frames
    if not chosen:
        raise ValueError("there is nothing to show: no annotation has a place in a picture; or give frames=")
    return Preview(opened, scenes, chosen, height=height, labels=labels, owns_media=opened is not media)


def _is_table(given: object) -> TypeGuard[pd.DataFrame]:
    return hasattr(given, "columns") and hasattr(given, "to_dict")


class Preview:
    """Frames with what is said of them drawn over. Made by :func:`preview`.

    It holds no pixels: they are decoded when they are asked for, and go only where they are sent by name
    (:meth:`save`, :meth:`picture`, :meth:`sheet`, :meth:`widget`). It therefore shows no picture by itself
    in a notebook. ``frames`` are ordinals.
    """

    def __init__(
        self,
        media: FrameSource,
        scenes: Scenes,
        frames: Sequence[int],
        *,
        height: int | None,
        labels: bool,
        owns_media: bool,
    ) -> None:
        self.frames = tuple(frames)
        self._media = media
        self._scenes = scenes
        self._height = height
        self._labels = labels
        self._owns_media = owns_media

    def picture(self, frame: int) -> RGB:
        """A frame, by its ordinal, with what is said of it: uint8[h,w,3]. Raises as ``media.frame`` does."""
        return self._drawn(frame, self._height)

    def sheet(self, *, columns: int | None = None, height: int | None = None) -> RGB:
        """All frames side by side with a line below each, uint8[h,w,3].

        ``columns``: how many in a row; left out, about as many as rows. ``height``: rows of one picture; left
        out, what was said to :func:`preview`, or 270. Raises ``ValueError`` beyond 400 frames.
        """
        if len(self.frames) > MOST_ON_A_SHEET:
            raise ValueError(
                f"{len(self.frames)} frames on one sheet are more than {MOST_ON_A_SHEET}: give fewer frames="
            )
        rows = height or self._height or 270
        pictures = [self._drawn(frame, rows) for frame in self.frames]
        return _sheet(pictures, [self.caption(frame) for frame in self.frames], columns)

    def caption(self, frame: int) -> str:
        """What stands below a frame: ``frame 123 · 0:00:05.130 · 2 marks``."""
        index = self._media.index
        count = len(self._scenes.on(index.check(frame)))
        time = clock(int(index.pts[frame]), index.time_base)
        return f"frame {frame} · {time} · {count} mark{'' if count == 1 else 's'}"

    def save(
        self,
        path: str | Path,
        *,
        span: tuple[int, int] | None = None,
        columns: int | None = None,
        quality: int = 90,
    ) -> Path:
        """Write pictures to a file, whose ending says which kind, and return its path.

        ``.png``: one frame as it is, several as a sheet (``columns`` in a row). With ``{frame}`` in the name,
        a file for each: ``"out-{frame}.png"``. ``.webp``: an animation of the frames ``[start, stop)`` of
        ``span``, at the media's own times; left out, from the first frame on which something is seen to the
        last. ``quality`` 0 … 100 is that of WebP; 100 loses nothing.

        The file is whole or not there. Raises :class:`PreviewNotWritten` where it cannot be written, and
        ``ValueError`` for another ending, an empty span, or one of more than 3000 frames.
        """
        path = Path(path).expanduser()
        match path.suffix.lower():
            case ".png":
                return self._save_png(path, columns)
            case ".webp":
                return self._save_webp(path, span, quality)
        raise ValueError(f"a preview is saved as .png or .webp, not as {path.name!r}")

    def widget(self, *, columns: int = 3, rows: int = 3, height: int = 200) -> ipywidgets.Widget:
        """A gallery of the frames, ``columns`` × ``rows`` to a page, drawn with ipycanvas.

        Pixels of the page that is shown are sent to the browser when it is shown, and are no part of the
        widgets' state: what is saved with the notebook are the captions alone. After reopening a notebook the
        gallery is empty until its cell runs again.
        """
        from animewidgets.widgets.preview_gallery import gallery

        return gallery(self, lambda frame: self._drawn(frame, height), columns=columns, rows=rows)

    def close(self) -> None:
        """Close the media, if it was opened here. Closing twice is no error."""
        if self._owns_media:
            self._media.close()

    def __enter__(self) -> Preview:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def __repr__(self) -> str:
        shown = ", ".join(map(str, self.frames[:6])) + (", …" if len(self.frames) > 6 else "")
        return f"<Preview of {self._media.name!r}: frames {shown}; .widget() or .save(…) shows them>"

    def _drawn(self, frame: int, height: int | None) -> RGB:
        self._media.index.check(frame)
        rgb = self._media.frame(frame).rgb
        scale = 1.0 if height is None else height / rgb.shape[0]
        if scale != 1.0:
            how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
            size = (max(1, round(rgb.shape[1] * scale)), int(height or 0))
            rgb = np.asarray(cv2.resize(rgb, size, interpolation=how), np.uint8)
        marks = self._scenes.on(frame)
        return draw_marks(rgb, marks, scale, labels=self._labels)

    def _save_png(self, path: Path, columns: int | None) -> Path:
        if "{frame}" in path.name:
            for frame in self.frames:
                one = path.with_name(path.name.replace("{frame}", str(frame)))
                _write(one, partial(_png, self.picture(frame)))
            return path
        picture = self.picture(self.frames[0]) if len(self.frames) == 1 else self.sheet(columns=columns)
        _write(path, partial(_png, picture))
        return path

    def _save_webp(self, path: Path, span: tuple[int, int] | None, quality: int) -> Path:
        if not 0 <= quality <= 100:
            raise ValueError(f"quality {quality} is not within 0 … 100")
        start, stop = span or self._scenes.span or (self.frames[0], self.frames[-1] + 1)
        index = self._media.index
        if not 0 <= start < stop <= len(index):
            raise FrameOutsideMedia(f"the span [{start}, {stop}) is none of the {len(index)} frames")
        if stop - start > MOST_ANIMATED:
            raise ValueError(
                f"an animation of {stop - start} frames is longer than {MOST_ANIMATED}: give a shorter span="
            )
        # Each length is the difference of rounded times, so that nothing adds up.
        edges = [
            *index.pts[start:stop].tolist(),
            int(index.pts[stop]) if stop < len(index) else index.end_pts,
        ]
        times = [round((pts - edges[0]) * index.time_base * 1000) for pts in edges]
        lengths = [max(1, after - before) for before, after in pairwise(times)]
        pictures = (Image.fromarray(self.picture(frame)) for frame in range(start, stop))
        _write(path, partial(_webp, pictures, lengths, quality))
        return path


def _sheet(pictures: Sequence[RGB], captions: Sequence[str], columns: int | None) -> RGB:
    if columns is not None and columns < 1:
        raise ValueError(f"{columns} columns hold no picture: give at least 1")
    wide, high = max(p.shape[1] for p in pictures), max(p.shape[0] for p in pictures)
    across = min(len(pictures), columns or math.ceil(math.sqrt(len(pictures))))
    size = max(11, high // 16)
    line = size + 2 * _GUTTER
    down = math.ceil(len(pictures) / across)
    cell = (wide + _GUTTER, high + line)
    made = Image.new("RGB", (across * cell[0] + _GUTTER, down * cell[1] + _GUTTER), _PAPER)
    pen = ImageDraw.Draw(made)
    font = ImageFont.load_default(size)
    for n, (picture, caption) in enumerate(zip(pictures, captions, strict=True)):
        x, y = _GUTTER + n % across * cell[0], _GUTTER + n // across * cell[1]
        made.paste(Image.fromarray(picture), (x, y))
        pen.text((x, y + high + _GUTTER // 2), caption, fill=_INK, font=font)
    return np.asarray(made, np.uint8).copy()


def _png(picture: RGB, path: Path) -> None:
    from animewidgets.media.png import write_png

    write_png(path, picture)


def _webp(pictures: Iterable[Image.Image], lengths: Sequence[int], quality: int, path: Path) -> None:
    first, *rest = pictures
    first.save(
        path,
        "WEBP",
        save_all=True,
        append_images=rest,
        duration=list(lengths),
        loop=0,
        quality=quality,
        lossless=quality == 100,
        method=2,
        minimize_size=False,
        allow_mixed=False,
    )


def _write(path: Path, write: Callable[[Path], None]) -> None:
    """Write aside, then move into place."""
    aside: Path | None = None
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".preview-", suffix=path.suffix)
        os.close(handle)
        aside = Path(name)
        write(aside)
        # mkstemp makes what only the owner may read; a report is for others, too.
        aside.chmod(0o666 & ~_umask())
        aside.replace(path)
        aside = None
    except OSError as error:
        raise PreviewNotWritten(
            f"'{path}' cannot be written ({error.strerror or error}): nothing of it was left; "
            "save it where there is room and you may write"
        ) from error
    finally:
        if aside is not None:
            aside.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
