"""REST framework's door to core.rates."""

from django.views import View
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from core.client import client_digest
from core.rates import rate_take


class RateThrottle(BaseThrottle):
    """
    Counts the calls of views that say how often: `rates = {"POST": "sign_up"}`, a key of settings.RATES.

    Counted per account, or per address for those who have shown none.
    """

    def allow_request(self, request: Request, view: View) -> bool:
        name = getattr(view, "rates", {}).get(request.method)
        self._wait_s = 0.0 if name is None else rate_take(name, caller_of(request))
        return not self._wait_s

    def wait(self) -> float:
        return self._wait_s


def caller_of(request: Request) -> str:
    user = request.user
    return f"user {user.pk}" if user is not None and user.is_authenticated else f"address {client_digest(request)}"
