"""Work handed to an executor, and what is made of it taken back in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from typing import TypeVar

Given = TypeVar("Given")
Made = TypeVar("Made")


def in_turn(
    executor: Executor,
    make: Callable[[Given], Made],
    given: Iterable[Given],
    *,
    ahead: int,
    meanwhile: Callable[[], bool] = bool,
) -> Iterator[Made]:
    """What is made of each by the executor, in order. At most `ahead` are begun and not yet taken: no more is held.

    While the next is waited for, `meanwhile` is called, until it answers that it had nothing to do.
    """
    under_way: deque[Future[Made]] = deque()

    def taken() -> Made:
        while not under_way[0].done() and meanwhile():
            pass
        return under_way.popleft().result()

    try:
        for each in given:
            under_way.append(executor.submit(make, each))
            if len(under_way) >= ahead:
                yield taken()
        while under_way:
            yield taken()
    finally:
        for future in under_way:
            future.cancel()
