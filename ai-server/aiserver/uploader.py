"""Result pictures to the main server, which keeps them for as long as their job is open."""

import json
import re
from time import monotonic
from uuid import UUID

import urllib3

from aiserver import context
from aiserver.errors import JobClosed, MainServerUnavailable
from aiserver.messages import SHA256, Json
from aiserver.transfers import TooLarge, patiently, read, time_left

JPEG, PNG = "image/jpeg", "image/png"
NAME = re.compile(r"[a-z_]{1,32}")
TAKEN = (200, 201)
CLOSED = (404, 409)
ANSWER_BYTES = 4096


class Uploader:
    """Sends pictures; safe in any number of threads."""

    def __init__(self, main_url: str, token: str, seconds: float) -> None:
        self._main_url = main_url
        self._authorization = f"Bearer {token}"
        self._seconds = seconds
        self._http = urllib3.PoolManager(num_pools=1, maxsize=64, retries=False)

    def send(self, job_id: UUID, name: str, data: bytes, content_type: str) -> Json:
        """Store a picture under its name in the job, in the place of what was there; what a result says of it.

        Raises JobClosed when the job is not (or no longer) open, and MainServerUnavailable.
        """
        assert NAME.fullmatch(name)
        url = f"{self._main_url}/internal/jobs/{job_id}/pictures/{name}"
        return patiently(lambda: self._put(url, data, content_type))

    def _put(self, url: str, data: bytes, content_type: str) -> Json:
        deadline = monotonic() + self._seconds
        try:
            response = self._open(url, data, content_type, deadline)
            try:
                return self._answer(response, deadline)
            finally:
                response.close()  # a connection that was not read to its end is not used again
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise MainServerUnavailable(f"a result's picture is not sent: {type(error).__name__}") from error

    def _answer(self, response: urllib3.BaseHTTPResponse, deadline: float) -> Json:
        if response.status in CLOSED:
            raise JobClosed(f"the main server answers {response.status} to a result's picture")
        if response.status not in TAKEN:
            raise MainServerUnavailable(f"the main server answers {response.status} to a result's picture")
        try:
            return _reference(read(response, ANSWER_BYTES, deadline))
        except TooLarge:
            raise MainServerUnavailable("the main server answers at length to a result's picture") from None

    def _open(self, url: str, data: bytes, content_type: str, deadline: float) -> urllib3.BaseHTTPResponse:
        return self._http.request(
            "PUT",
            url,
            body=data,
            headers={"Authorization": self._authorization, "Content-Type": content_type, **context.headers()},
            timeout=time_left(deadline),
            redirect=False,
            preload_content=False,
            decode_content=False,
        )


def _reference(answer: bytes) -> Json:
    """{"id", "sha256"} as the main server says them."""
    try:
        fields = json.loads(answer)
        photo_id, digest = str(UUID(fields["id"])), fields["sha256"]
        if isinstance(digest, str) and SHA256.fullmatch(digest):
            return {"id": photo_id, "sha256": digest}
    except (ValueError, TypeError, KeyError, AttributeError):
        pass  # no JSON, or other JSON
    raise MainServerUnavailable("the main server answers nonsense to a result's picture")
