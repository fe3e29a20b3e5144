"""Making a template of emojis in the web client: choosing pictures, looking at what was cut out, publishing."""

import re
import secrets

import cv2
import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.web.emoji_pictures import face, template, transparent, write
from tests.web.emoji_templates import DESKTOP, NARROW, WORDS, say, screen, template_of, templates_of
from tests.web.helpers import open_page
from tests.web.registering import EN, KO, TASK_MS, choose, seen

ONE = re.compile(r"/emojis/[0-9a-f-]{36}$")
DROPPED = """async () => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 200, height: 200 });
    canvas.getContext("2d").fillRect(20, 20, 160, 160);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve));
    const transfer = new DataTransfer();
    transfer.items.add(new File([blob], "square.png", { type: blob.type }));
    return transfer;
}"""


def drop(page: Page, expression: str) -> None:
    """Drop the file of some picture on the place of an expression."""
    file = page.evaluate_handle(DROPPED)
    page.locator(f"[data-expression={expression}]").dispatch_event("drop", {"dataTransfer": file})


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


def test_calling_it_off_erases_what_was_sent(owner_page, tmp_path):
    owner = owner_page("/emojis/new", scheme="dark")
    page = owner.page
    page.route("**/api/v1/tasks/*", lambda route: None)  # it never ends
    page.get_by_label(say(KO, "create.name")).fill("Bilby")
    choose(page, list(template(tmp_path).values()), say(KO, "create.several"))
    expect(page.locator(".slot.full")).to_have_count(7)
    page.get_by_role("button", name=say(KO, "create.send")).click()
    expect(page.get_by_text(say(KO, "create.mayLeave"))).to_be_visible()
    seen(page, "emoji-busy")
    assert [one["name"] for one in templates_of(owner.api)] == ["Bilby"]
    page.get_by_role("button", name=KO("cancel", "common")).click()
    expect(page.locator(".slot.full")).to_have_count(7)
    assert templates_of(owner.api) == []


def test_making_one_needs_an_account(visitor):
    page = visitor(camera=None, language="en")
    open_page(page, "/emojis/new")
    expect(page.get_by_role("link", name=EN("logIn", "account"))).to_have_attribute(
        "href", "/login?next=%2Femojis%2Fnew"
    )
