"""Run a template's validators over one unit: a pure function, wherever it is called."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from animewidgets.annotations.bounds import ReleaseBounds
from animewidgets.annotations.edits import Annotation
from animewidgets.annotations.templates import Template
from animewidgets.annotations.validators import label_rules, shape_rules, time_rules
from animewidgets.annotations.validators.problems import Problem
from animewidgets.annotations.validators.rules import Level, Rule, Validator
from animewidgets.annotations.validators.scene import Scene, extent_of
from animewidgets.annotations.validators.time_rules import Found

Look = Callable[[Validator, Scene], Iterator[Found]]

_RULES: Mapping[Rule, Look] = MappingProxyType(
    {
        Rule.SMALLEST_SIDE: shape_rules.smallest_side,
        Rule.SMALLEST_AREA: shape_rules.smallest_area,
        Rule.NO_GAPS: time_rules.no_gaps,
        Rule.NO_OVERLAP: time_rules.no_overlap,
        Rule.SPAN_LENGTH: time_rules.span_length,
        Rule.WITHIN_SHOT: time_rules.within_shot,
        Rule.COUNT: label_rules.count,
        Rule.EVERY_SHOT_TAGGED: label_rules.every_shot_tagged,
        Rule.GROUP_TAGGED: label_rules.group_tagged,
        Rule.ATTRIBUTES_SAID: label_rules.attributes_said,
        Rule.SIMPLE_POLYGON: shape_rules.simple_polygon,
        Rule.TRACK_KEYS: shape_rules.track_keys,
        Rule.UNCERTAIN_EXPLAINED: label_rules.uncertain_explained,
    }
)

#: So many problems of a unit are told; whoever has mended them asks again.
MOST_PROBLEMS = 200


def check_unit(
    template: Template,
    start: int,
    end: int,
    annotations: Iterable[Annotation],
    *,
    bounds: ReleaseBounds,
    cuts: Sequence[int] = (),
) -> tuple[Problem, ...]:
    """What is wrong with a unit, by the template's validators and the fields that it requires.

    Args:
        template: says what must be true.
        start: tick of the unit's first frame.
        end: tick at which it ends.
        annotations: of the task; those that share no moment with the unit are passed over.
        bounds: the release.
        cuts: ticks of all cuts that are known of it, ascending.

    Returns:
        Problems in the order of time, at most 200; errors before warnings on the same frame.
    """
    within = sorted(
        (
            one
            for one in annotations
            if (extent := extent_of(one, cuts, bounds.end_pts))[0] < end and start < extent[1]
        ),
        key=lambda one: (one.start_pts, one.annotation_id),
    )
    scene = Scene(start, end, within, bounds, cuts, template.categories)
    found = list(_look(template, scene))
    found.sort(key=lambda one: (one.pts, one.level is Level.WARNING))
    return tuple(found[:MOST_PROBLEMS])


def _look(template: Template, scene: Scene) -> Iterator[Problem]:
    for field in template.required:
        yield from _told("required", Level.ERROR, "", label_rules.required(field, scene))
    for lane in template.lanes:
        if lane.categories:
            yield from _told("lane-category", Level.ERROR, "", label_rules.lane_category(lane, scene))
    for one in template.validators:
        # A schema goes on without its template: a rule about what is no more has nothing to look at.
        if one.categories and not any(each in template.categories for each in one.categories):
            continue
        yield from _told(one.rule.value, one.level, one.message, _RULES[one.rule](one, scene))


def _told(rule: str, level: Level, message: str, found: Iterable[Found]) -> Iterator[Problem]:
    for said, pts, annotation_id in found:
        text = f"{said[:1].upper()}{said[1:]}{'' if said.endswith('…') else '.'}"
        yield Problem(rule, level, f"{message} ({text})" if message else text, pts, annotation_id)
