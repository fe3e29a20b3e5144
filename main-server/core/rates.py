"""
How often something may be done: counted in PostgreSQL, one statement a count, so that it is exact over all processes.

REST framework's throttles read a list from a cache and write it back, so that parallel requests are not counted;
django-axes locks a person out whom others attack. This is the generic cell rate algorithm (ITU-T I.371): a key may do
`count` things at once, and then one every `seconds / count`; all that is kept of it is one moment.
"""

import math
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.utils.crypto import salted_hmac

_TAKE = """
INSERT INTO core_ratecount AS old (key, until) VALUES (%(key)s, clock_timestamp() + %(step)s * interval '1 second')
ON CONFLICT (key) DO UPDATE
SET until = greatest(old.until, clock_timestamp()) + %(step)s * interval '1 second'
WHERE greatest(old.until, clock_timestamp()) + (%(step)s - %(window)s) * interval '1 second' <= clock_timestamp()
RETURNING 0
"""
_WAIT = """
SELECT extract(epoch FROM until - clock_timestamp()) + %(step)s - %(window)s FROM core_ratecount WHERE key = %(key)s
"""
_GIVE_BACK = "UPDATE core_ratecount SET until = until - %(step)s * interval '1 second' WHERE key = %(key)s"
_MARK = """
INSERT INTO core_ratecount AS old (key, until) VALUES (%(key)s, clock_timestamp() + %(seconds)s * interval '1 second')
ON CONFLICT (key) DO UPDATE SET until = excluded.until
"""
_SWEEP = "DELETE FROM core_ratecount WHERE until < clock_timestamp()"


@dataclass(frozen=True)
class Rate:
    """`count` times in `seconds`."""

    count: int
    seconds: float

    @classmethod
    def parse(cls, text: str) -> "Rate":
        """Of `10/3600`. Raises ValueError."""
        try:
            count, seconds = (int(part) for part in text.split("/"))
        except ValueError:
            count = seconds = 0
        if count < 1 or seconds < 1:
            raise ValueError(f"must be COUNT/SECONDS, such as 10/3600, not {text!r}")
        return cls(count, seconds)


def rate_take(name: str, *who: str) -> float:
    """
    Count one more. Returns 0 if it may be done, else the seconds after which it may; it is then not counted.

    `name` is a key of settings.RATES; `who` it is counted for is kept as a digest alone.
    """
    with connection.cursor() as cursor:
        values = _values(name, who)
        cursor.execute(_TAKE, values)
        if cursor.fetchone() is not None:
            return 0.0
        cursor.execute(_WAIT, values)
        row = cursor.fetchone()
        return max(1.0, float(row[0])) if row else 1.0


def rate_give_back(name: str, *who: str) -> None:
    """What was counted is not to count after all."""
    with connection.cursor() as cursor:
        cursor.execute(_GIVE_BACK, _values(name, who))


def mark_set(name: str, *who: str, seconds: float) -> None:
    """Remember something about somebody for a while."""
    with connection.cursor() as cursor:
        cursor.execute(_MARK, {"key": _key(name, who), "seconds": seconds})


def mark_is_set(name: str, *who: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM core_ratecount WHERE key = %s AND until > clock_timestamp()", [_key(name, who)])
        return cursor.fetchone() is not None


def rates_sweep() -> None:
    """Forget what no longer matters."""
    with connection.cursor() as cursor:
        cursor.execute(_SWEEP)


def retry_after(seconds: float) -> str:
    return str(max(1, math.ceil(seconds)))


def _values(name: str, who: tuple[str, ...]) -> dict[str, object]:
    rate: Rate = settings.RATES[name]
    return {"key": _key(name, who), "step": rate.seconds / rate.count, "window": rate.seconds}


def _key(name: str, who: tuple[str, ...]) -> str:
    return salted_hmac("core.rates", "\0".join((name, *who)), algorithm="sha256").hexdigest()
