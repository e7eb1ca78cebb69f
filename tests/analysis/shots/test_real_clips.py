"""The hand-labelled clips: the exact cuts, nothing else."""

from __future__ import annotations

import json

import pytest

from animewidgets.analysis.shots import detect
from animewidgets.media import open_media

# The labels of the second Popeye release were carried over from the first one's frame rate.
CLIPS = {
    "popeye_vob_T01-2.mkv": 2,
    "sintel_trailer_480x204.mp4": 0,
    "bbb_0_30_720p.webm": 0,
    "popeye_pgs_T01-2.mkv": 0,
}


@pytest.mark.parametrize("name", CLIPS)
def test_every_cut_is_found_on_its_frame(shared_media, name):
    truth = json.loads(shared_media("cut_truth.json").read_text())[name.split(".")[0]]
    spans = [(a - 2, b + 2) for a, b in truth["grad"] + truth["dc"]]
    with open_media(shared_media(name)) as media:
        found = detect(media)
    cuts = [p.start for p in found if p.kind == "cut"]
    near = {t: [c for c in cuts if abs(c - t) <= CLIPS[name]] for t in truth["hard"]}
    assert [t for t, hits in near.items() if not hits] == [], "missed"
    extra = [c for c in cuts if not any(c in hits for hits in near.values())]
    assert [c for c in extra if not any(a <= c <= b for a, b in spans)] == [], "too many"


def test_dissolves_and_fades_of_a_trailer_overlap_the_labels(shared_media):
    truth = json.loads(shared_media("cut_truth.json").read_text())["sintel_trailer_480x204"]
    with open_media(shared_media("sintel_trailer_480x204.mp4")) as media:
        spans = [(p.start, p.stop) for p in detect(media) if p.kind != "cut"]
    found = [any(s <= b and e > a for s, e in spans) for a, b in truth["grad"]]
    assert sum(found) >= 12, "of 13"
