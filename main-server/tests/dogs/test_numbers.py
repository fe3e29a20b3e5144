"""Registration numbers and their check character."""

import factories
import pytest
from stdnum.iso7064 import mod_37_36

from dogs.numbers import ALPHABET, number_format, number_new, number_parse

NUMBERS = [number_new() for _ in range(50)]


def test_numbers_are_random_and_spell_no_look_alikes():
    assert len(set(NUMBERS)) == 50
    assert not set("".join(NUMBERS)) & set("ILOU")


def test_the_check_character_is_that_of_iso_7064():
    """MOD M+1,M written out, M = 32."""
    product = 32
    for character in "7F3K92QX":
        total = (product + ALPHABET.index(character)) % 32 or 32
        product = total * 2 % 33
    check = ALPHABET[(33 - product) % 32]
    assert number_parse("7F3K92QX" + check) == "7F3K92QX" + check
    assert mod_37_36.calc_check_digit("7F3K92QX", ALPHABET) == check


@pytest.mark.parametrize("number", NUMBERS[:5])
def test_every_wrong_character_is_noticed(number):
    for place in range(9):
        for character in set(ALPHABET) - {number[place]}:
            assert number_parse(number[:place] + character + number[place + 1 :]) is None


def test_nearly_every_swap_of_neighbours_is_noticed():
    swaps = [
        number[:i] + number[i + 1] + number[i] + number[i + 2 :]
        for number in NUMBERS
        for i in range(8)
        if number[i] != number[i + 1]
    ]
    assert sum(number_parse(swapped) is not None for swapped in swaps) < 0.05 * len(swaps)


@pytest.mark.parametrize("number", NUMBERS[:5])
def test_spelling_is_free(number):
    written = number_format(number)
    assert len(written) == len("SP-7F3K-92QX-M")
    for typed in [
        written,
        written.lower(),
        written.replace("-", " "),
        f"  {number} ",
        f"sp{number}",
        written.replace("-", "–"),
        written.replace("0", "O").replace("1", "l"),
        "".join(chr(ord(c) + 0xFEE0) for c in number),
    ]:
        assert number_parse(typed) == number


@pytest.mark.parametrize("text", ["", "SP", "SP-7F3K-92QX", "SP-7F3K-92QX-MM", "강아지" * 3, "7F3K92QX*", "U" * 9])
def test_what_is_no_number(text):
    assert number_parse(text) is None


@pytest.mark.django_db
def test_a_number_drawn_twice_is_drawn_again(monkeypatch):
    first = factories.dog_registered(factories.user())
    drawn = iter([first.number, first.number, NUMBERS[0]])
    monkeypatch.setattr("dogs.results.number_new", lambda: next(drawn))
    assert factories.dog_registered(factories.user(), seed=10).number == NUMBERS[0]
