"""OpenDocument texts (.odt) -> blocks. Notes, comments and tracked changes aren't read; notes are listed."""

from __future__ import annotations

from collections.abc import Iterator

from storycast.errors import UnreadableArticle
from storycast.model import Article, Block, BlockKind, Emphasis, LeftOut
from storycast.reading.archives import Archive
from storycast.reading.cleaning import clean
from storycast.reading.lines import is_separator
from storycast.reading.markup import Element
from storycast.reading.runs import Run, compose, stronger

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
FORMAT = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
NOT_READ = frozenset((f"{TEXT}note", f"{TEXT}tracked-changes", f"{TEXT}table-of-content", f"{OFFICE}annotation"))
KINDS = {"title": (BlockKind.HEADING, 1), "quotations": (BlockKind.QUOTE, 0)}
BOLD = frozenset(("bold", "600", "700", "800", "900"))
MOST_SPACES = 100
DEEPEST = 10


def read_opendocument(archive: Archive, *, keep_everything: bool) -> Article:
    """The article of an .odt; title and author are where its readers see them, not in its properties."""
    document = archive.xml("content.xml")
    body = None if document is None else next(document.iter(f"{OFFICE}text"), None)
    if document is None or body is None:
        raise UnreadableArticle(f"{archive.name}: holds no text; save it anew as .odt")
    styles = {style.get(f"{STYLE}name"): style for style in document.iter(f"{STYLE}style")}
    blocks = list(_blocks(body, styles, BlockKind.PARAGRAPH))
    notes = [text for note in body.iter(f"{TEXT}note-body") if (text := _line(note, styles))]
    if keep_everything:
        blocks += [Block(BlockKind.PARAGRAPH, text) for text in notes]
        notes = []
    return Article("", tuple(blocks), language="", left_out=tuple(LeftOut(text, "footnote") for text in notes))


def _blocks(element: Element, styles: dict[str, Element], kind: BlockKind) -> Iterator[Block]:
    for child in element:
        if child.tag in NOT_READ:
            continue
        if child.tag == f"{TEXT}h":
            level = child.get(f"{TEXT}outline-level") or "1"
            yield compose(
                BlockKind.HEADING, _runs(child, styles, None), level=int(level) if level in set("123456") else 6
            )
        elif child.tag == f"{TEXT}p":
            told, level_told = _kind(child.get(f"{TEXT}style-name") or "", styles)
            block = compose(told or kind, _runs(child, styles, None), level=level_told)
            yield Block(BlockKind.SECTION_BREAK) if is_separator(block.text) else block
        elif child.tag == f"{TABLE}table-row":
            cells = (_line(cell, styles) for cell in child if cell.tag == f"{TABLE}table-cell")
            yield Block(BlockKind.LIST_ITEM, ", ".join(filter(None, cells)))
        else:
            yield from _blocks(child, styles, BlockKind.LIST_ITEM if child.tag == f"{TEXT}list-item" else kind)


def _line(element: Element, styles: dict[str, Element]) -> str:
    """All that is read in a cell or note, in one line."""
    return " ".join(word for block in _blocks(element, styles, BlockKind.PARAGRAPH) for word in block.text.split())


def _kind(name: str, styles: dict[str, Element], depth: int = 0) -> tuple[BlockKind | None, int]:
    """What a paragraph's style says that it is, by its own name or one that it stands on."""
    if name.lower() in KINDS:
        return KINDS[name.lower()]
    style = styles.get(name)
    parent = "" if style is None else style.get(f"{STYLE}parent-style-name") or ""
    return _kind(parent, styles, depth + 1) if parent and depth < DEEPEST else (None, 0)


def _runs(element: Element, styles: dict[str, Element], emphasis: Emphasis | None) -> Iterator[Run]:
    yield Run(clean(element.text or ""), emphasis)
    for child in element:
        if child.tag == f"{TEXT}s":
            count = child.get(f"{TEXT}c") or "1"
            yield Run(" " * (min(int(count), MOST_SPACES) if count.isdecimal() else 1))
        elif child.tag == f"{TEXT}tab":
            yield Run(" ")
        elif child.tag == f"{TEXT}line-break":
            yield Run("\n")
        elif child.tag not in NOT_READ and isinstance(child.tag, str):
            own = _emphasis(styles.get(child.get(f"{TEXT}style-name")))
            yield from _runs(child, styles, stronger(emphasis, own))
        yield Run(clean(child.tail or ""), emphasis)


def _emphasis(style: Element | None) -> Emphasis | None:
    look = None if style is None else style.find(f"{STYLE}text-properties")
    if look is None:
        return None
    if look.get(f"{FORMAT}font-weight") in BOLD:
        return Emphasis.STRONG
    return Emphasis.MODERATE if look.get(f"{FORMAT}font-style") == "italic" else None
