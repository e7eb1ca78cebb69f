"""The sound is heard with its picture: measured on what the page gives to the loudspeaker.

In the clip a beep begins exactly with each frame that flashes. A tap on the way to the loudspeaker notes
when each beep leaves, and the page notes when each frame comes onto the screen.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from playwright.sync_api import Page

from animewidgets.demo import frame_number
from animewidgets.demo.clips import paint
from tests.browser.harness import Server, start_voila, stopping
from tests.browser.player_page import NOTEBOOK, query

RATE = 48_000
FPS = Fraction(24000, 1001)
FRAMES = 480
#: A beep begins with each of these frames; they are not evenly apart, so that no two look alike.
BEEPS = [17, 40, 71, 97, 130, 158, 190, 219, 252, 281, 310, 342, 371, 403, 430, 461]
FRAME_SECONDS = float(1 / FPS)

#: Everything that goes to the loudspeaker also goes through a tap, which notes where beeps begin, in the
#: context's own time; and each picture that comes is noted with the moment at which it is drawn.
TAP = """
(() => {
  const log = { beeps: [], frames: [], blocks: 0, contexts: [] };
  window.awSync = log;
  const connect = AudioNode.prototype.connect;
  AudioNode.prototype.connect = function (target, ...rest) {
    if (target instanceof AudioDestinationNode && !this.awTap) {
      const context = this.context;
      log.contexts.push(context);
      const tap = context.createScriptProcessor(512, 2, 1);
      tap.awTap = true;
      let quiet = 1;
      tap.onaudioprocess = (event) => {
        log.blocks++;
        const left = event.inputBuffer.getChannelData(0);
        // The tap delays by one block of its own; playbackTime is when the block it fills will sound.
        for (let i = 0; i < left.length; i++) {
          if (Math.abs(left[i]) > 0.05) {
            if (quiet > 0.03) log.beeps.push(event.playbackTime + i / context.sampleRate);
            quiet = 0;
          } else quiet += 1 / context.sampleRate;
        }
      };
      connect.call(this, tap);
      connect.call(tap, target);
    }
    return connect.call(this, target, ...rest);
  };
  const look = () => {
    const screen = document.querySelector(".aw-screen");
    const frame = screen && Number(screen.dataset.frame);
    const last = log.frames.at(-1);
    if (screen && (!last || last[0] !== frame)) log.frames.push([frame, performance.now()]);
    const context = log.contexts[0];
    if (context) {
      const { contextTime, performanceTime } = context.getOutputTimestamp();
      if (performanceTime > 0) log.offset = contextTime - performanceTime / 1000;
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
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


@pytest.fixture(scope="module")
def player_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with stopping([]) as running:
        running.append(start_voila(NOTEBOOK, tmp_path_factory.mktemp("voila")))
        yield running[0]


@pytest.fixture
def player(player_server: Server, clip: Path, new_page: Callable[..., Page]) -> Page:
    page = new_page()
    page.add_init_script(TAP)
    page.goto(player_server.url + query(clip, "browser"))
    page.locator(".aw-screen[data-state=ready]").wait_for()
    page.locator(".aw-player").focus()
    return page


def differences(page: Page, beeps: list[int]) -> list[float]:
    """Seconds by which each beep was heard after its picture came onto the screen."""
    log = page.evaluate("({ ...awSync, contexts: undefined })")
    shown = {frame: at / 1000 for frame, at in log["frames"]}
    heard = [at - log["offset"] for at in log["beeps"]]
    assert len(heard) >= len(beeps), (heard, shown)
    out = []
    for frame, at in zip(beeps, heard, strict=False):
        # A dropped frame's place is taken by the next one that came.
        first = min((one for one in shown if one >= frame), default=None)
        assert first is not None
        out.append(at - shown[first])
    return out


def test_at_normal_speed_sound_and_picture_are_together(player: Page):
    player.keyboard.press(" ")
    player.wait_for_timeout(11_000)
    player.keyboard.press(" ")
    found = differences(player, BEEPS[:7])
    print("sound after picture, ms:", [round(1000 * one) for one in found])
    assert max(map(abs, found)) < FRAME_SECONDS
    assert abs(statistics.median(found)) < FRAME_SECONDS / 2
