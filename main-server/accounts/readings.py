"""What Prometheus is told of the accounts."""

from collections.abc import Iterable

from prometheus_client import Metric

from core.readings import gauge, rows


def users() -> Iterable[Metric]:
    [(count,)] = rows("SELECT count(*) FROM accounts_user")
    yield gauge("savepets_users", "Accounts.", count)
