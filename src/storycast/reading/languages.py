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
MOST_BLOCKS = 200
WORD = re.compile(r"[^\W\d_]+")
TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
"""What a language code looks like: BCP 47 without its rarest forms."""


def detected(blocks: Sequence[Block]) -> str:
    """The language of an article's first few thousand characters, BCP 47; English where nothing tells."""
    sample = _sample(blocks)
    if not WORD.search(sample) or _is_english(sample):
        return "en"
    language, probability = _identifier().classify(sample)
    return BCP_47.get(language, str(language)) if probability >= SURE else "en"


def checked(told: str, blocks: Sequence[Block]) -> str:
    """The language that a page says it is in, unless its words tell otherwise: many say English and aren't."""
    sample = _sample(blocks)
    says_english = told.partition("-")[0] == "en"
    if len(WORD.findall(sample)) < ENOUGH_WORDS or says_english == _is_english(sample):
        return told
    found = detected(blocks)
    return told if found == told.partition("-")[0] else found


def _sample(blocks: Sequence[Block]) -> str:
    return " ".join(block.text for block in blocks[:MOST_BLOCKS])[:MOST_CHARACTERS].lower()


def _is_english(sample: str) -> bool:
    words = len(WORD.findall(sample))
    return words >= ENOUGH_WORDS and len(ENGLISH.findall(sample)) >= ENGLISH_SHARE * words


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(LANGUAGES.split())
    return identifier
