"""The one function that reads as the whole story: an Article and its Cast in, a Script out. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from storycast.errors import UnreadableArticle
from storycast.model import (
    Article,
    Beat,
    BeatStart,
    BlockKind,
    Delivery,
    Hold,
    Line,
    Marks,
    Pause,
    Place,
    Role,
    Script,
    Stress,
    Utterance,
    Voice,
)
from storycast.narration import pacing, pauses
from storycast.narration.director import Director
from storycast.narration.pauses import Pauses
from storycast.narration.sentences import Span, clauses, sentences
from storycast.narration.spoken import Spoken, spoken

TITLE = Place(-1)
"""Where the title and the author's name stand: before the first block."""


@dataclass(frozen=True, slots=True)
class Cast:
    """Who speaks, who directs, and how freely."""

    voice: Voice
    director: Director
    longest: int = 300
    """The most characters that the voice's engine takes in one utterance."""
    pauses: Pauses = Pauses.FULL
    pace: float = 1.0
    """Times as fast as the voice's own rate."""
    closing: str = ""
    """A sentence of the show's own after the last word of the article, as that the voice is synthetic."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """What is said in one go: a sentence, or a part of one."""

    at: Place
    text: str
    ends_sentence: bool


def narrate(article: Article, cast: Cast) -> Script:
    """The article as beats of utterances and pauses. Says every word once and in order; the same script, always.

    Raises `UnreadableArticle` where there is nothing to say, `DirectorError` where the director fails.
    """
    marks = cast.director.direct(article)
    stretches = tuple(_stretches(article, marks, cast))
    if not stretches:
        raise UnreadableArticle(
            f"{article.source or 'the article'}: nothing in it can be spoken; give a text with words"
        )
    places = [stretch.at for stretch in stretches]
    starts = {bisect_left(places, mark.at): mark for mark in marks.beats}
    holds = {bisect_left(places, mark.at): mark for mark in marks.holds}
    silences = (*_silences(article, stretches, starts, holds, cast), pauses.TAIL)
    borders = sorted({0, *starts} - {len(stretches)})
    beats = [
        Beat(
            role := starts[first].role if first in starts else Role.HOOK,
            tuple(_lines(article, stretches, silences, range(first, after), role, holds, cast)),
            starts[first].reasons if first in starts else (),
            _title(stretches[first].text),
        )
        for first, after in pairwise([*borders, len(stretches)])
    ]
    return Script(_closed(article, (_entitled(article, beats[0], cast), *beats[1:]), cast), pauses.HEAD)


def _stretches(article: Article, marks: Marks, cast: Cast) -> Iterator[Stretch]:
    """All that is said: sentences, cut at marks inside them, and at clause borders where they are too long."""
    cuts: dict[int, list[int]] = {}
    for at in sorted([*(hold.at for hold in marks.holds), *(start.at for start in marks.beats)]):
        cuts.setdefault(at.block, []).append(at.offset)
    for number, block in enumerate(article.blocks):
        for start, end in sentences(block.text, article.language):
            inner = [cut for cut in dict.fromkeys(cuts.get(number, ())) if start < cut < end]
            parts = [
                span for a, b in pairwise([start, *inner, end]) for span in _fitting(article, block.text, (a, b), cast)
            ]
            for begin, stop in _with_words(block.text, parts):
                text = " ".join(block.text[begin:stop].split())  # white space is never heard
                yield Stretch(Place(number, begin), text, ends_sentence=stop == parts[-1][1])


def _fitting(article: Article, text: str, span: Span, cast: Cast) -> Iterator[Span]:
    """The span in parts whose spoken form, too, is no longer than the engine takes."""
    waiting = [(span, cast.longest)]
    while waiting:
        (start, end), limit = waiting.pop()
        for part in (parts := clauses(text, start, end, limit)):
            said = len(_spoken(article, text[slice(*part)]).text)
            length = part[1] - part[0]
            if said > cast.longest and length > 1:
                waiting += [(rest, limit) for rest in reversed(parts[parts.index(part) + 1 :])]
                waiting.append((part, max(1, min(length - 1, length * cast.longest // said))))
                break
            yield part


def _spoken(article: Article, text: str) -> Spoken:
    return spoken(text, article.language, article.lexicon)


def _utterance(article: Article, text: str, at: Place, said: Delivery, cast: Cast) -> Utterance:
    """A stretch of the article as the engine is to read it, with what leads back to the article."""
    form = _spoken(article, text)
    stresses = form.stresses(_stresses_in(article, text, at))
    return Utterance(form.text, cast.voice, said, stresses, form.phonemes, form.respelled, at)


def _stresses_in(article: Article, text: str, at: Place) -> Iterator[Stress]:
    """The stresses of the block that lie in the stretch, counted from where the stretch begins."""
    for stress in article.blocks[at.block].stresses if at.block >= 0 else ():
        start, end = max(stress.start - at.offset, 0), min(stress.end - at.offset, len(text))
        if start < end:
            yield Stress(start, end, stress.emphasis)


def _with_words(text: str, parts: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The parts, those without a letter or digit joined to their neighbours; nothing where no part has one."""
    joined: list[tuple[int, int]] = []
    for start, end in parts:
        if joined and not (_has_word(text[start:end]) and _has_word(text[slice(*joined[-1])])):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return (part for part in joined if _has_word(text[slice(*part)]))


def _has_word(text: str) -> bool:
    return any(map(str.isalnum, text))


def _silences(
    article: Article,
    stretches: Sequence[Stretch],
    starts: Mapping[int, BeatStart],
    holds: Mapping[int, Hold],
    cast: Cast,
) -> Iterator[Pause]:
    """The pause after each stretch but the last: the longest of its reasons."""
    for number, (before, after) in enumerate(pairwise(stretches), 1):
        pause = _ordinary(article, before, after)
        if number in starts:
            pause = pauses.at_beat(pause)
        if number in holds:
            pause = pauses.held(pause, holds[number].strength, holds[number].reason, cast.pauses)
        yield pauses.at_pace(pause, cast.pace)


def _ordinary(article: Article, before: Stretch, after: Stretch) -> Pause:
    """The pause that any reader would make there."""
    if before.at.block == after.at.block:
        return pauses.after_sentence(before.text) if before.ends_sentence else pauses.after_clause(before.text)
    skipped = article.blocks[before.at.block + 1 : after.at.block]
    if any(block.kind is BlockKind.SECTION_BREAK for block in skipped):
        return pauses.at_section_break()
    return pauses.between(article.blocks[before.at.block], article.blocks[after.at.block])


def _lines(  # noqa: PLR0917 - what a line is made of
    article: Article,
    stretches: Sequence[Stretch],
    silences: Sequence[Pause],
    numbers: range,
    role: Role,
    holds: Mapping[int, Hold],
    cast: Cast,
) -> Iterator[Line]:
    """What a beat says and where it is silent."""
    for number in numbers:
        said = pacing.delivery(
            role,
            first=number == numbers[0],
            last=number == numbers[-1],
            reveal=number in holds and holds[number].strength > 1,
            pace=cast.pace,
        )
        yield _utterance(article, stretches[number].text, stretches[number].at, said, cast)
        yield silences[number]


def _entitled(article: Article, beat: Beat, cast: Cast) -> Beat:
    """The first beat, opened by the title and the author's name."""
    if not article.title:
        return beat
    said = pacing.at_pace(pacing.HEADING, cast.pace)
    lines: list[Line] = [_utterance(article, article.title, TITLE, said, cast)]
    if article.author:
        lines += [pauses.BYLINE, _utterance(article, f"By {article.author}.", TITLE, said, cast)]
    return replace(beat, lines=(*lines, pauses.TITLE, *beat.lines))


def _closed(article: Article, beats: tuple[Beat, ...], cast: Cast) -> tuple[Beat, ...]:
    """The beats, and after a pause the closing sentence in one of its own."""
    if not cast.closing:
        return beats
    said = pacing.delivery(Role.REFLECTION, first=True, last=True, reveal=False, pace=cast.pace)
    closing = Utterance(cast.closing, cast.voice, said, at=Place(len(article.blocks)))
    last = replace(beats[-1], lines=(*beats[-1].lines[:-1], pauses.at_pace(pauses.at_section_break(), cast.pace)))
    reasons = ("the show's closing sentence",)
    return (*beats[:-1], last, Beat(Role.REFLECTION, (closing, pauses.TAIL), reasons, _title(cast.closing)))


def _title(text: str) -> str:
    words = text.split()
    return " ".join(words[:6])[:50]
