"""Another release of an episode, made by a seed, with the exact truth about which frame is which.

They measure the aligning of releases. An episode is drawn once (:class:`Footage`) and cut, timed, dressed and
compressed anew as broadcasters, streams and discs do. :data:`KINDS` lists what may happen, alone or together.
Numbers in the aligner may be chosen by looking at the :data:`TUNING_SEEDS`; the :data:`TEST_SEEDS` are for
reporting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import numpy.typing as npt
from av.audio.stream import AudioStream
from av.video.stream import VideoStream

from animewidgets.demo import sound
from animewidgets.demo.encode import to_planar
from animewidgets.demo.film import Film
from animewidgets.demo.storyboard import FILM_RATE, draw_storyboard
from animewidgets.demo.truth import VIDEO_TICKS, frame_times
from animewidgets.demo.tv import plan_broadcast
from animewidgets.media import open_media

TUNING_SEEDS = tuple(range(1, 7))
TEST_SEEDS = tuple(range(301, 309))

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]
Wave = npt.NDArray[np.float32]

#: What may happen to a release. Those of one group exclude each other.
GROUPS: dict[str, tuple[str, ...]] = {
    "start": ("start",),
    "insert": ("sponsor", "commercials", "black", "fades"),
    "removed": ("removed",),
    "speed": ("24", "telecine", "thirty", "pal", "pal24", "doubled25", "vfr"),
    "coding": ("low",),
    "overlay": ("logo", "clock", "ticker"),
    "frame": ("crop", "letterbox", "pillarbox"),
    "light": ("dark", "bright"),
    "redrawn": ("redrawn",),
    "sound": ("dub", "silent"),
    "repeat": ("recap", "twice"),
    "still": ("still",),
}
KINDS = tuple(kind for group in GROUPS.values() for kind in group)

#: What happens to both releases.
DISC_KINDS = frozenset(["recap", "still", "pal24"])

RATE = 24_000  # of the sound
_PER_FRAME = 1001  # samples of a film frame at 23.976


@dataclass(frozen=True, eq=False)
class Footage:
    """Pictures uint8[n,h*3/2,w] (planar 4:2:0) with 1001 samples of sound each, and where shots begin."""

    pictures: Bytes
    sound: Wave
    shots: tuple[int, ...]
    #: First and last frame (half-open) of the opening, or of whatever may be shown twice.
    opening: tuple[int, int]

    def __len__(self) -> int:
        return len(self.pictures)


@dataclass(eq=False)
class Rerelease:
    """The truth about one release: which frame of the footage each frame shows (-1: none).

    ``hard`` are the footage's frames before which
    something was put in or taken out at once.
    """

    path: Path
    shows: Ints
    hard: list[int] = field(default_factory=list)
    redrawn: list[tuple[int, int]] = field(default_factory=list)
    #: Where a point of the disc's picture lies in this one: scale of x and y, then shift of x and y.
    picture: tuple[float, float, float, float] = (1.0, 1.0, 0.0, 0.0)


def drawn_footage(seed: int, seconds: float, height: int = 144) -> tuple[Footage, Footage]:
    """A drawn episode and what its broadcaster shows besides."""
    board = draw_storyboard(seed, seconds)
    times = frame_times(board, vfr=False)
    film = Film(board.shots, height)
    broadcast = plan_broadcast(board, seed, times)
    own = Film(broadcast.shots, height)
    own_times = np.arange(own.frame_count + 1, dtype=np.int64) * round(VIDEO_TICKS * 1.25)
    opening = next((s.start, s.end) for s in board.sections if s.role == "opening")
    return (
        Footage(_pictures(film), _mono(sound.score(film, board.sections, times, seed)), film.starts, opening),
        Footage(_pictures(own), _mono(sound.score(own, (), own_times, seed + 1)), own.starts, (0, 0)),
    )


def _pictures(film: Film) -> Bytes:
    out = np.zeros((film.frame_count, film.height * 3 // 2, film.width), np.uint8)
    last, planar = None, None
    for n in range(film.frame_count):
        image = film.picture(n)
        if planar is None or image is not last:
            planar, last = to_planar(image), image
        out[n] = planar
    return out


def _mono(stereo: Wave) -> Wave:
    mono = stereo.mean(1)
    return np.asarray(mono[: len(mono) // 2 * 2].reshape(-1, 2).mean(1), np.float32)


def filmed_footage(paths: Sequence[Path], shots: Sequence[Sequence[int]], height: int = 144) -> Footage:
    """Real clips one after the other, taken for film frames; ``shots`` are their cuts."""
    width = round(height * 16 / 9 / 2) * 2
    pictures: list[Bytes] = []
    heard: list[Wave] = []
    starts: list[int] = []
    for path, cuts in zip(paths, shots, strict=True):
        with open_media(path) as media:
            first = len(pictures)
            for _, picture in media.sweep(threads=1):
                small = cv2.resize(
                    picture.to_ndarray(format="rgb24"), (width, height), interpolation=cv2.INTER_AREA
                )
                pictures.append(to_planar(np.asarray(small, np.uint8)))
            starts += [first, *(first + c for c in cuts)]
            samples = np.zeros((len(pictures) - first) * _PER_FRAME, np.float32)
            if media.info.audio:
                wave = media.audio(rate=RATE).samples[: len(samples)]
                samples[: len(wave)] = wave
            heard.append(samples)
    whole = np.stack(pictures)
    third = len(whole) // 3
    return Footage(whole, np.concatenate(heard), tuple(starts), (third, third + min(300, third)))


def write_pair(
    folder: Path,
    seed: int,
    kinds: frozenset[str],
    episode: Footage,
    own: Footage,
    others: Sequence[Footage] = (),
    *,
    with_disc: bool = True,
) -> tuple[Rerelease, Rerelease]:
    """Write ``disc.*`` and ``other.*``: the episode as it is, and a release to which ``kinds`` happened.

    ``own`` and ``others`` is where pictures that are put in come from. Unless one of :data:`DISC_KINDS`
    happens the disc is always the same, and need not be written again (``with_disc``).
    """
    rng = np.random.default_rng([seed, *sorted(KINDS.index(k) for k in kinds)])
    disc_order = np.arange(len(episode))
    first, last = episode.opening
    if "recap" in kinds:  # both have the opening once more, near the end
        at = _shot_near(episode, rng, 0.75, 0.95)
        disc_order = np.concatenate([disc_order[:at], disc_order[first:last], disc_order[at:]])
    if "still" in kinds:  # a held picture without sound of its own
        at = _shot_near(episode, rng, 0.3, 0.7)
        hold = int(rng.integers(72, 200))
        disc_order = np.concatenate([disc_order[:at], np.full(hold, at), disc_order[at:]])
    # From here on a frame of the footage is its place in the disc's order.
    disc = Rerelease(folder / "disc.mkv", np.arange(len(disc_order)))
    edit = _Edit(rng, kinds, episode, own, others, disc_order)
    other = Rerelease(folder / f"other.{_container(rng, kinds)}", np.zeros(0, np.int64))
    edit.cut(other)
    disc_rate = Fraction(24) if "pal24" in kinds else FILM_RATE
    if with_disc:
        _write(
        disc.path, [episode.pictures[n] for n in disc_order], np.arange(len(disc_order)), disc_rate,
        _sound_of(episode, disc_order, silent="still" in kinds), _PER_FRAME * FILM_RATE / disc_rate,
        {"crf": "20"}, None,
        )  # fmt: skip
    edit.write(other)
    return disc, other


def _sound_of(footage: Footage, order: Ints, *, silent: bool) -> Wave:
    pad = np.zeros(max(0, len(footage) * _PER_FRAME - len(footage.sound)), np.float32)
    by_frame = np.concatenate([footage.sound, pad])[: len(footage) * _PER_FRAME].reshape(-1, _PER_FRAME)
    out = by_frame[order].copy()
    if silent:
        out[np.flatnonzero(np.diff(order, prepend=-1) == 0)] = 0
    return out.reshape(-1)


def _container(rng: np.random.Generator, kinds: frozenset[str]) -> str:
    return "mkv" if "vfr" in kinds else str(rng.choice(["mp4", "mkv", "ts"]))


def _shot_near(footage: Footage, rng: np.random.Generator, low: float, high: float) -> int:
    shots = [s for s in footage.shots if low * len(footage) <= s <= high * len(footage)]
    return int(rng.choice(shots)) if shots else int(len(footage) * (low + high) / 2)


class _Edit:
    """One release in the making: pieces of the episode and of other footage, one after the other."""

    def __init__(
        self,
        rng: np.random.Generator,
        kinds: frozenset[str],
        episode: Footage,
        own: Footage,
        others: Sequence[Footage],
        order: Ints,
    ) -> None:
        self.rng, self.kinds, self.episode, self.own, self.others = rng, kinds, episode, own, others
        self.order = order
        self.frames: list[Bytes] = []
        self.shows: list[int] = []
        self.waves: list[Wave] = []

    def cut(self, truth: Rerelease) -> None:
        """Put the pieces together."""
        rng, kinds, total = self.rng, self.kinds, len(self.order)
        start, end = 0, total
        if "start" in kinds:
            if rng.random() < 0.5:
                start = int(rng.integers(10, total // 8))
            else:
                self._foreign(int(rng.integers(40, 300)))
                truth.hard.append(0)
            if rng.random() < 0.5:
                end = total - int(rng.integers(10, total // 8))
        actions: list[tuple[int, str]] = []
        if "sponsor" in kinds:
            actions.append((self._place(self.episode.opening[1]), "sponsor"))
        if "commercials" in kinds:
            actions += [(self._somewhere(0.45, 0.6), "commercials")]
        if "black" in kinds:
            actions += [(self._somewhere(0.3, 0.8), "black")]
        if "fades" in kinds:
            actions += [(self._somewhere(0.3, 0.8), "fades")]
        if "twice" in kinds:
            actions += [(self._somewhere(0.6, 0.9), "twice")]
        gone: list[tuple[int, int]] = []
        for _ in range(int(rng.integers(1, 4)) if "removed" in kinds else 0):
            shots = [*self.episode.shots, len(self.episode)]
            k = int(rng.integers(1, len(shots) - 2))
            low, high = self._place(shots[k]), self._place(shots[k + 1])
            if 8 <= high - low <= 300 and low > start + 40 and high < end - 40:
                gone.append((low, high))
        changed: list[tuple[int, int]] = []
        if "redrawn" in kinds:
            shots = [*self.episode.shots, len(self.episode)]
            long = [k for k in range(1, len(shots) - 2) if 16 <= shots[k + 1] - shots[k] <= 140]
            some = rng.choice(long, min(2, len(long)), replace=False).tolist() if long else []
            changed += [(self._place(shots[k]), self._place(shots[k + 1])) for k in some]
        fades: list[tuple[int, int]] = []
        at = start
        stops = sorted({*(p for p, _ in actions), *(g[0] for g in gone)} | {end})
        for stop in stops:
            if stop < at or stop > end:
                continue
            self._episode(at, stop, changed, truth)
            at = stop
            for place, action in actions:
                if place == stop and stop < end:
                    before = len(self.frames)
                    self._act(action)
                    if action == "fades":
                        fades.append((before, len(self.frames)))
                    else:
                        truth.hard.append(stop)
            for low, high in gone:
                if low == stop:
                    at = max(at, high)
                    truth.hard += [low, high]
        if "start" in kinds and rng.random() < 0.7:
            if end == total:
                truth.hard.append(end)
            self._foreign(int(rng.integers(40, 300)))
        for before, after in fades:
            self._fade(before, after)
        truth.redrawn = changed

    def _fade(self, before: int, after: int) -> None:
        """Fade out before the frame ``before`` and in again from ``after`` on."""
        length = int(self.rng.integers(8, 24))
        for k in range(length):
            share = k / length
            for n in (before - 1 - k, after + k):
                if 0 <= n < len(self.frames):
                    dark = self.frames[n].copy()
                    rows = dark.shape[0] * 2 // 3
                    dark[:rows] = (16 + (dark[:rows].astype(np.float32) - 16) * share).astype(np.uint8)
                    dark[rows:] = (128 + (dark[rows:].astype(np.float32) - 128) * share).astype(np.uint8)
                    self.frames[n] = dark

    def _place(self, frame: int) -> int:
        """Where a frame of the footage is in the disc's order."""
        return int(np.flatnonzero(self.order == min(frame, int(self.order.max())))[0])

    def _somewhere(self, low: float, high: float) -> int:
        return self._place(_shot_near(self.episode, self.rng, low, high))

    def _episode(self, start: int, stop: int, changed: Sequence[tuple[int, int]], truth: Rerelease) -> None:
        if stop <= start:
            return
        for n in range(start, stop):
            picture = self.episode.pictures[self.order[n]]
            if any(a <= n < b for a, b in changed):
                picture = _redrawn(picture)
            self.frames.append(picture)
            self.shows.append(n)
        self.waves.append(_sound_of(self.episode, self.order[start:stop], silent="still" in self.kinds))

    def _act(self, action: str) -> None:
        rng = self.rng
        if action == "black":
            count = int(rng.integers(12, 90))
            blank = np.full_like(self.episode.pictures[0], 128)
            blank[: blank.shape[0] * 2 // 3] = 16
            self._add([blank] * count, np.zeros(count * _PER_FRAME, np.float32))
        elif action == "twice":
            first, last = (self._place(n) for n in self.episode.opening)
            rows = self.order[first:last]
            self._add([self.episode.pictures[n] for n in rows], _sound_of(self.episode, rows, silent=False))
        elif action == "sponsor":
            self._foreign(int(rng.integers(100, 250)), still=True)
        else:
            self._foreign(int(rng.integers(150, 400)))

    def _foreign(self, count: int, *, still: bool = False) -> None:
        """Footage of somebody else."""
        choices = [self.own] if still or not self.others else [self.own, *self.others]
        while count > 0:
            footage = choices[int(self.rng.integers(len(choices)))]
            first = int(self.rng.integers(max(1, len(footage) - count)))
            rows = np.arange(first, min(len(footage), first + count))
            self._add([footage.pictures[n] for n in rows], _sound_of(footage, rows, silent=False))
            count -= len(rows)

    def _add(self, frames: Sequence[Bytes], wave: Wave) -> None:
        self.frames += frames
        self.shows += [-1] * len(frames)
        self.waves.append(wave)

    def write(self, truth: Rerelease) -> None:
        """Time it, dress it, compress it."""
        rng, kinds = self.rng, self.kinds
        count = len(self.frames)
        rate = FILM_RATE
        shown = np.arange(count)
        samples = Fraction(_PER_FRAME)
        if "24" in kinds:
            rate = Fraction(24)
        elif "pal" in kinds or "pal24" in kinds:
            rate = Fraction(25)
        elif "telecine" in kinds or "vfr" in kinds:
            rate = Fraction(30000, 1001)
            phase = float(rng.random())
            shown = _held(count, 0.8, phase)
        elif "thirty" in kinds:
            rate = Fraction(30)
            shown = _held(count, float(FILM_RATE / 30), float(rng.random()))
        elif "doubled25" in kinds:
            rate = Fraction(25)
            shown = _held(count, float(FILM_RATE / 25), float(rng.random()))
        times = np.arange(len(shown))
        if "vfr" in kinds:
            # Frames that repeat the one before are left out more often than not.
            repeats = np.diff(shown, prepend=-1) == 0
            keep = ~repeats | (rng.random(len(shown)) < 0.3)
            shown, times = shown[keep], times[keep]
        if len(shown) >= count and rate in (Fraction(24), Fraction(25)) and "doubled25" not in kinds:
            samples = _PER_FRAME * FILM_RATE / rate
        wave = np.concatenate(self.waves) if self.waves else np.zeros(0, np.float32)
        crf = int(rng.integers(36, 42)) if "low" in kinds else int(rng.choice([20, 24, 28]))
        options = {"crf": str(crf)}
        wave_out: Wave | None = wave
        if "silent" in kinds:
            wave_out = None
        elif "dub" in kinds:
            wave_out = _dubbed(wave, rng)
        wave_out = None if wave_out is None else wave_out * np.float32(rng.uniform(0.5, 1.0))
        rows, width = self.episode.pictures.shape[1:]
        dress, truth.picture = _dress(rng, kinds, rows * 2 // 3, width)
        _write(
            truth.path,
            [self.frames[n] for n in shown],
            times,
            rate,
            wave_out,
            samples,
            options,
            dress,
        )
        truth.shows = np.array(self.shows, np.int64)[shown]


def _held(count: int, ratio: float, phase: float) -> Ints:
    """Which of ``count`` frames each frame shows where ``ratio`` of them last as long as one."""
    shown = np.floor(np.arange(int(count / ratio + 1e-9)) * ratio + phase).astype(np.int64)
    return np.asarray(shown.clip(0, count - 1), np.int64)


def _redrawn(picture: Bytes) -> Bytes:
    """The same shot with other drawings: turned round, brighter, and softer."""
    rows = picture.shape[0] * 2 // 3
    out = picture.copy()
    out[:rows] = picture[:rows, ::-1]
    half = picture[rows:].reshape(2, rows // 2, -1)
    out[rows:] = half[:, :, ::-1].reshape(rows - rows // 2 * 2 + rows // 2, -1) if half.size else out[rows:]
    return out


def _dubbed(wave: Wave, rng: np.random.Generator) -> Wave:
    """Other voices over a quieter rest: noise in syllables, and other music."""
    count = len(wave)
    gate = np.repeat(rng.random(count // 3000 + 1) < 0.6, 3000)[:count]
    smooth = np.convolve(rng.normal(0, 0.2, count), np.hanning(24) / 12, "same")
    tone = np.zeros(count)
    t = np.arange(count) / RATE
    for _ in range(5):
        pitch = np.repeat(rng.uniform(150, 900, count // 6000 + 1), 6000)[:count]
        tone += 0.08 * np.sin(2 * np.pi * np.cumsum(pitch) / RATE + t)
    return np.asarray(0.1 * wave + gate * smooth + tone, np.float32)


Dress = Callable[[Bytes, int], Bytes]


def _dress(
    rng: np.random.Generator, kinds: frozenset[str], height: int, width: int
) -> tuple[Dress, tuple[float, float, float, float]]:
    """What is done to each picture: a function of it and its number; and where its points lie then."""
    zoom = rng.uniform(0.02, 0.05, 4)
    gain = float(rng.uniform(0.6, 0.8) if "dark" in kinds else rng.uniform(1.15, 1.35))
    bar = float(rng.uniform(0.09, 0.14))
    corner = bool(rng.random() < 0.5)

    def dress(picture: Bytes, number: int) -> Bytes:
        height, width = picture.shape[0] * 2 // 3, picture.shape[1]
        out = picture
        if {"dark", "bright"} & kinds:
            out = out.copy()
            lit = (out[:height].astype(np.float32) - 16) * gain + 16
            out[:height] = lit.clip(16, 235).astype(np.uint8)
        if "crop" in kinds:
            out = _planes(out, lambda p: _cropped(p, zoom))
        if "letterbox" in kinds:
            out = _planes(out, lambda p: _barred(p, bar, 0.0))
        if "pillarbox" in kinds:
            out = _planes(out, lambda p: _barred(p, 0.0, 0.125))
        if {"logo", "clock", "ticker"} & kinds:
            out = out.copy()
            luma = out[:height]
            if "logo" in kinds:
                x = width - width // 7 if corner else width // 20
                luma[height // 12 : height // 6, x : x + width // 10] = 210
            if "clock" in kinds:
                text = f"{7 + number // 1800}:{number // 30 % 60:02d}"
                at = (width // 20, height // 6)
                cv2.putText(luma, text, at, cv2.FONT_HERSHEY_SIMPLEX, height / 240, 235, 2)
            if "ticker" in kinds and number // 300 % 2:
                luma[-height // 10 :] = 60
                cv2.putText(
                    luma, "breaking news from the harbour " * 3, (width - number % 300 * 4, height - 4),
                    cv2.FONT_HERSHEY_SIMPLEX, height / 400, 230, 1,
                )  # fmt: skip
        return out

    x = y = 0  # of the bars
    if "letterbox" in kinds:
        y = round(bar * height)
    if "pillarbox" in kinds:
        x = round(0.125 * width)
    place = ((width - 2 * x) / width, (height - 2 * y) / height, float(x), float(y))
    if "crop" in kinds:
        top, bottom, left, right = zoom.tolist()
        gone_x, gone_y = int(left * width), int(top * height)
        scale_x = width / (width - gone_x - int(right * width))
        scale_y = height / (height - gone_y - int(bottom * height))
        place = (scale_x, scale_y, -gone_x * scale_x, -gone_y * scale_y)
    return dress, place


def _planes(picture: Bytes, change: Callable[[Bytes], Bytes]) -> Bytes:
    """A change made to each of the three planes; black where it leaves none."""
    rows, width = picture.shape[0] * 2 // 3, picture.shape[1]
    out = picture.copy()
    out[:rows] = change(np.ascontiguousarray(picture[:rows]))
    flat = out.reshape(-1)
    size = rows // 2 * (width // 2)
    for k in (0, 1):
        start = rows * width + k * size
        plane = picture.reshape(-1)[start : start + size].reshape(rows // 2, width // 2)
        made = change(np.ascontiguousarray(plane))
        made = np.where(made == 0, 128, made)
        flat[start : start + size] = made.reshape(-1)
    out[:rows] = np.maximum(out[:rows], 16)
    return out


def _cropped(plane: Bytes, zoom: npt.NDArray[np.float64]) -> Bytes:
    height, width = plane.shape
    top, bottom, left, right = zoom.tolist()
    inside = plane[
        int(top * height) : height - int(bottom * height), int(left * width) : width - int(right * width)
    ]
    return np.asarray(cv2.resize(inside, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def _barred(plane: Bytes, above: float, beside: float) -> Bytes:
    height, width = plane.shape
    y, x = round(above * height), round(beside * width)
    out = np.zeros_like(plane)
    out[y : height - y, x : width - x] = cv2.resize(
        plane, (width - 2 * x, height - 2 * y), interpolation=cv2.INTER_AREA
    )
    return out


def _write(
    path: Path,
    frames: Sequence[Bytes],
    times: Ints,
    rate: Fraction,
    wave: Wave | None,
    samples_per_frame: Fraction,
    options: dict[str, str],
    dress: Dress | None,
) -> None:
    if wave is not None and samples_per_frame != _PER_FRAME:
        # Played faster or slower, voices and all.
        length = int(len(wave) * samples_per_frame / _PER_FRAME)
        at = np.arange(length) * float(_PER_FRAME / samples_per_frame)
        wave = np.interp(at, np.arange(len(wave)), wave).astype(np.float32)
    formats = {".mkv": "matroska", ".mp4": "mp4", ".ts": "mpegts"}
    height, width = frames[0].shape[0] * 2 // 3, frames[0].shape[1]
    with av.open(str(path), "w", format=formats[path.suffix]) as out:
        stream = out.add_stream(
            "libx264", rate=rate, options={"preset": "ultrafast", "g": "120", "bf": "2", **options}
        )
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.thread_count = 1
        sounding: AudioStream | None = None
        if wave is not None:
            added = out.add_stream("aac", rate=RATE, layout="mono", options={"aac_coder": "fast"})
            assert isinstance(added, AudioStream)
            added.bit_rate = 48_000
            sounding = added
        heard = 0
        for number, (picture, time) in enumerate(zip(frames, times.tolist(), strict=True)):
            dressed = picture if dress is None else dress(picture, number)
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(dressed), format="yuv420p")
            frame.pts, frame.time_base = time, 1 / rate
            out.mux(stream.encode(frame))
            if sounding is not None and wave is not None:
                upto = min(len(wave), int((time + 1) / rate * RATE))
                for block in _blocks(wave, heard, upto):
                    out.mux(sounding.encode(block))
                    heard += block.samples
        out.mux(stream.encode(None))
        if sounding is not None:
            out.mux(sounding.encode(None))


def _blocks(wave: Wave, start: int, stop: int) -> Iterator[av.AudioFrame]:
    for at in range(start, stop - 1023, 1024):
        block = av.AudioFrame.from_ndarray(wave[None, at : at + 1024], format="fltp", layout="mono")
        block.sample_rate = RATE
        block.pts, block.time_base = at, Fraction(1, RATE)
        yield block
