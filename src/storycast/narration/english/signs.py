"""Signs between words, and words in capitals."""

from __future__ import annotations

import re

from storycast.narration.english.rule import Found, rule, text_after, text_before

SIGNS_BETWEEN = (
    rule(r" ?& ?", " and "),
    rule(r"\s\+\s|(?<=\d)\+(?=\d)", " plus "),
    rule(r"(?<=\d)\+(?!\w)", " plus"),
    rule(r"(?<![\w+])\+(?=\d)", "plus "),
    rule(r"(?<=[\w)]) ?= ?(?=[\w(+−-])|(?<=[\w)] )= ?(?=[\w(+−-])", " equals "),
    rule(r"(?<=\d)\s?[×✕xX]\s?(?=\d)", " by "),
    rule(r"\s?±\s?", " plus or minus "),
    rule(r"\s?÷\s?", " divided by "),
    rule(r"(?<!\w)[≈~∼]\s?(?=\d)", "about "),
    rule(r"(?<!\w)≥\s?(?=\d)", "at least "),
    rule(r"(?<!\w)≤\s?(?=\d)", "at most "),
    rule(r"\s?→\s?", " to "),
    rule(r"\s\|\s", ", "),
    rule(r"(?<=\w)[™®©](?!\w)", ""),
    rule(r"©\s?(?=\d)", "copyright "),
)

_CAPITALS = r"[A-Z][A-Z’']*\b[\s.!?—–-]*"
_ACRONYMS = frozenset(
    {"EU", "US", "USA", "UK", "UN", "AI", "TV", "FBI", "CIA", "NBA", "NFL", "NHL", "IOC", "IMF", "FIA", "UFO"}
)


def _shouted(found: Found) -> str | None:
    """In a row of three words or more in capitals each is a word, not letters: `STOP IT NOW` is "stop it now"."""
    word = found[0]
    run = len(re.findall(_CAPITALS, _last_run(text_before(found)))) + len(
        re.findall(_CAPITALS, _first_run(text_after(found)))
    )
    if run < 2 or word in _ACRONYMS or not re.search("[AEIOUY]", word):  # noqa: PLR2004 - two more words
        return None
    return word.lower()


def _last_run(text: str) -> str:
    run = re.search(rf"(?<![\w’'])(?:{_CAPITALS})+$", text)
    return run[0] if run else ""


def _first_run(text: str) -> str:
    run = re.match(rf"[\s.!?—–-]*(?:{_CAPITALS}(?![a-z]))+", text)
    return run[0] if run else ""


SHOUTING = (rule(r"\b[A-Z][A-Z’']+\b(?!\.\w)", _shouted),)
