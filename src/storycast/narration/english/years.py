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
    r"\s(?!(?:was|is|his|this|has|as|its|across|always|besides|perhaps|thus|plus|sales|census|elections?|the|an?|he|she|it|"
    r"they|we|you|all|both|many|most|some|her|their|our|my|these|those|no|when|while|and|or|but)\b)"
    r"(?:[a-z]+\s)?(?:[a-z]{2,}s|people|men|women|children)\b"
)
_COUNTED = (
    r"\s(?:(?!(?:the|all|many|most|some|two|three|his|her|their)\b)[a-z]+\s)?(?:years|months|weeks|days|hours|minutes|seconds|miles|meters|metres|kilomet(?:er|re)s|feet|acres|tons|"
    r"tonnes|pounds|dollars|euros|francs|copies|pages|words|lines|languages|places|cases|calories|people|persons|men|women|"
    r"children|workers|employees|soldiers|troops|prisoners|members|passengers|residents|inhabitants|souls|sheep|horses)\b"
)
"""What is counted even where a year would stand: `in 1500 cases`, `the 1900 workers`; `in 1968 students` is a year."""
_IN_A_YEAR = r"(?i)(?:\b(?:in|since|by|until|till|from|\d{4} to|during|circa|the)\s|['’]s\s|-)$"
_YEARS_TOLD = range(1400, 2100)
_NO_YEAR_AFTER = r"(?![\w°%€]|[.,:/]\d|-\d|,\d{3})"


def _year(found: Found) -> str | None:
    """`1992` is "nineteen ninety-two" unless it counts something: `1500 sheep`, `after 2000 years`."""
    number = int(found[1])
    dated = re.search(_YEAR_BEFORE, text_before(found))
    likely = number in _YEARS_TOLD and re.search(_IN_A_YEAR, text_before(found))
    counted = re.match(_COUNTED if likely else THINGS_AFTER, text_after(found))
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


_PREFIX = r"(?:(?<=\b[Mm]id-)|(?<=\b[Pp]re-)|(?<=\b[Ll]ate-)|(?<=\b[Pp]ost-)|(?<=\b[Ee]arly-))"
"""What a hyphen may join to a year: `mid-1980s`, `pre-1914`."""
YEARS = (
    rule(rf"{ALONE}(1\d{{3}}|20\d\d)\s?[-–—]\s?['’]?(1\d{{3}}|20\d\d|\d\d)(?![\w%]|[.,]\d)", _years),
    rule(r"\bA\.?D\.?\s(\d{1,4})\b", lambda found: f"A.D. {year(int(found[1]))}"),
    rule(r"(?<![\w.,-])(\d{1,4})\s?[-–—]\s?(\d{1,4})\s(BCE?|CE|AD)\b", lambda f: f"{f[1]} to {f[2]} {f[3]}"),
    rule(rf"(?:(?<![\w.,-])|{_PREFIX})(?P<decade>1\d\d0|20\d0)['’]?s\b", _decade),
    rule(r"(?<!\w)['’‘](?P<decade>[1-9]0)['’]?s\b", _decade),
    rule(rf"(?:\b(?<=[a-z]\s)|{_PREFIX})(?P<decade>[2-9]0)['’]?s\b", _decade),
    rule(r"(?<!\w)['’](\d\d)\b(?=[\s.,;:!?)]|$)", _short_year),
    rule(rf"(?:{ALONE}|{_PREFIX})(1[01]\d\d|1[2-9]\d\d|20\d\d){_NO_YEAR_AFTER}", _year),
)
