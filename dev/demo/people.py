"""The people of the demo and what they do, each thing as a step of the report."""

import secrets
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from dev.demo.api import Api
from dev.demo.report import Report, Step

Show = Callable[[dict[str, Any]], None]


class Person:
    """Somebody with the app; without an account until `join`."""

    def __init__(self, url: str, report: Report) -> None:
        self.api, self._report = Api(url), report
        self.answer: dict[str, Any] = {}

    def join(self, alias: str) -> "Person":
        def act(show: Show) -> tuple[str, str]:
            email, password = f"{alias.lower()}@example.com", secrets.token_urlsafe(16) + "a1!"
            self.api.sign_up(email, password, alias)
            self.api.log_in(email, password)
            return "signed up", email

        self._report.step(f"{alias} signs up and logs in", act)
        return self

    def register(self, title: str, name: str, noses: Sequence[Path]) -> Step:
        return self._task(title, lambda: self.api.register(name, noses, noses[0]))

    def look_up(self, title: str, nose: Path) -> Step:
        return self._task(title, lambda: self.api.look_up(nose))

    def _task(self, title: str, submit: Callable[[], str]) -> Step:
        """The answer stays in `self.answer`."""

        def act(show: Show) -> tuple[str, str]:
            self.answer = {}
            self.answer = self.api.wait(submit(), show)
            if self.answer["state"] == "failed":
                return self.answer["error"]["code"], self.answer["error"]["title"]
            return self.answer["outcome"], describe(self.answer["result"] or {})

        return self._report.step(title, act)


def describe(result: dict[str, Any]) -> str:
    """What a result says, in a line."""
    if dog := result.get("dog"):
        points = len((result.get("evidence") or {}).get("points", []))
        return f"{dog['number']}, owner {dog['owner']['display']}, {result['band']}, {points} matched points"
    if result.get("number"):
        return str(result["number"])
    refused = [photo for photo in result.get("photos", []) if photo["reasons"]]
    return "; ".join(f"photo {photo['index'] + 1}: {', '.join(photo['reasons'])}" for photo in refused)
