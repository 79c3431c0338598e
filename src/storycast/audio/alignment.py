"""When each word is heard in speech that came without marks: a voice that knows its words is laid over it.

Both sounds become rows of features, one for each 20 ms; dynamic time warping (Sakoe & Chiba 1978) finds which row of
the one is which of the other, and the word times of the one are read off on the other. Where the two don't fit, the
words share out the time by their syllables.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from math import log10
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec.structs import replace

from storycast.model import Samples, Speech, WordMark

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.floating[Any]]
    Flags = npt.NDArray[np.bool_]
    Rows = npt.NDArray[np.intp]

STEP = 0.02
"""Seconds from one row to the next. At 10 ms words were found 2 ms better, in three times the time."""
MOST_ROWS = 600
"""Longer sounds have fewer rows a second, so that work stays bounded."""
WINDOW = 0.025
"""Seconds of sound that a row looks at."""
BANDS = 24
LOWEST, HIGHEST = 80.0, 5500.0
"""Hz between which speech is compared: what the poorest of our voices, at 11,025 Hz, still has."""
QUIET = 0.03
"""Share of a sound's loud parts under which it is taken for a pause."""
STANDSTILL = 0.2
"""What a row costs that has no partner of its own, beside the difference from the one it shares."""
WORST = 0.9
"""Mean difference from which two sounds aren't the same words. Measured with 40 sentences and seven pairs of voices:
the same words differ by 0.33 to 0.81, other words by 0.74 to 1.07, half of them by more than 0.93."""

ALONE = r"\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
"""Kana and Han characters: written without spaces, and each spoken in a time of its own."""
WORDS = rf"[{ALONE}]|[^\W{ALONE}]+(?:['’\-.,][^\W{ALONE}]+)*"
SYLLABLES = r"(?i)[aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüýœ]+|\d|[^\W\da-zà-ÿœ]"
"""Text, which `re` compiles for the first speech without marks: most of our voices give them."""
PAUSES = {",": 1.0, ";": 1.5, ":": 1.5, "—": 1.5, ".": 2.5, "!": 2.5, "?": 2.5, "…": 2.5}
"""How many syllables' time the pause after a mark takes inside an utterance."""


def with_marks(speech: Speech, text: str, reference: Speech | None = None) -> Speech:
    """The speech of `text` with a mark for each word.

    `reference` is the same text, spoken by a voice that gives marks. Without one, or where the two don't sound like the
    same words, the words' syllables decide.
    """
    marks = _by_warping(speech, reference) if reference and reference.marks else None
    return replace(speech, marks=_by_syllables(speech, text) if marks is None else marks)


class _Voiced(NamedTuple):
    """A sound without the silence at its ends, in rows."""

    starts: float
    """Seconds of silence in front."""
    rows: Floats
    """What it sounds like: row x band, each band of mean 0 and deviation 1 over the sound."""
    quiet: Flags
    """Which rows are a pause."""


def _by_warping(speech: Speech, reference: Speech) -> tuple[WordMark, ...] | None:
    """The reference's marks at the speech's times; None where the sounds don't fit."""
    import numpy as np

    step = max(STEP, _seconds(speech) / MOST_ROWS, _seconds(reference) / MOST_ROWS)
    ours, theirs = _voiced(reference, step), _voiced(speech, step)
    if ours is None or theirs is None:
        return None
    path, difference = _warped(_differences(ours.rows, theirs.rows))
    if difference > WORST:
        return None
    known = (np.array([mark.at for mark in reference.marks]) / reference.rate - ours.starts) / step
    seconds = theirs.starts + _read_off(known, path, theirs.quiet) * step
    at = np.maximum.accumulate(np.clip(seconds * speech.rate, 0, len(speech.samples) // 2 - 1).astype(int))
    return tuple(replace(mark, at=Samples(int(when))) for mark, when in zip(reference.marks, at, strict=True))


def _read_off(known: Floats, path: Rows, quiet: Flags) -> Floats:
    """For places between rows of the one sound, the places in the other; never in a pause, which no word starts in."""
    import numpy as np

    ours, theirs = path[~quiet[path[:, 1]]].T
    rows, first = np.unique(ours, return_index=True)
    partners = np.add.reduceat(theirs, first) / np.diff([*first, len(ours)])
    # A word that starts between two rows starts before the later one, not in a pause after the earlier one.
    later = np.clip(np.searchsorted(rows, np.ceil(known)), 0, len(rows) - 1)
    return np.asarray(partners[later] - np.clip(rows[later] - known, 0, 1))


def _warped(differences: Floats) -> tuple[Rows, float]:
    """Pairs of rows from the first of both to the last of both, on the cheapest way; and its mean difference.

    A step in both sounds counts twice, so that every way through the table has the same weight.
    """
    import numpy as np

    apart = differences + STANDSTILL
    both = 2 * differences
    along = np.cumsum(apart, axis=1)
    cheapest = np.empty_like(apart)
    cheapest[0] = along[0]
    for row in range(1, len(cheapest)):
        # First the two ways from the row before, then along this row: the running minimum does all columns at once.
        above = cheapest[row - 1]
        way = above + apart[row]
        np.minimum(way[1:], above[:-1] + both[row, 1:], out=way[1:])
        way -= along[row]
        np.minimum.accumulate(way, out=way)
        np.add(way, along[row], out=cheapest[row])
    return _way_back(cheapest, both, apart), float(cheapest[-1, -1]) / sum(cheapest.shape)


def _way_back(cheapest: Floats, both: Floats, apart: Floats) -> Rows:
    import numpy as np

    i, j = (size - 1 for size in cheapest.shape)
    path = [(i, j)]
    while i and j:
        step = min(
            (cheapest[i - 1, j - 1] + both[i, j], 1, 1),
            (cheapest[i - 1, j] + apart[i, j], 1, 0),
            (cheapest[i, j - 1] + apart[i, j], 0, 1),
        )
        i, j = i - step[1], j - step[2]
        path.append((i, j))
    path += [(row, 0) for row in range(i - 1, -1, -1)] + [(0, column) for column in range(j - 1, -1, -1)]
    return np.array(path[::-1])


def _differences(ours: Floats, theirs: Floats) -> Floats:
    """How far each row of the one is from each of the other; 1.4 for rows that have nothing to do with each other."""
    import numpy as np

    # einsum rather than @: tables this small are multiplied before BLAS has woken its threads, which then spin.
    squares = (ours**2).sum(1)[:, None] + (theirs**2).sum(1) - 2 * np.einsum("ib,jb->ij", ours, theirs)
    return np.asarray(np.sqrt(np.maximum(0, squares) / BANDS))


def _voiced(speech: Speech, step: float) -> _Voiced | None:
    """What is heard, as rows; None for silence."""
    import numpy as np

    samples = np.frombuffer(speech.samples, dtype="<i2").astype(np.float32)
    window = round(WINDOW * speech.rate)
    if len(samples) < window or not samples.any():
        return None
    loud = np.flatnonzero(np.abs(samples) > QUIET * np.abs(samples).max())
    starts, ends = int(loud[0]), int(loud[-1]) + 1
    places = np.arange(starts, ends, step * speech.rate).astype(int)
    frames = np.lib.stride_tricks.sliding_window_view(np.pad(samples, window // 2 + 1), window)[places]
    spectra = np.fft.rfft(frames * np.hanning(window).astype(np.float32), _size(window), axis=1)
    power = spectra.real**2 + spectra.imag**2
    bands = np.log(np.einsum("if,bf->ib", power, _filters(speech.rate, _size(window))) + 1e-9 * power.max())
    levels = np.sqrt((frames**2).mean(1))
    return _Voiced(
        starts / speech.rate,
        (bands - bands.mean(0)) / (bands.std(0) + 1e-3),
        levels < QUIET * np.percentile(levels, 95),
    )


def _size(window: int) -> int:
    """The next power of two, of which Fourier transforms are quick."""
    return 1 << (window - 1).bit_length()


@cache
def _filters(rate: int, size: int) -> Floats:
    """Triangles of equal width on the mel scale (Stevens, Volkmann & Newman 1937): band x frequency."""
    import numpy as np

    low, high = (2595 * log10(1 + hertz / 700) for hertz in (LOWEST, HIGHEST))
    edges = 700 * (10 ** (np.linspace(low, high, BANDS + 2) / 2595) - 1)
    frequencies = np.fft.rfftfreq(size, 1 / rate)[:, None]
    rising = (frequencies - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - frequencies) / (edges[2:] - edges[1:-1])
    return np.ascontiguousarray(np.maximum(0, np.minimum(rising, falling)).T, dtype=np.float32)


def _by_syllables(speech: Speech, text: str) -> tuple[WordMark, ...]:
    """A mark for each word, the time between first and last sound shared out by syllables and the marks between."""
    import numpy as np

    words = list(re.finditer(WORDS, text))
    if not words:
        return ()
    samples = np.abs(np.frombuffer(speech.samples, dtype="<i2").astype(np.int32))
    loud = np.flatnonzero(samples > QUIET * samples.max(initial=0))
    starts, ends = (int(loud[0]), int(loud[-1]) + 1) if len(loud) else (0, len(samples))
    between = [text[a.end() : b.start()] for a, b in pairwise(words)]
    lengths = [_syllables(word.group()) + _pause(after) for word, after in zip(words, [*between, ""], strict=True)]
    shares = np.cumsum([0.0, *lengths])[:-1] / sum(lengths)
    return tuple(
        WordMark(word.start(), word.end(), Samples(int(starts + share * (ends - starts))))
        for word, share in zip(words, shares, strict=True)
    )


def _syllables(word: str) -> int:
    """About how many: groups of vowels, digits, and letters of scripts without Latin vowels; at least one."""
    return max(1, len(re.findall(SYLLABLES, word)))


def _pause(between: str) -> float:
    """The time of the longest pause that the marks between two words ask for, in syllables."""
    return max((PAUSES.get(mark, 0.0) for mark in between), default=0.0)


def _seconds(speech: Speech) -> float:
    return len(speech.samples) / 2 / speech.rate
