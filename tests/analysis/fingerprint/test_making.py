"""Taking a fingerprint as a user meets it: progress, a stop and going on, the cache, strange files."""

from __future__ import annotations

import json
import threading
from fractions import Fraction

import numpy as np
import pytest

from animewidgets.analysis.fingerprint import Fingerprint, fingerprint, making, passes
from animewidgets.cli import main
from animewidgets.errors import AnalysisCancelled, FingerprintCorrupt
from animewidgets.media import open_media
from tests.analysis.shots.conftest import place, with_figure
from tests.sounds import tone, write_sound

TWOS = [with_figure(place("hills"), 0.3 + 0.02 * (n // 2)) for n in range(60)]
NEXT = [place("classroom")] * 60


@pytest.fixture
def two_shots(film):
    return film(TWOS + NEXT, keyint=12)


def test_a_film_told_by_its_columns(two_shots):
    told = []
    with open_media(two_shots) as media:
        made = fingerprint(media, progress=lambda done, total: told.append((done, total)))
        assert made.release_id == media.release_id
        assert made.pts.tolist() == media.index.pts.tolist()
    assert told[-1] == (120, 120)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert np.argmax(made.change[1:]) + 1 == 60, "the cut"
    assert (made.change[61:] <= 2).all(), "a held picture"
    assert len(set(made.picture[62:].tolist())) == 1
    assert len(made.sound) == 0


def test_a_stopped_one_goes_on_where_it_was(two_shots, own_cache, monkeypatch):
    cancel = threading.Event()
    with open_media(two_shots) as media:
        with pytest.raises(AnalysisCancelled, match=r"film1.*need not be decoded again"):
            fingerprint(media, workers=1, cancel=cancel, progress=lambda *_: cancel.set())
        begun = []
        sweep = media.sweep
        monkeypatch.setattr(
            media, "sweep", lambda start, *a, **k: begun.append(start) or sweep(start, *a, **k)
        )
        again = fingerprint(media, workers=1)
        assert begun[0] >= 32
        whole = fingerprint(media, cache=False)
    assert np.array_equal(again.picture, whole.picture)
    assert not list(own_cache.rglob("*.pictures")), "what was needed to go on is gone"


def test_a_release_seen_before_is_not_decoded_again(two_shots, monkeypatch):
    with open_media(two_shots) as media:
        first = fingerprint(media)
    moved = two_shots.rename(two_shots.with_name("moved.mkv"))
    monkeypatch.setattr(making, "fill", lambda *_, **__: pytest.fail("decoded again"))
    with open_media(moved) as media:
        assert fingerprint(media).to_bytes() == first.to_bytes()


def test_without_the_cache_nothing_is_left(two_shots, own_cache):
    with open_media(two_shots) as media:
        fingerprint(media, cache=False)
    assert not (own_cache / "fingerprints").exists()


def test_five_seconds_of_tone_and_grey(tmp_path):
    path = write_sound(tmp_path / "five.mkv", tone(440, 5) + tone(700, 5), frames=120, fps=Fraction(24))
    with open_media(path) as media:
        made = fingerprint(media, cache=False)
    assert len(made) == 120
    assert len(made.sound) == 36, "eight a second, within half a second of sound"
    assert (made.sound != 0).all()
    assert made.sound_start == Fraction(256, 1000)


def test_sound_that_begins_late_keeps_its_time(tmp_path):
    path = write_sound(tmp_path / "late.mkv", tone(440, 2), start=Fraction(2), frames=120)
    with open_media(path) as media:
        made = fingerprint(media, cache=False)
    heard = float(made.sound_start) + np.flatnonzero(made.sound)[0] / 8
    assert 1.7 <= heard <= 2.1


def test_a_black_film_has_a_fingerprint_that_tells_nothing(film):
    black = [np.zeros((144, 256, 3), np.uint8)] * 48
    with open_media(film(black)) as media:
        made = fingerprint(media, cache=False)
    assert (made.picture == 0).all()
    assert (made.contrast == 0).all()


def test_a_file_that_breaks_off_gives_what_is_there(two_shots, tmp_path):
    data = two_shots.read_bytes()
    cut = tmp_path / "cut.mkv"
    cut.write_bytes(data[: len(data) * 2 // 3])
    with open_media(two_shots) as media:
        whole = fingerprint(media, cache=False)
    with open_media(cut) as media:
        part = fingerprint(media, cache=False)
    assert 20 < len(part) < len(whole)
    assert (part.picture[:20] == whole.picture[:20]).all()


def test_workers_make_no_difference(two_shots):
    with open_media(two_shots) as media:
        one, three = (fingerprint(media, workers=n, cache=False) for n in (1, 3))
        with pytest.raises(ValueError, match="0 workers"):
            fingerprint(media, workers=0)
    assert one.to_bytes() == three.to_bytes()


def test_small_pictures_kept_in_a_file_of_another_size_are_begun_anew(tmp_path):
    path = tmp_path / "some.pictures"
    first = passes.SmallPictures(3, path)
    first.state[:] = 1
    assert passes.SmallPictures(3, path).done == 3
    assert passes.SmallPictures(4, path).done == 0


def test_the_command_line_writes_what_can_be_read(two_shots, tmp_path, capsys):
    out = tmp_path / "one.fingerprint"
    assert main(["fingerprint", str(two_shots), "--out", str(out), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    made = Fingerprint.from_bytes(out.read_bytes())
    assert (report["frames"], report["release_id"]) == (120, made.release_id)
    assert report["bytes"] == out.stat().st_size < 4000
    assert main(["fingerprint", str(two_shots)]) == 0
    assert "no sound" in capsys.readouterr().out


def test_what_is_no_fingerprint_is_refused(tmp_path, two_shots, capsys):
    wrong = tmp_path / "wrong.fingerprint"
    wrong.write_bytes(b"PK\3\4 something else")
    assert main(["align", str(wrong), str(two_shots)]) == 2
    assert FingerprintCorrupt.__name__ in capsys.readouterr().err
