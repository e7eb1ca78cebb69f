"""Edits of maps that the browser makes alike."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from animewidgets.errors import MapEditRefused
from animewidgets.timemaps import read_patch
from animewidgets.timemaps.edits import apply_edit
from animewidgets.timemaps.edits_json import edit_from_json, edit_to_json
from animewidgets.timemaps.patch import patch_to_json

CASES = json.loads((Path(__file__).parents[1] / "contract" / "map_edits.json").read_text("utf-8"))["cases"]


@pytest.mark.parametrize("case", CASES, ids=[one["what"] for one in CASES])
def test_both_languages_edit_alike(case: dict[str, Any]) -> None:
    now = read_patch(json.dumps(case["patch"]))
    for step in case["steps"]:
        edit = edit_from_json(step["edit"])
        assert edit_to_json(edit) == step["edit"]
        if "refused" in step:
            with pytest.raises(MapEditRefused) as told:
                apply_edit(now, edit, "mika")
            assert str(told.value) == step["refused"]
        else:
            now = apply_edit(now, edit, "mika")
            assert patch_to_json(now)["pieces"] == step["pieces"], step["edit"]
