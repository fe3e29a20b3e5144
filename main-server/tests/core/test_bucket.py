"""Photos in a bucket of a real S3 server: how they lie there, and who may take them from there."""

import hashlib
import time
from uuid import uuid4

import factories
import pytest
import requests
import s3 as servers
from django.conf import settings as shipped
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from core.models import Photo
from core.photos import files_delete_queued, photo_create, photo_delete, photos_atomic
from core.pictures import Form, picture_read
from core.storage import bucket as module

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo(bucket) -> Photo:
    return stored()


def stored(form: Form = Form.PHOTO) -> Photo:
    with photos_atomic():
        return photo_create(picture_read(factories.photo(), form))


def internal(client, photo_id, token=None):
    token = shipped.INTERNAL_TOKEN if token is None else token
    return client.get(f"/internal/photos/{photo_id}", headers={"Authorization": f"Bearer {token}"})


def head(bucket, name):
    return bucket.client.head_object(Bucket=bucket.bucket_name, Key=name)


@pytest.mark.parametrize(("form", "content_type"), [(Form.PHOTO, "image/jpeg"), (Form.EMOJI, "image/png")])
def test_an_object_is_encrypted_and_says_what_it_is(bucket, form, content_type):
    found = head(bucket, stored(form).path)
    assert (found["ContentType"], found["CacheControl"]) == (content_type, "private, no-store")
    assert found["ServerSideEncryption"] == "AES256"


def test_a_key_of_the_kms_encrypts_if_there_is_one(bucket, settings):
    servers.again(settings, bucket, kms_key="key-of-the-test")
    found = head(bucket, stored().path)
    assert (found["ServerSideEncryption"], found["SSEKMSKeyId"]) == ("aws:kms", "key-of-the-test")


def test_nobody_reads_an_object_without_a_signature(bucket, photo):
    address = default_storage.url(photo.path)
    assert requests.get(address, timeout=5).status_code == 200
    assert requests.get(address.partition("?")[0], timeout=5).status_code == 403
    assert requests.get(address.replace("X-Amz-Signature=", "X-Amz-Signature=0"), timeout=5).status_code == 403
    other = photo.path.replace(photo.id.hex[-1] + ".jpg", f"{int(photo.id.hex[-1], 16) ^ 1:x}.jpg")
    assert requests.get(address.replace(photo.path, other), timeout=5).status_code == 403
    everybody = "http://acs.amazonaws.com/groups/global/"
    grants = bucket.client.get_object_acl(Bucket=bucket.bucket_name, Key=photo.path)["Grants"]
    assert grants and not [grant for grant in grants if grant["Grantee"].get("URI", "").startswith(everybody)]


def test_a_signed_address_lasts_for_a_moment_and_for_reading_alone(bucket, photo, settings):
    servers.again(settings, bucket, url_seconds="2")
    address = default_storage.url(photo.path)
    assert requests.get(address, timeout=5).status_code == 200
    for method in ("PUT", "DELETE", "HEAD"):
        assert requests.request(method, address, timeout=5).status_code == 403
    time.sleep(2.1)
    assert requests.get(address, timeout=5).status_code == 403
    assert head(bucket, photo.path)["ContentLength"] == photo.size


def test_addresses_are_signed_for_the_name_by_which_others_reach_the_server(bucket, photo, settings):
    elsewhere = bucket.endpoint_url.replace("127.0.0.1", "localhost")
    servers.again(settings, bucket, url_endpoint=elsewhere)
    address = default_storage.url(photo.path)
    assert address.startswith(f"{elsewhere}/{bucket.bucket_name}/")
    assert requests.get(address, timeout=5).status_code == 200
    assert requests.get(address.replace("localhost", "127.0.0.1"), timeout=5).status_code == 403


@pytest.mark.parametrize("region", ["us-east-1", "ap-northeast-2"])
def test_without_an_endpoint_it_is_amazons_in_the_region(settings, region):
    """What an operator lists in AI_PHOTO_ORIGINS. Signing asks nobody."""
    servers.use(settings, "", "photos", region=region)
    assert default_storage.url("photos/00/a.jpg").startswith(
        f"https://photos.s3.{region}.amazonaws.com/photos/00/a.jpg?"
    )


def test_the_ai_server_is_sent_to_the_bucket(client, photo):
    answer = internal(client, photo.id)
    assert (answer.status_code, answer["Cache-Control"], answer.content) == (307, "no-store", b"")
    got = requests.get(answer["Location"], timeout=5)
    assert (got.status_code, got.headers["Content-Type"]) == (200, "image/jpeg")
    assert hashlib.sha256(got.content).hexdigest() == photo.sha256


def test_nobody_else_is(client, photo):
    assert [internal(client, photo.id, token).status_code for token in ("", "wrong")] == [401, 401]
    assert internal(client, uuid4()).status_code == 404


def test_a_deleted_photo_has_no_address_and_an_older_one_ends_with_the_file(client, photo):
    address = internal(client, photo.id)["Location"]
    photo_delete(photo)
    assert internal(client, photo.id).json()["code"] == "gone"
    assert files_delete_queued() == 1
    assert requests.get(address, timeout=5).status_code == 404


def test_owners_get_their_pictures_from_here(s3, bucket, client):
    """The check of who asks goes with each look, and browsers' policy knows no other origin."""
    owner = factories.user()
    dog = factories.dog_registered(owner)
    own = factories.client_of(owner)
    answer = own.get(f"/api/v1/dogs/{dog.id}/photo")
    content = b"".join(answer.streaming_content)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert hashlib.sha256(content).hexdigest() == dog.profile_photo.sha256
    assert int(answer["Content-Length"]) == len(content) and answer["Cache-Control"] == "private, no-cache"
    assert s3.seen[-1] == ("GET", f"/{bucket.bucket_name}/{dog.profile_photo.path}", "header", "200")
    assert own.get(f"/api/v1/dogs/{dog.id}/photo", headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_names_are_read_page_by_page(s3, bucket, monkeypatch):
    monkeypatch.setattr(module, "PAGE", 2)
    for name in ("a", "b", "c", "d", "e"):
        default_storage.save(f"photos/00/{name}.jpg", ContentFile(b"x"))
    default_storage.save("photos/ff/f.jpg", ContentFile(b"x"))
    before = len(s3.seen)
    assert default_storage.listdir("photos/00") == ([], ["a.jpg", "b.jpg", "c.jpg", "d.jpg", "e.jpg"])
    assert len(s3.seen) - before == 3
    assert default_storage.listdir("photos") == (["00", "ff"], [])


def test_each_operation_is_one_request(s3, bucket, client):
    photo = stored()
    with default_storage.open(photo.path) as file:
        file.read()
    default_storage.delete(photo.path)
    place = f"/{bucket.bucket_name}/{photo.path}"
    assert [line[:3] for line in s3.seen if line[1] == place] == [
        (method, place, "header") for method in ("PUT", "GET", "DELETE")
    ]
