"""What validators look at: the annotations of one unit, and the release around them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from animewidgets.annotations.attributes import TagScope
from animewidgets.annotations.bounds import ReleaseBounds
from animewidgets.annotations.categories import CategorySchema
from animewidgets.annotations.edits import Annotation
from animewidgets.annotations.kinds import Kind
from animewidgets.annotations.validators.rules import Validator

#: What has a lane.
LANE_KINDS = (Kind.SEGMENT, Kind.AUDIO_EVENT)


@dataclass(frozen=True, slots=True)
class Scene:
    """One unit ``[start, end)`` in ticks, what is said of it, and the shots around it.

    ``annotations`` are all that share a moment with the unit, in the order of time; ``cuts`` the ticks of all
    cuts of the release, ascending.
    """

    start: int
    end: int
    annotations: Sequence[Annotation]
    bounds: ReleaseBounds
    cuts: Sequence[int]
    categories: CategorySchema

    def of(
        self, validator: Validator, kinds: Iterable[Kind], besides: Callable[[Annotation], bool] | None = None
    ) -> Iterator[Annotation]:
        """The annotations that a validator looks at, of kinds that its rule can look at."""
        wanted = set(kinds) & set(validator.kinds) if validator.kinds else set(kinds)
        for one in self.annotations:
            if one.kind not in wanted:
                continue
            if validator.categories and one.category not in validator.categories:
                continue
            if validator.lane is not None and one.attributes.get("lane") != validator.lane:
                continue
            if besides is None or besides(one):
                yield one

    def frame(self, tick: int) -> int:
        """Ordinal of the frame that is shown at a tick."""
        return max(0, int(self.bounds.pts.searchsorted(tick, side="right")) - 1)

    def frames_between(self, start: int, end: int) -> int:
        """How many frames begin in a span."""
        pts = self.bounds.pts
        return int(pts.searchsorted(end)) - int(pts.searchsorted(start))

    def cuts_within(self, start: int, end: int) -> list[int]:
        """The cuts after ``start`` and before ``end``."""
        return [cut for cut in self.cuts if start < cut < end]

    def extent(self, one: Annotation) -> tuple[int, int]:
        """The span that an annotation says something of: a tag of a shot covers the shot."""
        return extent_of(one, self.cuts, self.bounds.end_pts)

    def called(self, one: Annotation) -> str:
        """An annotation in words: ``the box "Face"``."""
        what = one.kind.value.replace("_", " ")
        category = self.categories.category(one.category)
        return f"the {what} “{category.name}”" if category else f"the {what}"


def extent_of(one: Annotation, cuts: Sequence[int], end_pts: int) -> tuple[int, int]:
    """The half-open span that an annotation says something of, in ticks."""
    if one.end_pts is not None:
        return one.start_pts, one.end_pts
    if one.kind is Kind.TAG and one.attributes.get("scope") == TagScope.SHOT:
        return one.start_pts, next((cut for cut in cuts if cut > one.start_pts), end_pts)
    return one.start_pts, one.start_pts + 1
