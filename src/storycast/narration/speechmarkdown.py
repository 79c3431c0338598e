"""Speech Markdown's grammar: which stretches of a text are marks, and what each asks for.

After speechmarkdown-js (`src/SpeechMarkdownGrammar.ts` and its tests, read at 008696e). The PyPI package
`speechmarkdown` 1.0.2 was tried and left: it takes `and/or/but` for a pronunciation, misses substitutes with an accent
or a comma, tells no places in the text, and needs pyparsing and 0.3 s for 1,000 words. Where the reference would take
ordinary prose for a mark we are stricter: short emphasis holds a letter and no space at its ends, between single
hyphens stands one word, short IPA holds a sign of IPA. Ours beside the standard are sections `#[beat:"climax"]` and a
backslash before a mark, which makes it text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from storycast.model import Decibels, Emphasis, Milliseconds, Role, Semitones

# --- where marks are --------------------------------------------------------------------------------------------------

TEXT_KEYS = (
    *("emphasis", "address", "number", "cardinal", "characters", "chars", "digits", "drc", "expletive", "bleep"),
    *("fraction", "interjection", "ordinal", "telephone", "phone", "unit", "time", "date", "whisper", "ipa", "sub"),
    *("vol", "volume", "rate", "pitch", "timbre", "lang", "voice", "excited", "disappointed", "style", "role"),
)
SECTION_KEYS = ("lang", "voice", "defaults", "dj", "newscaster", "excited", "disappointed", "beat")

_QUOTED = r"(?:\"[^\"\n]*\"|'[^'\n]*'|“[^”\n]*”)"
_LETTER = r"[^\W\d_]"
_GAP = r"\s{0,3}"


def _modifiers(keys: tuple[str, ...]) -> str:
    one = rf"(?:{'|'.join(keys)})\b(?:{_GAP}:{_GAP}{_QUOTED})?"
    return rf"\[{_GAP}{one}(?:{_GAP};{_GAP}{one})*{_GAP};?{_GAP}\]"


def _between(sign: str, marks: str) -> str:
    """Emphasis between two such marks: a letter in it somewhere, no space at its ends."""
    inner = rf"[^\s()\[\]*`@#\\_{sign}]"
    held = rf"{inner}(?:[^()\[\]*`@#\\_\n{sign}]*{inner})?"
    return rf"(?<![\w{sign}]){marks}(?=[^{sign}\n]*{_LETTER}){held}{marks}(?![\w{sign}])"


_PAUSE = rf"\[(?:break\s*:\s*{_QUOTED}|\d+(?:\.\d*)?\s?m?s)\]"
_SECTION = "#" + _modifiers(SECTION_KEYS)


def _bracketed(depth: int) -> str:
    """Text in round brackets: no others in it but shielded ones, an area code, and marks, to a depth."""
    inner = rf"[^()\[\]\\]|\\.|\(\d+\)|{_PAUSE}|{_SECTION}"
    return rf"\((?:{inner}|{_modified(depth - 1)})*\)" if depth else rf"\((?:{inner})*\)"


def _modified(depth: int) -> str:
    """Text in brackets with modifiers. That marks may stand inside one another goes beyond the reference."""
    return _bracketed(depth) + _modifiers(TEXT_KEYS)


_PATTERNS: Mapping[str, str] = {
    "section": _SECTION,
    "pause": _PAUSE,
    "place": rf"\[mark\s*:\s*{_QUOTED}\]",
    "sound": rf"!(?:\([^()\n]*\))?\[{_QUOTED}\]",
    "modified": _modified(3),
    "substituted": r"\([^()\[\]\n]+\)\{(?=[^{}\n]*\w)[^{}\n]+\}",
    "pronounced": r"(?:\([^()\[\]\n]+\)|(?<![\w/:.)]))"
    r"/(?=[^/\n]*[ˈˌːæɐɑɒɔəɚɛɜɝɡɪɫŋɹɾʁʃʊʌʒʔβθðχøœ])[^/\n]{1,80}/(?![\w/])",
    "strong": _between("+", r"\+\+"),
    "moderate": _between("+", r"\+"),
    "none": _between("~", "~"),
    "reduced": rf"(?<![\w-])-{_LETTER}[\w’']*-(?![\w-])",
}
"""The kinds of marks; where two would fit, the first counts."""

_SIGN = re.compile(rf"[\]}}/+~\\-](?:(?<!-)|(?<![\w-]-){_LETTER})")
"""What stands in every mark."""


@cache
def mark_pattern() -> re.Pattern[str]:
    """A mark, its kind the group that matched; `escaped` is a mark made text by backslashes before it.

    Made when it is asked for, as most articles have no marks.
    """
    return re.compile(
        rf"(?P<escaped>(?<!\\)\\+(?:{'|'.join(_PATTERNS.values())}))|"
        + "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _PATTERNS.items()),
        re.DOTALL,
    )


def has_marks(text: str) -> bool:
    """Whether there is a mark in a text."""
    return bool(_SIGN.search(text) and mark_pattern().search(text))


@cache
def _inner() -> re.Pattern[str]:
    return re.compile(_bracketed(3), re.DOTALL)


_MODIFIER = re.compile(rf"(?P<key>[a-z]+)(?:\s*:\s*(?P<value>{_QUOTED}))?")

# --- what they ask for ------------------------------------------------------------------------------------------------


class Wish(Struct, frozen=True):
    """What a mark asks for a stretch of text; None where it says nothing."""

    emphasis: Emphasis | None = None
    said: str | None = None
    ipa: str | None = None
    rate: float | None = None
    """Times the voice's own."""
    pitch: Semitones | None = None
    volume: Decibels | None = None
    voice: str | None = None
    """Its name as written; empty for the article's own voice."""
    role: Role | None = None
    """Of the beat that a section opens."""
    strange: tuple[str, ...] = ()
    """What is asked for and can't be done, as written."""


STRENGTHS: Mapping[str, Milliseconds] = {
    "none": Milliseconds(0),
    "x-weak": Milliseconds(250),
    "weak": Milliseconds(500),
    "medium": Milliseconds(750),
    "strong": Milliseconds(1000),
    "x-strong": Milliseconds(1250),
}
"""Lengths of breaks named by strength, as Azure documents its own; SSML promises only that they don't shrink."""
LONGEST_BREAK = Milliseconds(10_000)
"""As in Amazon Polly."""
_RATES = {"x-slow": 0.6, "slow": 0.8, "medium": 1.0, "fast": 1.2, "x-fast": 1.5, "": 1.0}
_PITCHES = {"x-low": -4.0, "low": -2.0, "medium": 0.0, "high": 2.0, "x-high": 4.0, "": 0.0}
_VOLUMES = {"silent": -60.0, "x-soft": -9.0, "soft": -4.0, "medium": 0.0, "loud": 3.0, "x-loud": 6.0, "": 0.0}
"""Named rates, pitches (semitones) and volumes (decibels). No standard gives figures; these are ours, and audible."""
_TIME = re.compile(r"(\d+(?:\.\d*)?)\s?(ms|s)")
_PERCENT = re.compile(r"([+-]?)(\d+(?:\.\d+)?)\s?%")
_STEPS = re.compile(r"([+-]?\d+(?:\.\d+)?)\s?(?:st|dB)", re.IGNORECASE)
_SLOWEST, _FASTEST = 0.3, 3.0


def length_of(mark: str) -> Milliseconds | None:
    """How long a break is to be; None where it says nothing that we know."""
    value = _unquoted(mark[1:-1].removeprefix("break").lstrip(" :").strip())
    if found := _TIME.fullmatch(value):
        length = float(found[1]) * (1000 if found[2] == "s" else 1)
        return Milliseconds(round(min(length, LONGEST_BREAK)))
    return STRENGTHS.get(value)


def held_text(mark: str) -> tuple[int, int]:
    """Which characters of a mark are text: the words in its brackets or between its signs."""
    if inner := _inner().match(mark):
        return 1, inner.end() - 1
    sign = 2 if mark.startswith("++") else 1
    return sign, len(mark) - sign


def wish_of(kind: str, mark: str) -> Wish:
    """What a mark asks for the text that it holds, or a section for all that follows."""
    if kind in _SHORT:
        return Wish(emphasis=_SHORT[kind])
    if kind == "substituted":
        return Wish(said=mark[mark.index("{") + 1 : -1])
    if kind == "pronounced":
        return Wish(ipa=mark[mark.index("/") + 1 : -1])
    text = _inner().match(mark)
    wish = Wish()
    for modifier in _MODIFIER.finditer(mark, text.end() if text else 0):
        key, value = modifier["key"], _unquoted(modifier["value"] or "")
        asked = _KEYS[key](value, text[0][1:-1] if text else "") if key in _KEYS else None
        wish = replace(wish, strange=(*wish.strange, modifier[0])) if asked is None else replace(wish, **asked)
    return wish


_SHORT = {
    "strong": Emphasis.STRONG,
    "moderate": Emphasis.MODERATE,
    "none": Emphasis.NONE,
    "reduced": Emphasis.REDUCED,
}
Asked = Mapping[str, Any] | None
"""Fields of a wish, or None where a value means nothing."""


def _emphasis(value: str, _text: str) -> Asked:
    return {"emphasis": _SHORT[value or "moderate"]} if (value or "moderate") in _SHORT else None


def _rate(value: str, _text: str) -> Asked:
    rate = _RATES.get(value) or _share(value)
    return {"rate": rate} if rate and _SLOWEST <= rate <= _FASTEST else None


def _pitch(value: str, _text: str) -> Asked:
    if value in _PITCHES:
        return {"pitch": Semitones(_PITCHES[value])}
    if steps := _STEPS.fullmatch(value):
        return {"pitch": Semitones(float(steps[1]))}
    share = _share(value)
    return {"pitch": Semitones(round(12 * math.log2(share), 2))} if share else None


def _volume(value: str, _text: str) -> Asked:
    if value in _VOLUMES:
        return {"volume": Decibels(_VOLUMES[value])}
    steps = _STEPS.fullmatch(value)
    return {"volume": Decibels(float(steps[1]))} if steps else None


def _letters(_value: str, text: str) -> Asked:
    """The characters one by one."""
    return {"said": " ".join(sign for sign in text if sign.isalnum()) or text}


def _role(value: str, _text: str) -> Asked:
    return {"role": Role(value)} if value in {role.value for role in Role} else None


_KEYS: Mapping[str, Callable[[str, str], Asked]] = {
    "emphasis": _emphasis,
    "rate": _rate,
    "pitch": _pitch,
    "volume": _volume,
    "vol": _volume,
    "sub": lambda value, _: {"said": value} if any(map(str.isalnum, value)) else None,
    "ipa": lambda value, _: {"ipa": value} if value else None,
    "voice": lambda value, _: {"voice": "" if value == "device" else value},
    "defaults": lambda _value, _: {"voice": ""},
    "beat": _role,
    **dict.fromkeys(("characters", "chars", "digits", "telephone", "phone"), _letters),
}
"""What we can do; the standard's other keys are marks all the same, and listed as strange."""


def _share(value: str) -> float | None:
    """`120%` and `+20%` as 1.2."""
    percent = _PERCENT.fullmatch(value)
    if percent is None:
        return None
    share = float(percent[2]) / 100
    return 1 + share if percent[1] == "+" else 1 - share if percent[1] == "-" else share


def _unquoted(value: str) -> str:
    return value[1:-1].strip() if value[:1] in {'"', "'", "“"} else value
