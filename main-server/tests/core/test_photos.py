"""Rows and files: none without the other, whatever fails in between, wherever files are kept."""

import io
import os
import re
import time
from datetime import timedelta
from uuid import uuid4

import factories
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from leftovers import photo_file

from core.models import PNG, FileDeletion, Photo, Shelf
from core.photos import (
    files_audit,
    files_delete_queued,
    photo_bytes,
    photo_create,
    photo_delete,
    photo_open,
    photos_atomic,
)
from core.pictures import Form, picture_read
from core.problems import Problem

pytestmark = pytest.mark.django_db


def stored(seed: int = 0, form: Form = Form.PHOTO, shelf: Shelf = Shelf.PHOTOS) -> Photo:
    with photos_atomic():
        return photo_create(picture_read(factories.photo(seed), form), shelf)


def put(name: str) -> str:
    return default_storage.save(name, ContentFile(b"x"))


def fsck(*arguments: str) -> str:
    output = io.StringIO()
    call_command("fsck", *arguments, stdout=output)
    return output.getvalue()


def test_the_file_is_there_before_the_row_commits(stored_names):
    with photos_atomic():
        photo = photo_create(picture_read(factories.photo()))
        assert default_storage.size(photo.path) == photo.size
    assert stored_names() == {photo.path}


def test_what_is_read_is_what_was_stored(stored_names):
    picture = picture_read(factories.photo())
    with photos_atomic():
        photo = photo_create(picture)
    assert photo_bytes(photo) == picture.data
    with photo_open(photo) as file:
        assert file.read(3) == picture.data[:3]


def test_a_rollback_removes_the_files(stored_names):
    with pytest.raises(ZeroDivisionError), photos_atomic():
        photo_create(picture_read(factories.photo(1)))
        photo_create(picture_read(factories.photo(2)))
        1 / 0  # noqa: B018
    assert not stored_names()
    assert not Photo.objects.exists() and not FileDeletion.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_commit_that_fails_leaves_the_files_to_fsck(stored_names):
    """Its outcome may be unknown; a file too many can be swept, one too few cannot be brought back."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE at_commit (id int PRIMARY KEY DEFERRABLE INITIALLY DEFERRED)")
    try:
        with pytest.raises(IntegrityError), photos_atomic():
            photo_create(picture_read(factories.photo()))
            with connection.cursor() as cursor:
                cursor.execute("INSERT INTO at_commit VALUES (1), (1)")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE at_commit")
    [left] = stored_names()
    assert not Photo.objects.exists()
    assert files_audit(timedelta(hours=1), delete=True).orphans == []
    assert files_audit(timedelta(0), delete=True).orphans == [left]
    assert not stored_names()


def test_photos_are_not_made_where_a_rollback_would_leave_their_files(stored_names):
    with pytest.raises(RuntimeError), transaction.atomic():
        photo_create(picture_read(factories.photo()))
    assert not stored_names()


def test_deletion_takes_the_row_now_and_the_file_soon(stored_names):
    photo = stored()
    photo_delete(photo)
    assert not Photo.objects.exists()
    assert stored_names() == {photo.path}
    assert files_delete_queued() == 1
    assert not stored_names()
    assert files_delete_queued() == 0


def test_a_file_that_is_gone_already_is_deleted(stored_names):
    photo = stored()
    default_storage.delete(photo.path)
    photo_delete(photo)
    assert files_delete_queued() == 1
    with pytest.raises(Problem, match="gone"):
        photo_bytes(photo)


@pytest.mark.parametrize("shelf", Shelf)
def test_what_has_its_end_lies_apart_and_is_found_there(stored_names, shelf):
    photo = stored(1, shelf=shelf)
    assert stored_names() == {photo.path} and photo.path.startswith(f"{shelf}/")
    assert Photo.objects.get().path == photo.path and "0 orphans, 0 missing" in fsck("--min-age", "0")
    photo_delete(photo)
    assert files_delete_queued() == 1 and not stored_names()


def test_a_name_is_not_to_be_guessed():
    """Version 4: 122 random bits."""
    random = r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
    assert re.fullmatch(rf"photos/[0-9a-f]{{2}}/{random}\.jpg", stored().path)


def test_a_png_is_a_file_of_its_own_kind_until_it_is_deleted(stored_names):
    photo, other = stored(1, Form.EMOJI), stored(2)
    assert (photo.content_type, photo.path[-4:], other.path[-4:]) == (PNG, ".png", ".jpg")
    assert photo_bytes(photo).startswith(b"\x89PNG") and default_storage.size(photo.path) == photo.size
    photo_delete(photo)
    assert files_delete_queued() == 1
    assert stored_names() == {other.path}


def test_rows_from_before_the_types_are_jpegs():
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO core_photo (id, sha256, width, height, size) VALUES (%s, '', 1, 1, 1)", [uuid4()])
        cursor.execute("INSERT INTO core_filedeletion (photo_id) VALUES (%s)", [uuid4()])
    for row in (Photo.objects.get(), FileDeletion.objects.get()):
        assert row.path.startswith("photos/") and row.path.endswith(".jpg")


def test_no_other_types_are_stored():
    with pytest.raises(IntegrityError), transaction.atomic():
        Photo.objects.create(sha256="", content_type="image/svg+xml", width=1, height=1, size=1)


def test_a_deletion_that_is_rolled_back_keeps_the_file(stored_names):
    photo = stored()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        photo_delete(photo)
        1 / 0  # noqa: B018
    assert files_delete_queued() == 0
    assert stored_names() == {photo.path}


def test_old_tombstones_go(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    photo_delete(stored(1))
    photo_delete(stored(2))
    files_delete_queued()
    old = FileDeletion.objects.first()
    FileDeletion.objects.filter(id=old.id).update(deleted_at=timezone.now() - timedelta(days=31))
    files_delete_queued()
    assert list(FileDeletion.objects.filter(id=old.id)) == []
    assert FileDeletion.objects.count() == 1


def test_fsck_deletes_orphans_and_leaves_the_rest(stored_names):
    kept = stored()
    orphan = put(kept.path.replace(kept.path[-8:-4], "zzzz"))
    assert "1 photos, 0 orphans, 0 missing" in fsck(), "one that is young may be about to be committed"
    assert f"orphan {orphan}\n" in fsck("--dry-run", "--min-age", "0")
    assert stored_names() == {kept.path, orphan}
    assert f"orphan {orphan} deleted\n1 photos, 1 orphans, 0 missing" in fsck("--min-age", "0")
    assert stored_names() == {kept.path}


def test_fsck_knows_files_of_both_kinds(stored_names):
    photo, picture = stored(1), stored(2, Form.EMOJI)
    wrong = put(picture.path.replace(".png", ".jpg"))
    assert "2 photos, 1 orphans, 0 missing" in fsck("--min-age", "0")
    assert stored_names() == {photo.path, picture.path} and wrong not in stored_names()


@pytest.mark.parametrize("form", Form)
def test_fsck_fails_when_a_file_is_missing(stored_names, form):
    photo = stored(form=form)
    default_storage.delete(photo.path)
    output = io.StringIO()
    with pytest.raises(CommandError):
        call_command("fsck", stdout=output)
    assert f"missing {photo.path}" in output.getvalue()


def test_what_a_power_cut_tore_is_an_orphan_on_the_disk(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    torn = photo_file(stored()).with_suffix(".part")
    torn.write_bytes(b"x")
    moment = time.time() - 30 * 3600
    os.utime(torn, (moment, moment))
    assert "1 photos, 1 orphans, 0 missing" in fsck()
    assert not torn.exists()
