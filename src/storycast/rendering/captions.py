"""A transcript's cues as timed words, and as captions short enough to be read while listening."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from unicodedata import east_asian_width

from msgspec import Struct

from storycast.model import Cue, CueWord, Milliseconds, Transcript
from storycast.rendering.text import one_line

_UNSPACED = "\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Kana and Han, whose writing puts no space between words: a line may break after each character."""
_CLOSING = "、。，．・：；？！」』）】〉》〕ー"
_WORD = re.compile(rf"(?:[{_UNSPACED}][{_CLOSING}]*|[^ {_UNSPACED}]+) ?")
_CLAUSE_ENDS = (",", ";", ":", ".", "!", "?", "…", "—", "–", ")", "”", "’", "»", *_CLOSING)
_CLAUSE_BONUS = 0.3
"""A clause border wins over a more even split unless it is this share of the text further from the middle."""


class Caption(Struct, frozen=True):
    """What stands on the screen from `start` to `end`: one or two lines of words."""

    start: Milliseconds
    end: Milliseconds
    lines: tuple[tuple[CueWord, ...], ...]


def words(cue: Cue) -> tuple[CueWord, ...]:
    """The cue's text cut where a line may break, each piece with its time; joined, they are the text on one line.

    Times come from the cue's own words; what these don't cover is placed between them by its length. Times never go
    back and never leave the cue.
    """
    text = one_line(cue.text)
    offsets, times = _anchors(cue, text)
    pieces, done = [], cue.start
    for match in _WORD.finditer(text):
        start = max(done, _time_at(match.start(), offsets, times))
        done = max(start, _time_at(match.start() + len(match[0].rstrip(" ")), offsets, times, closing=True))
        pieces.append(CueWord(start, done, match[0]))
    return tuple(pieces)


def captions(transcript: Transcript, *, width: int) -> Iterator[Caption]:
    """The transcript in captions of at most two lines of `width` columns, long cues cut at the words' times.

    A single word wider than that is left whole. Captions start in order, and each lasts at least a millisecond.
    """
    earliest = Milliseconds(0)
    for cue in transcript.cues:
        for piece in _fitting(words(cue), width):
            start = max(earliest, piece[0].start)
            yield Caption(start, Milliseconds(max(piece[-1].end, start + 1)), _lines(piece, width))
            earliest = start


def _anchors(cue: Cue, text: str) -> tuple[list[int], list[Milliseconds]]:
    """Characters of the text whose time is known, and their times."""
    offsets, times, at = [0], [cue.start], 0
    for word in cue.words:
        spelled = one_line(word.text)
        found = text.find(spelled, at)
        if spelled and found >= 0:
            at = found + len(spelled)
            offsets += [found, at]
            times += [word.start, word.end]
    latest, ascending = cue.start, []
    for time in (*times, cue.end):
        latest = min(max(latest, time), cue.end)
        ascending.append(latest)
    return [*offsets, len(text)], ascending


def _time_at(
    offset: int, offsets: Sequence[int], times: Sequence[Milliseconds], *, closing: bool = False
) -> Milliseconds:
    """When the character is heard; where one word ends as the next begins, `closing` asks for the former's end."""
    after = bisect_right(offsets, offset - closing)
    if after == len(offsets):
        return times[-1]
    share = (offset - offsets[after - 1]) / (offsets[after] - offsets[after - 1])
    return Milliseconds(round(times[after - 1] + share * (times[after] - times[after - 1])))


def _fitting(piece: Sequence[CueWord], width: int) -> Iterator[Sequence[CueWord]]:
    """The words in stretches that fill at most two lines, cut near the middle, where possible as a clause ends."""
    if not piece:
        return
    if len(piece) == 1 or _widest(_lines(piece, width)) <= width:
        yield piece
        return
    cut = _border(piece, clause_bonus=_CLAUSE_BONUS)
    yield from _fitting(piece[:cut], width)
    yield from _fitting(piece[cut:], width)


def _lines(piece: Sequence[CueWord], width: int) -> tuple[tuple[CueWord, ...], ...]:
    """The words on one line if they fit or are one word, else on two of even length."""
    if len(piece) == 1 or _columns(piece) <= width:
        return (tuple(piece),)
    cut = _border(piece)
    return tuple(piece[:cut]), tuple(piece[cut:])


def _border(piece: Sequence[CueWord], *, clause_bonus: float = 0.0) -> int:
    """How many words stand before the best place to cut: the evenest, less a bonus where a clause ends."""
    ends = list(accumulate(_columns([word]) + word.text.endswith(" ") for word in piece))

    def unevenness(cut: int) -> float:
        longer_half = max(ends[cut - 1], ends[-1] - ends[cut - 1]) / ends[-1]
        return longer_half - clause_bonus * piece[cut - 1].text.rstrip(" ").endswith(_CLAUSE_ENDS)

    return min(range(1, len(piece)), key=unevenness)


def _widest(lines: Sequence[Sequence[CueWord]]) -> int:
    return max(_columns(line) for line in lines)


def _columns(piece: Sequence[CueWord]) -> int:
    """Columns on a screen: East Asian wide characters take two."""
    text = "".join(word.text for word in piece).rstrip(" ")
    return len(text) + sum(east_asian_width(character) in "WF" for character in text)
