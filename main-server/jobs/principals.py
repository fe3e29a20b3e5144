"""Who submits a job, and who may see it."""

from typing import Any

ANONYMOUS = "anonymous"
SYSTEM = "system"  # nobody may see these jobs
ERASED = "erased"  # nor these, whose account was deleted


def principal_of(user: Any) -> str:
    """`user:<id>` for an account, `anonymous` for nobody in particular."""
    return f"user:{user.pk}" if user is not None and user.is_authenticated else ANONYMOUS
