"""One image as uint8[h,w,3]: read from a file, or taken from an array; what cannot be is refused by name."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from animewidgets.errors import MediaTruncated, NotAMediaFile, PictureTooLarge
from animewidgets.media.containers import LONGEST_SIDE, MOST_PIXELS, file_state, while_reading
from animewidgets.media.names import shown

#: Endings of files that are taken from a folder.
IMAGE_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff", ".gif"})

_FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "TIFF", "GIF")
# What the readers of formats raise on nonsense.
_DAMAGE = (SyntaxError, ValueError, EOFError, struct.error, TypeError, LookupError, OverflowError)
_ORIENTATION = 0x0112
#: Values of EXIF's orientation that turn the picture on its side.
_ON_ITS_SIDE = frozenset({5, 6, 7, 8})
#: What transparent images are laid on.
PAPER = (255, 255, 255)


def size_of_image(path: Path) -> tuple[int, int]:
    """Width and height as presented, in pixels, from the header of the file; nothing is decoded.

    Raises what :func:`read_image` does, but for damage that only decoding finds.
    """
    with _opened(path) as image:
        return _presented(image)


def read_image(path: Path) -> NDArray[np.uint8]:
    """The image in a file as uint8[h,w,3], contiguous, turned as its EXIF says.

    PNG, JPEG, WebP, BMP, TIFF and GIF; of several pictures in a file the first. Grey has three equal
    channels, of 16 bits the upper 8 are taken, and what is transparent is laid on white. Colour profiles
    are not applied.

    Raises:
        MediaNotFound, MediaPermissionDenied: as their names say.
        NotAMediaFile: no image, or of a kind that is not read.
        PictureTooLarge: more pixels than can be worked with; found from the header, before any is decoded.
        MediaTruncated: it breaks off, or its pixels are damaged.
    """
    with _opened(path) as image:
        try:
            image.load()
        except (OSError, *_DAMAGE) as error:
            raise MediaTruncated(
                f"'{shown(path.name)}' breaks off or is damaged ({error}): copy it again, or leave it out"
            ) from error
        turned = ImageOps.exif_transpose(image)
        return _rgb(turned, path)


def rgb_of_array(array: NDArray[np.generic], what: str) -> NDArray[np.uint8]:
    """A copy of uint8[h,w], [h,w,1], [h,w,3] or [h,w,4] as uint8[h,w,3]; alpha is laid on white.

    Raises:
        NotAMediaFile: another shape or type; says which, and what to do.
        PictureTooLarge: more pixels than can be worked with.
    """
    if array.dtype != np.uint8:
        hint = {
            "f": "multiply by 255 (if it goes from 0 to 1), round, and .astype('uint8')",
            "u": "scale it down to 0 to 255, and .astype('uint8')",
            "i": "scale it to 0 to 255, and .astype('uint8')",
            "b": "multiply by 255 as .astype('uint8')",
        }.get(array.dtype.kind, "give numbers of type uint8")
        raise NotAMediaFile(f"{what} is of {array.dtype}, and pixels are uint8: {hint}")
    if array.ndim == 2:
        array = array[:, :, None]
    if array.ndim != 3 or array.shape[2] not in (1, 3, 4) or 0 in array.shape:
        raise NotAMediaFile(
            f"{what} has the shape {array.shape}, and a picture is [h, w], [h, w, 3] (RGB) or "
            "[h, w, 4] (RGBA)"
        )
    height, width, channels = array.shape
    check_size(width, height, what)
    pixels = array.astype(np.uint8)  # a copy: what is changed later must not change the release
    if channels == 4:
        return _flattened(pixels)
    return np.ascontiguousarray(np.broadcast_to(pixels, (height, width, 3)))


def check_size(width: int, height: int, what: str) -> None:
    """Raise :class:`PictureTooLarge` where that is larger than can be worked with; sizes in pixels."""
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise PictureTooLarge(
            f"{what} is {width} × {height} pixels: at most {MOST_PIXELS:,} pixels (8192 × 8192) and "
            f"{LONGEST_SIDE:,} on a side can be worked with; scale it down or cut it in tiles"
        )


@contextmanager
def _opened(path: Path) -> Iterator[Image.Image]:
    file_state(path)
    name = f"'{shown(path.name)}'"
    with while_reading(path), path.open("rb") as file:
        try:
            image = _recognised(file)
        except _DAMAGE as error:
            raise MediaTruncated(f"{name} is damaged at its beginning ({error}): copy it again") from error
        if image is None:
            raise NotAMediaFile(
                f"{name} is no image that can be read: PNG, JPEG, WebP, BMP, TIFF and GIF are"
            )
        with image:
            check_size(*_presented(image), name)
            yield image


def _recognised(file: IO[bytes]) -> Image.Image | None:
    """The image by its header. As ``Image.open`` does it, but for its own limit, which tells no size."""
    Image.init()
    beginning = file.read(16)
    for kind in _FORMATS:
        factory, accepts = Image.OPEN[kind]
        # What is accepted only with a word why not is not accepted.
        if accepts is None or accepts(beginning) is True:
            file.seek(0)
            return factory(file, "")
    return None


def _presented(image: Image.Image) -> tuple[int, int]:
    width, height = image.size
    try:
        on_its_side = image.getexif().get(_ORIENTATION) in _ON_ITS_SIDE
    except (OSError, SyntaxError, ValueError):  # notes that cannot be read turn nothing
        on_its_side = False
    return (height, width) if on_its_side else (width, height)


def _rgb(image: Image.Image, path: Path) -> NDArray[np.uint8]:
    if image.mode.startswith("I"):  # 16 bits of grey, as I;16 or in 32 bits
        deep = np.asarray(image).astype(np.int64)
        grey = np.clip(deep >> 8, 0, 255).astype(np.uint8)
        return np.ascontiguousarray(np.broadcast_to(grey[:, :, None], (*grey.shape, 3)))
    if image.mode == "F":
        raise NotAMediaFile(f"'{shown(path.name)}' holds floating-point numbers: save it with 8 or 16 bits")
    if image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        return _flattened(np.asarray(image.convert("RGBA")))
    return np.ascontiguousarray(np.asarray(image.convert("RGB")))


def _flattened(rgba: NDArray[np.uint8]) -> NDArray[np.uint8]:
    alpha = rgba[:, :, 3:].astype(np.uint32)
    over = rgba[:, :, :3].astype(np.uint32) * alpha + np.array(PAPER, np.uint32) * (255 - alpha)
    return ((over + 127) // 255).astype(np.uint8)
