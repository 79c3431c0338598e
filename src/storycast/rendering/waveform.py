"""The picture of an episode: its waveform over the story's arc, with beats and pauses marked.

It is drawn 1000 units wide and stretched to the page, so strokes are of the screen's width and nothing in it is text.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from msgspec import Struct

from storycast.model import Chapter, Episode, Milliseconds, Pause, Timeline, Utterance, Why
from storycast.rendering.arc import arc
from storycast.rendering.templates import fill
from storycast.rendering.text import one_line
from storycast.timeline import milliseconds

_WIDTH, _HEIGHT, _FLOOR, _BELOW = 1000, 100, 88, 95
"""Units; bars and arc stand on the floor, dots for pauses lie below it."""
_BARS = 250
_BAR_HEIGHT = 0.5
"""Of the arc's height that the loudest bar reaches."""
_BAR_SHARE = 0.62
"""Of its place's width that a bar fills."""
_FULL = 0.98
"""The share of bars that don't reach full height; a single loud word shall not dwarf the rest."""
_POWER_STEP = 0.1
"""Seconds between two powers of a clip; the n-th is of the 400 ms round its time n - 1."""
_GAP = 18
"""Units between two dots."""
_DOT, _WIDEST_DOT = 3.5, 7.0
"""Pixels for each second that is held, and at most."""
_MARKED = {Why.DRAMATIC, Why.WRITTEN}
"""Pauses that get a dot: those held for effect. The others show as gaps."""


class HeardPause(Struct, frozen=True):
    """A pause in the episode's time."""

    start: Milliseconds
    end: Milliseconds
    why: Why
    reason: str


def holds(episode: Episode) -> tuple[HeardPause, ...]:
    """The pauses that are held for effect, where they are heard."""
    return tuple(hold for hold in _pauses(episode) if hold.why in _MARKED)


def levels(timeline: Timeline, powers: Sequence[Sequence[float]], *, bars: int = _BARS) -> tuple[float, ...]:
    """How loud equal stretches of the episode are, 0 to 1, from the powers of each utterance's clip in order."""
    energy, step = [0.0] * bars, _POWER_STEP * timeline.rate
    for heard, clip_powers in zip(timeline.heard, powers, strict=True):
        for index, power in enumerate(clip_powers):
            at = heard.start + (index - 1) * step
            if heard.start <= at < heard.end:
                energy[min(int(at / timeline.length * bars), bars - 1)] += power
    full = sorted(energy)[round(_FULL * (bars - 1))] or max(energy) or 1.0
    return tuple(min(math.sqrt(each / full), 1.0) for each in energy)


def waveform_svg(
    loud: Sequence[float], *, beats: Sequence[Chapter], holds: Sequence[HeardPause], duration: Milliseconds
) -> str:
    """The picture as SVG in `currentColor`; classes `arc`, `bars`, `beats` and `holds` let a page colour its parts."""
    scale = _WIDTH / max(duration, 1)
    borders = "".join(f"M{beat.start * scale:.1f} 0V{_HEIGHT}" for beat in beats[1:])
    return fill(
        "waveform.svg.j2",
        title=_title(beats, holds),
        arc=_arc_line(beats),
        floor=_FLOOR,
        below=_BELOW,
        borders=borders,
        bars=_bars_path(loud),
        dots=[
            (f"{hold.start * scale:.1f}", f"{_dot(hold):.1f}", _hold_title(hold))
            for hold in _apart(holds, _GAP / scale)
        ],
    )


def _apart(holds: Sequence[HeardPause], gap: float) -> list[HeardPause]:
    """The holds in order, without those that would crowd a longer one."""
    kept: list[HeardPause] = []
    for hold in sorted(holds, key=lambda hold: hold.start - hold.end):
        if all(abs(hold.start - other.start) >= gap for other in kept):
            kept.append(hold)
    return sorted(kept, key=lambda hold: hold.start)


def _dot(hold: HeardPause) -> float:
    """How wide a hold's dot is, in pixels."""
    return min(_DOT * (hold.end - hold.start) / 1000, _WIDEST_DOT)


def _title(beats: Sequence[Chapter], holds: Sequence[HeardPause]) -> str:
    """The picture in words."""
    roles = ", ".join(role.value for role, _ in groupby(beats, key=lambda beat: beat.role))
    held = " Dots mark where the voice holds." if holds else ""
    return f"Waveform over the arc of the story: {roles or 'silence'}.{held}"


def _hold_title(hold: HeardPause) -> str:
    seconds = f"Pause of {(hold.end - hold.start) / 1000:.1f} seconds"
    return f"{seconds}: {one_line(hold.reason)}" if hold.reason else seconds


def _arc_line(beats: Sequence[Chapter]) -> str:
    curve = arc(beats)
    step = _WIDTH / (len(curve) - 1)
    return "M" + "L".join(f"{index * step:.1f} {_FLOOR * (1 - height):.1f}" for index, height in enumerate(curve))


def _bars_path(loud: Sequence[float]) -> str:
    """Bars as one path, standing on the floor; silence draws nothing."""
    step = _WIDTH / max(len(loud), 1)
    return "".join(
        f"M{index * step:.1f} {_FLOOR}v-{height * _FLOOR * _BAR_HEIGHT:.1f}h{step * _BAR_SHARE:.1f}V{_FLOOR}z"
        for index, height in enumerate(loud)
        if height > 0
    )


def _pauses(episode: Episode) -> Iterator[HeardPause]:
    """Every pause that follows an utterance, from its last sound to the next one's first."""
    timeline = episode.timeline
    lines = [line for beat in episode.script.beats for line in beat.lines]
    following = [
        after if isinstance(after, Pause) else None
        for before, after in pairwise([*lines, None])
        if isinstance(before, Utterance)
    ]
    ends = [*(heard.start for heard in timeline.heard[1:]), timeline.length]
    for heard, pause, end in zip(timeline.heard, following, ends, strict=True):
        if pause:
            start, stop = (milliseconds(at, timeline.rate) for at in (heard.end, end))
            yield HeardPause(start, stop, pause.why, pause.reason)
