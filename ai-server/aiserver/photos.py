"""Photos from the main server: authenticated, bounded in size and time, checked against their digest."""

from functools import partial
from hashlib import sha256
from time import monotonic
from urllib.parse import urljoin

import urllib3
from urllib3.util import parse_url

from aiserver import context
from aiserver.config import origin
from aiserver.errors import MainServerUnavailable, PhotoMissing, PhotoUnreadable
from aiserver.messages import PhotoReference
from aiserver.transfers import TooLarge, patiently, read, time_left

REDIRECTS = 3
GONE = (404, 410)


class PhotoSource:
    """Fetches photos; safe in any number of threads."""

    def __init__(self, main_url: str, token: str, origins: frozenset[str], max_bytes: int, seconds: float) -> None:
        self._main_url = main_url
        self._main_origin = origin(main_url)
        self._origins = origins | {self._main_origin}
        self._authorization = f"Bearer {token}"
        self._max_bytes = max_bytes
        self._seconds = seconds
        self._http = urllib3.PoolManager(num_pools=4, maxsize=64, retries=False)

    def fetch(self, photo: PhotoReference) -> bytes:
        """The photo's bytes. Raises PhotoMissing, PhotoUnreadable (too large) or MainServerUnavailable."""
        url = f"{self._main_url}/internal/photos/{photo.photo_id}"
        data = patiently(partial(self._get, url))
        if sha256(data).hexdigest() != photo.sha256:
            raise PhotoMissing(f"photo {photo.photo_id} is not the one that the job names")
        return data

    def _get(self, url: str) -> bytes:
        """Follow redirects by hand, to known origins only, and show our token to none but the main server."""
        deadline = monotonic() + self._seconds
        for _ in range(REDIRECTS + 1):
            response = self._open(url, deadline)
            try:
                if response.status == 200:
                    return self._read(response, deadline)
                url = self._redirected(url, response)
            except (urllib3.exceptions.HTTPError, OSError) as error:
                raise MainServerUnavailable(f"a photo's transfer broke off: {type(error).__name__}") from error
            finally:
                response.close()  # a connection that was not read to its end is not used again
        raise MainServerUnavailable("too many redirects")

    def _open(self, url: str, deadline: float) -> urllib3.BaseHTTPResponse:
        ours = origin(url) == self._main_origin
        headers = {"Authorization": self._authorization, **context.headers()} if ours else {}
        try:
            return self._http.request(
                "GET",
                url,
                headers=headers,
                timeout=time_left(deadline),
                redirect=False,
                preload_content=False,
                decode_content=False,
            )
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise MainServerUnavailable(f"{self._name(url)} does not answer: {type(error).__name__}") from error

    def _name(self, url: str) -> str:
        """Whoever is asked. The address itself is a key as long as it lasts, and nothing for a log."""
        return "the main server" if origin(url) == self._main_origin else "the photo storage"

    def _redirected(self, url: str, response: urllib3.BaseHTTPResponse) -> str:
        if response.status in GONE:
            raise PhotoMissing(f"{self._name(url)} does not have the photo")
        location = response.get_redirect_location()
        if not location:  # of the storage: an address that has expired; the main server is asked for another
            raise MainServerUnavailable(f"{self._name(url)} answers {response.status}")
        try:
            target = parse_url(urljoin(url, location)).url  # as urllib3 reads it, not as urlsplit would
            if origin(target) in self._origins:
                return target
        except ValueError:
            pass  # no URL at all
        raise MainServerUnavailable("a photo is redirected to an origin that AI_PHOTO_ORIGINS does not list")

    def _read(self, response: urllib3.BaseHTTPResponse, deadline: float) -> bytes:
        try:
            return read(response, self._max_bytes, deadline)
        except TooLarge:
            raise PhotoUnreadable("the photo is larger than AI_PHOTO_BYTES") from None
