"""How passwords are hashed."""

import threading

from django.conf import settings
from django.contrib.auth.hashers import BCryptSHA256PasswordHasher

from core.problems import Problem

_free = threading.BoundedSemaphore(settings.PASSWORD_HASHES)


class BoundedBCryptSHA256PasswordHasher(BCryptSHA256PasswordHasher):
    """
    A hash takes a core for 0.2 s: a process makes only so many at a time, so that log-ins cannot starve all else.

    Raises Problem `overloaded` if none gets free in time.
    """

    def encode(self, password: str, salt: str) -> str:
        if not _free.acquire(timeout=settings.PASSWORD_PATIENCE_S):
            raise Problem("overloaded", headers={"Retry-After": "2"})
        try:
            return super().encode(password, salt)
        finally:
            _free.release()
