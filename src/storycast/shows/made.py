"""A story as it stands in a site, and its form in the store, so that an unchanged story isn't read again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, convert, to_builtins

from storycast.model import Published


class Made(Struct, frozen=True):
    """What feed and index tell of a story, and the files that it has in the site."""

    published: Published | None
    """None for a draft."""
    files: Mapping[str, int] = {}
    """Path in the site -> bytes."""


def to_head(made: Made) -> dict[str, Any]:
    """The story as plain values for JSON."""
    told: dict[str, Any] = to_builtins(made)
    return told


def from_head(head: Mapping[str, Any]) -> Made:
    """The story from those values."""
    return convert(head, Made)
