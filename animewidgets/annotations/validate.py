"""The one place where what comes from a browser is checked, and turned into commits.

:func:`parse_commit` takes the JSON of ``docs/wire.md`` and gives a :class:`Commit` that can be trusted,
or refuses it as a whole with :class:`MalformedMessage`, :class:`CutOutsideMedia` or
:class:`UnknownCategory`. Nothing is repaired, rounded or left out silently. Who made the commit and in
which task are given by the kernel, never by the message.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import cast

from animewidgets.annotations import shape
from animewidgets.annotations.attributes import check_attributes
from animewidgets.annotations.bounds import ReleaseBounds
from animewidgets.annotations.edits import JSON, Action, Annotation, Commit, Edit, Op
from animewidgets.annotations.geometry.read import check_geometry
from animewidgets.annotations.kinds import FRAME_KINDS, SPAN_KINDS, Kind
from animewidgets.annotations.mask_edits import Base, whole_states
from animewidgets.annotations.templates import Template
from animewidgets.annotations.values import check_by_category
from animewidgets.errors import CutOutsideMedia, MalformedMessage, UnknownCategory

MAX_EDITS = 1000
MAX_COMMENT = 10_000
MAX_NAME = 200
MAX_JSON_BYTES = 256 * 1024
#: A track of masks holds many of them.
MAX_GEOMETRY_BYTES = 4 * 1024 * 1024
MAX_ACTIVE_MS = 24 * 60 * 60 * 1000

#: Kinds whose times come from the sound, which is finer than the frames.
OFF_FRAME_KINDS = frozenset({Kind.AUDIO_EVENT, Kind.TEXT})

#: Makes of an annotation that a commit leaves what it is by the schema in force; takes also the version that
#: the commit says it was made by, and where the annotation stands.
Carry = Callable[[Annotation, int | None, str], Annotation]

_COMMIT_FIELDS = frozenset({"commit_id", "action", "reverts", "active_ms", "tool", "edits"})
_EDIT_FIELDS = frozenset({"op", "annotation_id", "base_version", "before", "after"})
_STATE_REQUIRED = frozenset({"kind", "start_pts"})
_STATE_OPTIONAL = frozenset(
    {"end_pts", "category", "geometry", "attributes", "source", "score", "comment", "uncertain"}
)


def parse_commit(
    data: object,
    *,
    task_id: str,
    person: str,
    tool_version: str,
    template: Template,
    bounds: ReleaseBounds,
    base: Base | None = None,
    carry: Carry | None = None,
) -> Commit:
    """The commit that a browser sent, once every part of it has been checked.

    Args:
        data: the decoded JSON object of one commit.
        task_id: the task that the widget was opened for.
        person: who the server says that the browser's user is.
        tool_version: version of the program that serves the widget.
        template: says which kinds and categories the task takes.
        bounds: the frames of the task's release, and the size of its pictures.
        base: looks up what an edit of a mask stands on that tells only what changed; without it such edits
            are refused; and whether it had values already that its category does not take any more.
        carry: brings annotations of a commit that was made by an older version of the schema to the one of
            ``template``; without it they must be of that.

    Raises:
        MalformedMessage: the JSON does not have the form of ``docs/wire.md``, exceeds a size, or holds a
            kind that the template does not take, attributes that make no transition, segment or line or that
            its category does not have, or geometry that makes no shape within the picture. The message
            names the field.
        CutOutsideMedia: a time is no frame of the release.
        UnknownCategory: a category that the template's schema does not have.
        CommitConflict: what ``base`` raises, where an annotation has no such version.
        SchemaMoved: what ``carry`` raises.
    """
    commit = shape.record(data, "commit", required=_COMMIT_FIELDS, optional={"schema_version"})
    version = shape.optional(_version, commit.get("schema_version"), "schema_version")
    carried = carry and partial(_carried, carry, version)
    action = shape.choice(commit["action"], "action", Action)
    reverts = shape.optional(shape.identifier, commit["reverts"], "reverts")
    if (action is Action.DO) != (reverts is None):
        needs = "no" if action is Action.DO else "the id of a commit as"
        raise MalformedMessage(f"reverts: {action.value!r} needs {needs} 'reverts', got {reverts!r}")
    edits: list[Edit] = []
    for i, edit in enumerate(shape.array(commit["edits"], "edits", at_least=1, at_most=MAX_EDITS)):
        stood_on = base and _on_top_of(edits, base)
        edits.append(_edit(edit, f"edits[{i}]", template, bounds, stood_on, carried))
    return Commit(
        commit_id=shape.identifier(commit["commit_id"], "commit_id"),
        task_id=task_id,
        person=person,
        edits=tuple(edits),
        action=action,
        reverts=reverts,
        tool=shape.text(commit["tool"], "tool", at_least=1, at_most=MAX_NAME),
        tool_version=tool_version,
        active_ms=shape.integer(commit["active_ms"], "active_ms", at_least=0, at_most=MAX_ACTIVE_MS),
        schema_version=template.categories.version,
    )


def read_annotation(
    data: object, at: str, *, annotation_id: str, template: Template, bounds: ReleaseBounds
) -> Annotation:
    """An annotation from the JSON of its state, checked like a browser's; ``at`` names it in errors."""
    annotation = _state(cast("JSON", data), at, shape.identifier(annotation_id, f"{at}.annotation_id"))
    _check_rules(annotation, at, template, bounds)
    return annotation


def check_annotation(annotation: Annotation, *, template: Template, bounds: ReleaseBounds) -> None:
    """Refuse an annotation that breaks a rule of its task, whoever made it. Errors as `parse_commit`."""
    _check_rules(annotation, "annotation", template, bounds)


def _on_top_of(edits: Sequence[Edit], base: Base) -> Base:
    """Looks up what an edit stands on: an earlier edit of the same commit, or what is there already."""

    def look_up(annotation_id: str, version: int) -> Annotation:
        for edit in reversed(edits):
            if (edit.annotation_id, edit.base_version + 1) == (annotation_id, version) and edit.after:
                return edit.after
        return base(annotation_id, version)

    return look_up


def _version(value: JSON, at: str) -> int:
    return shape.integer(value, at, at_least=1, at_most=2**31 - 1)


def _carried(carry: Carry, version: int | None, annotation: Annotation, at: str) -> Annotation:
    return carry(annotation, version, at)


def _edit(
    data: JSON,
    at: str,
    template: Template,
    bounds: ReleaseBounds,
    base: Base | None,
    carried: Callable[[Annotation, str], Annotation] | None,
) -> Edit:
    edit = shape.record(data, at, required=_EDIT_FIELDS, optional={"xor"})
    op = shape.choice(edit["op"], f"{at}.op", Op)
    annotation_id = shape.identifier(edit["annotation_id"], f"{at}.annotation_id")
    base_version = shape.integer(edit["base_version"], f"{at}.base_version", at_least=0, at_most=2**31 - 2)
    before = None if edit["before"] is None else _state(edit["before"], f"{at}.before", annotation_id)
    after = None if edit["after"] is None else _state(edit["after"], f"{at}.after", annotation_id)
    for state, field, absent_for in ((before, "before", Op.CREATE), (after, "after", Op.DELETE)):
        if (state is None) != (op is absent_for):
            needs = "null" if op is absent_for else "a state"
            raise MalformedMessage(f"{at}.{field}: {op.value!r} needs {needs}")
    if op is not Op.CREATE and base_version == 0:
        raise MalformedMessage(f"{at}.base_version: {op.value!r} needs a version to stand on, got 0")
    if before and after and before.kind is not after.kind:
        raise MalformedMessage(f"{at}.after.kind: a {before.kind} stays one, got {after.kind.value!r}")
    stood_on = None if base is None or op is not Op.UPDATE else partial(base, annotation_id, base_version)
    if "xor" in edit:
        before, after = whole_states(edit["xor"], f"{at}.xor", op, before, after, stood_on)
    if after is not None:
        # Only what the edit leaves must obey the rules: what it replaces may be older than they are.
        after = after if carried is None else carried(after, f"{at}.after")
        _check_rules(after, f"{at}.after", template, bounds, stood_on)
    return Edit(op, annotation_id, base_version, before, after)


def _state(data: JSON, at: str, annotation_id: str) -> Annotation:
    state = shape.record(data, at, required=_STATE_REQUIRED, optional=_STATE_OPTIONAL)
    uncertain = state.get("uncertain", False)
    if not isinstance(uncertain, bool):
        raise MalformedMessage(f"{at}.uncertain: expected true or false, got {shape.show(uncertain)}")
    attributes: Mapping[str, JSON] = shape.json_object(
        state.get("attributes", {}), f"{at}.attributes", at_most=MAX_JSON_BYTES
    )
    geometry = state.get("geometry")
    return Annotation(
        annotation_id=annotation_id,
        kind=shape.choice(state["kind"], f"{at}.kind", Kind),
        start_pts=shape.integer(state["start_pts"], f"{at}.start_pts"),
        end_pts=shape.optional(shape.integer, state.get("end_pts"), f"{at}.end_pts"),
        category=shape.optional(_name, state.get("category"), f"{at}.category"),
        geometry=None
        if geometry is None
        else shape.json_object(geometry, f"{at}.geometry", at_most=MAX_GEOMETRY_BYTES),
        attributes=attributes,
        source=_name(state.get("source", "human"), f"{at}.source"),
        score=shape.optional(shape.number, state.get("score"), f"{at}.score"),
        comment=shape.optional(_comment, state.get("comment"), f"{at}.comment"),
        uncertain=uncertain,
    )


def _name(value: JSON, at: str) -> str:
    return shape.text(value, at, at_least=1, at_most=MAX_NAME)


def _comment(value: JSON, at: str) -> str:
    return shape.text(value, at, at_most=MAX_COMMENT)


def _check_rules(
    annotation: Annotation,
    at: str,
    template: Template,
    bounds: ReleaseBounds,
    stood_on: Callable[[], Annotation] | None = None,
) -> None:
    kind, start, end = annotation.kind, annotation.start_pts, annotation.end_pts
    if kind not in template.kinds:
        raise MalformedMessage(
            f"{at}.kind: the template {template.template_id!r} takes no {kind.value!r}, only "
            + ", ".join(repr(k.value) for k in template.kinds)
        )
    if end is None and kind in SPAN_KINDS:
        raise MalformedMessage(f"{at}.end_pts: a {kind} covers a span and needs its end")
    if end is not None and kind in FRAME_KINDS:
        raise MalformedMessage(f"{at}.end_pts: a {kind} stands on one frame and has no end, got {end}")
    if end is not None and end <= start:
        raise MalformedMessage(f"{at}.end_pts: the span [{start}, {end}) is empty or ends before it starts")
    _check_times(kind, start, end, bounds)
    check_attributes(annotation, f"{at}.attributes", bounds)
    check_geometry(annotation, f"{at}.geometry", bounds)
    if annotation.category is not None and annotation.category not in template.categories:
        known = ", ".join(repr(c.category_id) for c in template.categories) or "none"
        raise UnknownCategory(
            f"category {shape.show(annotation.category)} is not in schema "
            f"{template.categories.schema_id!r} version {template.categories.version}; it has {known}"
        )
    check_by_category(
        annotation,
        template.categories.category(annotation.category),
        at,
        bounds,
        on_frame=kind not in OFF_FRAME_KINDS,
        stood_on=stood_on,
    )


def _check_times(kind: Kind, start: int, end: int | None, bounds: ReleaseBounds) -> None:
    name = kind.value.replace("_", " ")
    if kind in OFF_FRAME_KINDS:
        first = int(bounds.pts[0]) if len(bounds.pts) else bounds.end_pts
        if start < first or (end or start) > bounds.end_pts:
            raise CutOutsideMedia(
                f"{name} [{start}, {end}) reaches outside {bounds.name!r}, "
                f"which lasts from tick {first} to tick {bounds.end_pts}"
            )
        return
    if not bounds.holds_frame(start):
        raise CutOutsideMedia(f"{name} at tick {start} {bounds.place(start)}")
    if end is not None and end != bounds.end_pts and not bounds.holds_frame(end):
        raise CutOutsideMedia(f"{name} ending at tick {end}: its end {bounds.place(end)}")
