"""Where the parts of a site are found: absolute in feeds, relative between pages."""

from __future__ import annotations

import re
from posixpath import dirname, relpath
from urllib.parse import quote
from uuid import UUID, uuid5

from storycast.model import Show

FEED = "feed.xml"
INDEX = "index.html"
_PODCASTS = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""The namespace of podcast guids (podcast namespace, guid.md)."""


def absolute(show: Show, path: str) -> str:
    """The full address of a file of the site, in ASCII; relative while the show's base URL isn't known."""
    base = f"{show.base_url.rstrip('/')}/" if show.base_url else ""
    return base + quote(path)


def relative(path: str, *, page: str) -> str:
    """The address of a file of the site as seen from one of its pages, so that the site works under any path."""
    return quote(relpath(path, dirname(page) or "."))


def podcast_guid(feed_url: str) -> str:
    """The guid that every host works out for a feed: UUIDv5 of its address without scheme and trailing slashes."""
    return str(uuid5(_PODCASTS, re.sub(r"^\w+://", "", feed_url).rstrip("/")))
