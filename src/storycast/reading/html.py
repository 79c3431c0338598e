"""A web page -> the article on it.

trafilatura says which words are the article's, and the metadata; the blocks are made from the page itself, so that
headings, quotations, breaks and stress are as the writer set them, and every text that isn't read can be listed.
"""

from __future__ import annotations

import codecs
import logging
import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from datetime import date
from itertools import groupby
from typing import Any

from msgspec.structs import replace

from storycast.model import Article, LeftOut
from storycast.reading.choosing import reasons
from storycast.reading.cleaning import clean
from storycast.reading.dates import date_of
from storycast.reading.encoding import BYTE_ORDER_MARKS, decode
from storycast.reading.languages import TAG, checked
from storycast.reading.markup import Element, Piece, pieces
from storycast.reading.masthead import (
    BYLINE,
    apart,
    author_from,
    date_from,
    head_lines,
    opening_of,
    standfirst,
    title_of,
)
from storycast.reading.nesting import flattened
from storycast.reading.opening import same_words

CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w:.-]+)", re.IGNORECASE)
XML_CHARSET = re.compile(rb"^\s*<\?xml[^>]*encoding\s*=\s*[\"']([\w.-]+)")
PRESCAN = 4096
"""Bytes in which a page says its charset; browsers look at 1024."""
WIDER = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932"} | {
    "euc_kr": "cp949",
    "utf-16": "utf-8",
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}
"""Charsets that pages name and don't keep to (https://encoding.spec.whatwg.org/#names-and-labels)."""
PUBLISHED = re.compile(
    "(?:og:)?article:published(?:_time)?|date(?:published|created)?|dc(?:terms)?\\.(?:date(?:\\.(?:issued|created))?|created|issued)"
    "|pub-?date|publish-?date|publication_date|sailthru\\.date|parsely-pub-date|cxenseparse:recs:publishtime",
    re.IGNORECASE,
)
"""What `meta` elements call the day of publication."""
IN_DATA = re.compile(r"\"datePublished\"\s*:\s*\"(\d{4}-\d\d-\d\d)")
MARKED = "//*[@itemprop='datePublished'] | //article//time[@datetime] | //header//time[@datetime]"
NOT_FREE = re.compile(
    r"\"isAccessibleForFree\"\s*:\s*(?:false|\"(?:false|https?://schema\.org/False)\")", re.IGNORECASE
)
PAYWALLED = "the page says that it isn't free to all: this may be only its beginning"
REPEATED = "repeats the title"


def decode_html(content: bytes, content_type: str | None) -> tuple[str, tuple[str, ...]]:
    """The page's text: by its byte order mark, the header, its own word, or its content, in that order."""
    if any(content.startswith(mark) for mark, _ in BYTE_ORDER_MARKS):
        return decode(content)
    named = CHARSET.search(content_type or "") or CHARSET.search(content[:PRESCAN].decode("latin-1"))
    in_xml = XML_CHARSET.match(content)
    for charset in filter(None, (named and named[1], in_xml and in_xml[1].decode())):
        try:
            name = codecs.lookup(charset).name
            return content.decode(WIDER.get(name, name)), ()
        except (LookupError, ValueError):
            continue  # unknown, or not what the page is in
    return decode(content)


def read_html(text: str, *, keep_everything: bool) -> Article:
    """The article of a page; all of the page where everything is to be kept."""
    root = _tree(text)
    if root is None:
        return Article(title="", blocks=(), language="")
    found = pieces(root)
    about, main = _extracted(root)
    why = [None] * len(found) if keep_everything else reasons(found, main)
    opening = opening_of(found, [reason is None for reason in why])
    about = replace(
        about,
        title=title_of((about.title, root.findtext(".//title") or ""), found, opening),
        author=about.author or author_from(found, opening),
        published=_published(root) or date_from(found, opening),
    )
    return _article(about, found, why if keep_everything else _with_head(about, found, why, opening))


def _with_head(about: Article, found: Sequence[Piece], why: Sequence[str | None], opening: int) -> list[str | None]:
    """The reasons, with the standfirst among the text, and without lines that repeat what the page says of itself."""
    own = standfirst(found, about.title, opening)
    why = [None if index in own else reason for index, reason in enumerate(why)]
    lines = head_lines(found, [reason is None for reason in why], about.author, about.published)
    repeated = [same_words(piece.block.text, about.title) for piece in found[: opening + 1]]
    return [
        reason or (BYLINE if index in lines else REPEATED if index < len(repeated) and repeated[index] else None)
        for index, reason in enumerate(why)
    ]


def _article(about: Article, found: Sequence[Piece], why: Sequence[str | None]) -> Article:
    kept = [piece.block for piece, reason in zip(found, why, strict=True) if reason is None]
    left_out = [LeftOut(piece.block.text, reason) for piece, reason in zip(found, why, strict=True) if reason]
    blocks = tuple(line for block in kept for line in apart(block, about.title))
    language = checked(about.language, blocks) if about.language else ""
    said = () if language == about.language else (f"the page says that it is in {about.language}; it is in {language}",)
    remarks = (*about.remarks, *said)
    return replace(about, blocks=blocks, language=language, remarks=remarks, left_out=_gathered(left_out))


def read_pieces(text: str) -> list[Piece]:
    """The pieces of markup that is known to be text throughout, as a book's chapter."""
    root = _tree(text)
    return [] if root is None else pieces(root)


def _tree(text: str) -> Element | None:
    markup = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    root, whole = _parsed(markup)
    return root if whole else _parsed(flattened(markup))[0]


def _parsed(markup: str) -> tuple[Element | None, bool]:
    """The page's root, None where it holds nothing but comments, or nothing at all; and whether all of it was read."""
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    # Bytes, for libxml2 reads text by its own lights; no network, no entities of the page's making in HTML.
    parser = HTMLParser(encoding="utf-8", no_network=True)
    try:
        root = document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        root = None
    return root, not any("depth" in error.message for error in parser.error_log)


def _extracted(root: Element) -> tuple[Article, list[str]]:
    """What the page says of itself, and the texts that are the article's."""
    import trafilatura

    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    logging.getLogger("trafilatura").propagate = False
    page: Any = trafilatura.bare_extraction(
        deepcopy(root),
        with_metadata=True,
        include_comments=False,
        include_tables=True,
        include_formatting=True,
    )
    texts = [] if page is None or page.body is None else list(_lines(page.body))
    title, author = (page.title, page.author) if page is not None else (None, None)
    about = Article(
        title=clean(title or "").strip(),
        author=clean(author).replace("; ", ", ").strip() if author else None,
        blocks=(),
        language=_language(root),
        remarks=(PAYWALLED,) if any(NOT_FREE.search(data.text or "") for data in root.iter("script")) else (),
    )
    return about, texts


def _lines(body: Element) -> Iterator[str]:
    """The texts of trafilatura's elements, broken where it has line breaks."""
    for element in body.iter("p", "head", "item", "quote", "cell", "code", "fw"):
        for line_break in element.iter("lb"):
            line_break.tail = f"\n{line_break.tail or ''}"
        yield from "".join(element.itertext()).split("\n")
    for row in body.iter("row"):
        yield " ".join("".join(cell.itertext()) for cell in row)


def _gathered(left_out: Sequence[LeftOut]) -> tuple[LeftOut, ...]:
    """The list, its neighbours of one reason made one entry."""
    return tuple(
        LeftOut(" · ".join(one.text for one in group), reason)
        for reason, group in groupby(left_out, key=lambda one: one.reason)
    )


def _published(root: Element) -> date | None:
    """The day of publication, where the page states it to programs."""
    told = [
        meta.get("content") or ""
        for meta in root.iter("meta")
        if PUBLISHED.fullmatch(meta.get("property") or meta.get("name") or meta.get("itemprop") or "")
    ]
    told += [found[1] for data in root.iter("script") for found in IN_DATA.finditer(data.text or "")]
    told += [each.get("datetime") or each.get("title") or "" for each in root.xpath(MARKED)]
    return next((dated for dated in map(date_of, told) if dated), None)


def _language(root: Element) -> str:
    """The language that the page says it is in, BCP 47; empty where it says none."""
    told = (
        root.get("lang") or root.get("xml:lang") or next(iter(root.xpath("//meta[@property='og:locale']/@content")), "")
    )
    language, *rest = told.strip().replace("_", "-").split("-")
    tag = "-".join([language.lower(), *(part.upper() if len(part) == REGION else part.title() for part in rest)])
    return tag if TAG.fullmatch(tag) else ""


REGION = 2
"""Letters of a region in a language tag: the US of en-US."""
