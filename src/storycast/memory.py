"""What glibc's allocator is told in a long run; elsewhere there is nothing to tell."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress

_ARENA_MAX = -8
"""M_ARENA_MAX of malloc.h."""


def give_back() -> None:
    """What was freed goes back to the system. It would be kept for later: after a book is directed, 40 MB."""
    _told("malloc_trim", 0)


def share() -> None:
    """Threads begun from now on take memory from one heap.

    Each would have its own, and what stays of a clip would hold on to all that was freed round it: 24 MB in ten hours.
    """
    _told("mallopt", _ARENA_MAX, 1)


def _told(function: str, *arguments: int) -> None:
    if sys.platform == "linux":
        with suppress(AttributeError, OSError):  # another C library
            getattr(ctypes.CDLL(None), function)(*arguments)
