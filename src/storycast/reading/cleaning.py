"""Characters that are seen but not meant: cleaned away before anything is read."""

from __future__ import annotations

import re
import unicodedata

LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028]")
SPACES = re.compile(r"[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # controls
    r"\xad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"  # widthless, directions
    r"\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff"  # lone surrogates, private use, no characters
    r"\U000e0000-\U000e007f\U000f0000-\U0010ffff]"
)
JOINERS = re.compile(r"[\u200c\u200d](?:(?<![^\x00-\u05ff].)|(?![^\x00-\u05ff]))", re.DOTALL)
"""Joiners shape Arabic, Persian, Indic letters and emoji; beside anything else they are leftovers."""
MARKS_IN_A_ROW = re.compile(
    r"([\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{8})[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)


def clean(text: str) -> str:
    """The same words in composed characters (NFC), with line feeds, plain spaces, and nothing invisible."""
    text = LINE_ENDS.sub("\n", text).replace("\u2029", "\n\n")
    text = JOINERS.sub("", INVISIBLE.sub("", SPACES.sub(" ", text)))
    if text.isascii():
        return text
    # Sorting a run of combining marks takes the square of its length; no letter carries more than a few.
    return unicodedata.normalize("NFC", MARKS_IN_A_ROW.sub(r"\1", text))
