"""What glibc's allocator is told in a long run; elsewhere there is nothing to tell."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress

_ARENA_MAX, _TRIM_THRESHOLD, _MMAP_THRESHOLD = -8, -1, -3
"""M_ARENA_MAX, M_TRIM_THRESHOLD and M_MMAP_THRESHOLD of malloc.h."""
_LYING, _LARGE = 16 << 20, 4 << 20
"""Bytes that may lie unused at the heap's end; and those from which something gets pages of its own."""


def give_back() -> None:
    """What was freed goes back to the system. It would be kept for later: after a book is directed, 40 MB."""
    _told("malloc_trim", 0)


def share() -> None:
    """Threads begun from now on take memory from one heap.

    Each would have its own, and what stays of a clip would hold on to all that was freed round it: 24 MB in ten hours.
    What one sound leaves is kept for the next, which would have each page of it cleared by the system: 140,000 times in
    an hour, now 21,000, for 4 MB more at its peak.
    """
    _told("mallopt", _ARENA_MAX, 1)
    _told("mallopt", _TRIM_THRESHOLD, _LYING)
    _told("mallopt", _MMAP_THRESHOLD, _LARGE)


def _told(function: str, *arguments: int) -> None:
    if sys.platform == "linux":
        with suppress(AttributeError, OSError):  # another C library
            getattr(ctypes.CDLL(None), function)(*arguments)
