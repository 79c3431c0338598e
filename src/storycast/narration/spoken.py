"""Written form -> spoken form: what an engine is to read for what the article has, and the way back.

What is respelled is kept beside the words it stands for, so that transcript and captions show the article's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from msgspec import Struct

from storycast.model import SPACELESS, Phonemes, Respelled, Stress
from storycast.narration import english

Lexicon = Sequence[tuple[str, str]]
"""Word or phrase -> respelling, or IPA between slashes."""


class Saying(Struct, frozen=True):
    """Characters `start` to `end` of a written text are to be said as `text`."""

    start: int
    end: int
    text: str


class Spoken(Struct, frozen=True):
    """A text as an engine is to read it. All places are in `text`, in order and apart."""

    text: str
    respelled: tuple[Respelled, ...] = ()
    phonemes: tuple[Phonemes, ...] = ()

    def carried(self, start: int, end: int) -> tuple[int, int]:
        """Where characters `start` to `end` of the written text are in the spoken one; respelled words go whole."""
        shift, first, last = 0, None, None
        for respelled in self.respelled:
            written = respelled.start - shift
            after = written + len(respelled.written)
            if first is None and start < after:
                first = respelled.start if start > written else start + shift
            if end < after:
                last = respelled.end if end > written else end + shift
                break
            shift = respelled.end - after
        return start + shift if first is None else first, end + shift if last is None else last

    def stresses(self, written: Iterable[Stress]) -> tuple[Stress, ...]:
        """Stresses of the written text, carried over; in order and apart."""
        found: list[Stress] = []
        for stress in written:
            start, end = self.carried(stress.start, stress.end)
            start = max(start, found[-1].end) if found else start
            if start < end:
                found.append(Stress(start, end, stress.emphasis))
        return tuple(found)


def spoken(
    text: str,
    language: str = "en",
    lexicon: Lexicon = (),
    *,
    sayings: Sequence[Saying] = (),
    phonemes: Sequence[Phonemes] = (),
) -> Spoken:
    """The text as it is to be read aloud.

    `sayings` and `phonemes`, by the writer's own hand, come first; then the lexicon; then, in English, the rules for
    what engines read badly. The rules of other languages are left to the engine. Where two meet, the first one stands.
    """
    apart = _Apart(len(text))
    for saying in sayings:
        apart.claim(saying)
    for sound in phonemes:
        apart.claim(sound)
    for entry in _entries(text, tuple(lexicon)):
        apart.claim(entry)
    if _ENGLISH.match(language):
        for rule in english.rules_for(text):
            for found in rule.pattern.finditer(text):
                said = rule.say(found)
                if said is not None and said != found[0]:
                    apart.claim(Saying(*found.span(), said))
    claims = apart.in_order()
    return _assembled(text, claims) if claims else Spoken(text)


_ENGLISH = re.compile(r"en(?![a-z])", re.IGNORECASE)


class _Apart:
    """Sayings and phonemes of a text that don't overlap: the first to claim a place has it."""

    def __init__(self, length: int) -> None:
        self._taken = bytearray(length)
        self._claims: list[Saying | Phonemes] = []

    def claim(self, claim: Saying | Phonemes) -> None:
        if claim.start < claim.end and not any(self._taken[claim.start : claim.end]):
            self._taken[claim.start : claim.end] = b"\1" * (claim.end - claim.start)
            self._claims.append(claim)

    def in_order(self) -> list[Saying | Phonemes]:
        return sorted(self._claims, key=lambda claim: claim.start)


def _assembled(text: str, claims: list[Saying | Phonemes]) -> Spoken:
    parts: list[str] = []
    respelled: list[Respelled] = []
    phonemes: list[Phonemes] = []
    length = done = 0
    for claim in claims:
        written = text[claim.start : claim.end]
        said = claim.text if isinstance(claim, Saying) else written
        parts += [text[done : claim.start], said]
        start = length + claim.start - done
        length, done = start + len(said), claim.end
        if isinstance(claim, Saying):
            respelled.append(Respelled(start, length, written))
        else:
            phonemes.append(Phonemes(start, length, claim.ipa))
    whole = "".join([*parts, text[done:]])
    return Spoken(whole, tuple(respelled), tuple(phonemes)) if whole.strip() else Spoken(text)


# --- the lexicon ------------------------------------------------------------------------------------------------------

_IPA = re.compile(r"/([^/]+)/")


def spaceless(character: str) -> bool:
    """Whether it is of a script that puts no spaces between words. Compared, as `re` takes 4 ms to compile the set."""
    return any(first <= character <= last for first, last in SPACELESS)


def _entries(text: str, lexicon: tuple[tuple[str, str], ...]) -> Iterator[Saying | Phonemes]:
    """Where words of the lexicon stand in the text. The longest counts; one in small letters finds capitals too."""
    pattern, sounds = _compiled(lexicon)
    for found in pattern.finditer(text) if sounds else ():
        sound = sounds[int((found.lastgroup or "e0")[1:])]
        if ipa := _IPA.fullmatch(sound):
            yield Phonemes(*found.span(), ipa[1])
        else:
            yield Saying(*found.span(), sound)


@lru_cache(maxsize=8)
def _compiled(lexicon: tuple[tuple[str, str], ...]) -> tuple[re.Pattern[str], list[str]]:
    entries = sorted(
        ((word.strip(), sound.strip()) for word, sound in lexicon if word.strip() and sound.strip()),
        key=lambda entry: -len(entry[0]),
    )
    words = [f"(?P<e{at}>{_pattern_of(word)})" for at, (word, _) in enumerate(entries)]
    return re.compile("|".join(words)), [sound for _, sound in entries]


def _pattern_of(word: str) -> str:
    body = r"\s+".join(re.sub("['’]", "['’]", re.escape(part)) for part in word.split())
    body = f"(?i:{body})" if word == word.lower() else body
    left = r"(?<!\w)" if word[0].isalnum() and not spaceless(word[0]) else ""
    right = r"(?!\w)" if word[-1].isalnum() and not spaceless(word[-1]) else ""
    return f"{left}{body}{right}"
