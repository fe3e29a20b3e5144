"""What the `type` of a problem leads to."""

import html

import pytest
from django.test import Client

from core.problems import CODES


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_page(client, code, language):
    response = client.get(f"/problems/{code}", headers={"accept-language": language})
    assert (response.status_code, response["Content-Language"]) == (200, language)
    assert response["Content-Type"].startswith("text/html")
    page = html.unescape(response.content.decode())
    assert f"<h1>{CODES[code].title(language)}</h1>" in page
    assert CODES[code].korean in page and CODES[code].english in page and f"<code>{code}</code>" in page
    assert (f"HTTP {CODES[code].status}" in page) == (CODES[code].status > 0)


def test_the_type_of_a_problem_leads_there(client, settings):
    link = client.get("/api/v1/nothing").json()["type"]
    assert link.startswith(settings.PUBLIC_URL)
    response = client.get(link.removeprefix(settings.PUBLIC_URL), headers={"accept": "application/json"})
    assert response.status_code == 200 and b"not_found" in response.content


@pytest.mark.parametrize("path", ["/problems/", "/problems/none", "/problems/not_found/", "/problems/<script>"])
def test_other_codes_are_not_found(path):
    response = Client(raise_request_exception=False).get(path)
    assert (response.status_code, response.json()["code"]) == (404, "not_found")


def test_it_is_only_read(client):
    response = client.post("/problems/not_found")
    assert (response.status_code, response.json()["code"]) == (405, "method_not_allowed")
