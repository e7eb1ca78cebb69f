"""Drawing an episode and writing its two releases in one pass."""

from __future__ import annotations

import queue
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path

import numpy as np

from animewidgets.demo import frame_number, sound
from animewidgets.demo.canvas import Image
from animewidgets.demo.encode import Planar, ReleaseWriter, presented_times, to_planar
from animewidgets.demo.episode import MANIFEST, DemoEpisode
from animewidgets.demo.film import Film
from animewidgets.demo.options import EncodeOptions, EpisodeOptions
from animewidgets.demo.storyboard import FILM_RATE, Section, draw_storyboard
from animewidgets.demo.subtitles import as_ass, as_srt
from animewidgets.demo.timemap import true_time_map
from animewidgets.demo.truth import TRUTH_TIME_BASE, VIDEO_TICKS, FigureLog, Ints, frame_times, tell_truth
from animewidgets.demo.tv import TV_RATE, Broadcast, Logo, plan_broadcast, shown_frame
from animewidgets.timemaps import write_patch

#: Told a fraction from 0 to 1 and what is going on.
Progress = Callable[[float, str], None]

#: Numbers burnt into the broadcaster's own footage begin here; those of the episode are its ordinals.
OWN_FOOTAGE = 60_000


def numbered(image: Image, number: int) -> Image:
    """A copy of a picture with its number in the corner."""
    out = image.copy()
    frame_number.draw(out, number)
    return out


def draw_episode(folder: Path, options: EpisodeOptions, progress: Progress | None = None) -> DemoEpisode:
    """Draw an episode into ``folder``, whole or not at all: an episode that was there stays until then."""
    folder.mkdir(parents=True, exist_ok=True)
    working = Path(tempfile.mkdtemp(prefix=".drawing-", dir=folder))
    try:
        draft = DemoEpisode(working, options)
        _draw(draft, progress or (lambda _fraction, _text: None))
        draft.write_manifest()
        episode = DemoEpisode(folder, options)
        # The manifest goes first and comes back last: between the two nobody takes the folder for whole.
        (folder / MANIFEST).unlink(missing_ok=True)
        for path in (*draft.files, working / MANIFEST):
            path.replace(folder / path.name)
        return episode
    finally:
        shutil.rmtree(working, ignore_errors=True)


def _draw(draft: DemoEpisode, tell: Progress) -> None:
    options = draft.options
    tell(0.0, "planning the episode")
    board = draw_storyboard(options.seed, options.seconds)
    times = frame_times(board, vfr=options.vfr)
    film = Film(board.shots, options.height)
    broadcast = plan_broadcast(board, options.seed, times)
    own = Film(broadcast.shots, options.height)

    tell(0.01, "playing the music")
    disc_sound = sound.score(film, board.sections, times, options.seed)
    own_times = np.arange(own.frame_count + 1, dtype=np.int64) * VIDEO_TICKS
    own_sound = sound.score(own, _jingles(broadcast), own_times, options.seed + 1)
    tv_sound = np.concatenate([
        disc_sound[sound.samples(int(times[p.start])) : sound.samples(int(times[p.end]))]
        if p.from_episode
        else own_sound[sound.samples(int(own_times[p.start])) : sound.samples(int(own_times[p.end]))]
        for p in broadcast.pieces
        if p.role != "removed"
    ])  # fmt: skip

    tick = Fraction(1, 120_000) if options.vfr else Fraction(1, 24_000)
    disc = _Release(draft.bluray, film, FILM_RATE, tick, disc_sound, options.disc)
    tv = _Release(draft.tv_recording, film, TV_RATE, Fraction(1, 30_000), tv_sound, options.recording)
    logo = Logo(film.width, film.height)
    log = FigureLog(film)
    with disc, tv:
        for done, item in enumerate(_run(film, own, broadcast, times, options, log)):
            if item.disc_tick is not None:
                disc.put(item.planar, round(item.disc_tick * TRUTH_TIME_BASE / tick))
            if item.tv_frames:
                marked = logo.over(item.planar) if item.from_episode else item.planar
                for frame in item.tv_frames:
                    tv.put(marked, frame * 1001)
            if done % 12 == 0:
                share = done / (film.frame_count + own.frame_count)
                tell(0.05 + 0.92 * share, f"drawing frame {done} of {film.frame_count + own.frame_count}")

    tell(0.97, "writing down the truth")
    truth = tell_truth(board, film, times, log)
    draft.truth_path.write_text(truth.to_json(), encoding="utf-8")
    draft.subtitles[0].write_text(
        as_ass(truth.subtitles, truth.time_base, "animewidgets demo"), encoding="utf-8"
    )
    draft.subtitles[1].write_text(as_srt(truth.subtitles, truth.time_base), encoding="utf-8")
    disc_pts, disc_base = _with_end(draft.bluray, film.frame_count, int(times[-1]) - int(times[-2]))
    tv_pts, tv_base = _with_end(draft.tv_recording, broadcast.frame_count, VIDEO_TICKS)
    patch = true_time_map(broadcast, disc_pts, disc_base, tv_pts, tv_base)
    draft.patch_path.write_text(write_patch(patch), encoding="utf-8")
    tell(1.0, "done")


def _with_end(path: Path, expected: int, last_ticks: int) -> tuple[Ints, Fraction]:
    pts, base = presented_times(path)
    if len(pts) != expected:
        raise RuntimeError(
            f"{path.name} holds {len(pts)} pictures where {expected} were drawn: the encoder lost some"
        )
    end = pts[-1] + round(last_ticks * TRUTH_TIME_BASE / base)
    return np.append(pts, end), base


def _jingles(broadcast: Broadcast) -> tuple[Section, ...]:
    """Music under commercials and sponsor cards."""
    return tuple(Section(p.role, "opening", p.start, p.end) for p in broadcast.pieces if not p.from_episode)


@dataclass(frozen=True, slots=True)
class _Item:
    planar: Planar
    from_episode: bool
    disc_tick: int | None
    tv_frames: tuple[int, ...]


def _run(
    film: Film, own: Film, broadcast: Broadcast, times: Ints, options: EpisodeOptions, log: FigureLog
) -> Iterator[_Item]:
    """Every picture once, in order, with where it goes."""
    last_image: Image | None = None
    last_planar: Planar | None = None
    for piece in broadcast.pieces:
        source = film if piece.from_episode else own
        film_rate = piece.from_episode and int(times[piece.end] - times[piece.end - 1]) != VIDEO_TICKS
        places: dict[int, list[int]] = {}
        for frame in range(piece.tv_start, piece.tv_end):
            places.setdefault(shown_frame(piece, frame, film_rate=film_rate), []).append(frame)
        for ordinal in range(piece.start, piece.end):
            image = source.picture(ordinal)
            if piece.from_episode:
                log.note(ordinal)
            if options.frame_number:
                planar = to_planar(numbered(image, ordinal + (0 if piece.from_episode else OWN_FOOTAGE)))
            elif image is last_image and last_planar is not None:
                planar = last_planar
            else:
                planar = to_planar(image)
            last_image, last_planar = image, planar
            disc_tick = int(times[ordinal]) if piece.from_episode else None
            yield _Item(planar, piece.from_episode, disc_tick, tuple(places.get(ordinal, ())))


class _Release:
    """A release being written in a thread of its own: encoders leave Python alone while they work."""

    def __init__(
        self,
        path: Path,
        film: Film,
        rate: Fraction,
        tick: Fraction,
        audio: sound.Audio,
        options: EncodeOptions,
    ) -> None:
        self._open = partial(ReleaseWriter, path, film.width, film.height, rate, tick, audio, options)
        self._queue: queue.Queue[tuple[Planar, int] | None] = queue.Queue(maxsize=48)
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._write, name=f"write {path.name}", daemon=True)

    def put(self, planar: Planar, tick: int) -> None:
        """Queue one picture; raises what went wrong in the writer."""
        if self._error is not None:
            raise self._error
        self._queue.put((planar, tick))

    def _write(self) -> None:
        try:
            with self._open() as writer:
                while (item := self._queue.get()) is not None:
                    writer.add(*item)
        except BaseException as error:  # noqa: BLE001 - it is raised again in the drawing thread
            self._error = error
            while self._queue.get() is not None:
                pass

    def __enter__(self) -> _Release:
        self._thread.start()
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        self._queue.put(None)
        self._thread.join()
        if self._error is not None and error is None:
            raise self._error
