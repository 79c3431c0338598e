"""Sounds of one utterance that came in pieces, put together as if spoken in one go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from storycast.model import Hertz, Speech

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Sound = npt.NDArray[np.int16]

QUIET = 0.02
"""Share of a sound's peak under which its ends count as silence."""
MARGIN = 0.02
"""Seconds left around what is heard, so that soft consonants aren't clipped."""

GAPS = {".": 0.40, "!": 0.40, "?": 0.40, "…": 0.40, "。": 0.40, ";": 0.30, ":": 0.30, "—": 0.30, ",": 0.20, "，": 0.20}
"""Seconds between a piece that ends in this mark and the next: a real narrator's medians, less the margins."""
PLAIN_GAP = 0.05
CLOSING = "\"'”’»)]"


def joined(sounds: Sequence[Speech], texts: Sequence[str]) -> Speech:
    """The sounds in turn, silence at their inner ends replaced by the gap that their text's last mark wants.

    All at one rate, as one service gives them; one sound is given back as it came.
    """
    import numpy as np

    if len(sounds) == 1:
        return sounds[0]
    rate = sounds[0].rate
    last = len(sounds) - 1
    parts: list[Sound] = []
    for i, (sound, text) in enumerate(zip(sounds, texts, strict=True)):
        samples: Sound = np.frombuffer(sound.samples, dtype="<i2")
        parts.append(_trimmed(samples, rate, start=i > 0, end=i < last))
        if i < last:
            parts.append(np.zeros(round(gap_after(text) * rate), dtype=np.int16))
    return Speech(np.concatenate(parts).astype("<i2").tobytes(), rate)


def gap_after(text: str) -> float:
    """Seconds of silence before what follows this text."""
    return GAPS.get(text.rstrip(CLOSING)[-1:], PLAIN_GAP)


def _trimmed(samples: Sound, rate: Hertz, *, start: bool, end: bool) -> Sound:
    import numpy as np

    loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > QUIET * np.abs(samples.astype(np.int32)).max(initial=0))
    if not len(loud):
        return samples
    margin = round(MARGIN * rate)
    first = max(0, int(loud[0]) - margin) if start else 0
    after = int(loud[-1]) + 1 + margin if end else len(samples)
    return samples[first:after]
