"""Who makes templates, who looks at them, and where their files lie."""

from pathlib import Path
from typing import Any

import factories
import pytest

from accounts.models import User


@pytest.fixture(autouse=True)
def root(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def owner() -> User:
    return factories.user(alias="Zeichner")


@pytest.fixture
def stranger() -> User:
    return factories.user(alias="Fremder")
