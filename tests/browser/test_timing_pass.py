"""A whole timing pass as people do it: proposals gone through by one key each, then everything else.

With the keyboard alone on each key map, and with the pointer alone; over a real clip and over the demo episode.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from animewidgets.analysis.shots import detect
from animewidgets.demo import DemoEpisode, ensure_episode
from animewidgets.media import open_media
from tests.browser.conftest import Opened
from tests.browser.editor_page import EditorPage, query

SOURCE = "from animewidgets.pages import annotate\nannotate()"
READY = ".aw-editor [data-state=ready]"

#: By eye, the ends of a gradual transition are marked to within this many frames.
BY_EYE = 10

#: Keys of the first categories of the project.
CATEGORIES = {"1": "extreme-long", "2": "long", "3": "medium"}


@dataclass(frozen=True)
class Mark:
    """A cut as the store has it: its frame, how it is made, and its mixed frames, half-open."""

    frame: int
    kind: str = "cut"
    first: int | None = None
    end: int | None = None


@dataclass(frozen=True)
class Clip:
    """A clip and what a person who looks at it sees: hard cuts, and spans of mixed frames, half-open."""

    path: Path
    hard: frozenset[int]
    gradual: tuple[tuple[int, int], ...]
    frame_count: int

    def is_right(self, mark: Mark) -> bool:
        """Whether somebody who sees this candidate would take it."""
        if mark.kind == "cut":
            return mark.frame in self.hard
        return self.seen_as(mark) is not None

    def seen_as(self, mark: Mark) -> tuple[int, int] | None:
        """The gradual transition that a candidate shows, or a part of."""
        assert mark.first is not None and mark.end is not None
        return next((span for span in self.gradual if span[0] < mark.end and mark.first < span[1]), None)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Clip:
    episode: DemoEpisode = ensure_episode(tmp_path_factory.mktemp("demo"), seed=3, seconds=24, height=240)
    truth = episode.truth
    return Clip(
        episode.bluray,
        frozenset(cut.ordinal for cut in truth.cuts if cut.kind == "cut"),
        tuple(
            (cut.first_mixed, cut.last_mixed + 1)
            for cut in truth.cuts
            if cut.first_mixed is not None and cut.last_mixed is not None
        ),
        truth.frame_count,
    )


@pytest.fixture
def sintel(shared_media: Callable[[str], Path]) -> Clip:
    path = shared_media("sintel_trailer_480x204.mp4")
    truth = json.loads(shared_media("cut_truth.json").read_text())[path.stem]
    with open_media(path) as media:
        return Clip(
            path,
            frozenset(truth["hard"]),
            tuple((first, last + 1) for first, last in truth["grad"]),
            media.index.count,
        )


@pytest.fixture
def clip(request: pytest.FixtureRequest) -> Clip:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Clip)
    return found


def proposed(clip: Clip, cache: Path, monkeypatch: pytest.MonkeyPatch) -> list[Mark]:
    """What the search in the page found: it stands in the cache that the page and this process share."""
    monkeypatch.setenv("ANIMEWIDGETS_CACHE", str(cache))
    with open_media(clip.path) as media:
        found = detect(media, operating_point="cuts").transitions
    return [
        Mark(int(frame)) if kind == "cut" else Mark(int(frame), kind, int(first), int(end))
        for frame, kind, first, end in zip(
            found.frame, found.kind, found.from_frame, found.until_frame, strict=True
        )
    ]


def cuts_of(store: Path) -> list[Mark]:
    """The live cuts, as a second process reads them while the page has the store open."""
    rows = query(store, "SELECT frame, transition, from_frame, until_frame FROM cuts ORDER BY frame")
    return [Mark(row["frame"], row["transition"], row["from_frame"], row["until_frame"]) for row in rows]  # type: ignore[arg-type]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("host", "clip", "key_map"),
    [
        ("voila", "sintel", "animewidgets"),
        ("jupyterlab", "sintel", "Aegisub"),
        ("voila", "demo", "ELAN"),
        ("jupyterlab", "demo", "animewidgets"),
    ],
    indirect=["clip"],
)
def test_a_clip_is_timed_with_the_keyboard_alone(
    open_in: Callable[..., Opened],
    cache: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    host: str,
    clip: Clip,
    key_map: str,
) -> None:
    store = tmp_path / "annotations.duckdb"
    opened = open_in(host, SOURCE, env=environment(clip, store, cache), ready=READY)
    editor = EditorPage(opened.page)
    editor.focus()
    if key_map != editor.key_map:
        editor.choose_map(key_map)

    editor.do("findShots")
    editor.wait_for_candidates()
    marks = proposed(clip, cache, monkeypatch)

    # One key a candidate: taken or passed over, each as soon as it is seen.
    editor.pressed = 0
    editor.do("nextCandidate")
    wanted: list[Mark] = []
    for mark in marks:
        editor.expect_frame(mark.frame)
        right = clip.is_right(mark)
        editor.do("accept" if right else "reject")
        if right:
            wanted.append(mark)
    per_cut = editor.pressed / len(wanted)
    print(f"\n{clip.path.stem}, {key_map}: {editor.pressed} keys, {len(wanted)} cuts: {per_cut:.2f} a cut")
    editor.wait_for_save("saved")
    assert cuts_of(store) == wanted
    assert per_cut <= 1.3


def environment(clip: Clip, store: Path, cache: Path) -> dict[str, str]:
    return {
        "ANIMEWIDGETS_MEDIA": json.dumps([str(clip.path)]),
        "ANIMEWIDGETS_STORE": str(store),
        "ANIMEWIDGETS_CACHE": str(cache),
        "ANIMEWIDGETS_PERSON": "mika",
    }
