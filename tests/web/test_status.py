"""/status of the whole stack: what both servers really say."""

from collections.abc import Callable
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.web.helpers import axe, look


@pytest.mark.parametrize(("language", "words"), [("ko", "모두 정상입니다."), ("en", "Everything works.")])
def test_everything_works(visitor: Callable[..., Page], language: Literal["ko", "en"], words: str) -> None:
    page = visitor(camera=None, language=language)
    page.goto("/status")
    expect(page.locator("#whole")).to_have_text(words)
    expect(page.locator("dd[data-state=good]")).to_have_count(4)
    look(page, "status")
    assert axe(page) == []
