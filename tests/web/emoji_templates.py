"""What tests of templates of emojis share: the words on the screens, and templates that are made through the API."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dev.demo.api import Api
from tests.people import finished
from tests.web.emoji_pictures import files, template
from tests.web.registering import EN, KO, Words

EMOJIS = "/api/v1/emojis"
WORDS = {"ko": KO, "en": EN}
NARROW, DESKTOP = (320, 568), (1280, 800)


def say(words: Words, key: str, **values: object) -> str:
    """A text of the room of templates."""
    return words(key, "emojis", **values)


def screen(size: tuple[int, int]) -> dict[str, int]:
    return {"width": size[0], "height": size[1]}


def templates_made(api: Api, names: Sequence[str], folder: Path, publish: bool = True) -> list[str]:
    """Make a template of each name, one after the other published; returns their ids."""
    sent = [_send(api, name, folder, hue=17 * index % 180) for index, name in enumerate(names)]
    for task in sent:
        answer = finished(api, f"/api/v1/tasks/{task['id']}")
        assert answer["outcome"] == "cut_out", answer
        if publish:
            api.call("POST", f"{EMOJIS}/{task['subject_id']}/publish")
    return [task["subject_id"] for task in sent]


def template_of(api: Api, emoji_id: str) -> dict[str, Any]:
    return api.call("GET", f"{EMOJIS}/{emoji_id}").json()


def templates_of(api: Api) -> list[dict[str, Any]]:
    """What this account has made, newest first."""
    return api.call("GET", "/api/v1/users/mypage/made").json()["results"]


def _send(api: Api, name: str, folder: Path, hue: int) -> dict[str, Any]:
    pictures = files(template(folder / str(hue), hue))
    return api.call("POST", f"{EMOJIS}/", data={"name": name}, files=pictures).json()
