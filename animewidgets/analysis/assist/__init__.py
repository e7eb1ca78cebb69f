"""Assistants: callables that propose shapes on a frame, what they are given, and those that come along."""

from animewidgets.analysis.assist.built_in import BUILT_IN, built_in
from animewidgets.analysis.assist.prompts import (
    Assistant,
    AssistFrame,
    Prompts,
    Proposal,
    Scribble,
)

__all__ = ["BUILT_IN", "AssistFrame", "Assistant", "Prompts", "Proposal", "Scribble", "built_in"]
