"""What each beat does for the listener: mostly where it stands, moved by what it is like.

Position decides and words add a little (narration.md 2.2), so these are guesses. The borders are those at which the
readers of the marked texts changed their minds.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from storycast.model import Role

SETUP_ENDS = 0.22
INCITING_ENDS = 0.33
CLIMAX_FROM, CLIMAX_TO = 0.58, 0.95
LOW_FROM = 0.5
MUCH = 4
"""Strengths of a beat's holds together, from which it asks for much silence."""


class Outline(Struct, frozen=True):
    """What is known of a beat when its role is chosen."""

    place: float
    """Where it starts, as a share of the text."""
    drama: float
    """How much silence it asks for: its holds' strengths."""
    dark: float
    """Words of death, danger, fear and grief, as a share of its words."""
    reflects: bool
    """Whether it is told in the present, from a distance."""


def roles(beats: Sequence[Outline]) -> tuple[Role, ...]:
    """A role for each beat. A text of one beat has no arc: that is setup."""
    if len(beats) < 2:  # noqa: PLR2004 - fewer have no arc
        return (Role.SETUP,) * len(beats)
    climax = _climax(beats)
    told = [_role(number, beat, climax) for number, beat in enumerate(beats)]
    told[0] = Role.HOOK
    if climax != len(beats) - 1:
        told[-1] = Role.REFLECTION if beats[-1].reflects else Role.RESOLUTION
    return tuple(told)


def _climax(beats: Sequence[Outline]) -> int | None:
    """The last beat that asks for much silence in the part where climaxes stand, else for any; None where all is calm.

    The last rather than the greatest, so that an edit elsewhere hardly ever moves it.
    """
    within = [number for number, beat in enumerate(beats) if number and CLIMAX_FROM <= beat.place <= CLIMAX_TO]
    for least in (MUCH, 1):
        found = [number for number in within if beats[number].drama >= least]
        if found:
            return found[-1]
    return None


def _role(number: int, beat: Outline, climax: int | None) -> Role:
    if number == climax:
        return Role.CLIMAX
    if climax is not None and number > climax:
        return Role.REFLECTION if beat.reflects else Role.RESOLUTION
    if beat.place < SETUP_ENDS:
        return Role.SETUP
    if beat.place < INCITING_ENDS and beat.drama > 0:
        return Role.INCITING
    if beat.reflects:
        return Role.REFLECTION
    return Role.LOW if beat.place >= LOW_FROM and beat.dark >= 0.06 else Role.RISING  # noqa: PLR2004 - 1 word in 16
