"""The corpus in tests/contract/, which the TypeScript tests read as well."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from animewidgets import errors
from animewidgets.annotations import (
    AUDIO_EVENTS,
    CUT_TIMING,
    Edit,
    ReleaseBounds,
    commit_to_wire,
    edit_to_wire,
    parse_commit,
)

CONTRACT = Path(__file__).resolve().parent.parent / "contract"
COMMITS = json.loads((CONTRACT / "commits.json").read_text())
INVERSES = json.loads((CONTRACT / "edits_inverse.json").read_text())["cases"]

RELEASE = COMMITS["release"]
BOUNDS = ReleaseBounds(RELEASE["name"], np.array(RELEASE["pts"], np.int64), RELEASE["end_pts"])
TASK = "11111111-2222-4333-8444-555555555555"


TEMPLATES = {one.template_id: one for one in (CUT_TIMING, AUDIO_EVENTS)}


def parse(commit, template="cut-timing"):
    return parse_commit(
        commit,
        task_id=TASK,
        person="mikoto",
        tool_version="0.1.0",
        template=TEMPLATES[template],
        bounds=BOUNDS,
    )


def template_of(case):
    return case.get("template", "cut-timing")


def named(cases):
    return pytest.mark.parametrize("case", cases, ids=[case["name"] for case in cases])


@named(COMMITS["valid"])
def test_what_a_browser_may_send_becomes_a_commit_and_reads_back_the_same(case):
    commit = parse(case["commit"], template_of(case))
    assert (commit.task_id, commit.person, commit.tool_version) == (TASK, "mikoto", "0.1.0")
    sent_back = json.loads(json.dumps(commit_to_wire(commit)))
    assert parse(sent_back, template_of(case)) == commit
    for sent, returned in zip(case["commit"]["edits"], sent_back["edits"], strict=True):
        for state in ("before", "after"):
            # Every field that was given comes back as it was; absent ones come back with their defaults.
            assert (sent[state] or {}).items() <= (returned[state] or {}).items()


@named(COMMITS["invalid"])
def test_what_breaks_a_rule_is_refused_as_a_whole_and_named(case):
    with pytest.raises(getattr(errors, case["error"])) as refusal:
        parse(case["commit"], template_of(case))
    assert type(refusal.value).__name__ == case["error"]
    assert case["message"] in str(refusal.value)


@named(INVERSES)
def test_every_edit_has_an_exact_inverse(case):
    edit, inverse = read_edit(case["edit"]), read_edit(case["inverse"])
    assert edit.inverse() == inverse
    assert edit_to_wire(edit.inverse()) == case["inverse"]
    again = inverse.inverse()
    assert (again.op, again.before, again.after) == (edit.op, edit.before, edit.after)
    assert again.base_version == edit.base_version + 2


def test_a_thousand_edits_fit_into_a_commit_and_one_more_does_not():
    case = COMMITS["valid"][0]["commit"]
    with pytest.raises(errors.MalformedMessage, match="1 to 1000 elements, got 1001"):
        parse({**case, "edits": case["edits"] * 1001})
    assert len(parse({**case, "edits": case["edits"] * 1000}).edits) == 1000


def test_a_comment_of_the_whole_length_fits_and_a_longer_one_does_not():
    def commit(comment):
        after = {"kind": "cut", "start_pts": 2002, "comment": comment}
        case = COMMITS["valid"][0]["commit"]
        return {**case, "edits": [{**case["edits"][0], "after": after}]}

    assert len(parse(commit("切" * 10_000)).edits[0].after.comment) == 10_000
    with pytest.raises(errors.MalformedMessage, match="got 10001"):
        parse(commit("切" * 10_001))


@pytest.mark.parametrize("score", [float("nan"), float("inf"), -float("inf")])
def test_a_score_that_json_cannot_carry_is_refused(score):
    # Python's own json reads NaN and Infinity, which no other reader takes.
    case = COMMITS["valid"][0]["commit"]
    after = {"kind": "cut", "start_pts": 2002, "score": score}
    with pytest.raises(errors.MalformedMessage, match="finite"):
        parse({**case, "edits": [{**case["edits"][0], "after": after}]})


def read_edit(data) -> Edit:
    wrapped = {
        "commit_id": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
        "action": "do",
        "reverts": None,
        "active_ms": 0,
        "tool": "test",
        "edits": [data],
    }
    return parse(wrapped).edits[0]
