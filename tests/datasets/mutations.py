"""Valid files, damaged in the ways in which files are damaged."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from hypothesis import strategies as st

from animewidgets.errors import CutOutsideMedia, FormatError

#: What makes parsers stumble, put in anywhere.
NASTY = st.sampled_from(
    [
        *(
            "-",
            "--",
            ":",
            ";",
            ",",
            ".",
            "\n",
            "\r",
            "\r\n\r\n",
            "\t",
            '"',
            "'",
            "{",
            "}",
            "[",
            "]",
            "|",
            "=",
        ),
        *(
            "0",
            "9" * 30,
            "-1",
            "1e999",
            "nan",
            "inf",
            "NaN",
            "1/0",
            "0x10",
            "١٢",
            "１２",
            "\u2028",
            "\x0b",
            "\x1a",
        ),
        *(
            "#",
            "# ",
            "BL",
            "D",
            "W001",
            "24:60:60:99",
            "99:59:59;29",
            "00:01:00;00",
            "-->",
            "\ud7ff",
            "😀",
            "\ufeff",
        ),
    ]
)


@st.composite
def damaged(draw, text: str) -> str:
    """The text with pieces cut out, doubled, exchanged or put in; and at times in half."""
    for _ in range(draw(st.integers(1, 6))):
        if not text:
            break
        at = draw(st.integers(0, len(text)))
        end = min(len(text), at + draw(st.integers(0, 40)))
        how = draw(st.sampled_from(["cut", "double", "put", "swap", "half"]))
        if how == "cut":
            text = text[:at] + text[end:]
        elif how == "double":
            text = text[:end] + text[at:end] * draw(st.integers(1, 3)) + text[end:]
        elif how == "put":
            text = text[:at] + draw(NASTY | st.text(max_size=8)) + text[at:]
        elif how == "swap":
            text = text[:at] + draw(NASTY) + text[end:]
        elif len(text) > 20:
            text = text[: max(at, 1)]
    return text


@contextmanager
def refusals() -> Iterator[None]:
    """Let errors pass that tell of a broken file in a few words; any other one is a bug."""
    try:
        yield
    except (FormatError, CutOutsideMedia) as error:
        words = str(error)
        if not 10 < len(words) < 1000:
            raise AssertionError(words[:2000]) from error
