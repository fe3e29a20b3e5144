"""A client of the HTTP API, as an app on a telephone would be one."""

import mimetypes
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests

POLL_SECONDS = 10
TASK_SECONDS = 600
TOKEN_SECONDS = 400  # an access token is good for ten minutes


class Problem(Exception):
    """What the server refused, by its stable code."""

    def __init__(self, response: requests.Response) -> None:
        try:
            body = response.json()
        except requests.JSONDecodeError:
            body = {}
        self.code = str(body.get("code", f"http_{response.status_code}"))
        super().__init__(f"{self.code} {body.get('detail', '')} {body.get('errors', '')}".strip())


@dataclass
class Api:
    """Calls as one person, or as nobody before `log_in`. All methods raise Problem or requests' exceptions."""

    url: str
    session: requests.Session = field(default_factory=requests.Session)
    refresh_token: str = ""
    token_time: float = 0.0

    def sign_up(self, email: str, password: str, alias: str) -> None:
        terms = self.call("GET", "/api/v1/users/terms").json()["version"]
        person = {"email": email, "password": password, "alias": alias, "terms_version": terms}
        self.call("POST", "/api/v1/users/", json=person)

    def log_in(self, email: str, password: str) -> None:
        tokens = self.call("POST", "/api/v1/users/auth", json={"email": email, "password": password}).json()
        self._keep(tokens)

    def register(self, name: str, noses: Sequence[Path], profile: Path) -> str:
        """Send a registration; returns the address of its task."""
        fields = {"name": name, "breed": "mixed", "birth_year": "2021", "sex": "female"}
        photos = [("nose_photos", _file(nose)) for nose in noses]
        return self._submit("/api/v1/dogs/", fields, [*photos, ("profile_photo", _file(profile))])

    def look_up(self, nose: Path) -> str:
        """Send a lookup; returns the address of its task."""
        return self._submit("/api/v1/lookups/", {}, [("nose_photo", _file(nose))])

    def wait(self, task: str, progress: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
        """Poll the task until it is over, showing each answer to `progress`."""
        deadline = time.monotonic() + TASK_SECONDS
        while time.monotonic() < deadline:
            answer: dict[str, Any] = self.call("GET", task, params={"wait": POLL_SECONDS}).json()
            progress(answer)
            if answer["state"] in {"succeeded", "failed"}:
                return answer
        raise TimeoutError(f"{task} was not over after {TASK_SECONDS} s")

    def picture(self, url: str) -> bytes:
        return self.call("GET", url).content

    def _submit(self, path: str, fields: dict[str, str], files: list[tuple[str, tuple[str, bytes, str]]]) -> str:
        response = self.call("POST", path, data=fields, files=files)
        return response.headers["Location"]

    def call(self, method: str, path: str, **options: Any) -> requests.Response:
        """Any request, as the person that this is; `path` may be a whole address."""
        self._refresh_if_old()
        url = path if path.startswith("http") else f"{self.url}{path}"
        response = self.session.request(method, url, timeout=120, **options)
        if not response.ok:
            raise Problem(response)
        return response

    def _refresh_if_old(self) -> None:
        if self.token_time and time.monotonic() - self.token_time > TOKEN_SECONDS:
            self.token_time = 0.0
            self._keep(self.call("POST", "/api/v1/users/auth/refresh", json={"refresh": self.refresh_token}).json())

    def _keep(self, tokens: dict[str, str]) -> None:
        self.session.headers["Authorization"] = f"Bearer {tokens['access']}"
        self.refresh_token, self.token_time = tokens["refresh"], time.monotonic()


def _file(path: Path) -> tuple[str, bytes, str]:
    return path.name, path.read_bytes(), mimetypes.guess_type(path.name)[0] or "application/octet-stream"
