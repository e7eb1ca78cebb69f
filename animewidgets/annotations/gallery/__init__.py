"""Ready templates: one JSON file each, in the form that everybody's templates have."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from importlib import resources
from types import MappingProxyType

from animewidgets.annotations.templates import Template
from animewidgets.annotations.templates_json import template_from_kept


@functools.cache
def gallery() -> Mapping[str, Template]:
    """The ready templates by their identities, from cutting to colour.

    They are read once, and as kept: tests check them by the JSON Schema, and what does that takes a second to
    load, which a page would wait for. To change one, make a fork: a template of its own identity that names
    it.
    """
    folder = resources.files("animewidgets.annotations").joinpath("gallery")
    files = sorted((one for one in folder.iterdir() if one.name.endswith(".json")), key=lambda one: one.name)
    templates = [template_from_kept(json.loads(one.read_bytes())) for one in files]
    return MappingProxyType({one.template_id: one for one in templates})
