"""Rate, pitch and volume for each utterance: small, smooth, by the role of its beat.

The figures are ours, kept small because Oliveira 2012 found no link between the sections of a narrative and its rate;
slower at the start of a stretch and faster at its end after Koopmans-van Beinum & van Donzel 1996.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from storycast.model import Decibels, Delivery, Role, Semitones


def _delivery(rate: float, pitch: float = 0.0, volume: float = 0.0) -> Delivery:
    return Delivery(rate, Semitones(pitch), Decibels(volume))


BY_ROLE: Mapping[Role, Delivery] = {
    Role.HOOK: _delivery(0.97),
    Role.SETUP: _delivery(1.00),
    Role.INCITING: _delivery(1.02, 0.3),
    Role.RISING: _delivery(1.04, 0.3),
    Role.LOW: _delivery(0.95, -0.5, -1),
    Role.CLIMAX: _delivery(1.06, 0.5, 1),
    Role.RESOLUTION: _delivery(0.97),
    Role.REFLECTION: _delivery(0.94, -0.5, -1),
}
REVEAL = _delivery(0.92, 1.0, 2)
"""What follows a long hold in a climax."""
FIRST, LAST = 0.97, 1.02
"""The rate of a beat's first and last sentence, beside the others'."""
SLOWEST, FASTEST = 0.88, 1.10
HEADING = _delivery(0.95)


@lru_cache(maxsize=256)  # the same few, for every utterance
def delivery(role: Role, *, first: bool, last: bool, reveal: bool, pace: float) -> Delivery:
    """How an utterance of a beat is said."""
    base = REVEAL if reveal and role is Role.CLIMAX else BY_ROLE[role]
    place = FIRST if first else LAST if last else 1.0
    return at_pace(_delivery(min(max(base.rate * place, SLOWEST), FASTEST), base.pitch, base.volume), pace)


def at_pace(said: Delivery, pace: float) -> Delivery:
    """The delivery when everything is read `pace` times as fast."""
    return Delivery(round(said.rate * pace, 3), said.pitch, said.volume)
