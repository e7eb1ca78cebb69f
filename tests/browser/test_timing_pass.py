"""A whole timing pass as people do it: proposals gone through by one key each, then everything else.

With the keyboard alone on each key map, and with the pointer alone; over a real clip and the demo episode.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import pytest

from animewidgets.analysis.shots import detect
from animewidgets.demo import DemoEpisode, ensure_episode
from animewidgets.media import open_media
from tests.browser.conftest import Opened
from tests.browser.editor_page import AxisPointer, EditorPage, query
from tests.conftest import common, locked

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
        """The gradual transition that a mark shows, or a part of."""
        if mark.first is None or mark.end is None:
            return None

        def common(span: tuple[int, int]) -> int:
            return min(span[1], mark.end or 0) - max(span[0], mark.first or 0)

        best = max(self.gradual, key=common)
        return best if common(best) > 0 else None

    def missed(self, marks: list[Mark]) -> list[tuple[int, int]]:
        """Gradual transitions that no mark shows."""
        seen = {self.seen_as(mark) for mark in marks}
        return [span for span in self.gradual if span not in seen]

    def begun_elsewhere(self, marks: list[Mark]) -> dict[int, int]:
        """Of marks that alone show a transition: where one sees it begin, if not where the mark says."""
        seen = [self.seen_as(mark) for mark in marks]
        return {
            mark.frame: span[0]
            for mark, span in zip(marks, seen, strict=True)
            if span
            and mark.first is not None
            and seen.count(span) == 1
            and abs(mark.first - span[0]) > BY_EYE
        }

    def free_frame(self, marks: list[Mark]) -> int:
        """The middle of the longest stretch without any mark."""
        stops = sorted({0, self.frame_count, *(n for m in marks for n in (m.frame, m.first, m.end) if n)})
        first, end = max(pairwise(stops), key=lambda pair: pair[1] - pair[0])
        return (first + end) // 2


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """Empty: what was found before would be shown without anybody asking."""
    return tmp_path / "cache"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Clip:
    folder = common(tmp_path_factory) / "demo-to-time"
    with locked(folder):
        episode: DemoEpisode = ensure_episode(folder, seed=1, seconds=20, height=240)
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


def environment(clip: Clip, store: Path, cache: Path) -> dict[str, str]:
    """What the command tells the page's kernel."""
    return {
        "ANIMEWIDGETS_MEDIA": json.dumps([str(clip.path)]),
        "ANIMEWIDGETS_STORE": str(store),
        "ANIMEWIDGETS_CACHE": str(cache),
        "ANIMEWIDGETS_PERSON": "mika",
    }


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


def categories_of(store: Path) -> list[object]:
    """Categories of the shots that have one, in order."""
    rows = query(store, "SELECT category FROM shots WHERE category IS NOT NULL ORDER BY shot")
    return [row["category"] for row in rows]


def remarks_of(store: Path) -> list[tuple[object, ...]]:
    """Frame, comment and doubt of every cut that has a remark."""
    rows = query(
        store,
        "SELECT frame, comment, coalesce(uncertain, false) AS doubt FROM cuts "
        "WHERE comment IS NOT NULL OR uncertain ORDER BY frame",
    )
    return [tuple(row.values()) for row in rows]


def segments_of(store: Path) -> list[tuple[object, ...]]:
    """Lane, first frame and end of every segment."""
    rows = query(store, "SELECT lane, start_frame, end_frame FROM segments ORDER BY lane, start_frame")
    return [tuple(row.values()) for row in rows]


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

    # One key a candidate: taken or passed over, as soon as it is seen.
    editor.do("nextCandidate")
    editor.pressed = 0
    wanted: list[Mark] = []
    for mark in marks:
        editor.expect_frame(mark.frame)
        editor.do("accept" if clip.is_right(mark) else "reject")
        if clip.is_right(mark):
            wanted.append(mark)
    per_cut = editor.pressed / len(wanted)
    print(f"\n{clip.path.stem}, {key_map}: {editor.pressed} keys for {len(wanted)} cuts: {per_cut:.2f} a cut")
    assert per_cut <= 1.3

    # What was not proposed is marked by hand, and a dissolve is trimmed that was seen to begin elsewhere.
    for frame in sorted(clip.hard - {mark.frame for mark in wanted}):
        editor.cut_at(frame)
        wanted.append(Mark(frame))
    for first, end in clip.missed(wanted):
        editor.cut_at(end)
        editor.do("cycleTransition")
        editor.go_to(first)
        editor.do("transitionFrom")
        wanted.append(Mark(end, "dissolve", first, end))
    for frame, first in clip.begun_elsewhere(wanted).items():
        editor.go_to(first)
        editor.do("transitionFrom")
        wanted = [replace(mark, first=first) if mark.frame == frame else mark for mark in wanted]
    wanted.sort(key=lambda mark: mark.frame)

    # A cut is nudged too far, and back again by undo.
    editor.go_to(wanted[3].frame)
    editor.do("nudgeForward", "nudgeForward", "undo", "undo")

    # The first shots get their categories, one key each.
    editor.do("first")
    for digit in CATEGORIES:
        editor.press(digit)
        editor.do("nextUnlabelled")

    editor.go_to(wanted[1].frame)
    editor.comment("Two frames later on the TV release?")
    editor.go_to(wanted[2].frame)
    editor.do("uncertain")

    editor.add_lane("Music")
    editor.add_segment(20, 59)
    editor.add_segment(100, 130)
    editor.add_lane("Speech")
    editor.add_segment(40, 50)
    # Back on the lane of music its last segment gets another end.
    editor.do("previousLane")
    editor.go_to(120)
    editor.do("segmentOut")

    editor.wait_for_save("saved")
    assert cuts_of(store) == wanted
    assert categories_of(store) == list(CATEGORIES.values())
    assert remarks_of(store) == [
        (wanted[1].frame, "Two frames later on the TV release?", False),
        (wanted[2].frame, None, True),
    ]
    assert segments_of(store) == [("Music", 20, 60), ("Music", 100, 121), ("Speech", 40, 51)]


@pytest.mark.slow
@pytest.mark.parametrize("key_map", ["animewidgets", "Aegisub"])
def test_lines_are_retimed_to_what_is_seen_and_heard(
    open_in: Callable[..., Opened], demo: Clip, cache: Path, tmp_path: Path, key_map: str
) -> None:
    """The subtitle file beside the episode: its first two lines get other times, by keys."""
    store = tmp_path / "annotations.duckdb"
    opened = open_in("voila", SOURCE, env=environment(demo, store, cache), ready=READY)
    editor = EditorPage(opened.page)
    editor.focus()
    if key_map != editor.key_map:
        editor.choose_map(key_map)
    with open_media(demo.path) as media:
        pts = media.index.pts

    editor.do("lineNext")
    start = editor.frame()
    editor.go_to(start + 3)
    editor.do("lineStartHere")
    editor.do("commitAndNext")
    second = editor.frame()
    assert second > start
    editor.go_to(second + 3)
    editor.do("lineEndHere")
    editor.wait_for_save("saved")
    rows = query(store, "SELECT line, start_frame, end_frame, start_pts, end_pts FROM lines ORDER BY line")
    assert len(rows) == 2
    assert rows[0]["start_pts"] == pts[start + 3]
    assert rows[1]["end_pts"] == pts[second + 4]
    assert rows[1]["end_frame"] == second + 4


@pytest.mark.slow
@pytest.mark.parametrize(("host", "clip"), [("voila", "demo"), ("jupyterlab", "sintel")], indirect=["clip"])
def test_a_clip_is_timed_with_the_pointer_alone(
    open_in: Callable[..., Opened],
    cache: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    host: str,
    clip: Clip,
) -> None:
    store = tmp_path / "annotations.duckdb"
    opened = open_in(host, SOURCE, env=environment(clip, store, cache), ready=READY, width=1440, height=1000)
    editor = EditorPage(opened.page)
    with open_media(clip.path) as media:
        pts = [int(tick) for tick in media.index.pts]
    pointer = AxisPointer(editor, pts)
    editor.click("findShots")
    editor.wait_for_candidates()
    marks = proposed(clip, cache, monkeypatch)

    # The first candidate by a double click on its diamond, the second from its menu, the others by buttons.
    right = [mark for mark in marks if clip.is_right(mark)]
    pointer.look_at(right[0].frame, pixels=6)
    opened.page.mouse.dblclick(*pointer.place("layer", right[0].frame))
    pointer.look_at(right[1].frame, pixels=6)
    pointer.choose(pointer.place("layer", right[1].frame), "Accept the candidate")
    wanted = right[:2]
    editor.clicked = 0
    pointer.look_at(0)
    for mark in marks:
        if mark in wanted:
            continue
        if editor.frame() != mark.frame:  # the first: nothing is accepted here, it leads to the next
            editor.click("accept")
        editor.expect_frame(mark.frame)
        editor.click("accept" if clip.is_right(mark) else "reject")
        if clip.is_right(mark):
            wanted.append(mark)
    print(f"\n{clip.path.stem}: {editor.clicked} clicks for {len(wanted) - 2} cuts")
    wanted.sort(key=lambda mark: mark.frame)

    # One cut too many by a double click on the film, three frames off: dragged into place, then deleted.
    free = clip.free_frame(wanted)
    pointer.look_at(free, pixels=20)
    opened.page.mouse.dblclick(*pointer.place("film", free + 0.5))
    pointer.drag(pointer.place("shots", free + 0.1), pointer.place("shots", free + 3.3))
    editor.expect_frame(free + 3)
    pointer.choose(pointer.place("shots", free + 3.1), "Delete the cut here")
    # Another one becomes a dissolve, whose beginning is dragged.
    opened.page.mouse.dblclick(*pointer.place("film", free + 0.5))
    pointer.choose(pointer.place("shots", free + 0.1), "Dissolve")
    pointer.drag(pointer.place("shots", free - 12), pointer.place("shots", free - 5.7))
    wanted = sorted([*wanted, Mark(free, "dissolve", free - 6, free)], key=lambda mark: mark.frame)

    # A lane, a segment drawn on it, and its end dragged on.
    editor.click("newLane")
    opened.page.get_by_role("dialog").get_by_role("button", name="OK").click()
    pointer.drag(
        pointer.place("segments", free - 9.6, "Lane 1"), pointer.place("segments", free - 1.95, "Lane 1")
    )
    pointer.drag(
        pointer.place("segments", free - 2.05, "Lane 1"), pointer.place("segments", free + 2.05, "Lane 1")
    )

    # Categories, doubt and a comment by buttons; of the comment only the words are typed.
    opened.page.mouse.click(*pointer.place("shots", free + 4.5))
    editor.root.locator("[data-category=long]").click()
    opened.page.mouse.click(*pointer.place("shots", free + 0.5))
    editor.click("uncertain")
    editor.click("comment")
    opened.page.keyboard.insert_text("Soft")
    opened.page.get_by_role("dialog").get_by_role("button", name="Save").click()

    editor.wait_for_save("saved")
    assert cuts_of(store) == wanted
    assert segments_of(store) == [("Lane 1", free - 10, free + 2)]
    assert categories_of(store) == ["long"]
    assert remarks_of(store) == [(free, "Soft", True)]
