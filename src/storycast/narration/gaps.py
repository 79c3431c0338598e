"""An article as the ear gets it: words in a row, and the gaps between them where a reader could hold.

A gap is named by the word after it. What stands before it (`left`) and after it (`right`) is a sentence each where the
gap lies between sentences, and else the two parts of the sentence it divides.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, repeat
from typing import TypeVar

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from storycast.model import Article, BlockKind, Place
from storycast.narration.recall import Recall, afresh, each
from storycast.narration.sentences import Span, sentences

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Given = TypeVar("Given")
Made = TypeVar("Made")

WORD = re.compile(r"\w(?:[\w’']*\w)?")
MARK = re.compile(r"[,;:?!][\s”\"’)\]»—–-]|\.[”\"’)\]»]|—|…|\.\.|--|\s[–-]\s")
"""A gap inside a sentence is where one of these stands; anything less is never held for effect often enough.

The stop of an abbreviation, a decimal point and the dash of a range are none: nobody pauses in `St. Louis` or `3–2`.
"""
_PARTS = re.compile(f"({WORD.pattern})")
_QUOTES = re.compile('[“”"]')
_OPENERS = "“‘\"'([{«‹„¿¡$£€_*"


class Heard(Struct, frozen=True):
    """The words of an article's paragraphs, and where its sentences and paragraphs begin among them."""

    words: tuple[str, ...]
    """In small letters, with straight apostrophes."""
    capital: Flags
    blocks: Sequence[int]
    """The block that each word is in."""
    offsets: Sequence[int]
    """Where each word begins in its block; a sentence's first word where the sentence does."""
    marks: tuple[str, ...]
    """What stands after each word, up to the next one or the paragraph's end."""
    sentence: Numbers
    """The number of each word's sentence."""
    sentences: Numbers
    """The first word of each sentence; at the end, the number of words."""
    paragraph: Numbers
    paragraphs: Numbers
    quoted: Flags
    """Whether a word stands within quotation marks."""
    chapters: frozenset[int]
    """The words with which a chapter opens: the first of all, and the first after a heading or section break."""
    article: Article

    def place(self, word: int) -> Place:
        """The place before a word, the quotation marks and brackets that open it included."""
        block, at = self.blocks[word], self.offsets[word]
        text = self.article.blocks[block].text
        while at and text[at - 1] in _OPENERS and (at < 2 or not text[at - 2].isalnum()):  # noqa: PLR2004 - one back
            at -= 1
        return Place(block, at)

    def part(self, words: slice) -> Heard:
        """The text with these words alone, counted from the first; sentences and paragraphs stay as they are."""
        first = words.start
        return Heard(
            self.words[words],
            self.capital[words],
            self.blocks[words],
            self.offsets[words],
            self.marks[words],
            self.sentence[words],
            self.sentences - first,
            self.paragraph[words],
            self.paragraphs - first,
            self.quoted[words],
            frozenset(word - first for word in self.chapters if first <= word < words.stop),
            self.article,
        )


class Once(dict[Given, Made]):
    """What is made when it is first asked for, and kept: words are said again and again, and much is never asked."""

    def __init__(self, make: Callable[[Given], Made]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, given: Given) -> Made:
        made = self[given] = self._make(given)
        return made


def heard(article: Article, recall: Recall = afresh) -> Heard:
    """The article's words in order, headings left out."""
    words: list[str] = []
    marks: list[str] = []
    capital, quoted = bytearray(), bytearray()
    blocks, offsets = array("i"), array("i")
    sentence_starts: list[int] = []
    paragraph_starts: list[int] = []
    chapters: set[int] = set()
    forms, capitals, kept = Once(_form), Once(_has_capital), Once(str)
    opens = True
    keys = [block.text.encode() for block in article.blocks]

    def spans(number: int) -> Sequence[Span]:
        return sentences(article.blocks[number].text, article.language)

    split = each(recall, "sentences", keys, spans, common=article.language.encode())
    for number, (block, told) in enumerate(zip(article.blocks, split, strict=True)):
        if block.kind in {BlockKind.HEADING, BlockKind.SECTION_BREAK}:
            opens = True
            continue
        before, *parts = _PARTS.split(block.text)
        if not parts:
            continue
        said, after = parts[::2], parts[1::2]
        first = len(words)
        if opens:
            chapters.add(first)
        opens = False
        paragraph_starts.append(first)
        words += map(forms.__getitem__, said)
        capital += bytes(map(capitals.__getitem__, said))
        marks += map(kept.__getitem__, after)
        quoted += bytes(_quoted([before, *after[:-1]]) if _QUOTES.search(block.text) else len(said))
        begins = [*accumulate(map(len, parts), initial=len(before))][:-1:2]
        for word, start in _starts(told, begins):
            sentence_starts.append(first + word)
            begins[word] = start
        blocks.extend(repeat(number, len(said)))
        offsets.extend(begins)
    count = len(words)
    return Heard(
        tuple(words),
        np.array(capital, bool),
        blocks,
        offsets,
        tuple(marks),
        _numbered(sentence_starts, count),
        np.array([*sentence_starts, count], np.int64),
        _numbered(paragraph_starts, count),
        np.array([*paragraph_starts, count], np.int64),
        np.array(quoted, bool),
        frozenset(chapters),
        article,
    )


def _form(word: str) -> str:
    return word.lower().replace("’", "'")


def _has_capital(word: str) -> bool:
    return word[0].isupper()


def _starts(told: Iterable[Span], begins: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The number of the first word of each sentence, and the character where the sentence begins."""
    for start, end in told:
        word = bisect_left(begins, start)
        if word < len(begins) and begins[word] < end:
            yield word, start


def _quoted(before: Iterable[str]) -> Iterator[bool]:
    """Whether each word of a paragraph stands within double quotation marks, by what stands before each."""
    inside = False
    for marks in before:
        for mark in _QUOTES.findall(marks):
            inside = mark == "“" or (mark == '"' and not inside)
        yield inside


def _numbered(starts: list[int], count: int) -> Numbers:
    """For each word the number of the stretch it is in."""
    opens = np.zeros(count, np.int64)
    opens[starts] = 1
    return np.cumsum(opens) - 1


class Gaps(Struct, frozen=True):
    """Where a reader could hold: all gaps between sentences, and those at a mark inside one. One row a gap."""

    heard: Heard
    between: Flags
    """Whether it lies between two sentences."""
    at: Numbers
    """The word after the gap."""
    left: Numbers
    """The first word of what stands before the gap."""
    right: Numbers
    """Where what stands after the gap ends, exclusive."""
    clause_left: Numbers
    """The first word since the mark before."""
    clause_right: Numbers
    """Where the next mark is, exclusive."""

    @property
    def mark(self) -> list[str]:
        """What stands in each gap."""
        return [self.heard.marks[word - 1] for word in self.at.tolist()]

    def rows(self, part: Numbers | slice) -> Gaps:
        """Those of these numbers."""
        return Gaps(self.heard, self.between[part], *(places[part] for places in self._places()))

    def among(self, words: slice) -> Gaps:
        """The same gaps in a text of these words alone, which holds all that they name."""
        return Gaps(self.heard.part(words), self.between, *(places - words.start for places in self._places()))

    def _places(self) -> tuple[Numbers, ...]:
        return self.at, self.left, self.right, self.clause_left, self.clause_right


def gaps(text: Heard) -> Gaps:
    """The gaps of a text, in order."""
    count = len(text.words)
    opens = np.zeros(count + 1, bool)
    opens[text.sentences] = True
    marked = opens.copy()
    marking = {mark: MARK.search(mark) is not None for mark in set(text.marks)}
    marked[1:] |= np.array([marking[mark] for mark in text.marks], bool)
    borders = np.flatnonzero(marked)
    at = borders[(borders > 0) & (borders < count)]
    number = text.sentence[at]
    between = opens[at]
    place = np.searchsorted(borders, at)
    before = np.where(place > 0, borders[np.maximum(place - 1, 0)], 0)
    return Gaps(
        text,
        between,
        at,
        text.sentences[np.where(between, number - 1, number)],
        text.sentences[number + 1],
        before,
        borders[np.minimum(place + 1, len(borders) - 1)] if len(borders) else at,
    )
