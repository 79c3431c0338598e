"""What was worked out before of the same words needn't be worked out again: an edit changes few of an article's."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol
from zlib import crc32

TOGETHER = 16
"""What is remembered together, usually: as many paragraphs are a page or two."""


class Recall(Protocol):
    """What remembers is handed in, never found."""

    def __call__(self, what: str, given: bytes, make: Callable[[], Any]) -> Any:
        """What `make` gives, or gave when it was last asked for `what` and the same `given`, which decides it.

        It gives plain values, as JSON has them; tuples may come back as lists.
        """


def afresh(what: str, given: bytes, make: Callable[[], Any]) -> Any:  # noqa: ARG001 - as the contract has them
    """Remembers nothing: all is worked out anew."""
    return make()


def each(
    recall: Recall, what: str, keys: Sequence[bytes], make: Callable[[int], Any], *, common: bytes
) -> Iterator[Any]:
    """What `make` gives for each number, remembered in runs: small things are looked up together.

    A key holds what decides that one, `common` what decides all.
    """
    for run in runs(keys, TOGETHER):

        def made(numbers: range = range(run.start, run.stop)) -> list[Any]:
            return [make(number) for number in numbers]

        given = b"".join(b"%d %b" % (len(key), key) for key in (common, *keys[run]))
        yield from recall(what, given, made)


def runs(keys: Sequence[bytes], usual: int) -> Iterator[slice]:
    """Everything in runs of about so many, at most four times as many; what lies at a border decides that it is one.

    So an edit changes the run that it is in, and hardly any other, however much it adds or takes away.
    """
    first = 0
    for after, key in enumerate(keys, 1):
        if crc32(key) % usual == 0 or after - first == 4 * usual or after == len(keys):
            yield slice(first, after)
            first = after
