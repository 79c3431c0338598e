"""What is said in one go, and what the engine is given for it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any

from msgspec import Struct
from msgspec.structs import astuple

from storycast.model import Article, Delivery, Phonemes, Place, Respelled, Stress, Utterance, Voice
from storycast.narration.clauses import clauses
from storycast.narration.directions import Directions, Manner
from storycast.narration.recall import Recall, afresh, each
from storycast.narration.sentences import WORDLIKE, Span, sentences
from storycast.narration.spoken import Saying, Spoken, spoken
from storycast.narration.spread import Lying, Spread


class Stretch(Struct, frozen=True):
    """A sentence, or a part of one."""

    at: Place
    text: str
    ends_sentence: bool
    form: Spoken
    """As it is to be read aloud."""


class Diction(Struct, frozen=True, dict=True):
    """How an article's words are said: its language and lexicon, its stresses, and what its writer asks for."""

    article: Article
    directions: Directions

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
        return spoken(
            text,
            self.article.language,
            self.article.lexicon,
            sayings=tuple(self._sayings(at, len(text))),
            phonemes=tuple(self._phonemes(at, len(text))),
        )

    def decides(self, block: int, cuts: Sequence[int]) -> str:
        """What the stretches of a block depend on beside the language, the lexicon and the engine."""
        own = (by_block.get(block, ()) for by_block in (self.directions.sayings, self.directions.phonemes))
        return repr((self.article.blocks[block].text, cuts, *own))

    def utterance(self, said: Stretch, voice: Voice, delivery: Delivery) -> Utterance:
        """The stretch as the engine is to read it, with what leads back to the article."""
        form = said.form
        stresses = form.stresses(self._stresses(said.at, len(said.text)))
        return Utterance(form.text, voice, delivery, stresses, form.phonemes, form.respelled, said.at)

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


def stretches(diction: Diction, cuts: Iterable[Place], longest: int, recall: Recall = afresh) -> Iterator[Stretch]:
    """All that is said: sentences, cut at these places inside them, and at clause borders where they are too long."""
    article, inner = diction.article, _offsets(cuts)
    keys = [diction.decides(number, inner.get(number, ())).encode() for number in range(len(article.blocks))]
    common = repr((article.language, article.lexicon, longest)).encode()

    def made(number: int) -> list[list[Any]]:
        return [_plain(said) for said in _of_block(diction, number, inner.get(number, ()), longest)]

    for number, said in enumerate(each(recall, "stretches", keys, made, common=common)):
        yield from (_stretch(number, *parts) for parts in said)


def _of_block(diction: Diction, number: int, within: Sequence[int], longest: int) -> Iterator[Stretch]:
    block = diction.article.blocks[number]
    for start, end in sentences(block.text, diction.article.language):
        places = [start, *within[bisect_right(within, start) : bisect_left(within, end)], end]
        fitting = dict(
            part for span in pairwise(places) for part in _fitting(diction, block.text, number, span, longest)
        )
        last = max((stop for _, stop in fitting), default=end)
        for begin, stop in _with_words(block.text, list(fitting)):
            at, written = Place(number, begin), block.text[begin:stop]
            text = " ".join(written.split())  # white space is never heard
            form = fitting.get((begin, stop)) if text == written else None
            yield Stretch(at, text, stop == last, form or diction.spoken(text, at))


def _plain(said: Stretch) -> list[Any]:
    """All of a stretch but its block, to be kept."""
    form = said.form
    changed = (
        [form.text, [astuple(each) for each in form.respelled], [astuple(each) for each in form.phonemes]]
        if form != Spoken(said.text)
        else []
    )
    return [said.at.offset, said.text, said.ends_sentence, *changed]


def _stretch(  # noqa: PLR0917 - what `_plain` gives
    block: int,
    offset: int,
    text: str,
    ends_sentence: bool,  # noqa: FBT001 - as above
    form: str | None = None,
    respelled: Sequence[Any] = (),
    phonemes: Sequence[Any] = (),
) -> Stretch:
    """The stretch that was kept."""
    said = tuple(Respelled(*each) for each in respelled), tuple(Phonemes(*each) for each in phonemes)
    return Stretch(Place(block, offset), text, ends_sentence, Spoken(text if form is None else form, *said))


def _offsets(cuts: Iterable[Place]) -> Mapping[int, Sequence[int]]:
    """By block."""
    found: dict[int, list[int]] = {}
    for at in sorted(set(cuts)):
        found.setdefault(at.block, []).append(at.offset)
    return found


def in_one_go(diction: Diction, text: str, at: Place, longest: int) -> Iterator[Stretch]:
    """A text that stands in no block, whole; cut at clause borders where that is too long."""
    form = diction.spoken(text, at)
    if len(form.text) <= longest or not WORDLIKE.search(text):
        yield Stretch(at, text, ends_sentence=True, form=form)
        return
    fitting = dict(_fitting(diction, text, at.block, (0, len(text)), longest))
    for start, end in _with_words(text, list(fitting)):
        form = fitting.get((start, end)) or diction.spoken(text[start:end], at)
        yield Stretch(at, text[start:end], end == len(text), form)


def _fitting(diction: Diction, text: str, block: int, span: Span, longest: int) -> Iterator[tuple[Span, Spoken]]:
    """The span of a block's text in parts, each with its spoken form, which is no longer than the engine takes."""
    waiting = [(span, longest)]
    while waiting:
        (start, end), limit = waiting.pop()
        for number, part in enumerate(parts := clauses(text, start, end, limit), 1):
            form = diction.spoken(text[slice(*part)], Place(block, part[0]))
            said, length = len(form.text), part[1] - part[0]
            if said > longest and length > 1:
                waiting += [(rest, limit) for rest in reversed(parts[number:])]
                waiting.append((part, max(1, min(length - 1, length * longest // said))))
                break
            yield part, form


def _with_words(text: str, parts: Sequence[Span]) -> Iterator[Span]:
    """The parts, those without a letter or digit joined to their neighbours; nothing where no part has one."""
    joined: list[Span] = []
    for start, end in parts:
        if joined and not (WORDLIKE.search(text, start, end) and WORDLIKE.search(text, *joined[-1])):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return (part for part in joined if WORDLIKE.search(text, *part))
