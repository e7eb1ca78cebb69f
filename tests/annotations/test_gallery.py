"""The gallery: templates that hold together, with colours that stay apart and keys of their own."""

from __future__ import annotations

import itertools
import re
from importlib import resources

import numpy as np
import pytest

from animewidgets.annotations import Template, gallery, template_problems, template_to_text
from animewidgets.annotations.templates_json import template_from_text

#: Differences in CIELAB below this are hard to tell in a small swatch.
APART = 15


def lab(colour: str) -> np.ndarray:
    """CIELAB (D65) of ``#rrggbb``."""
    rgb = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ linear
    f = np.cbrt(xyz / np.array([0.9505, 1, 1.089]))
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def test_there_is_one_for_each_task_that_was_promised():
    assert list(gallery()) == [
        "cut-timing",
        "shot-scale-and-camera",
        "character-tracks",
        "character-masks",
        "class-points",
        "background-foreground",
        "key-poses",
        "sound-lanes",
        "scene-tags",
        "programme-parts",
        "colour-script",
    ]


@pytest.mark.parametrize("template", gallery().values(), ids=lambda one: one.template_id)
class TestEachTemplate:
    def test_is_in_a_file_that_anybody_may_open(self, template: Template):
        folder = resources.files("animewidgets.annotations").joinpath("gallery")
        texts = [one.read_bytes() for one in folder.iterdir() if one.name.endswith(".json")]
        assert template in [template_from_text(one) for one in texts]

    def test_holds_together_without_a_warning(self, template: Template):
        assert template_problems(template) == ()

    def test_is_written_as_the_program_writes_it(self, template: Template):
        folder = resources.files("animewidgets.annotations").joinpath("gallery")
        (file,) = [one for one in folder.iterdir() if one.name.endswith(f"-{template.template_id}.json")]
        assert file.read_text(encoding="utf-8") == template_to_text(template)

    def test_tells_what_to_do_and_what_not(self, template: Template):
        assert len(template.description) > 40
        assert len(template.guidelines) > 800
        assert re.search(r"\b[Nn]ot\b|none\b", template.guidelines)
        assert template.licence == "CC0-1.0"

    def test_has_colours_that_stay_apart(self, template: Template):
        for one, other in itertools.combinations(template.categories, 2):
            apart = float(np.linalg.norm(lab(one.colour) - lab(other.colour)))
            assert apart >= APART, (one.name, other.name, apart)

    def test_has_a_key_for_every_category(self, template: Template):
        keys = [one.hotkey for one in template.categories]
        assert None not in keys
        assert len(set(keys)) == len(keys)
