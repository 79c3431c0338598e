"""Which language a text is in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from storycast.model import Block

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

ENGLISH = re.compile(
    r"\b(?:the|and|of|to|a|in|was|that|it|he|his|is|with|for|on|as|had|her|at|by|not|but|from|they|she|be|this|which|have"
    r"|were|you|or|we|their|there|been|him|one|all|so|when|who|will|more|no|if|out|said|what|up|its|about|i|my|are|me)\b"
)
ENGLISH_SHARE = 0.3
"""Share of the words above from which a text is English without asking the model, which takes half a second to load.

English prose has 0.35 to 0.55 of them, other languages below 0.15."""
ENOUGH_WORDS = 20
LANGUAGES = (
    "af am ar az be bg bn bs ca cs cy da de el en eo es et eu fa fi fr ga gl gu he hi hr hu hy id is it ja ka kk km kn "
    "ko ku ky la lb lo lt lv mk ml mn mr ms mt my ne nl nn no pa pl ps pt ro ru si sk sl sq sr sv sw ta te th tl tr uk "
    "ur uz vi yo zh zu"
)
"""What is looked for: living languages that voices speak, and Latin. Fewer guesses are better guesses."""
BCP_47 = {"no": "nb", "tl": "fil"}
SURE = 0.6
"""Probability from which a guess counts; the model gives 0.1 to 0.4 to two or three words of anything."""
MOST_CHARACTERS = 4000
WORD = re.compile(r"[^\W\d_]+")


def detected(blocks: Sequence[Block]) -> str:
    """The language of an article's first few thousand characters, BCP 47; English where nothing tells."""
    sample = " ".join(block.text for block in blocks[:200])[:MOST_CHARACTERS]
    words = WORD.findall(sample.lower())
    english = len(ENGLISH.findall(sample.lower()))
    if not words or (len(words) >= ENOUGH_WORDS and english >= ENGLISH_SHARE * len(words)):
        return "en"
    language, probability = _identifier().classify(sample)
    return BCP_47.get(language, str(language)) if probability >= SURE else "en"


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(LANGUAGES.split())
    return identifier
