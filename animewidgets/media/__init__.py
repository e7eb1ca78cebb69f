"""Media files and images: probe, frame index, exact pictures, sound, identity."""

from animewidgets.media.audio import AudioSamples, read_audio
from animewidgets.media.frame_source import FrameSource, Picture
from animewidgets.media.identity import ReleaseIdentity
from animewidgets.media.images import Images, ImagesLike, open_images
from animewidgets.media.index import FrameIndex
from animewidgets.media.media import Media, open_media
from animewidgets.media.probe import (
    AudioStreamInfo,
    Colour,
    MediaInfo,
    SubtitleStreamInfo,
    VideoStreamInfo,
    probe,
)
from animewidgets.media.sound_reader import SoundReader, SoundStream, sound_streams

__all__ = [
    "AudioSamples",
    "AudioStreamInfo",
    "Colour",
    "FrameIndex",
    "FrameSource",
    "Images",
    "ImagesLike",
    "Media",
    "MediaInfo",
    "Picture",
    "ReleaseIdentity",
    "SoundReader",
    "SoundStream",
    "SubtitleStreamInfo",
    "VideoStreamInfo",
    "open_images",
    "open_media",
    "probe",
    "read_audio",
    "sound_streams",
]
