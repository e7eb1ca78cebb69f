"""What a page tells the people who label by a template: its name, units, pre-labels and required fields."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TypeAlias

from animewidgets.analysis.assist.prompts import Assistant, AssistFrame, Prompts, Proposal, as_proposals
from animewidgets.annotations import Kind, Prelabel, PrelabelSource, Template, ToolName, UnitRule
from animewidgets.annotations.templates_json import unit_to_json
from animewidgets.widgets.channel import JSON

#: What the built-in assistants are called.
ASSISTANT_OF: Mapping[PrelabelSource, str] = MappingProxyType(
    {
        PrelabelSource.FLAT_COLOUR: "flat colour",
        PrelabelSource.COLOUR_PLANE: "colour plane",
        PrelabelSource.GRABCUT: "GrabCut",
        PrelabelSource.STILL_BACKGROUND: "still background",
    }
)

_About: TypeAlias = Mapping[str, JSON]


def is_guided(template: Template, asked: bool | None) -> bool:
    """Whether the page shows units, guidelines and pre-labels: where it was asked to, or there are any."""
    if asked is not None:
        return asked
    return template.unit != UnitRule() or bool(
        template.validators or template.prelabels or template.required or template.lanes
    )


def hello_guide(template: Template) -> dict[str, JSON]:
    """``hello.guide`` of ``docs/wire.md``."""
    fork = template.forked_from
    return {
        "template_id": template.template_id,
        "version": template.version,
        "name": template.name,
        "description": template.description,
        "page": template.opens.value,
        "kinds": [kind.value for kind in template.kinds],
        "unit": unit_to_json(template.unit),
        "hotkeys": {one.action: list(one.keys) for one in template.hotkeys},
        "required": [one.value for one in template.required],
        "prelabels": [_prelabel(one) for one in template.prelabels],
        "lanes": [lane.name for lane in template.lanes if lane.kind is Kind.SEGMENT],
        "track": ToolName.TRACK in template.tools,
        "overlap": template.overlap,
        "licence": template.licence,
        "authors": list(template.authors),
        "forked_from": None if fork is None else f"{fork.template_id} version {fork.version}",
    }


def _prelabel(one: Prelabel) -> dict[str, JSON]:
    return {
        "source": one.source.value,
        "assistant": ASSISTANT_OF.get(one.source),
        "threshold": one.threshold,
        "confirm": one.confirm,
        "lane": one.lane,
        "category": one.category,
    }


def shot_threshold(template: Template) -> float | None:
    """The score from which on a template shows candidates for cuts; ``None``: as the finder has it."""
    return next((one.threshold for one in template.prelabels if one.source is PrelabelSource.SHOTS), None)


def prelabelling(assistants: Mapping[str, Assistant], template: Template) -> dict[str, Assistant]:
    """Assistants as a template wants them: those that it names first, with its threshold and category."""
    named: dict[str, Assistant] = {}
    for one in template.prelabels:
        name = ASSISTANT_OF.get(one.source, "")
        if name in assistants:
            named[name] = _as_wanted(assistants[name], one)
    return named | {name: one for name, one in assistants.items() if name not in named}


def _as_wanted(assistant: Assistant, wish: Prelabel) -> Assistant:
    if wish.threshold is None and wish.category is None:
        return assistant

    @functools.wraps(assistant)
    def propose(frame: AssistFrame, prompts: Prompts) -> list[Proposal]:
        made = list(as_proposals(assistant(frame, prompts)))
        if wish.threshold is not None:
            made = [one for one in made if one.score is None or one.score >= wish.threshold]
        if wish.category is not None:
            made = [replace(one, category=one.category or wish.category) for one in made]
        return made

    return propose
