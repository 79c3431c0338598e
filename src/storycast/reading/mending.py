"""Missing spaces put back: after the mark that ends a sentence, and around quotations.

Text pasted from the web has often lost them: `he ran silently.Father took it`, `she shouts:“He’s my son!”He fell`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_ADDRESS = re.compile(
    r"://|www\.|@|\.(?:com|org|net|edu|gov|io|txt|md|html?|pdf|docx?|py|js|csv|mp3|jpe?g|png)\b", re.IGNORECASE
)
"""What addresses and file names hold; the stops and colons of such a word end nothing."""

_SPACELESS = "\\u0e00-\\u0eff\\u1780-\\u17ff\\u2e80-\\u9fff\\uf900-\\ufaff"
"""Thai, Lao, Khmer, Chinese and Japanese put no spaces between sentences."""
_LETTER = rf"[^\W\d_{_SPACELESS}]"
_AFTER_END = re.compile(rf"(?:(?:{_LETTER}{{2}}|[\d)\]])[.…]|(?<!\.)\.\.\.|[\w)\]][!?])[!?.…]*+[)\]]?(?={_LETTER})")
_BEFORE_QUOTE = re.compile(rf"(?:{_LETTER}|[\d)])[.,:;!?…]++(?=[“‘„]\w)|{_LETTER}(?=[“„]\w)|\w[,:;](?=«\s?\w)")
_AFTER_QUOTE = re.compile(rf"”(?={_LETTER})|[.!?…]’(?={_LETTER}{{2}})")
_AFTER_GERMAN_QUOTE = re.compile(rf"“(?={_LETTER})")
_SIGN = re.compile(r"[!?.…)\]”][^\W\d_]|[\w.,:;!?…][“‘„«]|[.!?…]’|[„\"]")
"""What a text shows wherever a space is missing."""
_QUOTED = re.compile(r'"[^\n"]*"')
_INCHES = re.compile(r'\d"')


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
    yield from (found.end() for found in _AFTER_END.finditer(text) if _opens_sentence(text[found.end() :][:3]))
    for line in re.finditer(r"[^\n]+", text):
        german = "„" in line[0]
        for pattern in (_AFTER_GERMAN_QUOTE if german else _BEFORE_QUOTE, _AFTER_QUOTE):
            yield from (line.start() + found.end() for found in pattern.finditer(line[0]))
        if german:
            yield from (
                line.start() + found.end() for found in _BEFORE_QUOTE.finditer(line[0]) if line[0][found.end()] == "„"
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
