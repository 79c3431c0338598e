"""How English is read aloud where speech engines go wrong: an ordered table of small rules.

Each rule looks at the written text alone, never at what another made of it; where two meet, the one listed first has
the place. What engines read well by themselves (whole numbers, `5 p.m.`, `NASA`) is left to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from storycast.narration.english.addresses import ADDRESSES
from storycast.narration.english.dates import DATES, DATES_SIGN
from storycast.narration.english.figures import FIGURES, FRACTIONS
from storycast.narration.english.measures import MEASURES
from storycast.narration.english.money import MONEY, MONEY_SIGN
from storycast.narration.english.names import NAMES, NAMES_SIGN
from storycast.narration.english.romans import ROMANS
from storycast.narration.english.rule import Rule
from storycast.narration.english.signs import SHOUTING, SIGNS_BETWEEN
from storycast.narration.english.times import TIMES
from storycast.narration.english.years import YEARS

Family = tuple[re.Pattern[str], tuple[Rule, ...]]
"""A sign, and rules that find nothing in a text without it."""

FAMILIES: tuple[Family, ...] = (
    (re.compile(r"[@#]|://|www\.|\.\w"), ADDRESSES),
    (re.compile(DATES_SIGN), DATES),
    (re.compile(r"\d[:.]\d"), TIMES),
    (re.compile(MONEY_SIGN), MONEY),
    (re.compile(r"\d"), YEARS),
    (re.compile(r"\d[\s-]?[A-Za-z°%×′'’]"), MEASURES),
    (re.compile(r"[A-Z][\w.’'-]{0,60}\s[IVXL]+\b|\b[IVX]+(?:st|nd|rd|th)?[\s-]centur"), ROMANS),
    (re.compile(NAMES_SIGN), NAMES),
    (re.compile(rf"[{FRACTIONS}]|\d(?:st|nd|rd|th|\s\d|\s?[/–—-])|[+−-]\(?\s?\d"), FIGURES),
    (re.compile(r"[&+=±÷→|™®©×✕≈~∼≥≤]|\d\s?[xX]\s?\d"), SIGNS_BETWEEN),
    (re.compile(r"\b[A-Z][A-Z’']"), SHOUTING),
)
"""All rules by the sign that they need: most sentences have none, and are read as they stand."""


def rules_for(text: str) -> Iterator[Rule]:
    """The rules that find something in a text, in order."""
    for sign, rules in FAMILIES:
        if sign.search(text):
            for rule in rules:
                if rule.pattern.search(text):
                    yield rule
