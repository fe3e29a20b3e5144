"""The limits that ship. Tests and demos raise them; an installation that sets nothing has these."""

import pytest

from config.environment import Environment, read_environment
from dev.variables import CROWD

NEEDED = {
    "MAIN_SECRET_KEY": "s" * 32,
    "MAIN_JWT_KEY": "j" * 32,
    "MAIN_DATABASE_URL": "postgresql://main:pw@127.0.0.1/main",
    "MAIN_BROKER_URL": "amqp://127.0.0.1/",
    "MAIN_INTERNAL_TOKEN": "t" * 32,
    "MAIN_MEDIA_ROOT": "/srv/media",
    "MAIN_PUBLIC_URL": "https://savepets.example",
    "MAIN_ALLOWED_HOSTS": "savepets.example",
}
HOUR, QUARTER, MINUTE = 3600, 900, 60
SHIPPED = {
    "sign_up": (10, HOUR), "availability": (5, MINUTE), "reset": (10, HOUR), "reset_mail": (3, HOUR),
    "verify": (30, HOUR), "lookup": (20, MINUTE), "number": (30, MINUTE),
    "emoji": (20, HOUR), "emoji_report": (30, HOUR), "cover": (20, MINUTE),
    "log_in_address": (30, QUARTER), "log_in_account": (10, QUARTER), "log_in_known": (5, QUARTER),
}  # fmt: skip


@pytest.fixture
def shipped() -> Environment:
    return read_environment(NEEDED)


def test_rates(shipped):
    assert {name: (rate.count, rate.seconds) for name, rate in shipped.rates.items()} == SHIPPED


def test_tokens_and_passwords(shipped):
    assert shipped.refresh_grace_s == 20 and shipped.password_hashes == 2


def test_photos(shipped):
    assert (shipped.photo_bytes, shipped.photo_megapixels, shipped.photo_long_side) == (15 * 2**20, 50, 2048)


def test_a_crowd_on_one_machine_is_under_no_limit_at_all():
    raised = read_environment(NEEDED | CROWD).rates
    assert raised.keys() == SHIPPED.keys()
    assert min(rate.count / rate.seconds for rate in raised.values()) >= 1000
