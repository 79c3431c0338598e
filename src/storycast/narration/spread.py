"""Spans of one text, found by where they lie: a paragraph may be a book, and hold ten thousand of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import Generic, Protocol, TypeVar


class Ranged(Protocol):
    """Characters `start` to `end`, end not included."""

    @property
    def start(self) -> int: ...  # noqa: D102 - said above

    @property
    def end(self) -> int: ...  # noqa: D102


Lying = TypeVar("Lying", bound=Ranged)


class Spread(Generic[Lying]):
    """Spans by where they lie; they may overlap, and stand in one another."""

    def __init__(self, spans: Sequence[Lying]) -> None:
        self._spans = spans
        self._order = sorted(range(len(spans)), key=lambda number: spans[number].start)
        self._starts = [spans[number].start for number in self._order]
        self._ends = list(accumulate((spans[number].end for number in self._order), max))

    def within(self, start: int, end: int) -> list[Lying]:
        """Those that may reach into this stretch, in the order they were given; none that does is missing."""
        near = self._order[bisect_right(self._ends, start) : bisect_left(self._starts, end)]
        return [self._spans[number] for number in sorted(near)]
