"""Frames laid end to end sound as if one encoder had made them."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storycast.audio.mp3 import encoded, info_frame, silent_frame
from storycast.model import SAMPLES_PER_FRAME, AudioFormat, Frames

FORMATS = [AudioFormat(), AudioFormat(bitrate=64), AudioFormat(rate=48000, bitrate=128)]


@pytest.mark.parametrize("audio_format", FORMATS, ids=str)
@pytest.mark.parametrize("samples", [1, 1151, 1152, 1153, 50_000])
def test_a_beat_is_one_frame_longer_than_its_samples(samples, audio_format):
    """Whole frames, and one more for what the encoder holds back."""
    noise = np.random.default_rng(samples).integers(-9000, 9000, samples).astype("<i2").tobytes()
    body, frames = encoded([noise], audio_format)
    assert frames == -(-samples // SAMPLES_PER_FRAME) + 1
    assert body[:2] == b"\xff\xfb"


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 4000), max_size=6))
def test_sounds_are_encoded_as_if_they_were_one(cuts):
    """However a beat is handed over, its frames are the same."""
    sound = np.random.default_rng(1).integers(-9000, 9000, 4000).astype("<i2").tobytes()
    borders = [0, *sorted(2 * cut for cut in cuts), len(sound)]
    parts = [sound[a:b] for a, b in pairwise(borders)]
    assert encoded(parts, AudioFormat()) == encoded([sound], AudioFormat())


def test_a_first_frame_borrows_nothing():
    """main_data_begin is 0, so a beat can follow any other."""
    body, _ = encoded([np.full(30_000, 5000, "<i2").tobytes()], AudioFormat())
    assert body[4] == 0
    assert body[5] >> 7 == 0


@pytest.mark.parametrize("audio_format", FORMATS, ids=str)
def test_a_silent_frame_is_all_zeros_after_its_header(audio_format):
    """Nothing sounds, nothing is borrowed, nothing lent."""
    frame = silent_frame(audio_format)
    assert len(frame) == 144 * audio_format.bitrate * 1000 // audio_format.rate
    assert not any(frame[4:])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9000), st.integers(1, 400)), min_size=1, max_size=30))
def test_the_header_tells_the_sums(stretches):
    """Frames and bytes are the sums of the pieces; the seek table climbs from the start to the end."""
    pieces = [(Frames(frames), frames * size) for frames, size in stretches]
    frame = info_frame(pieces, AudioFormat())
    at = frame.index(b"Info")
    assert int.from_bytes(frame[at + 8 : at + 12], "big") == sum(frames for frames, _ in pieces)
    assert int.from_bytes(frame[at + 12 : at + 16], "big") == sum(size for _, size in pieces) + len(frame)
    table = list(frame[at + 16 : at + 116])
    assert table == sorted(table)
