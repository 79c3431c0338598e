"""What is said to Google and what it says back: gTTS writes the request, we read the answer and mistrust it."""

from __future__ import annotations

import base64
import binascii
import json
import re
from typing import TYPE_CHECKING

from storycast.engines.google_voices import Accent
from storycast.engines.mp3_frames import is_whole
from storycast.model import Speech

if TYPE_CHECKING:
    from requests import PreparedRequest

ANSWER = re.compile(r'"jQ1olc",("[^"\\]*(?:\\.[^"\\]*)*")')
"""The call's name and its result, a JSON text inside JSON; a text that isn't closed was cut off."""

LETTERS = re.compile(r"([^\W_])\1*")
"""A letter or digit, however often it is repeated: Aaaargh has four."""
FASTEST = 0.045
"""Seconds a letter takes at the least: the quickest languages reach 17 letters a second, not 22."""
BRISK = 0.07
"""Seconds a letter takes in common speech; what is shorter and stops in the middle of a sound has been cut off."""
END = 0.05
"""Seconds at the end that tell whether a sound stops or is cut off; a break inside a sentence is mostly shorter."""
SLOWEST = 0.6
"""Seconds a sign takes at the most: a digit that is spelled out, a letter of an abbreviation."""
LEEWAY = 3.0
"""Seconds that a short text may last longer than its signs let expect."""
FAINT = 200
"""Peak below which there is no speech, of 32767."""


class NoSpeech(Exception):
    """An answer that doesn't hold the speech of the text; says why in a few words."""


def request_for(text: str, accent: Accent) -> PreparedRequest | None:
    """The request for one piece, not yet sent; None where the text is nothing but marks.

    gTTS writes it, with its preparing and cutting of texts switched off: the text goes out as it is.
    """
    from gtts import gTTS

    tts = gTTS(
        text,
        lang=accent.language,
        tld=accent.domain,
        lang_check=False,
        pre_processor_funcs=[],
        tokenizer_func=lambda whole: [whole],
    )
    try:
        prepared = tts._prepare_requests()  # noqa: SLF001 - gTTS has no public way to a request that isn't sent
    except AssertionError:  # gTTS's word for "no text to send"
        return None
    return prepared[0] if prepared else None


def mp3_in(answer: str) -> bytes:
    """The MP3 in an answer. Raises `NoSpeech` for an empty, cut off or foreign one."""
    if "jQ1olc" not in answer:
        raise NoSpeech("the answer is not from the speech service")
    result = ANSWER.search(answer)
    if result is None:
        raise NoSpeech("the answer is cut off" if '"jQ1olc","' in answer else "the answer holds no sound")
    try:
        encoded = json.loads(json.loads(result.group(1)))[0]
        mp3 = base64.b64decode(encoded, validate=True)
    except (ValueError, TypeError, LookupError, binascii.Error):
        raise NoSpeech("the answer is garbled") from None
    if not mp3:
        raise NoSpeech("the answer holds no sound")
    if not is_whole(mp3):
        raise NoSpeech("the sound is no whole MP3")
    return mp3


def check_length(speech: Speech, text: str) -> None:
    """Raises `NoSpeech` where a sound can't be this text: silent, far too short or long, or cut off in mid-word."""
    import numpy as np

    sound = np.abs(np.frombuffer(speech.samples, dtype="<i2").astype(np.int32))
    seconds, letters = len(sound) / speech.rate, len(LETTERS.findall(text))
    if not len(sound) or sound.max() < FAINT:
        raise NoSpeech("the sound is silent")
    if seconds < FASTEST * letters:
        raise NoSpeech(f"the sound lasts {seconds:.1f} s, too short for {letters} letters")
    if seconds > LEEWAY + SLOWEST * len(text):
        raise NoSpeech(f"the sound lasts {seconds:.1f} s, too long for {letters} letters")
    end = sound[-round(END * speech.rate) :]
    if seconds < BRISK * letters and end.mean() > sound.mean() / 2:
        raise NoSpeech("the sound is cut off")
