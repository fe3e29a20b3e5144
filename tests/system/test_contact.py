"""A finder reaches the owner and is answered, by mail that leaves through the relay; neither learns an address."""

from urllib.parse import parse_qs, urlsplit

from tests.letters import link_in
from tests.people import finished, registered

FINDER = "finder@example.net"


def post(api, address, body):
    url = address if address.startswith("http") else f"{api.url}/api/v1/{address}"
    return api.session.post(url, json=body, headers={"Accept-Language": "en"}, timeout=30)


def test_a_finder_and_an_owner_write_to_each_other(letters, owner, finder, shots):
    photos = registered(owner, shots)
    me = owner.session.get(f"{owner.url}/api/v1/users/me", timeout=30).json()
    lookup = finished(finder, finder.look_up(photos[5]))["result"]
    contact = f"lookups/{lookup['lookup_id']}/contact"
    message = {"message": "I have your dog 🐶 see http://bad.example/x", "reply_to": FINDER, "place": "Han river park"}
    assert post(finder, contact, message).json()["code"] == "owner_unreachable"

    confirm = letters.text(me["email"], "확인" if me["language"] == "ko" else "confirm")
    token = parse_qs(urlsplit(link_in(confirm)).query)["token"][0]
    assert post(owner, "users/verify", {"token": token}).ok
    assert post(finder, contact, message).status_code == 201
    assert post(finder, contact, message).json()["code"] == "contact_exists"

    to_owner = letters.text(me["email"], "Bori")
    assert "Han river park" in to_owner and "bad.example" not in to_owner and FINDER not in to_owner
    answered = post(finder, link_in(to_owner), {"message": "Thank you! Call 010-1234-5678"})
    assert answered.ok, answered.text
    to_finder = letters.text(FINDER, "Bori")
    assert "Call 010-1234-5678" in to_finder and me["email"] not in to_finder
    seen = finder.session.get(f"{finder.url}/api/v1/{contact}", timeout=30).json()
    assert seen["answer"] == "Thank you! Call 010-1234-5678"
