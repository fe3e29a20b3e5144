"""The browser of the tests is installed when it has to be, and only then."""

import pytest

from dev import browser


@pytest.mark.parametrize(
    ("there", "fonts", "installed"),
    [
        ({"chromium", "fc-list"}, "NanumGothic\n", []),
        ({"google-chrome", "fc-list"}, "NanumGothic\n", []),
        ({"chromium", "fc-list"}, "", ["fonts-nanum"]),
        (set(), "", ["chromium", "fonts-nanum"]),
    ],
)
def test_only_what_is_missing_is_installed(
    monkeypatch: pytest.MonkeyPatch, there: set[str], fonts: str, installed: list[str]
) -> None:
    there, asked = set(there), []

    def apt_install(*packages: str) -> None:
        asked.extend(packages)
        there.update(packages)

    monkeypatch.setattr(browser, "apt_install", apt_install)
    monkeypatch.setattr(browser.shutil, "which", lambda name: f"/usr/bin/{name}" if name in there else None)
    listed = browser.subprocess.CompletedProcess([], 0, stdout=fonts)
    monkeypatch.setattr(browser.subprocess, "run", lambda *arguments, **options: listed)
    assert browser.chromium().rpartition("/")[2] in {"chromium", "google-chrome"}
    assert asked == installed
