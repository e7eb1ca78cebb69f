"""Masks as run lengths: the same bytes as COCO's own library, and the same pixels as the bitmaps."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from pycocotools import mask as coco

from animewidgets.annotations import masks
from animewidgets.annotations.masks import Mask
from animewidgets.annotations.masks.counts import compress, decompress
from animewidgets.errors import CorruptMask

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # pycocotools

sizes = st.tuples(st.integers(1, 90), st.integers(1, 90))


@st.composite
def bitmaps(draw, size=sizes) -> np.ndarray:
    """Bitmaps with long runs and short ones, and sometimes with the first or the last pixel set."""
    height, width = draw(size)
    if draw(st.booleans()):
        return draw(hnp.arrays(np.bool_, (height, width)))
    bitmap = np.zeros((height, width), np.bool_)
    for _ in range(draw(st.integers(0, 4))):
        x, y = draw(st.integers(0, width - 1)), draw(st.integers(0, height - 1))
        bitmap[y : draw(st.integers(y, height)), x : draw(st.integers(x, width))] ^= True
    return bitmap


@st.composite
def pairs(draw) -> tuple[np.ndarray, np.ndarray]:
    size = st.just(draw(sizes))
    return draw(bitmaps(size)), draw(bitmaps(size))


def of_coco(bitmap: np.ndarray) -> Mask:
    written = coco.encode(np.asfortranarray(bitmap.astype(np.uint8)))
    return Mask(*written["size"], written["counts"].decode())


def to_coco(mask: Mask) -> dict:
    return {"size": [mask.height, mask.width], "counts": mask.counts.encode()}


@given(bitmaps())
def test_the_bytes_are_those_of_coco_and_read_back_as_the_bitmap(bitmap):
    mask = masks.encode(bitmap)
    assert mask == of_coco(bitmap)
    assert masks.decode(mask).tolist() == bitmap.tolist()
    assert mask.to_json() == {"size": list(bitmap.shape), "counts": mask.counts}


@given(bitmaps())
def test_the_layout_in_memory_and_the_value_of_a_set_pixel_make_no_difference(bitmap):
    mask = masks.encode(bitmap)
    assert masks.encode(np.asfortranarray(bitmap)) == mask
    assert masks.encode(bitmap.astype(np.uint8) * 255) == mask
    assert masks.encode(np.repeat(bitmap, 2, axis=1)[:, ::2]) == mask
    assert masks.encode(bitmap[::-1, ::-1]) == of_coco(bitmap[::-1, ::-1])


@given(pairs())
def test_masks_are_combined_as_their_bitmaps_would_be(pair):
    a, b = pair
    of_a, of_b = masks.encode(a), masks.encode(b)
    assert masks.union(of_a, of_b) == masks.encode(a | b)
    assert masks.intersection(of_a, of_b) == masks.encode(a & b)
    assert masks.difference(of_a, of_b) == masks.encode(a & ~b)
    assert masks.xor(of_a, of_b) == masks.encode(a ^ b)
    assert masks.union(of_a) == of_a


@given(pairs())
def test_what_changed_in_a_mask_takes_it_there_and_back_to_the_byte(pair):
    before, after = map(masks.encode, pair)
    changed = masks.xor(before, after)
    assert masks.xor(before, changed) == after
    assert masks.xor(after, changed) == before


@given(pairs())
def test_masks_are_measured_as_coco_measures_them(pair):
    a, b = map(masks.encode, pair)
    assert masks.area(a) == int(coco.area(to_coco(a)))
    assert list(masks.bounding_box(a)) == coco.toBbox(to_coco(a)).tolist()
    assert masks.iou(a, b) == coco.iou([to_coco(a)], [to_coco(b)], [0]).item()


@given(bitmaps(), st.data())
def test_a_crop_is_that_of_the_bitmap_and_goes_back_to_its_place(bitmap, data):
    height, width = bitmap.shape
    x, y = data.draw(st.integers(0, width - 1)), data.draw(st.integers(0, height - 1))
    wide, high = data.draw(st.integers(1, width - x)), data.draw(st.integers(1, height - y))
    part = masks.crop(masks.encode(bitmap), x, y, wide, high)
    assert part == masks.encode(bitmap[y : y + high, x : x + wide])
    alone = np.zeros_like(bitmap)
    alone[y : y + high, x : x + wide] = bitmap[y : y + high, x : x + wide]
    assert masks.paste(part, x, y, width, height) == masks.encode(alone)


@given(hnp.arrays(np.bool_, st.tuples(st.integers(1, 4), st.integers(1, 20), st.integers(1, 20))))
def test_a_stack_of_bitmaps_is_a_list_of_masks(stack):
    several = masks.encode_many(stack)
    assert several == [masks.encode(bitmap) for bitmap in stack]
    assert masks.decode_many(several).tolist() == stack.tolist()


lengths = st.one_of(
    st.integers(0, 40), st.integers(0, 2**31 - 1), st.sampled_from([15, 16, 511, 512, 2**19, 2**24, 2**29])
)


@given(st.lists(lengths, min_size=1, max_size=30))
def test_any_run_lengths_survive_their_text(runs):
    assert decompress(compress(np.array(runs, np.int32))).tolist() == runs


@given(st.lists(st.integers(0, 6), min_size=1, max_size=40).filter(sum))
def test_runs_of_nothing_are_read_as_coco_reads_them(runs):
    height = sum(runs)
    mask = Mask.of_runs(height, 1, runs)
    bitmap = coco.decode(to_coco(mask)).astype(np.bool_)
    assert masks.decode(mask).tolist() == bitmap.tolist()
    assert masks.area(mask) == bitmap.sum()
    assert masks.union(mask, mask) == masks.encode(bitmap)
    assert masks.union(mask) is mask


@given(st.text(st.characters(min_codepoint=48, max_codepoint=111), max_size=30), sizes)
def test_whatever_the_text_says_it_is_a_mask_of_the_size_or_is_refused(text, size):
    mask = Mask(*size, text)
    try:
        bitmap = masks.decode(mask)
    except CorruptMask:
        return
    assert bitmap.shape == size
    assert masks.area(mask) == bitmap.sum()


@pytest.mark.parametrize(
    ("counts", "says"),
    [
        ("", "no run lengths"),
        ("4P", "end within a number, after 2"),
        ("4 4", "' ' at 1 is no run length"),
        ("4é", "'é' at 1 is no run length"),
        ("4p", "'p' at 1 is no run length"),
        ("4O", "run 1 has the length -1"),
        ("45", "the runs cover 9 pixels, but the picture of 4 × 2 has 8"),
        ("4" + "P" * 7 + "1", "a number of 8 characters"),
        ("PPPPPP4", "run 0 has the length"),
    ],
)
def test_damaged_run_lengths_are_refused_in_words(counts, says):
    with pytest.raises(CorruptMask, match=says):
        masks.decode(Mask(2, 4, counts))


def test_masks_of_two_sizes_have_nothing_in_common():
    with pytest.raises(CorruptMask, match="4 × 2 is not 2 × 4"):
        masks.union(Mask.empty(2, 4), Mask.empty(4, 2))
    with pytest.raises(CorruptMask, match="one size"):
        masks.decode_many([Mask.empty(2, 4), Mask.empty(4, 2)])


@pytest.mark.parametrize("bitmap", [np.zeros((2, 3, 4), np.bool_), np.zeros((2, 3)), np.zeros(3, np.uint8)])
def test_what_is_no_bitmap_is_refused(bitmap):
    with pytest.raises(ValueError, match="bitmap"):
        masks.encode(bitmap)


@pytest.mark.parametrize("size", [(0, 4), (4, 0), (2**16, 2**16), (-1, -1)])
def test_a_size_that_no_picture_has_is_refused_before_anything_is_allocated(size):
    with pytest.raises(CorruptMask, match="pixels"):
        masks.decode(Mask(*size, "0"))


def test_an_empty_mask_has_no_area_and_no_box():
    nothing = Mask.empty(1080, 1920)
    assert (masks.area(nothing), masks.bounding_box(nothing)) == (0, (0, 0, 0, 0))
    assert masks.iou(nothing, nothing) == 0
    assert masks.crop(nothing, 10, 10, 5, 5) == Mask.empty(5, 5)


def test_a_crop_outside_the_picture_is_refused():
    with pytest.raises(ValueError, match="does not lie in a picture of 4 × 2"):
        masks.crop(Mask.empty(2, 4), 1, 0, 4, 2)
