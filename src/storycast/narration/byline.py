"""How the author is named after the title, in the article's own language."""

from __future__ import annotations

from collections.abc import Mapping

from storycast.model import primary

BY: Mapping[str, str] = {
    "af": "Deur",
    "ca": "Per",
    "da": "Af",
    "de": "Von",
    "en": "By",
    "eo": "De",
    "es": "Por",
    "fr": "Par",
    "gl": "Por",
    "hu": "Írta",
    "id": "Oleh",
    "it": "Di",
    "ms": "Oleh",
    "nb": "Av",
    "nl": "Door",
    "nn": "Av",
    "no": "Av",
    "pt": "Por",
    "ro": "De",
    "sv": "Av",
}
"""By language. Where the word would depend on who wrote, or the name on the word, the name stands alone."""


def byline(author: str, language: str) -> str:
    """`By Ida Holt.`, `Von Ida Holt.`: the sentence that is said in that language (`en-GB`, `en_GB`)."""
    by = BY.get(primary(language), "")
    return f"{by} {author}.".lstrip()
