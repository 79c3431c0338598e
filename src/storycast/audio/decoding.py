"""From the bytes of a sound file to speech."""

from __future__ import annotations

from io import BytesIO

from storycast.model import Hertz, Speech


def decode(sound: bytes) -> Speech:
    """The speech in an MP3 (or WAV, FLAC, Ogg), its channels mixed to one. Raises `ValueError` where there is none."""
    import numpy as np
    import soundfile

    try:
        samples, rate = soundfile.read(BytesIO(sound), dtype="int16", always_2d=True)
    except soundfile.SoundFileError as unreadable:
        raise ValueError(f"no sound in {len(sound)} bytes") from unreadable
    if not len(samples):
        raise ValueError(f"no sound in {len(sound)} bytes")
    mono = samples[:, 0] if samples.shape[1] == 1 else samples.mean(axis=1, dtype=np.float64).round()
    return Speech(mono.astype("<i2").tobytes(), Hertz(rate))
