"""What a browser gets of the sound: samples that join, tiles that fill up, and clear refusals."""

from __future__ import annotations

import time
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from animewidgets.demo.clips import make_clip
from animewidgets.media import Media, SoundReader, open_media
from animewidgets.widgets.channel import Channel, Method, Reply
from animewidgets.widgets.sound_methods import hello_audio, sound_methods
from tests.sounds import tone, write_sound

from .browser_stub import StubbedWidget


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    sound = [np.stack([tone(300, 40), tone(500, 40)], axis=1), tone(200, 40)]
    path = tmp_path_factory.mktemp("media") / "ep01.mkv"
    return write_sound(path, sound, frames=24 * 36, first=Fraction(1, 2), titles=["Main", "Comment"])


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANIMEWIDGETS_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def media(clip: Path):
    with open_media(clip) as opened:
        yield opened


@pytest.fixture
def widget(media: Media):
    stubbed = StubbedWidget()
    channel = Channel(stubbed, {**sound_methods(media), "ping": Method(lambda _p, _b: Reply({}), "ordered")})
    yield stubbed
    channel.close()
    assert channel.join(30)


def test_hello_tells_the_streams(media: Media):
    first, second = hello_audio(media)
    assert first == {
        "stream": 0,
        "codec": "pcm_s16le",
        "rate": 48_000,
        "channels": 2,
        "language": None,
        "title": "Main",
        "start_us": 0,
        "duration_us": first["duration_us"],
    }
    assert (second["stream"], second["channels"], second["title"]) == (1, 1, "Comment")


def test_a_file_without_sound_tells_none_and_refuses_samples(tmp_path: Path):
    make_clip(tmp_path / "silent.mp4", frames=12)
    with open_media(tmp_path / "silent.mp4") as silent:
        assert hello_audio(silent) == []
        stubbed = StubbedWidget()
        channel = Channel(stubbed, sound_methods(silent))
        for number, method, params in [
            (1, "audio.samples", {"stream": 0, "rate": 48_000, "start": 0, "stop": 100}),
            (2, "audio.peaks", {"stream": 0, "level": 0, "tiles": [0]}),
            (3, "audio.spectrogram", {"stream": 0, "level": 0, "tiles": [0]}),
        ]:
            envelope, _ = stubbed.ask(number, method, params)
            assert (envelope["ok"], envelope["error"]["kind"]) == (False, "NoAudioStream")
        channel.close()


def test_blocks_asked_for_one_after_the_other_are_one_long_sound(widget: StubbedWidget, clip: Path):
    parts = []
    for n in range(20):
        params = {"stream": 0, "rate": 44_100, "start": n * 8000, "stop": (n + 1) * 8000}
        envelope, [data] = widget.ask(n, "audio.samples", params)
        assert envelope["result"] == {**params, "channels": 2}
        parts.append(np.frombuffer(data, "<i2").reshape(-1, 2))
        # A scrub in between takes another reader.
        widget.ask(1000 + n, "audio.samples", params | {"start": 900_000 + n, "stop": 901_000 + n})
    whole = SoundReader(clip, 0, rate=44_100).read(0, 160_000)
    assert (np.concatenate(parts) == whole).all()


def test_mono_comes_as_mono_and_before_its_beginning_is_silence(widget: StubbedWidget):
    envelope, [data] = widget.ask(1, "audio.samples", {"stream": 1, "rate": 8000, "start": -500, "stop": 500})
    assert envelope["result"]["channels"] == 1
    samples = np.frombuffer(data, "<i2")
    assert len(samples) == 1000
    assert not samples[:490].any()
    assert samples[510:].any()


def test_tiles_lie_on_the_axis_of_the_pictures(widget: StubbedWidget, media: Media):
    """The first picture is shown at half a second, so that is where column 0 begins."""
    envelope, [first, second] = widget.ask(1, "audio.peaks", {"stream": 0, "level": 0, "tiles": [0, 1]})
    assert envelope["result"] == {
        "stream": 0,
        "level": 0,
        "tiles": [0, 1],
        "complete": [True, True],
        "origin_us": 500_000,
    }
    assert (len(first), len(second)) == (8192, 8192)
    assert np.frombuffer(first, np.int8).reshape(-1, 2)[:, 1].min() > 80


def test_the_whole_fills_up_although_nobody_waits_for_it(widget: StubbedWidget):
    for method in ("audio.peaks", "audio.spectrogram"):
        widget.ask(1, method, {"stream": 0, "level": 0, "tiles": [0]})
        widget.sent.clear()
        end = time.monotonic() + 60
        while time.monotonic() < end:
            time.sleep(0.2)  # whatever is made between two questions is made while nobody asks
            envelope, _ = widget.ask(2, method, {"stream": 0, "level": 5, "tiles": [0]})
            widget.sent.clear()
            if envelope["result"]["complete"] == [True]:
                break
        else:
            pytest.fail(f"{method} never came to an end")


def test_a_commit_does_not_wait_for_sound(widget: StubbedWidget):
    widget.receive({"type": "request", "id": 1, "method": "audio.spectrogram",
                    "params": {"stream": 0, "level": 5, "tiles": [0]}})  # fmt: skip
    started = time.monotonic()
    widget.ask(2, "ping")
    assert time.monotonic() - started < 1
    widget.reply_to(1)


@pytest.mark.parametrize(
    ("method", "params", "kind"),
    [
        ("audio.samples", {"stream": 7, "rate": 48_000, "start": 0, "stop": 10}, "NoAudioStream"),
        ("audio.samples", {"stream": -1, "rate": 48_000, "start": 0, "stop": 10}, "MalformedMessage"),
        ("audio.samples", {"stream": 0, "rate": 10, "start": 0, "stop": 10}, "MalformedMessage"),
        ("audio.samples", {"stream": 0, "rate": 48_000, "start": 10, "stop": 0}, "MalformedMessage"),
        ("audio.samples", {"stream": 0, "rate": 48_000, "start": 0, "stop": 2**21}, "MalformedMessage"),
        ("audio.samples", {"stream": 0, "rate": 48_000, "start": 0.5, "stop": 10}, "MalformedMessage"),
        ("audio.peaks", {"stream": 7, "level": 0, "tiles": [0]}, "NoAudioStream"),
        ("audio.spectrogram", {"stream": 7, "level": 0, "tiles": [0]}, "NoAudioStream"),
        ("audio.peaks", {"stream": 0, "level": 8, "tiles": [0]}, "MalformedMessage"),
        ("audio.peaks", {"stream": 0, "level": 0, "tiles": []}, "MalformedMessage"),
        ("audio.peaks", {"stream": 0, "level": 0, "tiles": [9]}, "MalformedMessage"),
        ("audio.peaks", {"stream": 0, "level": 0, "tiles": [True]}, "MalformedMessage"),
        ("audio.peaks", {"stream": 0, "level": 0, "tiles": [0] * 65}, "MalformedMessage"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(widget: StubbedWidget, method, params, kind):
    envelope, buffers = widget.ask(1, method, params)
    assert (envelope["ok"], envelope["error"]["kind"], buffers) == (False, kind, [])
