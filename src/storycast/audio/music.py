"""Music round the words: as loud as the speech, faded, and silent at both ends so that its frames join any others."""

from __future__ import annotations

from storycast.audio import clip, loudness
from storycast.model import Hertz, Milliseconds, Speech

FADE_IN, FADE_OUT = Milliseconds(120), Milliseconds(1500)


def levelled(music: Speech, rate: Hertz) -> bytes:
    """The piece at that rate, brought to the loudness that episodes have, and faded: 16 bits, mono."""
    sound = clip.at_level(music, rate, loudness.gain(loudness.powers(music)))
    return clip.faded(sound, rate, rise=FADE_IN, fall=FADE_OUT)
