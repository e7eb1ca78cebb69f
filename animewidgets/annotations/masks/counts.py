"""The text of run lengths: COCO's compressed ``counts``, to numbers and back.

Every run is one signed number: the first three as they are, later ones less the run two before (the last
of the same colour). A number is written in groups of five bits, lowest first, each as the character
``chr(48 + group)``; 32 is added to all but the last group, and the top bit of the last one is the sign.
Source: ``rleToString`` in ``maskApi.c`` of https://github.com/cocodataset/cocoapi.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from animewidgets.errors import CorruptMask

Runs: TypeAlias = NDArray[np.int32]

#: A picture has fewer pixels than this, so that runs and their differences fit 32 bits.
MAX_PIXELS = 2**31 - 1

_FIRST = 48  # the character of group 0
_MORE = 32
#: Seven groups hold 35 bits, more than any difference of two runs.
_LONGEST = 7


def compress(runs: Runs) -> str:
    """COCO's ``counts`` of run lengths, int32[n], that begin with the run of unset pixels."""
    steps = runs.copy()
    steps[3:] -= runs[1:-2]
    is_longer = (steps + np.int32(16)).view(np.uint32) >= _MORE
    first = _characters(steps, is_longer)
    # Most runs of a busy mask are one character: only the others are gone through again, group by group.
    longer = np.flatnonzero(is_longer)
    if len(longer) == 0:
        return first.tobytes().decode("ascii")
    rest = steps[longer] >> 5
    groups = _groups_needed(rest)
    until = np.cumsum(groups, dtype=np.int64)
    text = np.empty(len(steps) + int(until[-1]), np.uint8)
    text[_first_places(len(steps), longer, groups)] = first
    at = longer + until - groups + 1
    while len(at):
        going_on = groups > 1
        text[at] = _characters(rest, going_on)
        at, rest, groups = at[going_on] + 1, rest[going_on] >> 5, groups[going_on] - np.int8(1)
    return text.tobytes().decode("ascii")


def _characters(values: Runs, going_on: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """The lowest group of each value as a character, uint8[n]."""
    low = values.astype(np.uint8) & np.uint8(_MORE - 1)
    return low + np.uint8(_FIRST) + (going_on.view(np.uint8) << np.uint8(5))


def _groups_needed(values: Runs) -> NDArray[np.int8]:
    """How many groups of five bits hold each value and its sign."""
    magnitude = values ^ (values >> 31)
    groups = np.ones(len(values), np.int8)
    limit, largest = 16, int(magnitude.max())
    while largest >= limit:
        groups += (magnitude >= limit).view(np.int8)
        limit <<= 5
    return groups


def _first_places(
    count: int, longer: NDArray[np.int64], extra: NDArray[np.int8]
) -> NDArray[np.bool_] | NDArray[np.int64]:
    """Where the first characters of ``count`` runs stand, when ``longer`` ones have ``extra`` ones more.

    As an index for NumPy: places where many are longer, flags where few are, whichever is the faster.
    """
    if len(longer) * 4 > count:
        shift = np.zeros(count + 1, np.int64)
        shift[longer + 1] = extra
        np.cumsum(shift, out=shift)
        return np.arange(count) + shift[:-1]
    until = np.cumsum(extra, dtype=np.int64)
    flags = np.ones(count + int(until[-1]), np.bool_)
    at = longer + until - extra + 1
    for nth in range(int(extra.max())):
        flags[at[extra > nth] + nth] = False
    return flags


def decompress(counts: str) -> NDArray[np.int64]:
    """The run lengths, int64[n], that a text of COCO's ``counts`` says; nothing is known of their sum yet.

    Raises:
        CorruptMask: the text is empty or ends within a number, holds a character that stands for nothing,
            or a run that is negative or longer than any picture.
    """
    groups = _groups(counts)
    is_last = (groups & _MORE) == 0
    last = np.flatnonzero(is_last)
    if len(last) == 0 or not is_last[-1]:
        raise CorruptMask(f"the run lengths end within a number, after {len(groups)} characters")
    steps = ((groups[last] & 31) ^ 16).astype(np.int64) - 16
    if len(last) < len(groups):
        lengths = np.diff(last, prepend=-1)
        longer = np.flatnonzero(lengths > 1)
        length, at = lengths[longer], last[longer]
        longest = int(length.max())
        if longest > _LONGEST:
            raise CorruptMask(f"a number of {longest} characters is longer than any run of a picture")
        value = steps[longer]
        for back in range(1, longest):
            some = np.flatnonzero(length > back)
            value[some] = (value[some] << 5) | (groups[at[some] - back] & 31)
        steps[longer] = value
    np.cumsum(steps[1::2], out=steps[1::2])
    np.cumsum(steps[2::2], out=steps[2::2])
    if (lowest := int(steps.min())) < 0:
        raise CorruptMask(f"run {int(steps.argmin())} has the length {lowest}")
    if (highest := int(steps.max())) > MAX_PIXELS:
        raise CorruptMask(f"run {int(steps.argmax())} has the length {highest}, more than any picture")
    return steps


def _groups(counts: str) -> NDArray[np.uint8]:
    try:
        groups = np.frombuffer(counts.encode("ascii"), np.uint8) - np.uint8(_FIRST)
    except UnicodeEncodeError as error:
        raise CorruptMask(f"{counts[error.start]!r} at {error.start} is no run length") from error
    if len(groups) == 0:
        raise CorruptMask("there are no run lengths")
    if groups.max() >= 2 * _MORE:
        at = int((groups >= 2 * _MORE).argmax())
        raise CorruptMask(f"{counts[at]!r} at {at} is no run length")
    return groups
