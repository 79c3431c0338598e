"""Long stories to measure with, made of our own: as long as asked for, no two sentences alike, the same every time."""

from __future__ import annotations

import random
import re
from pathlib import Path

WORDS_A_MINUTE = 155
"""What a story comes to with our pauses."""
SENTENCES = (2, 6)
"""In a paragraph, at least and at most."""
PARAGRAPHS = 9
"""Under one heading, on average."""
SWAPPED = 0.3
"""How many of a sentence's plain words are replaced by others."""

_PLAIN_WORD = re.compile(r"(?<=\s)[a-z]{3,}\b")


def long_text(stories: Path, minutes: float, seed: int = 1) -> str:
    """A Markdown story that takes about so many minutes to tell."""
    rng = random.Random(seed)
    sentences = [
        sentence
        for path in sorted(stories.glob("*.md"))
        for paragraph in path.read_text("utf-8").split("\n\n")
        if not paragraph.startswith(("---", "#", "*", ">"))
        for sentence in re.split(r"(?<=[.!?])\s+", " ".join(paragraph.split()))
    ]
    words = [word for sentence in sentences for word in _PLAIN_WORD.findall(sentence)]
    parts, told, known = ["# A long story"], 0, set[str]()
    while told < minutes * WORDS_A_MINUTE:
        said = [_unlike(known, sentences, words, rng) for _ in range(rng.randint(*SENTENCES))]
        if rng.random() < 1 / PARAGRAPHS:
            parts.append(f"## {' '.join(rng.sample(words, 3)).capitalize()}")
        parts.append(" ".join(said))
        told += len(parts[-1].split())
    return "\n\n".join(parts) + "\n"


def edited(text: str, number: int = 1) -> str:
    """The text with one word of one sentence changed, half way through."""
    paragraphs = text.split("\n\n")
    at = next(n for n in range(len(paragraphs) // 2, len(paragraphs)) if not paragraphs[n].startswith("#"))
    paragraphs[at] = paragraphs[at].replace(" ", f" {'very ' * number}", 1)
    return "\n\n".join(paragraphs)


def _unlike(known: set[str], sentences: list[str], words: list[str], rng: random.Random) -> str:
    """A sentence that isn't known yet, and is from now on."""
    while True:
        sentence = rng.choice(sentences)
        varied = _PLAIN_WORD.sub(lambda word: rng.choice(words) if rng.random() < SWAPPED else word[0], sentence)
        if varied not in known:
            known.add(varied)
            return varied
