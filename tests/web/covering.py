"""What tests of covered faces share: photos of people, covers made through the API, and the editor's canvas."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from playwright.sync_api import Locator, Page, expect
from skimage import data

from dev.demo.api import Api
from tests.people import finished
from tests.web.registering import EN, KO, Words

TASKS, AGAIN = "/api/v1/faces/tasks/", re.compile(r"/api/v1/faces/tasks/[0-9a-f-]{36}/again$")
RESULT = re.compile(r"/cover/[0-9a-f-]{36}$")
WORDS = {"ko": KO, "en": EN}
COVER_MS = 30_000  # on a busy machine
FACE = (0.36, 0.12, 0.17, 0.25)  # of the astronaut: x, y, width, height as fractions of the photo
SLEEVE = (0.05, 0.75, 0.15, 0.15)  # where there is no face


def say(words: Words, key: str, **values: object) -> str:
    return words(key, "cover", **values)


def astronaut(folder: Path) -> Path:
    return written(data.astronaut(), folder / "astronaut.jpg")


def nobody(folder: Path) -> Path:
    """What the astronaut holds in her arms."""
    return written(data.astronaut()[300:, 250:], folder / "nobody.jpg")


def written(image: np.ndarray, file: Path) -> Path:
    Image.fromarray(image).save(file, quality=95)
    return file


def part(picture: np.ndarray | bytes, box: tuple[float, float, float, float]) -> np.ndarray:
    """The pixels of a part of a picture, given as fractions of it."""
    image = np.asarray(Image.open(BytesIO(picture)).convert("RGB")) if isinstance(picture, bytes) else picture
    height, width = image.shape[:2]
    x, y, across, down = box
    return image[round(y * height) : round((y + down) * height), round(x * width) : round((x + across) * width)]


def difference(one: np.ndarray | bytes, other: np.ndarray | bytes, box: tuple[float, float, float, float]) -> float:
    """Mean of the difference of colours in a part of two pictures of one size, 0 to 255."""
    return float(np.abs(part(one, box).astype(int) - part(other, box)).mean())


def built_in(api: Api) -> dict[str, Any]:
    """The template that comes with the system; of all that are public, the one without an author."""
    first = api.call("GET", "/api/v1/emojis/pages/1").json()
    last = api.call("GET", f"/api/v1/emojis/pages/{max(1, -(-first['count'] // 8))}").json()
    return next(emoji for page in (last, first) for emoji in page["results"] if emoji["built_in"])


def covered(api: Api, photo: Path, emoji_id: str | None = None) -> dict[str, Any]:
    """Have a photo covered; returns the cover when it has ended."""
    with photo.open("rb") as file:
        form = {"emoji_id": emoji_id or built_in(api)["id"]}
        cover = api.call("POST", TASKS, data=form, files={"photo": ("photo.jpg", file, "image/jpeg")}).json()
    finished(api, f"/api/v1/tasks/{cover['task_id']}")
    return cover_of(api, cover["id"])


def cover_of(api: Api, cover_id: str) -> dict[str, Any]:
    return api.call("GET", f"{TASKS}{cover_id}").json()


def shows(page: Page, title: str) -> None:
    expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible(timeout=COVER_MS)


def edit(page: Page, words: Words) -> None:
    """Open the editor and wait until the emojis lie over the faces."""
    page.get_by_role("button", name=say(words, "result.change")).click()
    expect(page.locator(".cover-strip :checked")).to_have_count(1)


def mark(page: Page, number: int) -> Locator:
    """The face with this number, from 1, in the editor."""
    return page.locator("[data-face]").nth(number - 1)


def drag(page: Page, what: Locator, across: float, down: float) -> None:
    """With the mouse, by so many pixels of the screen."""
    x, y = middle_of(what)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + across / 2, y + down / 2)
    page.mouse.move(x + across, y + down)
    page.mouse.up()


def swipe(page: Page, what: Locator, across: float, down: float) -> None:
    """The same with a finger, which a browser would rather scroll with."""
    x, y = middle_of(what)
    touch = page.context.new_cdp_session(page)
    for share in (0, 0.25, 0.5, 0.75, 1):
        at = {"x": x + share * across, "y": y + share * down}
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove" if share else "touchStart", "touchPoints": [at]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def middle_of(what: Locator) -> tuple[float, float]:
    what.scroll_into_view_if_needed()
    box = what.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def applied(page: Page, words: Words, title: str) -> None:
    """Apply what was edited, and wait for the result with that title."""
    with page.expect_response(AGAIN) as answer:
        page.get_by_role("button", name=say(words, "editor.apply"), exact=True).click()
    assert answer.value.status == 202
    shows(page, title)
