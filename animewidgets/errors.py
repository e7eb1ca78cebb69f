"""One tree of errors: whatever animewidgets refuses, it refuses with one of these.

Every message says what was wrong, with the value, and what to do about it.
The class names are part of the wire protocol (the browser shows ``kind`` and ``message``),
so renaming one is a breaking change.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType


class AnimeWidgetsError(Exception):
    """Base of every error that animewidgets raises on purpose.

    ``data`` is what a program may want to know besides the message: JSON, safe to send to a browser.
    """

    data: Mapping[str, object] = MappingProxyType({})


# --- media -----------------------------------------------------------------


class MediaError(AnimeWidgetsError):
    """A media file cannot be used as asked."""


class MediaNotFound(MediaError):
    """There is no file at the path."""


class MediaPermissionDenied(MediaError):
    """The file is there, but this user may not read it."""


class NotAMediaFile(MediaError):
    """The file is empty, garbage, or text: no container can be recognised."""


class NoVideoStream(MediaError):
    """The container opens, but holds no (such) video stream."""


class NoAudioStream(MediaError):
    """The container opens, but holds no (such) audio stream."""


class MediaTruncated(MediaError):
    """The file ends early, or is broken from some point on; the message says up to where it is usable."""


class MediaVanished(MediaError):
    """The file disappeared or changed while it was open."""


class UnsupportedCodec(MediaError):
    """This build of FFmpeg has no decoder for the stream."""


class PictureTooLarge(MediaError):
    """The pictures are larger than any that can be worked with; decoding one would eat the memory."""


class FrameOutsideMedia(MediaError):
    """A frame key or ordinal lies outside the release."""


class FrameUndecodable(MediaError):
    """The file is damaged where the picture lies; other frames stay usable."""


# --- analysis --------------------------------------------------------------


class AnalysisError(AnimeWidgetsError):
    """A media file cannot be analysed as asked."""


class AnalysisCancelled(AnalysisError):
    """The analysis was cancelled; nothing was kept of it."""


class AssistantFailed(AnalysisError):
    """A callable that proposes shapes raised an error, or gave what is no shape."""


class UnknownAssistant(AnalysisError):
    """No assistant of the canvas has the name."""


class FingerprintError(AnalysisError):
    """A fingerprint cannot be used."""


class FingerprintCorrupt(FingerprintError):
    """The bytes are no fingerprint, were cut short, or changed."""


class FingerprintTooNew(FingerprintError):
    """A later version of animewidgets wrote the fingerprint."""


# --- annotations -----------------------------------------------------------


class AnnotationError(AnimeWidgetsError):
    """An annotation, edit or commit breaks a rule of the vocabulary."""


class MalformedMessage(AnnotationError):
    """A message from outside (a browser, a file) does not have the agreed form."""


class CutOutsideMedia(AnnotationError):
    """A cut does not lie on a frame of the release."""


class UnknownCategory(AnnotationError):
    """A category that the project's schema does not have."""


class CorruptMask(AnnotationError):
    """The run lengths of a mask are damaged, or do not fill a picture of its size."""


class SchemaError(AnnotationError):
    """A category schema cannot be changed, published or followed as asked; ``data`` may say more."""

    def __init__(self, message: str, data: Mapping[str, object] | None = None) -> None:
        super().__init__(message)
        self.data = MappingProxyType(dict(data or {}))


class SchemaChangeRefused(SchemaError):
    """A change makes no sense for the schema; ``data`` has ``category_id`` where one category is why."""


class SchemaConflict(SchemaError):
    """Somebody published a version since; ``data`` has ``base`` and ``newest``."""


class SchemaMoved(SchemaError):
    """A task has gone on to another version of its schema, in which a category is no longer there.

    ``data`` has ``category``, ``from_version``, ``to_version`` and ``targets``: what it may become.
    """


class UnknownSchema(SchemaError):
    """No such schema, or no such version of it."""


class UnknownProposal(SchemaError):
    """No such proposal, or it was decided already."""


class NotMaintainer(SchemaError):
    """Only those who maintain a schema may do this; anyone may propose it."""


class TemplateError(AnnotationError):
    """A template cannot be read or used; ``data`` has ``place`` where one field is why."""

    def __init__(self, message: str, data: Mapping[str, object] | None = None) -> None:
        super().__init__(message)
        self.data = MappingProxyType(dict(data or {}))


class MalformedTemplate(TemplateError):
    """A template file is not what its format says; nothing of it was used.

    ``data`` has ``problems`` besides: of each ``at``, where in the document, and ``message``.
    """


class TemplateTooNew(TemplateError):
    """A newer animewidgets wrote the template."""


class UnknownTemplate(TemplateError):
    """No such template, or no such version of it."""


# --- time maps -------------------------------------------------------------


class TimeMapError(AnimeWidgetsError):
    """A time map cannot be read, made or applied as asked."""


class CorruptPatch(TimeMapError):
    """A patch file is not what its format says, or is of a newer version; nothing of it was used."""


class MapEditRefused(TimeMapError):
    """An edit of a time map makes no sense for it; the map stays as it was."""


class MapOfOthers(TimeMapError):
    """A time map leads between other releases, or counts in other ticks, than those that are to be mapped."""


class SameRelease(TimeMapError):
    """Two files are one release: there is nothing to map."""


class AlignmentUnderWay(TimeMapError):
    """The two releases are being aligned already."""


# --- store -----------------------------------------------------------------


class StoreError(AnimeWidgetsError):
    """The annotation store cannot do what was asked; nothing was written."""


class StoreNotWritable(StoreError):
    """The folder or file is read-only for this user."""


class StoreCorrupt(StoreError):
    """The file is no readable DuckDB database."""


class StoreTooNew(StoreError):
    """The store was made by a newer animewidgets."""


class StoreFull(StoreError):
    """The disk is full; the commit was not written."""


class StoreUnavailable(StoreError):
    """No process owns the store and none could take it over in time."""


class CommitConflict(StoreError):
    """An edit was based on a version of the annotation that is no longer the newest.

    ``data`` holds ``annotation_id``, ``expected`` and ``found`` versions, and ``current``: the live
    annotation in the form of ``docs/wire.md``, or ``None`` where it is deleted or was never there.
    """

    def __init__(self, message: str, data: Mapping[str, object] | None = None) -> None:
        super().__init__(message)
        self.data = MappingProxyType(dict(data or {}))


class NotReadOnly(StoreError):
    """A statement that writes was given where only reading is allowed."""


class UnknownTask(StoreError):
    """No such task in the store."""


class QueryFailed(StoreError):
    """DuckDB refused a query that a person wrote; the message is DuckDB's."""


# --- datasets --------------------------------------------------------------


class DatasetError(AnimeWidgetsError):
    """Annotations cannot be taken from, or brought into, a format as asked."""


class FormatError(DatasetError):
    """A file is not what its format says; nothing of it was used.

    ``data`` holds ``file`` (its name), and where known ``line`` (from 1) and ``value``.
    """

    def __init__(self, message: str, data: Mapping[str, object] | None = None) -> None:
        super().__init__(message)
        self.data = MappingProxyType(dict(data or {}))


class UnknownFormat(FormatError):
    """No format fits the file, or there is none of the name."""


class WrongRelease(FormatError):
    """A file speaks of frames or times that the release does not have."""


class FormatLibraryMissing(FormatError):
    """The format's own library is not installed."""


class PairsError(DatasetError):
    """A pairs file cannot be made, read, bound or brought in as asked; nothing was written."""

    def __init__(self, message: str, data: Mapping[str, object] | None = None) -> None:
        super().__init__(message)
        self.data = MappingProxyType(dict(data or {}))


class CorruptPairs(PairsError):
    """A file is no pairs file, or not what its format says; ``data`` has ``part`` where one is why."""


class PairsDigestWrong(CorruptPairs):
    """A part of a pairs file is not the one that its digest was made from: it was changed."""


class PairsTooNew(PairsError):
    """A newer animewidgets wrote the pairs file."""


class PairsSignatureWrong(PairsError):
    """A pairs file is not signed as was asked, or its signature is not that of what it says."""


class PairsConflict(PairsError):
    """Two pairs files say different things of the same; ``data`` has ``conflicts``."""


class WrongTimeMap(PairsError):
    """A time map does not lead from a release of the pairs file to one that is here, or the other way."""


# --- media library ------------------------------------------------------------


class LibraryError(MediaError):
    """The list of folders with media cannot be read, written or changed as asked."""


# --- reports -----------------------------------------------------------------


class PreviewNotWritten(AnimeWidgetsError):
    """A preview of annotations cannot be saved where it was asked to be; nothing half-written is left."""


# --- server ----------------------------------------------------------------


class ServerError(AnimeWidgetsError):
    """The page cannot be served as asked."""


class PortInUse(ServerError):
    """Another program listens on the port already."""


class JupyterLabMissing(ServerError):
    """JupyterLab was asked for, but is not installed."""
