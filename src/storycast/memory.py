"""Memory given back between the stages of a long run."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress


def give_back() -> None:
    """What was freed goes back to the system. glibc would keep it for later: after a book is directed, 40 MB."""
    if sys.platform == "linux":
        with suppress(AttributeError, OSError):  # another C library
            ctypes.CDLL(None).malloc_trim(0)
