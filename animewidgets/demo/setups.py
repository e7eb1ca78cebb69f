"""Setups: the kinds of shot that the storyboard is put together from. Each makes one :class:`Shot`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from animewidgets.demo import cards, props
from animewidgets.demo.characters import Pose
from animewidgets.demo.layers import Actor, Background, Layer, Moving
from animewidgets.demo.shots import Camera, Flash, Join, Shot, SoundCue
from animewidgets.demo.speech import SLOT, Speech
from animewidgets.timemaps import PieceRole

_WORDS = (
    "You're early today.", "The train is late again.", "Did you see the sky this morning?", "I kept your letter.",
    "Let's take the long way home.", "It was on the roof all along.", "Wait, that's not what I meant!",
    "Listen. Can you hear the sea?", "Six o'clock. It always stops at six.", "I'm not crying, it's the petals.",
    "We only have until spring.", "Then let's fly one more.", "You count the frames, I'll count the days.",
    "Promise me you'll come back.", "Ah... so that's how it ends.", "Come on, hurry up!",
)  # fmt: skip


#: Width of paintings for pans and for walks, in world units.
WIDE = 1920.0


@dataclass(slots=True)
class Making:
    """What a setup is given: randomness, length in frames, section and the cast of this episode.

    ``place`` is the seed of the episode's paintings: a place looks the same each time it is seen.
    """

    rng: np.random.Generator
    frames: int
    section: PieceRole
    cast: tuple[int, ...]
    place: int

    def seed(self) -> int:
        """A fresh seed for a layer."""
        return int(self.rng.integers(1, 1 << 30))

    def pick(self, *names: str) -> str:
        """One of several names."""
        return names[int(self.rng.integers(len(names)))]

    def who(self, count: int = 1) -> tuple[int, ...]:
        """Members of the cast, each once."""
        return tuple(int(w) for w in self.rng.permutation(self.cast)[:count])

    def blinks(self) -> tuple[int, ...]:
        """When a figure blinks: frames, on the grid of twos."""
        out, at = [], int(self.rng.integers(8, 40)) // 2 * 2
        while at < self.frames:
            out.append(at)
            at += int(self.rng.integers(30, 84)) // 2 * 2
        return tuple(out)

    def lines(self, speaker: int, start: int = 6) -> tuple[Speech, ...]:
        """One line of dialogue that leaves a little silence around it; none where the shot is too short."""
        end = start + (self.frames - 4 - start) // SLOT * SLOT
        end = min(end, start + SLOT * int(self.rng.integers(14, 30)))
        if end - start < 4 * SLOT:
            return ()
        text = _WORDS[int(self.rng.integers(len(_WORDS)))]
        return (Speech(speaker, start, end, text, self.seed()),)

    def shot(self, name: str, category: str, layers: tuple[Layer, ...], camera: Camera | None = None,
             *, join: Join | None = None, flashes: tuple[Flash, ...] = (), speech: tuple[Speech, ...] = (),
             sounds: tuple[SoundCue, ...] = (), cast: tuple[int, ...] = ()) -> Shot:  # fmt: skip
        """A shot of this length and section."""
        heard = tuple(
            SoundCue(c.kind, c.start, min(c.end, self.frames)) for c in sounds if c.start + 1 < self.frames
        )
        return Shot(name, self.section, self.frames, category, layers, camera or Camera(), join or Join(),
                    flashes, speech, heard, cast)  # fmt: skip


def under_the_cherries(m: Making) -> Shot:
    """The first picture of the episode: somebody waits under the trees, petals fall."""
    who = m.cast[0]
    actor = Actor(who, Pose(820, 316, 0.92, turn=-0.35, mood="happy"), 3, breeze=True, blinks=(30, 96))
    layers = (Background("street", m.place, 1280, 2.0), actor, Moving(props.petals, m.seed(), 2))
    return m.shot(
        "under the cherries", "medium", layers, sounds=(SoundCue("birds", 0, m.frames),), cast=(who,)
    )


def landscape(m: Making, name: str | None = None) -> Shot:
    """An establishing view with a slow pan, and birds by day."""
    view = name or m.pick("hills", "sea", "rooftop", "night", "crossing")
    pan = Camera((640, 360, 1.0), (940, 360, 1.0), 6, m.frames - 6)
    layers: tuple[Layer, ...] = (Background(view, m.place, WIDE),)
    if view in ("hills", "sea", "rooftop"):
        layers = (*layers, Moving(props.birds, m.seed(), 3))
    sound = SoundCue("waves" if view == "sea" else "birds", 0, m.frames)
    return m.shot(f"view of {view}", "extreme-long", layers, pan, sounds=(sound,))


def push_in(m: Making, name: str | None = None) -> Shot:
    """A view with a slow zoom towards its middle."""
    view = name or m.pick("night", "rooftop", "sea")
    zoom = Camera((640, 360, 1.0), (680, 350, 1.28), 0, m.frames)
    return m.shot(f"push into {view}", "extreme-long", (Background(view, m.place, 1280),), zoom)


def talk_close(m: Making, who: int | None = None) -> Shot:
    """A face, speaking; the background out of focus."""
    who = m.who()[0] if who is None else who
    side = float(m.rng.choice([-1, 1]))
    turn = -side * float(m.rng.choice([0.25, 0.45]))
    lines = m.lines(who)
    pose = Pose(640 + side * 120, 330, 1.75, turn=turn, gaze=turn, mood=m.pick("calm", "happy", "worried"))
    actor = Actor(who, pose, 2, lines=lines, blinks=m.blinks())
    layers = (Background(m.pick("classroom", "street", "rooftop", "sea"), m.place, 1280, 7.0), actor)
    return m.shot("close talk", "close-up", layers, speech=lines, cast=(who,))


def talk_two(m: Making) -> Shot:
    """Two figures from the waist up; one speaks, one listens."""
    a, b = m.who(2)
    lines = m.lines(a)
    left = Actor(a, Pose(400, 300, 1.06, turn=0.5, gaze=0.6, mood="happy"), 2, lines=lines, blinks=m.blinks())
    right = Actor(
        b, Pose(890, 308, 1.06, turn=-0.5, gaze=-0.6), 3, motion=m.pick("still", "nod"), blinks=m.blinks()
    )
    layers = (Background(m.pick("classroom", "rooftop", "hills"), m.place, 1280, 2.5), left, right)
    return m.shot("two talk", "medium", layers, speech=lines, cast=(a, b))


def wave(m: Making) -> Shot:
    """Somebody waves."""
    who = m.who()[0]
    lines = m.lines(who, 12)
    actor = Actor(
        who, Pose(600, 290, 1.15, turn=0.2, mood="happy"), 3, "wave", lines, m.blinks(), breeze=True
    )
    layers = (Background(m.pick("street", "hills", "rooftop"), m.place, 1280, 2.0), actor)
    return m.shot("wave", "medium", layers, speech=lines, cast=(who,))


def walk_across(m: Making) -> Shot:
    """A whole figure walks through a wide picture, on threes."""
    who = m.who()[0]
    speed = 2.6
    actor = Actor(
        who, Pose(330 - speed * 12, 262, 0.30, turn=0.75, step=0), 3, "walk", breeze=True, speed=speed
    )
    layers = (Background(m.pick("street", "crossing"), m.place, 1280), actor)
    return m.shot("walk across", "long", layers, sounds=(SoundCue("steps", 0, m.frames),), cast=(who,))


def stroll(m: Making) -> Shot:
    """Walking, seen from the waist up while the world goes by."""
    who = m.who()[0]
    lines = m.lines(who)
    actor = Actor(who, Pose(560, 300, 1.1, turn=0.6, gaze=0.4), 3, "stroll", lines, m.blinks(), breeze=True)
    layers = (Background(m.pick("street", "hills"), m.place, WIDE, 3.0, 5.0), actor)
    return m.shot(
        "stroll", "medium", layers, speech=lines, sounds=(SoundCue("steps", 0, m.frames),), cast=(who,)
    )


def eyes(m: Making) -> Shot:
    """Nothing but the eyes."""
    who = m.who()[0]
    actor = Actor(
        who,
        Pose(640, 258, 6.4, gaze=float(m.rng.choice([-0.7, 0, 0.7]))),
        2,
        blinks=(m.frames // 3 // 2 * 2,),
    )
    return m.shot("eyes", "extreme-close-up", (Background("dawn", m.place, 1280, 8.0), actor), cast=(who,))


def insert(m: Making) -> Shot:
    """A thing, close: a cup of tea, or a watch."""
    prop, hold = (props.tea_cup, 3) if m.rng.uniform() < 0.5 else (props.watch, 8)
    return m.shot(
        "insert", "insert", (Background("bedroom", m.place, 1280, 5.0), Moving(prop, m.seed(), hold))
    )


def plane(m: Making) -> Shot:
    """A paper plane in the sky, on ones."""
    layers = (Background("dawn", m.place, 1280), Moving(props.paper_plane, m.seed(), 1, start=-12))
    return m.shot("paper plane", "long", layers, sounds=(SoundCue("whoosh", 4, min(m.frames, 40)),))


def train_passes(m: Making) -> Shot:
    """A moving foreground over a still background: a train passes, in front of somebody."""
    who = m.who()[0]
    actor = Actor(who, Pose(560, 330, 0.36, turn=0.1, step=0), 3, breeze=True)
    layers = (
        Background("crossing", m.place, 1280),
        actor,
        Moving(props.train, m.seed(), 1, length=68, start=min(10, m.frames // 4)),
    )
    return m.shot("train passes", "long", layers, sounds=(SoundCue("train", 4, m.frames),), cast=(who,))


def leaves_blow(m: Making) -> Shot:
    """Leaves blow across the lens; behind them nothing moves."""
    a, b = m.who(2)
    one, two = Actor(a, Pose(470, 330, 0.95, turn=0.3), 3), Actor(b, Pose(800, 324, 0.95, turn=-0.3), 3)
    layers = (Background("hills", m.place, 1280, 1.5), one, two, Moving(props.leaves, m.seed(), 1))
    return m.shot("leaves", "medium", layers, sounds=(SoundCue("whoosh", 0, min(30, m.frames)),), cast=(a, b))


def strike(m: Making) -> Shot:
    """A shock: speed lines, an impact frame of two drawings, a white flash. No cut in it."""
    who = m.who()[0]
    at = min(8, m.frames // 3)
    flashes = [Flash("impact", at, at + 2), Flash("flash", at + 2, at + 4)]
    late = at + 4 + max(6, m.frames // 3)
    if late + 3 < m.frames - 3:
        flashes.append(Flash("flash", late, late + 3))
    actor = Actor(who, Pose(640, 350, 1.5, mood="angry", mouth=2), 2, "startle")
    layers = (Background("night", m.place, 1280, 4.0), actor, Moving(props.speed_lines, m.seed(), 2, cycle=3))
    return m.shot(
        "strike",
        "close-up",
        layers,
        flashes=tuple(flashes),
        sounds=(SoundCue("hit", at, at + 30),),
        cast=(who,),
    )


def title_card(m: Making) -> Shot:
    """The title of the series over the morning sky."""
    layers = (
        Background("dawn", m.place, 1280),
        Moving(props.petals, m.seed(), 2),
        Moving(cards.title, 0, 2, length=15, on_screen=True),
    )
    return m.shot("title", "titles", layers, sounds=(SoundCue("chime", 0, min(48, m.frames)),))


def pose_card(m: Making, index: int = 0) -> Shot:
    """Opening: one of the cast before a bright ground, wind in the hair, a credit in the corner."""
    who = m.cast[index % len(m.cast)]
    side = (1, -1, 1, -1, -1)[index % 5]
    pose = Pose(
        640 + side * 190, 330, 1.3, turn=-0.4 * side, tilt=-3.0 * side, mood=("happy", "calm")[index % 2]
    )
    actor = Actor(who, pose, 2, breeze=True, motion=("still", "wave")[index % 2])
    ground = ("rooftop", "pattern", "sea", "street", "dawn")[index % 5]
    layers: tuple[Layer, ...] = (Background(ground, m.place, 1280, 0.0 if ground == "pattern" else 3.0), actor,
                                 Moving(props.petals, m.seed(), 2), Moving(cards.opening_credit, m.seed(), 2, length=2, on_screen=True))  # fmt: skip
    zoom = Camera((640, 360, 1.0), (700, 350, 1.1), 0, m.frames) if index % 3 == 2 else Camera()
    return m.shot("opening pose", "medium", layers, zoom, cast=(who,))


def run_card(m: Making) -> Shot:
    """Opening: two of the cast run past speed lines."""
    a, b = m.who(2)
    one = Actor(a, Pose(430, 330, 1.1, turn=0.7, mood="happy", mouth=2), 2, "stroll", breeze=True)
    two = Actor(b, Pose(860, 350, 1.1, turn=0.7, mood="angry"), 2, "stroll", breeze=True)
    layers = (Background("hills", m.place, WIDE, 4.0, min(22.0, 600 / m.frames)), one, two)
    return m.shot(
        "opening run", "medium", layers, sounds=(SoundCue("whoosh", 0, min(20, m.frames)),), cast=(a, b)
    )


def episode_card(m: Making) -> Shot:
    """The title of this episode."""
    layers = (
        Background("hills", m.place, 1280),
        Moving(cards.episode_title, m.seed(), 2, length=3, on_screen=True),
    )
    return m.shot("episode title", "titles", layers)


def eyecatch_card(m: Making) -> Shot:
    """The eyecatch."""
    who = m.who()[0]
    actor = Actor(who, Pose(300, 330, 1.25, turn=0.3, mood="happy", blink=2), 4, "wave")
    layers = (Background("pattern", m.place, 1280), Moving(cards.eyecatch, m.seed(), 4), actor)
    return m.shot(
        "eyecatch", "titles", layers, sounds=(SoundCue("chime", 0, min(60, m.frames)),), cast=(who,)
    )


def credits_shot(m: Making) -> Shot:
    """The ending: credits roll beside somebody who looks at the sea."""
    who = m.cast[0]
    actor = Actor(who, Pose(330, 320, 1.0, turn=0.5, tilt=4.0, gaze=0.5), 3, breeze=True, blinks=m.blinks())
    roll = Moving(cards.credits_roll, 0, 1, on_screen=True)
    return m.shot("credits", "titles", (Background("sea", m.place, 1280, 1.5), actor, roll), cast=(who,))
