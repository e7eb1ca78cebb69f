"""The vocabulary as types: kinds, annotations, edits, categories, templates, and their validation."""

from animewidgets.annotations.categories import SHOT_SCALE, Category, CategorySchema
from animewidgets.annotations.edits import JSON, Action, Annotation, Commit, Edit, Op, Receipt
from animewidgets.annotations.kinds import FRAME_KINDS, SPAN_KINDS, Kind
from animewidgets.annotations.templates import CUT_TIMING, Template
from animewidgets.annotations.validate import ReleaseBounds, check_annotation, parse_commit
from animewidgets.annotations.wire import commit_to_wire, edit_to_wire, state_to_wire, to_wire

__all__ = [
    "CUT_TIMING",
    "FRAME_KINDS",
    "JSON",
    "SHOT_SCALE",
    "SPAN_KINDS",
    "Action",
    "Annotation",
    "Category",
    "CategorySchema",
    "Commit",
    "Edit",
    "Kind",
    "Op",
    "Receipt",
    "ReleaseBounds",
    "Template",
    "check_annotation",
    "commit_to_wire",
    "edit_to_wire",
    "parse_commit",
    "state_to_wire",
    "to_wire",
]
