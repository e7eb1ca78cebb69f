"""Sound that does not fit its pictures: it sounds when its times say, and elsewhere is silence."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from animewidgets.errors import MediaError
from animewidgets.media import open_media, probe, read_audio

TONE = 440


def film(
    path: Path,
    *,
    codec: str = "aac",
    rate: int = 48000,
    layout: str = "stereo",
    start: Fraction = Fraction(0),
    seconds: Fraction = Fraction(2),
    leap: int = 0,
) -> Path:
    """Two seconds of pictures, and a tone of ``seconds`` from ``start`` on; after a second it leaps ahead."""
    with av.open(str(path), "w") as out:
        video = out.add_stream("libx264", rate=25, options={"preset": "ultrafast", "g": "10"})
        video.width, video.height, video.pix_fmt = 160, 96, "yuv420p"
        audio = out.add_stream(codec, rate=rate, layout=layout)
        channels = av.AudioLayout(layout).nb_channels
        frames: list[tuple[Fraction, av.VideoFrame | av.AudioFrame]] = []
        for n in range(50):
            picture = av.VideoFrame.from_ndarray(np.full((96, 160, 3), 4 * n, np.uint8), "rgb24")
            picture.pts, picture.time_base = n, Fraction(1, 25)
            frames.append((Fraction(n, 25), picture))
        assert audio.codec_context.codec.audio_formats
        to_format = av.AudioResampler(audio.codec_context.codec.audio_formats[0].name, layout, rate)
        step = rate // 10
        for first in range(0, int(seconds * rate), step):
            tone = 0.2 * np.sin(2 * np.pi * TONE * np.arange(first, first + step) / rate)
            samples = np.repeat(tone.astype(np.float32), channels).reshape(1, -1)
            block = av.AudioFrame.from_ndarray(samples, "flt", layout)
            block.sample_rate, block.time_base = rate, Fraction(1, rate)
            for sound in to_format.resample(block):
                sound.pts = int(start * rate) + first + (leap * rate if first >= rate else 0)
                sound.time_base = Fraction(1, rate)
                frames.append((start + Fraction(first, rate), sound))
        for _, frame in sorted(frames, key=lambda pair: pair[0]):
            stream = video if isinstance(frame, av.VideoFrame) else audio
            out.mux(stream.encode(frame))
        out.mux(video.encode(None))
        out.mux(audio.encode(None))
    return path


def loudness(path: Path, start: Fraction, stop: Fraction) -> float:
    """Root mean square of the mixed sound in ``[start, stop)`` seconds."""
    window = read_audio(path, start=start, stop=stop)
    assert len(window.samples) == round((stop - start) * window.rate)
    return float(np.sqrt(np.mean(window.samples**2)))


@pytest.mark.parametrize("ending", ["mp4", "mkv"])
def test_sound_shorter_than_the_pictures_ends_in_silence(ending, tmp_path):
    path = film(tmp_path / f"short.{ending}", seconds=Fraction(1))
    with open_media(path) as media:
        assert media.index.end_pts * media.time_base == 2
        assert abs(media.audio().end - 1) < Fraction(1, 20)
    assert loudness(path, Fraction(1, 10), Fraction(9, 10)) > 0.05
    assert loudness(path, Fraction(11, 10), Fraction(2)) < 0.001


def test_sound_longer_than_the_pictures_is_read_to_its_end_and_adds_no_frames(tmp_path):
    path = film(tmp_path / "long.mp4", seconds=Fraction(5))
    with open_media(path) as media:
        assert len(media.index) == 50
        assert media.index.end_pts * media.time_base == 2
        assert abs(media.audio().end - 5) < Fraction(1, 20)
        assert media.warnings == ()


@pytest.mark.parametrize(("ending", "codec"), [("mp4", "aac"), ("mkv", "aac"), ("ts", "ac3")])
def test_sound_that_starts_late_sounds_when_its_times_say(ending, codec, tmp_path):
    path = film(tmp_path / f"late.{ending}", codec=codec, start=Fraction(3, 2), seconds=Fraction(1, 2))
    with open_media(path) as media:
        zero = int(media.index.pts[0]) * media.time_base
        assert abs(media.audio().start - zero - Fraction(3, 2)) < Fraction(1, 25)
    assert loudness(path, zero, zero + Fraction(7, 5)) < 0.001
    assert loudness(path, zero + Fraction(8, 5), zero + Fraction(19, 10)) > 0.05


def test_telephone_sound_and_eight_channels_mix_down_to_one_that_does_not_clip(tmp_path):
    for name, codec, rate, layout, channels in [
        ("mono.mp4", "aac", 8000, "mono", 1),
        ("mono.mkv", "pcm_s16le", 8000, "mono", 1),
        ("surround.mp4", "aac", 48000, "7.1", 8),
        ("surround.mkv", "flac", 48000, "7.1", 8),
    ]:
        path = film(tmp_path / name, codec=codec, rate=rate, layout=layout)
        (stream,) = probe(path).audio
        assert (stream.rate, stream.channels) == (rate, channels)
        sound = read_audio(path)
        assert sound.rate == rate
        assert np.abs(sound.samples).max() <= 1
        middle = sound.samples[rate // 2 : rate * 3 // 2]
        spectrum = np.abs(np.fft.rfft(middle * np.hanning(len(middle))))
        assert np.argmax(spectrum) == TONE  # a second of sound: one bin per hertz


def test_sound_whose_times_leap_does_not_fill_the_memory_with_silence(tmp_path):
    path = film(tmp_path / "leap.mkv", leap=20_000)
    with pytest.raises(MediaError, match="the times of the sound leap"):
        read_audio(path)
    assert loudness(path, Fraction(1, 10), Fraction(9, 10)) > 0.05
    assert loudness(path, Fraction(20_001) + Fraction(1, 5), Fraction(20_001) + Fraction(4, 5)) > 0.05
