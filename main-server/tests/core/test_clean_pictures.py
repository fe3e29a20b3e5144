"""Pictures that are stored as they came, once it is sure what they are."""

import hashlib
import io

import factories
import hostile
import pytest
from PIL import Image, PngImagePlugin

from core.models import JPEG, PNG
from core.pictures import picture_as_it_is
from core.problems import Problem


def text() -> PngImagePlugin.PngInfo:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "secret")
    return info


def exif() -> Image.Exif:
    made = Image.Exif()
    made[0x010F] = "CameraMaker"
    return made


PICTURE = factories.picture(1, 320, 240)
CLEAN_JPEG, CLEAN_PNG = factories.encoded(PICTURE), factories.encoded(PICTURE.convert("RGBA"), "PNG")


@pytest.mark.parametrize(("data", "content_type"), [(CLEAN_JPEG, JPEG), (CLEAN_PNG, PNG)])
def test_not_a_byte_is_changed(data, content_type):
    made = picture_as_it_is(data, content_type)
    assert (made.data, made.content_type, made.width, made.height) == (data, content_type, 320, 240)
    assert made.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("data", "content_type", "code"),
    [
        (CLEAN_JPEG, PNG, "photo_not_readable"),
        (CLEAN_PNG, JPEG, "photo_not_readable"),
        (factories.encoded(PICTURE, "WEBP"), PNG, "photo_not_readable"),
        (b"", PNG, "photo_not_readable"),
        (b"<html><script>alert(1)</script>", JPEG, "photo_not_readable"),
        (CLEAN_JPEG[:-400], JPEG, "photo_not_readable"),
        (CLEAN_PNG[: len(CLEAN_PNG) // 2], PNG, "photo_not_readable"),
        (factories.encoded(PICTURE, "MPO", save_all=True, append_images=[PICTURE]), JPEG, "photo_not_readable"),
        (factories.encoded(PICTURE, exif=exif()), JPEG, "photo_not_readable"),
        (factories.encoded(PICTURE, comment=b"secret"), JPEG, "photo_not_readable"),
        (factories.encoded(PICTURE, icc_profile=bytes(200)), JPEG, "photo_not_readable"),
        (factories.encoded(PICTURE, xmp=b"<x:xmpmeta/>"), JPEG, "photo_not_readable"),
        (factories.encoded(PICTURE, "PNG", exif=exif()), PNG, "photo_not_readable"),
        (factories.encoded(PICTURE, "PNG", pnginfo=text()), PNG, "photo_not_readable"),
        (factories.encoded(PICTURE, "PNG", save_all=True, append_images=[PICTURE.rotate(9)]), PNG, "photo_animated"),
        (factories.encoded(Image.new("RGBA", (15, 40)), "PNG"), PNG, "photo_too_small"),
        (hostile.png_of(10_000, 5_001), PNG, "photo_too_many_pixels"),
        (hostile.endless_jpeg(), JPEG, "photo_not_readable"),
    ],
)
def test_what_is_not_what_it_says_is_refused(data, content_type, code):
    with pytest.raises(Problem) as caught:
        picture_as_it_is(data, content_type)
    assert caught.value.code == code


def test_what_our_own_programs_write_has_no_metadata():
    """As the AI server encodes: OpenCV's JPEG and PNG."""
    cv2 = pytest.importorskip("cv2")
    import numpy as np

    pixels = np.asarray(PICTURE.convert("RGBA"))
    for data, content_type in (
        (cv2.imencode(".jpg", pixels[..., :3], [cv2.IMWRITE_JPEG_QUALITY, 92])[1].tobytes(), JPEG),
        (cv2.imencode(".png", pixels)[1].tobytes(), PNG),
    ):
        assert picture_as_it_is(data, content_type).data == data
        assert Image.open(io.BytesIO(data)).size == PICTURE.size
