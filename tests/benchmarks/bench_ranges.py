"""Bytes of a media file into the page: the widget's comm against HTTP range requests.

In JupyterLab the peer is the Jupyter server's own file endpoint, authenticated by token; in Voila it is
the static file endpoint of a stock Voila, which asks nobody for anything and is here for the measure only:
the Voila that animewidgets starts answers nothing there.

    .venv/bin/python tests/benchmarks/bench_ranges.py [--repeat 20]
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.browser.conftest import FLAGS, Opened  # noqa: E402
from tests.browser.harness import (  # noqa: E402
    Server,
    free_port,
    make,
    spawn,
    start_jupyterlab,
    stopping,
    wait_for,
    write_notebook,
)

CHROMIUM = "/usr/bin/chromium"
SIZES = [4 * 1024, 64 * 1024, 256 * 1024, 1024 * 1024, 4 * 1024 * 1024]
FILE_BYTES = 32 * 1024 * 1024

#: A widget with nothing but the channel's kernel end, and a page that times its requests.
NOTEBOOK = """
import anywidget, os
from animewidgets.widgets.channel import Channel, Method, Reply
class Ranges(anywidget.AnyWidget):
    _esm = '''
    function render({ model, el }) {
      const waiting = new Map();
      let next = 1;
      model.on("msg:custom", (envelope, buffers) => waiting.get(envelope.id)?.(buffers[0].byteLength));
      window.awRange = (start, stop) => new Promise((resolve) => {
        const id = next++;
        waiting.set(id, resolve);
        model.send({ type: "request", id, method: "media.range", params: { start, stop } });
      });
      el.textContent = "ranges"; el.classList.add("aw-ranges");
    }
    export default { render };
    '''
def serve(params, buffers):
    with open(os.environ["AW_BENCH_FILE"], "rb") as file:
        file.seek(params["start"])
        return Reply({}, [file.read(params["stop"] - params["start"])])
widget = Ranges()
channel = Channel(widget, {"media.range": Method(serve)})
widget
"""

TIME = """
async ({ size, repeat, total, url, token, parallel }) => {
  const comm = (start) => awRange(start, start + size);
  const http = async (start) => {
    const headers = { Range: `bytes=${start}-${start + size - 1}` };
    if (token) headers.Authorization = `token ${token}`;
    const reply = await fetch(url, { headers, cache: "no-store" });
    return [reply.status, (await reply.arrayBuffer()).byteLength];
  };
  const one = url ? http : comm;
  const place = () => Math.floor(Math.random() * (total - size));
  let status = 0;
  const check = (answer) => {
    const bytes = url ? answer[1] : answer;
    status = url ? answer[0] : 200;
    return bytes;
  };
  const got = check(await one(place()));
  const times = [];
  for (let i = 0; i < repeat; i++) {
    const started = performance.now();
    await one(place());
    times.push(performance.now() - started);
  }
  const started = performance.now();
  for (let i = 0; i < repeat; i += parallel)
    await Promise.all(Array.from({ length: parallel }, () => one(place())));
  const whole = performance.now() - started;
  const rounds = Math.ceil(repeat / parallel) * parallel;
  return { times, rate: (rounds * size) / whole / 1000, got, status };
}
"""


def start_stock_voila(source: str, folder: Path, env: dict[str, str]) -> Server:
    """Voila as it comes, with its file endpoint opened wide, and without delay on its websockets."""
    notebook = write_notebook(source, make(folder / "notebooks"))
    port = free_port()
    url = f"http://127.0.0.1:{port}/"
    command = [
        sys.executable,
        "-m",
        "voila",
        str(notebook),
        f"--port={port}",
        "--no-browser",
        "--Voila.ip=127.0.0.1",
        "--VoilaConfiguration.file_allowlist=.*",
        "--Voila.kernel_websocket_connection_class=animewidgets.server.websocket.PromptWebsocketConnection",
    ]
    server = spawn("voila", command, url, folder, env)
    wait_for(server, f"{url}voila/static/none")
    return server


HOSTS = {"jupyterlab": start_jupyterlab, "voila": start_stock_voila}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--repeat", type=int, default=20)
    arguments.add_argument("--hosts", nargs="*", default=list(HOSTS), choices=list(HOSTS))
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for host in options.hosts:
            home = folder / host
            served = home / "notebooks" / "bench.mp4"
            served.parent.mkdir(parents=True)
            served.write_bytes(bytes(range(256)) * (FILE_BYTES // 256))
            with stopping([]) as servers:
                server = HOSTS[host](NOTEBOOK, home, {"AW_BENCH_FILE": str(served)})
                servers.append(server)
                page = chromium.new_page()
                page.set_default_timeout(60_000)
                Opened(server, page, ".aw-ranges").load()
                base = server.url.partition("/lab")[0].rstrip("/")
                peer = f"{base}/files/bench.mp4" if host == "jupyterlab" else f"{base}/voila/files/bench.mp4"
                report(page, host, peer, server.token, options.repeat)
                page.close()
        chromium.close()


def report(page: Page, host: str, peer: str, token: str, repeat: int) -> None:
    """One table: a row per size, the comm beside HTTP."""
    print(f"\n{host}: p50 of one request (ms), and MB/s with four under way; comm against HTTP ranges")
    for size in SIZES:
        common = {"size": size, "repeat": repeat, "total": FILE_BYTES, "token": token, "parallel": 4}
        comm = page.evaluate(TIME, {**common, "url": ""})
        http = page.evaluate(TIME, {**common, "url": peer})
        note = (
            ""
            if (http["status"], http["got"]) == (206, size)
            else f"   HTTP {http['status']}, {http['got']} B"
        )
        a, b = statistics.median(comm["times"]), statistics.median(http["times"])
        rates = f"{comm['rate']:6.1f} / {http['rate']:6.1f} MB/s"
        print(f"  {size // 1024:5d} kB   {a:7.1f} / {b:7.1f} ms   {rates}   ratio {a / b:.2f}{note}")


if __name__ == "__main__":
    main()
