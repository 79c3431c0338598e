"""What is said in one go, and what the engine is given for it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from storycast.model import Article, Delivery, Phonemes, Place, Stress, Utterance, Voice
from storycast.narration.clauses import clauses
from storycast.narration.directions import Directions, Manner
from storycast.narration.sentences import Span, sentences
from storycast.narration.spoken import Saying, Spoken, spoken
from storycast.narration.spread import Lying, Spread


@dataclass(frozen=True, slots=True)
class Stretch:
    """A sentence, or a part of one."""

    at: Place
    text: str
    ends_sentence: bool


@dataclass(frozen=True)
class Diction:
    """How an article's words are said: its language and lexicon, its stresses, and what its writer asks for."""

    article: Article
    directions: Directions
    _known: dict[tuple[Place, str], Spoken] = field(default_factory=dict, compare=False)
    """What was asked for already: what fits into an utterance is told by its spoken form, which it then has."""

    @cached_property
    def _stressed(self) -> Mapping[int, Spread[Stress]]:
        return {number: Spread(block.stresses) for number, block in enumerate(self.article.blocks) if block.stresses}

    @cached_property
    def _said(self) -> Mapping[int, Spread[Saying]]:
        return {block: Spread(sayings) for block, sayings in self.directions.sayings.items()}

    @cached_property
    def _sounding(self) -> Mapping[int, Spread[Phonemes]]:
        return {block: Spread(phonemes) for block, phonemes in self.directions.phonemes.items()}

    @cached_property
    def _manners(self) -> Mapping[int, Spread[Manner]]:
        found: dict[int, list[Manner]] = {}
        for manner in self.directions.manners:
            found.setdefault(manner.block, []).append(manner)
        return {block: Spread(manners) for block, manners in found.items()}

    def manners(self, at: Place) -> list[Manner]:
        """How what stands there is to be said, the widest wish first."""
        asked = self._manners[at.block].within(at.offset, at.offset + 1) if at.block in self._manners else []
        return sorted(asked, key=lambda manner: manner.start - manner.end)

    def voice(self, at: Place) -> str:
        """The name of the voice that speaks there; empty for the article's own."""
        number = bisect_right(self.directions.voices, at, key=lambda change: change.at)
        return self.directions.voices[number - 1].voice if number else ""

    def spoken(self, text: str, at: Place) -> Spoken:
        """The spoken form of a text that the article has at a place."""
        form = self._known.get((at, text))
        if form is None:
            form = self._known[at, text] = spoken(
                text,
                self.article.language,
                self.article.lexicon,
                sayings=tuple(self._sayings(at, len(text))),
                phonemes=tuple(self._phonemes(at, len(text))),
            )
        return form

    def utterance(self, text: str, at: Place, voice: Voice, said: Delivery) -> Utterance:
        """The text as the engine is to read it, with what leads back to the article."""
        form = self.spoken(text, at)
        stresses = form.stresses(self._stresses(at, len(text)))
        return Utterance(form.text, voice, said, stresses, form.phonemes, form.respelled, at)

    def _stresses(self, at: Place, length: int) -> Iterator[Stress]:
        for stress in _found(self._stressed, at, length):
            start, end = _within(stress.start, stress.end, at, length)
            if start < end:
                yield Stress(start, end, stress.emphasis)

    def _sayings(self, at: Place, length: int) -> Iterator[Saying]:
        """Of words that are cut in two, the first part says it all."""
        for saying in _found(self._said, at, length):
            start, end = _within(saying.start, saying.end, at, length)
            if start < end:
                yield Saying(start, end, saying.text if saying.start >= at.offset else "")

    def _phonemes(self, at: Place, length: int) -> Iterator[Phonemes]:
        for sound in _found(self._sounding, at, length):
            start, end = _within(sound.start, sound.end, at, length)
            if (start, end) == (sound.start - at.offset, sound.end - at.offset):
                yield Phonemes(start, end, sound.ipa)


def _found(spread: Mapping[int, Spread[Lying]], at: Place, length: int) -> list[Lying]:
    return spread[at.block].within(at.offset, at.offset + length) if at.block in spread else []


def _within(start: int, end: int, at: Place, length: int) -> Span:
    """Characters of a block counted from where a stretch of it begins, as far as they lie in the stretch."""
    return max(start - at.offset, 0), min(end - at.offset, length)


def stretches(diction: Diction, cuts: Iterable[Place], longest: int) -> Iterator[Stretch]:
    """All that is said: sentences, cut at these places inside them, and at clause borders where they are too long."""
    article, inner = diction.article, _offsets(cuts)
    for number, block in enumerate(article.blocks):
        within = inner.get(number, ())
        for start, end in sentences(block.text, article.language):
            places = [start, *within[bisect_right(within, start) : bisect_left(within, end)], end]
            parts = [part for span in pairwise(places) for part in _fitting(diction, number, span, longest)]
            for begin, stop in _with_words(block.text, parts):
                text = " ".join(block.text[begin:stop].split())  # white space is never heard
                yield Stretch(Place(number, begin), text, ends_sentence=stop == parts[-1][1])


def _offsets(cuts: Iterable[Place]) -> Mapping[int, Sequence[int]]:
    """By block."""
    found: dict[int, list[int]] = {}
    for at in sorted(set(cuts)):
        found.setdefault(at.block, []).append(at.offset)
    return found


def _fitting(diction: Diction, block: int, span: Span, longest: int) -> Iterator[Span]:
    """The span in parts whose spoken form, too, is no longer than the engine takes."""
    text = diction.article.blocks[block].text
    waiting = [(span, longest)]
    while waiting:
        (start, end), limit = waiting.pop()
        for part in (parts := clauses(text, start, end, limit)):
            said = len(diction.spoken(text[slice(*part)], Place(block, part[0])).text)
            length = part[1] - part[0]
            if said > longest and length > 1:
                waiting += [(rest, limit) for rest in reversed(parts[parts.index(part) + 1 :])]
                waiting.append((part, max(1, min(length - 1, length * longest // said))))
                break
            yield part


def _with_words(text: str, parts: Sequence[Span]) -> Iterator[Span]:
    """The parts, those without a letter or digit joined to their neighbours; nothing where no part has one."""
    joined: list[Span] = []
    for start, end in parts:
        if joined and not (_has_word(text[start:end]) and _has_word(text[slice(*joined[-1])])):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return (part for part in joined if _has_word(text[slice(*part)]))


def _has_word(text: str) -> bool:
    return any(map(str.isalnum, text))
