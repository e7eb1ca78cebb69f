"""The broadcast: the same episode at 29.97 with other footage around and between, and less of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from animewidgets.demo import cards, setups
from animewidgets.demo.characters import Pose
from animewidgets.demo.encode import Planar, to_planar
from animewidgets.demo.layers import Actor, Background, Layer, Moving
from animewidgets.demo.lettering import text_mask
from animewidgets.demo.setups import Making
from animewidgets.demo.shots import Join, Shot
from animewidgets.demo.storyboard import GRID, Storyboard
from animewidgets.demo.truth import VIDEO_TICKS, Ints
from animewidgets.timemaps import PieceRole

TV_RATE = Fraction(30000, 1001)


@dataclass(frozen=True, slots=True)
class TvPiece:
    """A piece of the recording: its frames ``[tv_start, tv_end)`` show frames ``[start, end)`` of something.

    That is the episode (``from_episode``) or the broadcaster's own footage. A removed piece has an empty
    span in the recording.
    """

    role: PieceRole
    from_episode: bool
    start: int
    end: int
    tv_start: int
    tv_end: int


@dataclass(frozen=True, slots=True)
class Broadcast:
    """What goes on the air: pieces in order, and the broadcaster's own shots."""

    pieces: tuple[TvPiece, ...]
    shots: tuple[Shot, ...]

    @property
    def frame_count(self) -> int:
        """How many frames the recording has."""
        return self.pieces[-1].tv_end


def shown_frame(piece: TvPiece, tv_frame: int, *, film_rate: bool = True) -> int:
    """Which frame a frame of the recording shows.

    Film frames are repeated so that four make five: frame m of a piece shows frame (4 m + 3) // 5, which is
    the
    pattern 0 1 2 3 3. So the picture that belongs to an instant of the film is on the screen at that instant.
    """
    m = tv_frame - piece.tv_start
    return piece.start + ((4 * m + 3) // 5 if film_rate and piece.from_episode else m)


def plan_broadcast(board: Storyboard, seed: int, times: Ints) -> Broadcast:
    """Put the broadcast together."""
    rng = np.random.default_rng([seed, 31])
    total = sum(shot.frames for shot in board.shots)
    room = max(1, round(total / GRID / 24)) * GRID  # about a twentieth of the episode, in frames of 29.97
    shots: list[Shot] = []
    pieces: list[TvPiece] = []
    at = 0

    def own(role: PieceRole, made: list[Shot]) -> None:
        nonlocal at
        start = sum(s.frames for s in shots)
        shots.extend(made)
        count = sum(s.frames for s in made)
        pieces.append(TvPiece(role, False, start, start + count, at, at + count))
        at += count

    def episode(role: PieceRole, start: int, end: int) -> None:
        nonlocal at
        if start == end:
            return
        count = round((int(times[end]) - int(times[start])) / VIDEO_TICKS)
        pieces.append(TvPiece(role, True, start, end, at, at + count))
        at += count

    starts = np.cumsum([0, *(s.frames for s in board.shots)])
    own("pre-roll", _other_programme(rng, room))
    for section in board.sections:
        if section.name == "part B":
            own("commercial", _commercials(rng, room * 2))
            cut, after = int(starts[board.removed_shot]), int(starts[board.removed_shot + 1])
            episode("part", section.start, cut)
            pieces.append(TvPiece("removed", True, cut, after, at, at))
            episode("part", after, section.end)
        else:
            episode(section.role, section.start, section.end)
        if section.role == "opening":
            own("sponsor", [_card("sponsor", "sponsor", room, "hills", cards.sponsor, rng)])
    own("sponsor", [_card("sponsor", "sponsor", room, "sea", cards.sponsor, rng)])
    return Broadcast(tuple(pieces), tuple(shots))


def _card(
    name: str, role: PieceRole, frames: int, ground: str, painter: object, rng: np.random.Generator
) -> Shot:
    assert callable(painter)
    seed = int(rng.integers(1 << 30))
    layers: tuple[Layer, ...] = (Background(ground, seed % 3, 1280), Moving(painter, seed, 3, on_screen=True))
    return Shot(name, role, frames, "titles", layers)


def _other_programme(rng: np.random.Generator, frames: int) -> list[Shot]:
    first = frames // 2
    host = Actor(3, Pose(700, 320, 1.2, mood="happy", mouth=2), 4, "wave")
    talk = Shot(
        "kitchen host", "pre-roll", first, "medium", (Background("bedroom", 7, 1280), host), cast=(3,)
    )
    return [talk, _card("kitchen card", "pre-roll", frames - first, "pattern", cards.end_card, rng)]


def _commercials(rng: np.random.Generator, frames: int) -> list[Shot]:
    parts = np.diff(np.rint(np.linspace(0, frames, 5)).astype(int)).tolist()
    drinker = Actor(4, Pose(640, 330, 1.4, mood="happy", blink=2, mouth=3), 4, breeze=True)
    made = [
        _card("soda", "commercial", parts[0], "sea", cards.commercial_soda, rng),
        Shot(
            "drinker",
            "commercial",
            parts[1],
            "close-up",
            (Background("rooftop", 5, 1280, 4.0), drinker),
            cast=(4,),
        ),
        _card("soap", "commercial", parts[2], "pattern", cards.commercial_soap, rng),
        setups.landscape(Making(rng, parts[3], "commercial", (0, 1), int(rng.integers(1 << 30))), "sea"),
    ]
    return [replace(s, join=Join()) for s in made]


class Logo:
    """The broadcaster's logo, laid over the upper right corner of planar pictures."""

    def __init__(self, width: int, height: int) -> None:
        mask = text_mask("ANW tv", round(height / 16, 1), round(height / 480, 1))
        tall, wide = mask.shape[0] // 2 * 2, mask.shape[1] // 2 * 2
        cover = mask[:tall, :wide].astype(np.float32) / 255 * 0.62
        x, y = (width - wide - height // 16) // 2 * 2, height // 20 // 2 * 2
        self._luma = cover
        half = cover.reshape(tall // 2, 2, wide // 2, 2).mean((1, 3))
        self._chroma: npt.NDArray[np.float32] = half
        self._size = (width, height)
        self._at = (x, y)

    def over(self, picture: Planar) -> Planar:
        """A copy of the picture with the logo on it."""
        width, height = self._size
        x, y = self._at
        out = picture.copy()
        tall, wide = self._luma.shape
        luma = out[y : y + tall, x : x + wide]
        luma[:] = (luma + (235 - luma.astype(np.float32)) * self._luma + 0.5).astype(np.uint8)
        quarter = (height // 2) * (width // 2)
        flat = out.reshape(-1)
        for plane in (0, 1):
            start = height * width + plane * quarter
            chroma = flat[start : start + quarter].reshape(height // 2, width // 2)
            part = chroma[y // 2 : (y + tall) // 2, x // 2 : (x + wide) // 2]
            part[:] = (part + (128 - part.astype(np.float32)) * self._chroma + 0.5).astype(np.uint8)
        return out


__all__ = ["TV_RATE", "Broadcast", "Logo", "TvPiece", "plan_broadcast", "shown_frame", "to_planar"]
