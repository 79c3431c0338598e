"""The numbers of a serial show's episodes."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count


def numbers(told: Mapping[str, int | None], kept: Mapping[str, int]) -> dict[str, int]:
    """Slug -> number: what the story tells, else what it was published with, else the lowest that is free.

    `told` is in order of publication, None where a story tells no number. `kept` may hold stories that are gone; their
    numbers aren't free, as they may come back.
    """
    fixed = {**kept, **{slug: number for slug, number in told.items() if number is not None}}
    taken = set(fixed.values())
    free = (number for number in count(1) if number not in taken)
    return {slug: fixed[slug] if slug in fixed else next(free) for slug in told}
