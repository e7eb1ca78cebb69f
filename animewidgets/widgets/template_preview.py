"""The live preview of the template designer: the real page for a draft, on a store that is thrown away."""

from __future__ import annotations

import hashlib
import html
import json
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

import ipywidgets

from animewidgets.annotations import (
    JSON,
    CategorySchema,
    Page,
    ReleaseBounds,
    Template,
    UnitKind,
    schema_to_json,
    template_to_json,
)
from animewidgets.annotations.units import needs_cuts, needs_frames, units_of
from animewidgets.errors import AnimeWidgetsError, NotAMediaFile, TemplateError
from animewidgets.media import FrameSource, Media, open_media
from animewidgets.store import Store
from animewidgets.widgets.frame_canvas import FrameCanvas
from animewidgets.widgets.frame_choice import Frames, open_frames
from animewidgets.widgets.lanes import cancel_event
from animewidgets.widgets.scratch import ScratchFolder
from animewidgets.widgets.shot_methods import known_cuts
from animewidgets.widgets.task_widget import TaskWidget
from animewidgets.widgets.timeline_editor import TimelineEditor
from animewidgets.widgets.unit_finder import find_units

Origin = Literal["given", "demo", "made"]

_ORIGINS = {
    "given": "your {name}",
    "demo": "the demo episode",
    "made": "a clip made for the preview",
}
_NOT_KEPT = "What you label here is to try the template out: it is kept nowhere."

#: Of the clip that is made where there is no other.
_CLIP_FRAMES = 96


class TemplatePreview:
    """What stands beside the form: the editor that a template opens, made anew when the template changes.

    Args:
        media: what it plays: whatever a ``FrameCanvas`` takes; ``None`` takes the demo episode where it was
            drawn, else a small clip that is made now.
        project: name of the project, as the page shows it.

    Its store lies in a temporary folder, which goes with :meth:`close`.
    """

    def __init__(self, media: Frames | None, project: str) -> None:
        self._given = media
        self._project = project
        self._lock = threading.RLock()
        self._scratch: ScratchFolder | None = None
        self._media: FrameSource | None = None
        self._store: Store | None = None
        self._editor: TaskWidget | None = None
        self._origin: Origin = "given"
        self._note = ipywidgets.HTML()
        self._note.add_class("aw-template-note")
        self._place = ipywidgets.VBox([])
        self._place.add_class("aw-template-place")
        self.box = ipywidgets.VBox([self._note, self._place])
        self.box.add_class("aw-template-preview")
        self._say("The preview is the page that people will label on. It opens once there is a template.")

    @property
    def media(self) -> FrameSource:
        """What the preview plays; opened, or made, when first asked for. Raises ``MediaError``."""
        with self._lock:
            if self._media is None:
                self._media = self._open()
            return self._media

    @property
    def editor(self) -> TaskWidget | None:
        """The editor that is shown."""
        return self._editor

    def told(self) -> dict[str, JSON]:
        """The release of the preview, for the browser."""
        media = self.media
        return {
            "name": media.name,
            "release_id": media.release_id,
            "frames": media.index.count,
            "origin": self._origin,
        }

    def show(self, template: Template) -> None:
        """Show the page of a template. The frame on the screen stays.

        Raises what the editor raises; the page that was shown before then stays.
        """
        with self._lock:
            media = self.media
            if self._store is None:
                self._store = Store.open(self._temporary() / "preview.duckdb")
            frame = self._editor.frame if self._editor is not None else 0
            made = editor_of(preview_of(template), media, self._store, self._project, frame)
            self._put(made)
            self._editor = made
            where = _ORIGINS[self._origin].format(name=f"“{media.name}”")
            self._say(f"The real page, on {html.escape(where)}.", _NOT_KEPT)

    def show_besides(self, widget: ipywidgets.Widget, told: str) -> None:
        """Show another widget in place of the page, until :meth:`show` is called again."""
        with self._lock:
            self._put(widget)
            self._editor = None
            self._say(html.escape(told))

    def frame(self) -> dict[str, JSON]:
        """The frame on the screen of the preview, as a frame key and in words."""
        with self._lock:
            if self._editor is None:
                raise TemplateError("there is no page in the preview: show it, and choose a frame there")
            ordinal = self._editor.frame
            return {
                "pts": int(self.media.index.pts[ordinal]),
                "release_id": self.media.release_id,
                "ordinal": ordinal,
                "told": f"frame {ordinal}",
            }

    def units(self, template: Template) -> dict[str, JSON] | None:
        """How many units the template makes of the release, or why nobody knows; ``None`` before it is open.

        To open a long film takes its time, and nobody who types waits for that.
        """
        if self._media is None:
            return None
        media, rule = self.media, template.unit
        cuts: Sequence[int] = ()
        name = f"“{media.name}”"
        if needs_frames(rule):
            what = "drawings" if rule.of is UnitKind.DRAWING else "key frames"
            return {"count": None, "words": f"Nobody has looked yet how many {what} {name} has."}
        if needs_cuts(rule):
            cuts = self._cuts()
            if not cuts:
                return {
                    "count": None,
                    "words": f"Nobody has looked yet where the shots of {name} begin.",
                }
        units = units_of(rule, self._bounds(), media.time_base, release_id=media.release_id, cuts=cuts)
        return _told(len(units), media.name)

    def count(self, template: Template) -> dict[str, JSON]:
        """How many units there are, found by a look through the film where that is needed."""
        media = self.media
        found = find_units(template.unit, media, self._bounds(), list(self._cuts()), cancel=cancel_event())
        return _told(len(found), media.name)

    def _bounds(self) -> ReleaseBounds:
        media = self.media
        width, height = media.info.width, media.info.height
        return ReleaseBounds(media.name, media.index.pts, media.index.end_pts, width, height, media.sizes)

    def close(self) -> None:
        """Close the editor, and what was opened and made for it."""
        with self._lock:
            for one in self._place.children:
                one.close()
            self._editor = None
            if self._store is not None:
                self._store.close()
                self._store = None
            if self._media is not None and self._media is not self._given:
                self._media.close()
            self._media = None
            if self._scratch is not None:
                self._scratch.close()
                self._scratch = None

    def _put(self, widget: ipywidgets.Widget) -> None:
        before = self._place.children
        self._place.children = (widget,)
        for one in before:
            one.close()

    def _say(self, *lines: str) -> None:
        told = " ".join(
            f"<span>{line}</span>" if n == 0 else f"<strong>{line}</strong>" for n, line in enumerate(lines)
        )
        self._note.value = f'<div class="aw-template-told" role="status">{told}</div>'

    def _temporary(self) -> Path:
        if self._scratch is None:
            self._scratch = ScratchFolder("preview")
        return self._scratch.path

    def _open(self) -> FrameSource:
        if self._given is not None:
            return open_frames(self._given)
        episode = _drawn_episode()
        if episode is not None:
            self._origin = "demo"
            return open_media(episode)
        from animewidgets.demo.clips import make_clip

        self._origin = "made"
        clip = self._temporary() / "preview.mp4"
        make_clip(clip, frames=_CLIP_FRAMES, size=(480, 270), gop=24)
        return open_media(clip)

    def _cuts(self) -> Sequence[int]:
        """Ticks of the cuts that are known: those marked in the preview, else those found earlier."""
        media = self.media
        if self._editor is not None and self._store is not None:
            marked = self._store.shot_starts(self._editor.task_id)
            if marked:
                return marked
        found = known_cuts(media) if isinstance(media, Media) else []
        return [int(media.index.pts[frame]) for frame in found]


def _told(count: int, name: str) -> dict[str, JSON]:
    return {"count": count, "words": f"“{name}” makes {count} {'unit' if count == 1 else 'units'}."}


def editor_of(template: Template, media: FrameSource, store: Store, project: str, frame: int) -> TaskWidget:
    """The editor that a template opens on a release."""
    if template.opens is Page.SHAPES:
        return FrameCanvas(media, store=store, project=project, template=template, frame=frame, guide=True)
    if not isinstance(media, Media):
        raise NotAMediaFile(f"{media.name!r} is made of images: they have no cuts and no sound to preview")
    return TimelineEditor(media, store=store, project=project, template=template, frame=frame, guide=True)


def preview_of(template: Template) -> Template:
    """The template under an identity made from what it says: no draft gets in another's way."""
    schema = template.categories
    named = CategorySchema(f"preview-{_digest(schema_to_json(schema))}", 1, schema.categories, schema.groups)
    told = {name: value for name, value in template_to_json(template).items() if name not in _UNSEEN}
    return replace(template, template_id=f"preview-{_digest(told)}", version=1, categories=named)


_UNSEEN = frozenset({"template_id", "version", "name", "description", "licence", "authors", "forked_from"})


def _digest(told: JSON) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]


def _drawn_episode() -> Path | None:
    """The demo episode where the command line has drawn it."""
    import platformdirs

    from animewidgets.demo import DemoEpisode, EpisodeOptions

    episode = DemoEpisode(platformdirs.user_cache_path("animewidgets") / "demo", EpisodeOptions())
    try:
        return episode.bluray if episode.is_whole else None
    except (AnimeWidgetsError, OSError):
        return None
