"""Templates of emojis in the web client: making one, the gallery, publishing, reporting, deleting."""

import re
import secrets
from dataclasses import dataclass

import cv2
import numpy as np
import psycopg
import pytest
from playwright.sync_api import Page, expect

from dev.stack import Stack
from tests.people import join
from tests.web.emoji_pictures import face, template, transparent, write
from tests.web.emoji_templates import EMOJIS, template_of, templates_made, templates_of
from tests.web.helpers import open_page
from tests.web.registering import EN, KO, TASK_MS, Words, choose, seen

ONE = re.compile(r"/emojis/[0-9a-f-]{36}$")
WORDS = {"ko": KO, "en": EN}
PAGE = 8  # of the gallery
DROPPED = """async () => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 200, height: 200 });
    canvas.getContext("2d").fillRect(20, 20, 160, 160);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve));
    const transfer = new DataTransfer();
    transfer.items.add(new File([blob], "square.png", { type: blob.type }));
    return transfer;
}"""
NARROW, DESKTOP = (320, 568), (1280, 800)


def say(words: Words, key: str, **values: object) -> str:
    return words(key, "emojis", **values)


@dataclass(frozen=True)
class Shelf:
    """More published templates than a page holds. Their names, oldest first, have `word` in common."""

    word: str
    ids: list[str]
    names: list[str]


@pytest.fixture(scope="module")
def shelf(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    word = f"Quokka{secrets.token_hex(3)}"
    names = [f"{word} {number}" for number in range(1, PAGE + 2)]
    return Shelf(word, templates_made(join(stack), names, tmp_path_factory.mktemp("shelf")), names)


def drop(page: Page, expression: str) -> None:
    """Drop the file of some picture on the place of an expression."""
    file = page.evaluate_handle(DROPPED)
    page.locator(f"[data-expression={expression}]").dispatch_event("drop", {"dataTransfer": file})


def screen(size: tuple[int, int]) -> dict[str, int]:
    return {"width": size[0], "height": size[1]}


@pytest.mark.parametrize(
    ("language", "scheme", "size"), [("ko", "light", DESKTOP), ("en", "dark", NARROW)], ids=["ko", "en"]
)
def test_seven_pictures_become_a_template(owner_page, tmp_path, language, scheme, size):
    words, name = WORDS[language], f"Wombat {secrets.token_hex(3)}"
    owner = owner_page("/emojis/new", language=language, scheme=scheme, **screen(size))
    page = owner.page
    seen(page, f"emoji-new-{scheme}")
    page.get_by_label(say(words, "create.name")).fill(name)
    choose(page, list(template(tmp_path, ground="plain").values()), say(words, "create.several"))
    expect(page.locator(".slot.full")).to_have_count(7)
    seen(page, f"emoji-new-full-{scheme}")
    page.get_by_role("button", name=say(words, "create.send")).click()

    expect(page).to_have_url(ONE, timeout=TASK_MS)
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    for expression in ("neutral", "happy", "surprise"):
        expect(page.get_by_alt_text(say(words, f"expressions.{expression}"))).to_be_visible()
    page.get_by_text(say(words, "draft.grounds.dark"), exact=True).click()
    expect(page.locator(".seven-tile.dark")).to_have_count(7)
    seen(page, f"emoji-draft-{scheme}")
    (mine,) = templates_of(owner.api)
    assert (mine["name"], mine["state"], mine["published"]) == (name, "draft", False)
    cut = cv2.imdecode(np.frombuffer(owner.api.picture(mine["pictures"]["happy"]), np.uint8), cv2.IMREAD_UNCHANGED)
    assert cut.shape == (512, 512, 4)
    assert cut[5, 5, 3] == 0 < cut[256, 256, 3]

    page.get_by_role("button", name=say(words, "draft.publish")).click()
    dialog = page.get_by_role("dialog")
    seen(page, f"emoji-publish-{scheme}")
    dialog.get_by_role("button", name=say(words, "draft.publish")).click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("link", name=say(words, "one.use"))).to_have_attribute("href", f"/cover?emoji={mine['id']}")
    seen(page, f"emoji-mine-{scheme}")
    assert template_of(owner.api, mine["id"])["published"]
    open_page(page, "/emojis")
    expect(page.locator(".emoji-card").first).to_contain_text(name)
    open_page(page, "/my/made")
    expect(page.locator("a.entry")).to_contain_text(words("made.standing.public", "my"))
    seen(page, f"my-made-{scheme}")


def test_only_what_could_not_be_cut_out_is_chosen_again(owner_page, tmp_path):
    owner = owner_page("/emojis/new")
    page = owner.page
    page.get_by_label(say(KO, "create.name")).fill("Quoll")
    pictures = template(tmp_path / "quoll") | {"sad": write(tmp_path / "sad.png", transparent())}
    choose(page, list(pictures.values()), say(KO, "create.several"))
    expect(page.locator(".slot.full")).to_have_count(7)
    page.get_by_role("button", name=say(KO, "create.send")).click()
    sad = page.locator("[data-expression=sad]")
    expect(sad).to_contain_text(say(KO, "faults.transparent"), timeout=TASK_MS)
    expect(page.get_by_text(say(KO, "create.rejected_other", count=1))).to_be_visible()
    expect(page.locator(".slot.full")).to_have_count(6)
    seen(page, "emoji-rejected")
    assert templates_of(owner.api) == []

    choose(
        page,
        [write(tmp_path / "again.png", face("sad"))],
        say(KO, "create.replace", expression=say(KO, "expressions.sad")),
    )
    expect(page.locator(".slot.full")).to_have_count(7)
    page.get_by_role("button", name=say(KO, "create.send")).click()
    expect(page).to_have_url(ONE, timeout=TASK_MS)
    first = page.url
    page.get_by_role("link", name=say(KO, "draft.change")).click()
    expect(page.get_by_text(say(KO, "create.changing", name="Quoll"))).to_be_visible()
    drop(page, "angry")
    expect(page.locator(".slot .spinner")).to_have_count(0)
    page.get_by_role("button", name=say(KO, "create.send")).click()
    expect(page).to_have_url(ONE, timeout=TASK_MS)
    assert page.url != first
    page.get_by_role("button", name=say(KO, "draft.keep")).click()
    entry = page.locator("a.entry")
    expect(entry).to_have_count(1)
    expect(entry).to_contain_text(KO("made.standing.private", "my"))
    assert [one["state"] for one in templates_of(owner.api)] == ["draft"]


def test_files_find_their_places_and_what_is_missing_is_said(owner_page, tmp_path):
    page = owner_page("/emojis/new", language="en", **screen(DESKTOP)).page
    named = template(tmp_path)
    noise = tmp_path / "disgust.png"
    noise.write_bytes(b"no picture")
    unnamed = write(tmp_path / "IMG_7.png", face("neutral"))
    choose(page, [named["happy"], unnamed, noise], say(EN, "create.several"))
    expect(page.locator(".slot.full")).to_have_count(2)
    expect(page.locator("[data-expression=disgust]")).to_contain_text(say(EN, "faults.photo_not_readable"))
    expect(page.get_by_text(say(EN, "create.guessed_one", count=1))).to_be_visible()
    page.get_by_role("button", name=say(EN, "create.send")).click()
    expect(page.get_by_label(say(EN, "create.name"))).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text("Angry, Disgusted, Afraid, Sad, Surprised")
    seen(page, "emoji-new-missing")
    page.get_by_label(say(EN, "create.name")).fill("Numbat")
    page.get_by_role("button", name=say(EN, "create.send")).click()
    expect(page.get_by_role("button", name=say(EN, "create.choose", expression="Angry"))).to_be_focused()
    page.get_by_role("link", name="Find", exact=True).click()
    page.go_back()
    expect(page.locator(".slot.full")).to_have_count(2)


def test_the_gallery_is_searched_and_walked_through(visitor, shelf: Shelf):
    page = visitor(camera=None, **screen(DESKTOP))
    open_page(page, "/emojis")
    page.get_by_role("searchbox").press_sequentially(shelf.word.lower())
    expect(page.get_by_text(say(KO, "gallery.found_other", search=shelf.word.lower(), count=PAGE + 1))).to_be_visible()
    cards = page.locator(".emoji-card")
    expect(cards).to_have_count(PAGE)
    assert cards.locator(".emoji-name").all_inner_texts() == shelf.names[:0:-1]
    page.get_by_role("link", name=say(KO, "gallery.next")).click()
    expect(cards).to_have_count(1)
    expect(page.locator(".gallery-count")).to_be_focused()
    page.reload()
    expect(cards).to_have_text(re.compile(shelf.names[0]))
    cards.click()
    expect(page.get_by_role("heading", name=shelf.names[0])).to_be_visible()
    page.go_back()
    expect(cards).to_have_text(re.compile(shelf.names[0]))
    expect(page.get_by_role("searchbox")).to_have_value(shelf.word.lower())
    page.get_by_role("link", name=say(KO, "gallery.previous")).click()
    expect(cards).to_have_count(PAGE)
    page.get_by_role("searchbox").fill("nobody calls it so")
    expect(page.get_by_text(say(KO, "gallery.notFound", search="nobody calls it so"))).to_be_visible()
    seen(page, "emojis-none")
    page.get_by_role("button", name=say(KO, "gallery.all")).click()
    expect(page.get_by_role("searchbox")).to_have_value("")
    expect(cards.first).to_be_visible()


def test_what_is_published_meanwhile_shifts_no_page(visitor, stack: Stack, shelf: Shelf, tmp_path):
    page = visitor(camera=None)
    open_page(page, f"/emojis?search={shelf.word}")
    other = join(stack)
    (new,) = templates_made(other, [f"{shelf.word} new"], tmp_path)
    page.get_by_role("link", name=say(KO, "gallery.next")).click()
    expect(page.locator(".emoji-name")).to_have_text(shelf.names[:1])
    other.call("DELETE", f"{EMOJIS}/{new}")


def test_a_page_that_is_not_there_leads_to_the_first(visitor, complaints, shelf: Shelf):
    complaints.expect("status of 404")
    page = visitor(camera=None, language="en")
    open_page(page, f"/emojis?search={shelf.word}&page=99")
    page.get_by_role("link", name=say(EN, "gallery.first")).click()
    expect(page.locator(".emoji-card")).to_have_count(PAGE)


@pytest.mark.parametrize(("language", "scheme", "size"), [("ko", "dark", NARROW), ("en", "light", DESKTOP)])
def test_everybody_sees_what_is_published(visitor, shelf: Shelf, language, scheme, size):
    page = visitor(camera=None, language=language, scheme=scheme, **screen(size))
    open_page(page, f"/emojis?search={shelf.word}")
    expect(page.locator(".emoji-card")).to_have_count(PAGE)
    card = page.locator(".emoji-card").first
    expect(card.locator("img.emoji-small")).to_have_count(6)
    card.locator(".emoji-strip > span").nth(3).hover()
    expect(card.locator("img.emoji-large")).to_have_attribute("src", re.compile("/pictures/happy$"))
    seen(page, f"emojis-{size[0]}-{scheme}")
    card.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".seven-picture")).to_have_count(7)
    seen(page, f"emoji-{size[0]}-{scheme}")
    page.get_by_role("button", name=say(WORDS[language], "report.button")).click()
    back = re.escape(f"/login?next=%2Femojis%2F{shelf.ids[-1]}")
    log_in = page.get_by_role("dialog").get_by_role("link")
    expect(log_in).to_have_attribute("href", re.compile(back))


def test_a_report_reaches_staff_once(owner_page, shelf: Shelf, main_database: psycopg.Connection):
    owner = owner_page(f"/emojis/{shelf.ids[0]}", **screen(NARROW), scheme="dark")
    page = owner.page
    reports = "SELECT reason, text FROM emojis_report WHERE emoji_id = %s"
    for text in ("no", "still no"):
        page.get_by_role("button", name=say(KO, "report.button")).click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_role("button", name=say(KO, "report.send")).click()
        expect(dialog.get_by_text(KO("fields.required", "problems"))).to_be_visible()
        dialog.get_by_text(say(KO, "report.reasons.copyright")).click()
        dialog.get_by_role("textbox").fill(text)
        seen(page, "emoji-report")
        dialog.get_by_role("button", name=say(KO, "report.send")).click()
        expect(dialog.get_by_text(say(KO, "report.thanks"))).to_be_visible()
        dialog.get_by_role("button", name=say(KO, "report.close")).click()
        expect(dialog).to_have_count(0)
    assert main_database.execute(reports, [shelf.ids[0]]).fetchall() == [("copyright", "no")]


def test_a_private_template_is_its_makers_until_it_is_deleted(owner_page, visitor, complaints, tmp_path):
    complaints.expect("status of 404")
    owner = owner_page(None)
    (emoji,) = templates_made(owner.api, ["Potoroo"], tmp_path, publish=False)
    stranger = visitor(camera=None)
    stranger.goto(f"/emojis/{emoji}")
    expect(stranger.get_by_role("heading", name=say(KO, "gone.title"))).to_be_visible()
    seen(stranger, "emoji-gone")

    owner.enter(f"/emojis/{emoji}")
    page = owner.page
    expect(page.locator("img.seven-picture")).to_have_count(7)
    page.reload()
    expect(page.locator("img.seven-picture")).to_have_count(7)
    _delete(page)
    expect(page).to_have_url(re.compile("/my/made$"))
    expect(page.get_by_text(KO("made.none", "my"))).to_be_visible()
    page.goto(f"/emojis/{emoji}")
    expect(page.get_by_role("heading", name=say(KO, "gone.title"))).to_be_visible()


def _delete(page: Page) -> None:
    button = page.get_by_role("button", name=say(KO, "delete.button"))
    button.click()
    dialog = page.get_by_role("dialog")
    seen(page, "emoji-delete")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("button", name=say(KO, "delete.button"))).to_be_focused()
    button.click()
    dialog.get_by_role("button", name=say(KO, "delete.forGood")).click()


def test_making_one_needs_an_account(visitor):
    page = visitor(camera=None, language="en")
    open_page(page, "/emojis/new")
    expect(page.get_by_role("link", name=EN("logIn", "account"))).to_have_attribute(
        "href", "/login?next=%2Femojis%2Fnew"
    )
