"""Scores, ranges, fractions, telephone numbers, ordinals."""

from __future__ import annotations

import re

from storycast.narration.english.rule import NUMBER, Found, rule, text_after, text_before
from storycast.narration.english.years import THINGS_AFTER
from storycast.narration.numerals import cardinal, digits, ordinal

_CONTEST = (
    r"(?i)\b(?:w[io]ns?|winning|los[te]s?|losing|beat(?:s|en|ing)?|defeat\w*|led|leads?|leading|trail\w*|score\w*|dr[ae]w\w*|"
    r"tied?|victory|win|loss|match|final|half-time|halftime|game|set|sets|ahead|behind|down|up|record|vot\w+|series|"
    r"thrash\w*|goals?|aggregate|it was|finished)\b"
)


_HIGHEST_SCORE = 200


def _score(found: Found) -> str | None:
    """`won 3-1` is "won three one", `aged 3-5` "aged 3 to 5", `2-0` "two nil"."""
    first, last = int(found[1]), int(found[2])
    counted = first < last and re.match(THINGS_AFTER, text_after(found))
    contested = (
        first >= last or re.search(_CONTEST, text_before(found)) or re.match(_CONTEST, text_after(found).lstrip())
    )
    if contested and not counted and max(first, last) < _HIGHEST_SCORE:
        return f"{_goals(first)} {_goals(last)}"
    return f"{found[1]} to {found[2]}" if first < last else None


def _goals(count: int) -> str:
    return cardinal(count) if count else "nil"


_PARTS = {2: "half", 3: "third", 4: "quarter"}
_FRACTIONS = {"½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5)}
_FRACTIONS |= {"⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8)}
FRACTIONS = "".join(_FRACTIONS)
_SLASHED = {(24, 7): "twenty-four seven", (9, 11): "nine eleven", (50, 50): "fifty fifty", (20, 20): "twenty twenty"}


def _fraction(whole: str, top: int, bottom: int) -> str:
    part = _PARTS.get(bottom) or ordinal(bottom)
    part = part if top == 1 else ("halves" if part == "half" else f"{part}s")
    if not whole:
        return f"{cardinal(top)} {part}"
    article = "an" if part[0] in "aeiou" else "a"
    return f"{whole} and {article if top == 1 else cardinal(top)} {part}"


def _slashed(found: Found) -> str | None:
    """`3/4` is "three quarters", `8/10` "8 out of 10", `24/7` "twenty-four seven"."""
    top, bottom = int(found[2]), int(found[3])
    if not found[1] and (top, bottom) in _SLASHED:
        return _SLASHED[top, bottom]
    if 0 < top < bottom and bottom in {2, 3, 4, 5, 6, 7, 8, 9, 16}:
        return _fraction((found[1] or "").strip(), top, bottom)
    if not found[1] and 0 <= top <= bottom and bottom in {10, 20, 50, 100}:
        return f"{top} out of {bottom}"
    return None


def _telephone(found: Found) -> str | None:
    """`555-1234` is "five five five, one two three four", but `500-1000 people` no number to call."""
    if re.match(r"\d{3}-\d{4}\Z", found[0]) and re.match(THINGS_AFTER, text_after(found)):
        return None
    groups = re.findall(r"\d+", found[0])
    return ("plus " if found[0].startswith("+") else "") + ", ".join(digits(group) for group in groups)


def _ranked(found: Found) -> str | None:
    """`21st` is "twenty-first", `1,000th` "one thousandth"; `12st` is a weight, as no rank ends so."""
    number = int(found[1].replace(",", ""))
    if found[2] == "st" and (number % 10 != 1 or number % 100 == 11):  # noqa: PLR2004 - "eleventh"
        return f"{found[1]} stone"
    return ordinal(number) if number < 10_000 else None  # noqa: PLR2004 - longer ones are read by engines


FIGURES = (
    rule(r"(?<![\w+(-])\+\d{1,3}(?:[ -]\(?\d{2,4}\)?){2,4}(?![\w-])", _telephone),
    rule(r"(?<![\w-])(?:\(\d{3}\) ?|\d{3}-)?\d{3}-\d{4}(?![\w-])", _telephone),
    rule(
        r"(?<![\w.,/$£€-])(\d{1,2})-(\d{1,2})-(\d{1,2})(?![\w-])",
        lambda found: " ".join(cardinal(int(group)) for group in found.groups()),
    ),
    rule(
        rf"(?<![\w.,])(\d+)?\s?([{FRACTIONS}])(?!\d)",
        lambda found: _fraction(found[1] or "", *_FRACTIONS[found[2]]),
    ),
    rule(r"(?<![\w.,/-])(\d+\s)?(\d{1,3})/(\d{1,3})(?![\w/]|[.,]\d)", _slashed),
    rule(r"(?<![\w.,/$£€+-])(\d{1,4})\s?[-–]\s?(\d{1,4})(?![\w%/-]|[.,]\d)", _score),
    rule(rf"(?<![\w.,/$£€-])({NUMBER})\s?[–—-]\s?({NUMBER})(?![\w%/-]|[.,]\d)", r"\1 to \2"),
    rule(r"\b(\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+)\b", lambda found: re.sub(r"\s", ",", found[1])),
    rule(r"(?<![\w)\]’'\"%°-])[-−]\s?(?=\d)", "minus "),
    rule(r"(?<![\w,.])(\d{1,3}(?:,\d{3})+|\d+)(st|nd|rd|th)\b", _ranked),
)
