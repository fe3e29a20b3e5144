"""The page of one's own dog: what is known of it, its card, changing and deleting it."""

import pytest
from playwright.sync_api import expect

from tests.people import finished
from tests.web.registering import EN, KO, choose, give_noses, portrait, seen


@pytest.fixture
def registered(owner_page, album, tmp_path):
    """registered(dog, ...): an owner whose page shows a dog that is registered, and its number."""

    def registered(dog: int, **options):
        owner = owner_page(None, **options)
        answer = finished(owner.api, owner.api.register("Bori", album(dog, 5), portrait(tmp_path)))
        owner.enter(f"/my/dogs/{answer['result']['dog_id']}")
        return owner, answer["result"]["number"]

    return registered


@pytest.mark.parametrize(("words", "language", "scheme"), [(KO, "ko", "light"), (EN, "en", "dark")], ids=["ko", "en"])
def test_changing_a_dog(registered, tmp_path, words, language, scheme):
    owner, number = registered(40 + (words is EN), language=language, scheme=scheme)
    page = owner.page
    expect(page.get_by_alt_text(words("card.alt", name="Bori", number=number))).to_be_visible()
    assert page.locator(".big-number .number").inner_text() == number
    expect(page.get_by_role("button", name=words("resend", "my"))).to_be_visible()
    seen(page, f"dog-{scheme}")

    page.get_by_role("button", name=words("page.edit")).click()
    breed = page.get_by_label(words("dog.breed"), exact=True)
    expect(breed).to_have_value("믹스견" if words is KO else "Mixed breed")
    breed.fill("wolf")
    page.get_by_label(words("dog.animalNumber")).fill("4101")
    page.get_by_role("button", name=words("save", "common"), exact=True).click()
    expect(breed).to_be_focused()
    expect(page.get_by_text(words("fields.animal_number", "problems"))).to_be_visible()
    seen(page, f"dog-edit-refused-{scheme}")
    breed.fill("삽살개")
    page.get_by_label(words("dog.animalNumber")).fill("410-160-012-345-678")
    page.get_by_label(words("dog.name"), exact=True).fill("Byeol")
    page.get_by_label(words("dog.birthYear")).fill("")
    page.get_by_text(words("dog.answers.true"), exact=True).click()
    choose(page, [portrait(tmp_path)], words("picture.choose"))
    page.get_by_role("button", name=words("save", "common"), exact=True).click()
    expect(page.get_by_role("heading", name="Byeol")).to_be_visible()
    expect(page.get_by_alt_text(words("card.alt", name="Byeol", number=number))).to_be_visible()
    seen(page, f"dog-saved-{scheme}")
    (dog,) = owner.dogs()
    told = ("name", "breed", "birth_year", "neutered", "animal_number")
    assert [dog[name] for name in told] == ["Byeol", "sapsaree", None, True, "***********5678"]


def test_deleting_a_dog(registered, complaints):
    owner, number = registered(42)
    page = owner.page
    place = page.url
    page.get_by_role("button", name=KO("page.delete", name="Bori")).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(number)
    seen(page, "dog-delete")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    assert len(owner.dogs()) == 1
    page.get_by_role("button", name=KO("page.delete", name="Bori")).click()
    dialog.get_by_role("button", name=KO("page.deleteForGood")).click()
    expect(page).to_have_url(f"{owner.api.url}/my")
    assert owner.dogs() == []
    complaints.expect("status of 404")
    page.goto(place)
    expect(page.get_by_role("alert")).to_contain_text(KO("codes.not_found", "problems"))


def test_a_try_that_came_to_nothing_says_why_and_begins_again_with_its_data(owner_page, album, tmp_path):
    owner = owner_page(None, scheme="dark")
    page = owner.page
    photos = [*album(43, 3), *album(44, 2)]
    answer = finished(owner.api, owner.api.register("Bori", photos, portrait(tmp_path)))
    assert answer["outcome"] == "rejected"
    owner.enter(f"/my/dogs/{answer['result']['dog_id']}")
    expect(page.get_by_text(KO("faults.different_dog"))).to_have_count(2)
    seen(page, "dog-rejected-dark")
    page.get_by_role("button", name=KO("page.tryAgain", name="Bori")).click()
    give_noses(page, KO, [*photos[:3], *album(43, 5)[3:]])
    page.get_by_role("button", name=KO("next", "common"), exact=True).click()
    expect(page.get_by_label(KO("dog.name"), exact=True)).to_have_value("Bori")
    expect(page.get_by_label(KO("dog.breed"), exact=True)).to_have_value("믹스견")
