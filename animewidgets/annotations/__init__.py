"""The vocabulary as types: kinds, annotations, edits, categories, templates, and their validation."""

from animewidgets.annotations.attributes import SUBTITLE_LANE, MaskScope, TagScope, Transition
from animewidgets.annotations.bounds import ReleaseBounds
from animewidgets.annotations.categories import (
    DRAWN_THINGS,
    SHOT_SCALE,
    SOUNDS,
    Category,
    CategorySchema,
    Group,
)
from animewidgets.annotations.category_attributes import Attribute, AttributeKind
from animewidgets.annotations.edits import JSON, Action, Annotation, Commit, Edit, Op, Receipt
from animewidgets.annotations.frame_keys import Example, read_frame_key
from animewidgets.annotations.gallery import gallery
from animewidgets.annotations.kinds import FRAME_KINDS, SPAN_KINDS, Kind
from animewidgets.annotations.own_categories import own_schema
from animewidgets.annotations.schema_json import (
    category_details,
    category_to_json,
    group_to_json,
    schema_from_json,
    schema_to_json,
)
from animewidgets.annotations.skeletons import Skeleton
from animewidgets.annotations.template_parts import (
    Fork,
    FrameKey,
    Hotkey,
    Lane,
    Page,
    Prelabel,
    PrelabelSource,
    RequiredField,
    Review,
    ReviewKind,
    ToolName,
    UnitKind,
    UnitRule,
)
from animewidgets.annotations.template_problems import TemplateProblem, template_problems
from animewidgets.annotations.templates import AUDIO_EVENTS, CUT_TIMING, FRAME_SHAPES, Template
from animewidgets.annotations.templates_json import (
    read_template,
    template_from_json,
    template_from_text,
    template_schema,
    template_to_json,
    template_to_text,
)
from animewidgets.annotations.translations import Translation
from animewidgets.annotations.validate import check_annotation, parse_commit
from animewidgets.annotations.validators import Level, Rule, Validator
from animewidgets.annotations.values import VALUES, values_of, with_category
from animewidgets.annotations.wire import (
    commit_to_wire,
    edit_to_wire,
    state_to_wire,
    to_wire,
    without_defaults,
)

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
    "VALUES",
    "Action",
    "Annotation",
    "Attribute",
    "AttributeKind",
    "Category",
    "CategorySchema",
    "Commit",
    "Edit",
    "Example",
    "Fork",
    "FrameKey",
    "Group",
    "Hotkey",
    "Kind",
    "Lane",
    "Level",
    "MaskScope",
    "Op",
    "Page",
    "Prelabel",
    "PrelabelSource",
    "Receipt",
    "ReleaseBounds",
    "RequiredField",
    "Review",
    "ReviewKind",
    "Rule",
    "Skeleton",
    "TagScope",
    "Template",
    "TemplateProblem",
    "ToolName",
    "Transition",
    "Translation",
    "UnitKind",
    "UnitRule",
    "Validator",
    "category_details",
    "category_to_json",
    "check_annotation",
    "commit_to_wire",
    "edit_to_wire",
    "gallery",
    "group_to_json",
    "own_schema",
    "parse_commit",
    "read_frame_key",
    "read_template",
    "schema_from_json",
    "schema_to_json",
    "state_to_wire",
    "template_from_json",
    "template_from_text",
    "template_problems",
    "template_schema",
    "template_to_json",
    "template_to_text",
    "to_wire",
    "values_of",
    "with_category",
    "without_defaults",
]
