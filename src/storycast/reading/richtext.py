"""Rich Text Format -> blocks, as plain text whose lines are paragraphs."""

from __future__ import annotations

from storycast.errors import UnreadableArticle
from storycast.model import Article
from storycast.reading.cleaning import clean
from storycast.reading.plain import read_plain


def read_richtext(content: bytes, *, name: str) -> Article:
    """The article of an .rtf. Raises `UnreadableArticle` where it is damaged or the package for it is missing."""
    try:
        from striprtf.striprtf import rtf_to_text
    except ImportError as error:
        raise UnreadableArticle(
            f"{name}: reading RTF takes a further package; pip install 'storycast[documents]'"
        ) from error
    try:
        text: str = rtf_to_text(content.decode("latin-1"), errors="replace")  # type: ignore[no-untyped-call]
    except (ValueError, LookupError, RecursionError) as error:
        raise UnreadableArticle(f"{name}: damaged, not a whole RTF document; save it anew") from error
    return read_plain(clean(text))
