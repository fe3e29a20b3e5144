"""What tests of the registration do with a page: an account, photos, the steps."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from playwright.sync_api import Page, expect

from dev.demo.api import Api
from dev.stack import Stack
from tests.web.helpers import axe, look

PASSWORD = "Geheim-123"
TASK_MS = 60_000
CATALOGUES = Path(__file__).resolve().parents[2] / "gateway" / "web" / "src" / "i18n"
LOG_IN = """(given) => fetch("/api/v1/users/auth", {
    method: "POST",
    headers: {"Content-Type": "application/json", "X-Token-Mode": "cookie"},
    body: JSON.stringify(given),
}).then((answer) => { localStorage.setItem("session", "1"); return answer.status; })"""


class Words:
    """The texts of one language by their keys, with values: words("noses.count", count=5)."""

    def __init__(self, language: str) -> None:
        files = (CATALOGUES / language).glob("*.json")
        self._rooms = {file.stem: json.loads(file.read_text()) for file in files}

    def __call__(self, key: str, room: str = "register", **values: object) -> str:
        text = self._rooms[room]
        for part in key.split("."):
            text = text[part]
        for name, value in values.items():
            text = text.replace("{{" + name + "}}", str(value))
        return text


KO, EN = Words("ko"), Words("en")


@dataclass(frozen=True)
class Owner:
    """Somebody with an account and PASSWORD, in the browser and as a program."""

    page: Page
    api: Api
    email: str

    def enter(self, path: str) -> None:
        """Open a page as somebody who logged in before."""
        self.page.goto("/about")
        assert self.page.evaluate(LOG_IN, {"email": self.email, "password": PASSWORD}) == 200
        self.page.goto(path)

    def dogs(self) -> list[dict[str, Any]]:
        return self.api.session.get(f"{self.api.url}/api/v1/users/mypage/dogs", timeout=30).json()["results"]


def new_owner(page: Page, stack: Stack) -> Owner:
    api, alias = Api(stack.url), f"bori{secrets.token_hex(4)}"
    email = f"{alias}@example.org"
    api.sign_up(email, PASSWORD, alias)
    api.log_in(email, PASSWORD)
    return Owner(page, api, email)


def choose(page: Page, photos: Sequence[Path], button: str) -> None:
    """Choose photos in the way that a button offers."""
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name=button).click()
    chooser.value.set_files(photos)


def give_album(page: Page, words: Words, photos: Sequence[Path]) -> None:
    """Photos from the album, once it is known that there is no camera."""
    choose(page, photos, words("start.album", "find"))


def give_noses(page: Page, words: Words, photos: Sequence[Path]) -> None:
    """As many as are still needed."""
    give_album(page, words, photos)
    expect(page.get_by_text(words("noses.complete"))).to_be_visible()


def give_data(page: Page, words: Words, breed: str, name: str = "Bori") -> None:
    page.get_by_label(words("dog.name"), exact=True).fill(name)
    page.get_by_label(words("dog.breed"), exact=True).fill(breed)
    page.get_by_text(words("dog.sexes.female"), exact=True).click()


def onward(page: Page, words: Words) -> None:
    page.get_by_role("button", name=words("next", "common"), exact=True).click()


def prepared(page: Page, words: Words, noses: Sequence[Path], picture: Path) -> None:
    """Everything but the last press."""
    give_noses(page, words, noses)
    onward(page, words)
    give_data(page, words, "진돗개")
    onward(page, words)
    choose(page, [picture], words("picture.choose"))
    onward(page, words)
    expect(page.get_by_role("button", name=words("send.send", name="Bori"))).to_be_visible()


def send(page: Page, words: Words) -> None:
    page.get_by_role("button", name=words("send.send", name="Bori")).click()


def outcome(page: Page, title: str) -> None:
    """Wait for what comes of a registration."""
    expect(page.get_by_role("heading", name=title)).to_be_visible(timeout=TASK_MS)


def seen(page: Page, name: str) -> None:
    """A screen as it should be: of use to everybody, nothing sticking out at the side. A picture is kept."""
    look(page, name)
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def portrait(folder: Path) -> Path:
    """A picture of something that could be a dog, to be recognised on the screens."""
    image = np.full((900, 1200, 3), (196, 214, 222), np.uint8)
    coat, dark = (92, 140, 190), (38, 44, 52)
    for side in (-1, 1):
        cv2.ellipse(image, (600 + side * 230, 330), (110, 210), side * 24, 0, 360, (60, 96, 140), -1, cv2.LINE_AA)
    cv2.ellipse(image, (600, 470), (280, 330), 0, 0, 360, coat, -1, cv2.LINE_AA)
    cv2.ellipse(image, (600, 620), (160, 150), 0, 0, 360, (226, 236, 240), -1, cv2.LINE_AA)
    for side in (-1, 1):
        cv2.circle(image, (600 + side * 120, 400), 36, dark, -1, cv2.LINE_AA)
    cv2.ellipse(image, (600, 560), (74, 54), 0, 0, 360, dark, -1, cv2.LINE_AA)
    cv2.ellipse(image, (600, 650), (70, 40), 0, 20, 160, dark, 8, cv2.LINE_AA)
    file = folder / "portrait.jpg"
    cv2.imwrite(str(file), image)
    return file
