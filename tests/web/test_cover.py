"""Covering the people in a photo, in the web client: sending, looking, changing the faces, keeping and deleting."""

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import psycopg
import pytest
from playwright.sync_api import Page, expect
from skimage import data

from dev.demo.api import Problem
from tests.people import eventually
from tests.web.covering import (
    FACE,
    RESULT,
    SLEEVE,
    TASKS,
    applied,
    astronaut,
    cover_of,
    covered,
    difference,
    drag,
    edit,
    mark,
    nobody,
    say,
    shows,
    swipe,
    written,
)
from tests.web.emoji_templates import templates_made
from tests.web.registering import EN, KO, Owner, choose, seen

NARROW, DESKTOP = {"width": 320, "height": 568}, {"width": 1280, "height": 800}
FIRST = say(KO, "result.covered_one", count=1)


@pytest.fixture
def cover_page(owner_page: Callable[..., Owner], tmp_path: Path) -> Callable[..., tuple[Owner, dict[str, Any]]]:
    """cover_page(photo=astronaut, ...): somebody at the page of a photo that was covered before; returns the owner and
    the cover. The other options are those of `owner_page`."""

    def cover_page(photo: Callable[[Path], Path] = astronaut, **options: Any) -> tuple[Owner, dict[str, Any]]:
        owner = owner_page(None, **options)
        cover = covered(owner.api, photo(tmp_path))
        owner.enter(f"/cover/{cover['id']}")
        return owner, cover

    return cover_page


def saved(page: Page, button: str, tmp_path: Path) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("link", name=button).click()
    file = tmp_path / f"{secrets.token_hex(4)}.jpg"
    download.value.save_as(file)
    return file.read_bytes()


def middle(face: dict[str, Any]) -> tuple[float, float]:
    x, y, width, height = face["box"]
    return x + width / 2, y + height / 2


def test_a_photo_is_covered_and_kept(owner_page, tmp_path):
    owner, photo = owner_page("/cover"), astronaut(tmp_path)
    page = owner.page
    expect(page.locator(".cover-strip :checked")).to_have_count(1)
    seen(page, "cover-start")
    choose(page, [photo], say(KO, "photo.choose"))
    expect(page.get_by_role("img", name=say(KO, "photo.yours"))).to_be_visible()
    seen(page, "cover-chosen")
    page.route("**/api/v1/tasks/**", lambda route: None, times=1)  # as if it took for ever
    page.get_by_role("button", name=say(KO, "send"), exact=True).click()
    expect(page).to_have_url(RESULT)
    expect(page.get_by_role("heading", name=say(KO, "working.title"))).to_be_focused()
    seen(page, "cover-working")
    page.reload()
    shows(page, FIRST)
    expect(page.get_by_role("img", name=say(KO, "result.picture"))).to_be_visible()
    seen(page, "cover-result")
    kept = saved(page, say(KO, "result.download"), tmp_path)
    assert kept[:3] == b"\xff\xd8\xff" and b"Exif" not in kept
    assert difference(kept, data.astronaut(), FACE) > 40 and difference(kept, data.astronaut(), SLEEVE) < 8
    page.goto("/my/used")
    expect(page.get_by_text(say(KO, "mine.state.covered"))).to_be_visible()
    seen(page, "my-used")
    with page.expect_download() as download:
        page.locator(".entry-tools button").first.click()
    assert Path(download.value.path()).read_bytes() == kept
    page.locator(".entry-tools button").nth(1).click()
    page.get_by_role("button", name=say(KO, "delete.sure")).click()
    expect(page.get_by_text(say(KO, "mine.none"))).to_be_visible()
    assert owner.api.call("GET", "/api/v1/users/mypage/used").json()["count"] == 0


def test_faces_are_changed_with_finger_and_mouse(cover_page):
    owner, cover = cover_page()
    page = owner.page
    edit(page, KO)
    before = cover["faces"][0]
    swipe(page, mark(page, 1), 60, 30)
    drag(page, page.locator(".face-handle.size").nth(3), 30, 30)
    drag(page, page.locator(".face-handle.turn"), 120, 40)
    seen(page, "cover-editor")
    page.get_by_text(KO("expressions.sad", "emojis"), exact=True).click()
    canvas = page.locator(".editor-canvas").bounding_box()
    page.locator(".editor-canvas").click(position={"x": 40, "y": canvas["height"] - 40})  # lets go of the face
    page.locator(".editor-canvas").click(position={"x": 40, "y": canvas["height"] - 40})
    expect(mark(page, 2)).to_be_focused()
    applied(page, KO, say(KO, "result.covered_other", count=2))
    changed, added = cover_of(owner.api, cover["id"])["faces"]
    assert changed["expression"] == "sad" and changed["scores"] is None and added["scores"] is not None
    assert middle(changed)[0] > middle(before)[0] + 0.1
    assert changed["box"][2] > 1.1 * before["box"][2] and abs(changed["angle"] - before["angle"]) > 20
    assert added["box"][0] < 0.2 and added["box"][1] > 0.6
    picture = owner.api.picture(f"{TASKS}{cover['id']}/picture")
    across, down = middle(added)
    assert difference(picture, data.astronaut(), (across - 0.02, down - 0.02, 0.04, 0.04)) > 30


def test_faces_are_changed_with_the_keyboard(cover_page):
    owner, cover = cover_page(language="en", has_touch=False, **DESKTOP)
    page = owner.page
    edit(page, EN)
    before = cover["faces"][0]
    mark(page, 1).focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "Shift+ArrowUp"):
        page.keyboard.press(key)
    seen(page, "cover-editor-desktop")
    page.keyboard.press("Delete")
    expect(page.locator("[data-face]")).to_have_count(0)
    expect(page.locator(".editor-canvas")).to_be_focused()
    page.keyboard.press("Control+z")
    expect(page.locator("[data-face]")).to_have_count(1)
    page.get_by_role("button", name=say(EN, "editor.add")).press("Enter")
    expect(mark(page, 2)).to_be_focused()
    page.get_by_role("slider", name=say(EN, "editor.turn")).press("ArrowRight")
    page.get_by_role("radio", name=EN("expressions.surprise", "emojis")).press("Space")
    applied(page, EN, say(EN, "result.covered_other", count=2))
    moved, added = cover_of(owner.api, cover["id"])["faces"]
    assert middle(moved) == pytest.approx([middle(before)[0] + 0.02, middle(before)[1] + 0.01], abs=0.001)
    assert moved["box"][2] == pytest.approx(1.08 * before["box"][2], abs=0.001)
    assert added["expression"] == "surprise" and added["angle"] == 1
    assert middle(added)[0] == pytest.approx(0.5, abs=0.01)


def test_an_editor_that_was_left_changes_nothing(cover_page):
    owner, cover = cover_page(language="en", scheme="dark", **NARROW)
    page = owner.page
    shows(page, say(EN, "result.covered_one", count=1))
    seen(page, "cover-result-320")
    edit(page, EN)
    mark(page, 1).click()
    seen(page, "cover-editor-320")
    page.get_by_role("button", name=say(EN, "editor.larger")).click()
    page.get_by_role("button", name=say(EN, "editor.remove")).click()
    expect(page.get_by_text(say(EN, "editor.hintNone"))).to_be_visible()
    page.get_by_role("button", name=EN("cancel", "common"), exact=True).click()
    shows(page, say(EN, "result.covered_one", count=1))
    assert cover_of(owner.api, cover["id"]) == cover


def test_a_photo_of_nobody_has_to_be_looked_at(cover_page, tmp_path):
    owner, cover = cover_page(nobody)
    page = owner.page
    shows(page, say(KO, "noFace.title"))
    expect(page.get_by_role("link", name=say(KO, "result.download"))).to_have_count(0)
    with pytest.raises(Problem, match="not_found"):
        owner.api.picture(f"{TASKS}{cover['id']}/picture")
    seen(page, "cover-nobody")
    page.get_by_role("button", name=say(KO, "noFace.mark")).click()
    expect(page.get_by_text(say(KO, "editor.hintNone"))).to_be_visible()
    page.get_by_role("button", name=KO("cancel", "common"), exact=True).click()
    page.get_by_role("button", name=say(KO, "noFace.confirm")).click()
    shows(page, say(KO, "result.nobody"))
    kept = saved(page, say(KO, "result.download"), tmp_path)
    assert difference(kept, data.astronaut()[300:, 250:], (0, 0, 1, 1)) < 8
    edit(page, KO)
    page.locator(".editor-canvas").click()
    applied(page, KO, FIRST)


def test_a_photo_is_turned_sent_again_and_kept_from_others(owner_page, complaints, tmp_path):
    complaints.expect("ERR_CONNECTION_RESET", "status of 404")
    lying = written(np.rot90(data.astronaut()[:400]), tmp_path / "lying.jpg")
    owner = owner_page("/cover", language="en")
    page, sent = owner.page, []
    choose(page, [lying], say(EN, "photo.choose"))
    picture = page.get_by_role("img", name=say(EN, "photo.yours"))
    expect(picture).to_have_js_property("naturalWidth", 400)
    page.get_by_role("button", name=say(EN, "photo.turn"), exact=True).click()
    expect(picture).to_have_js_property("naturalWidth", 512)
    page.on("request", lambda request: request.url.endswith(TASKS) and sent.append(request.headers["idempotency-key"]))
    page.route(f"**{TASKS}", lambda route: route.abort("connectionreset"), times=1)
    page.get_by_role("button", name=say(EN, "send"), exact=True).click()
    expect(page.get_by_text(say(EN, "retrying"))).to_be_visible()
    expect(page).to_have_url(RESULT)
    shows(page, say(EN, "result.covered_one", count=1))
    assert len(sent) == 2 and len(set(sent)) == 1, "the second try is the same request"
    stranger = owner_page(page.url.removeprefix(owner.api.url), language="en").page
    expect(stranger.get_by_role("heading", name=say(EN, "gone.title"))).to_be_visible()


def test_the_emojis_one_came_for_are_chosen_and_others_later(cover_page, tmp_path):
    owner, cover = cover_page(language="en")
    page, name = owner.page, f"Numbat {secrets.token_hex(3)}"
    [emoji_id] = templates_made(owner.api, [name], tmp_path)
    page.goto(f"/cover?emoji={emoji_id}")
    expect(page.get_by_role("radio", name=name)).to_be_checked()
    page.goto(f"/cover/{cover['id']}?edit=1")
    expect(page.get_by_role("radio", name=cover["emoji"]["name"], exact=True)).to_be_checked()
    page.get_by_text(say(EN, "templates.more")).click()
    page.get_by_label(say(EN, "templates.search")).fill(name)
    page.locator(".cover-strip label", has_text=name).click()
    applied(page, EN, say(EN, "result.covered_one", count=1))
    assert cover_of(owner.api, cover["id"])["emoji"] == {"id": emoji_id, "name": name}


def test_without_its_original_a_photo_stays_as_it_is(cover_page, main_database: psycopg.Connection):
    owner, cover = cover_page(language="en")
    page = owner.page
    edit(page, EN)
    mark(page, 1).press("ArrowLeft")
    late = "UPDATE faces_cover SET created_at = created_at - interval '2 days' WHERE id = %s"
    main_database.execute(late, [cover["id"]])
    eventually(lambda: cover_of(owner.api, cover["id"])["photo_url"] is None)
    page.reload()
    expect(page.get_by_text(say(EN, "result.expired"))).to_be_visible()
    expect(page.get_by_role("button", name=say(EN, "result.change"))).to_have_count(0)
    expect(page.get_by_role("link", name=say(EN, "result.download"))).to_be_visible()


def test_what_failed_is_tried_again(cover_page):
    owner, cover = cover_page(language="en")
    page = owner.page
    shows(page, say(EN, "result.covered_one", count=1))
    nothing = {"state": "failed", "outcome": None, "faces": None, "picture_url": None}
    failed = cover | nothing | {"error": {"code": "attempts_exhausted", "title": ""}}
    page.route(f"**{TASKS}{cover['id']}", lambda route: route.fulfill(json=failed), times=1)
    page.reload()
    shows(page, say(EN, "failed.title"))
    expect(page.get_by_role("alert")).to_have_text(EN("codes.attempts_exhausted", "problems"))
    seen(page, "cover-failed")
    page.get_by_role("button", name=say(EN, "failed.again")).click()
    shows(page, say(EN, "result.covered_one", count=1))
    assert cover_of(owner.api, cover["id"])["task_id"] != cover["task_id"]


def test_whoever_is_not_logged_in_is_asked_to(visitor):
    page = visitor(camera=None, language="en")
    page.goto("/cover?emoji=00000000-0000-4000-8000-000000000000")
    expect(page.get_by_text(say(EN, "invitation"))).to_be_visible()
    seen(page, "cover-invitation")
    address = page.get_by_role("link", name=EN("logIn", "account")).get_attribute("href")
    assert address == "/login?next=%2Fcover%3Femoji%3D00000000-0000-4000-8000-000000000000"
