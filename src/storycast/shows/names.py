"""Which files are stories, and what their episodes are called in addresses: plain ASCII, and never two alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from pathlib import PurePath
from unicodedata import normalize

from storycast.errors import ShowError

_TEXTS = (".md", ".markdown", ".mdown", ".mkd", ".txt", ".text")
_DOCUMENTS = (".html", ".htm", ".xhtml", ".epub", ".docx", ".odt", ".rtf", ".pdf")
ENDINGS = frozenset({*_TEXTS, *_DOCUMENTS})
"""Of the names of files that are read as stories; the reading room tells by what they hold, whatever the name."""
PICTURES = (".jpg", ".jpeg", ".png")
"""Of the names of pictures that directories take."""
LONGEST = 60
_TAKEN = {"index", "feed", "cover"}
"""Names that the site uses itself."""


def slug(name: str) -> str:
    """A name for addresses, of at most 60 ASCII letters, digits and hyphens; never empty."""
    plain = normalize("NFKD", name.lower().replace("ß", "ss")).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST].strip("-")
    if not words:
        words = f"episode-{blake2b(name.encode(), digest_size=4).hexdigest()}"
    return f"{words}-story" if words in _TAKEN else words


def is_story(name: str) -> bool:
    """Whether a file of that name is read as a story; hidden files and editors' copies aren't."""
    return not name.startswith((".", "_", "~", "#")) and PurePath(name).suffix.lower() in ENDINGS


def picture_of(story: str, names: Iterable[str]) -> str:
    """The name of the story's own cover: a picture that is called as the story is. Empty where there is none."""
    stem = PurePath(story).stem
    return next((name for name in sorted(names) if PurePath(name).stem == stem and is_picture(name)), "")


def is_picture(name: str) -> bool:
    """Whether a file of that name may be a cover."""
    return PurePath(name).suffix.lower() in PICTURES


def by_slug(names: Iterable[str]) -> Mapping[str, str]:
    """Slug -> file name, in order of slugs. Raises `ShowError` where two stories would share an address."""
    named: dict[str, str] = {}
    for name in sorted(names):
        other = named.setdefault(slug(PurePath(name).stem), name)
        if other != name:
            raise ShowError(f"stories/{other} and stories/{name} would share an address; rename one of them")
    return dict(sorted(named.items()))
