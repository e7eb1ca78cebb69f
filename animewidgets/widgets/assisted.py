"""What makes a canvas assisted: callables that propose shapes, asked by a person or by Python."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from animewidgets.analysis.assist.prompts import (
    Assistant,
    AssistFrame,
    Prompts,
    Proposal,
    Proposed,
    Scribble,
    as_proposals,
)
from animewidgets.annotations import JSON, Annotation, Kind, shape
from animewidgets.annotations.geometry import Box, Point, Track, geometry_of
from animewidgets.annotations.validate import MAX_NAME
from animewidgets.errors import AnimeWidgetsError, AssistantFailed, UnknownAssistant
from animewidgets.widgets.channel import Buffers, Method, Params, Reply
from animewidgets.widgets.lanes import cancel_event, raise_if_cancelled
from animewidgets.widgets.proposal_board import ProposalBoard

if TYPE_CHECKING:
    import pandas as pd

    from animewidgets.media import FrameSource
    from animewidgets.widgets.store_methods import Desk

#: One assistant, or several by name.
Assistants: TypeAlias = "Assistant | Mapping[str, Assistant] | None"

MOST_PROMPTS = 1_000
MOST_VERTICES = 20_000
#: Frames that are labelled in advance without their being named.
MOST_FRAMES = 2_000
#: Who proposed what Python put there by hand.
BY_HAND = "python"

log = logging.getLogger(__name__)


class AssistDesk:
    """The assistants of one canvas, and what they proposed.

    Args:
        media: what plays the release.
        desk: the person's place at the task.
        tools: kinds that the canvas draws.
        tell: sends an event to the browsers.
    """

    def __init__(
        self, media: FrameSource, desk: Desk, tools: Iterable[str], tell: Callable[[str, Params], None]
    ) -> None:
        self._media = media
        self._tell = tell
        self.board = ProposalBoard(desk.task_id, lambda: desk.template, tuple(tools), desk.bounds)
        self.assistants: dict[str, Assistant] = {}
        # Assistants need not be safe to call from two threads.
        self._one_at_a_time = threading.Lock()

    def hello(self) -> dict[str, JSON]:
        """The assistants' part of ``hello``."""
        proposals: list[JSON] = list(self.board.to_wire())
        return {"assistants": self._told(), "proposals": proposals}

    def methods(self) -> dict[str, Method]:
        """``assist.ask``, on a lane of its own."""
        return {"assist.ask": Method(self._ask, "assist")}

    def set(self, assistants: Assistants) -> None:
        """Offer these assistants from now on. Raises ``TypeError`` for what cannot be called."""
        self.assistants = named_assistants(assistants)
        self._tell("assistants", {"assistants": self._told()})

    def propose(
        self, name: str, ordinal: int, prompts: Prompts, cancelled: Callable[[], bool] = lambda: False
    ) -> tuple[list[dict[str, JSON]], list[str]]:
        """Call an assistant and hold what it proposes: that, and why others were refused.

        Raises:
            UnknownAssistant: there is none of the name.
            AssistantFailed: it raised an error, or gave what is no proposal.
        """
        assistant = self.assistants.get(name)
        if assistant is None:
            known = ", ".join(map(repr, self.assistants)) or "none"
            raise UnknownAssistant(f"no assistant is called {name!r}; there are: {known}")
        self._media.index.check(ordinal)
        frame = AssistFrame(self._media, ordinal, cancelled)
        with self._one_at_a_time:
            try:
                given = as_proposals(assistant(frame, prompts))
            except AnimeWidgetsError as error:
                if cancelled():
                    raise_if_cancelled()
                raise AssistantFailed(f"{name!r}: {error}") from error
            except Exception as error:
                log.exception("the assistant %r failed on frame %d", name, ordinal)
                why = f"{type(error).__name__}: {_without_paths(str(error))}"
                raise AssistantFailed(f"{name!r} failed on frame {ordinal}: {why}") from error
        raise_if_cancelled()
        held, refused = self.board.put(ordinal, name, given)
        return [one.to_wire() for one in held], refused

    def put(self, ordinal: int, source: str, proposals: Iterable[Proposal]) -> list[str]:
        """Hold proposals that Python made, and show them; why some were refused."""
        held, refused = self.board.put(ordinal, source, proposals)
        self.show(source, {ordinal: [one.to_wire() for one in held]})
        return refused

    def show(self, source: str, by_frame: Mapping[int, list[dict[str, JSON]]]) -> None:
        """Tell the browsers what a source proposes on some frames now."""
        pts = [int(self._media.index.pts[ordinal]) for ordinal in by_frame]
        told = [one for of_frame in by_frame.values() for one in of_frame]
        self._tell("proposals", {"source": source, "pts": pts, "proposals": told})

    def _ask(self, params: Params, _buffers: Buffers) -> Reply:
        asked = shape.record(dict(params), "assist.ask", required={"name", "ordinal"}, optional={"prompts"})
        name = shape.text(asked["name"], "name", at_least=1, at_most=MAX_NAME)
        ordinal = shape.integer(asked["ordinal"], "ordinal", at_least=0)
        prompts = prompts_from_wire(asked.get("prompts", {}))
        proposals, refused = self.propose(name, ordinal, prompts, cancel_event().is_set)
        return Reply({"proposals": proposals, "refused": refused})

    def _told(self) -> list[JSON]:
        return [{"name": name, "about": _about(one)} for name, one in self.assistants.items()]


def named_assistants(assistants: Assistants) -> dict[str, Assistant]:
    """Assistants by name; one alone has that of its function or class.

    Raises ``TypeError`` for what cannot be called, ``ValueError`` for a name that no row can hold.
    """
    if assistants is None:
        return {}
    if not isinstance(assistants, Mapping):
        name = getattr(assistants, "__name__", None) or type(assistants).__name__
        assistants = {name: assistants}
    for name, one in assistants.items():
        if not callable(one):
            raise TypeError(f"the assistant {name!r} cannot be called: give f(frame, prompts), not {one!r}")
        if not isinstance(name, str) or not 1 <= len(name) <= MAX_NAME or name == "human":
            raise ValueError(
                f"an assistant's name is 1 to {MAX_NAME} characters and not 'human', got {name!r}"
            )
    return dict(assistants)


def prompts_from_wire(data: JSON) -> Prompts:
    """Prompts in the form of ``docs/wire.md``. Raises ``MalformedMessage``; says where and why."""
    told = shape.record(
        data,
        "prompts",
        required=frozenset(),
        optional={"points", "boxes", "scribbles", "selected", "category"},
    )

    def each(name: str) -> list[tuple[JSON, str]]:
        found = shape.array(told.get(name, []), f"prompts.{name}", at_most=MOST_PROMPTS)
        return [(one, f"prompts.{name}[{n}]") for n, one in enumerate(found)]

    return Prompts(
        tuple(_point(one, at) for one, at in each("points")),
        tuple(_box(one, at) for one, at in each("boxes")),
        tuple(_scribble(one, at) for one, at in each("scribbles")),
        tuple(
            geometry
            for one, at in each("selected")
            if not isinstance(geometry := geometry_of(_annotation(one, at)), Track)
        ),
        shape.optional(
            lambda value, at: shape.text(value, at, at_least=1, at_most=MAX_NAME),
            told.get("category"),
            "prompts.category",
        ),
    )


def _point(data: JSON, at: str) -> Point:
    point = shape.record(data, at, required={"x", "y"}, optional={"negative"})
    return Point(
        max(0.0, shape.number(point["x"], f"{at}.x")),
        max(0.0, shape.number(point["y"], f"{at}.y")),
        bool(point.get("negative", False)),
    )


def _box(data: JSON, at: str) -> Box:
    box = shape.record(data, at, required={"x", "y", "width", "height"})
    x, y, width, height = (shape.number(box[name], f"{at}.{name}") for name in ("x", "y", "width", "height"))
    return Box(x, y, max(0.0, width), max(0.0, height))


def _scribble(data: JSON, at: str) -> Scribble:
    told = shape.record(data, at, required={"line"}, optional={"negative"})
    line = shape.array(told["line"], f"{at}.line", at_least=1, at_most=MOST_VERTICES)
    places: list[tuple[float, float]] = []
    for n, vertex in enumerate(line):
        there = f"{at}.line[{n}]"
        x, y = shape.array(vertex, there, at_least=2, at_most=2)
        places.append((shape.number(x, there), shape.number(y, there)))
    return Scribble(tuple(places), bool(told.get("negative", False)))


def _annotation(data: JSON, at: str) -> Annotation:
    told = shape.record(data, at, required={"kind", "geometry"})
    kind = shape.choice(told["kind"], f"{at}.kind", Kind)
    geometry = shape.json_object(told["geometry"], f"{at}.geometry", at_most=1 << 22)
    return Annotation("", kind, 0, geometry=geometry)


def _about(assistant: Assistant) -> str:
    text = (getattr(assistant, "__doc__", None) or "").strip()
    return text.partition("\n")[0][:200]


def _without_paths(text: str) -> str:
    """An error's words without folders: visitors of a page read them too."""
    return re.sub(r"(?:/[^\s/'\":]+)+/([^\s/'\":]+)", r"…/\1", text)[:500]


class Assisted:
    """The assisted part of a canvas; :class:`FrameCanvas` has all of it."""

    _assist: AssistDesk
    _chosen: tuple[int, ...] | None
    media: FrameSource

    @property
    def assist(self) -> dict[str, Assistant]:
        """The assistants by name: callables ``f(frame, prompts) -> shapes``.

        Set it to one callable, to several by name, or to ``None``::

            canvas.assist = my_model
            canvas.assist = {**BUILT_IN, "my model": my_model}

        Raises ``TypeError`` for what cannot be called.
        """
        return dict(self._assist.assistants)

    @assist.setter
    def assist(self, assistants: Assistants) -> None:
        self._assist.set(assistants)

    @property
    def proposals(self) -> pd.DataFrame:
        """The proposals that are held, accepted ones included, in the order of time.

        One row each: ``frame``, ``start_pts``, ``kind``, ``category``, ``source`` (the assistant), ``score``,
        ``geometry``, and ``proposal_id``, which the annotation has as its id once it is accepted.
        """
        return self._assist.board.rows()

    def propose(
        self, proposals: Iterable[Proposed] | Proposed, *, frame: int | None = None, source: str = BY_HAND
    ) -> None:
        """Show proposals on a frame, in place of those that the source has there.

        Args:
            proposals: proposals, or bare shapes.
            frame: ordinal; without it the frame that is seen.
            source: who proposes: goes into the rows of what is accepted.

        Raises:
            FrameOutsideMedia: there is no such frame.
            TypeError: something is no proposal.
            ValueError: some were refused; the message says why, and the others are shown.
        """
        (source,) = named_assistants({source: lambda _frame, _prompts: None})
        ordinal = self.media.index.check(self._frame_seen() if frame is None else frame)
        refused = self._assist.put(ordinal, source, as_proposals(proposals))
        if refused:
            raise ValueError("; ".join(refused))

    def prelabel(
        self,
        frames: Iterable[int] | None = None,
        *,
        assistant: str | None = None,
        prompts: Prompts | None = None,
    ) -> pd.DataFrame:
        """Ask an assistant about many frames, and hold what it proposes for a person to accept or reject.

        Args:
            frames: ordinals; without it all that can be reached, up to 2,000.
            assistant: its name; without it the first one.
            prompts: the same for every frame.

        Returns:
            :attr:`proposals` afterwards.

        Raises:
            UnknownAssistant: there is none, or none of the name.
            FrameOutsideMedia: an ordinal is no frame; nothing was asked then.
            AssistantFailed: it failed on some frames, or proposed what is no shape there; what it proposed on
                the others is held.
        """
        names = list(self._assist.assistants)
        name = assistant or (names[0] if names else "")
        wanted = self._chosen or range(self.media.index.count) if frames is None else list(frames)
        if frames is None and len(wanted) > MOST_FRAMES:
            raise ValueError(f"say which frames: the release has {len(wanted)}, and each is asked about")
        ordinals = [self.media.index.check(int(one)) for one in wanted]
        trouble: list[str] = []
        for ordinal in ordinals:
            try:
                told, refused = self._assist.propose(name, ordinal, prompts or Prompts())
            except AssistantFailed as error:
                trouble.append(str(error))
                continue
            trouble.extend(f"frame {ordinal}: {why}" for why in refused)
            self._assist.show(name, {ordinal: told})
        if trouble:
            more = f"; and {len(trouble) - 3} more" if len(trouble) > 3 else ""
            raise AssistantFailed("; ".join(trouble[:3]) + more)
        return self.proposals

    def clear_proposals(self, source: str | None = None) -> None:
        """Let go of the proposals of a source, or of all of them. What was accepted stays."""
        sources = {source} if source is not None else set(self.proposals["source"])
        for one in sources:
            pts = self._assist.board.clear(one)
            ordinals = [self.media.index.ordinal_of(tick) for tick in pts]
            self._assist.show(one, {ordinal: [] for ordinal in ordinals})

    def _frame_seen(self) -> int:
        return int(getattr(self, "frame", 0))
