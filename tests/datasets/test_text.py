"""Files of unknown make: encodings, line ends, sizes."""

from __future__ import annotations

import pytest

from animewidgets.datasets import text
from animewidgets.datasets.text import Document, read_document, write_text
from animewidgets.errors import FormatError

LINE = "第１話「はじまり」\n"


@pytest.mark.parametrize(
    ("encoding", "found"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16-le"), ("cp932", "cp932")],
)
def test_japanese_in_whatever_encoding(tmp_path, encoding, found):
    path = tmp_path / "list.txt"
    path.write_bytes(LINE.encode(encoding))
    document = read_document(path)
    assert (document.text, document.encoding) == (LINE, found)


def test_other_encodings_are_asked_for_and_not_guessed(tmp_path):
    path = tmp_path / "list.txt"
    path.write_bytes("one\nÉpisode à côté\n".encode("cp1252"))
    with pytest.raises(FormatError, match=r"'list.txt', line 2: byte 0xc9 is neither UTF-8 nor") as caught:
        read_document(path)
    assert caught.value.data["line"] == 2
    assert read_document(path, "cp1252").text == "one\nÉpisode à côté\n"
    with pytest.raises(FormatError, match="no encoding 'klingon'"):
        read_document(path, "klingon")
    path.write_bytes(b"abc")
    with pytest.raises(FormatError, match="not encoded as utf-16"):
        read_document(path, "utf-16-le")


def test_lines_end_in_any_way():
    assert list(Document("a", "a\r\nb\rc\n\nd\x0b\u2028e").lines()) == [
        (1, "a"),
        (2, "b"),
        (3, "c"),
        (4, ""),
        (5, "d\x0b\u2028e"),
    ]


@pytest.mark.parametrize(
    ("data", "why"),
    [(b"", "is empty"), (b"\xef\xbb\xbf \r\n", "is empty"), (b"\x00\x01\x02PK\x03", "zero bytes")],
)
def test_empty_and_binary_files_are_refused(tmp_path, data, why):
    path = tmp_path / "list.txt"
    path.write_bytes(data)
    with pytest.raises(FormatError, match=why):
        read_document(path)


def test_what_is_too_large_or_not_there_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "list.txt"
    path.write_text("1\n" * 100)
    monkeypatch.setattr(text, "MAX_BYTES", 100)
    with pytest.raises(FormatError, match="are not read"):
        read_document(path)
    with pytest.raises(FormatError, match="there is no file"):
        read_document(tmp_path / "gone.txt")
    with pytest.raises(FormatError, match="is no file"):
        read_document(tmp_path)


def test_a_file_that_cannot_be_written_leaves_nothing(tmp_path):
    with pytest.raises(FormatError, match="cannot be written"):
        write_text(tmp_path / "no" / "list.txt", "1\n")
    folder = tmp_path / "taken.txt"
    folder.mkdir()
    with pytest.raises(FormatError, match="cannot be written"):
        write_text(folder, "1\n")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["taken.txt"]


def test_a_written_file_may_be_read_by_others(tmp_path):
    path = tmp_path / "list.txt"
    write_text(path, "1\n")
    (tmp_path / "plain").touch()
    assert path.stat().st_mode == (tmp_path / "plain").stat().st_mode
