"""The one function that reads as the whole story: an Article and its Cast in, a Script out. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

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
    Voice,
    Why,
)
from storycast.narration import pacing, pauses
from storycast.narration.byline import byline
from storycast.narration.dialogue import Dialogue, dialogue, speaks
from storycast.narration.directions import Break, Directions, directed
from storycast.narration.director import Director
from storycast.narration.pauses import Pauses
from storycast.narration.recall import Recall, afresh
from storycast.narration.sentences import Span
from storycast.narration.stretches import Diction, Stretch, in_one_go, stretches
from storycast.narration.titles import titles

TITLE = Place(-1)
"""Where the title and the author's name stand: before the first block."""
LONG_TITLE = Place(-2)
"""Where the parts of a title stand that is too long to be said in one go, so that they are told from the name."""


class Cast(Struct, frozen=True):
    """Who speaks, who directs, and how freely."""

    voice: Voice
    director: Director
    longest: int = 300
    """The most characters that the voice's engine takes in one utterance."""
    pauses: Pauses = Pauses.FULL
    pace: float = 1.0
    """Times as fast as the voice's own rate."""
    voices: Mapping[str, Voice] = field(default_factory=dict)
    """Those that the article's directions name; what it doesn't hold is said by `voice`."""
    quote_voice: Voice | None = None
    """Who says what the story's people say; None for the narrator."""
    closing: str = ""
    """A sentence of the show's own after the last word of the article, as that the voice is synthetic."""
    recall: Recall = afresh
    """What was worked out before of the same words."""


def narrate(article: Article, cast: Cast) -> Script:
    """The article as beats of utterances and pauses. Says every word once and in order; the same script, always.

    Raises `UnreadableArticle` where there is nothing to say, `DirectorError` where the director fails.
    """
    article, directions = directed(article)
    marks = cast.director.direct(article, cast.recall)
    marks = Marks(directions.beats or marks.beats, marks.holds)
    diction = Diction(article, directions)
    spoken = dialogue(article.blocks) if cast.quote_voice else {}
    said = tuple(stretches(diction, (*_cuts(marks, directions), *_changes(spoken)), cast.longest, cast.recall))
    if not said:
        raise UnreadableArticle(
            f"{article.source or 'the article'}: nothing in it can be spoken; give a text with words"
        )
    places = [_in_order(stretch.at) for stretch in said]
    # The longest last: it is the one that counts where several have only marks between them.
    breaks = _by_stretch(places, sorted(directions.breaks, key=lambda silence: silence.length))
    starts, holds = _by_stretch(places, marks.beats), _by_stretch(places, marks.holds)
    silences = (*_silences(article, said, breaks, starts, holds, cast), pauses.TAIL)
    borders = sorted({0, *starts} - {len(said)})
    spans = list(pairwise([*borders, len(said)]))
    names = iter(_names(article, said, spans, cast))
    beats = [
        Beat(
            role := starts[first].role if first in starts else Role.HOOK,
            tuple(_lines(diction, said, silences, range(first, after), role, cast, spoken)),
            starts[first].reasons if first in starts else (),
            next(names),
        )
        for first, after in spans
    ]
    return Script(_closed(diction, (_entitled(diction, beats[0], cast), *beats[1:]), cast, *names), pauses.HEAD)


def _cuts(marks: Marks, directions: Directions) -> Iterator[Place]:
    """Where a sentence is cut that holds such a place: marks, breaks, changes of voice or manner."""
    yield from (beat.at for beat in marks.beats)
    yield from (hold.at for hold in marks.holds)
    yield from (change.at for change in directions.voices)
    yield from (silence.at for silence in directions.breaks if silence.length)
    for manner in directions.manners:
        yield from (Place(manner.block, manner.start), Place(manner.block, manner.end))


def _changes(spoken: Dialogue) -> Iterator[Place]:
    """Where a second voice begins and ends."""
    for block, spans in spoken.items():
        yield from (Place(block, offset) for span in spans for offset in span)


Placed = TypeVar("Placed", BeatStart, Hold, Break)


def _by_stretch(places: Sequence[tuple[int, int]], marks: Iterable[Placed]) -> dict[int, Placed]:
    """Marks by the number of the stretch that they stand before; `places` are where the stretches begin."""
    return {bisect_left(places, _in_order(mark.at)): mark for mark in marks}


def _in_order(at: Place) -> tuple[int, int]:
    """What places are sorted by; pairs of numbers are compared far sooner than places."""
    return at.block, at.offset


def _silences(  # noqa: PLR0917 - what a pause depends on
    article: Article,
    said: Sequence[Stretch],
    breaks: Mapping[int, Break],
    starts: Collection[int],
    holds: Mapping[int, Hold],
    cast: Cast,
) -> Iterator[Pause]:
    """The pause after each stretch but the last: what the writer set, else the longest of its reasons."""
    for number, (before, after) in enumerate(pairwise(said), 1):
        if number in breaks:
            yield pauses.by_hand(breaks[number].length)
            continue
        pause = _ordinary(article, before, after)
        if number in starts:
            pause = pauses.at_beat(pause)
        if number in holds:
            pause = pauses.held(pause, holds[number].strength, holds[number].reason, cast.pauses)
        yield pauses.at_pace(pause, cast.pace)


def _ordinary(article: Article, before: Stretch, after: Stretch) -> Pause:
    """The pause that any reader would make there."""
    if before.at.block == after.at.block:
        ended = before.ends_sentence
        return pauses.after_sentence(before.text) if ended else pauses.after_clause(before.text, after.text)
    skipped = article.blocks[before.at.block + 1 : after.at.block]
    if any(block.kind is BlockKind.SECTION_BREAK for block in skipped):
        return pauses.at_section_break()
    return pauses.between(article.blocks[before.at.block], article.blocks[after.at.block])


def _lines(  # noqa: PLR0917 - what a line is made of
    diction: Diction,
    said: Sequence[Stretch],
    silences: Sequence[Pause],
    numbers: range,
    role: Role,
    cast: Cast,
    spoken: Dialogue,
) -> Iterator[Line]:
    """What a beat says and where it is silent."""
    for number in numbers:
        at = said[number].at
        planned = pacing.delivery(
            role,
            first=number == numbers[0],
            last=number == numbers[-1],
            reveal=number > 0 and pauses.reveals(silences[number - 1], cast.pace),
            pace=cast.pace,
        )
        yield diction.utterance(said[number], *_manner(diction, at, planned, cast, spoken))
        yield silences[number]


def _manner(diction: Diction, at: Place, planned: Delivery, cast: Cast, spoken: Dialogue) -> tuple[Voice, Delivery]:
    """Who says what stands there, and how: as the writer asks, else as it was planned."""
    name = diction.voice(at)
    for manner in diction.manners(at):
        if manner.start <= at.offset < manner.end:
            planned = manner.delivery(planned, cast.pace)
            name = name if manner.voice is None else manner.voice
    own = cast.quote_voice if cast.quote_voice and not name and speaks(spoken, at) else cast.voice
    return cast.voices.get(name, own), planned


def _entitled(diction: Diction, beat: Beat, cast: Cast) -> Beat:
    """The first beat, opened by the title and the author's name."""
    article = diction.article
    if not article.title:
        return beat
    said = pacing.at_pace(pacing.HEADING, cast.pace)
    lines = [*_apart(diction, article.title, TITLE, cast, said)]
    if len(lines) > 1:
        lines = [*_apart(diction, article.title, LONG_TITLE, cast, said)]
    if article.author:
        lines += [pauses.BYLINE, *_apart(diction, byline(article.author, article.language), TITLE, cast, said)]
    return replace(beat, lines=(*lines, pauses.TITLE, *beat.lines))


def _apart(diction: Diction, text: str, at: Place, cast: Cast, said: Delivery) -> Iterator[Line]:
    """A text that stands in no block, in as many utterances as the engine needs, with a breath between them."""
    parts = list(in_one_go(diction, text, at, cast.longest))
    for number, part in enumerate(parts):
        if number:
            yield pauses.at_pace(pauses.after_clause(parts[number - 1].text, part.text), cast.pace)
        yield diction.utterance(part, cast.voice, said)


def _names(article: Article, said: Sequence[Stretch], spans: Iterable[Span], cast: Cast) -> tuple[str, ...]:
    """What the beats are called, and after them the closing sentence where there is one."""
    texts, headings = [], []
    for first, after in spans:
        block = article.blocks[said[first].at.block]
        headings.append(block.text if block.kind is BlockKind.HEADING else "")
        texts.append(" ".join(stretch.text for stretch in said[first:after]))
    closing = [cast.closing] if cast.closing else []
    return titles([*texts, *closing], [*headings, *("" for _ in closing)], article.language, cast.recall)


def _closed(diction: Diction, beats: tuple[Beat, ...], cast: Cast, name: str = "") -> tuple[Beat, ...]:
    """The beats, and after a pause the closing sentence in one of its own."""
    if not cast.closing:
        return beats
    said = pacing.delivery(Role.REFLECTION, first=True, last=True, reveal=False, pace=cast.pace)
    closing = _apart(diction, cast.closing, Place(len(diction.article.blocks)), cast, said)
    reasons = ("the show's closing sentence",)
    before = replace(pauses.at_section_break(), why=Why.BEAT, reason=reasons[0])
    last = replace(beats[-1], lines=(*beats[-1].lines[:-1], pauses.at_pace(before, cast.pace)))
    return (*beats[:-1], last, Beat(Role.REFLECTION, (*closing, pauses.TAIL), reasons, name))
