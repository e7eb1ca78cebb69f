"""The kernel's end of the wire: a browser asks, refuses to wait, sends nonsense, and goes away."""

from __future__ import annotations

import gc
import logging
import threading
import weakref

import pytest
from hypothesis import given
from hypothesis import strategies as st

from animewidgets.errors import CommitConflict, MalformedMessage
from animewidgets.widgets.channel import (
    Cancel,
    Channel,
    Method,
    Reply,
    Request,
    error_of,
    parse_envelope,
    without_folders,
)
from animewidgets.widgets.lanes import raise_if_cancelled

from .browser_stub import StubbedWidget


def test_a_request_is_answered_with_its_id_and_its_buffers():
    widget = StubbedWidget()
    Channel(widget, {"echo": Method(lambda params, _: Reply({"said": params["say"]}, [b"\x01\x02"]))})
    assert widget.ask(7, "echo", {"say": "hello"}) == (
        {"type": "reply", "id": 7, "ok": True, "result": {"said": "hello"}},
        [b"\x01\x02"],
    )


def test_our_errors_keep_their_name_and_data_and_lose_the_folders():
    def refuse(_params, _buffers):
        raise CommitConflict(
            "annotation 'a' in '/home/me/secret films/store.duckdb' moved on",
            {"annotation_id": "a", "expected": 1, "found": 2},
        )

    widget = StubbedWidget()
    Channel(widget, {"store.commit": Method(refuse)})
    envelope, _ = widget.ask(1, "store.commit")
    assert envelope == {
        "type": "reply",
        "id": 1,
        "ok": False,
        "error": {
            "kind": "CommitConflict",
            "message": "annotation 'a' in 'store.duckdb' moved on",
            "data": {"annotation_id": "a", "expected": 1, "found": 2},
        },
    }


@pytest.mark.parametrize("lane", ["inline", "ordered", "pictures"])
def test_a_bug_in_the_kernel_is_logged_whole_and_told_to_the_browser_without_paths(lane, caplog):
    def broken(_params, _buffers):
        raise OSError(2, "No such file", "/home/me/films/ep01.mkv")

    widget = StubbedWidget()
    channel = Channel(widget, {"broken": Method(broken, lane)})
    with caplog.at_level(logging.ERROR):
        envelope, _ = widget.ask(3, "broken")
    assert envelope["error"]["kind"] == "InternalError"
    assert "home" not in str(envelope)
    assert "ep01.mkv" in caplog.text  # the traceback is in the kernel's log
    assert widget.ask(4, "broken")[0]["error"]["kind"] == "InternalError"  # and the lane lives on
    channel.close()


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ({"type": "request", "id": 1, "method": 5}, "method is a string"),
        ({"type": "request", "id": 1, "method": "echo", "params": []}, "params are a JSON object"),
        ({"type": "delete everything", "id": 1}, "'request' or 'cancel'"),
        ({"type": "request", "id": 1, "method": "os.system"}, "no method 'os.system'"),
    ],
)
def test_a_malformed_message_with_an_id_is_answered(content, complaint):
    widget = StubbedWidget()
    Channel(widget, {"echo": Method(lambda _p, _b: Reply())})
    widget.receive(content)
    error = widget.reply_to(1)[0]["error"]
    assert error["kind"] == "MalformedMessage"
    assert complaint in error["message"]


@pytest.mark.parametrize("content", [None, "hello", [], {}, {"type": "request", "id": True, "method": "x"}])
def test_a_malformed_message_without_an_id_is_logged_and_nothing_else(content, caplog):
    widget = StubbedWidget()
    Channel(widget, {})
    with caplog.at_level(logging.WARNING):
        widget.receive(content)
    assert widget.sent == []
    assert "ignored" in caplog.text


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(
    json_values
    | st.fixed_dictionaries(
        {"type": st.sampled_from(["request", "cancel"])},
        optional={"id": json_values, "method": json_values, "params": json_values},
    )
)
def test_whatever_a_browser_sends_it_is_an_envelope_or_refused(content):
    try:
        envelope = parse_envelope(content)
    except MalformedMessage:
        return
    assert isinstance(envelope, Request | Cancel)
    assert 0 <= envelope.id < 2**53


def test_commits_are_saved_in_order_while_a_slow_picture_is_decoded():
    decoding, decoded = threading.Event(), threading.Event()
    saved = []

    def picture(_params, _buffers):
        decoding.set()
        assert decoded.wait(30)
        return Reply()

    def commit(params, _buffers):
        saved.append(params["n"])
        return Reply()

    widget = StubbedWidget()
    channel = Channel(widget, {"picture": Method(picture, "pictures"), "commit": Method(commit, "ordered")})
    widget.receive({"type": "request", "id": 1, "method": "picture"})
    assert decoding.wait(30)
    for n in range(50):
        widget.receive({"type": "request", "id": 10 + n, "method": "commit", "params": {"n": n}})
    widget.reply_to(59)
    assert saved == list(range(50))
    decoded.set()
    widget.reply_to(1)
    channel.close()


def test_a_cancelled_request_stops_early_and_gets_no_reply():
    started, go_on = threading.Event(), threading.Event()
    steps = []

    def pictures(_params, _buffers):
        started.set()
        assert go_on.wait(30)
        for n in range(3):
            raise_if_cancelled()
            steps.append(n)
        return Reply()

    widget = StubbedWidget()
    channel = Channel(widget, {"pictures": Method(pictures, "pictures")})
    for number in (1, 2, 3):
        widget.receive({"type": "request", "id": number, "method": "pictures"})
    assert started.wait(30)
    widget.receive({"type": "cancel", "id": 1})  # under way
    widget.receive({"type": "cancel", "id": 2})  # still waiting
    go_on.set()
    widget.reply_to(3)
    assert steps == [0, 1, 2]
    assert [envelope["id"] for envelope, _ in widget.sent] == [3]
    channel.close()


def test_reading_ahead_gives_way_to_the_next_request():
    read = []
    asked_again = threading.Event()

    def ahead():
        for n in range(10**9):
            read.append(n)
            if n == 2:
                asked_again.wait(30)
            yield

    def picture(_params, _buffers):
        return Reply(afterwards=ahead())

    widget = StubbedWidget()
    channel = Channel(widget, {"picture": Method(picture, "pictures")})
    widget.ask(1, "picture")
    widget.receive({"type": "request", "id": 2, "method": "picture"})
    asked_again.set()
    widget.reply_to(2)
    channel.close()
    assert channel.join(30)


def test_events_reach_the_browser_from_any_thread():
    widget = StubbedWidget()
    channel = Channel(widget, {})
    threads = [threading.Thread(target=channel.send_event, args=("seek", {"ordinal": n})) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(envelope["data"]["ordinal"] for envelope, _ in widget.sent) == list(range(8))


def test_what_waits_to_be_saved_is_saved_when_the_widget_closes():
    first, go_on = threading.Event(), threading.Event()
    saved = []

    def commit(params, _buffers):
        first.set()
        assert go_on.wait(30)
        saved.append(params["n"])
        return Reply()

    widget = StubbedWidget()
    channel = Channel(widget, {"commit": Method(commit, "ordered")})
    for n in range(3):
        widget.receive({"type": "request", "id": n, "method": "commit", "params": {"n": n}})
    assert first.wait(30)
    widget.close()
    go_on.set()
    assert channel.join(30)
    assert saved == [0, 1, 2]


def test_a_closed_widget_is_collected_and_its_threads_end():
    widget = StubbedWidget()
    channel = Channel(
        widget,
        {
            "a": Method(lambda _p, _b: Reply({"who": "me"}), "pictures"),
            "b": Method(lambda _p, _b: Reply(), "ordered"),
        },
    )
    widget.ask(1, "a")
    widget.ask(2, "b")
    widget.close()
    assert channel.join(30)
    gone = weakref.ref(widget)
    del widget, channel
    gc.collect()
    assert gone() is None


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("no file at '/home/me/My films/ep 01.mkv'", "no file at 'ep 01.mkv'"),
        ("cannot read /srv/media/ep01.mkv: gone", "cannot read ep01.mkv: gone"),
        (r"no file at 'C:\Users\me\ep01.mkv'", "no file at 'ep01.mkv'"),
        ("cut at tick 912/1001 lies after the end", "cut at tick 912/1001 lies after the end"),
        ("a JSON object and/or a list", "a JSON object and/or a list"),
    ],
)
def test_messages_name_files_but_never_folders(message, told):
    assert without_folders(message) == told


def test_errors_that_are_not_ours_say_nothing_of_themselves():
    assert "secret" not in str(error_of(RuntimeError("secret")))
