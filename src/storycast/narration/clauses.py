"""Where a sentence too long for a voice may be cut: where a reader breathes."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from itertools import pairwise

from storycast.narration.sentences import Span, trimmed

# Text, which `re` compiles for the first sentence that a voice can't take whole.
_STRONG = r"(?<=[;:；：])\s+|(?<=[；：])(?=\w)|(?<=[—–])\s*(?=\w)|(?<=[)\]])\s+|\s(?=[(\[])|(?<=…)\s+"
_COMMA = r"(?<=[,、،，])[”’»\"']?\s+|(?<=[、，])(?=\w)"
_CONJUNCTION = (
    r"\s+(?=(?:and|but|or|nor|so|yet|because|when|while|which|who|whose|where|that|although|though|since|until|unless|"
    r"if|as|before|after|than)\s)"
)
_SPACE = r"\s+"
AT_STRONG, AT_COMMA, AT_SHORT_COMMA, AT_CONJUNCTION, AT_SPACE = 0.0, 0.05, 0.25, 0.4, 0.7
"""How dear it is to cut there; 1 is as dear as a cut at one end.

After how often twenty readers pause strongly there (1,000 sentences of the Helsinki prosody corpus): strong marks 0.93,
commas between chunks of four words and more 0.89, other commas 0.7, before conjunctions 0.33, elsewhere 0.1.
"""
ENOUGH = 4
"""Words on both sides of a comma, up to the next marks, from which readers take breath at it."""


def parts_well(before: str, after: str) -> bool:
    """Whether readers pause at the comma between these two: the chunks on both sides are long enough."""
    return len(_chunks(before)[-1].split()) >= ENOUGH and len(_chunks(after)[0].split()) >= ENOUGH


def _chunks(text: str) -> list[str]:
    """What stands between marks; a mark at either end bounds nothing."""
    return re.split(_MARKS, text.strip(" ,;:—–…()[]\"“”‘’'.!?"))


_MARKS = r"[,;:—–…()\[\]]+(?:\s|$)|[—–]"


def clauses(text: str, start: int, end: int, longest: int) -> tuple[Span, ...]:
    """The sentence from `start` to `end` in pieces of at most `longest` characters; whole where it is short enough.

    It is cut at clause borders near the middle, so that the pieces are of a kind; at a word's border where no clause's
    will do; inside a word only where the word alone is longer than `longest`, and then between characters as readers
    see them. Nothing but white space is left out. Raises `ValueError` where `longest` is less than 1.
    """
    if longest < 1:
        raise ValueError(f"longest is {longest}, but a piece holds at least 1 character")
    span = trimmed(text, start, end)
    if span[1] - span[0] <= longest:
        return (span,) if span[0] < span[1] else ()
    costs = _costs(text, span)
    borders = sorted(costs)
    pieces: list[Span] = []
    waiting = [span]
    while waiting:
        piece = trimmed(text, *waiting.pop())
        if piece[1] - piece[0] <= longest:
            pieces.append(piece)
        elif (cut := _best_cut(piece, borders, costs, longest)) is not None:
            waiting += [(cut, piece[1]), (piece[0], cut)]
        else:
            pieces += _cut_word(text, *piece, longest)
    return tuple(piece for piece in pieces if piece[0] < piece[1])


def _costs(text: str, span: Span) -> dict[int, float]:
    """Where the span may be cut, and how dear each place is."""

    def ends(pattern: str) -> list[int]:
        return [found.end() for found in re.compile(pattern).finditer(text, *span) if span[0] < found.end() < span[1]]

    strong, commas = ends(_STRONG), ends(_COMMA)
    marks = sorted({span[0], *strong, *commas, span[1]})
    words = {start: len(text[start:end].split()) for start, end in pairwise(marks)}
    before = {end: words[start] for start, end in pairwise(marks)}
    costs = dict.fromkeys(ends(_SPACE), AT_SPACE) | dict.fromkeys(ends(_CONJUNCTION), AT_CONJUNCTION)
    for comma in commas:
        costs[comma] = AT_COMMA if min(before[comma], words[comma]) >= ENOUGH else AT_SHORT_COMMA
    return costs | dict.fromkeys(strong, AT_STRONG)


def _best_cut(piece: Span, borders: list[int], costs: Mapping[int, float], longest: int) -> int | None:
    """The border that cuts the piece best, near its middle and cheap; None where it holds none."""
    start, end = piece
    length = end - start
    fewest = -(-length // longest)

    def cost(border: int) -> float:
        left, right = border - start, end - border
        more = -(-left // longest) - (-right // longest) - fewest
        return costs[border] + abs(left - right) / length + 0.3 * more

    for margin in (max(1, length // 4), 1):
        near = borders[bisect_left(borders, start + margin) : bisect_right(borders, end - margin)]
        if near:
            return min(near, key=cost)
    return None


def _cut_word(text: str, start: int, end: int, longest: int) -> Iterator[Span]:
    """A word longer than `longest` in pieces; never between a letter and its accents, nor inside a joined emoji."""
    while start < end:
        cut = min(start + longest, end)
        whole = cut
        while start < whole < end and _one_sign(text, start, whole):
            whole -= 1
        cut = whole if whole > start else cut
        yield start, cut
        start = cut


_JOINER = "\u200d"
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]+$")


def _one_sign(text: str, start: int, at: int) -> bool:
    """Whether a reader sees the characters before and after `at` as one; `start` is surely a border."""
    before, after = text[at - 1], text[at]
    if _JOINER in (before, after) or ord(after) in _SKIN_TONES or unicodedata.category(after).startswith("M"):
        return True
    flags = _FLAG.search(text, start, at)
    return bool(flags and len(flags[0]) % 2 and _FLAG.match(after))
