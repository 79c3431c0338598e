import numpy as np
import pytest

from storycast.engines.joining import MARGIN, gap_after, joined
from storycast.model import Hertz, Speech

RATE = 8000


def sound(level, *, before, length, after):
    samples = np.concatenate([np.zeros(before), np.full(length, level), np.zeros(after)])
    return Speech(samples.astype("<i2").tobytes(), Hertz(RATE))


def test_one_piece_stays_as_it_came():
    alone = sound(900, before=50, length=100, after=70)
    assert joined([alone], ["Alone."]) is alone


def test_silence_between_pieces_is_what_the_mark_wants():
    """However much silence a voice leaves at its ends, a comma lasts as long as a comma."""
    first, second = (sound(level, before=900, length=1000, after=3000) for level in (700, 900))
    together = np.frombuffer(joined([first, second], ["He waited,", "and left."]).samples, dtype="<i2")
    loud = np.flatnonzero(together)
    between = np.diff(loud).max() - 1
    assert between == pytest.approx(RATE * (gap_after("He waited,") + 2 * MARGIN), abs=2)
    assert (loud[0], len(together) - loud[-1] - 1) == (900, 3000)


@pytest.mark.parametrize(
    ("longer", "shorter"), [("done.", "done;"), ("done;", "done,"), ("done,", "done"), ("“done.”", "(done),")]
)
def test_a_stronger_mark_holds_longer(longer, shorter):
    assert gap_after(longer) > gap_after(shorter)


def test_order_and_all_sound_is_kept():
    parts = [sound(100 * n, before=10, length=200, after=10) for n in range(1, 6)]
    together = np.frombuffer(joined(parts, ["a,"] * 5).samples, dtype="<i2")
    levels = [int(level) for level in together[np.flatnonzero(together)][::200]]
    assert levels == [100, 200, 300, 400, 500]
