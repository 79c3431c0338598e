"""Stretches of text with or without stress, and the block they make."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from storycast.model import Block, BlockKind, Emphasis, Stress

STRENGTH = {Emphasis.STRONG: 2, Emphasis.MODERATE: 1}
BROAD = re.compile(r"[^\S\n]+")
BROKEN = re.compile(r" ?\n\s*")


class Run(Struct, frozen=True):
    """Text that is stressed throughout, or not at all. A line feed is a line break that the writer set."""

    text: str
    emphasis: Emphasis | None = None


def stronger(a: Emphasis | None, b: Emphasis | None) -> Emphasis | None:
    """The emphasis of a stretch that carries both."""
    return max(a, b, key=lambda emphasis: STRENGTH.get(emphasis, 0) if emphasis else 0)


def compose(kind: BlockKind, runs: Iterable[Run], *, level: int = 0) -> Block:
    """The block of these runs: white space made single, none at the ends, stresses in their places."""
    parts: list[str] = []
    stresses: list[Stress] = []
    length, between = 0, ""
    for run in runs:
        words = run.text.strip()
        before, after = run.text[: len(run.text) - len(run.text.lstrip())], run.text[len(run.text.rstrip()) :]
        between = _single(between + before)
        if not words:
            continue
        words = BROKEN.sub("\n", BROAD.sub(" ", words)) if "\n" in words else " ".join(words.split())
        if parts:
            parts.append(between)
            length += len(between)
        parts.append(words)
        if run.emphasis:
            stresses.append(Stress(length, length + len(words), run.emphasis))
        length, between = length + len(words), _single(after)
    text = "".join(parts)
    return Block(kind, text, _joined(stresses, text), level)


def lines_of(block: Block) -> tuple[Block, ...]:
    """The block's lines, each a block of its own with its stresses."""
    if "\n" not in block.text:
        return (block,)
    lines, start = [], 0
    for text in block.text.split("\n"):
        end = start + len(text)
        stresses = tuple(
            replace(s, start=max(s.start, start) - start, end=min(s.end, end) - start)
            for s in block.stresses
            if s.start < end and s.end > start
        )
        lines.append(Block(block.kind, text, stresses, block.level))
        start = end + 1
    return tuple(lines)


def with_spaces(block: Block, gaps: Sequence[int]) -> Block:
    """The block with a space put in before each of these characters; the stresses move with their words."""
    text = " ".join(block.text[start:end] for start, end in pairwise([0, *gaps, len(block.text)]))
    stresses = (
        replace(s, start=s.start + bisect_right(gaps, s.start), end=s.end + bisect_left(gaps, s.end))
        for s in block.stresses
    )
    return replace(block, text=text, stresses=tuple(stresses))


def _single(space: str) -> str:
    return "\n" if "\n" in space else space and " "


def _joined(stresses: Sequence[Stress], text: str) -> tuple[Stress, ...]:
    """Stresses of one strength with nothing but space between them made one."""
    joined: list[Stress] = []
    for stress in stresses:
        if joined and joined[-1].emphasis is stress.emphasis and not text[joined[-1].end : stress.start].strip():
            joined[-1] = replace(joined[-1], end=stress.end)
        else:
            joined.append(stress)
    return tuple(joined)
