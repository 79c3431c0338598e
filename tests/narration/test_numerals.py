"""Numbers in English words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storycast.narration.numerals import cardinal, decade, digits, ordinal, roman, year


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (0, "zero"),
        (13, "thirteen"),
        (20, "twenty"),
        (21, "twenty-one"),
        (100, "one hundred"),
        (350, "three hundred fifty"),
        (1_001, "one thousand one"),
        (2_345_678, "two million three hundred forty-five thousand six hundred seventy-eight"),
        (5 * 10**15, "five thousand trillion"),
    ],
)
def test_cardinals(number, expected):
    """How many."""
    assert cardinal(number) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (1, "first"),
        (2, "second"),
        (3, "third"),
        (4, "fourth"),
        (5, "fifth"),
        (8, "eighth"),
        (12, "twelfth"),
        (20, "twentieth"),
        (21, "twenty-first"),
        (100, "one hundredth"),
        (101, "one hundred first"),
    ],
)
def test_ordinals(number, expected):
    """Which."""
    assert ordinal(number) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (79, "seventy-nine"),
        (800, "eight hundred"),
        (1066, "ten sixty-six"),
        (1900, "nineteen hundred"),
        (1905, "nineteen oh five"),
        (1992, "nineteen ninety-two"),
        (2000, "two thousand"),
        (2009, "two thousand nine"),
        (2010, "twenty ten"),
        (2024, "twenty twenty-four"),
        (2100, "twenty-one hundred"),
    ],
)
def test_years(number, expected):
    """As people say them."""
    assert year(number) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [(90, "nineties"), (1990, "nineteen nineties"), (1800, "eighteen hundreds"), (2000, "two thousands"), (10, "tens")],
)
def test_decades(number, expected):
    """Ten years by the first of them."""
    assert decade(number) == expected


def test_digits():
    """One by one, as telephone numbers are read."""
    assert digits("020 79") == "zero two zero seven nine"


@pytest.mark.parametrize(
    ("numeral", "worth"), [("I", 1), ("IV", 4), ("XIX", 19), ("MCMXCII", 1992), ("IIII", 0), ("VX", 0), ("MIX", 1009)]
)
def test_roman_numerals(numeral, worth):
    """Only those written as they should be count."""
    assert roman(numeral) == worth


@given(st.integers(0, 10**15), st.integers(0, 10**15))
def test_no_two_numbers_sound_the_same(one, other):
    """A listener can tell every number from every other."""
    assert (cardinal(one) == cardinal(other)) == (one == other)
