"""Music round the words: as loud as the speech, faded, and silent at both ends so that its frames join any others."""

from __future__ import annotations

from storycast.audio import clip, loudness
from storycast.model import Hertz, Speech

FADE_IN, FADE_OUT = 0.05, 1.5
"""Seconds, but never more than a quarter of the piece."""


def levelled(music: Speech, rate: Hertz) -> bytes:
    """The piece at that rate, brought to the loudness that episodes have, and faded: 16 bits, mono."""
    import numpy as np

    gain = loudness.gain(loudness.powers(music))
    samples = np.frombuffer(clip.at_level(music, rate, gain), "<i2").astype(np.float32)
    rise, fall = (min(int(seconds * rate), len(samples) // 4) for seconds in (FADE_IN, FADE_OUT))
    samples[:rise] *= np.linspace(0, 1, rise, dtype=np.float32)
    samples[len(samples) - fall :] *= np.linspace(1, 0, fall, dtype=np.float32)
    return samples.astype("<i2").tobytes()
