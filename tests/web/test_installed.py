"""The client as an app: installable, and its shell there without a network."""

import json
from collections.abc import Callable

import cv2
import numpy as np
import pytest
import requests
from playwright.sync_api import Error, Page

from dev.stack import Stack

READY = "navigator.serviceWorker.ready.then((registration) => registration.active.state)"


@pytest.fixture
def installed(visitor: Callable[..., Page]) -> Page:
    """A page of somebody who was here before: the service worker has everything and serves it."""
    page = visitor(camera=None)  # which would take a photo, and send it
    page.goto("/")
    page.evaluate(READY)
    page.reload()
    assert page.evaluate("navigator.serviceWorker.controller?.state") == "activated"
    return page


def test_the_manifest_makes_it_installable(stack: Stack, visitor: Callable[..., Page]) -> None:
    page = visitor()
    page.goto("/about")
    told = page.context.new_cdp_session(page).send("Page.getAppManifest")
    assert told["errors"] == []
    manifest = json.loads(told["data"])
    assert manifest["name"] and manifest["short_name"] and len(manifest["short_name"]) <= 12
    assert (manifest["display"], manifest["start_url"], manifest["scope"]) == ("standalone", "/", "/")
    shapes = {(icon["sizes"], icon.get("purpose", "any")) for icon in manifest["icons"]}
    assert shapes >= {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")}


def test_its_icons_are_what_the_manifest_says(stack: Stack) -> None:
    for icon in requests.get(f"{stack.url}/manifest.webmanifest", timeout=10).json()["icons"]:
        answer = requests.get(f"{stack.url}{icon['src']}", timeout=10)
        assert (answer.status_code, answer.headers["content-type"]) == (200, icon["type"])
        if icon["type"] == "image/png":
            height, width, _ = cv2.imdecode(np.frombuffer(answer.content, np.uint8), cv2.IMREAD_COLOR).shape
            assert icon["sizes"] == f"{width}x{height}"


def test_the_shell_is_there_without_a_network(installed: Page) -> None:
    installed.context.set_offline(True)
    for place in ("/", "/about", "/register", "/lookups/0a1b"):
        installed.goto(place)
        installed.locator("main h1").first.wait_for()
        assert installed.locator("main h1").first.inner_text()
        assert installed.locator("[role=status].banner").is_visible(), "it says that there is no network"


def test_the_banner_goes_when_the_network_is_back(installed: Page) -> None:
    installed.context.set_offline(True)
    installed.locator(".banner").wait_for()
    installed.context.set_offline(False)
    installed.locator(".banner").wait_for(state="detached")


@pytest.mark.parametrize("place", ["/staff/", "/problems/not_found", "/api/v1/schema/", "/status", "/status.json"])
def test_pages_of_the_servers_are_never_the_shell(installed: Page, place: str) -> None:
    installed.context.set_offline(True)
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        installed.goto(place)
