"""Script and lengths become a Timeline; chapters and cues are worked out from it. Pure.

Everything is counted in whole MP3 frames and samples; milliseconds are worked out last, so nothing drifts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from storycast.model import (
    SAMPLES_PER_FRAME,
    Article,
    Chapter,
    Cue,
    CueWord,
    Frames,
    Heard,
    Hertz,
    Milliseconds,
    Pause,
    Placed,
    Samples,
    Script,
    Segment,
    Timeline,
    Transcript,
    Utterance,
)

AROUND_MUSIC = Milliseconds(700)
"""The least silence between music and speech. Ours."""
NO_MUSIC: Mapping[int, Segment] = MappingProxyType({})
WORD = re.compile(r"\S+")


def lay_out(
    script: Script, segments: Sequence[Segment], rate: Hertz, interludes: Mapping[int, Segment] = NO_MUSIC
) -> Timeline:
    """Where every line falls: segments in order, each pause between them as whole frames of silence.

    A pause lasts from the end of one beat's last utterance to the start of the next beat's first, and comes out
    within half a frame (13 ms) of its length. But it is never shorter than the silence in the last frames of its own
    segment (26 to 52 ms): that is what is heard of `[break:"0s"]` between two beats.

    `interludes` is music by the number of the beat that it stands before, their count for the end of the episode: it
    stands in the middle of the pause. The last frame is never played: players drop it with the encoder's padding.
    """
    head = _frames(script.head, rate)
    at, placed, heard = head, [], []

    def place(segment: Segment, pause: float) -> Frames:
        """The segment and the silence after it, of which a part is inside its last frames; where the next starts."""
        inside = segment.frames * SAMPLES_PER_FRAME - segment.length
        silence = Frames(max(0, round((pause * rate / 1000 - inside) / SAMPLES_PER_FRAME)))
        placed.append(Placed(segment, at, silence))
        return Frames(at + segment.frames + silence)

    if 0 in interludes:
        at = place(interludes[0], AROUND_MUSIC)
    for number, (beat, segment) in enumerate(zip(script.beats, segments, strict=True)):
        start = at * SAMPLES_PER_FRAME
        heard += [
            Heard(
                utterance,
                number,
                Samples(start + sounding.start),
                Samples(start + sounding.end),
                replace(sounding.marks, first=Samples(start + sounding.marks.first)),
            )
            for utterance, sounding in zip(beat.utterances, segment.soundings, strict=True)
        ]
        closing = beat.lines[-1]
        pause = closing.length if isinstance(closing, Pause) else 0
        music = interludes.get(number + 1)
        around = max(pause / 2, AROUND_MUSIC)
        at = place(segment, around if music else pause)
        at = place(music, around) if music else at
    frames = Frames(at + 1)
    return Timeline(rate, head, tuple(placed), tuple(heard), frames, Samples(at * SAMPLES_PER_FRAME))


def milliseconds(samples: float, rate: Hertz) -> Milliseconds:
    """The nearest millisecond."""
    return Milliseconds(round(samples * 1000 / rate))


def chapters(script: Script, timeline: Timeline) -> tuple[Chapter, ...]:
    """One chapter a beat, from the start of the episode to its end without gap or overlap."""
    spoken = [placed for placed in timeline.placed if placed.segment.soundings]  # music belongs to the beat before it
    starts = [0, *(placed.at * SAMPLES_PER_FRAME for placed in spoken[1:])]
    ends = [*starts[1:], timeline.length]
    return tuple(
        Chapter(milliseconds(start, timeline.rate), milliseconds(end, timeline.rate), beat.title, beat.role)
        for beat, start, end in zip(script.beats, starts, ends, strict=True)
    )


def transcript(article: Article, timeline: Timeline, *, author: str = "") -> Transcript:
    """The written text in time: a cue an utterance, its words timed by the engine's marks.

    It is said by the article's author, else by `author`, else by the title.
    """
    cues = tuple(_cue(heard, timeline.rate) for heard in timeline.heard)
    return Transcript(article.language, cues, article.author or author or article.title)


def _frames(pause: Pause, rate: Hertz) -> Frames:
    return Frames(round(pause.length * rate / 1000 / SAMPLES_PER_FRAME))


def _cue(heard: Heard, rate: Hertz) -> Cue:
    utterance = heard.utterance
    begin, finish = milliseconds(heard.start, rate), milliseconds(heard.end, rate)
    return Cue(begin, finish, utterance.written, _CueWords(heard, rate), utterance.at.block)


class _CueWords(Struct, frozen=True):
    """The words of a cue, worked out when they are asked for: an MP3 alone needs none of them."""

    heard: Heard
    rate: Hertz

    def __iter__(self) -> Iterator[CueWord]:
        for start, end, text in _words(self.heard):
            yield CueWord(milliseconds(start, self.rate), milliseconds(end, self.rate), text)


def _words(heard: Heard) -> Iterator[tuple[float, float, str]]:
    """The written words with the samples where each starts and ends; they touch, and span the whole utterance.

    A word starts at the first mark inside the spoken text that it stands for. Words without a mark share the time
    between their neighbours by their lengths.
    """
    pieces = [*_written_words(heard.utterance)]
    if not pieces:
        return
    starts: list[float | None] = [None] * len(pieces)
    marks = iter(sorted(heard.marks, key=lambda mark: mark.start))
    mark = next(marks, None)
    for number, (_, begin, end) in enumerate(pieces):
        while mark is not None and mark.start < begin:
            mark = next(marks, None)
        if mark is not None and mark.start < end:
            starts[number] = float(mark.at)
    starts[0] = float(heard.start)
    filled = [*_filled(starts, [end - begin for _, begin, end in pieces], float(heard.end)), float(heard.end)]
    for (text, _, _), (start, stop) in zip(pieces, pairwise(filled), strict=True):
        yield start, stop, text


def _filled(starts: Sequence[float | None], lengths: Sequence[int], end: float) -> list[float]:
    """Unknown starts shared out by length between the known ones, none before the one in front; the first is known."""
    known = [(number, time) for number, time in enumerate([*starts, end]) if time is not None]
    latest = accumulate((time for _, time in known), max)
    filled: list[float] = []
    for ((first, _), begin), ((stop, _), until) in pairwise(zip(known, latest, strict=True)):
        done = [*accumulate(lengths[first:stop], initial=0)]
        filled += (begin + (until - begin) * each / done[-1] for each in done[:-1])
    return filled


def _written_words(utterance: Utterance) -> Iterator[tuple[str, int, int]]:
    """Each written word with the stretch of the spoken text that it stands for.

    Where several written words were respelled together ("3 August"), they share the stretch by their lengths.
    """
    origin: list[int] = []  # for each character of the written text, its place in the spoken one
    done = 0
    for respelled in utterance.respelled:
        origin += range(done, respelled.start)
        size, span = max(1, len(respelled.written)), respelled.end - respelled.start
        origin += [respelled.start + span * i // size for i in range(len(respelled.written))]
        done = respelled.end
    origin += range(done, len(utterance.text) + 1)
    for word in WORD.finditer(utterance.written):
        begin = origin[word.start()]
        end = origin[word.end()] if word.end() < len(origin) else len(utterance.text)
        yield word.group(), begin, max(end, begin + 1)
