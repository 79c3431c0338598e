"""PCM of one utterance at a time: trimmed clips, exact silence, gain, fades.

Silence and the fades of music are pydub's; whole sounds are numpy's work. Nothing here exports, decodes or grows an
AudioSegment with `+=`: pydub would need ffmpeg for the first two, and copies everything at each join for the third. Nor
does it fade clips: it works on fades under 100 ms sample by sample in Python, 3.8% of the time that an hour took; here
they take 0.2%.
"""

from __future__ import annotations

import warnings
from functools import cache, reduce
from typing import TYPE_CHECKING, Any

from storycast.model import Decibels, Hertz, Milliseconds, Samples, Speech, WordMark

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BELOW_PEAK = Decibels(-45.0)
"""Sound softer than this beside the utterance's own peak counts as the silence that a voice leaves at its ends."""
KEPT_BEFORE, KEPT_AFTER = 0.005, 0.010
"""Seconds of it that stay, so that soft consonants aren't cut; both are faded."""
CEILING = 0.79
"""Highest sample after gain: -2 dBFS, so that the true peak stays under -1 dBTP after MP3 coding."""

REACH = 5
"""Blocks of 1 ms, before and after, over which the gain dips beside a peak."""
_AT_ONCE = 2048
"""Samples looked at in one go for the end of a silence: in three clips of four eSpeak leaves under 300 on a side."""


def trimmed(speech: Speech) -> Speech:
    """The speech without the silence at its ends, its ends faded; its marks count from the new start."""
    import numpy as np

    samples = np.frombuffer(speech.samples, "<i2")
    loudest = max(int(samples.max(initial=0)), -int(samples.min(initial=0)))
    if not loudest:
        return Speech(b"", speech.rate)
    softest = int(loudest * 10 ** (BELOW_PEAK / 20)) + 1
    before, after = _softer(samples, softest), _softer(samples[::-1], softest)
    start = max(0, before - int(KEPT_BEFORE * speech.rate))
    end = len(samples) - max(0, after - int(KEPT_AFTER * speech.rate))
    kept = _faded(samples[start:end], speech.rate).tobytes()
    marks = (WordMark(m.start, m.end, Samples(min(max(m.at - start, 0), end - start))) for m in speech.marks)
    return Speech(kept, speech.rate, tuple(marks))


def at_level(speech: Speech, rate: Hertz, gain: Decibels) -> bytes:
    """The samples at another rate and level, held under the ceiling: 16 bits, mono."""
    import numpy as np
    import soxr

    samples = np.frombuffer(speech.samples, "<i2").astype(np.float32)
    samples *= np.float32(10 ** (gain / 20) / 32768)
    samples = soxr.resample(samples, speech.rate, rate, quality="HQ") if speech.rate != rate else samples
    _limit(samples, rate)
    samples *= 32767  # nothing to clip: all are under the ceiling
    return samples.astype("<i2").tobytes()


def silence(length: Milliseconds, rate: Hertz) -> bytes:
    """Digital silence; pydub counts it in whole milliseconds."""
    return bytes(_audio_segment().silent(duration=length, frame_rate=rate).raw_data)


def faded(sound: bytes, rate: Hertz, *, rise: Milliseconds, fall: Milliseconds) -> bytes:
    """16 bits, mono: rising from silence and falling back into it, each over at most a quarter of the sound."""
    segment = _audio_segment()(sound, sample_width=2, frame_rate=rate, channels=1)
    most = max(1, len(segment) // 4)
    quiet = segment.fade_in(min(rise, most)).fade_out(min(fall, most))
    return bytes(quiet.append(segment.silent(1, rate), crossfade=0).raw_data)  # a fade ends a little above nothing


def _softer(samples: NDArray[np.int16], softest: int) -> int:
    """How many samples come before the first that is at least that loud."""
    for start in range(0, len(samples), _AT_ONCE):
        stretch = samples[start : start + _AT_ONCE]
        loud = (stretch >= softest) | (stretch <= -softest)
        if loud.any():
            return start + int(loud.argmax())
    return len(samples)


def _faded(samples: NDArray[np.int16], rate: Hertz) -> NDArray[np.int16]:
    """Without a click at either end: a straight fade in and a straight fade out."""
    faded = samples.copy()
    rise, fall = (min(round(seconds * rate), len(faded)) for seconds in (KEPT_BEFORE, KEPT_AFTER))
    up, down = _slopes(rise, fall)
    faded[:rise] = faded[:rise] * up
    faded[len(faded) - fall :] = faded[len(faded) - fall :] * down
    return faded


@cache
def _slopes(rise: int, fall: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """From nothing to 1 and back, in so many samples."""
    import numpy as np

    return np.linspace(0, 1, rise, endpoint=False), np.linspace(1, 0, fall)


def _audio_segment() -> Any:
    """Pydub's class, without its warning that ffmpeg is missing: we never ask it to decode or export."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pydub import AudioSegment
    return AudioSegment


def _limit(samples: NDArray[np.float32], rate: Hertz) -> None:
    """Where the samples would pass the ceiling, their gain dips smoothly for about 10 ms round the peak.

    It is worked out for blocks of 1 ms. In an hour one in a hundred has such a peak, and one in 14 lies in a dip.
    """
    import numpy as np

    over = np.flatnonzero((samples > CEILING) | (samples < -CEILING))
    if not len(over):
        return
    step, reach = rate // 1000, 2 * REACH
    needed = np.ones(reach + -(-len(samples) // step) + reach, np.float32)
    np.minimum.at(needed, reach + over // step, CEILING / np.abs(samples[over]))
    gains = _smoothed(needed)
    # From edge to edge of a block the gain moves in a straight line, and is never more than either side needs.
    edges = np.concatenate([gains[:1], np.minimum(gains[:-1], gains[1:]), gains[-1:]])
    dips = np.flatnonzero(np.minimum(edges[:-1], edges[1:]) < 1)
    falling, rising = _across(step)
    lines = edges[dips, None] * falling
    lines += edges[dips + 1, None] * rising
    whole, rest = divmod(len(samples), step)
    full = dips[dips < whole]
    samples[: whole * step].reshape(whole, step)[full] *= lines[: len(full)]
    if len(full) < len(dips):
        samples[whole * step :] *= lines[-1, :rest]


def _smoothed(needed: NDArray[np.float32]) -> NDArray[np.float64]:
    """The least gain within reach, then smoothed over the same reach: never more than any block in it needs.

    That of all blocks but those at either end that haven't their neighbours: twice the reach.
    """
    import numpy as np

    window = _window()
    within = len(needed) - len(window) + 1
    least = reduce(np.minimum, (needed[start : start + within] for start in range(len(window))))
    # Not @: BLAS would wake threads for it, which then spin. Of what is taken away, so that 1 comes out as 1.
    return 1 - np.convolve(1 - least.astype(np.float64), window, "valid")


@cache
def _window() -> NDArray[np.float64]:
    """What each block within reach counts."""
    import numpy as np

    curve = np.hanning(2 * REACH + 3)[1:-1]
    window: NDArray[np.float64] = curve / curve.sum()
    return window


@cache
def _across(step: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What the gain at a block's first edge counts on the way to its second, and what that one counts."""
    import numpy as np

    rising = np.linspace(0, 1, step, dtype=np.float32)
    return (1 - rising).astype(np.float64), rising.astype(np.float64)
