"""How long each pause is, and why. Where several reasons meet, the longest wins; they never add up.

Figures in milliseconds at 155 words a minute: Liu et al. 2022 (0.6 s between sentences is heard as most natural, 1.2 s
still natural), LJSpeech and five TED talks measured by us (median after a sentence 545 and 790, after a paragraph 920),
Kazlauskiene & Kalasinskaite 2020 (up to 1.4 x longer after a long sentence, 1.2 x after a long paragraph), Audible's
narrators (2 to 2.5 s at a section break, 2.5 s after a title, 0.5 s head, 3.5 s tail), Theune et al. 2006 (about 1 s
before a reveal). What has no source is marked.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from storycast.model import Block, BlockKind, Milliseconds, Pause, Why
from storycast.narration.clauses import parts_well

HEAD = Pause(Milliseconds(500), Why.HEAD)
TAIL = Pause(Milliseconds(3500), Why.TAIL)
TITLE = Pause(Milliseconds(2500), Why.TITLE, "after the title")
BYLINE = Pause(Milliseconds(700), Why.SENTENCE)

SENTENCE, LONG_SENTENCE, CRY = Milliseconds(600), Milliseconds(750), Milliseconds(650)
LONG_SENTENCE_WORDS = 25
PARAGRAPH, LONG_PARAGRAPH = Milliseconds(950), Milliseconds(1100)
LONG_PARAGRAPH_WORDS = 80
DIALOGUE = Milliseconds(700)
SECTION = Milliseconds(2250)
AFTER_HEADING = Milliseconds(1400)
BEAT = Milliseconds(1400)
"""Ours: a paragraph's, half as long again."""
SHORTEST, LONGEST = Milliseconds(120), Milliseconds(3000)
"""Shorter ones aren't heard as pauses; longer ones as a fault (more than 3 s of silence is taken for lost speech)."""

CLAUSES: Mapping[str, Milliseconds] = {
    ",": Milliseconds(370),
    ";": Milliseconds(460),
    ":": Milliseconds(460),
    "—": Milliseconds(400),
    "–": Milliseconds(400),
    "-": Milliseconds(400),
    "…": Milliseconds(600),
    ")": Milliseconds(390),
}
"""After a mark inside a sentence, where we cut there (LJSpeech medians; the ellipsis is ours)."""
NO_MARK = Milliseconds(120)

HOLDS: Mapping[int, Milliseconds] = {1: Milliseconds(1000), 2: Milliseconds(1200), 3: Milliseconds(1500)}
"""A dramatic pause by its strength."""
CLEARLY_LONGER = 1.2
"""A hold lasts at least this many times the pause it takes the place of, or nobody would notice. Ours."""

QUOTES = "\"“”„«»‘’'「」『』"
CLOSING = QUOTES + ")]}）］"


class Pauses(Enum):
    """How much drama: ordinary pauses only, the strongest holds made a little shorter, or all of them."""

    NONE = "none"
    LIGHT = "light"
    FULL = "full"


LIGHT_FROM, LIGHT_SHARE = 2, 0.85
"""`light` keeps holds from this strength on, at this share of their length."""


_AFTER_END = CLOSING + " "
_AFTER_CRY, _AFTER_SENTENCE = Pause(CRY, Why.SENTENCE), Pause(SENTENCE, Why.SENTENCE)
_AFTER_LONG_SENTENCE = Pause(LONG_SENTENCE, Why.SENTENCE, "a long sentence")
_BETWEEN_POINTS = Pause(DIALOGUE, Why.PARAGRAPH, "between points of a list")
_AT_SPEECH = Pause(DIALOGUE, Why.DIALOGUE, "at direct speech")
_AFTER_PARAGRAPH = Pause(PARAGRAPH, Why.PARAGRAPH)
_AFTER_LONG_PARAGRAPH = Pause(LONG_PARAGRAPH, Why.PARAGRAPH, "after a long paragraph")


def after_sentence(sentence: str) -> Pause:
    """Between two sentences of a paragraph."""
    if sentence.rstrip(_AFTER_END).endswith(("!", "?", "！", "？")):
        return _AFTER_CRY
    return _AFTER_LONG_SENTENCE if len(sentence.split()) > LONG_SENTENCE_WORDS else _AFTER_SENTENCE


def after_clause(clause: str, following: str) -> Pause:
    """Inside a sentence that is cut there. Only where readers mostly pause, too, is it heard as a pause.

    Those after strong marks and between long chunks hold against twenty readers with a precision of 0.9.
    """
    mark = clause.rstrip().rstrip(QUOTES).rstrip()[-1:]
    if mark == "," and not parts_well(clause, following):
        return Pause(NO_MARK, Why.CLAUSE)
    return Pause(CLAUSES.get(mark, NO_MARK), Why.CLAUSE)


def between(block: Block, following: Block) -> Pause:
    """Between two blocks of text with no section break between them."""
    kinds = (block.kind, following.kind)
    if following.kind is BlockKind.HEADING:
        return Pause(SECTION, Why.SECTION, "before a heading")
    if block.kind is BlockKind.HEADING:
        return Pause(AFTER_HEADING, Why.SECTION, "after a heading")
    if kinds == (BlockKind.LIST_ITEM, BlockKind.LIST_ITEM):
        return _BETWEEN_POINTS
    if _is_speech(block) or _is_speech(following):
        return _AT_SPEECH
    return _AFTER_LONG_PARAGRAPH if len(block.text.split()) > LONG_PARAGRAPH_WORDS else _AFTER_PARAGRAPH


def at_section_break() -> Pause:
    """Where the text has a break of its own."""
    return Pause(SECTION, Why.SECTION, "a section break in the text")


def at_beat(ordinary: Pause) -> Pause:
    """Where a beat begins."""
    return max(ordinary, Pause(BEAT, Why.BEAT, "a new beat"), key=lambda pause: pause.length)


def held(ordinary: Pause, strength: int, reason: str, how: Pauses) -> Pause:
    """A dramatic pause in place of an ordinary one, as far as the narrator may be dramatic."""
    if how is Pauses.NONE or (how is Pauses.LIGHT and strength < LIGHT_FROM):
        return ordinary
    share = LIGHT_SHARE if how is Pauses.LIGHT else 1.0
    length = max(HOLDS[min(max(strength, 1), 3)] * share, ordinary.length * CLEARLY_LONGER)
    return Pause(Milliseconds(min(round(length), LONGEST)), Why.DRAMATIC, reason)


def by_hand(length: Milliseconds) -> Pause:
    """As long as the writer set it, whatever else would be there."""
    return Pause(length, Why.WRITTEN, "set by hand")


def reveals(pause: Pause, pace: float) -> bool:
    """Whether what follows this pause is a reveal: a hold of the second strength, or one as long set by hand."""
    return pause.why in (Why.DRAMATIC, Why.WRITTEN) and round(pause.length * pace, -1) >= HOLDS[2]


def at_pace(pause: Pause, pace: float) -> Pause:
    """The pause as long as it should be when everything is read `pace` times as fast."""
    if pause.why in (Why.HEAD, Why.TAIL, Why.WRITTEN) or pace == 1:
        return pause
    return Pause(Milliseconds(max(SHORTEST, round(pause.length / pace))), pause.why, pause.reason)


def _is_speech(block: Block) -> bool:
    return block.kind is BlockKind.PARAGRAPH and block.text.lstrip()[:1] in QUOTES
