"""An article in windows of a few paragraphs, each asked about by itself, so that an edit asks only about its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from storycast.model import Article, BlockKind, Place
from storycast.narration.sentences import sentences

ENOUGH, MOST = 300, 700
"""Words from which a window may end, and at which it does."""
SECTION = 150
"""Words from which a window ends where the text has a border of its own."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence on one line, and the place of each of its characters in the article."""

    at: Place
    text: str

    def place(self, words: str) -> Place | None:
        """Before these words of the sentence, whatever their case, quotation marks and dashes; None if it has none."""
        own, sought = list(_WORD.finditer(self.text)), _plain(words)
        plain = [_plain(word[0])[0] for word in own]
        for first in range(len(plain) - len(sought) + 1):
            if sought and plain[first : first + len(sought)] == sought:
                opened = _OPENERS.search(self.text, 0, own[first].start())
                start = opened.start() if opened else own[first].start()
                return Place(self.at.block, self.at.offset + start)
        return None


_WORD = re.compile(r"\w+(?:['’]\w+)*")
_OPENERS = re.compile(r"[\"“‘'«„(\[]+\Z")


def _plain(text: str) -> list[str]:
    return [word[0].casefold().replace("’", "'") for word in _WORD.finditer(text)]


@dataclass(frozen=True, slots=True)
class Window:
    """Some paragraphs in a row."""

    paragraphs: tuple[tuple[Sentence, ...], ...]
    opening: bool
    """Whether the article begins with it."""
    closing: bool

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """All of them in order."""
        return tuple(sentence for paragraph in self.paragraphs for sentence in paragraph)

    @property
    def text(self) -> str:
        """As it is shown: a number before each sentence, a blank line between paragraphs."""
        numbers = iter(range(1, len(self.sentences) + 1))
        return "\n\n".join(
            "\n".join(f"[{next(numbers)}] {sentence.text}" for sentence in paragraph) for paragraph in self.paragraphs
        )


def windows(article: Article) -> tuple[Window, ...]:
    """The article in windows. Their borders follow from the words at hand, so that an edit moves none far away."""
    groups: list[list[int]] = [[]]
    words = 0
    for number, block in enumerate(article.blocks):
        own_border = block.kind in (BlockKind.HEADING, BlockKind.SECTION_BREAK)
        if groups[-1] and (
            (own_border and words >= SECTION) or words >= MOST or (words >= ENOUGH and _ends(article, groups[-1][-1]))
        ):
            groups.append([])
            words = 0
        groups[-1].append(number)
        words += len(block.text.split())
    paragraphs = [tuple(_paragraphs(article, group)) for group in groups]
    told = [group for group in paragraphs if group]
    return tuple(Window(group, opening=at == 0, closing=at == len(told) - 1) for at, group in enumerate(told))


def _ends(article: Article, number: int) -> bool:
    """Whether a window may end with this block: one in three does, by its words."""
    return blake2b(article.blocks[number].text.encode(), digest_size=2).digest()[0] % 3 == 0


def _paragraphs(article: Article, group: Sequence[int]) -> Iterator[tuple[Sentence, ...]]:
    for number in group:
        text = article.blocks[number].text
        paragraph = tuple(
            Sentence(Place(number, start), re.sub(r"\s", " ", text[start:end]))
            for start, end in sentences(text, article.language)
            if any(map(str.isalnum, text[start:end]))
        )
        if paragraph:
            yield paragraph


def around(told: Sequence[Window]) -> Iterator[tuple[str, Window, str]]:
    """Each window with the last paragraph before it and the first one after it."""
    ends = [" ".join(sentence.text for sentence in window.paragraphs[-1]) for window in told]
    starts = [" ".join(sentence.text for sentence in window.paragraphs[0]) for window in told]
    yield from zip(["", *ends][: len(told)], told, [*starts[1:], ""][: len(told)], strict=True)
