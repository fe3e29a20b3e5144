"""Pictures whose transparency is kept: bytes from outside -> a clean PNG, or a code that says why not."""

import io

import factories
import hostile
import numpy as np
import pytest
from PIL import Image, ImageDraw, PngImagePlugin

from core.models import PNG
from core.pictures import Form, picture_read, pictures_read
from core.problems import Problem

MODES = np.array([[0, 40, 128, 255]], np.uint8).repeat(64, 0).repeat(16, 1)  # alpha in four stripes of 16 px


def with_alpha(seed: int = 0) -> Image.Image:
    image = factories.picture(seed, 64, 64)
    image.putalpha(Image.fromarray(MODES))
    return image


def read(content: bytes) -> Image.Image:
    made = picture_read(factories.upload(content), Form.EMOJI)
    image = Image.open(io.BytesIO(made.data))
    image.load()
    assert (made.content_type, image.format, image.size) == (PNG, "PNG", (made.width, made.height))
    assert made.data.startswith(b"\x89PNG")
    return image


def refusal(content: bytes) -> str:
    with pytest.raises(Problem) as caught:
        picture_read(factories.upload(content), Form.EMOJI)
    return caught.value.code


def differ(one: Image.Image, other: Image.Image) -> int:
    """The largest difference of any value where both can be seen."""
    one, other = (np.asarray(image.convert("RGBA"), int) for image in (one, other))
    seen = np.maximum(one[..., 3:], other[..., 3:]) > 0
    return int(np.where(seen, np.abs(one - other), 0).max())


@pytest.mark.parametrize(("kind", "options"), [("PNG", {}), ("WEBP", {"lossless": True, "exact": True})])
def test_colours_and_alpha_come_back_as_they_were(kind, options):
    stored = read(factories.encoded(with_alpha(), kind, **options))
    assert stored.mode == "RGBA"
    assert np.array_equal(np.asarray(stored), np.asarray(with_alpha()))


def test_lossy_webp_keeps_its_alpha():
    stored = read(factories.encoded(with_alpha(), "WEBP", quality=80))
    assert np.array_equal(np.asarray(stored)[..., 3], MODES)


def palette() -> Image.Image:
    image = Image.new("P", (64, 64), 0)
    image.putpalette([255, 0, 0, 0, 0, 255, 0, 255, 0])
    image.paste(1, (16, 0, 32, 64))
    image.paste(2, (32, 0, 64, 64))
    return image


def grey_16_bit() -> bytes:
    image = Image.fromarray(np.linspace(0, 65535, 64 * 64).reshape(64, 64).astype(np.uint16))
    return factories.encoded(image, "PNG")


@pytest.mark.parametrize(
    ("image", "transparency", "alphas"),
    [
        (palette(), 0, {0, 255}),
        (palette(), bytes([0, 128, 255]), {0, 128, 255}),
        (Image.new("L", (64, 64), 7), 7, {0}),
        (Image.new("RGB", (64, 64), (1, 2, 3)), (1, 2, 3), {0}),
    ],
)
def test_transparency_of_other_modes_is_kept(image, transparency, alphas):
    stored = read(factories.encoded(image, "PNG", transparency=transparency))
    assert stored.mode == "RGBA" and set(np.unique(np.asarray(stored)[..., 3])) == alphas
    assert differ(stored, Image.open(io.BytesIO(factories.encoded(image, "PNG", transparency=transparency)))) == 0


def test_grey_with_alpha_is_kept():
    image = Image.merge("LA", (Image.new("L", (64, 64), 90), Image.fromarray(MODES)))
    stored = read(factories.encoded(image, "PNG"))
    assert np.array_equal(np.asarray(stored)[..., 3], MODES) and stored.getpixel((60, 3))[:3] == (90, 90, 90)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_is_opaque_gets_no_alpha(kind):
    stored = read(factories.encoded(factories.picture(), kind))
    assert stored.mode == "RGB" and differ(stored, factories.picture()) < 20


def test_16_bit_grey_is_scaled_not_clipped():
    stored = np.asarray(read(grey_16_bit()))[..., 0]
    assert stored[0, 0] == 0 and stored[-1, -1] >= 254 and 110 < stored[32].mean() < 145


@pytest.mark.parametrize(("size", "expected"), [((3000, 1000), (1024, 341)), ((900, 1025), (899, 1024))])
def test_the_long_side_is_bounded(size, expected):
    assert read(factories.encoded(Image.new("RGBA", size, (9, 9, 9, 9)), "PNG")).size == expected


def test_what_lies_under_full_transparency_does_not_bleed_into_the_rim():
    """A red disc on transparent black: a rim that is mixed with what nobody sees would be dark."""
    image = Image.new("RGBA", (2048, 2048), (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((300, 300, 1700, 1700), (255, 0, 0, 255))
    stored = np.asarray(read(factories.encoded(image, "PNG")))
    rim = stored[(stored[..., 3] > 20) & (stored[..., 3] < 250)]
    assert len(rim) > 100 and rim[:, 0].min() > 240


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "JPEG"])
def test_it_is_upright(kind):
    left_red = Image.new("RGB", (64, 32), "blue")
    left_red.paste("red", (0, 0, 32, 32))
    exif = Image.Exif()
    exif[0x0112] = 6
    stored = read(factories.encoded(left_red.transpose(Image.Transpose.ROTATE_90), kind, exif=exif))
    assert stored.size == (64, 32) and stored.getpixel((8, 16))[0] > 200 and stored.getpixel((56, 16))[2] > 200


def test_metadata_is_gone():
    info, exif = PngImagePlugin.PngInfo(), Image.Exif()
    info.add_text("Comment", "secret", zip=False)
    info.add_itxt("XML:com.adobe.xmp", "secret too")
    exif[0x010F] = "CameraMaker"
    content = factories.encoded(with_alpha(), "PNG", pnginfo=info, exif=exif, icc_profile=bytes(200), dpi=(300, 300))
    assert b"secret" in content and b"CameraMaker" in content
    stored = picture_read(factories.upload(content), Form.EMOJI).data
    assert b"secret" not in stored and b"CameraMaker" not in stored
    reopened = Image.open(io.BytesIO(stored))
    reopened.load()
    assert reopened.info == {} and not reopened.getexif()


def test_a_picture_of_50_megapixels_fits_into_a_decoders_memory():
    """In each mode that is made larger on the way."""
    for mode in ("RGBA", "P"):
        content = factories.encoded(
            Image.new(mode, (7000, 7000), 0), "PNG", **{"transparency": 0} if mode == "P" else {}
        )
        stored = read(content)
        assert stored.size == (1024, 1024) and stored.getpixel((5, 5))[3] == 0


JPEG = factories.encoded(factories.picture(width=400, height=300))
TRANSPARENT = factories.encoded(with_alpha(), "PNG")
WEBP = factories.encoded(with_alpha(), "WEBP")
FRAMES = {"save_all": True, "append_images": [with_alpha(2), with_alpha(3)]}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "photo_not_readable"),
        (b"\x89PNG\r\n\x1a\n", "photo_not_readable"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "photo_not_readable"),
        (TRANSPARENT[: len(TRANSPARENT) // 2], "photo_not_readable"),
        (WEBP[: len(WEBP) // 2], "photo_not_readable"),
        (factories.encoded(palette(), "GIF", transparency=0), "photo_not_readable"),
        (hostile.heic(), "photo_heic"),
        (factories.encoded(with_alpha(1), "PNG", **FRAMES), "photo_animated"),
        (factories.encoded(with_alpha(1), "WEBP", **FRAMES), "photo_animated"),
        (hostile.png_of(10_000, 5_001), "photo_too_many_pixels"),
        (hostile.bomb_png(), "photo_too_many_pixels"),
        (hostile.endless_jpeg(), "photo_not_readable"),
        (factories.encoded(Image.new("RGBA", (1, 1)), "PNG"), "photo_too_small"),
        (factories.encoded(Image.new("RGBA", (4000, 16)), "PNG"), "photo_too_small"),
    ],
)
def test_what_is_no_picture_or_made_to_do_harm_is_refused(content, code):
    assert refusal(content) == code


@pytest.mark.parametrize("content", [TRANSPARENT, WEBP, factories.encoded(palette(), "PNG", transparency=0)])
def test_damaged_bytes_are_a_picture_or_a_problem(content):
    generator, codes = np.random.default_rng(3), set()
    for _ in range(100):
        damaged = bytearray(content)
        for place in generator.integers(0, len(content), generator.integers(1, 6)):
            damaged[place] = generator.integers(0, 256)
        try:
            picture_read(factories.upload(bytes(damaged)), Form.EMOJI)
        except Problem as problem:
            codes.add(problem.code)
    assert "photo_not_readable" in codes


def test_one_problem_names_every_file_that_is_wrong():
    uploads = {"happy": factories.upload(TRANSPARENT), "sad": factories.upload(b"x"), "fear": factories.upload(JPEG)}
    with pytest.raises(Problem) as caught:
        pictures_read(uploads, Form.EMOJI)
    assert caught.value.errors == {"sad": [{"code": "photo_not_readable"}]}
    del uploads["sad"]
    assert {name: made.content_type for name, [made] in pictures_read(uploads, Form.EMOJI).items()} == {
        "happy": PNG,
        "fear": PNG,
    }
