"""The head of an article's page: its title, its author, and the lines about them that nobody reads aloud."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from storycast.model import Block, BlockKind
from storycast.reading.dates import date_in, date_of
from storycast.reading.furniture import Furniture, judged
from storycast.reading.lines import author_of, is_prose, says_author
from storycast.reading.markup import Piece
from storycast.reading.opening import letters, same_words
from storycast.reading.runs import lines_of

FEWEST_PROSE = 8
"""Words of the first sentence of an article; shorter lines may be of its head."""
MOST_BYLINE = 15
"""Words of a line about author and date."""
HEAD_PIECES = 12
TITLE_REACH = 4
"""Pieces between a title and its article among which a standfirst is looked for."""
PARTS = re.compile(r"\s*[|·•,\n]\s*|\s[–—-]\s")
BYLINE = "byline"


def opening_of(found: Sequence[Piece], kept: Sequence[bool]) -> int:
    """The index of the first piece of prose that is kept: all before it may be of the head."""
    for index, (piece, keep) in enumerate(zip(found, kept, strict=True)):
        if keep and is_prose(piece.block.text) and len(piece.block.text.split()) >= FEWEST_PROSE:
            return index
    return next((index for index, keep in enumerate(kept) if keep), 0)


def title_of(told: Sequence[str], found: Sequence[Piece], opening: int) -> str:
    """The title: the line nearest above the article that is part of what the page calls itself, else that itself.

    `told` holds what the page calls itself, the best first: mostly the title with the site's name before or after it.
    """
    names = [letters(name) for name in told if name]
    above = [
        (line.strip(), piece.block.kind) for piece in found[: opening + 1] for line in piece.block.text.split("\n")
    ]
    own = [(line, kind) for line, kind in above if letters(line) and any(letters(line) in name for name in names)]
    headings = [line for line, kind in own if kind is BlockKind.HEADING]
    lines = [line for line, _ in own if len(line.split()) > 1 or letters(line) in names]
    if headings or lines:
        return (headings or lines)[-1]
    first = [piece.block.text for piece in found if piece.block.kind is BlockKind.HEADING and piece.block.level == 1]
    return next(filter(None, told), "") or (first[0] if len(first) == 1 else "")


def author_from(found: Sequence[Piece], opening: int) -> str | None:
    """The author that a line above the article names: `By Nora Whitlock`."""
    parts = (part for piece in found[:opening] for part in PARTS.split(piece.block.text))
    return next((author_of(part) for part in parts if says_author(part)), None)


def date_from(found: Sequence[Piece], opening: int) -> date | None:
    """The date that a line above the article names."""
    short = (piece.block.text for piece in found[:opening] if len(piece.block.text.split()) <= MOST_BYLINE)
    return next((dated for dated in map(date_in, short) if dated), None)


def standfirst(found: Sequence[Piece], title: str, opening: int) -> frozenset[int]:
    """The sentences between the title and the article that belong to it, where nothing speaks against them."""
    titles = [index for index, piece in enumerate(found[:opening]) if same_words(piece.block.text, title)]
    if not titles:
        return frozenset()
    between = range(titles[-1] + 1, min(opening, titles[-1] + 1 + TITLE_REACH))
    return frozenset(
        i for i in between if not found[i].hints and not found[i].linked and _is_standfirst(found[i].block)
    )


def head_lines(
    found: Sequence[Piece], kept: Sequence[bool], author: str | None, published: date | None
) -> frozenset[int]:
    """The lines among the first ones kept that only tell who wrote it and when."""
    first = [index for index, keep in enumerate(kept) if keep][:HEAD_PIECES]
    lines = frozenset(i for i in first if _is_byline(found[i].block, author, published))
    labels = frozenset(i for i in first if i <= max(lines, default=-1) + TITLE_REACH and judged(found[i].block.text))
    return lines | labels if lines else lines


def apart(block: Block, title: str) -> tuple[Block, ...]:
    """The block, its lines apart where the first one is the title."""
    lines = lines_of(block)
    return lines if len(lines) > 1 and same_words(lines[0].text, title) else (block,)


def _is_standfirst(block: Block) -> bool:
    words = len(block.text.split())
    return words >= FEWEST_PROSE // 2 and judged(block.text) is None and not says_author(block.text)


def _is_byline(block: Block, author: str | None, published: date | None) -> bool:
    text = block.text
    if block.kind is BlockKind.LIST_ITEM or len(text.split()) > MOST_BYLINE:
        return False
    if published is not None and date_of(text) == published:
        return True
    label = judged(text)
    if label and label.kind in {Furniture.STAMP, Furniture.COUNTER}:
        return True
    names = author is not None and letters(author) in letters(text)
    return names and (author_of(text) is not None or date_in(text) is not None or not is_prose(text))
