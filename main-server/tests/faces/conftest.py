import factories
import pytest
from covering import emoji
from django.core.cache import cache


@pytest.fixture(autouse=True)
def root(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture(autouse=True)
def _nothing_counted(request):
    """Tests that commit leave the cache behind."""
    if request.node.get_closest_marker("django_db"):
        request.getfixturevalue("transactional_db" if _commits(request) else "db")
        cache.clear()


def _commits(request):
    return request.node.get_closest_marker("django_db").kwargs.get("transaction", False)


@pytest.fixture
def user():
    return factories.user()


@pytest.fixture
def template():
    return emoji()


@pytest.fixture
def files(root):
    """files() -> how many there are."""
    return lambda: sum(path.is_file() for path in root.rglob("*"))
