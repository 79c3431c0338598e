"""An article in windows of a few paragraphs, each asked about by itself, so that an edit asks only about its own."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from itertools import accumulate, pairwise

from msgspec import Struct

from storycast.model import Article, Block, BlockKind, Place
from storycast.narration.sentences import sentences

APART = 200
"""Words that lie between two borders at the least; windows come to twice as many on average."""
MOST = 700
"""Words from which a window is divided once more."""
OPENING = 24
"""Characters of a block that tell how well a border would lie before it; most edits leave them alone."""
SECTION = 150
"""Words that the first and the last window have at the least, and the parts of one that is divided."""


class Sentence(Struct, frozen=True):
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


class Window(Struct, frozen=True):
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
    """The article in windows. Their borders follow from the words nearby, so that an edit moves none farther off."""
    paragraphs = [tuple(_paragraphs(article, group)) for group in _groups(article)]
    told = [group for group in paragraphs if group]
    return tuple(Window(group, opening=at == 0, closing=at == len(told) - 1) for at, group in enumerate(told))


Rank = tuple[bool, bytes]
"""How well a border would lie before a block: the lower the better, by the block's first words alone."""


def _groups(article: Article) -> Iterator[range]:
    """The numbers of the blocks of each window: one opens with each block that ranks best for `APART` words around."""
    ranks = [_rank(block) for block in article.blocks]
    starts = list(accumulate((len(block.text.split()) for block in article.blocks), initial=0))
    inner = bisect_left(starts, SECTION), bisect_right(starts, starts[-1] - SECTION, 0, len(ranks))
    borders = [
        number
        for number in range(*inner)
        if number == min(_nearby(starts, number, len(ranks)), key=lambda other: (ranks[other], other))
    ]
    for first, after in pairwise([0, *borders, len(ranks)]):
        yield from _divided(range(first, after), ranks, starts)


def _rank(block: Block) -> Rank:
    own_border = block.kind in (BlockKind.HEADING, BlockKind.SECTION_BREAK)
    return not own_border, blake2b(block.text[:OPENING].encode(), digest_size=8).digest()


def _nearby(starts: Sequence[int], number: int, count: int) -> range:
    """The blocks that begin less than `APART` words from where this one does."""
    here = starts[number]
    return range(bisect_right(starts, here - APART, 0, count), bisect_left(starts, here + APART, 0, count))


def _divided(group: range, ranks: Sequence[Rank], starts: Sequence[int]) -> Iterator[range]:
    """The blocks as one window; as several where they are too long, as far as they have inner borders."""
    first, end = starts[group.start], starts[group.stop]
    inner = [at for at in group[1:] if first + SECTION <= starts[at] <= end - SECTION]
    if end - first <= MOST or not inner:
        yield group
        return
    border = min(inner, key=lambda at: (ranks[at], at))
    yield from _divided(range(group.start, border), ranks, starts)
    yield from _divided(range(border, group.stop), ranks, starts)


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
