"""Our BS.1770 agrees with what the standard and ffmpeg say."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storycast.audio.loudness import LIMITED, STEP, TARGET, _weights, gain, integrated, powers
from storycast.model import Hertz, Speech

SECONDS = 60


def tone(frequency, level, rate):
    time = np.arange(SECONDS * rate) / rate
    samples = 10 ** (level / 20) * np.sin(2 * np.pi * frequency * time)
    return Speech((samples * 32767).astype("<i2").tobytes(), Hertz(rate))


@pytest.mark.parametrize("rate", [16000, 22050, 24000, 44100, 48000])
def test_the_standards_own_tone(rate):
    """BS.1770: a 997 Hz sine at 0 dBFS in one channel reads -3.01 LUFS."""
    loudness = integrated(powers(tone(997, -20, rate)))
    assert loudness == pytest.approx(-23.01, abs=0.1)


@pytest.mark.parametrize(("frequency", "weight"), [(100, -1.8), (1000, 0.0), (3000, 3.1)])
def test_low_tones_count_less_and_high_ones_more(frequency, weight):
    """The K curve, against the level of 1 kHz (read off ffmpeg's ebur128)."""
    reference = integrated(powers(tone(1000, -20, 48000)))
    assert integrated(powers(tone(frequency, -20, 48000))) - reference == pytest.approx(weight, abs=0.25)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 30_000), st.sampled_from([16000, 22050, 24000, 44100]), st.integers(0, 2**32))
def test_powers_are_right_to_a_millionth(length, rate, seed):
    """Worked out in single precision; against the same in double."""
    noise = np.random.default_rng(seed).integers(-32768, 32768, length).astype("<i2")
    step = rate // 10
    padded = np.pad(noise / 32768, (0, -length % step)).reshape(-1, step)
    spectrum = np.repeat(np.abs(np.fft.rfft(padded, norm="forward")) ** 2, 2, axis=1) / 2
    expected = np.convolve((spectrum * _weights(rate, step)).sum(axis=1), np.ones(4)) / 4
    assert powers(Speech(noise.tobytes(), Hertz(rate))) == pytest.approx(expected, rel=1e-6, abs=1e-9)


def test_silence_has_no_loudness_and_needs_no_gain():
    """Nothing is divided by nothing."""
    silence = powers(Speech(bytes(200_000), Hertz(22050)))
    assert integrated(silence) is None
    assert gain(silence) == 0
    assert powers(Speech(b"", Hertz(22050))) == ()


def test_pauses_change_nothing():
    """The gates leave silence out, so that a longer pause moves no gain."""
    loud = powers(tone(500, -25, 22050))
    assert integrated([*loud, *[0.0] * 1000]) == pytest.approx(integrated(loud))


@given(st.lists(st.floats(1e-6, 0.5), min_size=1))
def test_the_gain_is_what_is_missing_in_half_decibels(blocks):
    """Rounded, so that a small edit leaves other beats' bytes alone."""
    assert gain(blocks) % STEP == 0
    assert abs(integrated(blocks) + gain(blocks) - TARGET - LIMITED) <= STEP / 2 + 1e-9
