"""Clips are trimmed, levelled and laid to the sample."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storycast.audio.clip import CEILING, at_level, silence, trimmed
from storycast.model import Hertz, Milliseconds, Samples, Speech, WordMark

RATE = Hertz(22050)


def speech(before, sound, after, marks=()):
    """So many samples of silence, of a tone, and of silence again."""
    tone = 0.4 * np.sin(np.arange(sound) * 0.2)
    samples = np.concatenate([np.zeros(before), tone, np.zeros(after)])
    return Speech((samples * 32767).astype("<i2").tobytes(), RATE, marks)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 20_000), st.integers(2000, 30_000), st.integers(0, 20_000))
def test_silence_at_the_ends_is_trimmed(before, sound, after):
    """What stays is the sound and at most 15 ms round it; marks move with it."""
    mark = WordMark(0, 4, Samples(before + sound // 2))
    kept = trimmed(speech(before, sound, after, (mark,)))
    assert sound - 10 <= len(kept.samples) // 2 <= sound + 0.016 * RATE
    assert abs(kept.marks[0].at - sound // 2) <= 0.006 * RATE


@given(st.integers(0, 5000), st.sampled_from([-32768, -20000, -1, 1, 32767]), st.integers(0, 5000))
def test_the_softest_that_counts_is_found_on_either_side(before, peak, after):
    """A sample 45 dB under the peak is silence, one a step louder is sound; -32,768 is as loud as it gets."""
    softest = int(abs(peak) * 10 ** (-45 / 20)) + 1
    sound = [0] * before + [softest - 1, -softest, peak, softest, 1 - softest] + [0] * after
    kept = trimmed(Speech(np.array(sound, "<i2").tobytes(), RATE))
    assert len(kept.samples) // 2 == min(110, before + 1) + 3 + min(after + 1, 220)


def test_pure_silence_leaves_nothing():
    """An answer without sound has no clip."""
    assert trimmed(Speech(bytes(4000), RATE)).samples == b""


@pytest.mark.parametrize("gain", [-12.0, 0.0, 6.0, 30.0])
def test_no_gain_breaks_the_ceiling(gain):
    """Loud or quiet, nothing is clipped and nothing passes -2 dBFS."""
    loud = at_level(speech(0, 22050, 0), Hertz(44100), gain)
    assert np.abs(np.frombuffer(loud, "<i2").astype(int)).max() <= CEILING * 32767 * 1.01


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 5000), st.sampled_from([16000, 22050, 24000, 44100]), st.floats(-20, 60), st.integers(0, 2**32))
def test_no_sound_of_any_length_breaks_the_ceiling(length, rate, gain, seed):
    """Not the noisiest, whose every millisecond peaks, nor one that ends in the middle of a block."""
    noise = np.random.default_rng(seed).integers(-32768, 32768, length).astype("<i2")
    levelled = np.frombuffer(at_level(Speech(noise.tobytes(), Hertz(rate)), Hertz(rate), gain), "<i2")
    assert len(levelled) == length
    assert np.abs(levelled.astype(int)).max(initial=0) <= CEILING * 32767


@pytest.mark.parametrize("peak", [0, 3000, 5999])
def test_only_what_is_near_a_peak_is_turned_down(peak):
    """Within 12 ms of it; all else keeps its level to the bit."""
    sound = np.full(6000, 1000)
    sound[peak] = -32768
    levelled = np.frombuffer(at_level(Speech(sound.astype("<i2").tobytes(), RATE), RATE, 0.0), "<i2")
    changed = np.flatnonzero(levelled != 999)  # 1000 * 32767 / 32768
    assert levelled[peak] == -int(CEILING * 32767)
    assert max(0, peak - 12 * 22) <= changed[0] <= peak <= changed[-1] <= peak + 12 * 22


@pytest.mark.parametrize("length", [0, 1, 120, 950, 3000])
def test_silence_is_digital_and_exact(length):
    """All zeros, as long as asked for to the sample."""
    laid = silence(Milliseconds(length), Hertz(44100))
    assert not any(laid)
    assert abs(len(laid) / 2 - 44.1 * length) < 1
