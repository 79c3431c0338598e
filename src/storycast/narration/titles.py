"""What each beat is called: its heading, else its most telling phrase."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from math import inf

from storycast.narration.recall import Recall, afresh, each
from storycast.narration.sentences import sentences

LONGEST = 50
"""Characters; players cut longer names of chapters."""

_DANGLING = frozenset(
    re.findall(
        r"\w+",
        "a an the of to and or but nor so yet that which who whom whose where when while as at by for from in into on "
        "onto over under with without about after before than then if because since until though although is are was "
        "were be been am has have had do does did will would can could shall should may might must not no his her its "
        "their our my your these those some any each every very more most such between through upon like just even "
        "only also too it him them me us",
    )
)
"""Words that a name doesn't end with."""
_HEADLESS = re.compile(
    r"(?:is|are|was|were|be|been|has|had|have|did|does|said|says|saw|would|could|can|will|to)\b", re.IGNORECASE
)
"""Openings that want something before them."""
_CONNECTING = re.compile(
    r"(?:(?:and|but|so)\s+)?(?:and|but|so|then|yet|or|nor|for|because|that|which|who|where|while|as)\b[\s,]*",
    re.IGNORECASE,
)
_PRONOUNS = frozenset(("i", "he", "she", "it", "they", "we", "you", "this", "that", "these", "those", "there"))
_PRONOUN = re.compile(rf"(?:{'|'.join(_PRONOUNS)})\b", re.IGNORECASE)
_EMPTY = _DANGLING | _PRONOUNS
_BORDER = re.compile(r"(?<=[,;:…])\s+|(?<=[—–])\s*|\s+(?=[—–(])|(?<=\))\s+|(?<=[、，；：])")
_EDGES = " \t\n\"“”„«»‘’'「」『』()[]{}*_,;:.—–…-"
_PAIRED = re.compile(r"[“”«»()\[\]「」『』\"]")
_PAIRS = (("“", "”"), ("«", "»"), ("(", ")"), ("[", "]"), ("「", "」"), ("『", "』"))
_WORD = re.compile(r"[\w’'-]+")
_EARLY, _SEEN = 8, 2_000
"""Sentences and characters of a beat that are looked at: a name should be heard soon after its chapter begins."""


def titles(
    texts: Sequence[str], headings: Sequence[str], language: str = "en", recall: Recall = afresh
) -> tuple[str, ...]:
    """A name for each beat, of at most 50 characters, no two alike whatever their case.

    `headings` holds each beat's own heading, empty where it has none. A beat's name depends on its own words alone
    but where another beat before it has that name already.
    """
    named: list[str] = []
    taken: set[str] = set()
    numbers: dict[str, Iterator[int]] = {}
    for text, first in zip(texts, _first_names(texts, headings, language, recall), strict=True):
        name = next(name for name in _names(text, first, language, numbers) if name.casefold() not in taken)
        named.append(name)
        taken.add(name.casefold())
    return tuple(named)


def _first_names(texts: Sequence[str], headings: Sequence[str], language: str, recall: Recall) -> Iterator[str]:
    """What each beat is called if no other is: its heading, else its best phrase; empty where it has neither."""
    seen = [(heading[:_SEEN], text[:_SEEN]) for heading, text in zip(headings, texts, strict=True)]

    def made(number: int) -> str:
        heading, text = seen[number]
        return _shortened(heading) or _best(_placed(text, language))

    return each(recall, "names", [repr(one).encode() for one in seen], made, common=language.encode())


def _names(text: str, first: str, language: str, numbers: dict[str, Iterator[int]]) -> Iterator[str]:
    """Names for a beat, the best first; there is always another. `numbers` are those not yet tried for a name."""
    if first:
        yield first
        placed = list(_placed(text, language))
        yield from filter(None, (_best(placed), *_ranked(placed)))
    base = first or "Part"
    for number in numbers.setdefault(base.casefold(), count(2)):
        yield f"{base[: LONGEST - len(f' ({number})')].rstrip()} ({number})"


def _placed(text: str, language: str) -> Iterator[tuple[str, float, float]]:
    """The beat's phrases, with what it counts that they come early, and that they are whole."""
    for number, (start, end) in enumerate(sentences(text[:_SEEN], language)[:_EARLY]):
        for phrase, whole in _parts(text[start:end]):
            yield phrase, 2 * 0.5**number, whole


def _best(placed: Iterable[tuple[str, float, float]]) -> str:
    """The most telling phrase, made a name; those that can't be by their place aren't looked into."""
    best, most = "", -inf
    for phrase, early, whole in placed:
        if _highest(phrase) + early + whole > most and (name := _shortened(phrase)):
            score = _score(name, phrase) + early + whole
            if score > most:
                best, most = name, score
    return best


def _ranked(placed: Iterable[tuple[str, float, float]]) -> list[str]:
    """All the phrases as names, the most telling first."""
    scores: dict[str, float] = {}
    for phrase, early, whole in placed:
        if name := _shortened(phrase):
            score = _score(name, phrase) + early + whole
            scores[name] = max(score, scores.get(name, score))
    return sorted(scores, key=lambda name: -scores[name])


def _parts(sentence: str) -> Iterator[tuple[str, float]]:
    """Runs of clauses short enough for a name, or a single longer one; and how whole each is, from 0 to 1."""
    borders = [0, *(found.end() for found in _BORDER.finditer(sentence)), len(sentence)]
    for first, start in enumerate(borders[:-1]):
        for last, end in enumerate(borders[first + 1 :], first + 1):
            if end - start > LONGEST + 2 and last > first + 1:
                break
            yield sentence[start:end], 0.7 * (first == 0) + 0.7 * (end == len(sentence))


def _score(name: str, phrase: str) -> float:
    """How much a name tells."""
    words: list[str] = _WORD.findall(name)
    telling = [word for word in words if word.lower() not in _EMPTY]
    names = sum([word[0].isupper() for word in words[1:]])
    long = sum([len(word) > 6 for word in telling])  # noqa: PLR2004 - longer words are rarer
    cut = len(name) < len(phrase.strip(_EDGES)) - 4
    return (
        min(len(telling), 5)
        + 0.7 * min(names, 2)
        + 0.2 * min(long, 3)
        - 2 * cut
        - 0.8 * bool(_PRONOUN.match(name))
        - 1.2 * bool(_HEADLESS.match(name))
        - 1.0 * (len(name) < 9)  # noqa: PLR2004 - too little to recognise
    )


def _highest(phrase: str) -> float:
    """A little more than `_score` can give: five telling words and three long ones come to 5.6, two names to 1.4."""
    return 5.7 if phrase.strip(_EDGES)[1:].islower() else 7.1


def _shortened(phrase: str) -> str:
    """The phrase as a name: not too long, no word dangling, no quotation left open; empty where nothing is left."""
    name = _trimmed(" ".join(_balanced(phrase).split()))
    if (connecting := _CONNECTING.match(name)) and " " in (stripped := _trimmed(name[connecting.end() :])):
        name = stripped
    if len(name) > LONGEST:
        name = _trimmed(_cut(name))
    while " " in name and name.rpartition(" ")[2].lower() in _DANGLING:
        name = _trimmed(name.rpartition(" ")[0])
    name = _trimmed(_balanced(name))
    return name[:1].upper() + name[1:] if any(map(str.isalnum, name)) else ""


def _trimmed(name: str) -> str:
    return name.strip(_EDGES)


def _cut(name: str) -> str:
    """At the last word's border that fits; in a script without spaces, anywhere."""
    short = name[: LONGEST + 1]
    return short.rpartition(" ")[0] if " " in short else name[:LONGEST]


def _balanced(phrase: str) -> str:
    """Without quotation marks and brackets that have lost their partner."""
    if not _PAIRED.search(phrase):
        return phrase
    for opening, closing in _PAIRS:
        if phrase.count(opening) != phrase.count(closing):
            phrase = phrase.replace(opening, "").replace(closing, "")
    return phrase.replace('"', "") if phrase.count('"') % 2 else phrase
