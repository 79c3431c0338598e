"""What a rule is, and what several of them look at."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from msgspec import Struct

Found = re.Match[str]
_REACH = 40
"""Characters before and after a match that tell what it means."""


class Rule(Struct, frozen=True):
    """What is said for a match of the pattern; None leaves it as it stands."""

    written: str
    """The pattern."""
    say: Callable[[Found], str | None]

    @property
    def pattern(self) -> re.Pattern[str]:
        """Compiled when it is first asked for: most texts need few of them, and all take 30 ms."""
        return _compiled(self.written)


def rule(pattern: str, say: Callable[[Found], str | None] | str) -> Rule:
    """A rule from a pattern and what is said: a function of the match, or a text as `re.sub` takes it."""
    return Rule(pattern, (lambda found: found.expand(say)) if isinstance(say, str) else say)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def text_before(found: Found) -> str:
    """The few words before a match."""
    return found.string[max(0, found.start() - _REACH) : found.start()]


def text_after(found: Found) -> str:
    """The few words after a match."""
    return found.string[found.end() : found.end() + _REACH]


NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
RANGE = rf"(?:{NUMBER})(?:\s?[-–—]\s?(?:{NUMBER}))?"
ALONE = r"(?<![\w.,:/$£€¥#+'’-])"
"""Before a number that stands by itself."""


def quantity(written: str) -> str:
    """`5-10` as "5 to 10"."""
    return re.sub(r"\s?[-–—]\s?", " to ", written)
