"""The sound is heard with its picture: measured on what the page gives to the loudspeaker.

In the clip a beep begins exactly with each frame that flashes. A tap on the way to the loudspeaker notes
when each beep leaves, and the page notes when each frame comes onto the screen.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from playwright.sync_api import Page

from animewidgets.demo import frame_number
from animewidgets.demo.clips import paint
from tests.browser.harness import Server
from tests.browser.player_page import NOTEBOOK, PlayerPage, query

pytestmark = pytest.mark.alone

RATE = 48_000
FPS = Fraction(24000, 1001)
FRAMES = 480
#: A beep begins with each of these frames; they are not evenly apart, so that no two look alike.
BEEPS = [17, 40, 71, 97, 130, 158, 190, 219, 252, 281, 310, 342, 371, 403, 430, 461]
FRAME_SECONDS = float(1 / FPS)

#: Everything that goes to the loudspeaker also goes through a tap on the sound's own thread, which notes
#: where beeps begin, in the context's own time; and each picture that comes is noted with the moment at
#: which it is seen.
TAP = """
(() => {
  const log = { beeps: [], frames: [], contexts: [], stalls: [] };
  window.awSync = log;
  const tap = URL.createObjectURL(new Blob([`
    registerProcessor("aw-tap", class extends AudioWorkletProcessor {
      quiet = 1;
      process([input]) {
        const left = input[0] ?? new Float32Array(128);
        for (let i = 0; i < left.length; i++) {
          if (Math.abs(left[i]) > 0.05) {
            if (this.quiet > 0.1) this.port.postMessage((currentFrame + i) / sampleRate);
            this.quiet = 0;
          } else this.quiet += 1 / sampleRate;
        }
        return true;
      }
    });`], { type: "text/javascript" }));
  const connect = AudioNode.prototype.connect;
  AudioNode.prototype.connect = function (target, ...rest) {
    if (target instanceof AudioDestinationNode) {
      const { context } = this;
      log.contexts.push(context);
      context.audioWorklet.addModule(tap).then(() => {
        const node = new AudioWorkletNode(context, "aw-tap");
        node.port.onmessage = ({ data }) => log.beeps.push(data);
        connect.call(this, node);
        connect.call(node, target); // what is connected to nothing is not called
        log.tapped = true;
      });
    }
    return connect.call(this, target, ...rest);
  };
  // A picture drawn within one callback is on the screen with the next refresh, when the next one is called.
  let drawn, shown, before = 0;
  const look = (now) => {
    if (now - before > 45) log.stalls.push([before, now]);
    before = now;
    if (drawn !== shown) log.frames.push([drawn, now]);
    shown = drawn;
    const context = log.contexts[0];
    if (context) {
      const { contextTime, performanceTime } = context.getOutputTimestamp();
      if (performanceTime > 0) log.offset = contextTime - performanceTime / 1000;
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  new MutationObserver((changes) => {
    for (const { target } of changes)
      if (target.dataset.state === "ready") drawn = Number(target.dataset.frame);
  }).observe(document, { attributeFilter: ["data-frame", "data-state"], subtree: true });
})();
"""


def write_clip(path: Path) -> None:
    """Numbered pictures and a beep of 60 ms from the first sample of each frame of ``BEEPS`` on."""
    samples = np.zeros(int(FRAMES / FPS * RATE), np.float32)
    tone = 0.5 * np.sin(2 * np.pi * 1000 * np.arange(RATE * 60 // 1000) / RATE)
    for frame in BEEPS:
        at = round(frame / FPS * RATE)
        samples[at : at + len(tone)] = tone
    with av.open(str(path), "w") as out:
        video = out.add_stream("libx264", rate=FPS, options={"g": "24", "preset": "ultrafast"})
        video.width, video.height, video.pix_fmt = 320, 180, "yuv420p"
        audio = out.add_stream("pcm_s16le", rate=RATE, layout="stereo")
        for n in range(FRAMES):
            picture = paint(n, (320, 180))
            frame_number.draw(picture, n)
            image = av.VideoFrame.from_ndarray(picture, "rgb24").reformat(format="yuv420p")
            image.pts, image.time_base = n, 1 / FPS
            out.mux(video.encode(image))
            low, high = (round(k / FPS * RATE) for k in (n, n + 1))
            block = (np.repeat(samples[low:high], 2) * 32767).astype(np.int16)[np.newaxis]
            sound = av.AudioFrame.from_ndarray(block, format="s16", layout="stereo")
            sound.sample_rate, sound.pts, sound.time_base = RATE, low, Fraction(1, RATE)
            out.mux(audio.encode(sound))
        out.mux(video.encode(None))
        out.mux(audio.encode(None))


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clips") / "beeps.mkv"
    write_clip(path)
    return path


@pytest.fixture
def player_server(serve: Callable[..., Server]) -> Server:
    return serve("voila", NOTEBOOK)


@pytest.fixture
def player(player_server: Server, clip: Path, new_page: Callable[..., Page]) -> Page:
    page = new_page()
    page.add_init_script(TAP)
    page.goto(player_server.url + query(clip, "browser"))
    page.locator(".aw-screen[data-state=ready]").wait_for()
    page.locator(".aw-player").focus()
    return page


@dataclass
class Sync:
    """What was heard and seen, in seconds of the page's own clock."""

    heard: list[float]
    seen: list[tuple[int, float]]
    #: When the page had not a single refresh for more than two frames: a busy machine, not the player.
    stalls: list[tuple[float, float]]

    def differences(self, beeps: list[int]) -> list[float]:
        """Seconds by which each of these frames' beeps was heard after its picture came."""
        assert len(self.heard) >= len(beeps), (self.heard, self.seen)
        out = []
        for frame, at in zip(beeps, self.heard, strict=False):
            if any(begin - 0.05 < at < end + 0.1 for begin, end in self.stalls):
                continue
            # A dropped frame's place is taken by the next one that came.
            came = (
                moment for (before, _), (number, moment) in pairwise(self.seen) if before < frame <= number
            )
            out.append(at - next(came))
        return out


class SyncPage:
    """A player whose sound and pictures are being noted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.player = PlayerPage(page)
        self.root = self.player.root

    def press(self, *keys: str) -> None:
        self.root.focus()
        for key in keys:
            self.page.keyboard.press(key)

    def speed(self, speed: float) -> None:
        self.root.get_by_label("Speed").select_option(str(speed))

    @property
    def frame(self) -> int:
        return int(self.root.locator(".aw-screen").get_attribute("data-frame"))

    def wait_until_stopped(self) -> None:
        self.page.wait_for_function("document.querySelector('.aw-player').dataset.playing === 'false'")

    def forget(self) -> None:
        """What was noted up to now."""
        self.page.evaluate("awSync.beeps.length = awSync.frames.length = 0")

    def noted(self) -> Sync:
        self.page.wait_for_timeout(200)  # for what is on its way through the tap
        log = self.page.evaluate("({ ...awSync, contexts: undefined })")
        heard = [at - log["offset"] for at in log["beeps"]]
        return Sync(
            heard,
            [(frame, at / 1000) for frame, at in log["frames"]],
            [(begin / 1000, end / 1000) for begin, end in log["stalls"]],
        )


@pytest.fixture
def sync(player_server: Server, clip: Path, new_page: Callable[..., Page]) -> SyncPage:
    page = new_page()
    page.add_init_script(TAP)
    page.goto(player_server.url + query(clip, "browser"))
    page.locator(".aw-screen[data-state=ready]").wait_for()
    opened = SyncPage(page)
    # Sound begins with the first key; from then on the tap is in place.
    opened.press(" ", " ", "Home")
    page.wait_for_function("awSync.tapped")
    opened.forget()
    return opened


def together(name: str, found: list[float]) -> None:
    """Every beep is heard within a frame of its picture, and mostly much nearer."""
    told = ", ".join(f"{1000 * one:+.0f}" for one in found)
    print(f"\n{name}: sound after picture, in ms: {told}")
    assert found, "the machine was too busy to tell"
    assert max(map(abs, found)) < FRAME_SECONDS
    assert abs(statistics.median(found)) < FRAME_SECONDS / 2


def test_sound_and_picture_are_together(sync: SyncPage):
    for speed, seconds in ((1, 9.5), (2, 6), (0.5, 9.5)):
        sync.press("Home")
        sync.forget()
        sync.speed(speed)
        sync.press(" ")
        sync.page.wait_for_timeout(1000 * seconds)
        sync.press(" ")
        sync.wait_until_stopped()
        together(
            f"{speed}×",
            sync.noted().differences([n for n in BEEPS if n < (seconds - 0.5) * speed * FPS - 24]),
        )


def test_a_passage_stops_exactly_on_its_last_frame_and_plays_no_sound_beyond_it(sync: SyncPage):
    sync.player.seek(70)
    sync.press("i")
    sync.player.seek(129)
    sync.press("o")
    for speed in (1, 2, 0.5):
        sync.speed(speed)
        sync.forget()
        sync.press("p")
        sync.wait_until_stopped()
        assert sync.frame == 129
        noted = sync.noted()
        assert max(frame for frame, _ in noted.seen) == 129
        # The next beep begins with frame 130, the first one that is not played.
        assert len(noted.heard) == 2
        together(f"passage at {speed}×", noted.differences([71, 97]))


def test_playing_pauses_loops_and_shuttles_with_its_sound(sync: SyncPage):
    # Paused, it stands on the frame that was heard.
    sync.press(" ")
    sync.page.wait_for_timeout(2500)
    sync.press(" ")
    sync.wait_until_stopped()
    frame = sync.frame
    sync.page.wait_for_timeout(300)
    assert sync.frame == frame
    noted = sync.noted()
    # Sound that was laid ahead does not go on.
    assert len(noted.heard) == sum(n <= frame for n in BEEPS)

    # A loop comes round with its sound.
    sync.player.seek(66)
    sync.press("i")
    sync.player.seek(80)
    sync.forget()
    sync.press("o", "P")
    sync.page.wait_for_timeout(3500)
    sync.press(" ")
    noted = sync.noted()
    assert len(noted.heard) >= 4
    shown = [moment for number, moment in noted.seen if number == 71]
    together("loop", [at - seen for at, seen in zip(noted.heard, shown[-len(noted.heard) :], strict=False)])

    # J, K and L shuttle.
    sync.press("Home", "l")
    sync.page.wait_for_timeout(700)
    sync.press("l")
    sync.page.wait_for_timeout(700)
    assert sync.root.get_by_label("Speed").input_value() == "2"
    sync.press("k")
    sync.wait_until_stopped()
    frame = sync.frame
    assert frame > 20
    sync.forget()
    sync.press("j")
    sync.page.wait_for_timeout(800)
    sync.press("k")
    sync.wait_until_stopped()
    assert sync.frame < frame
    assert sync.noted().heard == []  # backwards in silence
