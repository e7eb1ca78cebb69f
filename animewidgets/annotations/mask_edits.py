"""Edits of masks that tell only what changed, as ``docs/wire.md`` has them, made whole again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from animewidgets.annotations import masks
from animewidgets.annotations.edits import JSON, Annotation, Op
from animewidgets.annotations.geometry.read import geometry_of, mask_from_json
from animewidgets.annotations.kinds import Kind
from animewidgets.annotations.masks import Mask
from animewidgets.errors import CorruptMask, MalformedMessage

#: Gives an annotation of the task at a version; raises ``CommitConflict`` where it has no such version.
Base: TypeAlias = Callable[[str, int], Annotation]


def whole_states(
    change: JSON,
    at: str,
    op: Op,
    before: Annotation | None,
    after: Annotation | None,
    base: Callable[[], Annotation] | None,
) -> tuple[Annotation, Annotation]:
    """Both states of an update of a mask, with their geometry, from where the two masks differ.

    Args:
        change: the mask of the pixels that change, as JSON.
        at: where it stands in the message.
        op: what the edit does.
        before: what the message says of the state before; without geometry.
        after: what the message says of the state after; without geometry.
        base: gives the annotation that the edit was made on.

    Raises:
        MalformedMessage: the edit is no update of a mask, or says its geometry as well; the change is
            damaged or of another size than the mask.
        CommitConflict: what ``base`` raises.
    """
    if op is not Op.UPDATE or before is None or after is None or after.kind is not Kind.MASK:
        raise MalformedMessage(f"{at}: only an update of a mask can be told by what changes")
    for name, state in (("before", before), ("after", after)):
        if state.geometry is not None:
            raise MalformedMessage(f"{at}: leave out the geometry of {name!r}, for 'xor' tells it")
    if base is None:
        raise MalformedMessage(f"{at}: it is not known what was there before; tell the whole mask")
    stood_on = base()
    if stood_on.kind is not Kind.MASK:
        raise MalformedMessage(f"{at}: the annotation is a {stood_on.kind}, and no mask")
    old = geometry_of(stood_on)
    assert isinstance(old, Mask), "geometry_of gives what the kind says"
    try:
        new = masks.xor(old, mask_from_json(change, at))
    except CorruptMask as error:
        raise MalformedMessage(f"{at}: {error}") from error
    return replace(before, geometry=stood_on.geometry), replace(after, geometry=new.to_json())
