"""The gallery of emojis in the web client, and what is done with a template of it: using, reporting, deleting."""

import re
import secrets
from dataclasses import dataclass

import psycopg
import pytest
from playwright.sync_api import Page, expect

from dev.stack import Stack
from tests.people import join
from tests.web.emoji_templates import DESKTOP, EMOJIS, NARROW, WORDS, say, screen, templates_made
from tests.web.helpers import open_page
from tests.web.registering import EN, KO, seen

PAGE = 8  # of the gallery


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
