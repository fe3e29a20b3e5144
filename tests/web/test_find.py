"""Finding the owner of a dog: the camera's guidance and its own shutter, photos from the album, and what gets in the
way of a search."""

import json
import re
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect

from dev.demo.api import Problem
from evaluation import synthetic
from tests.people import eventually
from tests.web import videos
from tests.web.finding import KNOWN, KO, RESULT, SLOW_MS, STRANGER, WORDS, choose, found, searches, without_camera
from tests.web.helpers import axe, look

LOOKUPS, QUALITY = "**/api/v1/lookups/", "**/api/v1/quality/"
GPS = 0x8825
# Keeps what is sent: the debugger does not see into blobs.
KEEP_SENT = """
const real = window.fetch;
window.fetch = async (request, ...more) => {
  if (request.url?.endsWith("/api/v1/lookups/"))
    window.sent = request.clone().arrayBuffer().then((sent) => [...new Uint8Array(sent)]);
  return real(request, ...more);
};
"""
HIDE = """(hidden) => {
  Object.defineProperty(document, "hidden", { configurable: true, value: hidden });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


def test_who_has_not_allowed_the_camera_is_told_what_this_is(visitor):
    page = without_camera(visitor)
    for language, name in (("ko", "한국어"), ("en", "English")):
        page.get_by_role("button", name=name).click()
        expect(page.get_by_role("button", name=WORDS[language]["open"])).to_be_visible()
        expect(page.get_by_role("button", name=WORDS[language]["album"])).to_be_visible()
        look(page, "find-start")
    assert axe(page) == []


@pytest.mark.parametrize(("language", "scheme"), [("ko", "light"), ("en", "dark")])
def test_the_camera_takes_the_photo_by_itself(visitor, complaints, language, scheme):
    page = visitor(camera="good", dog=STRANGER, language=language, scheme=scheme)
    page.goto("/")
    found(page, complaints)
    expect(page.get_by_role("heading", name=WORDS[language]["stranger"])).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("animal.go.kr"))).to_have_attribute("rel", "noreferrer")
    expect(page.locator("img.find-photo")).to_be_visible()
    look(page, f"find-stranger-{scheme}")
    assert axe(page) == []


@pytest.mark.parametrize(
    ("camera", "language", "advice"),
    [
        ("far", "ko", "더 가까이 다가가 주세요"),
        ("blurred", "en", "Hold still"),
        ("no_nose", "ko", "코를 윤곽선 안에 맞춰 주세요"),
    ],
)
def test_a_bad_view_is_answered_with_advice_and_never_taken(visitor, camera, language, advice):
    page = visitor(camera=camera, language=language)
    sent = searches(page)
    page.goto("/")
    expect(page.locator("p.advice")).to_have_text(advice)
    expect(page.get_by_role("status").filter(has_text=advice)).to_be_attached()
    for _ in range(4):
        page.wait_for_event("response", lambda response: response.url.endswith("/quality/"))
    assert sent == []
    look(page, f"find-camera-{camera}")
    if camera == "far":
        assert axe(page) == []
        page.evaluate(HIDE, True)
        expect(page.locator("p.advice")).to_have_text("카메라를 여는 중…")
        assert page.evaluate("document.querySelector('video').srcObject") is None
        page.evaluate(HIDE, False)
        expect(page.locator("p.advice")).to_have_text(advice)


def test_a_view_that_is_good_is_green(visitor, complaints):
    """The nose never stays where it is, so that the camera waits."""
    at = iter(0.1 + 0.2 * (number % 2) for number in range(1000))

    def restless(route: Route) -> None:
        nose = {"x": next(at), "y": 0.25, "width": 0.6, "height": 0.4}
        route.fulfill(json={"nose": nose, "quality": 90, "reasons": [], "advice": "good", "ms": 9})

    page = visitor(camera="good", dog=STRANGER, width=320, height=568)
    page.route(QUALITY, restless)
    page.goto("/")
    expect(page.locator("p.advice")).to_have_text("좋아요! 그대로 계세요")
    expect(page.get_by_role("button", name="사진 찍기")).to_be_in_viewport(ratio=1)
    look(page, "find-camera-good-320")
    found(page, complaints)


def test_everything_works_with_the_keyboard_and_without_hints(visitor, complaints):
    complaints.expect("ERR_FAILED")
    page = visitor(camera="good", dog=STRANGER)
    page.route(QUALITY, lambda route: route.abort())
    page.goto("/")
    expect(page.get_by_text("연결이 끊겨 안내를 드릴 수 없지만")).to_be_visible()
    look(page, "find-camera-unaided")
    press_until_focused(page, "사진 찍기")
    page.keyboard.press("Enter")
    found(page, complaints)
    expect(page.get_by_role("heading", name=KO["stranger"])).to_be_focused()


def press_until_focused(page: Page, name: str) -> None:
    button = page.get_by_role("button", name=name)
    for _ in range(20):
        page.keyboard.press("Tab")
        if button.evaluate("(element) => element === document.activeElement"):
            return
    raise AssertionError(f"{name} cannot be reached with the keyboard")


def test_a_photo_from_the_album_comes_upright_small_and_without_the_place(visitor, complaints, known_dog, tmp_path):
    dog = known_dog(KNOWN)
    upright = cv2.resize(synthetic.Nose(videos.seed_of(KNOWN)).capture(7), (2560, 1920), interpolation=cv2.INTER_CUBIC)
    page = without_camera(visitor)
    page.add_init_script(KEEP_SENT)
    page.reload()
    choose(page, sideways_with_place(upright, tmp_path / "album.jpg"))
    found(page, complaints)
    sent = bytes(page.evaluate("window.sent"))
    expect(page.get_by_role("heading", name=dog.name)).to_be_visible()
    assert b"Exif" not in sent and b"37.56" not in sent
    picture = cv2.imdecode(np.frombuffer(jpeg_in(sent), np.uint8), cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION)
    assert picture.shape == (1200, 1600, 3)
    wanted = cv2.resize(upright, (1600, 1200), interpolation=cv2.INTER_AREA)
    assert np.abs(picture.astype(int) - wanted).mean() < 4


def sideways_with_place(upright: np.ndarray, file: Path) -> Path:
    """As a phone held upright stores it: turned, with a note how to turn it back, and where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(GPS).update({1: "N", 2: (37.0, 33.0, 59.4), 3: "E", 4: (126.0, 58.0, 40.8), 29: "2026:11:21 37.56"})
    turned = cv2.rotate(upright, cv2.ROTATE_90_COUNTERCLOCKWISE)
    Image.fromarray(cv2.cvtColor(turned, cv2.COLOR_BGR2RGB)).save(file, quality=95, exif=exif)
    assert b"37.56" in file.read_bytes()
    return file


def jpeg_in(body: bytes) -> bytes:
    return body[body.index(b"\xff\xd8\xff") : body.rindex(b"\xff\xd9") + 2]


def test_a_photo_that_shows_too_little_is_shown_with_what_to_do(visitor, complaints, tmp_path):
    blurred = tmp_path / "blurred.jpg"
    cv2.imwrite(str(blurred), synthetic.Nose(videos.seed_of(STRANGER)).capture(1, blur=9.0))
    page = without_camera(visitor)
    choose(page, blurred)
    expect(page.get_by_role("heading", name="이 사진으로는 알아볼 수 없어요")).to_be_visible(timeout=SLOW_MS)
    expect(page.get_by_text("사진이 흔들렸어요.")).to_be_visible()
    expect(page.get_by_role("img", name="내가 찍은 코 사진")).to_be_visible()
    look(page, "find-rejected")
    assert axe(page) == []
    (tmp_path / "notes.jpg").write_text("no picture")
    choose(page, tmp_path / "notes.jpg")
    expect(page.get_by_text("읽을 수 없는 파일입니다")).to_be_visible()
    complaints.expect("NotFoundError|Requested device not found")
    page.get_by_role("button", name=KO["again"]).click()
    expect(page.get_by_text("앨범", exact=True)).to_be_visible()
    look(page, "find-camera-missing")


def test_a_search_outlives_a_lost_connection(visitor, complaints, album):
    complaints.expect("ERR_CONNECTION_RESET", "ERR_INTERNET_DISCONNECTED", "when fetching the script")
    page = without_camera(visitor)
    sent = searches(page)
    page.context.set_offline(True)
    choose(page, album(STRANGER)[0])
    expect(page.get_by_text("사진은 그대로 있으며, 연결되면 바로 보냅니다")).to_be_visible()
    look(page, "find-offline")
    page.route(LOOKUPS, lambda route: route.abort("connectionreset"), times=1)
    page.context.set_offline(False)
    found(page, complaints)
    assert len(sent) >= 2 and len(set(sent)) == 1, "the second try is the same request"


def test_refusals_are_put_in_words_and_the_photo_is_kept(visitor, complaints, album):
    complaints.expect("status of 413", "status of 429", "status of 503")
    page = without_camera(visitor)
    sent = searches(page)
    refuse(page, 413, "body_too_large")
    choose(page, album(STRANGER)[0])
    expect(page.get_by_text("너무 커서 보낼 수 없습니다")).to_be_visible()
    refuse(page, 503, "overloaded", {"Retry-After": "45"})
    page.get_by_role("button", name=KO["repeat"]).click()
    expect(page.get_by_text("지금 이용자가 많습니다")).to_be_visible()
    expect(page.get_by_text("사진은 그대로 있어요")).to_be_visible()
    look(page, "find-refused")
    assert axe(page) == []
    refuse(page, 429, "throttled", {"Retry-After": "2"})
    page.get_by_role("button", name=KO["repeat"]).click()
    expect(page.get_by_text("계속 다시 시도합니다")).to_be_visible()
    found(page, complaints)
    assert len(sent) == 4 and len(set(sent)) == 1, "what was refused is the same request later"


def test_a_photo_that_is_refused_is_not_offered_again(visitor, complaints, tmp_path):
    complaints.expect("status of 422")
    page = without_camera(visitor)
    speck = tmp_path / "speck.png"
    cv2.imwrite(str(speck), np.zeros((1, 1, 3), np.uint8))
    choose(page, speck)
    expect(page.get_by_text("사진이 너무 작")).to_be_visible()
    expect(page.get_by_role("button", name=KO["again"])).to_be_visible()
    expect(page.get_by_role("button", name=KO["repeat"])).to_have_count(0)


def refuse(page: Page, status: int, code: str, headers: dict[str, str] | None = None) -> None:
    """Answer the next search as the gateway or the main server would."""
    body = json.dumps({"type": f"/problems/{code}", "title": code, "status": status, "code": code})
    kind = "application/problem+json"
    answer = lambda route: route.fulfill(status=status, body=body, content_type=kind, headers=headers)  # noqa: E731
    page.route(LOOKUPS, answer, times=1)


def test_too_many_frames_only_slow_the_hints_down(visitor, complaints):
    complaints.expect("status of 4(13|22|29)")
    page = visitor(camera="far")
    page.goto("/")
    flood = "Promise.all(Array.from({length: 60}, () => fetch('/api/v1/quality/', {method: 'POST'})))"
    hints = page.get_by_text("지금은 안내가 늦어지고 있지만")
    for _ in range(20):
        page.evaluate(f"void {flood}")
        if hints.is_visible():
            break
        page.wait_for_timeout(150)
    expect(hints).to_be_visible()
    expect(hints).to_be_hidden()
    expect(page.locator("p.advice")).to_have_text("더 가까이 다가가 주세요")


def test_a_search_can_be_called_off(visitor, album):
    page = without_camera(visitor, language="en")
    page.route(LOOKUPS, lambda route: None)
    choose(page, album(STRANGER)[0])
    expect(page.get_by_role("heading", name="Looking for the owner")).to_be_focused()
    look(page, "find-searching")
    assert axe(page) == []
    page.get_by_role("link", name="My page", exact=True).click()  # the search is not lost by looking elsewhere
    expect(page.get_by_role("heading", name="Looking for the owner")).to_have_count(0)
    page.get_by_role("link", name="Find", exact=True).click()
    expect(page.get_by_role("heading", name="Looking for the owner")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("button", name=WORDS["en"]["open"])).to_be_visible()
    expect(page).not_to_have_url(RESULT)


def test_a_search_that_the_server_has_is_erased_there_when_it_is_called_off(visitor, album, finder):
    page = without_camera(visitor, language="en")
    page.route("**/api/v1/tasks/**", lambda route: None)  # waits for ever, as far as the client knows
    with page.expect_response(LOOKUPS) as taken:
        choose(page, album(STRANGER)[0])
    lookup = f"/api/v1/lookups/{taken.value.json()['subject_id']}"
    assert finder.call("GET", lookup).ok
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("button", name=WORDS["en"]["open"])).to_be_visible()
    with pytest.raises(Problem, match="not_found"):
        eventually(lambda: not finder.call("GET", lookup))


def test_a_search_that_the_server_has_outlives_a_reload(visitor, album):
    page = without_camera(visitor)
    page.route("**/api/v1/tasks/**", lambda route: None)
    choose(page, album(STRANGER)[0])
    expect(page).to_have_url(RESULT)
    expect(page.get_by_role("listitem").filter(has_text="차례를 기다리는 중")).to_have_attribute("aria-current", "step")
    page.reload()
    expect(page.get_by_role("heading", name=WORDS["ko"]["stranger"])).to_be_visible()
