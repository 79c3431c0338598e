"""The words of the house, as frozen values: Article -> Script -> Clip -> Segment -> Timeline -> Episode.

Imports nothing of ours. Units live in the types; a change is a new value.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from enum import Enum
from functools import cached_property
from typing import NewType

from msgspec import Struct

Milliseconds = NewType("Milliseconds", int)
Frames = NewType("Frames", int)
"""MP3 frames: 26.122 ms each at 44.1 kHz. The timeline is counted in these."""
SAMPLES_PER_FRAME = 1152
"""Of MPEG-1 layer III."""
Samples = NewType("Samples", int)
Hertz = NewType("Hertz", int)
Decibels = NewType("Decibels", float)
Semitones = NewType("Semitones", float)


def primary(language: str) -> str:
    """The primary subtag of a BCP 47 language, in lower case: `pt` of `pt-BR`, and of `pt_BR`."""
    return language.replace("_", "-").partition("-")[0].lower()


SPACELESS = (("\u0e00", "\u0eff"), ("\u1780", "\u17ff"), ("\u2e80", "\u9fff"), ("\uf900", "\ufaff"))
"""First and last of the letters of Thai, Lao, Khmer, Chinese and Japanese, which put no spaces between words."""


# --- what came in -----------------------------------------------------------------------------------------------------


class BlockKind(Enum):
    """What a block of an article is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    QUOTE = "quote"
    LIST_ITEM = "list item"
    SECTION_BREAK = "section break"


class Emphasis(Enum):
    """How strongly the writer stresses a word; Speech Markdown's and SSML's levels."""

    STRONG = "strong"
    MODERATE = "moderate"
    NONE = "none"
    REDUCED = "reduced"


class Stress(Struct, frozen=True):
    """A stretch of a text that is emphasised: characters `start` to `end`, end not included."""

    start: int
    end: int
    emphasis: Emphasis = Emphasis.MODERATE


class Block(Struct, frozen=True):
    """A heading, paragraph, quote, list item or section break, as written."""

    kind: BlockKind
    text: str = ""
    """Written form, marks of the source format removed; empty for a section break."""
    stresses: tuple[Stress, ...] = ()
    level: int = 0
    """Of a heading, 1 to 6; else 0."""


class LeftOut(Struct, frozen=True):
    """Text judged not to be part of the article; listed, never dropped unsaid."""

    text: str
    reason: str


class Article(Struct, frozen=True):
    """What came in, cleaned. `left_out` and `remarks` say what was judged on the way."""

    title: str
    blocks: tuple[Block, ...]
    author: str | None = None
    language: str = "en"
    """BCP 47, as `en` or `pt-BR`."""
    published: date | None = None
    voice: str | None = None
    """The voice its front matter asks for, as written there."""
    settings: tuple[tuple[str, str], ...] = ()
    """Further keys of its front matter that tell how it is read, in the order written: `("pauses", "light")`."""
    lexicon: tuple[tuple[str, str], ...] = ()
    """Word or phrase -> respelling, or IPA between slashes."""
    source: str = ""
    """Where it was read: a path, an address, or `-`."""
    left_out: tuple[LeftOut, ...] = ()
    remarks: tuple[str, ...] = ()
    """What a reader of it should know: an encoding that was guessed, an image that was passed over."""


# --- what a director marks --------------------------------------------------------------------------------------------


class Place(Struct, frozen=True, order=True):
    """A place in an article: before character `offset` of block `block`."""

    block: int
    offset: int = 0


class Role(Enum):
    """What a beat does for the listener."""

    HOOK = "hook"
    SETUP = "setup"
    INCITING = "inciting"
    RISING = "rising"
    LOW = "low"
    CLIMAX = "climax"
    RESOLUTION = "resolution"
    REFLECTION = "reflection"


class BeatStart(Struct, frozen=True):
    """A beat begins here, and why."""

    at: Place
    role: Role
    reasons: tuple[str, ...] = ()


class Hold(Struct, frozen=True):
    """A dramatic pause before this place: a skilled narrator would hold clearly longer than usual here, for effect."""

    at: Place
    strength: int
    """1 to 3."""
    reason: str


class Marks(Struct, frozen=True):
    """All that a director may decide: where beats start and where to hold. The words are never its business."""

    beats: tuple[BeatStart, ...]
    """In reading order; the first is at the article's first spoken block."""
    holds: tuple[Hold, ...] = ()


# --- what will be heard -----------------------------------------------------------------------------------------------


class Voice(Struct, frozen=True):
    """One voice of one engine: `espeak:en-us`."""

    engine: str
    id: str
    language: str
    """BCP 47."""

    def __str__(self) -> str:
        return f"{self.engine}:{self.id}"


class Delivery(Struct, frozen=True):
    """Rate, pitch and volume relative to the voice's own."""

    rate: float = 1.0
    pitch: Semitones = Semitones(0.0)
    volume: Decibels = Decibels(0.0)


class Phonemes(Struct, frozen=True):
    """Characters `start` to `end` of a text are to sound as this IPA."""

    start: int
    end: int
    ipa: str


class Respelled(Struct, frozen=True):
    """Characters `start` to `end` of a spoken text stand for `written` in the article: "ninety-two" for "92"."""

    start: int
    end: int
    written: str


class Utterance(Struct, frozen=True, cache_hash=True):
    """Text that one voice says in one go; exactly what an engine is given."""

    text: str
    """Spoken form: what the engine reads."""
    voice: Voice
    delivery: Delivery = Delivery()
    stresses: tuple[Stress, ...] = ()
    """Places in `text`, in order, apart."""
    phonemes: tuple[Phonemes, ...] = ()
    """Places in `text`, in order, apart."""
    respelled: tuple[Respelled, ...] = ()
    """Places in `text`, in order, apart. This and `at` aren't heard: they lead back to the article."""
    at: Place = Place(0)
    """Where the article has it."""

    @property
    def written(self) -> str:
        """The words as the article has them, for the transcript."""
        if not self.respelled:
            return self.text
        parts, done = [], 0
        for respelled in self.respelled:
            parts += [self.text[done : respelled.start], respelled.written]
            done = respelled.end
        return "".join([*parts, self.text[done:]])


class Why(Enum):
    """Why a pause is there."""

    HEAD = "head"
    TAIL = "tail"
    TITLE = "title"
    SECTION = "section"
    BEAT = "beat"
    PARAGRAPH = "paragraph"
    DIALOGUE = "dialogue"
    SENTENCE = "sentence"
    CLAUSE = "clause"
    DRAMATIC = "dramatic"
    WRITTEN = "written"


class Pause(Struct, frozen=True):
    """Planned silence: a length, and why it is there."""

    length: Milliseconds
    why: Why
    reason: str = ""
    """In words a writer understands."""


Line = Utterance | Pause


class Beat(Struct, frozen=True):
    """The smallest stretch of the story with one purpose for the listener.

    Utterances and pauses take turns in `lines`: it opens with an utterance and closes with the pause before the next
    beat (in the last beat, the tail of the episode).
    """

    role: Role
    lines: tuple[Line, ...]
    reasons: tuple[str, ...] = ()
    title: str = ""
    """At most 50 characters, unique within the episode; the chapter's name."""

    @property
    def utterances(self) -> tuple[Utterance, ...]:
        """What is spoken in this beat, in order."""
        return tuple(line for line in self.lines if isinstance(line, Utterance))


class Script(Struct, frozen=True, dict=True):
    """Beats with their lines in playing order, and the silence before the first word."""

    beats: tuple[Beat, ...]
    head: Pause

    @cached_property
    def utterances(self) -> tuple[Utterance, ...]:
        """All that is spoken, in order."""
        return tuple(line for beat in self.beats for line in beat.lines if isinstance(line, Utterance))


# --- what is spoken ---------------------------------------------------------------------------------------------------


class WordMark(Struct, frozen=True):
    """Characters `start` to `end` of an utterance's text are heard from sample `at` on."""

    start: int
    end: int
    at: Samples


class WordMarks(Struct, frozen=True):
    """Marks kept small, as ten hours have a hundred thousand; each is made when it is asked for."""

    packed: bytes = b""
    """Start, end and sample of each, as 32-bit little-endian numbers."""
    first: Samples = Samples(0)
    """What is added to each sample."""
    rates: tuple[Hertz, Hertz] = (Hertz(1), Hertz(1))
    """The rate that samples were counted at, and the one that they are told at."""

    @classmethod
    def of(cls, marks: Iterable[WordMark]) -> WordMarks:
        """The same marks, kept small."""
        return cls(b"".join(_MARK.pack(mark.start, mark.end, mark.at) for mark in marks))

    def __iter__(self) -> Iterator[WordMark]:
        was, now = self.rates
        return (
            WordMark(start, end, Samples(self.first + at * now // was))
            for start, end, at in _MARK.iter_unpack(self.packed)
        )


_MARK = struct.Struct("<III")


class Speech(Struct, frozen=True):
    """What an engine gives for one utterance: mono 16-bit little-endian samples, as they came."""

    samples: bytes
    rate: Hertz
    marks: tuple[WordMark, ...] = ()
    """In order of time; empty where the engine knows none."""


class AudioFormat(Struct, frozen=True):
    """How an episode is encoded. Mono, constant bit rate.

    44.1 kHz is the least that Apple takes, 96 kbit/s what it recommends for mono; engines speak at 16 to 24 kHz.
    Quality 7 because speech at that rate loses nothing by it: on 25 sentences of two voices, against the sound before
    encoding, quality 5 and 7 come to PESQ 4.49 and 4.55 (4.60 and 4.59), STOI 0.9995 and 0.9999 (both 0.9998), and a
    signal-to-noise ratio of 25.2 and 25.8 dB (25.6 and 25.7), while 7 is 1.6 to 1.8 times as fast.
    """

    rate: Hertz = Hertz(44100)
    bitrate: int = 96
    """Thousand bits a second."""
    quality: int = 7
    """LAME's: 0 is the best and slowest, 9 the fastest."""


class Clip(Struct, frozen=True):
    """One utterance's speech in the store, trimmed; it has no place in time yet."""

    key: str
    """Its name in the store: a hash of all that decides how it sounds."""
    length: Samples
    rate: Hertz
    powers: Sequence[float] = ()
    """ITU-R BS.1770 power of each 400 ms in steps of 100 ms, silence round it: K-weighted, full scale = 1."""
    marks: WordMarks = WordMarks()
    """Samples count at `rate`, from the trimmed start."""


class Sounding(Struct, frozen=True):
    """Where an utterance is heard inside its segment, in samples at the episode's rate."""

    start: Samples
    end: Samples
    marks: WordMarks = WordMarks()


class Segment(Struct, frozen=True):
    """One beat encoded: whole MP3 frames, and where its utterances sound in them."""

    key: str
    frames: Frames
    """How many frames it holds, the encoder's closing one included."""
    size: int
    """Bytes."""
    length: Samples
    """Samples from its start to the end of its last utterance; the rest is digital silence."""
    soundings: tuple[Sounding, ...]


class Placed(Struct, frozen=True):
    """A segment in time: it starts at frame `at` and `silence` frames of silence follow it."""

    segment: Segment
    at: Frames
    silence: Frames


class Heard(Struct, frozen=True):
    """An utterance in the episode's time, in samples at the episode's rate."""

    utterance: Utterance
    beat: int
    start: Samples
    end: Samples
    marks: WordMarks = WordMarks()


class Timeline(Struct, frozen=True):
    """All segments in order; durations, chapters and cues are worked out from it."""

    rate: Hertz
    head: Frames
    """Frames of silence before the first segment."""
    placed: tuple[Placed, ...]
    heard: tuple[Heard, ...]
    frames: Frames
    """Of the whole episode, without the Info frame."""
    length: Samples
    """What a player plays: frames x 1152 less the encoder's delay and padding."""


# --- what is published ------------------------------------------------------------------------------------------------


class Chapter(Struct, frozen=True):
    """A named place in the episode."""

    start: Milliseconds
    end: Milliseconds
    title: str
    role: Role = Role.RISING


class CueWord(Struct, frozen=True):
    """One written word of a cue and when it is heard."""

    start: Milliseconds
    end: Milliseconds
    text: str


class Cue(Struct, frozen=True):
    """What is said from `start` to `end`, in written form."""

    start: Milliseconds
    end: Milliseconds
    text: str
    words: Iterable[CueWord] = ()
    block: int = 0
    """Which block of the article it stands in."""


class Transcript(Struct, frozen=True):
    """A language and its cues."""

    language: str
    cues: tuple[Cue, ...]
    speaker: str = ""


class Tally(Struct, frozen=True):
    """What a run did and what it found done already."""

    utterances: int
    spoken: int
    beats: int
    encoded: int


class Episode(Struct, frozen=True):
    """A made episode: its words, its times and its file."""

    article: Article
    script: Script
    timeline: Timeline
    chapters: tuple[Chapter, ...]
    transcript: Transcript
    voice: Voice
    size: int
    """Bytes of the MP3."""
    duration: Milliseconds
    tally: Tally
    remarks: tuple[str, ...] = ()
    author: str = ""
    """Who wrote it: the article's author, else its show's; empty where nobody is named."""


class Enclosure(Struct, frozen=True):
    """A published episode's file."""

    url: str
    """Relative to the site's folder; its name changes with its content, as clients never fetch an address twice."""
    size: int
    """Bytes."""
    type: str = "audio/mpeg"


class SideFile(Struct, frozen=True):
    """A file beside an episode: a transcript or its chapters."""

    url: str
    """Relative to the site's folder."""
    type: str
    """MIME type as `podcast:transcript` and `podcast:chapters` name it: `text/vtt`, `application/json+chapters`."""


class Published(Struct, frozen=True):
    """An episode as feed, index and page tell of it; `guid` and `at` never change once it is out."""

    guid: str
    at: datetime
    """When it was first published, with its zone."""
    title: str
    page: str
    """Its page, relative to the site's folder."""
    enclosure: Enclosure
    duration: Milliseconds
    summary: str
    """A few sentences, plain text."""
    author: str = ""
    """Who wrote it; empty where nobody is named."""
    voice: str = ""
    """The narrator's name, as listeners should read it."""
    language: str = "en"
    chapters: tuple[Chapter, ...] = ()
    side_files: tuple[SideFile, ...] = ()
    cover: str = ""
    """A picture of its own, relative to the site's folder; empty where the show's cover stands for it."""
    thumbnail: str = ""
    """A small copy of the picture, for pages; relative to the site's folder."""
    number: int | None = None
    """Its place in a serial show."""
    explicit: bool = False
    disclosure: str = ""
    """The sentence that tells its listeners of the synthetic voice, in its language; empty to take the show's."""


class ShowType(Enum):
    """Whether episodes stand alone, newest first, or tell one story in order."""

    EPISODIC = "episodic"
    SERIAL = "serial"


class Show(Struct, frozen=True):
    """What all episodes share."""

    title: str
    author: str
    description: str
    email: str = ""
    """The owner's; directories write there to prove that the show is theirs."""
    language: str = "en"
    """BCP 47."""
    category: tuple[str, ...] = ("Society & Culture",)
    """Apple's category and, where wanted, its subcategory; exact names."""
    base_url: str = ""
    """Where the site's folder will be served, ending in a slash; empty while that isn't known."""
    guid: str = ""
    """`podcast:guid`: set once, kept for life."""
    type: ShowType = ShowType.EPISODIC
    explicit: bool = False
    disclosure: str = ""
    """The sentence that tells listeners of the synthetic voice; empty where it is switched off."""
    cover: str = "cover.jpg"
    """Relative to the site's folder."""
    thumbnail: str = ""
    """A small copy of the cover, for pages; relative to the site's folder."""
    hue: float | None = None
    """Degrees on the colour wheel (OKLCH) that pages and covers take; None to take it from the title."""
    copyright: str = ""
    locked: bool = True
    """Whether other hosts are asked not to import the feed."""
    chapters_in_feed: bool = False
    """Whether Podlove's `psc:chapters` stand in the feed as well, for players that read no other."""


class Feed(Struct, frozen=True):
    """A show with its published episodes, newest first, ready to render."""

    show: Show
    episodes: tuple[Published, ...] = ()
