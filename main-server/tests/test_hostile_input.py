"""At the door: what is refused with a stable code and leaves nothing behind, and what is taken although it is odd."""

import io
import struct
import zlib
from datetime import timedelta

import covering
import emoji_factories
import factories
import hostile
import jwt
import numpy as np
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from rest_framework.test import APIClient
from rest_framework_simplejwt.tokens import AccessToken, RefreshToken

from core.models import FileDeletion, Photo, Shelf
from dogs.models import Dog
from emojis.models import Emoji
from faces.models import Cover
from jobs.models import Job
from lookups.models import Lookup

pytestmark = pytest.mark.django_db
DOGS, LOOKUPS, ME = "/api/v1/dogs/", "/api/v1/lookups/", "/api/v1/users/me"
EMOJIS, COVERS = emoji_factories.EMOJIS, covering.COVERS
JPEG = factories.encoded(factories.picture(1, 320, 240))
FRAMES = [factories.picture(2), factories.picture(3)]
GPS = 0x8825

PHOTOS = {
    "text named .jpg": (b"Just text, whatever its name says.", 422, "photo_not_readable"),
    "truncated": (JPEG[: len(JPEG) // 2], 422, "photo_not_readable"),
    "20 MB": (JPEG + bytes(20 * 2**20), 413, "photo_too_large"),
    "bomb": (hostile.bomb_png(), 422, "photo_too_many_pixels"),
    "false size": (hostile.png_of(30_000, 30_000), 422, "photo_too_many_pixels"),
    "never ends": (hostile.endless_jpeg(), 422, "photo_not_readable"),
    "animated WebP": (
        factories.encoded(factories.picture(1), "WEBP", save_all=True, append_images=FRAMES),
        422,
        "photo_animated",
    ),
    "animated PNG": (
        factories.encoded(factories.picture(1), "PNG", save_all=True, append_images=FRAMES),
        422,
        "photo_animated",
    ),
    "HEIC": (hostile.heic(), 422, "photo_heic"),
    "GIF": (factories.encoded(factories.picture(1), "GIF"), 422, "photo_not_readable"),
    "SVG": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', 422, "photo_not_readable"),
    "one pixel": (factories.encoded(Image.new("RGB", (1, 1))), 422, "photo_too_small"),
}


@pytest.fixture(autouse=True)
def root(settings, tmp_path):
    settings.MEDIA_ROOT, settings.PHOTO_SECONDS = tmp_path, 2
    return tmp_path


@pytest.fixture
def owner():
    return factories.user()


@pytest.fixture
def owner_client(owner):
    """With a real token, through the real stack."""
    return bearing(AccessToken.for_user(owner))


def bearing(token) -> APIClient:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    return client


def rows() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in (Dog, Lookup, Emoji, Cover, Photo, FileDeletion, Job)}


def files(root) -> list:
    return [path for path in root.rglob("*") if path.is_file()]


def assert_refused(response, status: int, code: str):
    assert (response.status_code, response.json()["code"]) == (status, code), response.content
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["status"] == status
    assert response.json()["title"]


def assert_nothing_stored(root):
    assert set(rows().values()) == {0}
    assert not files(root)


@pytest.mark.parametrize("name", PHOTOS)
class TestPhotos:
    def test_among_nose_photos(self, owner_client, root, name):
        content, status, code = PHOTOS[name]
        noses = [factories.photo(i) for i in range(4)] + [factories.upload(content)]
        response = owner_client.post(DOGS, factories.dog_form(nose_photos=noses), format="multipart")
        assert_refused(response, status, code)
        assert [(e["index"], e["code"]) for e in response.json()["errors"]["nose_photos"]] == [(4, code)]
        assert_nothing_stored(root)

    def test_as_the_profile_photo(self, owner_client, root, name):
        content, status, code = PHOTOS[name]
        form = factories.dog_form(profile_photo=factories.upload(content))
        response = owner_client.post(DOGS, form, format="multipart")
        assert_refused(response, status, code)
        assert [error["code"] for error in response.json()["errors"]["profile_photo"]] == [code]
        assert_nothing_stored(root)

    def test_in_a_lookup(self, root, name):
        content, status, code = PHOTOS[name]
        response = APIClient().post(LOOKUPS, {"nose_photo": factories.upload(content)}, format="multipart")
        assert_refused(response, status, code)
        assert_nothing_stored(root)

    def test_in_a_template_of_emojis(self, owner_client, root, name):
        content, status, code = PHOTOS[name]
        form = emoji_factories.emoji_form(fear=factories.upload(content))
        response = owner_client.post(EMOJIS, form, format="multipart")
        assert_refused(response, status, code)
        assert [error["code"] for error in response.json()["errors"]["fear"]] == [code]
        assert_nothing_stored(root)

    def test_to_be_covered(self, owner, root, name):
        content, status, code = PHOTOS[name]
        template = covering.emoji()
        before = rows()
        response = covering.post(owner, template, photo=factories.upload(content))
        assert_refused(response, status, code)
        assert [error["code"] for error in response.json()["errors"]["photo"]] == [code]
        assert (rows(), files(root)) == (before, [])

    def test_as_another_profile_photo(self, owner, owner_client, root, name):
        content, status, code = PHOTOS[name]
        dog = factories.dog_registered(owner)
        before = rows(), sorted(files(root))
        response = owner_client.patch(
            f"{DOGS}{dog.id}", {"profile_photo": factories.upload(content)}, format="multipart"
        )
        assert_refused(response, status, code)
        assert (rows(), sorted(files(root))) == before


def photos(count: int) -> list[SimpleUploadedFile]:
    return [factories.photo(seed) for seed in range(count)]


@pytest.mark.parametrize(
    ("changes", "code", "field", "field_code"),
    [
        ({"nose_photos": photos(4)}, "validation_failed", "nose_photos", "photo_count"),
        ({"nose_photos": photos(6)}, "validation_failed", "nose_photos", "photo_count"),
        (
            {"nose_photos": [factories.upload(JPEG) for _ in range(5)]},
            "duplicate_photo",
            "nose_photos",
            "duplicate_photo",
        ),
        ({"nose_photos": [*photos(4), factories.upload(b"")]}, "validation_failed", "nose_photos", "empty"),
        ({"profile_photo": factories.upload(b"")}, "validation_failed", "profile_photo", "empty"),
        ({"nose_photos": None}, "validation_failed", "nose_photos", "required"),
        ({"profile_photo": "a word"}, "validation_failed", "profile_photo", "invalid"),
        ({"name": None}, "validation_failed", "name", "required"),
        ({"name": "초" * 10_000}, "validation_failed", "name", "max_length"),
        ({"name": "a\0b"}, "validation_failed", "name", "null_characters_not_allowed"),
        ({"marks": "m" * 10_000}, "validation_failed", "marks", "max_length"),
        ({"breed": "unicorn"}, "validation_failed", "breed", "invalid_choice"),
        ({"breed": "j" * 10_000}, "validation_failed", "breed", "invalid_choice"),
        ({"birth_year": "9" * 10_000}, "validation_failed", "birth_year", "max_string_length"),
    ],
)
def test_forms(owner_client, root, changes, code, field, field_code):
    response = owner_client.post(DOGS, factories.dog_form(**changes), format="multipart")
    assert_refused(response, 422, code)
    assert field_code in {error["code"] for error in response.json()["errors"][field]}
    assert_nothing_stored(root)


def test_a_lookup_without_a_photo(root):
    assert_refused(APIClient().post(LOOKUPS, {"place": "Seoul"}, format="multipart"), 422, "validation_failed")
    empty = APIClient().post(LOOKUPS, {"nose_photo": factories.upload(b"")}, format="multipart")
    assert [error["code"] for error in empty.json()["errors"]["nose_photo"]] == ["empty"]
    assert_nothing_stored(root)


@pytest.mark.parametrize("path", [DOGS, LOOKUPS, EMOJIS, COVERS])
@pytest.mark.parametrize(
    ("body", "content_type", "status", "code"),
    [
        (b'{"name": "x"}', "application/json", 415, "unsupported_media_type"),
        (b"name=x", "application/x-www-form-urlencoded", 415, "unsupported_media_type"),
        (JPEG, "image/jpeg", 415, "unsupported_media_type"),
        (b"--b\r\n", "multipart/form-data", 400, "malformed_request"),
        (b"no part at all", "multipart/form-data; boundary=b", 422, "validation_failed"),
    ],
)
def test_bodies_that_are_no_form(owner_client, root, path, body, content_type, status, code):
    assert_refused(owner_client.generic("POST", path, body, content_type), status, code)
    assert_nothing_stored(root)


@pytest.mark.parametrize("method", ["get", "patch", "delete"])
def test_the_dog_of_another_owner(owner_client, root, method):
    theirs = factories.dog_registered(factories.user())
    before = rows(), sorted(files(root))
    response = getattr(owner_client, method)(f"{DOGS}{theirs.id}", {"name": "Mine"} if method == "patch" else None)
    assert_refused(response, 404, "not_found")
    assert_refused(owner_client.get(f"{DOGS}{theirs.id}/photo"), 404, "not_found")
    assert (rows(), sorted(files(root))) == before


def expired(owner):
    token = AccessToken.for_user(owner)
    token.set_exp(lifetime=-timedelta(seconds=1))
    return token


def signed_with(key: str | None, algorithm: str = "HS256"):
    return lambda owner: jwt.encode(dict(AccessToken.for_user(owner).payload), key, algorithm)


def with_another_payload(owner):
    header, _, signature = str(AccessToken.for_user(owner)).split(".")
    _, payload, _ = str(AccessToken.for_user(factories.user())).split(".")
    return f"{header}.{payload}.{signature}"


TOKENS = {
    "expired": expired,
    "of another server": signed_with("k" * 32),
    "signed with another of our keys": signed_with(settings.SECRET_KEY),
    "unsigned": signed_with(None, "none"),
    "with another payload": with_another_payload,
    "a refresh token": RefreshToken.for_user,
    "no token": lambda owner: "a.b.c",
    "very long": lambda owner: "a" * 10_000,
}


@pytest.mark.parametrize("name", TOKENS)
def test_tokens(owner, root, name):
    client = bearing(TOKENS[name](owner))
    assert_refused(client.post(DOGS, factories.dog_form(), format="multipart"), 401, "token_not_valid")
    assert_refused(client.post(LOOKUPS, {"nose_photo": factories.photo()}, format="multipart"), 401, "token_not_valid")
    assert_refused(client.get(ME), 401, "token_not_valid")
    assert_nothing_stored(root)


def test_a_token_whose_password_has_changed(owner, root):
    token = AccessToken.for_user(owner)
    owner.set_unusable_password()
    owner.save()
    response = bearing(token).post(DOGS, factories.dog_form(), format="multipart")
    assert response.status_code == 401
    assert_nothing_stored(root)


@pytest.mark.parametrize("name", ["초코", "콩이 🐶🏳️‍🌈", "Ñandú", "犬", "한" * 50])
def test_names_in_any_writing(owner_client, name):
    assert owner_client.post(DOGS, factories.dog_form(name=name), format="multipart").status_code == 202
    [dog] = owner_client.get("/api/v1/users/mypage/dogs").json()["results"]
    assert dog["name"] == name


def named(file_name: str) -> io.BytesIO:
    photo = io.BytesIO(JPEG)
    photo.name = file_name
    return photo


def test_a_file_with_a_name_of_10000_characters(root):
    response = APIClient().post(LOOKUPS, {"nose_photo": named("n" * 10_000)}, format="multipart")
    assert_refused(response, 400, "malformed_request")
    assert_nothing_stored(root)


@pytest.mark.parametrize("file_name", ["../../etc/passwd", "n" * 900, "코 사진 🐶.jpg", "a\\..\\b.html", "a\0b"])
def test_names_of_files_mean_nothing(root, file_name):
    assert APIClient().post(LOOKUPS, {"nose_photo": named(file_name)}, format="multipart").status_code == 202
    [path] = files(root)
    assert path.suffix == ".jpg"
    assert root / Shelf.LOOKUPS in path.parents


def rgb16() -> bytes:
    """A PNG of three channels of 16 bits, which Pillow cannot write."""
    grey = np.tile(np.linspace(0, 65535, 64).astype(">u2"), (48, 1))
    scanlines = b"".join(b"\0" + np.repeat(row[:, None], 3, 1).tobytes() for row in grey)

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 64, 48, 16, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(scanlines)) + chunk(b"IEND", b"")


ODD = {
    "16-bit grey": factories.encoded(
        Image.fromarray(np.tile(np.linspace(0, 65535, 64).astype(np.uint16), (48, 1))), "PNG"
    ),
    "16-bit RGB": rgb16(),
    "CMYK": factories.encoded(factories.picture(1).convert("CMYK")),
    "palette": factories.encoded(factories.picture(1).convert("P"), "PNG"),
    "1 bit": factories.encoded(factories.picture(1).convert("1"), "PNG"),
    "transparent": factories.encoded(factories.picture(1).convert("RGBA"), "WEBP"),
    "progressive": factories.encoded(factories.picture(1), progressive=True),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_pictures_are_converted(root, name):
    response = APIClient().post(LOOKUPS, {"nose_photo": factories.upload(ODD[name])}, format="multipart")
    assert response.status_code == 202, response.content
    [path] = files(root)
    with Image.open(path) as stored:
        assert (stored.format, stored.mode, stored.size) == ("JPEG", "RGB", (64, 48))
        if name.startswith("16-bit"):
            row = np.asarray(stored, int)[24, :, 0]
            assert row[0] < 8 and 110 < row[32] < 145 and row[-1] > 247


def telling_photo(orientation: int) -> bytes:
    """A photo that says where it was taken, by whom and with what, in every way that a JPEG can."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112], exif[0x013B] = "SecretMaker", orientation, "SecretArtist"
    exif.get_ifd(GPS).update({1: "N", 2: (37.0, 33.0, 59.0), 3: "E", 4: (126.0, 58.0, 40.0), 29: "SecretDate"})
    left_red = Image.new("RGB", (64, 32), "blue")
    left_red.paste("red", (0, 0, 32, 32))
    jpeg = factories.encoded(
        left_red,
        exif=exif,
        comment=b"SecretComment",
        icc_profile=b"SecretProfile" * 20,
        xmp=b"<x>SecretXmp</x>",
        quality=95,
    )
    iptc = b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0\0\0\0\x11\x1c\x02\x5a\0\x0cSecretCity12\0"
    return jpeg[:2] + b"\xff\xed" + struct.pack(">H", 2 + len(iptc)) + iptc + jpeg[2:] + b"SecretTrailer"


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_rotation_is_honoured_and_metadata_is_gone(root, orientation):
    sent = telling_photo(orientation)
    assert sent.count(b"Secret") >= 8
    assert APIClient().post(LOOKUPS, {"nose_photo": factories.upload(sent)}, format="multipart").status_code == 202
    [path] = files(root)
    content = path.read_bytes()
    for trace in (b"Secret", b"Exif", b"GPS", b"8BIM", b"ICC_PROFILE", b"ns.adobe.com", b"http"):
        assert trace not in content
    photo = Photo.objects.get()
    with Image.open(io.BytesIO(content)) as stored:
        assert not stored.getexif()
        assert stored.size == (photo.width, photo.height) == ((64, 32) if orientation in (1, 3) else (32, 64))
        red = {1: (8, 16), 3: (56, 16), 6: (16, 8), 8: (16, 56)}[orientation]
        assert stored.getpixel(red)[0] > 200
