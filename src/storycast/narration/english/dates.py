"""Days and months."""

from __future__ import annotations

import re

from storycast.narration.english.rule import Found, rule, text_before
from storycast.narration.numerals import cardinal, ordinal, year

_MONTHS = {
    name[:3]: name
    for name in (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    )
}
_MONTH = rf"(?P<month>{'|'.join(_MONTHS.values())}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\.?)"
_DAY = r"(?P<day>[12]?\d|3[01])(?:st|nd|rd|th)?(?:\s?[-–—]\s?(?P<last>[12]?\d|3[01])(?:st|nd|rd|th)?)?"
_YEAR = r"(?P<year>1[0-9]\d\d|20\d\d)(?![\d%]|[.,]\d)"
_DETERMINED = r"(?i)(?:\b(?:the|an?|his|her|its|their|our|my|every|each|this|that|last|next)|\w['’]s)\s$"


def _month(found: Found) -> str:
    return _MONTHS[found["month"][:3]]


def _days(found: Found) -> str:
    last = found["last"]
    return ordinal(int(found["day"])) + (
        f" to {'the ' if _day_first(found) else ''}{ordinal(int(last))}" if last else ""
    )


def _day_first(found: Found) -> bool:
    return found.start("day") < found.start("month")


def _date(found: Found) -> str:
    """`21 July 1969` is "the twenty-first of July nineteen sixty-nine", `July 21` "July twenty-first"."""
    the = "" if re.search(_DETERMINED, text_before(found)) else "the "
    day = f"{the}{_days(found)} of {_month(found)}" if _day_first(found) else f"{_month(found)} {_days(found)}"
    if not found["year"]:
        return day
    comma = "," if not _day_first(found) else ""
    return f"{day}{comma} {year(int(found['year']))}"


def _iso_date(found: Found) -> str | None:
    month, day = int(found["m"]), int(found["d"])
    if not (1 <= month <= 12 and 1 <= day <= 31):  # noqa: PLR2004 - a calendar's
        return None
    return f"{list(_MONTHS.values())[month - 1]} {ordinal(day)}, {year(int(found['y']))}"


def _slashed_date(found: Found) -> str | None:
    """`7/21/1969` and `21/7/1969`; where both could be the month, the figures are read."""
    first, second, said = int(found[1]), int(found[2]), year(int(found[3]))
    months = list(_MONTHS.values())
    if not (1 <= first <= 31 and 1 <= second <= 31):  # noqa: PLR2004 - a calendar's
        return None
    if first > 12 >= second:  # noqa: PLR2004
        return f"the {ordinal(first)} of {months[second - 1]} {said}"
    if second > 12 >= first:  # noqa: PLR2004
        return f"{months[first - 1]} {ordinal(second)}, {said}"
    return f"{cardinal(first)}, {cardinal(second)}, {said}"


DATES_SIGN = r"\d[-/]\d|\d(?:st|nd|rd|th)?\s(?:of\s)?[JFMASOND]|\b[JFMASOND][a-z]{1,7}[a-z.]\s\d"
"""What one of these rules needs to find anything."""
DATES = (
    rule(rf"(?<![\w.,:/-]){_DAY}\s(?:of\s)?{_MONTH}(?:\b|(?<=\.))(?:,?\s{_YEAR})?", _date),
    rule(rf"\b{_MONTH}\s{_DAY}(?![\w:%]|[.,/]\d|\s(?:million|billion|percent))(?:,?\s{_YEAR})?", _date),
    rule(r"(?<![\w/-])(?P<y>[12]\d{3})-(?P<m>\d\d)-(?P<d>\d\d)(?![\w-])", _iso_date),
    rule(r"(?<![\w/])(\d{1,2})/(\d{1,2})/([12]\d{3})(?![\w/])", _slashed_date),
    rule(r"\b(Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\.(?=\s\d{4}\b)", lambda found: _MONTHS[found[1][:3]]),
)
