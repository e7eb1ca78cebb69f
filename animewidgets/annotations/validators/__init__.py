"""Validators: what must be true of a unit before it is done. Nothing here knows a widget or a store."""

from animewidgets.annotations.validators.problems import Problem
from animewidgets.annotations.validators.rules import PARAMETERS, Level, Parameters, Rule, Validator

__all__ = ["PARAMETERS", "Level", "Parameters", "Problem", "Rule", "Validator"]
