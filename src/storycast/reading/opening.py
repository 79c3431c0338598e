"""The head of an article: where its title and its author stand, and what date its first lines give."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import chain, islice

from msgspec import Struct

from storycast.model import Block, BlockKind
from storycast.reading.dates import date_of
from storycast.reading.furniture import Furniture, judged
from storycast.reading.lines import STAFF, author_of, is_prose, is_title, says_author
from storycast.reading.runs import lines_of

NOT_OF_THE_STORY = frozenset({Furniture.NAVIGATION, Furniture.COOKIES, Furniture.NEWSLETTER, Furniture.ADVERT})
"""Labels that stand above a story's own head; what comes before the last of them is no title."""
TITLE_WORDS = 3
"""Among several short lines the title is the first that has as many words and is no name, if one is."""
HEAD_LINES = 8
"""Lines under a title among which its author and date are looked for."""
LONGEST_HEAD = 400
"""Characters by which lines of a head are compared."""
LINES = frozenset({BlockKind.PARAGRAPH, BlockKind.HEADING})
OPENING_WORDS = 8
"""Of a title made from an article's first words."""


class Head(Struct, frozen=True):
    """The indices of the blocks that are title and author, and of stray lines that stand above them."""

    title: int | None = None
    author: int | None = None
    above: tuple[int, ...] = ()


def head_of(blocks: Sequence[Block], furniture: Mapping[int, Furniture], title: str) -> Head:
    """Where the head is, given the furniture among it, and the title where the source names it elsewhere."""
    if title:
        repeated = next((i for i, block in enumerate(blocks[:HEAD_LINES]) if same_words(block.text, title)), None)
        return Head(repeated, _author(blocks, furniture, -1 if repeated is None else repeated))
    found = _title_among_furniture(blocks, furniture) if furniture else _plain_title(blocks)
    if found is None:
        return Head()
    author = _author(blocks, furniture, found)
    above = [i for i in range(found) if i not in furniture and blocks[i].text] if furniture else []
    if author is None:
        author = next((i for i in reversed(above) if _is_author(blocks[i].text)), None)
    return Head(found, author, tuple(i for i in above if i != author and date_of(blocks[i].text) is None))


def published(blocks: Sequence[Block]) -> date | None:
    """The date that a line of the head is, or that a stamp there gives."""
    for block in blocks[:HEAD_LINES]:
        if found := date_of(block.text) or date_of(block.text.rpartition(":")[2]):
            return found
        if is_prose(block.text):
            break
    return None


def apart(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks, the first one's lines apart where it is a title with its author under it."""
    lines = lines_of(blocks[0]) if blocks else ()
    heads = 1 < len(lines) <= HEAD_LINES and not any(is_prose(line.text) for line in lines[1:])
    if heads and (says_author(lines[1].text) or (_is_author(lines[1].text) and is_title(lines[0].text, lines[1:]))):
        return (*lines, *blocks[1:])
    return tuple(blocks)


def made_title(stem: str, blocks: Sequence[Block]) -> str:
    """A title for an article that has none: its file's name made readable, else its first words."""
    words = re.sub(r"[\s_-]+", " ", stem).strip()
    if any(character.isalpha() for character in words):
        return words[0].upper() + words[1:]
    opening = next((block.text for block in blocks if block.text), "").split(maxsplit=OPENING_WORDS)
    return " ".join(opening[:OPENING_WORDS]) + ("…" if len(opening) > OPENING_WORDS else "")


def same_words(a: str, b: str) -> bool:
    """Whether two texts have the same words, whatever their case and marks."""
    return letters(a) == letters(b) != ""


def letters(text: str) -> str:
    """Letters and digits alone, without case, of as much of a text as a title may be long."""
    return "".join(filter(str.isalnum, text[:LONGEST_HEAD].casefold()))


def _plain_title(blocks: Sequence[Block]) -> int | None:
    """The topmost heading before the first sentence, or else the first block, where it is a title."""
    headings = [i for i in _head_lines(blocks, {}) if blocks[i].kind is BlockKind.HEADING]
    if headings and len(blocks) > 1:
        return min(headings, key=lambda i: (blocks[i].level != 1, i))
    first = blocks[0] if blocks else Block(BlockKind.SECTION_BREAK)
    return 0 if first.kind is BlockKind.PARAGRAPH and is_title(first.text, blocks[1:]) else None


def _title_among_furniture(blocks: Sequence[Block], furniture: Mapping[int, Furniture]) -> int | None:
    last_label = max((i for i, kind in furniture.items() if kind in NOT_OF_THE_STORY), default=-1)
    lines = _head_lines(blocks, furniture)
    own = [i for i in lines if i > last_label] or lines
    headings = (i for i in own if blocks[i].kind is BlockKind.HEADING and blocks[i].level == 1)
    long = (i for i in own if len(blocks[i].text.split()) >= TITLE_WORDS and author_of(blocks[i].text) is None)
    titles = (i for i in own if author_of(blocks[i].text) is None)
    return next(chain(headings, long, titles, own), None)


def _head_lines(blocks: Sequence[Block], furniture: Mapping[int, Furniture]) -> list[int]:
    """The lines before the first sentence that are neither furniture nor dates."""
    lines = []
    for index, block in enumerate(blocks):
        if index in furniture:
            continue
        if is_prose(block.text) and block.kind is not BlockKind.HEADING:
            break
        if block.text and "\n" not in block.text and date_of(block.text) is None:
            lines.append(index)
    return lines


def _author(blocks: Sequence[Block], furniture: Mapping[int, Furniture], title: int) -> int | None:
    """The line under the title that names an author: right under it, or anywhere in the head where it says so."""
    below = [i for i in islice(range(title + 1, len(blocks)), HEAD_LINES) if i not in furniture]
    for place, index in enumerate(below):
        text = blocks[index].text
        if blocks[index].kind not in LINES or (is_prose(text) and not says_author(text)):
            return None
        if says_author(text) or (place == 0 and title >= 0 and _is_author(text) and _goes_on_after(blocks, index)):
            return index
    return None


def _is_author(text: str) -> bool:
    """Whether a line that doesn't say By names an author all the same: no label of a page, no word by itself.

    A lone word with a capital may be a place, a season or a chapter; in a script without capitals names have no spaces.
    """
    name = author_of(text)
    if name is None or judged(text):
        return False
    return len(name.split()) > 1 or re.fullmatch(STAFF, name.lower()) is not None or name.lower() == name.upper()


def _goes_on_after(blocks: Sequence[Block], index: int) -> bool:
    return any(block.text for block in blocks[index + 1 :])
