"""Files below MEDIA_ROOT."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

from core.storage import StorageUnavailable

logger = logging.getLogger("savepets.storage")


class Disk(FileSystemStorage):
    """Django's storage, except that a file survives a power cut once it is saved, and is never seen half written."""

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """The name itself: ours are random, and no file is written twice."""
        return name

    def delete(self, name: str) -> None:
        with _failures():
            super().delete(name)

    def _open(self, name: str, mode: str = "rb") -> File:
        with _failures():
            return super()._open(name, mode)

    def _save(self, name: str, content: File) -> str:
        with _failures():
            _write_durably(Path(self.path(name)), content.read())
        return name


@contextmanager
def _failures() -> Iterator[None]:
    """A disk that is full, or broken, or not mounted."""
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError as error:
        logger.error("the photo storage fails: %s", error.strerror)
        raise StorageUnavailable(error.strerror) from error


def _write_durably(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".part")
    try:
        with open(temporary, "xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    for folder in (path.parent, path.parent.parent):  # the names, too, must survive a power cut
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
