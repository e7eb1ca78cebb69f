"""What of a template depends on another part of it and does not hold: told with the place where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from animewidgets.annotations.kinds import Kind
from animewidgets.annotations.template_parts import Lane, Page, ToolName
from animewidgets.annotations.templates import Template

#: Spellings of modifiers that mean the same.
_MODIFIERS = {"control": "ctrl", "cmd": "ctrl", "meta": "ctrl", "option": "alt"}

_DRAWS = {
    ToolName.BOX: (Kind.BOX,),
    ToolName.POLYGON: (Kind.POLYGON,),
    ToolName.MASK: (Kind.MASK,),
    ToolName.POINT: (Kind.POINT,),
    ToolName.TRACK: (Kind.TRACK,),
    ToolName.TAG: (Kind.TAG,),
}


@dataclass(frozen=True, slots=True)
class TemplateProblem:
    """What is wrong, where: ``at`` as in ``"validators[2].categories"``.

    A template with a ``fatal`` problem is refused when it is read or published; the others are told to who
    makes it.
    """

    at: str
    message: str
    fatal: bool = True


def template_problems(template: Template) -> tuple[TemplateProblem, ...]:
    """All that does not hold together, in the order of the document."""
    return (
        *_tool_problems(template),
        *_lane_problems(template),
        *_hotkey_problems(template),
        *_prelabel_problems(template),
        *_validator_problems(template),
    )


def _tool_problems(template: Template) -> Iterator[TemplateProblem]:
    for n, tool in enumerate(template.tools):
        if not set(_DRAWS[tool]) & set(template.kinds):
            yield TemplateProblem(f"tools[{n}]", f"the template takes no {tool.value!r}: add it to 'kinds'")
    if template.tools and template.opens is not Page.SHAPES:
        yield TemplateProblem(
            "tools", f"only the page 'shapes' has tools, and the template opens {template.opens.value!r}"
        )


def _lane_problems(template: Template) -> Iterator[TemplateProblem]:
    seen: set[tuple[Kind, str]] = set()
    for n, lane in enumerate(template.lanes):
        if (lane.kind, lane.name) in seen:
            yield TemplateProblem(f"lanes[{n}].name", f"there are two lanes {lane.name!r}")
        seen.add((lane.kind, lane.name))
        if lane.kind not in template.kinds:
            kind = lane.kind.value.replace("_", " ")
            yield TemplateProblem(f"lanes[{n}].kind", f"the template takes no {kind}s: add them to 'kinds'")
        yield from _unknown(template, lane.categories, f"lanes[{n}].categories")


def _hotkey_problems(template: Template) -> Iterator[TemplateProblem]:
    holders: dict[str, str] = {}
    actions: set[str] = set()
    for hotkey in template.hotkeys:
        if hotkey.action in actions:
            yield TemplateProblem(
                f"hotkeys.{hotkey.action}", f"the action {hotkey.action!r} has its keys given twice"
            )
        actions.add(hotkey.action)
        for key in hotkey.keys:
            holder = holders.setdefault(canonical_key(key), hotkey.action)
            if holder != hotkey.action:
                yield TemplateProblem(
                    f"hotkeys.{hotkey.action}",
                    f"the key {key!r} is given to {holder!r} and to {hotkey.action!r}: choose another",
                )
    for n, category in enumerate(template.categories):
        if category.hotkey is None:
            continue
        holder = holders.setdefault(canonical_key(category.hotkey), f"category {category.name}")
        if holder != f"category {category.name}":
            yield TemplateProblem(
                f"categories.categories[{n}].hotkey",
                f"the key {category.hotkey!r} of {category.name!r} is taken by {holder!r}: "
                "it reaches the first only",
                fatal=False,
            )


def _prelabel_problems(template: Template) -> Iterator[TemplateProblem]:
    lanes = {lane.name for lane in template.lanes}
    for n, prelabel in enumerate(template.prelabels):
        at = f"prelabels[{n}]"
        if prelabel.category is not None:
            yield from _unknown(template, [prelabel.category], f"{at}.category")
        if prelabel.lane is not None and lanes and prelabel.lane not in lanes:
            yield _no_lane(f"{at}.lane", prelabel.lane, template.lanes)


def _validator_problems(template: Template) -> Iterator[TemplateProblem]:
    lanes = {lane.name for lane in template.lanes}
    groups = {group.name for group in template.categories.groups}
    for n, one in enumerate(template.validators):
        at = f"validators[{n}]"
        yield from _unknown(template, one.categories, f"{at}.categories")
        for kind in one.kinds:
            if kind not in template.kinds:
                yield TemplateProblem(f"{at}.kinds", f"the template takes no {kind.value!r}")
        if one.lane is not None and lanes and one.lane not in lanes:
            yield _no_lane(f"{at}.lane", one.lane, template.lanes)
        if one.group is not None and one.group not in groups:
            known = ", ".join(map(repr, sorted(groups))) or "none"
            yield TemplateProblem(
                f"{at}.group", f"the schema has no group {one.group!r}; its groups are {known}"
            )


def _unknown(template: Template, categories: Iterable[str], at: str) -> Iterator[TemplateProblem]:
    for category in categories:
        if category not in template.categories:
            yield TemplateProblem(
                at, f"the schema {template.categories.schema_id!r} has no category {category!r}"
            )


def _no_lane(at: str, lane: str, lanes: Iterable[Lane]) -> TemplateProblem:
    known = ", ".join(repr(one.name) for one in lanes)
    return TemplateProblem(at, f"the template has no lane {lane!r}; its lanes are {known}")


def canonical_key(key: str) -> str:
    """A key in one spelling: ``"Shift+Ctrl+z"`` and ``"Ctrl+Shift+Z"`` are one."""
    if key.endswith("+"):
        parts, name = [one for one in key[:-1].split("+") if one], "+"
    else:
        *parts, name = key.split("+")
    modifiers = sorted({_MODIFIERS.get(one.lower(), one.lower()) for one in parts})
    return "+".join([*modifiers, name.lower()])
