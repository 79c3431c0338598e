"""Cuts a text that is too long for a service where a reader would take breath, into pieces of like length."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from math import ceil
from typing import NamedTuple

ENDS = re.compile(r"[.!?…。！？।؟][\"'”’»)\]]*$")
STRONG = re.compile(r"[;:—–；：؛][\"'”’»)\]]*$|\)$")
WEAK = re.compile(r"[,،、，][\"'”’»]*$")
JOINING = re.compile(
    r"(?:and|but|or|nor|so|yet|that|which|who|whom|whose|when|where|while|because|although|though|if|unless|until|since"
    r"|as|than|for|from|with|without|into|after|before|about|between|through|under|over|by|to|in|on|at|of)\b",
    re.IGNORECASE,
)
GAP = re.compile(r"\s+|(?<=[。！？、，；：])(?=\S)")

PIECE = 6.0
"""What one more piece costs: each is spoken with an ending of its own, so few are better than many."""
UNEVEN = 6.0
"""What a piece of twice the even length costs, or one of nothing; in between by the square."""
PLAIN_GAP = 15.0
MID_WORD = 100.0


class _Border(NamedTuple):
    """A place to cut: one piece would end before `end`, the next begin at `start`."""

    end: int
    start: int
    cost: float


def pieces(text: str, longest: int) -> tuple[str, ...]:
    """The text in pieces of at most `longest` characters, trimmed; nothing but space is left out between them.

    Cut after a sentence or clause mark where there is one, else before a joining word, else at a space, and evenly: a
    short rest sounds cut off. Only a word that is longer than a piece is cut inside.
    """
    text = text.strip()
    if len(text) <= longest:
        return (text,) if text else ()
    borders = list(_borders(text, longest))
    chosen = _cheapest(borders, longest)
    return tuple(text[borders[a].start : borders[b].end] for a, b in pairwise(chosen))


def _borders(text: str, longest: int) -> Iterator[_Border]:
    """All places where the text may be cut, its start and end included, never further apart than a piece is long."""
    word = 0
    yield _Border(0, 0, 0.0)
    for border in (*_gaps(text), _Border(len(text), len(text), 0.0)):
        for inside in range(word + longest, border.end, longest):
            yield _Border(inside, inside, MID_WORD)
        yield border
        word = border.start


def _gaps(text: str) -> Iterator[_Border]:
    for gap in GAP.finditer(text):
        start, end = gap.span()
        yield _Border(start, end, _cost(text[max(0, start - 6) : start], text[end : end + 12]))


def _cost(before: str, after: str) -> float:
    """What cutting here costs: nothing after a sentence, most in the middle of a phrase."""
    if ENDS.search(before):
        return 0.0
    if STRONG.search(before) or after[:1] in "—–(":
        return 1.0
    if WEAK.search(before):
        return 3.0
    return PLAIN_GAP / 2 if JOINING.match(after) else PLAIN_GAP


def _cheapest(borders: list[_Border], longest: int) -> list[int]:
    """Which borders make the cheapest division: the best way to each from those before, then read off backwards."""
    length = borders[-1].end
    even = length / ceil(length / longest)
    best = [0.0] + [float("inf")] * (len(borders) - 1)
    came_from = [0] * len(borders)
    for here, border in enumerate(borders):
        for there in range(here - 1, -1, -1):
            size = border.end - borders[there].start
            if size > longest:
                break
            cost = best[there] + PIECE + UNEVEN * (size / even - 1) ** 2 + border.cost
            if cost < best[here]:
                best[here], came_from[here] = cost, there
    chosen = [len(borders) - 1]
    while chosen[-1] > 0:
        chosen.append(came_from[chosen[-1]])
    return chosen[::-1]
