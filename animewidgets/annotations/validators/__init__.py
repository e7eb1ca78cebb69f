"""Validators: what must be true of a unit before it is done."""

from animewidgets.annotations.validators.rules import PARAMETERS, Level, Parameters, Rule, Validator

__all__ = ["PARAMETERS", "Level", "Parameters", "Rule", "Validator"]
