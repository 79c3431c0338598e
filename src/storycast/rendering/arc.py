"""The story's arc as a curve, and the colours that come with it: one look for cover, picture and page."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from storycast.model import Chapter, Milliseconds, Role

TENSION = {
    Role.HOOK: 0.55,
    Role.SETUP: 0.25,
    Role.INCITING: 0.5,
    Role.RISING: 0.7,
    Role.LOW: 0.15,
    Role.CLIMAX: 1.0,
    Role.RESOLUTION: 0.45,
    Role.REFLECTION: 0.3,
}
"""How high each role stands on the curve of a story, after Freytag's pyramid; 1 is the highest."""
_SLOPE = {Role.SETUP: 0.1, Role.RISING: 0.3, Role.RESOLUTION: -0.2, Role.REFLECTION: -0.15}
"""From the first to the last of several beats of one role in a row."""
_OPENING, _CLOSING = 0.1, 0.05
_POINTS = 200
_SWING = 100.0
"""Degrees of hue between a show's calmest story and its most tense one: a family, not a uniform."""


class Palette(Struct, frozen=True):
    """Colours as `#rrggbb`; texts stand at 4.5:1 or more on `paper` and on `tint`, `line` at 3:1 on `paper`."""

    paper: str
    tint: str
    line: str
    accent: str
    muted: str
    ink: str


def arc(beats: Sequence[Chapter]) -> tuple[float, ...]:
    """The tension of the story at 200 evenly spaced times from its start to its end, 0 to 1, as a smooth curve.

    Beats stand at whole hundredths of the length, so that a small edit moves little. Without beats it is the curve of
    stories in general: each role once, in order.
    """
    heights = [*_heights(beats)] or list(enumerate(TENSION.values(), 1))
    length = max(2 * beats[-1].end if beats else len(TENSION) + 1, 1)
    knots = [(0.0, _OPENING), *((round(middle / length, 2), height) for middle, height in heights), (1.0, _CLOSING)]
    places = [place for place, _ in knots]
    return tuple(_height(point / (_POINTS - 1), places, knots) for point in range(_POINTS))


def outline(beats: Sequence[Chapter]) -> tuple[float, ...]:
    """The same curve with all beats of one length: for pictures and colours, which show no time.

    An edit that leaves the beats alone leaves it alone, so a cover needn't be drawn, or fetched, for every word.
    """
    return arc([replace(beat, start=Milliseconds(n), end=Milliseconds(n + 1)) for n, beat in enumerate(beats)])


def hue(show_title: str, curve: Sequence[float], *, own: float | None = None) -> float:
    """Degrees on the colour wheel: the show's own, turned a little by how tense the story is on the whole."""
    told = int.from_bytes(sha256(show_title.encode()).digest()[:2]) / 65536 * 360 if own is None else own
    return (told + _SWING * (sum(curve) / len(curve) - 0.5)) % 360


def light(degrees: float) -> Palette:
    """Dark words on pale paper."""
    return Palette(
        paper=colour(0.985, 0.004, degrees),
        tint=colour(0.935, 0.03, degrees),
        line=colour(0.63, 0.05, degrees),
        accent=colour(0.45, 0.13, degrees),
        muted=colour(0.46, 0.02, degrees),
        ink=colour(0.21, 0.015, degrees),
    )


def dark(degrees: float) -> Palette:
    """Pale words on dark paper."""
    return Palette(
        paper=colour(0.17, 0.012, degrees),
        tint=colour(0.28, 0.05, degrees),
        line=colour(0.54, 0.05, degrees),
        accent=colour(0.8, 0.11, degrees),
        muted=colour(0.74, 0.02, degrees),
        ink=colour(0.93, 0.01, degrees),
    )


def poster(degrees: float) -> tuple[str, str, str, str]:
    """The colours of a cover: sky, moon, farthest hill and nearest hill; letters in white stand at 4.5:1 on the sky."""
    return (
        colour(0.42, 0.11, degrees),
        colour(0.9, 0.09, 85),
        colour(0.58, 0.12, degrees + 25),
        colour(0.19, 0.05, degrees - 10),
    )


def colour(lightness: float, chroma: float, degrees: float) -> str:
    """`#rrggbb` of an OKLCH colour (https://bottosson.github.io/posts/oklab), so that lightness is what eyes see."""
    a, b = chroma * math.cos(math.radians(degrees)), chroma * math.sin(math.radians(degrees))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    return "#" + "".join(f"{round(255 * _gamma(min(max(part, 0.0), 1.0))):02x}" for part in linear)


def _heights(beats: Sequence[Chapter]) -> Iterator[tuple[int, float]]:
    """Twice the middle of each beat, and its tension; several of one role in a row climb or fall."""
    for role, run in groupby(beats, key=lambda beat: beat.role):
        alike = list(run)
        for number, beat in enumerate(alike):
            place = number / (len(alike) - 1) - 0.5 if len(alike) > 1 else 0.0
            yield beat.start + beat.end, TENSION[role] + _SLOPE.get(role, 0.0) * place


def _gamma(linear: float) -> float:
    """The sRGB curve."""
    return 12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055  # noqa: PLR2004


def _height(at: float, places: Sequence[float], knots: Sequence[tuple[float, float]]) -> float:
    """The curve at a time between two knots, eased so that it is level at each."""
    index = min(bisect_left(places, at, 1), len(knots) - 1)
    (left, low), (right, high) = knots[index - 1], knots[index]
    share = (at - left) / (right - left) if right > left else 1.0
    return low + (high - low) * (1 - math.cos(math.pi * share)) / 2
