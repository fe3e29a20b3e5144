"""`manage.py storage_copy`: from the disk to the bucket and back, in any number of goes."""

import io

import factories
import pytest
import s3 as servers
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from leftovers import photo_file

from core.models import Shelf
from core.photos import photo_create, photos_atomic
from core.pictures import picture_read
from core.storage import copying

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def photos(settings, tmp_path, s3, monkeypatch):
    """Five of them on the disk, beside an empty bucket; read two at a time."""
    monkeypatch.setattr(copying, "PAGE", 2)
    settings.MEDIA_ROOT = tmp_path
    with photos_atomic():
        made = [photo_create(picture_read(factories.photo(n)), [*Shelf][n % 3]) for n in range(5)]
    servers.new_bucket(settings, s3.url)
    return made


def copy(*arguments):
    output = io.StringIO()
    try:
        call_command("storage_copy", *arguments, stdout=output)
    except CommandError as error:
        return f"{output.getvalue()}{error}"
    return output.getvalue()


def test_all_of_them_are_there_and_then_need_no_second_copy(photos):
    assert copy("--to", "bucket") == "5 copied, 0 there already, 0 missing, 0 damaged\n"
    assert servers.names(storages["bucket"]) == {photo.path for photo in photos}
    assert copy("--to", "bucket", "--thorough") == "0 copied, 5 there already, 0 missing, 0 damaged\n"


def test_and_back(photos):
    copy("--to", "bucket")
    for photo in photos:
        photo_file(photo).unlink()
    assert copy("--to", "disk") == "5 copied, 0 there already, 0 missing, 0 damaged\n"
    for photo in photos:
        assert photo_file(photo).read_bytes() == storages["bucket"].open(photo.path).read()


def test_what_is_not_what_the_row_says_is_not_copied(photos):
    photo_file(photos[0]).write_bytes(b"rotten")
    photo_file(photos[1]).unlink()
    said = copy("--to", "bucket")
    assert f"damaged {photos[0].path}\n" in said and f"missing {photos[1].path}\n" in said
    assert said.endswith("3 copied, 0 there already, 1 missing, 1 damaged\nsome photos could not be copied")
    assert servers.names(storages["bucket"]) == {photo.path for photo in photos[2:]}


def test_a_copy_that_is_torn_is_made_again_and_a_rotten_one_if_it_is_read(photos):
    copy("--to", "bucket")
    storages["bucket"].save(photos[0].path, ContentFile(b"torn"))
    assert copy("--to", "bucket").startswith("1 copied, 4 there already")
    storages["bucket"].save(photos[1].path, ContentFile(b"x" * photos[1].size))
    assert copy("--to", "bucket").startswith("0 copied, 5 there already")
    assert copy("--to", "bucket", "--thorough").startswith("1 copied, 4 there already")


def test_it_stops_where_the_storage_does_and_goes_on_from_there(photos, settings, s3):
    name = storages["bucket"].bucket_name
    servers.use(settings, "http://127.0.0.1:1", name)
    assert copy("--to", "bucket").endswith("run it again")
    servers.use(settings, s3.url, name)
    assert copy("--to", "bucket").startswith("5 copied")


def test_both_places_have_to_be_set(settings):
    settings.PHOTO_LINKS = False
    assert copy("--to", "bucket") == "both MAIN_MEDIA_ROOT and MAIN_S3_BUCKET have to be set"
