"""The web client in a real browser: Chromium, a telephone's screen and a fake camera, against the whole stack.

How to write a test of a flow:

    def test_something(visitor, complaints, known_dog):
        page = visitor(camera="good", dog=3, language="ko")        # see `visitor` for what can be chosen
        page.goto("/")                                             # addresses are relative to the stack's
        ...
        look(page, "find-match")                                   # var/screens/find-match-ko.png (tests.web.helpers)
        assert axe(page) == []
        complaints.expect(r"status of 429")                        # what the console may say; anything else fails

The camera shows the generated dog number `dog` (synthetic.Nose(videos.seed_of(dog))) "good", "blurred" or "far", or
"no_nose". Dogs are registered once per session: choose numbers of your own for dogs that a test registers itself;
`known_dog(n)` registers dog n through the API and returns its number, name and owner's Api, the same each time;
`account` is a new account, `log_in` (helpers) fills in the form, `album(n, count)` has photos to choose.
Wait by locators: page.wait_for_function polls with eval, which the policy of the pages forbids.
A build of the client that is out of date is renewed first; packages are the affair of `make install`.
"""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import cv2
import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from dev.browser import FLAGS, chromium
from dev.demo.api import Api
from dev.stack import Stack
from dev.web import Client
from evaluation import synthetic
from tests.client_copy import copy_of_client
from tests.people import finished, join
from tests.web import videos
from tests.web.helpers import LOOKED, SCREENS, Complaints
from tests.web.registering import Owner, new_owner

Camera = Literal["good", "blurred", "far", "no_nose"]
SEOUL = {"latitude": 37.5665, "longitude": 126.978}
LOCALES = {"ko": "ko-KR", "en": "en-US"}
PATIENCE_MS = 15_000  # two cores serve the whole stack and the browser


@pytest.fixture(scope="session")
def web_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    Client().build()
    return copy_of_client(tmp_path_factory)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Browser]]:
    """browser(camera, dog): a Chromium whose camera shows that video, started when it is first asked for."""
    folder, program = tmp_path_factory.mktemp("videos"), chromium()
    running: dict[tuple[str, int] | None, Browser] = {}

    def browser(camera: Camera | None = None, dog: int = 0) -> Browser:
        key = (camera, dog) if camera else None
        if key not in running:
            flags = list(FLAGS)
            if camera:
                file = videos.write(camera, dog, folder / f"{camera}-{dog}.y4m")
                flags += ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={file}"]
            running[key] = playwright.chromium.launch(executable_path=program, args=flags)
        return running[key]

    yield browser
    for each in running.values():
        each.close()


@pytest.fixture
def complaints() -> Complaints:
    return Complaints()


@pytest.fixture
def visitor(stack: Stack, browser: Callable[..., Browser], complaints: Complaints) -> Iterator[Callable[..., Page]]:
    """visitor(...): a page of somebody who was never here; fails the test that makes the browser complain.

    camera     "good", "blurred", "far", "no_nose", or None: a telephone without a camera; dog: whose nose it is
    language   "ko" or "en", what the browser asks for; width, height: of the screen, in CSS pixels
    scheme     "light" or "dark"
    options    whatever else a browser context takes; permissions=[]: neither camera nor place may be used
    """
    contexts = []

    def visitor(
        camera: Camera | None = "good",
        dog: int = 0,
        language: Literal["ko", "en"] = "ko",
        width: int = 390,
        height: int = 844,
        scheme: Literal["light", "dark"] = "light",
        **options: Any,
    ) -> Page:
        settings = {
            "base_url": stack.url,
            "locale": LOCALES[language],
            "viewport": {"width": width, "height": height},
            "device_scale_factor": 2,
            "has_touch": True,
            "color_scheme": scheme,
            "permissions": ["camera", "geolocation"],
            "geolocation": SEOUL,
            "timezone_id": "Asia/Seoul",
        }
        context = browser(camera, dog).new_context(**settings | options)
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        context.on("page", complaints.listen)
        return context.new_page()

    yield visitor
    unexpected = complaints.unexpected()  # before what is going on now is cut off
    for context in contexts:
        context.close()
    assert unexpected == []


@dataclass(frozen=True)
class Account:
    email: str
    password: str
    alias: str
    api: Api


@pytest.fixture
def account(stack: Stack) -> Account:
    """An account of its own, for a test that logs in; `api` is logged in already."""
    alias, password = f"owner{secrets.token_hex(4)}", f"{secrets.token_hex(12)}-aA1"
    account = Account(f"{alias}@example.org", password, alias, Api(stack.url))
    account.api.sign_up(account.email, password, alias)
    account.api.log_in(account.email, password)
    return account


@pytest.fixture
def owner_page(stack: Stack, visitor: Callable[..., Page]) -> Callable[..., Owner]:
    """owner_page(path, ...): somebody who has just got an account and opens that page (None: none yet) on a telephone
    without a camera; the other options are those of `visitor`."""

    def owner_page(path: str | None = "/register", **options: Any) -> Owner:
        owner = new_owner(visitor(camera=None, **options), stack)
        if path:
            owner.enter(path)
        return owner

    return owner_page


@dataclass(frozen=True)
class KnownDog:
    number: str
    name: str
    owner: Api


@pytest.fixture(scope="session")
def known_dog(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], KnownDog]:
    """known_dog(n): the dog that the videos number n show, registered by somebody through the API."""
    folder, known = tmp_path_factory.mktemp("known"), {}

    def known_dog(dog: int) -> KnownDog:
        if dog not in known:
            photos = nose_photos(dog, 5, folder)
            owner, name = join(stack), f"Bori{dog}"
            answer = finished(owner, owner.register(name, photos, photos[0]))
            assert answer["outcome"] == "registered", answer
            known[dog] = KnownDog(answer["result"]["number"], name, owner)
        return known[dog]

    return known_dog


def nose_photos(dog: int, count: int, folder: Path) -> list[Path]:
    """Files of photos of the dog that the videos number `dog` show, as from an album."""
    nose, photos = synthetic.Nose(videos.seed_of(dog)), []
    for index in range(1, count + 1):
        photos.append(folder / f"{dog}-{index}.jpg")
        cv2.imwrite(str(photos[-1]), nose.capture(index))
    return photos


@pytest.fixture
def album(tmp_path: Path) -> Callable[[int, int], list[Path]]:
    """album(dog, count): photos of a dog, to be chosen instead of taken."""
    return lambda dog, count=1: nose_photos(dog, count, tmp_path)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if LOOKED:
        terminalreporter.write_line(f"{len(LOOKED)} screens to look at are in {SCREENS}/")
