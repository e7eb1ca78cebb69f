"""What the page's kernel is told, and what the server refuses before it starts."""

from __future__ import annotations

import json
import socket
import sys
from pathlib import Path

import pytest
from jupyter_server.services.kernels.connection.base import BaseKernelWebsocketConnection

from animewidgets.errors import PortInUse
from animewidgets.server import Serving
from animewidgets.server.kernels import OwnInterpreterSpecs
from animewidgets.server.serving import checked_port, notebook_path, working_copy
from animewidgets.server.voila_app import voila_config
from animewidgets.server.websocket import without_delay


def test_the_kernel_learns_absolute_paths_and_only_what_was_given(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert Serving().kernel_environment() == {}
    told = Serving(media=(Path("ep 01.mkv"),), store=Path("a.duckdb"), project="op", person="mio")
    assert told.kernel_environment() == {
        "ANIMEWIDGETS_MEDIA": json.dumps([str(tmp_path / "ep 01.mkv")]),
        "ANIMEWIDGETS_STORE": str(tmp_path / "a.duckdb"),
        "ANIMEWIDGETS_PROJECT": "op",
        "ANIMEWIDGETS_PERSON": "mio",
    }


def test_each_server_asks_for_another_token_and_never_prints_it():
    first, second = Serving(), Serving()
    assert len(first.token) == 32
    assert first.token != second.token
    assert first.token not in repr(first)


def test_a_port_in_use_is_refused_with_advice():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PortInUse, match=rf"port {port} .*--port"):
            checked_port(port)
    assert checked_port(port) == port
    assert checked_port(0) > 0


def test_python3_is_this_interpreter_even_where_the_user_has_another(tmp_path, monkeypatch):
    spec = tmp_path / "kernels" / "python3"
    spec.mkdir(parents=True)
    (spec / "kernel.json").write_text(json.dumps({"argv": ["/elsewhere/python"], "language": "python"}))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    specs = OwnInterpreterSpecs(environment={"ANIMEWIDGETS_MEDIA": '["/films/$HOME/1.mkv"]'})
    found = specs.get_kernel_spec("python3")
    assert found.argv[0] == sys.executable
    assert found.env == {"ANIMEWIDGETS_MEDIA": '["/films/$$HOME/1.mkv"]'}  # $$: jupyter_client makes it $
    assert specs.get_all_specs()["python3"]["spec"]["argv"][0] == sys.executable


def test_voila_serves_no_files_and_culls_kernels_of_visitors_who_vanished():
    config = voila_config(Serving(), 8866, notebook_path())
    assert config.VoilaConfiguration.file_allowlist == []
    assert config.Voila.ip == "127.0.0.1"
    assert config.Voila.tornado_settings["allow_remote_access"] is False
    assert config.MappingKernelManager.cull_connected is False
    assert 0 < config.MappingKernelManager.cull_interval < config.MappingKernelManager.cull_idle_timeout


def test_the_notebook_of_the_page_is_found():
    assert "animewidgets.pages" in notebook_path().read_text()


def test_a_working_copy_is_made_once_and_then_the_users_own(tmp_path):
    folder = tmp_path / "notebooks"
    copy = working_copy(notebook_path(), folder)
    assert copy.read_bytes() == notebook_path().read_bytes()
    copy.write_text("changed by the user")
    assert working_copy(notebook_path(), folder).read_text() == "changed by the user"


def test_small_messages_leave_at_once_whichever_connection_the_server_uses():
    said = []

    class Handler:
        def set_nodelay(self, on):
            said.append(("nodelay", on))

    class Gateway(BaseKernelWebsocketConnection):
        websocket_handler = Handler()

        def connect(self):
            said.append("connect")

    without_delay(Gateway)().connect()
    assert said == [("nodelay", True), "connect"]
