"""Photos as rows and files: neither without the other, whatever fails in between."""

import io
import os
import time
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import factories
import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from core.models import PNG, FileDeletion, Photo
from core.photos import files_audit, files_delete_queued, photo_create, photo_delete, photo_file, photos_atomic
from core.pictures import Form, picture_read

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def root(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def stored(seed: int = 0, form: Form = Form.PHOTO) -> Photo:
    with photos_atomic():
        return photo_create(picture_read(factories.photo(seed), form))


def files(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


def aged(path: Path, hours: float) -> Path:
    moment = time.time() - hours * 3600
    os.utime(path, (moment, moment))
    return path


def test_the_file_is_there_before_the_row_commits(root):
    with photos_atomic():
        photo = photo_create(picture_read(factories.photo()))
        assert photo_file(photo).stat().st_size == photo.size
    assert files(root) == [photo_file(photo)]


def test_a_rollback_removes_the_files(root):
    with pytest.raises(ZeroDivisionError), photos_atomic():
        photo_create(picture_read(factories.photo(1)))
        photo_create(picture_read(factories.photo(2)))
        1 / 0  # noqa: B018
    assert not files(root)
    assert not Photo.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_commit_that_fails_leaves_the_files_to_fsck(root):
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
    [left] = files(root)
    assert not Photo.objects.exists()
    aged(left, 2)
    assert files_audit(timedelta(hours=1), delete=True).orphans == [left.relative_to(root).as_posix()]
    assert not files(root)


def test_photos_are_not_made_where_a_rollback_would_leave_their_files(root):
    with pytest.raises(RuntimeError), transaction.atomic():
        photo_create(picture_read(factories.photo()))
    assert not files(root)


def test_deletion_takes_the_row_now_and_the_file_soon(root):
    photo = stored()
    path = photo_file(photo)
    photo_delete(photo)
    assert not Photo.objects.exists()
    assert path.exists()
    assert files_delete_queued() == 1
    assert not path.exists()
    assert files_delete_queued() == 0


def test_a_png_is_a_file_of_its_own_kind_until_it_is_deleted(root):
    photo, other = stored(1, Form.EMOJI), stored(2)
    path = photo_file(photo)
    assert (photo.content_type, path.suffix, photo_file(other).suffix) == (PNG, ".png", ".jpg")
    assert path.read_bytes().startswith(b"\x89PNG") and path.stat().st_size == photo.size
    photo_delete(photo)
    assert files_delete_queued() == 1
    assert files(root) == [photo_file(other)]


def test_rows_from_before_the_types_are_jpegs(root):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO core_photo (id, sha256, width, height, size) VALUES (%s, '', 1, 1, 1)", [uuid4()])
        cursor.execute("INSERT INTO core_filedeletion (photo_id) VALUES (%s)", [uuid4()])
    assert Photo.objects.get().path.endswith(".jpg") and FileDeletion.objects.get().path.endswith(".jpg")


def test_no_other_types_are_stored(root):
    with pytest.raises(IntegrityError), transaction.atomic():
        Photo.objects.create(sha256="", content_type="image/svg+xml", width=1, height=1, size=1)


def test_a_deletion_that_is_rolled_back_keeps_the_file(root):
    photo = stored()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        photo_delete(photo)
        1 / 0  # noqa: B018
    assert files_delete_queued() == 0
    assert photo_file(photo).exists()


def test_old_tombstones_go(root):
    photo_delete(stored(1))
    photo_delete(stored(2))
    files_delete_queued()
    old = FileDeletion.objects.first()
    FileDeletion.objects.filter(id=old.id).update(deleted_at=timezone.now() - timedelta(days=31))
    files_delete_queued()
    assert list(FileDeletion.objects.filter(id=old.id)) == []
    assert FileDeletion.objects.count() == 1


def test_fsck_deletes_old_orphans_and_leaves_the_rest(root):
    kept = aged(photo_file(stored()), 100)
    folder = kept.parent
    old, young = aged(_touch(folder / f"{uuid4()}.jpg"), 30), _touch(folder / f"{uuid4()}.jpg")
    torn = aged(_touch(folder / f"{uuid4()}.part"), 30)
    call_command("fsck", "--dry-run", stdout=io.StringIO())
    assert old.exists()
    output = io.StringIO()
    call_command("fsck", stdout=output)
    assert (kept.exists(), young.exists(), old.exists(), torn.exists()) == (True, True, False, False)
    assert "1 photos, 2 orphans, 0 missing" in output.getvalue()


def test_fsck_knows_files_of_both_kinds(root):
    photo, picture = stored(1), stored(2, Form.EMOJI)
    for made in (photo, picture):
        aged(photo_file(made), 100)
    wrong = aged(_touch(photo_file(picture).with_suffix(".jpg")), 100)
    output = io.StringIO()
    call_command("fsck", stdout=output)
    assert "2 photos, 1 orphans, 0 missing" in output.getvalue()
    assert (photo_file(photo).exists(), photo_file(picture).exists(), wrong.exists()) == (True, True, False)


@pytest.mark.parametrize("form", Form)
def test_fsck_fails_when_a_file_is_missing(root, form):
    photo = stored(form=form)
    photo_file(photo).unlink()
    output = io.StringIO()
    with pytest.raises(CommandError):
        call_command("fsck", stdout=output)
    assert f"missing {photo.path}" in output.getvalue()


def _touch(path: Path) -> Path:
    path.write_bytes(b"x")
    return path
