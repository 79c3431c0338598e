"""Word documents (.docx) -> blocks. What is deleted, hidden or in a note isn't read; notes and formulas are listed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from storycast.errors import UnreadableArticle
from storycast.model import Article, Block, BlockKind, Emphasis, LeftOut
from storycast.reading.archives import Archive
from storycast.reading.cleaning import clean
from storycast.reading.lines import is_separator
from storycast.reading.markup import Element
from storycast.reading.runs import Run, compose, stronger

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
NOT_READ = frozenset(f"{W}{tag}" for tag in ("del", "moveFrom", "pPr", "rPr", "instrText", "delText", "sectPr")) | {
    FALLBACK
}
"""Elements whose text isn't the document's: deletions, field codes, and a second copy of what older programs show."""
TEXTS = frozenset(f"{W}{tag}" for tag in ("t", "tab", "br", "cr", "noBreakHyphen", "softHyphen", "sym"))
MEANING = {
    f"{W}tab": " ",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
    f"{W}softHyphen": "",
    f"{W}sym": "",
}
HEADING = re.compile(r"heading ([1-6])")
OFF = frozenset(("0", "false", "none"))


DEEPEST = 10
"""Styles that a style may stand on, one upon the other."""


class Style(Struct, frozen=True):
    """What a paragraph's style says that it is."""

    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0


KINDS = {
    "title": Style(BlockKind.HEADING, 1),
    "quote": Style(BlockKind.QUOTE),
    "intense quote": Style(BlockKind.QUOTE),
    "list paragraph": Style(BlockKind.LIST_ITEM),
    "list bullet": Style(BlockKind.LIST_ITEM),
    "list number": Style(BlockKind.LIST_ITEM),
}


def read_word(archive: Archive, *, keep_everything: bool) -> Article:
    """The article of a .docx; title and author are where its readers see them, not in its properties."""
    document = archive.xml("word/document.xml")
    if document is None:
        raise UnreadableArticle(f"{archive.name}: holds no document; save it anew as .docx")
    styles = _styles(archive.xml("word/styles.xml"))
    blocks = [block for paragraph in _paragraphs(document) for block in _blocks(paragraph, styles)]
    notes = (text for part in ("footnotes", "endnotes") for text in _notes(archive.xml(f"word/{part}.xml")))
    aside = [
        *(LeftOut(text, "footnote") for text in notes),
        *(LeftOut(text, "formula") for text in _formulas(document)),
    ]
    if keep_everything:
        blocks += [Block(BlockKind.PARAGRAPH, one.text) for one in aside]
        aside = []
    return Article("", tuple(blocks), language="", left_out=tuple(aside))


def _paragraphs(element: Element) -> Iterator[Element]:
    """The paragraphs and rows of tables in the order of the document; a row's own paragraphs come with it."""
    for child in element:
        if child.tag in NOT_READ:
            continue
        if child.tag in {f"{W}p", f"{W}tr"}:
            yield child
            for box in child.iter(f"{W}txbxContent"):
                if not any(above.tag == FALLBACK for above in box.iterancestors()):
                    yield from _paragraphs(box)
        else:
            yield from _paragraphs(child)


def _blocks(element: Element, styles: dict[str, Style]) -> Iterator[Block]:
    if element.tag == f"{W}tr":
        cells = (cell for cell in element.iter(f"{W}tc") if next(cell.iterancestors(f"{W}tr")) is element)
        texts = (compose(BlockKind.LIST_ITEM, _runs(cell)).text.replace("\n", " ") for cell in cells)
        yield Block(BlockKind.LIST_ITEM, ", ".join(filter(None, texts)))
        return
    named = element.find(f"{W}pPr/{W}pStyle")
    style = styles.get("" if named is None else named.get(f"{W}val"), Style())
    if style.kind is BlockKind.PARAGRAPH and element.find(f"{W}pPr/{W}numPr") is not None:
        style = Style(BlockKind.LIST_ITEM)
    block = compose(style.kind, _runs(element), level=style.level)
    yield Block(BlockKind.SECTION_BREAK) if is_separator(block.text) else block


def _runs(element: Element) -> Iterator[Run]:
    """The runs of a paragraph or cell; boxes that are anchored in it are not of it."""
    for child in element:
        if child.tag in NOT_READ or child.tag == f"{W}txbxContent":
            continue
        if child.tag == f"{W}r" and not _on(child, "vanish"):
            emphasis = stronger(
                Emphasis.STRONG if _on(child, "b") else None, Emphasis.MODERATE if _on(child, "i") else None
            )
            yield Run(clean("".join(MEANING.get(e.tag, e.text or "") for e in child if e.tag in TEXTS)), emphasis)
            yield from (run for inner in child if inner.tag not in TEXTS for run in _runs(inner))
        elif child.tag != f"{W}r":
            yield from _runs(child)
    if element.tag == f"{W}p":
        yield Run("\n")


def _on(run: Element, name: str) -> bool:
    """Whether a run has a property, and isn't told to be without it."""
    found = run.find(f"{W}rPr/{W}{name}")
    return found is not None and found.get(f"{W}val") not in OFF


def _styles(root: Element | None) -> dict[str, Style]:
    """What each style says; its id depends on the language of the program, its name does not."""
    if root is None:
        return {}
    named = {style.get(f"{W}styleId"): style for style in root.iter(f"{W}style")}
    return {id: _style(style, named) for id, style in named.items()}


def _style(style: Element, named: dict[str, Element], depth: int = 0) -> Style:
    name = style.find(f"{W}name")
    called = "" if name is None else (name.get(f"{W}val") or "").lower()
    if heading := HEADING.fullmatch(called):
        return Style(BlockKind.HEADING, int(heading[1]))
    if called in KINDS:
        return KINDS[called]
    base = style.find(f"{W}basedOn")
    above = None if base is None else named.get(base.get(f"{W}val"))
    return Style() if above is None or depth >= DEEPEST else _style(above, named, depth + 1)


def _notes(root: Element | None) -> Iterator[str]:
    """The texts of the notes; the first two are the lines that part notes from the page."""
    for note in () if root is None else (*root.iter(f"{W}footnote"), *root.iter(f"{W}endnote")):
        text = " ".join(compose(BlockKind.PARAGRAPH, _runs(note)).text.split())
        if text and note.get(f"{W}type") is None:
            yield text


def _formulas(document: Element) -> Iterator[str]:
    for formula in document.iter(f"{MATH}oMath"):
        if text := " ".join("".join(formula.itertext()).split()):
            yield text
