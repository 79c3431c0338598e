"""A voice of beeps: same beeps for the same words, every time, with nothing to install. For tests and demos."""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, ClassVar

from msgspec.structs import replace

from storycast.errors import UnknownVoice
from storycast.model import Hertz, Samples, Speech, Utterance, Voice, WordMark

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

RATE = Hertz(22050)
WORD = re.compile(r"\S+")
SYLLABLE = 0.09
"""Seconds of sound for each three letters; long words last longer, as in speech."""


class Tone:
    """Speaks each word as one beep whose pitch is the word's own, and hums for white space."""

    name: ClassVar[str] = "tone"
    online: ClassVar[bool] = False
    longest: ClassVar[int] = 300

    def voices(self) -> Sequence[Voice]:
        """Two beepers, an octave apart."""
        return (Voice("tone", "low", "en"), Voice("tone", "high", "en"))

    def voice(self, id: str | None, language: str) -> Voice:
        """A beeper speaks every language."""
        if id not in (None, "low", "high"):
            raise UnknownVoice(f"tone has no voice '{id}'; it has low and high")
        return Voice("tone", id or "low", language)

    def fingerprint(self, voice: Voice) -> str:
        """One version of beeps so far."""
        return "tone 1"

    def expressible(self, utterance: Utterance) -> Utterance:
        """All but stresses and phonemes."""
        return replace(utterance, stresses=(), phonemes=())

    def speak(self, utterance: Utterance) -> Speech:
        """One beep a word, 20 ms of silence between them and 150 ms round the whole."""
        import numpy as np

        octave = 2.0 if utterance.voice.id == "high" else 1.0
        scale = octave * 2 ** (utterance.delivery.pitch / 12)
        loud = 0.25 * 10 ** (utterance.delivery.volume / 20)
        parts = [np.zeros(int(0.15 * RATE))]
        marks, length = [], len(parts[0])
        for word in WORD.finditer(utterance.text):
            beep = _beep(word.group(), scale=scale, loud=loud, rate=utterance.delivery.rate)
            marks.append(WordMark(word.start(), word.end(), Samples(length)))
            parts += [beep, np.zeros(int(0.02 * RATE))]
            length += len(beep) + len(parts[-1])
        parts.append(np.zeros(int(0.15 * RATE)))
        samples = (np.concatenate(parts) * 32767).astype("<i2").tobytes()
        return Speech(samples, RATE, tuple(marks))


def _beep(word: str, *, scale: float, loud: float, rate: float) -> NDArray[float64]:
    import numpy as np

    pitch = 180 + sha256(word.encode("utf-8", "replace")).digest()[0]
    seconds = SYLLABLE * (1 + len(word) // 3) / rate
    time = np.arange(int(seconds * RATE)) / RATE
    edge = np.minimum(1, np.minimum(time, time[::-1]) / 0.005)
    return np.asarray(loud * edge * np.sin(2 * np.pi * pitch * scale * time), dtype=np.float64)
