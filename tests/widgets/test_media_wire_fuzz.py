"""Whatever a browser sends about media, it gets a result or a typed error, and the kernel goes on."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from animewidgets import errors
from animewidgets.demo.clips import make_clip
from animewidgets.media import open_media
from animewidgets.widgets.channel import Channel
from animewidgets.widgets.media_methods import media_methods

from .browser_stub import StubbedWidget

ids = itertools.count()

numbers = st.one_of(
    st.integers(-3, 70), st.integers(), st.sampled_from([2**31, 2**53, 2**63, 2**64, -(2**63), 10**40])
)
scalars = st.one_of(
    st.none(), st.booleans(), numbers, st.floats(), st.text(max_size=8), st.just("\ud800\x00\n")
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=20), st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=20,
)
ordinals = st.lists(st.one_of(numbers, scalars), max_size=70)
params = st.fixed_dictionaries(
    {},
    optional={
        "ordinals": st.one_of(ordinals, st.lists(st.integers(0, 29), min_size=1, max_size=8), values),
        "height": st.one_of(numbers, values),
        "start": st.one_of(numbers, values),
        "stop": st.one_of(numbers, values),
        "more": values,
    },
)
methods = st.sampled_from(["media.range", "media.pictures", "media.thumbnails", "media", ""])


@pytest.fixture(scope="module")
def widget(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StubbedWidget]:
    path: Path = tmp_path_factory.mktemp("media") / "ep01.mp4"
    make_clip(path, frames=30, gop=10, size=(160, 96))
    with open_media(path) as media:
        stubbed = StubbedWidget()
        channel = Channel(stubbed, media_methods(media))
        yield stubbed
        channel.close()
        assert channel.join(30)


def check(envelope: dict, buffers: list[bytes]) -> None:
    if envelope["ok"]:
        assert sum(map(len, buffers)) < 8 * 2**20
        return
    kind = envelope["error"]["kind"]
    assert issubclass(getattr(errors, kind), errors.AnimeWidgetsError), kind
    # A person reads it: it must not be as long as what was sent.
    assert 0 < len(envelope["error"]["message"]) < 2000


@settings(max_examples=250, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(method=methods, given_params=params, buffers=st.lists(st.binary(max_size=9), max_size=2))
def test_every_request_gets_its_reply(widget: StubbedWidget, method, given_params, buffers):
    number = next(ids)
    request = {"type": "request", "id": number, "method": method, "params": given_params}
    widget.receive(request, [memoryview(b) for b in buffers])
    check(*widget.reply_to(number))
    widget.sent.clear()


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    envelope=st.one_of(
        values,
        st.fixed_dictionaries(
            {"id": st.one_of(numbers, values)},
            optional={"type": st.one_of(st.sampled_from(["request", "cancel", "reply"]), values)},
        ),
    )
)
def test_no_envelope_stops_the_channel(widget: StubbedWidget, envelope):
    widget.receive(envelope)
    number = next(ids)
    widget.receive(
        {"type": "request", "id": number, "method": "media.range", "params": {"start": 0, "stop": 9}}
    )
    answer, [data] = widget.reply_to(number)
    assert answer["ok"]
    assert len(data) == 9
    widget.sent.clear()


@pytest.mark.parametrize("method", ["media.pictures", "media.thumbnails"])
def test_a_long_list_of_nonsense_is_refused_in_few_words(widget: StubbedWidget, method):
    for nonsense in (["x" * 10**6], list(range(10**5)), "9" * 10**6, {"a": ["b"] * 10**5}):
        envelope, buffers = widget.ask(next(ids), method, {"ordinals": nonsense, "height": 48})
        assert envelope["error"]["kind"] == "MalformedMessage"
        check(envelope, buffers)
