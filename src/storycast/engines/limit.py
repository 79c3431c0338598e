"""How many requests a service is sent at once: fewer when it says it is too much, more again as it copes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Condition


class Limit:
    """At most `most` at once, shared by all threads of an engine.

    `slow_down` halves what is allowed and lets nobody start for a while; each `speed_up` earns back a share, so that a
    full round of successes allows one more: additive increase, multiplicative decrease, as TCP does (RFC 5681).
    """

    def __init__(self, most: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.most = most
        self._allowed = float(most)
        self._under_way = 0
        self._not_before = 0.0
        self._clock = clock
        self._changed = Condition()

    @property
    def allowed(self) -> int:
        """How many may be under way at once now."""
        return int(self._allowed)

    @contextmanager
    def one(self) -> Iterator[None]:
        """A place among those under way; waits until there is one."""
        self._enter()
        try:
            yield
        finally:
            with self._changed:
                self._under_way -= 1
                self._changed.notify_all()

    def slow_down(self, seconds: float) -> None:
        """The service has had too much: half as many at once, and nothing new for `seconds`.

        Answers to requests that were under way together tell of the same burst, so they halve once.
        """
        with self._changed:
            now = self._clock()
            if now >= self._not_before:
                self._allowed = max(1.0, self._allowed / 2)
            self._not_before = max(self._not_before, now + seconds)

    def speed_up(self) -> None:
        """The service has coped with one."""
        with self._changed:
            self._allowed = min(float(self.most), self._allowed + 1 / self._allowed)
            self._changed.notify_all()

    def _enter(self) -> None:
        with self._changed:
            while True:
                wait = self._not_before - self._clock()
                if wait <= 0 and self._under_way < self.allowed:
                    self._under_way += 1
                    return
                self._changed.wait(wait if wait > 0 else None)
