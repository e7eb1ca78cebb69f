"""The timeline cut editor: exact frames, cuts and shots, saved to the store as they are made."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from animewidgets.annotations import CUT_TIMING, Template, Transition
from animewidgets.media import Media
from animewidgets.store import Store
from animewidgets.widgets._bundle import Bundle
from animewidgets.widgets.audio_lanes import audio_lanes_for, events_from_lines, track_named
from animewidgets.widgets.candidate_files import read_candidate_file, spans_of
from animewidgets.widgets.candidate_layers import CandidateLayer, CandidateLayers, FrameSpan
from animewidgets.widgets.channel import JSON
from animewidgets.widgets.guide import shot_threshold
from animewidgets.widgets.shot_methods import known_shots, put_shots, shot_methods
from animewidgets.widgets.sound_methods import hello_audio, sound_methods
from animewidgets.widgets.subtitle_methods import Subtitles, hello_subtitles, subtitle_methods, tracks_of
from animewidgets.widgets.task_widget import DecoderChoice, TaskWidget

if TYPE_CHECKING:
    import pandas as pd

    from animewidgets.analysis.shots import ShotDetection


class TimelineEditor(TaskWidget):
    """Mark the cuts of a release on exact frames; every edit goes to the store at once.

    Args:
        media: a path, or a media file that is open already.
        store: an open store, its path, or ``None`` for the default store.
        project: name of the project; made on first use.
        template: which kinds and categories the task takes.
        decoder: ``"browser"`` (WebCodecs), ``"kernel"`` (PyAV), or ``"auto"``.
        frame: ordinal of the frame to show first.
        subtitles: files, or tracks that were read already; their lines are shown and can be retimed.
        audio_lanes: names of the lanes for audio events, from top to bottom. By default dialogue, effect,
            music and ambience where the template takes audio events (``AUDIO_EVENTS`` does) and names no
            lanes itself, else those of the template.
        guide: whether units of work, guidelines and pre-labels are shown; by default where the template has
            any.

    Raises:
        MediaError: the media file cannot be opened; the subclass says why.
        StoreError: the store cannot be opened; the subclass says why.
        FrameOutsideMedia: ``frame`` is no frame of the release.
        ValueError: ``audio_lanes`` are no names, or the template takes no audio events.

    The trait ``frame`` is the ordinal of the frame on the screen, both ways.
    """

    media: Media

    _esm = Bundle("timeline_editor.js")
    _css = Bundle("timeline_editor.css")

    def __init__(
        self,
        media: Media | str | Path,
        *,
        store: Store | str | Path | None = None,
        project: str = "default",
        template: Template = CUT_TIMING,
        decoder: DecoderChoice = "auto",
        frame: int = 0,
        subtitles: Iterable[Subtitles] = (),
        audio_lanes: Iterable[str] | None = None,
        guide: bool | None = None,
    ) -> None:
        self._audio_lanes = audio_lanes_for(template, audio_lanes)
        self._begin(media, store, project, template, decoder, guide)
        self._tracks = tracks_of(subtitles, self.media)
        self._audio = hello_audio(self.media)
        self._candidates = CandidateLayers(self.media)
        super().__init__(frame=frame)
        self._listen(
            {
                **sound_methods(self.media),
                **subtitle_methods(self._tracks, self.media),
                **shot_methods(self.media, self._show_shots, self._tell_shots),
            }
        )

    def _hello_besides(self) -> Mapping[str, JSON]:
        return {
            "audio": self._audio,
            "audio_lanes": None if self._audio_lanes is None else list(self._audio_lanes),
            "subtitles": hello_subtitles(self._tracks),
            **self._candidates.to_wire(),
        }

    @property
    def cuts(self) -> pd.DataFrame:
        """The live cuts as the store's view ``cuts`` has them, in the order of time.

        One row per cut; ``frame`` is the ordinal of the first frame of the new shot, ``start_pts``
        its tick, ``seconds`` for display. ``transition`` says how it is made; of a gradual one,
        ``[from_frame, until_frame)`` are the mixed frames.
        """
        return self.store.rows("cuts", self.task_id)

    @property
    def shots(self) -> pd.DataFrame:
        """The shots between the live cuts as the store's view ``shots`` has them, in order.

        One row per shot; the span ``[start_frame, end_frame)`` is half-open.
        """
        return self.store.rows("shots", self.task_id)

    @property
    def segments(self) -> pd.DataFrame:
        """The live segments of all lanes as the store's view ``segments`` has them, in the order of time.

        One row per segment; the span ``[start_frame, end_frame)`` is half-open.
        """
        return self.store.rows("segments", self.task_id)

    @property
    def lines(self) -> pd.DataFrame:
        """The lines of subtitles that were retimed, as the store's view ``lines`` has them.

        ``subtitles`` is the digest of the file, ``line`` the index in it; ``start_pts`` and ``end_pts`` are
        ticks and need not lie on frames, ``[start_frame, end_frame)`` are the frames on which it is seen.
        """
        return self.store.rows("lines", self.task_id)

    @property
    def audio_events(self) -> pd.DataFrame:
        """The live audio events of all lanes as the store's view ``audio_events`` has them, in order of time.

        ``start_pts`` and ``end_pts`` are ticks and need not lie on frames; ``[start_frame, end_frame)`` are
        the frames during which it is heard; ``seconds``, ``end_seconds`` and ``duration`` are for display.
        """
        return self.store.rows("audio_events", self.task_id)

    def events_from_subtitles(
        self,
        source: Subtitles | None = None,
        lane: str = "dialogue",
        *,
        styles: Collection[str] | None = None,
    ) -> int:
        """Make an audio event of every line of a subtitle file: its times and its speaker, never its text.

        Lines that were retimed in this task give their new times. A line that an event was made of already is
        passed over, so that calling it twice adds nothing.

        Args:
            source: a file or track; or the ``source`` or name of one that the editor shows; ``None`` takes
                the first that it shows.
            lane: where they are put.
            styles: only lines of these styles; ``None`` takes all.

        Returns:
            How many events were made.

        Raises:
            ValueError: the editor shows no such subtitles.
            FormatError: the file cannot be read; the message names line and value.
            AnnotationError: the template takes no audio events, or ``lane`` is no name of one.
        """
        track = track_named(self._tracks, self.media, source)
        made, number = events_from_lines(self._desk, track, lane, styles)
        if number is not None:
            self._channel.send_event("changed", {"number": number})
        return made

    @property
    def layers(self) -> tuple[CandidateLayer, ...]:
        """The layers of candidates, in the order in which they were first proposed."""
        return self._candidates.layers

    def propose(
        self,
        frames: Iterable[int],
        *,
        scores: Iterable[float] | None = None,
        layer: str = "proposed",
        kinds: str | Iterable[str] = Transition.CUT,
        spans: Iterable[FrameSpan | None] | None = None,
        colour: str | None = None,
        threshold: float | None = None,
    ) -> None:
        """Show frames as candidates for cuts, to be accepted or rejected by key.

        Args:
            frames: ordinals; each is the first frame of a possible new shot.
            scores: one per frame, 0 to 1; all 1 when absent.
            layer: name of the layer; proposing on a layer again replaces what it holds.
            kinds: ``"cut"``, ``"dissolve"``, ``"fade-in"``, ``"fade-out"`` or ``"wipe"``: one for all, or
                one per frame.
            spans: of the gradual ones the mixed frames ``(first, end)``, half-open ordinals; ``None`` where
                they are not known.
            colour: of the layer, ``#rrggbb``; by default it keeps its own, a new layer takes a free one.
            threshold: score from which on candidates are shown at first; the person can move it.

        Raises:
            FrameOutsideMedia: a frame or span lies outside the release; nothing is changed then.
            ValueError: there are not as many scores, kinds or spans as frames, or one makes no sense.
        """
        self._candidates.put(
            frames,
            scores=scores,
            layer=layer,
            kinds=kinds,
            spans=spans,
            colour=colour,
            threshold=threshold,
        )
        self._channel.send_event("candidates", self._candidates.to_wire())

    def propose_file(self, path: str | Path, *, form: str | None = None, layer: str | None = None) -> int:
        """Show the cuts of a file as candidates: any list that ``animewidgets cuts import`` reads.

        Args:
            path: the file; one that ends in ``.candidates.json`` is what that command keeps candidates in.
            form: name of its format; found out by itself.
            layer: name of the layer; that of the format, or of the layer that the file names.

        Returns:
            How many there are.

        Raises:
            FormatError: the file cannot be read; the message names line and value.
            WrongRelease: it is of another release.
        """
        cuts = read_candidate_file(path, self.media, form)
        self.propose(
            cuts.frame.tolist(),
            scores=cuts.weights.tolist(),
            layer=layer or cuts.source,
            kinds=cuts.kind,
            spans=spans_of(cuts),
        )
        return len(cuts)

    def find_shots(self) -> ShotDetection:
        """Look for shots, with a progress bar, and show what was found as candidates on the layer ``shots``.

        What was found before is in the cache and comes at once. Raises as
        :func:`animewidgets.analysis.shots.detect` does.
        """
        from animewidgets.analysis.shots import detect

        detection = detect(self.media, operating_point="proposals", progress=True)
        self._show_shots(detection)
        return detection

    def show_known_shots(self) -> bool:
        """Show the shots that an earlier detection found; whether there were any in the cache."""
        detection = known_shots(self.media)
        if detection is not None:
            self._show_shots(detection)
        return detection is not None

    def _show_shots(self, detection: ShotDetection) -> None:
        put_shots(self._candidates, detection, shot_threshold(self._desk.template))
        self._channel.send_event("candidates", self._candidates.to_wire())

    def _tell_shots(self, done: int, total: int) -> None:
        self._channel.send_event("progress", {"what": "shots", "done": done, "total": total})

    def clear(self, layer: str | None = None) -> None:
        """Take away a layer of candidates, or all. Raises ``KeyError`` when there is no such layer."""
        self._candidates.clear(layer)
        self._channel.send_event("candidates", self._candidates.to_wire())
