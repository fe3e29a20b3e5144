"""What strangers write is made plain."""

import time

import pytest

from core.text import line_cleaned, name_cleaned, text_cleaned, text_quoted


@pytest.mark.parametrize("link", [
    "http://evil.example/x?y=1", "HTTPS://EVIL.example", "ftp://evil.example", "intent://scan/#Intent;end",
    "https://user@evil.example/", "www.evil.example", "evil.com", "evil.co.kr/path", "bit.ly/3abc", "evil.com:8080/a",
    "evil。com", "evil．com", "사기.com/입금", "사기.한국", "xn--abc.xn--3e0b707e", "evil.kr?pay=1", "evil.app#x",
    "1.2.3.4/pay", "a@evil.com/pay", "ev\u200bil.com", "ev\u202eil.com", "https\u200b://evil.example",
])  # fmt: skip
def test_links_go(link):
    cleaned = text_cleaned(f"여기 {link} 보세요")
    assert "[…]" in cleaned and "evil" not in cleaned.replace("a@evil.com", "") and "://" not in cleaned
    assert cleaned.startswith("여기 ") and cleaned.endswith(" 보세요")
    assert len(cleaned) <= len(f"여기 {link} 보세요")


@pytest.mark.parametrize("text", [
    "공원에서 찾았어요.연락 주세요. 010-1234-5678", "3.5km away, at 7.30 p.m. today", "kim@example.com으로 답장 주세요",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467 👍🏽 ❤\ufe0f 초코 \U0001f3f4\U000e0067\U000e0062\U000e007f",
    "Is it yours? He's fine: fed, warm/dry & happy.", "가로수길 12번지(3층)\n\n2번 출구", "a/b, 1/2, v2.0",
    "نحن وجدنا كلبك",
])  # fmt: skip
def test_the_rest_stays(text):
    assert text_cleaned(text) == text


def test_control_characters_and_long_gaps_go():
    assert text_cleaned("a\r\nb\rc\x00d\x1b[31me\tf\n\n\n \n\ng\u2028h  ") == "a\nb\ncd[31me f\n\ng\nh"


def test_decomposed_hangul_is_composed():
    assert text_cleaned("\u110e\u1169\u110f\u1169") == "초코"


def test_one_line():
    assert line_cleaned(" Subject\r\nBcc: x@example.com\n\n 초코 ") == "Subject Bcc: x@example.com 초코"


def test_quoted_line_by_line():
    assert text_quoted("a\n\nb") == "> a\n>\n> b"


@pytest.mark.parametrize("part", ["a.", "a@", "www.", "1.", "http:", "-", "a-.", "\n ", "가.", "x@y.", "xn--"])
def test_takes_no_time(part):
    started = time.monotonic()
    text_cleaned(part * 2000)
    assert time.monotonic() - started < 1


@pytest.mark.parametrize(
    "name", ["", " \t", "\u3164", "\u115f\u1160 \uffa0", "\u2800", "\u0301\ufe0f\u034f", "\u202e\u200d"]
)
def test_a_name_of_which_nothing_is_seen_is_none(name):
    assert name_cleaned(name) == ""


@pytest.mark.parametrize(
    "name", ["초코", "\u2764\ufe0f", "\U0001f468\u200d\U0001f469", "-", "7", "a\u3164b", "\U0001fae8"]
)
def test_a_name_of_which_something_is_seen_stays(name):
    assert name_cleaned(f" {name}\n") == name
