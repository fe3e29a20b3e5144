"""What a finder may see of a registered dog: small pictures and points that lie on them."""

import io

import factories
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from leftovers import photo_file
from PIL import Image, ImageDraw

from lookups.evidence import POINTS
from lookups.models import Lookup

pytestmark = pytest.mark.django_db
WIDTH, HEIGHT = 800, 600
NOSE = [0.25, 0.2, 0.5, 0.6]


def spotted(x: float, y: float) -> SimpleUploadedFile:
    """A white photo with a red spot at (x, y), fractions."""
    image = Image.new("RGB", (WIDTH, HEIGHT), "white")
    x, y = x * WIDTH, y * HEIGHT
    ImageDraw.Draw(image).ellipse([x - 12, y - 12, x + 12, y + 12], fill="red")
    return factories.upload(factories.encoded(image, quality=95))


def matched(noses=None, **changes):
    forms = {"nose_photos": noses} if noses else {}
    dog = factories.dog_registered(factories.user(), **forms, profile_photo=factories.photo(9, width=1200, height=1600))
    lookup, job = factories.lookup_posted()
    entry = factories.candidate(dog, nose=NOSE, **changes)
    factories.finish(job, "match", factories.found("match", entry))
    return dog, f"/api/v1/lookups/{lookup.id}"


def image_of(response) -> Image.Image:
    assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
    return Image.open(io.BytesIO(response.content))


def test_points_lie_on_the_cropped_reference(client):
    """The spot is found at the place that the transformed point names."""
    spot = (0.6, 0.35)
    noses = [spotted(*spot), *(factories.photo(i) for i in range(1, 5))]
    _, base = matched(noses, points=[[0.1, 0.2, *spot]])
    [[x1, y1, x2, y2]] = client.get(base).json()["evidence"]["points"]
    assert (x1, y1) == (0.1, 0.2)
    assert (x2, y2) == pytest.approx((0.7, 0.25), abs=0.005)
    reference = image_of(client.get(f"{base}/reference"))
    red, green, _ = reference.getpixel((int(x2 * reference.width), int(y2 * reference.height)))
    assert (red > 200, green < 60) == (True, True)
    assert min(reference.getpixel((10, reference.height - 10))) > 240


def test_the_reference_is_the_nose_alone_at_240_px(client):
    _, base = matched([spotted(0.5, 0.5), *(factories.photo(i) for i in range(1, 5))])
    reference = image_of(client.get(f"{base}/reference"))
    assert reference.size == (240, 216)


def test_the_dog_is_shown_small(client):
    dog, base = matched()
    assert image_of(client.get(f"{base}/dog-photo")).size == (360, 480)
    assert (dog.profile_photo.width, dog.profile_photo.height) == (1200, 1600)


def test_a_small_nose_is_not_enlarged(client):
    _, base = matched()
    assert image_of(client.get(f"{base}/reference")).size == (32, 29)


@pytest.mark.parametrize("nose", [[0.5, 0.5, 0, 0], [1, 1, 0, 0], [0, 0, 1, 1], [0.9, 0.9, 0.5, 0.5]])
def test_any_box_gives_a_picture(client, nose):
    dog = factories.dog_registered(factories.user())
    lookup, job = factories.lookup_posted()
    factories.finish(job, "match", factories.found("match", factories.candidate(dog, nose=nose)))
    base = f"/api/v1/lookups/{lookup.id}"
    assert min(image_of(client.get(f"{base}/reference")).size) >= 1
    points = client.get(base).json()["evidence"]["points"]
    assert all(0 <= value <= 1 for point in points for value in point)


def test_points_off_the_reference_are_left_out(client):
    _, base = matched(points=[[0.1, 0.1, 0.5, 0.5], [0.1, 0.1, 0.05, 0.5], [0.1, 0.1, 0.5, 0.95]])
    assert len(client.get(base).json()["evidence"]["points"]) == 1


def test_the_number_of_points_does_not_tell_the_score(client):
    counts = set()
    for found in (POINTS + 1, POINTS * 3):
        _, base = matched(points=[[i / 1000, 0.5, 0.5, 0.5] for i in range(found)])
        points = client.get(base).json()["evidence"]["points"]
        counts.add(len(points))
        assert points[-1][0] > 0.9 * found / 1000
    assert counts == {POINTS}


def test_the_finder_sees_his_own_photo_as_it_is_stored(client):
    _, base = matched()
    response = client.get(f"{base}/photo")
    assert b"".join(response.streaming_content) == photo_file(Lookup.objects.get().photo).read_bytes()
    assert response["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("path", ["photo", "reference", "dog-photo"])
def test_what_the_client_has_is_not_sent_again(client, path):
    _, base = matched()
    first = client.get(f"{base}/{path}")
    assert b"".join(first.streaming_content if first.streaming else [first.content])
    again = client.get(f"{base}/{path}", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("path", ["photo", "reference", "dog-photo"])
def test_a_file_that_is_deleted_at_this_moment_is_gone(client, path):
    """Rows that this request has read may be deleted, and their files swept, before it opens them."""
    dog, base = matched()
    lookup = Lookup.objects.get()
    for photo in (lookup.photo, dog.profile_photo, dog.nose_photos.first().photo):
        photo_file(photo).unlink()
    response = client.get(f"{base}/{path}")
    assert (response.status_code, response.json()["code"]) == (410, "gone")
