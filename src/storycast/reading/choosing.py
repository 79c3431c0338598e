"""Which pieces of a page are its article.

trafilatura's words decide first; then what the markup around a piece says, what stands beside it, and what it repeats.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from storycast.model import BlockKind
from storycast.reading.furniture import Judged, judged
from storycast.reading.lines import is_prose
from storycast.reading.markup import Hint, Piece

MOST_HINTED = 0.4
"""Share of an article's words under a hint from which the hint is about the article itself, not a box in it."""
LINKS = 0.6
"""Share of link letters from which a text is a list of links."""
FEWEST_WORDS = 25
"""Of an article; with fewer found, the page is read by its markup alone."""
SHINGLE = 5
"""Words in a row by which a text is known again."""
MOSTLY = 0.6
NOT_ARTICLE = "not part of the article"
REPEATS = "repeats the text"
WORD = re.compile(r"\w+")
NUMBER = re.compile(r"^\d+\. ")
"""Of a list item, which trafilatura doesn't write."""


def reasons(found: Sequence[Piece], main: Sequence[str]) -> list[str | None]:
    """For each piece why it is left out; None where it is the article's, whose words `main` holds."""
    known = _Known.of(main)
    words = [WORD.findall(NUMBER.sub("", piece.block.text.lower())) for piece in found]
    matched = [bool(own) and known.holds(own) for own in words]
    if sum(len(own) for own, match in zip(words, matched, strict=True) if match) < FEWEST_WORDS:
        matched = [bool(own) and piece.linked < LINKS for piece, own in zip(found, words, strict=True)]
    against = _against(found, words, matched)
    kept = [match and not piece.hints & against for piece, match in zip(found, matched, strict=True)]
    kept = _rescued(found, kept)
    kept = _without_link_boxes(found, kept)
    repeats = _repeats(found, words, kept)
    kept = _with_breaks(found, [keep and index not in repeats for index, keep in enumerate(kept)])
    kept = _without_bare_headings(found, kept)
    return [
        None if keep else REPEATS if index in repeats else _reason(piece, against)
        for index, (piece, keep) in enumerate(zip(found, kept, strict=True))
    ]


class _Known(Struct, frozen=True):
    """Texts by which pieces are known again: short ones whole, long ones by words in a row."""

    short: frozenset[tuple[str, ...]]
    shingles: frozenset[tuple[str, ...]]

    @classmethod
    def of(cls, texts: Sequence[str]) -> _Known:
        words = [tuple(WORD.findall(text.lower())) for text in texts]
        return cls(frozenset(own for own in words if own), frozenset(s for own in words for s in _shingles(own)))

    def holds(self, words: Sequence[str]) -> bool:
        """Whether most of these words, in this order, are in the texts."""
        if tuple(words) in self.short:
            return True
        own = list(_shingles(words))
        return sum(shingle in self.shingles for shingle in own) >= MOSTLY * max(len(own), 1)


def _shingles(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """All runs of a few words."""
    return (tuple(words[start : start + SHINGLE]) for start in range(len(words) - SHINGLE + 1))


def _against(found: Sequence[Piece], words: Sequence[list[str]], matched: Sequence[bool]) -> frozenset[Hint]:
    """The hints that tell against a text here: those that don't stand around most of the article."""
    under: Counter[Hint] = Counter()
    total = 0
    for piece, own, match in zip(found, words, matched, strict=True):
        if match:
            total += len(own)
            under.update(dict.fromkeys(piece.hints, len(own)))
    return frozenset(hint for hint in Hint if under[hint] <= MOST_HINTED * total)


def _rescued(found: Sequence[Piece], kept: Sequence[bool]) -> list[bool]:
    """The pieces kept, and with them those between or beside them in the same element that nothing speaks against."""
    homes = Counter(piece.parent for piece, keep in zip(found, kept, strict=True) if keep)
    first, last = _span(kept)
    home = max(homes, key=lambda parent: homes[parent], default=0)

    def belongs(index: int, piece: Piece) -> bool:
        if piece.hints or piece.linked >= LINKS or not piece.block.text or judged(piece.block.text):
            return False
        return piece.parent in homes if first < index < last else piece.parent == home and is_prose(piece.block.text)

    return [keep or belongs(index, piece) for index, (piece, keep) in enumerate(zip(found, kept, strict=True))]


def _without_link_boxes(found: Sequence[Piece], kept: Sequence[bool]) -> list[bool]:
    """Without links to other articles: labels that say so, and lists of nothing but links."""

    def is_link(piece: Piece) -> bool:
        if piece.linked < LINKS:
            return False
        return _label(piece) is not None or piece.block.kind is BlockKind.LIST_ITEM

    return [keep and not is_link(piece) for piece, keep in zip(found, kept, strict=True)]


def _repeats(found: Sequence[Piece], words: Sequence[list[str]], kept: Sequence[bool]) -> frozenset[int]:
    """The quotations that only repeat a sentence of the text in larger letters."""
    times: Counter[tuple[str, ...]] = Counter()
    for own, keep in zip(words, kept, strict=True):
        if keep:
            times.update(set(_shingles(own)))
    quotes = (i for i, piece in enumerate(found) if kept[i] and piece.block.kind is BlockKind.QUOTE)
    return frozenset(i for i in quotes if len(words[i]) >= SHINGLE and all(times[s] > 1 for s in _shingles(words[i])))


def _with_breaks(found: Sequence[Piece], kept: Sequence[bool]) -> list[bool]:
    """With the section breaks that stand between two pieces kept."""
    first, last = _span(kept)
    homes = {piece.parent for piece, keep in zip(found, kept, strict=True) if keep}
    return [
        keep or (piece.block.kind is BlockKind.SECTION_BREAK and first < index < last and piece.parent in homes)
        for index, (piece, keep) in enumerate(zip(found, kept, strict=True))
    ]


def _without_bare_headings(found: Sequence[Piece], kept: Sequence[bool]) -> list[bool]:
    """Without headings whose whole section is left out."""
    still = list(kept)
    filled = False
    lost = False
    for index in range(len(found) - 1, -1, -1):
        if found[index].block.kind is not BlockKind.HEADING:
            filled = filled or still[index]
            lost = lost or not still[index]
            continue
        if still[index] and not filled and (lost or index == _span(kept)[1]) and found[index].block.level > 1:
            still[index] = False
        filled = lost = False
    return still


def _span(kept: Sequence[bool]) -> tuple[int, int]:
    """The first and the last that is kept."""
    places = [index for index, keep in enumerate(kept) if keep]
    return (places[0], places[-1]) if places else (0, -1)


def _reason(piece: Piece, against: frozenset[Hint]) -> str | None:
    """Why a piece is left out; None for one without words, which nobody misses."""
    if not piece.block.text:
        return ""
    hint = next((hint for hint in Hint if hint in piece.hints & against), None)
    if hint:
        return hint.value
    label = _label(piece)
    return label.kind.value if label else NOT_ARTICLE


def _label(piece: Piece) -> Judged | None:
    """What furniture a piece is, by itself or by what stands before its colon: `Read more: …`."""
    return judged(piece.block.text) or judged(piece.block.text.partition(":")[0])
