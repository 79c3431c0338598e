from io import BytesIO

import numpy as np
import pytest
import soundfile

from google_standin import RATE, mp3_of
from storycast.audio.decoding import decode


def test_an_mp3_gives_its_sound():
    speech = decode(mp3_of("The keeper rowed on."))
    assert speech.rate == RATE
    assert np.abs(np.frombuffer(speech.samples, dtype="<i2")).max() > 8000


def test_two_channels_become_one():
    wav = BytesIO()
    soundfile.write(wav, np.array([[100, 300], [-50, -150]], dtype=np.int16), 8000, format="WAV")
    assert np.frombuffer(decode(wav.getvalue()).samples, dtype="<i2").tolist() == [200, -100]


@pytest.mark.parametrize("sound", [b"", b"<html>", bytes(3000)])
def test_bytes_without_sound_are_refused(sound):
    with pytest.raises(ValueError, match="no sound"):
        decode(sound)
