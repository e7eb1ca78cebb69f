"""Masks as run lengths, equal in bytes to COCO's: made, read, measured and combined."""

from animewidgets.annotations.masks.algebra import (
    area,
    bounding_box,
    crop,
    difference,
    intersection,
    iou,
    paste,
    union,
    xor,
)
from animewidgets.annotations.masks.bitmaps import decode, decode_many, encode, encode_many
from animewidgets.annotations.masks.mask import Mask

__all__ = [
    "Mask",
    "area",
    "bounding_box",
    "crop",
    "decode",
    "decode_many",
    "difference",
    "encode",
    "encode_many",
    "intersection",
    "iou",
    "paste",
    "union",
    "xor",
]
