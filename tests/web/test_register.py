"""Registering a dog in the web client, from the first page to the card."""

import re

import cv2
import pytest
from playwright.sync_api import Page, expect

from tests.web.helpers import SCREENS, look
from tests.web.registering import (
    EN,
    KO,
    PASSWORD,
    choose,
    give_album,
    give_data,
    give_noses,
    onward,
    outcome,
    portrait,
    prepared,
    seen,
    send,
)

SHOT_MS = 40_000  # five views, each held still for a moment, on a busy machine
NUMBER = re.compile(r"SP-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]")


@pytest.mark.parametrize(
    ("words", "language", "scheme", "dog", "breed"),
    [(KO, "ko", "light", 20, "jindo"), (EN, "en", "dark", 21, "jindo")],
    ids=["ko", "en"],
)
def test_from_the_first_page_to_the_card(visitor, tmp_path, words, language, scheme, dog, breed):
    page = visitor(camera="good", dog=dog, language=language, scheme=scheme)
    page.goto("/register")
    seen(page, f"register-welcome-{scheme}")
    page.get_by_role("link", name=words("welcome.signUp")).click()
    sign_up(page, words, f"owner{dog}{scheme}")

    expect(page.get_by_role("heading", name=words("noses.title"))).to_be_visible()
    expect(page.locator(".shots button").nth(1)).to_be_visible(timeout=SHOT_MS)
    seen(page, f"register-noses-{scheme}")
    expect(page.get_by_text(words("noses.complete"))).to_be_visible(timeout=SHOT_MS)
    assert page.locator("video").count() == 0
    shots = page.locator(".shots button")
    assert all("100" in (shots.nth(n).get_attribute("aria-label") or "") for n in range(5))
    seen(page, f"register-noses-complete-{scheme}")

    onward(page, words)
    page.get_by_label(words("dog.birthYear")).fill("1950")
    onward(page, words)
    expect(page.get_by_label(words("dog.name"), exact=True)).to_be_focused()
    expect(page.get_by_text(words("fields.birth_year", "problems"))).to_be_visible()
    seen(page, f"register-dog-refused-{scheme}")
    page.get_by_label(words("dog.birthYear")).fill("2021")
    give_data(page, words, breed)
    page.get_by_label(words("dog.name"), exact=True).click()
    expect(page.get_by_label(words("dog.breed"), exact=True)).to_have_value("진돗개" if words is KO else "Korean Jindo")
    onward(page, words)
    seen(page, f"register-picture-empty-{scheme}")
    choose(page, [portrait(tmp_path)], words("picture.choose"))
    expect(page.get_by_alt_text(words("picture.preview"))).to_be_visible()
    seen(page, f"register-picture-{scheme}")
    onward(page, words)
    seen(page, f"register-summary-{scheme}")

    send(page, words)
    outcome(page, words("registered.title", name="Bori"))
    number = page.locator(".big-number .number").inner_text()
    assert NUMBER.fullmatch(number)
    card = page.get_by_alt_text(words("card.alt", name="Bori", number=number))
    expect(card).to_be_visible()
    expect(page.get_by_role("button", name=words("resend", "my"))).to_be_visible()
    seen(page, f"register-registered-{scheme}")
    card_is_saved(page, words, number, language)
    prints_only_the_card(page, card)
    page.get_by_role("link", name=words("registered.toDog", name="Bori")).click()
    expect(page.get_by_role("heading", name="Bori", exact=True)).to_be_visible()


def sign_up(page: Page, words, alias: str) -> None:
    page.get_by_label(words("email", "account")).fill(f"{alias}@example.org")
    page.get_by_label(words("password", "account")).fill(PASSWORD)
    page.get_by_label(words("alias", "account")).fill(alias)
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name=words("signUp", "account")).click()


def card_is_saved(page: Page, words, number: str, language: str) -> None:
    with page.expect_download() as download:
        page.get_by_role("link", name=words("card.save"), exact=True).click()
    assert download.value.suggested_filename == f"savepets-{number}.png"
    file = SCREENS / f"register-card-{language}.png"
    download.value.save_as(file)
    assert cv2.imread(str(file)).shape[:2] == (638, 1012)


def prints_only_the_card(page: Page, card) -> None:
    page.emulate_media(media="print")
    look(page, "register-print")
    expect(card).to_be_visible()
    for other in ("h1", ".bar", ".big-number", "button"):
        assert page.locator(other).locator("visible=true").count() == 0, other
    page.emulate_media(media="screen")


def test_a_dog_that_is_registered_already(owner_page, known_dog, album, tmp_path):
    known = known_dog(22)
    page = owner_page().page
    expect(page.get_by_text(KO("codes.camera_missing", "problems"))).to_be_visible()
    prepared(page, KO, album(22, 5), portrait(tmp_path))
    send(page, KO)
    outcome(page, KO("already.title"))
    seen(page, "register-already")
    told = page.locator("main").inner_text()
    assert known.number not in told and known.name not in told
    page.get_by_role("button", name=KO("registered.another")).click()
    expect(page.get_by_role("heading", name=KO("noses.title"))).to_be_visible()
    assert page.locator(".shots button").count() == 0


def test_only_bad_photos_have_to_be_taken_again(owner_page, album, tmp_path):
    ours, others = album(23, 5), album(24, 2)
    blurred = tmp_path / "blurred.jpg"
    cv2.imwrite(str(blurred), cv2.GaussianBlur(cv2.imread(str(ours[0])), (0, 0), 7))
    page = owner_page(language="en").page
    noise = tmp_path / "noise.jpg"
    noise.write_bytes(b"no picture")
    give_album(page, EN, [noise, blurred, ours[0], ours[0]])
    expect(page.get_by_text(EN("codes.photo_not_readable", "problems"))).to_be_visible()
    expect(page.get_by_text(EN("faults.blurred"))).to_be_visible()
    expect(page.get_by_text(EN("codes.duplicate_photo", "problems"))).to_be_visible()
    assert page.locator(".shots button").count() == 1
    seen(page, "register-noses-unusable")
    prepared(page, EN, [*ours[1:3], *others], portrait(tmp_path))
    send(page, EN)
    outcome(page, EN("rejected.title_other", count=2))
    verdicts = page.locator(".verdict")
    assert [EN("faults.different_dog") in text for text in verdicts.all_inner_texts()] == [False] * 3 + [True] * 2
    seen(page, "register-rejected")

    page.get_by_role("button", name=EN("rejected.again_other", count=2)).click()
    assert page.locator(".shots button").count() == 3
    seen(page, "register-noses-again")
    give_noses(page, EN, ours[3:])
    onward(page, EN)
    expect(page.get_by_label(EN("dog.name"), exact=True)).to_have_value("Bori")
    for _ in range(2):
        onward(page, EN)
    send(page, EN)
    outcome(page, EN("registered.title", name="Bori"))


def test_steps_go_back_and_keep_what_was_entered(owner_page, album, tmp_path):
    page = owner_page(width=320, height=640).page
    prepared(page, KO, album(25, 5), portrait(tmp_path))
    seen(page, "register-summary-320")
    page.go_back()
    expect(page.get_by_role("heading", name=KO("picture.title"))).to_be_visible()
    page.go_back()
    expect(page.get_by_label(KO("dog.name"), exact=True)).to_have_value("Bori")
    seen(page, "register-dog-320")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_label(EN("dog.breed"), exact=True)).to_have_value("Korean Jindo")
    page.get_by_role("link", name=EN("find", "common"), exact=True).click()
    page.get_by_role("link", name=EN("register", "common"), exact=True).click()
    expect(page.get_by_role("heading", name=EN("send.title"))).to_be_visible()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.reload()
    assert asked == ["beforeunload"]
    expect(page.get_by_role("heading", name=EN("noses.title"))).to_be_visible()
    page.reload()
    assert asked == ["beforeunload"]
