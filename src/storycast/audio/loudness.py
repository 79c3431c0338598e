"""Loudness after ITU-R BS.1770-4: powers are measured once per clip, so an episode's gain is arithmetic."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from math import log10
from typing import TYPE_CHECKING

from storycast.model import Decibels, Hertz, Speech

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TARGET = Decibels(-19.0)
"""LUFS of a mono file: what -16 is for stereo, Apple's recommendation (support page 893)."""
LIMITED = Decibels(0.6)
"""What the limiter takes back from an episode at that level: 0.65 to 0.9 LU on three stories by the embedded voice."""
STEP = Decibels(0.5)
"""The gain is rounded to this, so that a small edit leaves the bytes of all other beats alone."""
_PER_BLOCK = 4
"""A gating block lasts 400 ms, in steps of 100 ms."""
_OFFSET = -0.691
_SILENCE = 10 ** ((-70.0 - _OFFSET) / 10)
"""The absolute gate, as a power."""
_RELATIVE_GATE = 0.1
"""10 LU under the mean."""


def powers(speech: Speech) -> tuple[float, ...]:
    """The K-weighted mean square of each 400 ms in steps of 100 ms, silence on either side; full scale = 1.

    The weighting is laid on the spectrum of each 100 ms, which is the filter's output but for what rings over from one
    stretch to the next; against ffmpeg's ebur128 an episode comes out within 0.1 LU.
    """
    import numpy as np

    samples = np.frombuffer(speech.samples, "<i2")
    if not len(samples):
        return ()
    step = speech.rate // 10
    stretches = np.zeros((-(-len(samples) // step), step), np.float32)
    stretches.reshape(-1)[: len(samples)] = samples
    # With this norm its factor is a float32, and numpy stays in float32; with the factor 1 it transforms as double.
    spectrum = np.fft.rfft(stretches, axis=1, norm="forward").view(np.float32)
    np.square(spectrum, out=spectrum)
    # Summed in pairs, which is exact to 3e-7 (einsum: 2e-6). Not @: BLAS would wake threads for it, which then spin.
    spectrum *= _weights(speech.rate, step)
    squares = spectrum.sum(axis=1).astype(float) / 32768**2
    blocks = np.convolve(squares, np.full(_PER_BLOCK, 1 / _PER_BLOCK))
    return tuple(np.round(blocks, 9).tolist())


def integrated(all_powers: Iterable[float]) -> Decibels | None:
    """Integrated loudness in LUFS of the gating blocks; None where all of them are silent."""
    import numpy as np

    blocks = np.fromiter(all_powers, float)
    blocks = blocks[blocks > _SILENCE]
    if not len(blocks):
        return None
    blocks = blocks[blocks > blocks.mean() * _RELATIVE_GATE]
    return Decibels(_OFFSET + 10 * log10(blocks.mean()))


def gain(all_powers: Iterable[float]) -> Decibels:
    """What brings the blocks to the target, rounded to 0.5 dB; nothing for silence."""
    loudness = integrated(all_powers)
    return Decibels(0.0) if loudness is None else Decibels(round((TARGET + LIMITED - loudness) / STEP) * STEP)


@cache
def _weights(rate: Hertz, length: int) -> NDArray[np.float32]:
    """What each bin of a real spectrum of `length` samples adds to the mean square, K-weighted; twice, for both parts.

    The two filters of BS.1770-4, annex 1, given there for 48 kHz, read off at the bins' frequencies.
    """
    import numpy as np

    z = np.exp(2j * np.pi * np.fft.rfftfreq(length, 1 / rate) / 48000)
    shelf = (1.53512485958697 - 2.69169618940638 / z + 1.19839281085285 / z**2) / (
        1 - 1.69065929318241 / z + 0.73248077421585 / z**2
    )
    high_pass = (1 - 2 / z + 1 / z**2) / (1 - 1.99004745483398 / z + 0.99007225036621 / z**2)
    sides = np.full(len(z), 2.0)
    sides[0] = 1.0
    if length % 2 == 0:
        sides[-1] = 1.0
    weights: NDArray[np.float32] = np.repeat(np.abs(shelf * high_pass) ** 2 * sides, 2).astype(np.float32)
    return weights
