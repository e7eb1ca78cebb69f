"""Images and arrays as a release: the same pixels are the same release; what cannot be read is named."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from animewidgets.errors import (
    FrameOutsideMedia,
    MediaError,
    MediaNotFound,
    MediaTruncated,
    MediaVanished,
    NotAMediaFile,
    NoVideoStream,
    PictureTooLarge,
)
from animewidgets.media import Images, open_images


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANIMEWIDGETS_CACHE", str(tmp_path / "cache"))


def picture(seed: int, height: int = 40, width: int = 60) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8)


def saved(folder: Path, name: str, pixels: np.ndarray, **options) -> Path:
    folder.mkdir(exist_ok=True)
    Image.fromarray(pixels).save(folder / name, **options)
    return folder / name


def test_a_folder_is_a_release_in_the_order_of_names(tmp_path: Path):
    folder = tmp_path / "cut 012"
    for n in (10, 9, 1):
        saved(folder, f"frame-{n}.png", picture(n))
    (folder / "notes.txt").write_text("not an image")
    with open_images(folder) as images:
        assert images.names == ("frame-1.png", "frame-9.png", "frame-10.png")
        assert images.name == "cut 012"
        assert images.index.count == 3
        assert images.info.width == 60
        assert images.info.height == 40
        for ordinal, n in enumerate((1, 9, 10)):
            assert np.array_equal(images.frame(ordinal).rgb, picture(n))
        small = images.thumbnails([2], 10)[0]
        assert small.shape == (10, 15, 3)
        with pytest.raises(FrameOutsideMedia, match="no frame 3"):
            images.frame(3)


def test_the_same_pixels_are_the_same_release_on_any_machine(tmp_path: Path):
    one = [saved(tmp_path / "a", f"{n}.png", picture(n)) for n in range(3)]
    other = [saved(tmp_path / "b", f"scan {n}.bmp", picture(n)) for n in range(3)]
    known = open_images(one).release_id
    assert open_images(other).release_id == known
    assert open_images(np.stack([picture(n) for n in range(3)])).release_id == known
    assert open_images([one[0], picture(1), str(other[2])]).release_id == known
    assert open_images(one).release_id == known  # from the cache
    assert open_images(one[::-1]).release_id != known
    assert open_images(one[:2]).release_id != known
    # Written without folding: other machines must get the same.
    black = np.zeros((2, 3, 3), np.uint8)
    assert open_images(black).release_id == open_images([black.copy()]).release_id


def test_the_cache_knows_when_a_file_is_another_one(tmp_path: Path):
    path = saved(tmp_path, "a.png", picture(1))
    images = open_images(path)
    before = images.release_id
    images.frame(0)
    saved(tmp_path, "a.png", picture(2))
    with pytest.raises(MediaVanished, match=r"a\.png"):
        images.frame(0)
    assert open_images(path).release_id != before


def test_grey_alpha_palette_and_deep_images_become_rgb(tmp_path: Path):
    grey = picture(1)[:, :, 0]
    assert np.array_equal(open_images(grey).frame(0).rgb, np.repeat(grey[:, :, None], 3, 2))
    saved(tmp_path, "grey.png", grey)
    assert open_images(tmp_path / "grey.png").release_id == open_images(grey).release_id

    rgba = np.dstack([picture(2), np.full((40, 60), 255, np.uint8)])
    rgba[:10, :, 3] = 0
    rgba[10:20, :, 3] = 128
    read = open_images(saved(tmp_path, "cel.png", rgba)).frame(0).rgb
    assert (read[:10] == 255).all()
    assert np.array_equal(read[20:], picture(2)[20:])
    half = (picture(2)[10:20].astype(int) * 128 + 255 * 127 + 127) // 255
    assert np.array_equal(read[10:20], half)
    assert open_images(rgba).release_id == open_images(tmp_path / "cel.png").release_id

    deep = np.arange(40 * 60, dtype=np.uint16).reshape(40, 60) * 27
    read = open_images(saved(tmp_path, "deep.png", deep)).frame(0).rgb
    assert np.array_equal(read[:, :, 1], (deep >> 8).astype(np.uint8))

    flat = Image.fromarray(picture(3)).quantize(16)
    flat.save(tmp_path / "flat.gif")
    assert np.array_equal(open_images(tmp_path / "flat.gif").frame(0).rgb, np.asarray(flat.convert("RGB")))


def test_exif_turns_the_picture(tmp_path: Path):
    exif = Image.Exif()
    exif[0x0112] = 6  # a camera held upright
    path = saved(tmp_path, "photo.png", picture(1), exif=exif)
    images = open_images(path)
    assert (images.info.width, images.info.height) == (40, 60)
    assert np.array_equal(images.frame(0).rgb, np.rot90(picture(1), -1))
    again = open_images(path)  # from the cache
    assert (again.info.width, again.info.height) == (40, 60)


def test_images_of_several_sizes_have_their_own(tmp_path: Path):
    images = open_images([picture(1), picture(2, 80, 30)])
    assert (images.info.width, images.info.height) == (60, 80)
    assert images.sizes is not None
    assert images.sizes.tolist() == [[60, 40], [30, 80]]
    assert images.frame(1).rgb.shape == (80, 30, 3)
    assert open_images([picture(1), picture(2)]).sizes is None


def test_an_array_that_is_changed_later_changes_nothing():
    pixels = picture(1)
    images = open_images(pixels)
    pixels[:] = 0
    assert np.array_equal(images.frame(0).rgb, picture(1))
    with pytest.raises(ValueError, match="read-only"):
        images.frame(0).rgb[:] = 0


def png_of_size(path: Path, width: int, height: int) -> Path:
    """A file whose header tells of that many pixels, and which holds none of them."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(bytes(1000))
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    )
    return path


def test_an_image_of_30000_by_30000_is_refused_before_it_is_decoded(tmp_path: Path):
    huge = png_of_size(tmp_path / "scan.png", 30_000, 30_000)
    with pytest.raises(PictureTooLarge, match=r"'scan\.png' is 30000 × 30000 pixels: at most 67,108,864"):
        open_images([picture(1), huge])
    with pytest.raises(PictureTooLarge, match="40000 × 10"):
        open_images(png_of_size(tmp_path / "long.png", 40_000, 10))
    # numpy keeps such an array without any memory behind it
    wide = np.broadcast_to(np.uint8(0), (30_000, 30_000, 3))
    with pytest.raises(PictureTooLarge, match="array 0 is 30000 × 30000"):
        open_images(wide)


def test_what_cannot_be_read_is_named(tmp_path: Path):
    good = saved(tmp_path, "good.png", picture(1))
    cut = tmp_path / "cut.png"
    cut.write_bytes(good.read_bytes()[:-900])
    with pytest.raises(MediaTruncated, match=r"'cut\.png' breaks off"):
        open_images([good, cut])
    jpeg = saved(tmp_path, "cut.jpg", picture(1))
    jpeg.write_bytes(jpeg.read_bytes()[:-400])
    with pytest.raises(MediaTruncated, match=r"'cut\.jpg'"):
        open_images([jpeg])
    with pytest.raises(MediaNotFound, match="absent"):
        open_images(tmp_path / "absent.png")
    (tmp_path / "text.png").write_text("no pixels here")
    with pytest.raises(NotAMediaFile, match=r"'text\.png' is no image"):
        open_images(tmp_path / "text.png")
    (tmp_path / "empty.png").touch()
    with pytest.raises(NotAMediaFile, match="empty"):
        open_images(tmp_path / "empty.png")
    (tmp_path / "none").mkdir()
    with pytest.raises(NoVideoStream, match="holds no image"):
        open_images(tmp_path / "none")
    with pytest.raises(NoVideoStream, match="no image was given"):
        open_images([])


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
@pytest.mark.parametrize("kind", ["png", "jpg", "webp", "bmp", "tif", "gif"])
def test_a_damaged_image_is_an_error_of_ours_or_still_a_picture(tmp_path: Path, kind: str):
    whole = saved(tmp_path, f"whole.{kind}", picture(5)).read_bytes()
    random = np.random.default_rng(7)
    for n in range(60):
        data = bytearray(whole)
        if n % 2:
            del data[int(random.integers(1, len(data))) :]
        else:
            for at in random.integers(0, min(len(data), 200), 4):
                data[at] = int(random.integers(0, 256))
        path = tmp_path / f"broken-{n}.{kind}"
        path.write_bytes(data)
        try:
            images = open_images(path)
        except MediaError as error:
            assert path.name in str(error)  # noqa: PT017  # either way is right
        else:
            assert images.frame(0).rgb.dtype == np.uint8


@pytest.mark.parametrize(
    ("array", "said"),
    [
        (np.zeros((4, 5, 3)), "float64, and pixels are uint8: multiply by 255"),
        (np.zeros((4, 5, 3), np.uint16), "uint16"),
        (np.zeros((4, 5), bool), "bool"),
        (np.zeros((0, 5, 3), np.uint8), "shape"),
        (np.zeros(5, np.uint8), "shape"),
        (np.zeros((2, 4, 5, 2), np.uint8), "shape"),
        ("picture", "no file"),
        ([Image.new("RGB", (3, 3))], "np.asarray"),
    ],
)
def test_what_is_no_picture_is_refused_with_a_hint(array, said):
    with pytest.raises(MediaError, match=said):
        open_images(array)


def test_a_stack_is_one_image_after_the_other():
    stack = np.stack([picture(n)[:, :, 0] for n in range(5)])
    images = open_images(stack, name="dailies")
    assert isinstance(images, Images)
    assert images.index.count == 5
    assert images.name == "dailies"
    assert np.array_equal(images.frame(4).rgb[:, :, 2], stack[4])
