"""Text made safe to print: clean characters, single lines, times as clocks show them."""

from __future__ import annotations

import re

from storycast.model import Milliseconds

_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""What is forbidden is less than what is allowed: a set takes `re` 0.1 ms for every thousand characters in it."""
_SPACE = re.compile(r"[^\S\u00a0\u2007\u202f]+")
"""Space at which a line may break; no-break spaces stay."""


def clean(text: str) -> str:
    """The text without the characters that XML 1.0 forbids (https://www.w3.org/TR/xml/#charsets)."""
    return _FORBIDDEN.sub("", text)


def one_line(text: str, longest: int | None = None) -> str:
    """The text cleaned and on one line; where it is over `longest` characters, cut at a word and closed with "…"."""
    line = _SPACE.sub(" ", clean(_SPACE.sub(" ", text))).strip()
    if longest is None or len(line) <= longest:
        return line
    whole_words, _, _ = line[:longest].rpartition(" ")
    kept = whole_words if len(whole_words) > longest // 2 else line[: longest - 1]
    return kept.rstrip(" ,;:.") + "…"


def clock(at: Milliseconds, *, decimal: str = ".") -> str:
    """`00:01:02.345`, as WebVTT and Podlove write a time; SRT's decimal mark is a comma."""
    seconds, millis = divmod(at, 1000)
    return f"{_hours(seconds)}{decimal}{millis:03}"


def whole_clock(at: Milliseconds) -> str:
    """`00:01:02`, the form in which players find chapters in episode notes."""
    return _hours(at // 1000)


def short_clock(at: Milliseconds) -> str:
    """`1:02` or `1:00:02`, as people read a time."""
    minutes, seconds = divmod(at // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def rounded_seconds(length: Milliseconds) -> int:
    """A length in whole seconds, the same wherever it is told: feed, page and metadata."""
    return (length + 500) // 1000


def _hours(seconds: int) -> str:
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}"
