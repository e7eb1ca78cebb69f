"""The vocabulary as types: kinds, annotations, edits, categories, templates, and their validation."""

from animewidgets.annotations.attributes import SUBTITLE_LANE, MaskScope, Transition
from animewidgets.annotations.bounds import ReleaseBounds
from animewidgets.annotations.categories import DRAWN_THINGS, SHOT_SCALE, SOUNDS, Category, CategorySchema
from animewidgets.annotations.edits import JSON, Action, Annotation, Commit, Edit, Op, Receipt
from animewidgets.annotations.kinds import FRAME_KINDS, SPAN_KINDS, Kind
from animewidgets.annotations.templates import AUDIO_EVENTS, CUT_TIMING, FRAME_SHAPES, Template
from animewidgets.annotations.validate import check_annotation, parse_commit
from animewidgets.annotations.wire import commit_to_wire, edit_to_wire, state_to_wire, to_wire

__all__ = [
    "AUDIO_EVENTS",
    "CUT_TIMING",
    "DRAWN_THINGS",
    "FRAME_KINDS",
    "FRAME_SHAPES",
    "JSON",
    "SHOT_SCALE",
    "SOUNDS",
    "SPAN_KINDS",
    "SUBTITLE_LANE",
    "Action",
    "Annotation",
    "Category",
    "CategorySchema",
    "Commit",
    "Edit",
    "Kind",
    "MaskScope",
    "Op",
    "Receipt",
    "ReleaseBounds",
    "Template",
    "Transition",
    "check_annotation",
    "commit_to_wire",
    "edit_to_wire",
    "parse_commit",
    "state_to_wire",
    "to_wire",
]
