"""What is left on the disk."""

from pathlib import Path

from django.conf import settings

from core.models import Photo
from core.photos import files_delete_queued


def photo_file(photo: Photo) -> Path:
    return Path(settings.MEDIA_ROOT) / photo.path


def files(root: Path) -> set[str]:
    """Names of the files that are left once every deletion that is owed is done."""
    files_delete_queued()
    return {path.name for path in root.rglob("*") if path.is_file()}


def nothing_left_behind(root: Path) -> bool:
    """Every file has its row, and every row its file."""
    return files(root) == {Path(photo.path).name for photo in Photo.objects.all()}
