"""Bytes from outside -> a clean JPEG, or a code that says why not."""

import hashlib
import io
import subprocess
import sys

import factories
import hostile
import numpy as np
import pytest
from PIL import Image, PngImagePlugin

from core.pictures import picture_read, pictures_read
from core.problems import Problem

GRADIENT = Image.fromarray(np.linspace(0, 65535, 64 * 48).reshape(48, 64).astype(np.uint16))


def read(content: bytes) -> Image.Image:
    """The stored picture."""
    image = Image.open(io.BytesIO(picture_read(factories.upload(content)).data))
    image.load()
    return image


def refusal(content: bytes) -> str:
    with pytest.raises(Problem) as caught:
        picture_read(factories.upload(content))
    return caught.value.code


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_stored_as_jpeg_with_the_same_pixels(kind):
    original = factories.picture(1)
    stored = read(factories.encoded(original, kind))
    assert (stored.format, stored.mode, stored.size) == ("JPEG", "RGB", original.size)
    assert np.abs(np.asarray(stored, int) - np.asarray(original, int)).mean() < 4


def test_digest_and_size_are_those_of_the_stored_bytes():
    made = picture_read(factories.photo())
    assert made.sha256 == hashlib.sha256(made.data).hexdigest()
    assert (made.width, made.height) == (64, 48)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize(("width", "height", "expected"), [(5000, 1000, (2048, 410)), (1000, 9000, (228, 2048))])
def test_long_side_is_bounded(kind, width, height, expected):
    assert read(factories.encoded(factories.picture(width=width, height=height), kind)).size == expected


@pytest.mark.parametrize(
    ("size", "code"), [((1, 1), "photo_too_small"), ((400, 15), "photo_too_small"), ((9000, 60), "photo_too_small")]
)
def test_too_small_is_refused(size, code):
    """The last of them only once its long side is bounded."""
    assert refusal(factories.encoded(Image.new("RGB", size))) == code
    assert read(factories.encoded(Image.new("RGB", (16, 16)))).size == (16, 16)


def test_metadata_is_gone():
    image = factories.picture()
    exif = Image.Exif()
    exif[0x010F] = "CameraMaker"
    exif.get_ifd(0x8825)[1] = "N"
    stored = picture_read(
        factories.upload(
            factories.encoded(image, exif=exif, comment=b"secret comment", icc_profile=b"\0" * 200, dpi=(300, 300))
        )
    ).data
    reopened = Image.open(io.BytesIO(stored))
    assert not reopened.getexif()
    assert {"comment", "icc_profile", "exif", "xmp", "dpi"}.isdisjoint(reopened.info)
    assert b"CameraMaker" not in stored
    assert b"secret" not in stored


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation_is_applied(orientation):
    left_red = Image.new("RGB", (64, 32), "blue")
    left_red.paste("red", (0, 0, 32, 32))
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    sent = left_red.transpose(turns[orientation]) if orientation in turns else left_red
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = read(factories.encoded(sent, exif=exif, quality=95))
    assert stored.size == (64, 32)
    assert stored.getpixel((8, 16))[0] > 200
    assert stored.getpixel((56, 16))[2] > 200


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_a_broken_exif_block_does_not_refuse_the_photo():
    content = factories.encoded(factories.picture(), exif=b"Exif\0\0II*\0\xff\xff\xff\xff")
    assert read(content).size == (64, 48)


def test_16_bit_grey_is_scaled_not_clipped():
    buffer = io.BytesIO()
    GRADIENT.save(buffer, "PNG")
    stored = np.asarray(read(buffer.getvalue()))[..., 0]
    assert stored[0, 0] < 8
    assert stored[-1, -1] > 247
    assert 110 < stored[24].mean() < 145


def test_one_transparent_grey_of_16_bit_makes_no_holes():
    """As a value of 8 bits, it would be that of many other greys."""
    transparent = np.full((48, 64), 100 * 257, np.uint16)
    content = factories.encoded(Image.fromarray(transparent), "PNG", transparency=100)
    assert set(np.unique(np.asarray(read(content)))) == {100}


def test_a_large_picture_of_any_mode_is_reduced_before_it_is_converted():
    exif = Image.Exif()
    exif[0x0112] = 6
    large = factories.picture(width=4000, height=1000)
    for mode in ("RGBA", "P", "L", "1", "I;16"):
        content = factories.encoded(
            large.convert("L").convert(mode) if mode == "I;16" else large.convert(mode), "PNG", exif=exif
        )
        stored = read(content)
        assert (stored.mode, stored.size) == ("RGB", (512, 2048))


def test_cmyk_is_converted():
    stored = read(factories.encoded(Image.new("CMYK", (64, 48), (0, 255, 255, 0)), quality=95))
    red, green, blue = stored.getpixel((30, 20))
    assert (red > 200, green < 60, blue < 60) == (True, True, True)


@pytest.mark.parametrize(
    "transparent",
    [
        Image.new("RGBA", (64, 48), (255, 0, 0, 0)),
        Image.new("LA", (64, 48), (0, 0)),
    ],
)
def test_transparency_is_laid_on_white(transparent):
    assert min(read(factories.encoded(transparent, "PNG")).getpixel((30, 20))) > 250


def test_palette_with_transparency_is_laid_on_white():
    image = Image.new("P", (64, 48), 0)
    image.putpalette([255, 0, 0, 0, 0, 255])
    assert min(read(factories.encoded(image, "PNG", transparency=0)).getpixel((30, 20))) > 250


def test_a_phone_photo_with_a_second_picture_behind_it_is_one_photo():
    content = factories.encoded(factories.picture(1), "MPO", save_all=True, append_images=[factories.picture(2)])
    assert Image.open(io.BytesIO(content)).n_frames == 2
    stored = np.asarray(read(content), int)
    assert np.abs(stored - np.asarray(factories.picture(1), int)).mean() < 4


JPEG = factories.encoded(factories.picture(width=400, height=300))
PNG = factories.encoded(factories.picture(), "PNG")
WEBP = factories.encoded(factories.picture(), "WEBP")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"Just text, whatever its name says.", "photo_not_readable"),
        (b"", "photo_not_readable"),
        (JPEG[: len(JPEG) // 2], "photo_not_readable"),
        (PNG[: len(PNG) // 2], "photo_not_readable"),
        (WEBP[: len(WEBP) // 2], "photo_not_readable"),
        (factories.encoded(factories.picture(), "GIF"), "photo_not_readable"),
        (factories.encoded(factories.picture(), "TIFF"), "photo_not_readable"),
        (hostile.heic(b"heic"), "photo_heic"),
        (hostile.heic(b"msf1"), "photo_heic"),
    ],
)
def test_what_is_not_a_photo_is_refused(content, code):
    assert refusal(content) == code


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_animated_is_refused(kind):
    frames = [factories.picture(2), factories.picture(3)]
    assert (
        refusal(factories.encoded(factories.picture(1), kind, save_all=True, append_images=frames)) == "photo_animated"
    )


@pytest.mark.parametrize(("width", "height"), [(30_000, 30_000), (10_000, 10_000), (10_000, 5_001)])
def test_too_many_pixels_are_refused_before_they_are_decoded(width, height):
    assert refusal(hostile.png_of(width, height)) == "photo_too_many_pixels"


BOMB = """
import sys
from PIL import Image
from core import decoding
decoding.warm_up()
Image.open = lambda *_, formats: Image._decompression_bomb_check((1100, 1000))
try:
    decoding.convert(b"", decoding.Options(2048, 1, 5))
except decoding.Refused as refused:
    print(refused)
"""


def test_pillows_mere_warning_of_a_bomb_is_an_error():
    """Of 1.1 megapixels, 1 being allowed. In a process of its own: pytest makes errors of all warnings."""
    ended = subprocess.run([sys.executable, "-c", BOMB], capture_output=True, check=True, text=True)
    assert ended.stdout == "photo_too_many_pixels\n"


def test_a_text_chunk_that_unpacks_without_end_is_refused():
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "x" * 100_000_000, zip=True)
    assert refusal(factories.encoded(factories.picture(), "PNG", pnginfo=info)) == "photo_not_readable"


def test_too_many_bytes_are_refused(settings):
    settings.PHOTO_BYTES = len(JPEG) - 1
    assert refusal(JPEG) == "photo_too_large"
    settings.PHOTO_BYTES = len(JPEG)
    assert read(JPEG).size == (400, 300)


def test_one_problem_names_every_file_that_is_wrong():
    good, bad = factories.photo(), factories.upload(b"x")
    with pytest.raises(Problem) as caught:
        pictures_read({"nose_photos": [good, bad, factories.upload(hostile.heic(b"heic"))], "profile_photo": bad})
    assert caught.value.code == "photo_not_readable"
    assert caught.value.errors == {
        "nose_photos": [{"index": 1, "code": "photo_not_readable"}, {"index": 2, "code": "photo_heic"}],
        "profile_photo": [{"code": "photo_not_readable"}],
    }


@pytest.mark.parametrize("content", [JPEG, PNG, WEBP], ids=["jpeg", "png", "webp"])
def test_damaged_bytes_are_a_picture_or_a_problem(content):
    """Never any other exception. 150 copies, each with a few bytes changed, some cut."""
    generator = np.random.default_rng(7)
    codes = set()
    for _ in range(150):
        damaged = bytearray(content)
        for place in generator.integers(0, len(content), generator.integers(1, 6)):
            damaged[place] = generator.integers(0, 256)
        cut = generator.integers(len(content) // 2, 2 * len(content))
        try:
            picture_read(factories.upload(bytes(damaged[:cut])))
        except Problem as problem:
            codes.add(problem.code)
    assert "photo_not_readable" in codes
