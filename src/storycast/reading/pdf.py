"""PDF with a text layer -> blocks, from where and how large each piece of text stands on its page.

Lines that stand at the same height of most pages are running heads; a line end is the paragraph's where the next line
stands further down than usual, is indented, or is of another size. A hyphen at a line's end goes, unless the word is
written with one elsewhere.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from itertools import pairwise
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from storycast.errors import UnreadableArticle
from storycast.model import Article, Block, BlockKind, LeftOut
from storycast.reading.cleaning import clean
from storycast.reading.lines import ends_sentence, is_separator, seam_of
from storycast.reading.runs import Run, compose

HEAD_LINES = 2
"""Lines at the top and the bottom of a page that may be running heads."""
REPEATED = 0.3
"""Share of the pages on which a line stands from which it is a running head; left and right pages may differ."""
PAGE_NUMBER = re.compile(
    r"\W*(?:(?:page|seite|página|pagina)\s*)?(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:/|of|von|de|sur|di)\s*\d{1,4})?\W*",
    re.IGNORECASE,
)
WIDER = 1.35
"""Times the usual distance of two lines from which a paragraph ends."""
LARGER = 1.12
"""Times the usual size of letters from which a line is a heading."""
SHORT = 0.75
"""Share of a usual line below which a line is the last of its paragraph, if it ends a sentence."""
HEADING_WORDS = 20
LEADING = 1.2
"""Times the size of letters that lines stand apart, where nothing tells."""
DEEPEST = 6
"""Level of the lowest heading."""
HYPHENS = "-\u2010\xad"
LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
FEWEST_EDGE = 0.15
"""Share of a page's lines that begin at the left edge of one column."""
COLUMN_REACH = 60.0
"""Points from a column's left edge within which a line of it may begin."""
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


class Line(Struct, frozen=True):
    """A line and where it stands: points from the page's left and from its bottom, the size of its letters."""

    text: str
    page: int
    x: float
    y: float
    size: float
    bold: bool = False
    indent: bool = False


class Measure(Struct, frozen=True):
    """What is usual in a document."""

    size: float
    leading: float
    """Distance of two lines of a paragraph: a quarter of all distances are no larger."""
    length: int
    """Characters of a line."""
    headings: Mapping[float, int]
    """The level of a heading by the size of its letters."""


def read_pdf(content: bytes, *, name: str, keep_everything: bool) -> Article:
    """The article of a PDF. Raises `UnreadableArticle` where it holds no text, is locked or damaged."""
    pages = [list(_with_indents(page)) for page in _pages(content, name)]
    if not any(pages):
        raise UnreadableArticle(f"{name}: holds no text, only pictures of it; run text recognition (OCR) on it first")
    heads = frozenset() if keep_everything else _running_heads(pages)
    lines = [line for page in pages for line in page if line not in heads]
    usual = _usual(lines)
    words = Counter(WORD.findall(" ".join(line.text for line in lines).lower()))
    blocks = tuple(_block(paragraph, usual, words) for paragraph in _paragraphs(lines, usual))
    listed = tuple(LeftOut(line.text, "running head") for page in pages for line in page if line in heads)
    return Article("", blocks, language="", left_out=listed)


def _pages(content: bytes, name: str) -> list[list[Line]]:
    try:
        import pypdf
    except ImportError as error:
        raise UnreadableArticle(
            f"{name}: reading PDF takes a further package; pip install 'storycast[documents]'"
        ) from error
    logging.getLogger("pypdf").addHandler(logging.NullHandler())
    logging.getLogger("pypdf").propagate = False
    try:
        reader = pypdf.PdfReader(BytesIO(content))
        locked = reader.is_encrypted and not reader.decrypt("")
        pages = [] if locked else [list(_lines(page, number)) for number, page in enumerate(reader.pages)]
    except Exception as error:  # on damaged files pypdf raises whatever it stumbles over
        raise UnreadableArticle(f"{name}: damaged, not a whole PDF; save it anew ({type(error).__name__})") from error
    if locked:
        raise UnreadableArticle(f"{name}: locked with a password; save it without")
    return pages


def _lines(page: Any, number: int) -> Iterator[Line]:
    """The lines of a page in the order in which they were set."""
    pieces: list[tuple[str, float, float, float, bool]] = []

    def visit(text: str, matrix: Sequence[float], at: Sequence[float], font: Any, size: float) -> None:
        x = at[4] * matrix[0] + at[5] * matrix[2] + matrix[4]
        y = at[4] * matrix[1] + at[5] * matrix[3] + matrix[5]
        scale = abs(at[3] * matrix[3]) or 1.0
        pieces.append((text, x, y, size * scale, "bold" in str(font and font.get("/BaseFont")).lower()))

    page.extract_text(visitor_text=visit)
    parts: list[str] = []
    first: tuple[str, float, float, float, bool] | None = None
    for piece in (*pieces, ("\n", 0.0, 0.0, 0.0, False)):
        for part in re.split(r"(\n)", piece[0]):
            if part.strip() and first is None:
                first = piece
            if part != "\n":
                parts.append(part)
                continue
            text = " ".join(clean("".join(parts).replace("\xad", "\u2010").translate(LIGATURES)).split())
            if first is not None and text:
                yield Line(text, number, first[1], first[2], round(first[3], 1), first[4])
            parts, first = [], None


def _with_indents(page: Sequence[Line]) -> Iterator[Line]:
    """The lines, with those marked that begin to the right of their column's left edge."""
    begins = Counter(round(line.x) for line in page)
    edges = sorted(x for x, times in begins.items() if times >= max(2, FEWEST_EDGE * len(page)))
    for line in page:
        edge = next((x for x in edges if x <= line.x + 1 and line.x - x < COLUMN_REACH), line.x)
        yield replace(line, indent=line.x - edge > line.size / 2)


def _running_heads(pages: Sequence[Sequence[Line]]) -> frozenset[Line]:
    """The lines at the heads and feet of the pages that are repeated there, and the page numbers."""
    edges: list[Line] = []
    for page in pages:
        by_height = sorted(page, key=lambda line: line.y)
        edges += dict.fromkeys((*by_height[:HEAD_LINES], *by_height[-HEAD_LINES:]))
    times = Counter(_pattern(line) for line in edges)
    enough = max(2, REPEATED * len(pages))
    return frozenset(line for line in edges if times[_pattern(line)] >= enough or PAGE_NUMBER.fullmatch(line.text))


def _pattern(line: Line) -> tuple[str, int]:
    """What a line says, whatever its number, and where."""
    return re.sub(r"\d+", "#", line.text.casefold()), round(line.y)


def _usual(lines: Sequence[Line]) -> Measure:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    size = sizes.most_common(1)[0][0] if sizes else 1.0
    body = [line for line in lines if line.size == size]
    gaps = [a.y - b.y for a, b in pairwise(body) if a.page == b.page and 0 < a.y - b.y < 4 * size]
    lengths = sorted(len(line.text) for line in body)
    sizes_of_headings = sorted({line.size for line in lines if line.size > LARGER * size}, reverse=True)
    return Measure(
        size=size,
        leading=sorted(gaps)[len(gaps) // 4] if gaps else size * LEADING,
        length=lengths[len(lengths) * 3 // 4] if lengths else 1,
        headings={size: min(level, DEEPEST) for level, size in enumerate(sizes_of_headings, 1)},
    )


def _paragraphs(lines: Sequence[Line], usual: Measure) -> Iterator[list[Line]]:
    paragraph: list[Line] = []
    for line in lines:
        if paragraph and _ends(paragraph[-1], line, usual):
            yield paragraph
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield paragraph


def _ends(before: Line, line: Line, usual: Measure) -> bool:
    """Whether a paragraph ends between the two."""
    if abs(before.size - line.size) > usual.size / 10 or (before.bold != line.bold and _is_label(before, usual)):
        return True
    if line.size in usual.headings:
        return before.page != line.page or not 0 < before.y - line.y < 2 * line.size
    over = ends_sentence(before.text) and (line.indent or len(before.text) < SHORT * usual.length)
    if before.page != line.page or line.y >= before.y:  # the next page or column
        return over
    return over or before.y - line.y > WIDER * usual.leading or (line.indent and not before.indent)


def _is_label(line: Line, usual: Measure) -> bool:
    return line.bold and not ends_sentence(line.text) and len(line.text) < SHORT * usual.length


def _block(paragraph: Sequence[Line], usual: Measure, words: Counter[str]) -> Block:
    text = paragraph[0].text
    for line in paragraph[1:]:
        text = _joined(text, line.text, words)
    if is_separator(text):
        return Block(BlockKind.SECTION_BREAK)
    size = paragraph[0].size
    short = len(text.split()) <= HEADING_WORDS
    if short and size in usual.headings:
        return Block(BlockKind.HEADING, text, level=usual.headings[size])
    if short and all(_is_label(line, usual) for line in paragraph):
        return Block(BlockKind.HEADING, text, level=DEEPEST)
    return compose(BlockKind.PARAGRAPH, [Run(text)])


def _joined(text: str, line: str, words: Counter[str]) -> str:
    """Two lines of a paragraph as one; a word that was parted at the line's end is whole again."""
    if text[-1] not in HYPHENS or len(text) < 2 or not text[-2].isalpha() or not line[0].islower():  # noqa: PLR2004
        return text + seam_of(text, line) + line
    start = WORD.findall(text[:-1].lower())[-1:] or [""]
    rest = WORD.findall(line.lower())[:1] or [""]
    whole = words[start[0] + rest[0]]
    # Both halves counted once here, so words of their own are met at least twice.
    compound = words[f"{start[0]}-{rest[0]}"] > whole or (not whole and words[start[0]] > 1 and words[rest[0]] > 1)
    return (text if compound and text[-1] == "-" else text[:-1]) + line
