"""How English is read aloud where speech engines go wrong: an ordered table of small rules.

Each rule looks at the written text alone, never at what another made of it; where two meet, the one listed first has
the place. What engines read well by themselves (whole numbers, `5 p.m.`, `NASA`) is left to them.
"""

from __future__ import annotations

from storycast.narration.english.addresses import ADDRESSES
from storycast.narration.english.dates import DATES
from storycast.narration.english.figures import FIGURES
from storycast.narration.english.measures import MEASURES
from storycast.narration.english.money import MONEY
from storycast.narration.english.names import NAMES
from storycast.narration.english.romans import ROMANS
from storycast.narration.english.rule import Rule
from storycast.narration.english.signs import SHOUTING, SIGNS_BETWEEN
from storycast.narration.english.times import TIMES
from storycast.narration.english.years import YEARS

RULES: tuple[Rule, ...] = (
    *ADDRESSES,
    *DATES,
    *TIMES,
    *MONEY,
    *YEARS,
    *MEASURES,
    *ROMANS,
    *NAMES,
    *FIGURES,
    *SIGNS_BETWEEN,
    *SHOUTING,
)
