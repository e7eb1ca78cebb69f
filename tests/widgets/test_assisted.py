"""Callables that propose shapes: asked over the wire and from Python, checked, held, accepted once."""

from __future__ import annotations

import threading
import time
import uuid

import numpy as np
import pytest

from animewidgets.analysis.assist import BUILT_IN, AssistFrame, Prompts, Proposal
from animewidgets.annotations.geometry import Box, Point, Points, Polygon
from animewidgets.annotations.masks import encode
from animewidgets.errors import AssistantFailed, FrameOutsideMedia, UnknownAssistant
from tests.media.test_images import picture
from tests.widgets.browser_stub import StubbedCanvas

HEIGHT, WIDTH = 60, 80


@pytest.fixture
def open_canvas(tmp_path):
    opened: list[StubbedCanvas] = []

    def make(**options) -> StubbedCanvas:
        images = [picture(n, HEIGHT, WIDTH) for n in range(4)]
        opened.append(StubbedCanvas(images, store=tmp_path / "store.duckdb", **options))
        return opened[-1]

    yield make
    for canvas in opened:
        canvas.close()


def boxes(frame: AssistFrame, prompts: Prompts) -> list[Proposal]:
    """Two boxes, the second one surer."""
    x = float(frame.ordinal)
    return [
        Proposal("box", Box(x, 5, 20, 20), category="face", score=0.25),
        Proposal("box", Box(x + 30, 5, 20, 20), score=0.75),
    ]


def ask(canvas: StubbedCanvas, name: str, ordinal: int = 0, **prompts: object) -> dict:
    number = uuid.uuid4().int % 2**40
    envelope, _ = canvas.ask(number, "assist.ask", {"name": name, "ordinal": ordinal, "prompts": prompts})
    return envelope["result"] if envelope["ok"] else envelope["error"]


def events(canvas: StubbedCanvas, name: str) -> list[dict]:
    return [one["data"] for one, _ in canvas.sent if one.get("event") == name]


def test_any_callable_is_asked_and_what_it_proposes_is_told_and_held(open_canvas):
    canvas = open_canvas()
    canvas.assist = boxes
    assert canvas.hello()["assist"] == {
        "assistants": [{"name": "boxes", "about": "Two boxes, the second one surer."}],
        "proposals": [],
    }
    first, second = ask(canvas, "boxes", 2)["proposals"]
    assert (first["score"], second["score"]) == (0.75, 0.25)  # the best first
    assert second["category"] == "face"
    assert second["start_pts"] == 2
    assert second["source"] == "boxes"
    assert second["geometry"] == {"x": 2.0, "y": 5, "width": 20, "height": 20}
    later, _ = canvas.ask(2, "hello")
    assert later["result"]["assist"]["proposals"] == [first, second]
    rows = canvas.proposals
    assert list(rows["frame"]) == [2, 2]
    assert list(rows["score"]) == [0.75, 0.25]
    assert list(rows["source"]) == ["boxes", "boxes"]
    # Asked again it proposes the same, under the same ids: what was accepted is known again.
    assert ask(canvas, "boxes", 2)["proposals"] == [first, second]
    assert len(canvas.proposals) == 2


def test_prompts_arrive_as_they_were_marked(open_canvas):
    canvas = open_canvas()
    seen: list[tuple[AssistFrame, Prompts]] = []

    def model(frame, prompts):
        seen.append((frame, prompts))

    canvas.assist = {"segmenter": model}
    told = ask(
        canvas,
        "segmenter",
        1,
        points=[{"x": 3, "y": 4}, {"x": 9, "y": 8, "negative": True}],
        boxes=[{"x": 1, "y": 2, "width": 30, "height": 20}],
        scribbles=[{"line": [[5, 5], [20, 5]]}, {"line": [[5, 40]], "negative": True}],
        selected=[{"kind": "box", "geometry": {"x": 1, "y": 1, "width": 5, "height": 5}}],
        category="face",
    )
    assert told == {"proposals": [], "refused": []}
    ((frame, prompts),) = seen
    assert (frame.ordinal, frame.pts) == (1, 1)
    assert np.array_equal(frame.rgb, picture(1, HEIGHT, WIDTH))
    assert frame.media is canvas.media
    assert prompts.points == (Point(3, 4), Point(9, 8, negative=True))
    assert prompts.boxes == (Box(1, 2, 30, 20),)
    assert prompts.selected == (Box(1, 1, 5, 5),)
    assert prompts.category == "face"
    positive = prompts.marked(HEIGHT, WIDTH, negative=False)
    assert positive[5, 5:21].all()
    assert positive[4, 3]
    assert not positive[40, 5]
    assert prompts.marked(HEIGHT, WIDTH, negative=True)[40, 5]
    inside = prompts.inside_boxes(HEIGHT, WIDTH)
    assert inside is not None
    assert inside.sum() == 600


@pytest.mark.parametrize(
    "prompts",
    [
        {"points": [{"x": "left", "y": 0}]},
        {"points": {"x": 1}},
        {"boxes": [{"x": 1, "y": 1, "width": 1}]},
        {"scribbles": [{"line": []}]},
        {"scribbles": [{"line": [[1]]}]},
        {"selected": [{"kind": "box", "geometry": {}}]},
        {"audio": []},
        {"points": [{"x": 1, "y": 1}] * 2000},
    ],
)
def test_prompts_that_make_no_sense_are_refused(open_canvas, prompts):
    canvas = open_canvas()
    canvas.assist = boxes
    assert ask(canvas, "boxes", **prompts)["kind"] == "MalformedMessage"


def test_an_error_is_told_with_the_name_and_no_path(open_canvas):
    canvas = open_canvas()

    def broken(frame, prompts):
        raise FileNotFoundError("no weights at /home/mika/models/seg.onnx")

    canvas.assist = {"seg": broken, "boxes": boxes}
    told = ask(canvas, "seg", 3)
    assert told["kind"] == "AssistantFailed"
    assert "'seg' failed on frame 3: FileNotFoundError" in told["message"]
    assert "seg.onnx" in told["message"]
    assert "mika" not in told["message"]
    assert len(ask(canvas, "boxes", 3)["proposals"]) == 2  # the canvas goes on
    assert ask(canvas, "nobody")["kind"] == "UnknownAssistant"
    assert ask(canvas, "boxes", 99)["kind"] == "FrameOutsideMedia"


def test_what_lies_outside_or_makes_no_sense_is_refused_and_the_rest_is_held(open_canvas):
    canvas = open_canvas()
    wrong_size = np.ones((10, 10), bool)

    def sloppy(frame, prompts):
        return [
            Proposal("box", Box(70, 5, 20, 20)),
            Proposal("box", Box(1, 1, 5, 5), category="dragon"),
            wrong_size,
            Polygon(((((0, 0), (9, 9), (9, 0), (0, 5)),),)),
            Proposal("box", Box(1, 1, 5, 5), score=float("nan")),
            Proposal("point", Points((Point(4, 4),)), score=0.5),
        ]

    canvas.assist = sloppy
    told = ask(canvas, "sloppy")
    assert [one["kind"] for one in told["proposals"]] == ["point"]
    words = ["outside the picture", "dragon", "(10, 10)", "cross", "finite"]
    assert len(told["refused"]) == len(words)
    for why, word in zip(told["refused"], words, strict=True):
        assert word in why

    canvas.assist = lambda frame, prompts: ["a shape"]
    assert "no Proposal" in ask(canvas, "<lambda>")["message"]


def test_masks_become_what_the_canvas_draws(open_canvas):
    mask = np.zeros((HEIGHT, WIDTH), bool)
    mask[10:30, 20:50] = True
    outline = {"parts": [[[[20, 10], [50, 10], [50, 30], [20, 30]]]]}
    for tools, kind, geometry in [
        (("box", "mask"), "mask", encode(mask).to_json()),
        (("polygon",), "polygon", None),
        (("box",), "box", {"x": 20, "y": 10, "width": 30, "height": 20}),
    ]:
        canvas = open_canvas(tools=tools)
        canvas.assist = {"m": lambda frame, prompts: mask}
        (one,) = ask(canvas, "m")["proposals"]
        assert one["kind"] == kind
        if geometry is not None:
            assert one["geometry"] == geometry
        shown = one.get("outline", one["geometry"])
        if kind != "box":
            (((ring,),),) = [[shown["parts"][0]]]
            assert sorted(map(tuple, ring)) == sorted(map(tuple, outline["parts"][0][0]))
    canvas = open_canvas(tools=("point",))
    assert canvas.assist == {}  # the built-in ones propose regions
    canvas.assist = {"m": lambda frame, prompts: mask}
    assert "draws point" in ask(canvas, "m")["refused"][0]


def test_labels_in_advance_are_held_frame_by_frame_and_failures_are_told_at_the_end(open_canvas):
    canvas = open_canvas(frames=[0, 1, 3])
    canvas.assist = boxes
    rows = canvas.prelabel()
    assert list(rows["frame"]) == [0, 0, 1, 1, 3, 3]
    assert [one["pts"] for one in events(canvas, "proposals")] == [[0], [1], [3]]

    def fails_on_one(frame, prompts):
        if frame.ordinal == 1:
            raise ZeroDivisionError("division by zero")
        return Box(1, 1, 9, 9)

    canvas.assist = fails_on_one
    with pytest.raises(AssistantFailed, match="'fails_on_one' failed on frame 1: ZeroDivisionError"):
        canvas.prelabel()
    mine = canvas.proposals.query("source == 'fails_on_one'")
    assert list(mine["frame"]) == [0, 3]
    assert mine["score"].isna().all()
    with pytest.raises(FrameOutsideMedia):
        canvas.prelabel([0, 99])
    with pytest.raises(UnknownAssistant, match="'nobody'; there are: 'fails_on_one'"):
        canvas.prelabel([0], assistant="nobody")

    canvas.clear_proposals("boxes")
    assert set(canvas.proposals["source"]) == {"fails_on_one"}
    canvas.clear_proposals()
    assert canvas.proposals.empty
    assert events(canvas, "proposals")[-1]["proposals"] == []


def test_python_can_propose_by_hand(open_canvas):
    canvas = open_canvas()
    canvas.propose([Box(1, 1, 9, 9), Proposal("box", Box(5, 5, 9, 9), score=0.5)], frame=2, source="detector")
    assert list(canvas.proposals["source"]) == ["detector", "detector"]
    assert len(events(canvas, "proposals")[-1]["proposals"]) == 2
    with pytest.raises(ValueError, match="outside the picture"):
        canvas.propose(Box(1, 1, 900, 9), frame=2)
    with pytest.raises(ValueError, match="not 'human'"):
        canvas.propose(Box(1, 1, 9, 9), source="human")
    with pytest.raises(TypeError, match="no Proposal"):
        canvas.propose([{"x": 1}])
    with pytest.raises(TypeError, match="cannot be called"):
        canvas.assist = {"model": "yolo"}


def test_what_is_accepted_has_source_and_score_in_the_rows(open_canvas):
    canvas = open_canvas()
    canvas.assist = boxes
    one, _ = ask(canvas, "boxes", 1)["proposals"]
    state = {name: one[name] for name in ("kind", "start_pts", "category", "geometry", "source", "score")}
    edit = {
        "op": "create",
        "annotation_id": one["proposal_id"],
        "base_version": 0,
        "before": None,
        "after": state,
    }
    commit = {"commit_id": str(uuid.uuid4()), "action": "do", "reverts": None, "active_ms": 5}
    reply, _ = canvas.ask(9, "store.commit", {"commits": [{**commit, "tool": "canvas", "edits": [edit]}]})
    assert "refused" not in reply["result"]
    (row,) = canvas.annotations.to_dict("records")
    assert (row["source"], row["score"], row["frame"]) == ("boxes", 0.75, 1)


def test_the_canvas_stays_live_while_an_assistant_thinks(open_canvas):
    canvas = open_canvas()
    begun, go_on = threading.Event(), threading.Event()
    stopped: list[bool] = []

    def slow(frame, prompts):
        begun.set()
        go_on.wait(20)
        stopped.append(frame.cancelled())
        return Box(1, 1, 9, 9)

    canvas.assist = slow
    canvas.receive(
        {"type": "request", "id": 77, "method": "assist.ask", "params": {"name": "slow", "ordinal": 0}}
    )
    assert begun.wait(20)
    assert "refused" not in canvas.draw(("box", 0, {"x": 1, "y": 1, "width": 9, "height": 9}))
    canvas.receive({"type": "cancel", "id": 77})
    go_on.set()
    end = time.monotonic() + 10
    while not stopped and time.monotonic() < end:
        time.sleep(0.01)
    assert stopped == [True]
    assert canvas.proposals.empty  # nobody waits for it any more


def test_built_in_assistants_come_along(open_canvas):
    canvas = open_canvas()
    assert list(canvas.assist) == list(BUILT_IN)
    canvas.assist = {**canvas.assist, "boxes": boxes}
    assert list(canvas.assist) == [*BUILT_IN, "boxes"]
    canvas.assist = None
    assert canvas.assist == {}
    assert canvas.hello()["assist"]["assistants"] == []
