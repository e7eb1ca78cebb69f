"""Re-edits: shots of drawn and real footage cut together anew, with the exact truth about every join.

They measure a shot detector. A seed decides everything: which shots, in which order, how they are joined
(cut, dissolve, fade, wipe), what happens inside them that is no cut (flashes, impact frames, holds, pans,
zooms, shakes, captions, tone steps, figures that jump), and how the file is compressed. Numbers in the
detector may be chosen by looking at the :data:`TUNING_SEEDS`; the :data:`TEST_SEEDS` are for reporting only,
and their real footage is other footage.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Literal

import av
import cv2
import numpy as np
import numpy.typing as npt
from av.video.stream import VideoStream

from animewidgets.demo.film import Film
from animewidgets.demo.shots import Join
from animewidgets.demo.storyboard import draw_storyboard
from animewidgets.media import open_media

#: The detector's numbers were chosen by looking at these.
TUNING_SEEDS = tuple(range(1, 25))
#: Nobody looks at these while choosing numbers: they tell how good the choice is.
TEST_SEEDS = tuple(range(401, 417))

RATE = Fraction(24000, 1001)

Image = npt.NDArray[np.uint8]
#: Pictures of one shot, uint8 (frames, height, width, 3) RGB.
Frames = npt.NDArray[np.uint8]
JoinKind = Literal["cut", "dissolve", "fade-out", "fade-in", "wipe"]
NoCutKind = Literal["flash", "impact", "hold", "pan", "zoom", "shake", "caption", "tone", "jump"]

_SIZES = ((480, 270), (432, 324), (512, 218))
_LIVELY = 4.0  # mean difference of every other picture, 0 … 255
_CLEAR = 8  # frames around an effect that belong to the shot alone


@dataclass(frozen=True, slots=True)
class RealShot:
    """Frames ``[start, stop)`` of a real file, in presentation order, in which there is no cut."""

    path: Path
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Gradual:
    """A gradual transition: ``first`` and ``last`` mixed frame, both included."""

    kind: JoinKind
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class NoCut:
    """Frames ``[start, end)`` in which something happens that is no cut."""

    kind: NoCutKind
    start: int
    end: int


@dataclass(slots=True)
class ReeditTruth:
    """The joins of a re-edit, and what is none. Ordinals from 0; a cut is the first frame of the new shot."""

    frames: int = 0
    hard: list[int] = field(default_factory=list)
    gradual: list[Gradual] = field(default_factory=list)
    no_cuts: list[NoCut] = field(default_factory=list)

    def to_json(self) -> str:
        """A JSON document that :meth:`from_json` reads."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> ReeditTruth:
        """Read what :meth:`to_json` wrote."""
        data = json.loads(text)
        return cls(
            data["frames"],
            data["hard"],
            [Gradual(**row) for row in data["gradual"]],
            [NoCut(**row) for row in data["no_cuts"]],
        )


@dataclass(frozen=True, slots=True)
class _Look:
    """How the whole re-edit looks and is compressed."""

    size: tuple[int, int]
    grey: bool
    dark: float
    bars: float
    grain: float
    codec: str
    options: dict[str, str]


def write_reedit(path: Path, seed: int, real: Sequence[RealShot] = (), *, seconds: float = 80) -> ReeditTruth:
    """Write a re-edit of about ``seconds`` to ``path`` (Matroska) and its truth beside it, as JSON.

    ``real`` is footage to take shots from besides the drawn one; the same seed and footage give the same
    truth. The truth is also returned.
    """
    rng = np.random.default_rng([seed, 77])
    look = _draw_look(rng)
    truth = ReeditTruth()
    unfinished = path.with_name(f"unfinished-{path.name}")
    with av.open(str(unfinished), "w", format="matroska") as out:
        stream = out.add_stream(look.codec, rate=RATE, options=look.options)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = *look.size, "yuv420p"
        stream.thread_count = 1
        for image in _edit(rng, seed, look, real, round(seconds * RATE), truth):
            frame = av.VideoFrame.from_ndarray(_finished(image, look, rng), format="rgb24")
            frame.pts, frame.time_base = truth.frames, 1 / RATE
            out.mux(stream.encode(frame))
            truth.frames += 1
        out.mux(stream.encode(None))
    path.with_suffix(".json").write_text(truth.to_json(), "utf-8")
    unfinished.replace(path)
    return truth


def _draw_look(rng: np.random.Generator) -> _Look:
    codec = ("libx264", "libx264", "libx264", "mpeg4")[int(rng.integers(4))]
    crf = int(rng.choice([18, 23, 28, 34]))
    keyint = int(rng.choice([48, 120, 250]))
    options = {"crf": str(crf), "preset": "veryfast", "g": str(keyint)}
    if codec == "mpeg4":
        options = {"qmin": "3", "qmax": "9", "b": "900k", "g": str(keyint)}
    return _Look(
        _SIZES[int(rng.integers(len(_SIZES)))],
        grey=bool(rng.random() < 0.2),
        dark=float(rng.choice([1, 1, 1, 0.3])),
        bars=float(rng.choice([0, 0, 0.12])),
        grain=float(rng.choice([0, 0, 3, 6])),
        codec=codec,
        options=options,
    )


def _finished(image: Image, look: _Look, rng: np.random.Generator) -> Image:
    if look.grey:
        grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
        image = np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB), np.uint8)
    if look.dark != 1:
        image = np.asarray(cv2.convertScaleAbs(image, alpha=look.dark), np.uint8)
    if look.grain:
        noise = rng.normal(0, look.grain, image.shape[:2]).astype(np.float32)[:, :, None]
        image = np.clip(image + noise, 0, 255).astype(np.uint8)
    if look.bars:
        image = image.copy()
        rows = int(look.size[1] * look.bars)
        image[:rows] = image[-rows:] = 0
    return np.ascontiguousarray(image)


# --- the edit ---------------------------------------------------------------------------------------------


def _edit(
    rng: np.random.Generator, seed: int, look: _Look, real: Sequence[RealShot], total: int, truth: ReeditTruth
) -> Iterator[Image]:
    """The pictures in order; ``truth`` is told about each join when it comes."""
    at = 0
    pending: Frames | None = None
    for frames, events in _footage(rng, seed, look.size, real):
        if pending is None:
            pending = frames
            truth.no_cuts += events
            continue
        if at + len(pending) >= total:
            break
        kind, length = _join(rng, len(pending), len(frames))
        body = pending if kind == "cut" else pending[:-length]
        yield from body
        at += len(body)
        if kind == "cut":
            truth.hard.append(at)
        elif kind == "fade-out":
            colour = 255 if rng.random() < 0.15 else 0
            black = int(rng.integers(1, 16))
            rise = int(rng.integers(5, max(6, length)))
            yield from (
                _faded(p, 1 - (i + 1) / (length + 1), colour) for i, p in enumerate(pending[-length:])
            )
            truth.gradual.append(Gradual("fade-out", at, at + length - 1))
            yield from (np.full_like(pending[0], colour) for _ in range(black))
            at += length + black
            if rng.random() < 0.25:  # the next shot starts at once
                truth.hard.append(at)
                rise = 0
            else:
                yield from (_faded(p, (i + 1) / (rise + 1), colour) for i, p in enumerate(frames[:rise]))
                truth.gradual.append(Gradual("fade-in", at, at + rise - 1))
            truth.no_cuts += [_moved(e, at) for e in events]
            at += rise
            pending = frames[rise:]
            continue
        else:
            yield from _mixed(rng, kind, pending[-length:], frames[:length])
            truth.gradual.append(Gradual(kind, at, at + length - 1))
        truth.no_cuts += [_moved(e, at) for e in events]
        used = 0 if kind == "cut" else length
        at += used
        pending = frames[used:]
    assert pending is not None
    yield from pending


def _moved(event: NoCut, by: int) -> NoCut:
    return replace(event, start=event.start + by, end=event.end + by)


def _join(rng: np.random.Generator, before: int, after: int) -> tuple[JoinKind, int]:
    kind: JoinKind = ("dissolve", "fade-out", "wipe")[int(rng.choice(3, p=[0.5, 0.3, 0.2]))]
    room = min(before, after) - 2 * _CLEAR
    length = int(rng.integers(6, 37)) if kind == "dissolve" else int(rng.integers(6, 25))
    if rng.random() < 0.7 or room < 6:
        return "cut", 0
    return kind, min(length, room)


def _faded(image: Image, share: float, colour: int) -> Image:
    return np.asarray(cv2.convertScaleAbs(image, alpha=share, beta=colour * (1 - share)), np.uint8)


def _mixed(rng: np.random.Generator, kind: JoinKind, old: Frames, new: Frames) -> Iterator[Image]:
    length, height, width = old.shape[:3]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    angle = float(rng.choice([0, 90, 180, 270, 45, 225])) * np.pi / 180
    along = (x / width - 0.5) * np.cos(angle) + (y / height - 0.5) * np.sin(angle)
    along = (along - along.min()) / (along.max() - along.min())
    soft = float(rng.choice([0.01, 0.01, 0.12]))
    for i in range(length):
        share = (i + 1) / (length + 1)
        if kind == "dissolve":
            yield np.asarray(cv2.addWeighted(new[i], share, old[i], 1 - share, 0), np.uint8)
        else:
            mask = np.clip((share * (1 + soft) - along) / soft, 0, 1).astype(np.float32)[:, :, None]
            yield (new[i] * mask + old[i] * (1 - mask)).astype(np.uint8)


# --- footage ----------------------------------------------------------------------------------------------


def _footage(
    rng: np.random.Generator, seed: int, size: tuple[int, int], real: Sequence[RealShot]
) -> Iterator[tuple[Frames, list[NoCut]]]:
    """Shots without end, drawn and real ones, each with what happens in it; a place never twice in a row."""
    board = draw_storyboard(seed, 240)
    film = Film(
        tuple(replace(s, join=Join("start"), flashes=()) for s in board.shots), 270 if size[1] < 300 else 324
    )
    last = ""
    deck: list[RealShot] = []
    while True:
        frames = int(np.exp(rng.uniform(np.log(16), np.log(140))))
        if real and rng.random() < 0.45:
            if not deck:
                deck = [real[int(i)] for i in rng.permutation(len(real))]
            shot = deck.pop()
            ground = f"{shot.path.name} {shot.start}"
            pictures = _real(rng, shot, frames, size)
        else:
            number = int(rng.integers(len(film.shots)))
            drawn = film.shots[number]
            ground = drawn.ground or drawn.name
            if ground == last:
                continue
            pictures = _drawn(rng, film, number, frames, size)
        if ground == last or len(pictures) < 10:
            continue
        last = ground
        yield _happens(rng, film, pictures)


def _drawn(rng: np.random.Generator, film: Film, number: int, frames: int, size: tuple[int, int]) -> Frames:
    shot = film.shots[number]
    frames = min(frames, shot.frames)
    first = film.starts[number] + int(rng.integers(shot.frames - frames + 1))
    return np.stack([_fitted(film.picture(first + n), size) for n in range(frames)])


def _real(rng: np.random.Generator, shot: RealShot, frames: int, size: tuple[int, int]) -> Frames:
    frames = min(frames, shot.stop - shot.start)
    first = shot.start + int(rng.integers(shot.stop - shot.start - frames + 1))
    with open_media(shot.path) as media:
        out = [
            _fitted(np.asarray(picture.to_ndarray(format="rgb24"), np.uint8), size)
            for _, picture in media.sweep(first, first + frames, threads=0)
        ]
    return np.stack(out)


def _fitted(image: Image, size: tuple[int, int]) -> Image:
    """Cut to the aspect of ``size``, in the middle, and scaled to it."""
    height, width = image.shape[:2]
    scale = max(size[0] / width, size[1] / height)
    w, h = min(width, round(size[0] / scale)), min(height, round(size[1] / scale))
    x, y = (width - w) // 2, (height - h) // 2
    cut = image[y : y + h, x : x + w]
    return np.asarray(cv2.resize(cut, size, interpolation=cv2.INTER_AREA), np.uint8)


# --- what happens inside a shot and is no cut -------------------------------------------------------------


def _happens(rng: np.random.Generator, film: Film, frames: Frames) -> tuple[Frames, list[NoCut]]:
    events: list[NoCut] = []
    effects: tuple[tuple[float, Callable[[np.random.Generator, Frames], tuple[Frames, NoCut]]], ...] = (
        (0.25, _hold),
        (0.12, _pan),
        (0.08, _zoom),
        (0.06, _shake),
        (0.12, _jump),
        (0.15, _caption),
        (0.10, _tone),
        (0.20, _flash),
        (0.14, _impact),
    )
    # Drawings are held, not the fast fights of a computer-made film.
    lively = float(np.abs(np.diff(frames[::2, ::8, ::8].astype(np.int16), axis=0)).mean()) > _LIVELY
    for share, effect in effects:
        if effect is _hold and lively:
            continue
        if rng.random() < share and len(frames) >= 2 * _CLEAR + 8:
            frames, event = effect(rng, frames)
            events.append(event)
    return frames, events


def _inside(rng: np.random.Generator, frames: Frames, length: int) -> int:
    return int(rng.integers(_CLEAR, len(frames) - _CLEAR - length + 1))


def _hold(rng: np.random.Generator, frames: Frames) -> tuple[Frames, NoCut]:
    every = int(rng.integers(2, 5))
    return frames[np.arange(len(frames)) // every * every], NoCut("hold", 0, len(frames))


def _window(frames: Frames, at: Callable[[float], tuple[float, float, float]]) -> Frames:
    """A camera over the pictures: centre (0 … 1, 0 … 1) and zoom at each share of the shot."""
    height, width = frames.shape[1:3]
    out = np.empty_like(frames)
    for n, image in enumerate(frames):
        cx, cy, zoom = at(n / max(1, len(frames) - 1))
        x, y = cx * width * (zoom - 1), cy * height * (zoom - 1)
        matrix = np.array([[zoom, 0, -x], [0, zoom, -y]])
        cv2.warpAffine(image, matrix, (width, height), dst=out[n], flags=cv2.INTER_LINEAR)
    return out


def _pan(rng: np.random.Generator, frames: Frames) -> tuple[Frames, NoCut]:
    zoom = float(rng.uniform(1.4, 2.4))
    x, y = float(rng.choice([0, 1])), float(rng.uniform(0, 1))
    across = bool(rng.random() < 0.7)

    def at(t: float) -> tuple[float, float, float]:
        along = abs(x - t)
        return (along, y, zoom) if across else (y, along, zoom)

    return _window(frames, at), NoCut("pan", 0, len(frames))


def _zoom(rng: np.random.Generator, frames: Frames) -> tuple[Frames, NoCut]:
    amount = float(rng.uniform(0.3, 1.2))
    inwards = bool(rng.random() < 0.6)
    return (
        _window(frames, lambda t: (0.5, 0.5, 1 + amount * (t if inwards else 1 - t))),
        NoCut("zoom", 0, len(frames)),
    )


def _shake(rng: np.random.Generator, frames: Frames) -> tuple[Frames, NoCut]:
    start = _inside(rng, frames, 6)
    places = rng.uniform(0, 1, (len(frames), 2))

    def at(t: float) -> tuple[float, float, float]:
        n = round(t * (len(frames) - 1))
        return (*places[n].tolist(), 1.06) if start <= n < start + 6 else (0.5, 0.5, 1.06)

    return _window(frames, at), NoCut("shake", start, start + 6)


def _jump(rng: np.random.Generator, frames: Frames) -> tuple[Frames, NoCut]:
    """A flat figure stands before the background and is elsewhere on the next frame."""
    height, width = frames.shape[1:3]
    start = _inside(rng, frames, 1)
    out = frames.copy()
    colour = tuple(int(c) for c in rng.integers(20, 240, 3))
    coat = tuple(int(c) for c in rng.integers(20, 240, 3))
    size = float(rng.uniform(0.25, 0.5)) * height
    for first, last in ((0, start), (start, len(frames))):
        x, y = float(rng.uniform(0.2, 0.8)) * width, height - size * float(rng.uniform(0.3, 0.8))
        for image in out[first:last]:
            body = ((x, y + size * 0.6), (size * 0.8, size * 1.2), 0.0)
            cv2.ellipse(image, body, coat, -1, cv2.LINE_AA)
            cv2.circle(image, (round(x), round(y - size * 0.2)), round(size * 0.35), colour, -1, cv2.LINE_AA)
    return out, NoCut("jump", start, start + 1)


def _caption(rng: np.random.Generator, frames: Frames) -> tuple[Frames, NoCut]:
    height, width = frames.shape[1:3]
    start = _inside(rng, frames, 4)
    end = min(len(frames), start + int(rng.integers(4, 60)))
    out = frames.copy()
    lines = int(rng.integers(1, 4))
    for line in range(lines):
        text = "".join(chr(97 + int(c)) for c in rng.integers(0, 26, int(rng.integers(10, 28))))
        where = (round(width * 0.12), round(height * (0.92 - 0.1 * line)))
        for image in out[start:end]:
            cv2.putText(image, text, where, cv2.FONT_HERSHEY_SIMPLEX, height / 400, (0, 0, 0), 4, cv2.LINE_AA)
            cv2.putText(
                image, text, where, cv2.FONT_HERSHEY_SIMPLEX, height / 400, (255, 255, 255), 1, cv2.LINE_AA
            )
    return out, NoCut("caption", start, end)


def _tone(rng: np.random.Generator, frames: Frames) -> tuple[Frames, NoCut]:
    """The light changes from one frame to the next, for the rest of the shot or for a while."""
    start = _inside(rng, frames, 1)
    end = len(frames) if rng.random() < 0.5 else min(len(frames), start + int(rng.integers(4, 30)))
    gain = float(rng.choice([0.5, 0.65, 1.25]))
    tint = rng.uniform(0.7, 1.1, 3).astype(np.float32)
    out = frames.copy()
    out[start:end] = np.clip(frames[start:end].astype(np.float32) * gain * tint, 0, 255).astype(np.uint8)
    return out, NoCut("tone", start, end)


def _flash(rng: np.random.Generator, frames: Frames) -> tuple[Frames, NoCut]:
    length = int(rng.integers(1, 4))
    start = _inside(rng, frames, length)
    share = float(rng.choice([0.0, 0.12, 0.4]))
    colour = int(rng.choice([255, 255, 255, 0]))
    out = frames.copy()
    for n in range(start, start + length):
        out[n] = _faded(frames[n], share, colour)
    return out, NoCut("flash", start, start + length)


def _impact(rng: np.random.Generator, frames: Frames) -> tuple[Frames, NoCut]:
    """A few frames in ink and paper, light and dark exchanged in turn; or a drawing of lines only."""
    length = int(rng.integers(1, 5))
    start = _inside(rng, frames, length)
    out = frames.copy()
    lines = bool(rng.random() < 0.4)
    height, width = frames.shape[1:3]
    for n in range(start, start + length):
        if lines:
            out[n] = 255 if n % 2 else 12
            for angle in rng.uniform(0, 2 * np.pi, 60):
                far = (round(width / 2 + width * np.cos(angle)), round(height / 2 + width * np.sin(angle)))
                near = (
                    round(width / 2 + width * 0.2 * np.cos(angle)),
                    round(height / 2 + width * 0.2 * np.sin(angle)),
                )
                cv2.line(
                    out[n], near, far, (10, 10, 10) if n % 2 else (250, 250, 250), int(rng.integers(1, 5))
                )
        else:
            grey = cv2.GaussianBlur(cv2.cvtColor(frames[n], cv2.COLOR_RGB2GRAY), (0, 0), 1)
            ink = grey > np.median(grey)
            out[n] = np.where((ink if n % 2 else ~ink)[:, :, None], 245, 20).astype(np.uint8)
    return out, NoCut("impact", start, start + length)


# Stretches between labels that are no plain shot: this one rises from black for two seconds.
_NOT_ONE_SHOT = {("sintel_trailer_480x204", 64)}


# --- real footage -----------------------------------------------------------------------------------------


def real_shots(truth_file: Path, *, test: bool) -> list[RealShot]:
    """Shots of the hand-labelled clips beside ``cut_truth.json``: every other one to tune on, others to test.

    The clips of the second release (35 kb/s) are left out: they show the same shots.
    """
    out: list[RealShot] = []
    for name, labels in json.loads(truth_file.read_text("utf-8")).items():
        if "vob" in name:
            continue
        path = next((p for p in truth_file.parent.glob(f"{name}.*")), None)
        if path is None:
            continue
        with av.open(str(path)) as container:
            count = sum(1 for p in container.demux(video=0) if p.size)
        # Two frames away from every join, and nothing that the labels leave open.
        taken = [(c - 2, c + 2) for c in labels["hard"]]
        taken += [(a - 3, b + 4) for a, b in labels["grad"] + labels["dc"]]
        edges = sorted([(0, 2), *taken, (count - 2, count)])
        at = 0
        for a, b in edges:
            if a - at >= 20:
                out.append(RealShot(path, at, a))
            at = max(at, b)
    chosen = out[1::2] if test else out[0::2]
    return [shot for shot in chosen if (shot.path.stem, shot.start) not in _NOT_ONE_SHOT]
