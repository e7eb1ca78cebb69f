"""docs/templates.md: what it shows can be read, and its tables name all that there is."""

from __future__ import annotations

import re
from pathlib import Path

from animewidgets.annotations import (
    PrelabelSource,
    RequiredField,
    ReviewKind,
    Rule,
    UnitKind,
    gallery,
    template_from_text,
)
from animewidgets.annotations.validators import PARAMETERS

TEXT = (Path(__file__).parents[2] / "docs" / "templates.md").read_text(encoding="utf-8")


def test_the_example_is_a_template():
    (example,) = re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL)
    assert template_from_text(example).name == "Lip sync"


def test_the_tables_name_all_that_there_is():
    for name in [*gallery(), *Rule, *UnitKind, *PrelabelSource, *ReviewKind, *RequiredField]:
        assert f"`{name}`" in TEXT, name
    for rule, takes in PARAMETERS.items():
        (row,) = re.findall(rf"^\| `{rule}` .*$", TEXT, re.MULTILINE)
        named = row.rpartition("|")[0].rpartition("|")[2]
        for parameter in takes.known:
            assert parameter in named, (rule, parameter)
