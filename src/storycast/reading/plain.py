"""Plain text -> blocks: paragraphs between blank lines, hard-wrapped lines rejoined, verse and lists kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from storycast.model import Article, Block, BlockKind, Emphasis, LeftOut
from storycast.reading.furniture import is_listing
from storycast.reading.lines import ends_sentence, goes_on, is_direction, is_prose, is_separator, joined
from storycast.reading.runs import Run, compose

WIDEST = 110
"""Characters of the widest column that prose is wrapped to by hand or program; longer lines are whole paragraphs."""
NARROWEST = 40
FULL = 0.6
"""Share of line ends where the next word didn't fit, from which a text counts as hard-wrapped."""
LOWER = 0.3
"""Share of lines that begin without a capital, from which a text counts as hard-wrapped; in verse hardly any do."""
NEARLY_FULL = 0.75
VERSE_LINE = 60
BREAK_BLANKS = 3
"""Blank lines in a row that part two sections, where paragraphs are parted by fewer."""
BULLET = re.compile(r"\s*[-*•‣◦·]\s+(?=\S)")
NUMBERED = re.compile(r"\s*\(?\d{1,3}[.)]\s+\S")
UNDERLINE = re.compile(r"={3,}|-{3,}|~{3,}")
STRESSED = re.compile(r"(?<!\w)_(?=[^\s_])([^_\n]*[^\s_])_(?!\w)|(?<![\w*])\*(?=[^\s*])([^*\n]*[^\s*])\*(?![\w*])")
CHAPTER = re.compile(
    r"(?:chapter|part|book|canto|act|scene|kapitel|teil|chapitre|partie|capítulo|capitolo|parte|hoofdstuk)\s+[\w-]+\.?"
    r"(?:[:.—–-]?\s.{1,60})?|[IVXLC]{1,7}\.?|\d{1,3}\.?",
    re.IGNORECASE,
)
HEADING_WORDS = 10
LIBRARY_START = re.compile(r"^\*\*\* ?START OF (?:THE|THIS) PROJECT GUTENBERG.*$", re.MULTILINE)
LIBRARY_END = re.compile(
    r"^(?:\*\*\* ?END OF (?:THE|THIS) PROJECT|End of (?:the )?Project) GUTENBERG.*", re.MULTILINE | re.IGNORECASE
)
LIBRARY_FIELD = re.compile(r"^(Title|Author):[ \t]*(\S.*)$", re.MULTILINE)
LIBRARY_NOTICE = "notice of Project Gutenberg"
ILLUSTRATION = re.compile(r"\[illustrations?\b[^\]]*\]", re.IGNORECASE)


class Stretch(Struct, frozen=True):
    """Lines without a blank one between them, and how many blank ones stand before them."""

    lines: tuple[str, ...]
    blanks: int


def read_plain(text: str) -> Article:
    """The blocks of a plain text; title and author only where a library's notice names them."""
    text, notices, fields = _without_notice(text)
    stretches = tuple(_stretches(text))
    width = wrap_width(stretches)
    blocks: list[Block] = []
    for stretch in stretches:
        if stretch.blanks >= BREAK_BLANKS and blocks:
            blocks.append(Block(BlockKind.SECTION_BREAK))
        blocks.extend(_blocks(stretch, width))
    blocks, pictures = _without_illustrations(blocks)
    return Article(
        title=fields.get("Title", ""),
        author=fields.get("Author"),
        blocks=_with_headings(blocks),
        language="",
        left_out=(*notices, *pictures),
    )


def stressed(text: str) -> list[Run]:
    """The runs of a text that marks stress as typewriters did: `_so_` or `*so*`."""
    if is_direction(text):
        return [Run(text)]
    runs, done = [], 0
    for found in STRESSED.finditer(text):
        runs += [Run(text[done : found.start()]), Run(found[1] or found[2], Emphasis.MODERATE)]
        done = found.end()
    return [*runs, Run(text[done:])]


def wrap_width(stretches: Sequence[Stretch]) -> int:
    """The column that a text is hard-wrapped at; 0 where its line ends are the writer's own."""
    ends = [pair for stretch in stretches for pair in pairwise(stretch.lines)]
    lengths = sorted(len(line) for line, _ in ends if len(line) <= WIDEST)
    if not lengths or len(lengths) < FULL * len(ends):
        return 0
    width = lengths[-1 - len(lengths) // 50]  # a few lines may stick out
    full = sum(len(line) + 1 + len(_first_word(following)) > width for line, following in ends)
    lower = sum(not following.lstrip()[:1].isupper() for _, following in ends)
    wrapped = width >= NARROWEST and full >= FULL * len(ends) and lower >= LOWER * len(ends)
    return width if wrapped else 0


def _stretches(text: str) -> Iterator[Stretch]:
    """The text's stretches; a separator, a direction or an underlined heading is one by itself."""
    lines: list[str] = []
    blanks = 0
    for line in text.split("\n"):
        if not line.strip():
            if lines:
                yield Stretch(tuple(lines), blanks)
                lines, blanks = [], 0
            blanks += 1
        elif len(lines) == 1 and _underlines(line, lines[0]):
            yield Stretch((lines[0], line), blanks)
            lines, blanks = [], 0
        elif is_separator(line) or is_direction(line):
            if lines:
                yield Stretch(tuple(lines), blanks)
            yield Stretch((line,), 0 if lines else blanks)
            lines, blanks = [], 0
        else:
            lines.append(line)
    if lines:
        yield Stretch(tuple(lines), blanks)


def _underlines(line: str, heading: str) -> bool:
    return UNDERLINE.fullmatch(line.strip()) is not None and 2 * len(line.strip()) >= len(heading.strip())


def _blocks(stretch: Stretch, width: int) -> Iterator[Block]:
    lines = stretch.lines
    if len(lines) == 2 and _underlines(lines[1], lines[0]):  # noqa: PLR2004
        yield compose(BlockKind.HEADING, stressed(lines[0]), level=1 if "=" in lines[1] else 2)
    elif is_separator(lines[0]):
        yield Block(BlockKind.SECTION_BREAK)
    else:
        pieces = list(_pieces(lines, width))
        if _is_verse(pieces):
            yield compose(BlockKind.PARAGRAPH, stressed("\n".join(pieces)))
            return
        for piece in pieces:
            item = BULLET.match(piece)
            kind = BlockKind.LIST_ITEM if item or NUMBERED.match(piece) else BlockKind.PARAGRAPH
            yield compose(kind, stressed(piece[item.end() :] if item else piece))


def _pieces(lines: Sequence[str], width: int) -> Iterator[str]:
    """The lines with those rejoined that were only wrapped."""
    piece = [lines[0]]
    for before, line in pairwise(lines):
        if _is_wrapped(before, line, width):
            piece.append(line)
        else:
            yield joined(piece)
            piece = [line]
    yield joined(piece)


def _is_wrapped(before: str, line: str, width: int) -> bool:
    """Whether the line end between the two is the column's, not the writer's."""
    if BULLET.match(line) or NUMBERED.match(line):
        return False
    indent, indent_before = len(line) - len(line.lstrip()), len(before) - len(before.lstrip())
    if BULLET.match(before) or NUMBERED.match(before):
        return indent > indent_before or (width > 0 and len(before) >= NEARLY_FULL * width)
    if not width or (indent > indent_before and ends_sentence(before)):
        return False
    if len(before) + 1 + len(_first_word(line)) > NEARLY_FULL * width:
        return True
    return line.lstrip()[:1].islower() and not ends_sentence(before) and len(before) > width // 2


def _first_word(line: str) -> str:
    return line.split(maxsplit=1)[0]


def _is_verse(pieces: Sequence[str]) -> bool:
    """Whether lines are the writer's own: several, short, most of them ending inside a sentence, and no list."""
    if len(pieces) < 2 or any(BULLET.match(piece) or NUMBERED.match(piece) for piece in pieces):  # noqa: PLR2004
        return False
    if max(map(len, pieces)) > VERSE_LINE or is_listing(pieces):
        return False
    return 2 * sum(ends_sentence(piece) for piece in pieces) <= len(pieces)


def _with_headings(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks, those told as headings that by their place and look are."""
    marked = []
    for index, block in enumerate(blocks):
        before = blocks[index - 1] if index else None
        after = blocks[index + 1] if index + 1 < len(blocks) else None
        heading = _is_heading(block, before, after)
        marked.append(replace(block, kind=BlockKind.HEADING, level=2) if heading else block)
    return tuple(marked)


def _is_heading(block: Block, before: Block | None, after: Block | None) -> bool:
    """A short line that is no sentence, between the end of one paragraph and the beginning of another."""
    text = block.text
    if block.kind not in {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM} or before is None or after is None or not text:
        return False
    if CHAPTER.fullmatch(text) and not goes_on(text):
        return after.kind is not BlockKind.SECTION_BREAK
    if block.kind is BlockKind.LIST_ITEM or not text[0].isalnum() or text[0].islower() or is_prose(text):
        return False
    ended = before.kind is BlockKind.SECTION_BREAK or ends_sentence(before.text)
    opens = after.kind is BlockKind.PARAGRAPH and is_prose(after.text) and len(after.text) > VERSE_LINE
    return ended and opens and "\n" not in text and len(text.split()) <= HEADING_WORDS


def _without_notice(text: str) -> tuple[str, tuple[LeftOut, ...], dict[str, str]]:
    """The text between a library's notices, the notices, and the title and author they name."""
    start = LIBRARY_START.search(text)
    if start is None:
        return text, (), {}
    end = LIBRARY_END.search(text, start.end())
    before, body, after = (
        text[: start.end()],
        text[start.end() : end and end.start()],
        text[end.start() :] if end else "",
    )
    fields = {found[1]: " ".join(found[2].split()) for found in LIBRARY_FIELD.finditer(before)}
    notices = tuple(LeftOut(" ".join(notice.split()), LIBRARY_NOTICE) for notice in (before, after) if notice.strip())
    return body, notices, fields


def _without_illustrations(blocks: Sequence[Block]) -> tuple[list[Block], list[LeftOut]]:
    pictures = [block for block in blocks if ILLUSTRATION.fullmatch(block.text)]
    return [b for b in blocks if b not in pictures], [LeftOut(block.text, "picture") for block in pictures]
