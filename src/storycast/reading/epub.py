"""EPUB -> blocks: the chapters of the spine in their order, a section break between them.

Covers, title pages, tables of contents, imprints and notes are left out by what the book itself calls them
(https://www.w3.org/TR/epub-ssv-11/), and listed.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote

from msgspec import Struct

from storycast.errors import UnreadableArticle
from storycast.model import Article, Block, BlockKind, LeftOut
from storycast.reading.archives import Archive
from storycast.reading.cleaning import clean
from storycast.reading.dates import date_of
from storycast.reading.html import decode_html, read_pieces
from storycast.reading.languages import TAG
from storycast.reading.markup import Element, Hint

NOT_READ = frozenset(Hint) - {Hint.ASIDE, Hint.BYLINE, Hint.RELATED, Hint.ADVERT, Hint.SHARING, Hint.NEWSLETTER}
"""What in a book isn't read; what only web pages have is a matter of chance there."""
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"


class Package(Struct, frozen=True):
    """A book's own description: where its documents lie, and what it says of itself."""

    root: Element
    folder: str


def read_epub(archive: Archive, *, keep_everything: bool) -> Article:
    """The whole book as one article."""
    package = _package(archive)
    blocks: list[Block] = []
    left_out: list[LeftOut] = []
    parts = [*_spine(package)]
    missing = [part for part in parts if part not in archive]
    for part in (part for part in parts if part in archive):
        chapter, rest = _chapter(archive.read(part), keep_everything=keep_everything)
        blocks += [Block(BlockKind.SECTION_BREAK), *chapter] if blocks and chapter else chapter
        left_out += rest
    return Article(
        title=next(iter(_said(package, "title")), ""),
        author=", ".join(_said(package, "creator")) or None,
        published=next((date_of(said[:10]) for said in _said(package, "date")), None),
        language=next(filter(TAG.fullmatch, _said(package, "language")), ""),
        blocks=tuple(blocks),
        left_out=tuple(left_out),
        remarks=tuple(f"the book lists {part}, and doesn't hold it" for part in missing),
    )


def _package(archive: Archive) -> Package:
    container = archive.xml("META-INF/container.xml")
    path = "" if container is None else next((e.get("full-path") or "" for e in _each(container, "rootfile")), "")
    root = archive.xml(path)
    if root is None:
        raise UnreadableArticle(f"{archive.name}: names no book inside; save it anew as EPUB")
    return Package(root, posixpath.dirname(path))


def _spine(package: Package) -> Iterator[str]:
    """The names of the documents to be read, in their order; the book's own contents page is none of them."""
    documents = {
        item.get("id"): posixpath.normpath(posixpath.join(package.folder, unquote(item.get("href") or "")))
        for item in _each(package.root, "item")
        if "html" in (item.get("media-type") or "") and "nav" not in (item.get("properties") or "").split()
    }
    for reference in _each(package.root, "itemref"):
        if reference.get("linear") != "no" and reference.get("idref") in documents:
            yield documents[reference.get("idref")]


def _said(package: Package, key: str) -> list[str]:
    """What the book says of itself under a Dublin Core name."""
    return [
        said
        for e in _each(package.root, f"{{{DUBLIN_CORE}}}{key}")
        if (said := clean(" ".join((e.text or "").split())))
    ]


def _chapter(content: bytes, *, keep_everything: bool) -> tuple[list[Block], list[LeftOut]]:
    """A document's blocks, and what of it isn't read."""
    text, _ = decode_html(content, None)
    blocks, left_out = [], []
    for piece in read_pieces(clean(text)):
        reason = next((hint.value for hint in Hint if hint in piece.hints & NOT_READ), None)
        if reason and piece.block.text and not keep_everything:
            left_out.append(LeftOut(piece.block.text, reason))
        elif reason is None or piece.block.text:
            blocks.append(piece.block)
    return blocks, left_out


def _each(root: Element, name: str) -> Iterator[Element]:
    """The elements of this name, in any namespace where none is given."""
    return iter(root.iter(name if name.startswith("{") else f"{{*}}{name}"))
