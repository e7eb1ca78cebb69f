"""The vocabulary as types: kinds, annotations, edits and their inverses, categories, templates."""

from animewidgets.annotations.categories import SHOT_SCALE, Category, CategorySchema
from animewidgets.annotations.edits import JSON, Action, Annotation, Commit, Edit, Op, Receipt
from animewidgets.annotations.kinds import FRAME_KINDS, SPAN_KINDS, Kind
from animewidgets.annotations.templates import CUT_TIMING, Template

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
    "Template",
]
