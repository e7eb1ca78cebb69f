"""Notebook-native annotation of anime, TV series and films, bound to exact frames.

The public names load on first use, so that ``import animewidgets`` stays fast.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from animewidgets.errors import AnimeWidgetsError as AnimeWidgetsError
    from animewidgets.media import Media as Media
    from animewidgets.media import open_images as open_images
    from animewidgets.media import open_media as open_media
    from animewidgets.media import probe as probe
    from animewidgets.store import Store as Store
    from animewidgets.widgets.alignment_editor import AlignmentEditor as AlignmentEditor
    from animewidgets.widgets.category_designer import CategoryDesigner as CategoryDesigner
    from animewidgets.widgets.frame_canvas import BoxCanvas as BoxCanvas
    from animewidgets.widgets.frame_canvas import FrameCanvas as FrameCanvas
    from animewidgets.widgets.frame_canvas import MaskCanvas as MaskCanvas
    from animewidgets.widgets.frame_canvas import PointCanvas as PointCanvas
    from animewidgets.widgets.frame_canvas import PolygonCanvas as PolygonCanvas
    from animewidgets.widgets.frame_canvas import TagCanvas as TagCanvas
    from animewidgets.widgets.pairs_desk import PairsDesk as PairsDesk
    from animewidgets.widgets.preview import preview as preview
    from animewidgets.widgets.template_designer import TemplateDesigner as TemplateDesigner
    from animewidgets.widgets.timeline_editor import TimelineEditor as TimelineEditor

__version__ = "0.1.0"

_HOMES = {
    "AlignmentEditor": "animewidgets.widgets.alignment_editor",
    "AnimeWidgetsError": "animewidgets.errors",
    "BoxCanvas": "animewidgets.widgets.frame_canvas",
    "CategoryDesigner": "animewidgets.widgets.category_designer",
    "FrameCanvas": "animewidgets.widgets.frame_canvas",
    "MaskCanvas": "animewidgets.widgets.frame_canvas",
    "Media": "animewidgets.media",
    "PointCanvas": "animewidgets.widgets.frame_canvas",
    "PairsDesk": "animewidgets.widgets.pairs_desk",
    "PolygonCanvas": "animewidgets.widgets.frame_canvas",
    "open_images": "animewidgets.media",
    "open_media": "animewidgets.media",
    "preview": "animewidgets.widgets.preview",
    "probe": "animewidgets.media",
    "Store": "animewidgets.store",
    "TagCanvas": "animewidgets.widgets.frame_canvas",
    "TemplateDesigner": "animewidgets.widgets.template_designer",
    "TimelineEditor": "animewidgets.widgets.timeline_editor",
}

__all__ = [
    "AlignmentEditor",
    "AnimeWidgetsError",
    "BoxCanvas",
    "CategoryDesigner",
    "FrameCanvas",
    "MaskCanvas",
    "Media",
    "PairsDesk",
    "PointCanvas",
    "PolygonCanvas",
    "Store",
    "TagCanvas",
    "TemplateDesigner",
    "TimelineEditor",
    "__version__",
    "open_images",
    "open_media",
    "preview",
    "probe",
]


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'animewidgets' has no attribute {name!r}")
    return getattr(importlib.import_module(home), name)


def __dir__() -> list[str]:
    return sorted(__all__)
