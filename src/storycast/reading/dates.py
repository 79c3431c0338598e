"""Dates as articles write them."""

from __future__ import annotations

import re
from datetime import date

MONTHS = (
    "jan|january|januar|jänner|janvier|enero|ene|gennaio|gen|janeiro|januari",
    "feb|february|februar|février|févr|fevrier|febrero|febbraio|fevereiro|fev|februari",
    "mar|march|märz|mär|mars|marzo|março|maart|mrt",
    "apr|april|avril|avr|abril|abr|aprile",
    "may|mai|mayo|maggio|mag|maio|mei|maj",
    "jun|june|juni|juin|junio|giugno|giu|junho",
    "jul|july|juli|juillet|juil|julio|luglio|lug|julho",
    "aug|august|août|aout|agosto|ago|augustus|augusti",
    "sep|sept|september|septembre|septiembre|settembre|set|setembro",
    "oct|october|okt|oktober|octobre|octubre|ottobre|ott|outubro|out",
    "nov|november|novembre|noviembre|novembro",
    "dec|december|dez|dezember|décembre|déc|decembre|diciembre|dic|dicembre|dezembro",
)
MONTH_OF = {name: number for number, names in enumerate(MONTHS, 1) for name in names.split("|")}
WEEKDAY = (
    r"^(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
    r"|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    r"|lunes|martes|miércoles|jueves|viernes|sábado|domingo"
    r"|luned[iì]|marted[iì]|mercoled[iì]|gioved[iì]|venerd[iì]|sabato|domenica)\.?,?\s+"
)
LONGEST = 60
"""Characters of a date written out in full."""
DIGIT = re.compile(r"\d")
NAMED = r"(?P<month>[^\W\d_]{3,10})\.?"
TIME = r"(?:[t ].*)?"
MOST = 300
"""Characters in which a date is looked for."""
SHAPES = (
    r"(?P<year>\d{4})[-/.](?P<number>\d{1,2})[-/.](?P<day>\d{1,2})" + TIME,
    rf"{NAMED}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})",
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?\s+(?:de\s+|of\s+)?{NAMED},?\s+(?:de\s+|del\s+)?(?P<year>\d{{4}})",
    r"(?P<day>\d{1,2})\.\s?(?P<number>\d{1,2})\.\s?(?P<year>\d{4})",
    r"(?P<year>\d{4})年(?P<number>\d{1,2})月(?P<day>\d{1,2})日",
    r"(?P<number>\d{1,2})/(?P<day>1[3-9]|2\d|3[01])/(?P<year>\d{4})",  # 7/21/2017: there is no 21st month
    r"(?P<day>1[3-9]|2\d|3[01])/(?P<number>\d{1,2})/(?P<year>\d{4})",
)
"""Patterns as text: `re` compiles them for the first line that could be a date, and most articles have none."""


def date_of(line: str) -> date | None:
    """The date that this line is, a weekday before it allowed; None where it is anything else."""
    if len(line) > LONGEST or DIGIT.search(line) is None:
        return None
    written = re.sub(WEEKDAY, "", line.strip().lower().removeprefix("el ").removeprefix("le "))
    for shape in SHAPES:
        if found := re.fullmatch(shape, written):
            return _date(found.groupdict())
    return None


def date_in(text: str) -> date | None:
    """The first date that stands in a line."""
    for shape in SHAPES:
        for found in re.finditer(rf"(?<!\w)(?:{shape.removesuffix(TIME)})(?!\w)", text[:MOST].lower()):
            if dated := _date(found.groupdict()):
                return dated
    return None


def _date(parts: dict[str, str]) -> date | None:
    month = int(parts["number"]) if "number" in parts else MONTH_OF.get(parts["month"], 0)
    try:
        return date(int(parts["year"]), month, int(parts["day"]))
    except ValueError:
        return None
