"""Missing spaces put back: after the mark that ends a sentence, and around quotations.

Text pasted from the web has often lost them: `he ran silently.Father took it`, `she shouts:“He’s my son!”He fell`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from storycast.model import SPACELESS

_ADDRESS = re.compile(
    r"://|www\.|@|\.(?:com|org|net|edu|gov|io|txt|md|html?|pdf|docx?|py|js|csv|mp3|jpe?g|png)\b", re.IGNORECASE
)
"""What addresses and file names hold; the stops and colons of such a word end nothing."""

_SIGN = re.compile(
    r"[!?.…)\]”“‘„«\"](?:(?<=[„\"])|(?<=[!?.…)\]”])[^\W\d_]|(?<=[.!?…])’|(?<=[\w.,:;!?…][“‘„«]))",
)
"""What a text shows wherever a space is missing. It begins with a set of characters, as that is found soonest."""
_QUOTED = re.compile(r'"[^\n"]*"')
_INCHES = re.compile(r'\d"')


class _Patterns(NamedTuple):
    """After what a space is missing, where a letter follows."""

    after_end: re.Pattern[str]
    before_quote: re.Pattern[str]
    after_quote: re.Pattern[str]
    after_german_quote: re.Pattern[str]


def _patterns_for(text: str) -> _Patterns:
    letters = set(text)
    return _patterns(
        "".join(f"{first}-{last}" for first, last in SPACELESS if any(first <= letter <= last for letter in letters))
    )


@cache
def _patterns(apart: str) -> _Patterns:
    """For a text whose spaceless letters are in the ranges `apart`: most have none, and all of them take `re` 15 ms."""
    letter = rf"[^\W\d_{apart}]"
    return _Patterns(
        re.compile(rf"(?:(?:{letter}{{2}}|[\d)\]])[.…]|(?<!\.)\.\.\.|[\w)\]][!?])[!?.…]*+[)\]]?(?={letter})"),
        re.compile(rf"(?:{letter}|[\d)])[.,:;!?…]++(?=[“‘„]\w)|{letter}(?=[“„]\w)|\w[,:;](?=«\s?\w)"),
        re.compile(rf"”(?={letter})|[.!?…]’(?={letter}{{2}})"),
        re.compile(rf"“(?={letter})"),
    )


def mended(text: str) -> str:
    """The text with the spaces put back that are surely missing; all else as it was.

    Initials, figures, times, versions, addresses and file names are left alone: `U.S.`, `3.5`, `v1.2`, `example.com`.
    """
    if not _SIGN.search(text):
        return text
    gaps = sorted(set(_gaps(re.sub(r"\S+", _masked, text))))
    return " ".join(text[start:end] for start, end in zip([0, *gaps], [*gaps, len(text)], strict=True))


def _masked(word: re.Match[str]) -> str:
    """The word, or as many small letters where it is an address."""
    return "x" * len(word[0]) if _ADDRESS.search(word[0]) else word[0]


def _gaps(text: str) -> Iterator[int]:
    """Where a space is missing."""
    patterns = _patterns_for(text)
    yield from (found.end() for found in patterns.after_end.finditer(text) if _opens_sentence(text[found.end() :][:3]))
    for line in re.finditer(r"[^\n]+", text):
        german = "„" in line[0]
        for pattern in (patterns.after_german_quote if german else patterns.before_quote, patterns.after_quote):
            yield from (line.start() + found.end() for found in pattern.finditer(line[0]))
        if german:
            yield from (
                line.start() + found.end()
                for found in patterns.before_quote.finditer(line[0])
                if line[0][found.end()] == "„"
            )
        yield from (line.start() + gap for gap in _around_straight_quotes(line[0]))


def _opens_sentence(after: str) -> bool:
    """Whether a sentence opens so: a capital and a small letter, or `I`, `A`, `O’`."""
    return after[0].isupper() and (after[1:2].islower() or after[1:2] in "’'" or (after[0] in "IA" and after[1] == " "))


def _around_straight_quotes(line: str) -> Iterator[int]:
    """Straight marks look the same at both ends: the first opens, the second closes; a line of uneven count is left."""
    if line.count('"') % 2 or _INCHES.search(line):
        return
    for quoted in _QUOTED.finditer(line):
        if re.search(r"\w[.,:;!?…]$", line[max(0, quoted.start() - 2) : quoted.start()]):
            yield quoted.start()
        if line[quoted.end() : quoted.end() + 1].isalpha():
            yield quoted.end()
