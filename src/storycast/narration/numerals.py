"""English words for numbers, and the worth of Roman numerals.

Written here because the one library for it, num2words, is LGPL and pulls in docopt, which has had no wheel nor release
since 2014; a narrator needs these few forms in one language.
"""

from __future__ import annotations

import re

_SMALL: list[str] = re.findall(
    r"\w+",
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen",
)
_TENS: list[str] = re.findall(r"\w+", "_ _ twenty thirty forty fifty sixty seventy eighty ninety")
_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred"))
_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
_LAST_WORD = re.compile(r"[a-z]+$")
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")


def cardinal(number: int) -> str:
    """A whole number from 0 up in words: 21 is "twenty-one", 350 "three hundred fifty"."""
    if number < len(_SMALL):
        return _SMALL[number]
    if number < 100:  # noqa: PLR2004 - where the tens end
        tens, ones = divmod(number, 10)
        return _TENS[tens] + (f"-{_SMALL[ones]}" if ones else "")
    size, name = next((size, name) for size, name in _SCALES if number >= size)
    many, rest = divmod(number, size)
    return f"{cardinal(many)} {name}" + (f" {cardinal(rest)}" if rest else "")


def ordinal(number: int) -> str:
    """A whole number as a rank: 21 is "twenty-first"."""
    return _LAST_WORD.sub(_rank, cardinal(number))


def _rank(last: re.Match[str]) -> str:
    word: str = last[0]
    regular = f"{word[:-1]}ieth" if word.endswith("y") else f"{word}th"
    return _ORDINALS.get(word, regular)


def year(number: int) -> str:
    """A year from 1 to 9999 as people say it: 1992 is "nineteen ninety-two", 1905 "nineteen oh five"."""
    century, rest = divmod(number, 100)
    if century < 10 or (century % 10 == 0 and rest < 10):  # noqa: PLR2004 - "nine hundred", "two thousand five"
        return cardinal(number)
    if not rest:
        return f"{cardinal(century)} hundred"
    return f"{cardinal(century)} {'oh ' if rest < 10 else ''}{cardinal(rest)}"  # noqa: PLR2004 - one digit


def decade(number: int) -> str:
    """A decade by its first year, of a century or without one: 1990 is "nineteen nineties", 90 "nineties"."""
    spoken = year(number) if number >= 100 else cardinal(number)  # noqa: PLR2004 - no century
    return f"{spoken[:-1]}ies" if spoken.endswith("y") else f"{spoken}s"


def digits(figures: str) -> str:
    """Figures one by one: "07" is "zero seven"."""
    return " ".join(_SMALL[int(figure)] for figure in figures if figure.isdecimal())


def roman(numeral: str) -> int:
    """The worth of a Roman numeral in capitals; 0 where it isn't one as it should be written."""
    if not _ROMAN.fullmatch(numeral):
        return 0
    worths = [_ROMAN_DIGITS[letter] for letter in numeral]
    return sum(-worth if worth < after else worth for worth, after in zip(worths, [*worths[1:], 0], strict=True))
