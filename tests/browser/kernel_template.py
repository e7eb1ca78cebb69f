"""Kernels that need not import again what every kernel of ours imports: forked from a process that has.

A server that is given ``--fork-kernels`` starts its kernels so. What happens in them is what happens in any
other: each is a process of its own, with its own environment, folder and connection file. ``animewidgets``
itself, and whatever asks IPython for a kernel when it is imported, is left to them.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from jupyter_client.provisioning import local_provisioner

OPTION = "--fork-kernels"
#: By this name of a process its kernels are known.
KERNEL = "ipykernel"
IMPORTED = (
    "ipykernel.kernelapp", "ipykernel.ipkernel", "ipykernel.zmqshell", "IPython.core.completer",
    "numpy", "pandas", "duckdb", "av", "PIL.Image", "concurrent.futures", "importlib.resources",
)  # fmt: skip


class Forked:
    """A kernel that was forked, as far as a provisioner asks."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int, alive: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._alive = alive  # a pidfd: readable once the process has ended

    def poll(self) -> int | None:
        """``None`` while it runs."""
        if self.returncode is None and select.select([self._alive], [], [], 0)[0]:
            os.close(self._alive)
            self.returncode = 0  # it is the template's child: how it ended, nobody here asks
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Until it has ended."""
        end = None if timeout is None else time.monotonic() + timeout
        while self.poll() is None:
            if end is not None and time.monotonic() > end:
                raise subprocess.TimeoutExpired("kernel", timeout or 0)
            time.sleep(0.01)
        return self.returncode or 0

    def send_signal(self, number: int) -> None:
        """As of a child."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """At once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Politely."""
        self.send_signal(signal.SIGTERM)


def install() -> None:
    """From now on, kernels of this process that run with this interpreter are forked, if it was told to."""
    if OPTION not in sys.argv:
        return
    sys.argv.remove(OPTION)
    mine, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    mine.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
    subprocess.Popen([sys.executable, __file__, str(its.fileno())], pass_fds=[its.fileno()])
    its.close()
    launch = local_provisioner.launch_kernel

    def fork(cmd: Sequence[str], **options: object) -> object:
        env = options.get("env")
        assert isinstance(env, Mapping)
        own = cmd[0] == sys.executable and "ipykernel_launcher" in cmd
        if not own or any(env.get(name) != os.environ.get(name) for name in ("PYTHONPATH", "PATH")):
            return launch(cmd, **options)
        order = {
            "argv": list(cmd[cmd.index("ipykernel_launcher") :]),
            "env": dict(env),
            "cwd": options["cwd"],
        }
        mine.send(json.dumps(order).encode())
        said, handles, *_ = socket.recv_fds(mine, 100, 1)
        return Forked(int(said), handles[0])

    local_provisioner.launch_kernel = fork


def serve(orders: socket.socket) -> None:
    """Fork a kernel for each order; returns in each of them, and not before its end in the template."""
    for name in IMPORTED:
        __import__(name)
    assert "ipywidgets" not in sys.modules, "it would miss the kernel"
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    template = os.getpid()
    while told := orders.recv(1 << 20):
        order = json.loads(told)
        apart, say_so = os.pipe()
        pid = os.fork()
        if pid == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.setsid()
            os.close(say_so)
            os.close(apart)
            orders.close()
            os.chdir(order["cwd"])
            os.environ.clear()
            os.environ.update(order["env"] | {"JPY_PARENT_PID": str(template)})
            # ipykernel looked for that variable when it was imported: a kernel ends with its parent.
            sys.argv = [*order["argv"], f"--IPKernelApp.parent_handle={template}"]
            Path("/proc/self/comm").write_text(KERNEL)
            return
        os.close(say_so)
        os.read(apart, 1)  # until it has a process group of its own: signals go to the whole group
        os.close(apart)
        alive = os.pidfd_open(pid)
        socket.send_fds(orders, [str(pid).encode()], [alive])
        os.close(alive)
    # The server is gone, and its kernels see that by this process.
    os._exit(0)


if __name__ == "__main__":
    sys.path.remove(str(Path(__file__).parent))
    serve(socket.socket(fileno=int(sys.argv[1])))
    from ipykernel import kernelapp

    kernelapp.launch_new_instance()
