"""Directions by hand: Speech Markdown in an article becomes values, and plain text is left for directors to read."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from operator import itemgetter

from msgspec import Struct, field
from msgspec.structs import replace

from storycast.model import (
    Article,
    BeatStart,
    Block,
    BlockKind,
    Decibels,
    Delivery,
    Milliseconds,
    Phonemes,
    Place,
    Semitones,
    Stress,
)
from storycast.narration.speechmarkdown import Wish, has_marks, held_text, length_of, mark_pattern, wish_of
from storycast.narration.spoken import Saying, spaceless
from storycast.narration.spread import Spread


class Break(Struct, frozen=True):
    """A silence of just this length before a place."""

    at: Place
    length: Milliseconds


class Manner(Struct, frozen=True):
    """How characters `start` to `end` of a block are to be said; None where nothing is asked."""

    block: int
    start: int
    end: int
    rate: float | None = None
    pitch: Semitones | None = None
    volume: Decibels | None = None
    voice: str | None = None

    def delivery(self, said: Delivery, pace: float) -> Delivery:
        """The delivery with what is asked for in place of what was planned."""
        return Delivery(
            said.rate if self.rate is None else round(self.rate * pace, 3),
            said.pitch if self.pitch is None else self.pitch,
            said.volume if self.volume is None else self.volume,
        )


class VoiceFrom(Struct, frozen=True):
    """From a place on, until the next one, this voice speaks: its name as written, empty for the article's own."""

    at: Place
    voice: str


class Directions(Struct, frozen=True):
    """What the writer asks for by hand. Places count in the article without the marks."""

    beats: tuple[BeatStart, ...] = ()
    breaks: tuple[Break, ...] = ()
    voices: tuple[VoiceFrom, ...] = ()
    manners: tuple[Manner, ...] = ()
    sayings: Mapping[int, tuple[Saying, ...]] = field(default_factory=dict)
    """By block: words to be said in place of those written."""
    phonemes: Mapping[int, tuple[Phonemes, ...]] = field(default_factory=dict)
    """By block: how words are to sound."""


BY_HAND = "set by hand"


def directed(article: Article) -> tuple[Article, Directions]:
    """The article without its marks, and what they ask for. An article without marks comes back as it is.

    What can't be done is among the article's remarks.
    A mark goes with the white space that stood for it. Blocks that held nothing but marks are gone; stresses come out
    where their words are, and short emphasis becomes stresses, which win over the ones there.
    """
    blocks: list[Block] = []
    found = _Found()
    for block in article.blocks:
        clean = _cleaned(block, len(blocks), found)
        if clean.text or clean == block:
            blocks.append(clean)
    title = _cleaned(Block(BlockKind.HEADING, article.title), 0, _Found()).text
    if not found.marks and title == article.title:
        return article, Directions()
    remarks = (*article.remarks, *dict.fromkeys(found.remarks))
    return replace(article, title=title, blocks=tuple(blocks), remarks=remarks), found.directions(blocks)


_WHOLE_SPACE = re.compile(r"\s*")
_ESCAPED = re.compile(r"\\([\\()\[\]])")
_QUOTED = 60
"""Characters of a mark that a remark shows."""


class _Found(Struct):
    """What marks asked for so far."""

    marks: int = 0
    points: list[tuple[Place, Milliseconds | Wish]] = field(default_factory=list)
    manners: list[Manner] = field(default_factory=list)
    sayings: dict[int, list[Saying]] = field(default_factory=dict)
    phonemes: dict[int, list[Phonemes]] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    def directions(self, blocks: Sequence[Block]) -> Directions:
        """All of it, each place moved to the words it stands before; what stands after the last word is nothing."""
        points = [(at, asked) for place, asked in self.points if (at := _before_words(place, blocks)) is not None]
        # In order, so that of several at one place the longest is the last.
        lengths = dict(sorted((at, asked) for at, asked in points if isinstance(asked, int)))
        wishes = [(at, asked) for at, asked in points if isinstance(asked, Wish)]
        roles = {at: wish.role for at, wish in wishes if wish.role}
        voices = {at: wish.voice for at, wish in wishes if wish.voice is not None}
        return Directions(
            tuple(BeatStart(at, role, (BY_HAND,)) for at, role in roles.items()),
            tuple(Break(at, length) for at, length in lengths.items()),
            tuple(VoiceFrom(at, voice) for at, voice in voices.items()),
            tuple(self.manners),
            {block: tuple(sayings) for block, sayings in self.sayings.items()},
            {block: tuple(phonemes) for block, phonemes in self.phonemes.items()},
        )


def _before_words(place: Place, blocks: Sequence[Block]) -> Place | None:
    number, offset = place.block, place.offset
    while number < len(blocks):
        spaces = _WHOLE_SPACE.match(blocks[number].text, offset)
        if spaces and spaces.end() < len(blocks[number].text):
            return Place(number, spaces.end())
        number, offset = number + 1, 0
    return None


class _Clean(Struct):
    """A block's text without marks, as it grows, and where its parts come from."""

    block: int
    found: _Found
    parts: list[str] = field(default_factory=list)
    length: int = 0
    last: str = ""
    dropped: bool = False
    """Whether a mark went since the last character."""
    origins: list[tuple[int, int, int]] = field(default_factory=list)
    """Where a part was, where it is, how long it is."""
    stresses: list[Stress] = field(default_factory=list)

    def keep(self, text: str, origin: int) -> None:
        """The next part of the text, which stood at `origin`; where a mark stood between two spaces, one is left."""
        if self.dropped and (not self.last or self.last.isspace()):
            stripped = text.lstrip()
            text, origin = stripped, origin + len(text) - len(stripped)
        if not text:
            return
        if self.dropped and _part_words(self.last, text[0]):
            self.parts.append(" ")
            self.length += 1
        self.origins.append((origin, self.length, len(text)))
        self.parts.append(text)
        self.length += len(text)
        self.last, self.dropped = text[-1], False

    def at(self, origin: int) -> int:
        """Where a character of the marked text is now."""
        place = bisect_right(self.origins, origin, key=itemgetter(0)) - 1
        if place < 0:
            return 0
        was, now, length = self.origins[place]
        return now + min(origin - was, length)


def _part_words(before: str, after: str) -> bool:
    return before.isalnum() and after.isalnum() and not (spaceless(before) and spaceless(after))


def _cleaned(block: Block, number: int, found: _Found) -> Block:
    """The block without its marks; what they ask for goes to `found`."""
    if not has_marks(block.text):
        return block
    clean = _Clean(number, found)
    _walk(block.text, (0, len(block.text)), clean, inside=False)
    text = "".join(clean.parts).rstrip()
    kept = [Stress(clean.at(stress.start), clean.at(stress.end), stress.emphasis) for stress in block.stresses]
    return replace(block, text=text, stresses=_laid_over(kept, clean.stresses, len(text)))


def _walk(text: str, span: tuple[int, int], clean: _Clean, *, inside: bool) -> None:
    done = span[0]
    for mark in mark_pattern().finditer(text, *span):
        _plain(text, (done, mark.start()), clean, inside=inside)
        clean.found.marks += 1
        if mark.lastgroup == "escaped":
            _unescape(text, mark, clean)
        else:
            _obey(text, mark, clean)
        done = mark.end()
    _plain(text, (done, span[1]), clean, inside=inside)


def _unescape(text: str, mark: re.Match[str], clean: _Clean) -> None:
    """Two backslashes before a mark are one; a single one left makes the mark text."""
    slashes = len(mark[0]) - len(mark[0].lstrip("\\"))
    clean.keep("\\" * (slashes // 2), mark.start())
    start = mark.start() + slashes
    if slashes % 2:
        clean.keep(text[start : mark.end()], start)
    elif bare := mark_pattern().match(text, start, mark.end()):
        _obey(text, bare, clean)


def _plain(text: str, span: tuple[int, int], clean: _Clean, *, inside: bool) -> None:
    """Text between marks; inside brackets a backslash shields a bracket."""
    done = span[0]
    for shielded in _ESCAPED.finditer(text, *span) if inside else ():
        clean.keep(text[done : shielded.start()], done)
        clean.keep(shielded[1], shielded.start() + 1)
        done = shielded.end()
    clean.keep(text[done : span[1]], done)


def _obey(text: str, mark: re.Match[str], clean: _Clean) -> None:
    kind, found = mark.lastgroup or "", clean.found
    here = Place(clean.block, clean.length)
    if kind == "pause":
        length = length_of(mark[0])
        if length is None:
            found.remarks.append(f'{_shown(mark)} is no length that we know; write it as [break:"1.2s"]')
        else:
            found.points.append((here, length))
    elif kind == "section":
        wish = wish_of(kind, mark[0])
        found.points.append((here, wish))
        found.remarks += [f"{_shown(mark)}: {strange} can't be done" for strange in wish.strange]
    elif kind == "sound":
        found.remarks.append(f"{_shown(mark)}: no sound is played")
    elif kind not in _WITHOUT_TEXT:
        _obey_for_text(text, mark, clean)
        return
    clean.dropped = True


_WITHOUT_TEXT = {"pause", "section", "sound", "place"}


def _obey_for_text(text: str, mark: re.Match[str], clean: _Clean) -> None:
    wish, found, block = wish_of(mark.lastgroup or "", mark[0]), clean.found, clean.block
    first, last = held_text(mark[0])
    before = len(clean.origins)
    _walk(text, (mark.start() + first, mark.start() + last), clean, inside=mark[0][0] == "(")
    if len(clean.origins) == before:
        return
    start, end = clean.origins[before][1], clean.length
    if wish.emphasis:
        clean.stresses.append(Stress(start, end, wish.emphasis))
    if wish.said:
        found.sayings.setdefault(block, []).append(Saying(start, end, wish.said))
    if wish.ipa:
        found.phonemes.setdefault(block, []).append(Phonemes(start, end, wish.ipa))
    if any(asked is not None for asked in (wish.rate, wish.pitch, wish.volume, wish.voice)):
        found.manners.append(Manner(block, start, end, wish.rate, wish.pitch, wish.volume, wish.voice))
    found.remarks += [
        f"{_shown(mark)}: {strange} can't be done; its words are read plainly" for strange in wish.strange
    ]


def _shown(mark: re.Match[str]) -> str:
    return mark[0] if len(mark[0]) <= _QUOTED else f"{mark[0][:_QUOTED]}…"


def _laid_over(under: Sequence[Stress], over: Sequence[Stress], length: int) -> tuple[Stress, ...]:
    """Stresses in order and apart: those of `over` whole, the others where they leave room."""
    laid = [stress for stress in over if stress.start < stress.end]
    above = Spread(sorted(laid, key=lambda one: one.start))
    for stress in under:
        start = stress.start
        for higher in above.within(start, stress.end):
            if higher.end <= start or higher.start >= stress.end:
                continue
            if start < higher.start:
                laid.append(Stress(start, higher.start, stress.emphasis))
            start = higher.end
        if start < stress.end:
            laid.append(Stress(start, stress.end, stress.emphasis))
    joined: list[Stress] = []
    for stress in sorted(laid, key=lambda one: one.start):
        end = min(stress.end, length)
        if joined and (joined[-1].end, joined[-1].emphasis) == (stress.start, stress.emphasis):
            joined[-1] = replace(joined[-1], end=end)
        elif stress.start < end:
            joined.append(replace(stress, end=end))
    return tuple(joined)
