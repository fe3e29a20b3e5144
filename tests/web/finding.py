"""What tests of finding a dog share: the dogs, the words on the screen, and ways to a result."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.web.helpers import Complaints

KNOWN, STRANGER = 11, 12  # the dogs of the videos: one that is registered, one that nobody knows
RESULT = re.compile(r"/lookups/[0-9a-f-]{36}$")
NOTHING_WRITTEN = r"status of 404 .*/contact\)"  # how the client learns that the owner has not been written to yet
SLOW_MS = 30_000  # a whole search on a busy machine

KO = {
    "open": "카메라 열기",
    "album": "앨범에서 사진 고르기",
    "again": "다시 촬영하기",
    "repeat": "이 사진으로 다시 시도",
    "stranger": "등록되지 않은 강아지예요",
}
EN = {
    "open": "Open the camera",
    "album": "Choose from the album",
    "again": "Take another photo",
    "repeat": "Try again with this photo",
    "stranger": "This dog is not registered here",
}
WORDS = {"ko": KO, "en": EN}


def searches(page: Page) -> list[str]:
    """The Idempotency-Key of every search that the page sends from now on."""
    sent: list[str] = []
    page.on(
        "request",
        lambda request: (
            request.method == "POST"
            and request.url.endswith("/api/v1/lookups/")
            and sent.append(request.headers["idempotency-key"])
        ),
    )
    return sent


def choose(page: Page, photo: Path) -> None:
    """Choose a photo from the album, wherever the page offers that."""
    page.locator("input[type=file]").set_input_files(photo)


def found(page: Page, complaints: Complaints) -> None:
    """Wait for a result."""
    complaints.expect(NOTHING_WRITTEN)
    expect(page).to_have_url(RESULT, timeout=SLOW_MS)


def without_camera(visitor: Callable[..., Page], **options: object) -> Page:
    """Somebody who has not let the page use a camera."""
    page = visitor(camera=None, permissions=[], **options)
    page.goto("/")
    return page
