"""GET /internal/photos/{id}: for the AI server alone."""

import hashlib
from uuid import uuid4

import factories
import pytest
from django.conf import settings
from leftovers import photo_file

from core.photos import files_delete_queued, photo_create, photo_delete, photos_atomic
from core.pictures import Form, picture_read

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo():
    with photos_atomic():
        return photo_create(picture_read(factories.photo()))


def get(client, photo_id, token=None, **headers):
    token = settings.INTERNAL_TOKEN if token is None else token
    return client.get(f"/internal/photos/{photo_id}", headers={"Authorization": f"Bearer {token}", **headers})


def is_problem(response, status, code):
    return response["Content-Type"] == "application/problem+json" and (
        response.status_code,
        response.json()["code"],
    ) == (
        status,
        code,
    )


@pytest.mark.parametrize("accept", ["*/*", "image/jpeg"])
def test_the_bytes_are_those_of_the_digest(client, photo, accept):
    response = get(client, photo.id, Accept=accept)
    content = b"".join(response.streaming_content)
    assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
    assert response["ETag"] == f'"{photo.sha256}"'
    assert int(response["Content-Length"]) == len(content)
    assert hashlib.sha256(content).hexdigest() == photo.sha256


@pytest.mark.parametrize(("form", "content_type"), [(Form.PHOTO, "image/jpeg"), (Form.EMOJI, "image/png")])
def test_the_type_is_that_of_the_bytes_and_not_to_be_guessed(client, form, content_type):
    with photos_atomic():
        photo = photo_create(picture_read(factories.photo(), form))
    response = get(client, photo.id)
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == (content_type, "nosniff")
    assert hashlib.sha256(b"".join(response.streaming_content)).hexdigest() == photo.sha256


def test_what_the_client_has_is_not_sent_again(client, photo):
    assert get(client, photo.id, **{"If-None-Match": f'"{photo.sha256}"'}).status_code == 304


@pytest.mark.parametrize("token", ["", "wrong", settings.INTERNAL_TOKEN + "x", "é"])
def test_a_wrong_token_is_refused(client, photo, token):
    response = get(client, photo.id, token)
    assert is_problem(response, 401, "authentication_failed")
    assert response["WWW-Authenticate"] == "Bearer"


def test_no_token_is_refused(client, photo):
    assert is_problem(client.get(f"/internal/photos/{photo.id}"), 401, "not_authenticated")


def test_a_users_token_is_refused(client, photo):
    from rest_framework_simplejwt.tokens import AccessToken

    assert is_problem(get(client, photo.id, str(AccessToken.for_user(factories.user()))), 401, "authentication_failed")


def test_an_unknown_photo_is_404(client):
    assert is_problem(get(client, uuid4(), Accept="image/jpeg"), 404, "not_found")


def test_a_deleted_photo_is_gone_before_and_after_its_file_is(client, photo):
    photo_delete(photo)
    assert is_problem(get(client, photo.id), 410, "gone")
    files_delete_queued()
    assert is_problem(get(client, photo.id), 410, "gone")


def test_a_photo_whose_file_is_missing_is_gone(client, photo):
    photo_file(photo).unlink()
    assert is_problem(get(client, photo.id), 410, "gone")
