"""Years, spans of years, decades."""

from __future__ import annotations

import re

from storycast.narration.english.rule import ALONE, Found, rule, text_after, text_before
from storycast.narration.english.times import past_the_hour
from storycast.narration.numerals import cardinal, decade, year

_YEAR_BEFORE = (
    r"(?i)(?:\b(?:in|since|by|until|till|from|during|before|after|around|about|circa|year|spring|summer|autumn|fall|winter|"
    r"early|late|mid|of|January|February|March|April|May|June|July|August|September|October|November|December)|[(,])\s?$"
)
THINGS_AFTER = (
    r"\s(?!(?:was|is|his|this|has|as|its|across|always|besides|perhaps|thus|plus|sales|census|elections?)\b)"
    r"(?:[a-z]+\s)?[a-z]{2,}(?:s|people|men|women|children)\b"
)
_NO_YEAR_AFTER = r"(?![\w°%€]|[.,:/]\d|-\d|,\d{3})"


def _year(found: Found) -> str | None:
    """`1992` is "nineteen ninety-two" unless it counts something: `1500 sheep`, `after 2000 years`."""
    number = int(found[1])
    dated = re.search(_YEAR_BEFORE, text_before(found))
    counted = re.match(THINGS_AFTER, text_after(found))
    if 2000 <= number < 2010 or counted or (number < 1100 and not dated):  # noqa: PLR2004 - said as numbers are
        return None
    return year(number)


def _years(found: Found) -> str | None:
    """`1914–18` is "nineteen fourteen to eighteen"."""
    first, last = int(found[1]), int(found[2])
    full = last if last > 99 else first // 100 * 100 + last  # noqa: PLR2004 - two figures
    if full <= first:
        return None
    return f"{year(first)} to {cardinal(last) if last == full % 100 and last > 9 and last != full else year(full)}"  # noqa: PLR2004


def _decade(found: Found) -> str:
    return decade(int(found["decade"]))


def _short_year(found: Found) -> str:
    """`’69` is "sixty-nine", `’05` "oh five"."""
    return past_the_hour(found[1])


YEARS = (
    rule(rf"{ALONE}(1\d{{3}}|20\d\d)\s?[-–—]\s?['’]?(1\d{{3}}|20\d\d|\d\d)(?![\w%]|[.,]\d)", _years),
    rule(r"\bA\.?D\.?\s(\d{1,4})\b", lambda found: f"A.D. {year(int(found[1]))}"),
    rule(r"(?<![\w.,-])(\d{1,4})\s?[-–—]\s?(\d{1,4})\s(BCE?|CE|AD)\b", lambda f: f"{f[1]} to {f[2]} {f[3]}"),
    rule(r"(?<![\w.,-])(?P<decade>1\d\d0|20\d0)['’]?s\b", _decade),
    rule(r"(?<!\w)['’‘](?P<decade>[1-9]0)['’]?s\b", _decade),
    rule(r"\b(?<=[a-z]\s)(?P<decade>[2-9]0)['’]?s\b", _decade),
    rule(r"(?<!\w)['’](\d\d)\b(?=[\s.,;:!?)]|$)", _short_year),
    rule(rf"{ALONE}(1[01]\d\d|1[2-9]\d\d|20\d\d){_NO_YEAR_AFTER}", _year),
)
