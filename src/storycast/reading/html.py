"""A web page -> the article on it.

trafilatura says which words are the article's, and the metadata; the blocks are made from the page itself, so that
headings, quotations, breaks and stress are as the writer set them, and every text that isn't read can be listed.
"""

from __future__ import annotations

import codecs
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from storycast.model import Article, BlockKind, LeftOut
from storycast.reading.cleaning import clean
from storycast.reading.dates import date_of
from storycast.reading.encoding import BYTE_ORDER_MARKS, decode
from storycast.reading.furniture import Judged, judged
from storycast.reading.lines import is_prose
from storycast.reading.markup import Element, Hint, Piece, pieces
from storycast.reading.opening import same_words

MARKUP = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article|div|p|h1|table|meta|title)\b",
    re.IGNORECASE | re.DOTALL,
)
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
MOST_HINTED = 0.4
"""Share of an article's words under a hint from which the hint is about the article itself, not a box in it."""
LINKS = 0.6
"""Share of link letters from which a text is a list of links."""
FEWEST_WORDS = 25
"""Of an article; with fewer found, the page is read by its markup alone."""
SHINGLE = 5
"""Words in a row by which a text is known again."""
MOSTLY = 0.6
NOT_ARTICLE = "not part of the article"
REPEATS = "repeats the text"
WORD = re.compile(r"\w+")
NUMBER = re.compile(r"^\d+\. ")
"""Of a list item, which trafilatura doesn't write."""
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def looks_like_html(text: str) -> bool:
    """Whether a text begins as a web page does."""
    return MARKUP.match(text[:PRESCAN]) is not None


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
    reasons = [None] * len(found) if keep_everything else _reasons(found, main)
    kept = tuple(piece.block for piece, reason in zip(found, reasons, strict=True) if reason is None)
    left_out = [LeftOut(piece.block.text, reason) for piece, reason in zip(found, reasons, strict=True) if reason]
    return replace(about, title=_title(about.title, found), blocks=kept, left_out=_gathered(left_out))


def read_pieces(text: str) -> list[Piece]:
    """The pieces of markup that is known to be text throughout, as a book's chapter."""
    root = _tree(text)
    return [] if root is None else pieces(root)


def _tree(text: str) -> Element | None:
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    markup = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    try:
        # Bytes, for libxml2 reads text by its own lights; no network, no entities of the page's making in HTML.
        return document_fromstring(
            markup.encode("utf-8", "replace"), parser=HTMLParser(encoding="utf-8", no_network=True)
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None  # nothing but comments, or nothing at all


def _extracted(root: Element) -> tuple[Article, list[str]]:
    """What the page says of itself, and the texts that are the article's."""
    import trafilatura

    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    logging.getLogger("trafilatura").propagate = False
    page: Any = trafilatura.bare_extraction(
        deepcopy(root), with_metadata=True, include_comments=False, include_tables=True, include_formatting=True
    )
    texts = [] if page is None or page.body is None else list(_lines(page.body))
    title, author, published = (page.title, page.author, page.date) if page is not None else (None, None, None)
    about = Article(
        title=clean(title or "").strip(),
        author=clean(author).replace("; ", ", ").strip() if author else None,
        published=date_of(published) if published else None,
        blocks=(),
        language=_language(root),
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


def _reasons(found: Sequence[Piece], main: Sequence[str]) -> list[str | None]:
    """For each piece why it is left out; None where it is the article's."""
    known = _Known.of(main)
    words = [WORD.findall(NUMBER.sub("", piece.block.text.lower())) for piece in found]
    matched = [bool(own) and known.holds(own) for own in words]
    if sum(len(own) for own, match in zip(words, matched, strict=True) if match) < FEWEST_WORDS:
        matched = [bool(own) and piece.linked < LINKS for piece, own in zip(found, words, strict=True)]
    against = _against(found, words, matched)
    kept = [match and not piece.hints & against for piece, match in zip(found, matched, strict=True)]
    kept = _rescued(found, kept)
    kept = _without_link_boxes(found, kept)
    repeats = _repeats(found, words, kept)
    kept = _with_breaks(found, [keep and index not in repeats for index, keep in enumerate(kept)])
    kept = _without_bare_headings(found, kept)
    return [
        None if keep else REPEATS if index in repeats else _reason(piece, against)
        for index, (piece, keep) in enumerate(zip(found, kept, strict=True))
    ]


@dataclass(frozen=True, slots=True)
class _Known:
    """Texts by which pieces are known again: short ones whole, long ones by words in a row."""

    short: frozenset[tuple[str, ...]]
    shingles: frozenset[tuple[str, ...]]

    @classmethod
    def of(cls, texts: Sequence[str]) -> _Known:
        words = [tuple(WORD.findall(text.lower())) for text in texts]
        return cls(frozenset(own for own in words if own), frozenset(s for own in words for s in shingles(own)))

    def holds(self, words: Sequence[str]) -> bool:
        """Whether most of these words, in this order, are in the texts."""
        if tuple(words) in self.short:
            return True
        own = list(shingles(words))
        return sum(shingle in self.shingles for shingle in own) >= MOSTLY * max(len(own), 1)


def shingles(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """All runs of a few words."""
    return (tuple(words[start : start + SHINGLE]) for start in range(len(words) - SHINGLE + 1))


def _against(found: Sequence[Piece], words: Sequence[list[str]], matched: Sequence[bool]) -> frozenset[Hint]:
    """The hints that tell against a text here: those that don't stand around most of the article."""
    under: Counter[Hint] = Counter()
    total = 0
    for piece, own, match in zip(found, words, matched, strict=True):
        if match:
            total += len(own)
            under.update(dict.fromkeys(piece.hints, len(own)))
    return frozenset(hint for hint in Hint if under[hint] <= MOST_HINTED * total)


def _rescued(found: Sequence[Piece], kept: Sequence[bool]) -> list[bool]:
    """The pieces kept, and with them those between or beside them in the same element that nothing speaks against."""
    homes = Counter(piece.parent for piece, keep in zip(found, kept, strict=True) if keep)
    first, last = _span(kept)
    home = max(homes, key=lambda parent: homes[parent], default=0)

    def belongs(index: int, piece: Piece) -> bool:
        if piece.hints or piece.linked >= LINKS or not piece.block.text or judged(piece.block.text):
            return False
        return piece.parent in homes if first < index < last else piece.parent == home and is_prose(piece.block.text)

    return [keep or belongs(index, piece) for index, (piece, keep) in enumerate(zip(found, kept, strict=True))]


def _without_link_boxes(found: Sequence[Piece], kept: Sequence[bool]) -> list[bool]:
    """Without links to other articles: labels that say so, and lists of nothing but links."""

    def is_link(piece: Piece) -> bool:
        if piece.linked < LINKS:
            return False
        return _label(piece) is not None or piece.block.kind is BlockKind.LIST_ITEM

    return [keep and not is_link(piece) for piece, keep in zip(found, kept, strict=True)]


def _repeats(found: Sequence[Piece], words: Sequence[list[str]], kept: Sequence[bool]) -> frozenset[int]:
    """The quotations that only repeat a sentence of the text in larger letters."""
    times: Counter[tuple[str, ...]] = Counter()
    for own, keep in zip(words, kept, strict=True):
        if keep:
            times.update(set(shingles(own)))
    quotes = (i for i, piece in enumerate(found) if kept[i] and piece.block.kind is BlockKind.QUOTE)
    return frozenset(i for i in quotes if len(words[i]) >= SHINGLE and all(times[s] > 1 for s in shingles(words[i])))


def _with_breaks(found: Sequence[Piece], kept: Sequence[bool]) -> list[bool]:
    """With the section breaks that stand between two pieces kept."""
    first, last = _span(kept)
    homes = {piece.parent for piece, keep in zip(found, kept, strict=True) if keep}
    return [
        keep or (piece.block.kind is BlockKind.SECTION_BREAK and first < index < last and piece.parent in homes)
        for index, (piece, keep) in enumerate(zip(found, kept, strict=True))
    ]


def _without_bare_headings(found: Sequence[Piece], kept: Sequence[bool]) -> list[bool]:
    """Without headings whose whole section is left out."""
    still = list(kept)
    filled = False
    lost = False
    for index in range(len(found) - 1, -1, -1):
        if found[index].block.kind is not BlockKind.HEADING:
            filled = filled or still[index]
            lost = lost or not still[index]
            continue
        if still[index] and not filled and (lost or index == _span(kept)[1]) and found[index].block.level > 1:
            still[index] = False
        filled = lost = False
    return still


def _span(kept: Sequence[bool]) -> tuple[int, int]:
    """The first and the last that is kept."""
    places = [index for index, keep in enumerate(kept) if keep]
    return (places[0], places[-1]) if places else (0, -1)


def _reason(piece: Piece, against: frozenset[Hint]) -> str | None:
    """Why a piece is left out; None for one without words, which nobody misses."""
    if not piece.block.text:
        return ""
    hint = next((hint for hint in Hint if hint in piece.hints & against), None)
    if hint:
        return hint.value
    label = _label(piece)
    return label.kind.value if label else NOT_ARTICLE


def _label(piece: Piece) -> Judged | None:
    """What furniture a piece is, by itself or by what stands before its colon: `Read more: …`."""
    return judged(piece.block.text) or judged(piece.block.text.partition(":")[0])


def _gathered(left_out: Sequence[LeftOut]) -> tuple[LeftOut, ...]:
    """The list, its neighbours of one reason made one entry."""
    return tuple(
        LeftOut(" · ".join(one.text for one in group), reason)
        for reason, group in groupby(left_out, key=lambda one: one.reason)
    )


def _title(told: str, found: Sequence[Piece]) -> str:
    """The title as the page's own heading has it, where what the page told of itself only adds the site's name."""
    headings = [piece.block.text for piece in found if piece.block.kind is BlockKind.HEADING and piece.block.level == 1]
    own = next((heading for heading in headings if same_words(heading, told[: len(heading)])), None)
    return own or told or (headings[0] if len(headings) == 1 else "")


def _language(root: Element) -> str:
    """The language that the page says it is in, BCP 47; empty where it says none."""
    told = (
        root.get("lang") or root.get("xml:lang") or next(iter(root.xpath("//meta[@property='og:locale']/@content")), "")
    )
    language, *rest = told.strip().replace("_", "-").split("-")
    tag = "-".join([language.lower(), *(part.upper() if len(part) == REGION else part.title() for part in rest)])
    return tag if LANGUAGE.fullmatch(tag) else ""


REGION = 2
"""Letters of a region in a language tag: the US of en-US."""
