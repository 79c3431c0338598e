"""HTML -> pieces: every text of a page as a block, with what stands around it. What of it is the article is told later.

Left out here, wherever it stands: scripts and styles, marks that lead to footnotes, the readings that stand over
Japanese characters, and struck-through words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum
from typing import Any, NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from storycast.model import Block, BlockKind, Emphasis
from storycast.reading.lines import is_separator
from storycast.reading.runs import Run, compose, stronger

Element = Any
"""An element of lxml, which has no types."""


class Hint(Enum):
    """What the markup around a text says that it is; the value is the reason for leaving it out."""

    NAVIGATION = "page navigation"
    SHARING = "share buttons"
    COMMENTS = "comments"
    RELATED = "links to other articles"
    NEWSLETTER = "newsletter box"
    COOKIES = "cookie notice"
    ADVERT = "advertisement"
    CAPTION = "caption"
    PULL_QUOTE = "pull quote"
    FOOTNOTE = "footnote"
    PICTURE = "picture"
    FORMULA = "formula"
    CODE = "code"
    HIDDEN = "hidden on the page"
    ASIDE = "box beside the text"
    FRONT = "title page, contents or imprint"
    BYLINE = "byline"


class Piece(Struct, frozen=True):
    """One text of a page."""

    block: Block
    hints: frozenset[Hint]
    parent: int
    """Which element it stands in; pieces of one article mostly stand in one."""
    linked: float
    """Share of its letters that are a link's."""


SILENT = re.compile(
    "amp-ad|amp-analytics|audio|button|canvas|datalist|head|iframe|input|noscript|object|option|rp|rt|script|select"
    "|style|svg|template|textarea|title|video"
)
"""Elements whose text is none of the page's."""
BLOCKS = re.compile(
    "address|article|aside|blockquote|body|caption|center|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer"
    "|form|h[1-6]|header|hgroup|hr|html|legend|li|main|menu|nav|ol|optgroup|p|pre|section|summary|table|tbody|td|tfoot|th"
    "|thead|tr|ul"
)
"""Elements that stand by themselves; all others, unknown ones too, stand inside a line, as browsers have it."""
STRESS_OF = {
    "em": Emphasis.MODERATE,
    "i": Emphasis.MODERATE,
    "strong": Emphasis.STRONG,
    "b": Emphasis.STRONG,
}
HEADINGS = {f"h{level}": level for level in range(1, 7)}
STRUCK = frozenset(("del", "s", "strike"))
PICTURES = frozenset(("img", "amp-img"))
HINTS_OF_TAGS = {
    "nav": Hint.NAVIGATION,
    "footer": Hint.NAVIGATION,
    "menu": Hint.NAVIGATION,
    "dialog": Hint.COOKIES,
    "aside": Hint.ASIDE,
    "figcaption": Hint.CAPTION,
    "caption": Hint.CAPTION,
    "form": Hint.NEWSLETTER,
}
HINTS_OF_NAMES = {
    Hint.PULL_QUOTE: r"pull-?quotes?|pulled-?quote|quote-?pull",
    Hint.CAPTION: r"<>(?:caption|figcaption|photo-?credit|image-?credit|credit)(?:-text)?",
    Hint.COMMENTS: r"comments?(?:-(?:list|area|section|form|thread|respond))?|respond|disqus<>|reply",
    Hint.RELATED: r"<>(?:related|recommend(?:ed|ations?)?|read-?(?:more|next|also)|more-(?:stories|posts|from|on)"
    r"|trending|most-(?:read|popular)|teasers?|recirc(?:ulation)?|outbrain|taboola|similar)<>"
    r"|tags?|tag-?list|post-tags|categories",
    Hint.NEWSLETTER: r"<>(?:newsletter|subscribe|subscription|sign-?up|mailing-?list|optin)<>",
    Hint.COOKIES: r"<>(?:cookies?|consent|gdpr|cmp)<>",
    Hint.SHARING: r"<>(?:share|sharing|social|sharedaddy|addtoany|follow)<>",
    Hint.ADVERT: r"<>(?:ad|ads|advert|advertisement|advertorial|sponsor(?:ed)?|promo|dfp)"
    r"(?:-(?:slot|unit|box|container|wrapper|label|block)|\d*)?",
    Hint.FOOTNOTE: r"footnotes?<>|endnotes?|references|reflist|doc-(?:footnote|endnote)s?",
    Hint.NAVIGATION: r"<>(?:nav|navbar|navigation|menu|breadcrumbs?|pagination|pager|skip-?link|toc|table-of-contents"
    r"|footer|site-?header|masthead|topbar|search|login|edit-?section|editsection)<>|sitesub|hatnote|no-?print|screen-reader-text|sr-only|visually-?hidden",
    Hint.BYLINE: r"<>(?:byline|author|dateline|pub-?date|timestamp|meta|infos|posted-on|reading-time)<>",
    Hint.ASIDE: r"<>(?:sidebar|infobox|navbox|fact-?box|widget|author-bio|about-author|bio|inset)<>",
}
"""What classes, ids and roles are called that say so; `<>` stands for further parts before or after, with a hyphen."""
BEFORE, AFTER = r"(?:[\w-]*[-_])?(", r"(?:[-_][\w-]*)?"
MOST_NAMES = 30
"""Classes of one element that are looked at."""
PARTS_OF_BOOKS = {
    Hint.FRONT: re.compile(
        "cover|titlepage|halftitlepage|toc|landmarks|page-list|lo[itav]|index|copyright-page|imprint|imprimatur|colophon|"
        "other-credits|backlink"
    ),
    Hint.FOOTNOTE: re.compile("footnotes?|endnotes?|rearnotes?|notes?|noteref"),
    Hint.NAVIGATION: re.compile("pagebreak"),
}
"""What `epub:type` calls the parts of a book that aren't read (https://www.w3.org/TR/epub-ssv-11/)."""
NOT_IN_A_LINE = frozenset((Hint.HIDDEN, Hint.NAVIGATION, Hint.FOOTNOTE))
"""Hints of an element inside a line that make it no part of the line: an edit link, a page number, a note's mark."""
SPACES = re.compile(r"\s+")
FOOTNOTE_MARK = re.compile(r"\[?(?:\d{1,3}|[a-z]|note \d+|citation needed|[*†‡§]{1,3})\]?")
HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
DEEPEST = 120
"""Levels of nesting that are walked; below, text is taken as it comes."""


def pieces(root: Element) -> list[Piece]:
    """All texts of the page, in its order."""
    walk = _Walk()
    walk.element(root, _Place())
    walk.flush(_Place())
    return walk.found


def hints_of(element: Element) -> frozenset[Hint]:
    """What an element says about the text in it: by its tag, its role, its classes, its id."""
    own = HINTS_OF_TAGS.get(element.tag)
    found = {own} if own else set()
    if not element.keys():
        return frozenset(found)
    for name in " ".join(element.get(key) or "" for key in ("class", "id", "role")).lower().split()[:MOST_NAMES]:
        found |= {hint for hint, pattern in _NAMES if pattern.fullmatch(name)}
    for name in (element.get("epub:type") or "").split():
        found |= {hint for hint, pattern in PARTS_OF_BOOKS.items() if pattern.fullmatch(name)}
    if _is_hidden(element):
        found.add(Hint.HIDDEN)
    return frozenset(found)


_NAMES = tuple(
    (hint, re.compile(names.replace("<>(", BEFORE).replace("<>", AFTER))) for hint, names in HINTS_OF_NAMES.items()
)


def _is_hidden(element: Element) -> bool:
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or HIDING.search(element.get("style") or "") is not None
    )


class _Place(NamedTuple):
    """Where in the page's nesting the walk is."""

    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    hints: frozenset[Hint] = frozenset()
    emphasis: Emphasis | None = None
    linked: bool = False
    parent: int = 0
    depth: int = 0
    pre: bool = False


class _Walk(Struct):
    """A walk over a page: the pieces found, and the runs of the one that is being gathered."""

    found: list[Piece] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    linked: list[str] = field(default_factory=list)
    """The texts of links among them."""
    elements: int = 0
    """How many elements that stand by themselves were met; their numbers are their names."""
    number: str = ""
    """Of the list item that was opened and has no words yet: `3. `."""

    def element(self, element: Element, place: _Place) -> None:
        """Take what is in the element; what follows it belongs to its parent."""
        tag = element.tag
        if not isinstance(tag, str) or SILENT.fullmatch(tag):
            return
        if place.depth >= DEEPEST:
            self.text(" ".join(element.itertext()), place)
        elif tag == "br":
            self.break_line(place)
        elif tag in PICTURES:
            self.aside(element.get("alt") or "", place, Hint.PICTURE)
        elif tag == "math":
            self.aside(element.get("alttext") or " ".join(element.itertext()), place, Hint.FORMULA)
        elif tag in STRUCK:
            self.aside("".join(element.itertext()), place, Hint.HIDDEN)
        elif tag == "sup" and _is_footnote_mark(element):
            return
        elif BLOCKS.fullmatch(tag):
            self.block(element, place)
        else:
            self.inline(element, place)

    def inline(self, element: Element, place: _Place) -> None:
        """Take an element that stands inside a line."""
        tag = element.tag
        against = hints_of(element) & NOT_IN_A_LINE
        if against:
            self.aside("".join(element.itertext()), place, *against)
            return
        before = element.getprevious()
        if tag == "a" and before is not None and before.tag == "a" and not (before.tail or "").strip():
            self.text(" ", place)  # links side by side are apart on the page
        emphasis = stronger(place.emphasis, _emphasis(element))
        self.children(element, place._replace(emphasis=emphasis, linked=place.linked or tag == "a"))

    def block(self, element: Element, place: _Place) -> None:
        """Take an element that stands by itself."""
        tag = element.tag
        self.flush(place)
        self.elements += 1
        here = _inside(tag, place, place.hints | hints_of(element), self.elements)
        if tag == "hr":
            self.found.append(Piece(Block(BlockKind.SECTION_BREAK), here.hints, place.parent, 0.0))
        elif tag == "pre" and element.find(".//code") is not None:
            self.aside("".join(element.itertext()), here, Hint.CODE)
        elif tag == "table" and _is_data(element):
            self.table(element, here)
        elif tag in {"ul", "ol"}:
            self.items(element, here)
        else:
            self.children(element, here)
        self.flush(here)

    def items(self, element: Element, place: _Place) -> None:
        """Take a list: its items, numbered where the page numbers them."""
        first = element.get("start") or "1"
        number = int(first) if first.isascii() and first.isdecimal() and len(first) < 6 else 1  # noqa: PLR2004
        for child in element:
            if child.tag == "li":
                self.flush(place)
                self.number = f"{number}. " if element.tag == "ol" else ""
                number += 1
                kind = place.kind if place.kind is BlockKind.HEADING else BlockKind.LIST_ITEM
                hints = place.hints | hints_of(child)
                self.children(child, place._replace(kind=kind, hints=hints))
                self.flush(place._replace(kind=kind, hints=hints))
                self.number = ""
            else:
                self.element(child, place)
            self.text(child.tail or "", place)

    def table(self, element: Element, place: _Place) -> None:
        """Take a table of facts row by row, the cells with commas between them."""
        for caption in element.findall("caption"):
            self.aside("".join(caption.itertext()), place, Hint.CAPTION)
        for row in element.iter("tr"):
            cells = [_in_cell(cell, place.depth) for cell in row if cell.tag in {"td", "th"}]
            self.text(", ".join(text for text, _ in cells if text), place)
            self.flush(place._replace(kind=BlockKind.LIST_ITEM))
            self.found += [replace(piece, parent=place.parent) for _, hinted in cells for piece in hinted]

    def children(self, element: Element, place: _Place) -> None:
        """Take an element's text, its children and what follows each."""
        self.text(element.text or "", place)
        inside = place._replace(depth=place.depth + 1)
        for child in element:
            self.element(child, inside)
            self.text(child.tail or "", place)

    def text(self, text: str, place: _Place) -> None:
        """Take a stretch of text; line ends in the source are spaces on the page."""
        if not text:
            return
        self.runs.append(Run(text if place.pre else SPACES.sub(" ", text), place.emphasis))
        if place.linked:
            self.linked.append(text)

    def break_line(self, place: _Place) -> None:
        """A line break; two in a row end the paragraph."""
        last = next((run.text for run in reversed(self.runs) if run.text.strip(" ")), "")
        if last.endswith("\n"):
            self.flush(place)
        else:
            self.runs.append(Run("\n"))

    def aside(self, text: str, place: _Place, *hints: Hint) -> None:
        """Note a text that isn't read."""
        if text := " ".join(text.split()):
            self.found.append(Piece(Block(BlockKind.PARAGRAPH, text), place.hints.union(hints), place.parent, 0.0))

    def flush(self, place: _Place) -> None:
        """End the piece that is being gathered."""
        runs = [Run(self.number), *self.runs] if any(run.text.strip() for run in self.runs) else []
        if runs:
            self.number = ""
            block = compose(place.kind, runs, level=place.level)
            if is_separator(block.text):
                block = Block(BlockKind.SECTION_BREAK)
            self.found.append(Piece(block, place.hints, place.parent, self.share_linked()))
        self.runs, self.linked = [], []

    def share_linked(self) -> float:
        """Of the letters that are being gathered."""
        linked = _letters(self.linked)
        return linked / _letters(run.text for run in self.runs) if linked else 0.0


def _letters(texts: Iterable[str]) -> int:
    return sum(sum(map(str.isalnum, text)) for text in texts)


def _inside(tag: str, outer: _Place, hints: frozenset[Hint], number: int) -> _Place:
    """The place inside a block element of this tag; texts of one article count as being in one parent."""
    if tag in HEADINGS:
        return outer._replace(hints=hints, kind=BlockKind.HEADING, level=HEADINGS[tag])
    if tag == "blockquote":
        return outer._replace(hints=hints, kind=BlockKind.QUOTE)
    if tag in {"p", "ul", "ol"}:
        return outer._replace(hints=hints)
    return outer._replace(hints=hints, parent=number, pre=outer.pre or tag == "pre")


def _emphasis(element: Element) -> Emphasis | None:
    if element.tag in STRESS_OF:
        return STRESS_OF[element.tag]
    style = (element.get("style") or "").lower()
    if "font-weight" in style and re.search(r"font-weight\s*:\s*(?:bold|[6-9]00)", style):
        return Emphasis.STRONG
    return Emphasis.MODERATE if re.search(r"font-style\s*:\s*italic", style) else None


def _is_footnote_mark(element: Element) -> bool:
    """Whether raised characters lead to a note, rather than being a power or an ordinal."""
    text = "".join(element.itertext()).strip().lower()
    if not FOOTNOTE_MARK.fullmatch(text):
        return False
    if not text.isalnum():
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    return (
        element.find(".//a") is not None
        or element.getparent().tag == "a"
        or re.search("fn|note|ref|cite", names) is not None
    )


def _is_data(table: Element) -> bool:
    """Whether a table holds facts in rows, rather than the page's layout."""
    if table.get("role") == "presentation" or table.find(".//table") is not None:
        return False
    if table.find(".//th") is not None or table.find("caption") is not None:
        return True
    rows = [[cell for cell in row if cell.tag == "td"] for row in table.iter("tr")]
    blocks = any(table.find(f".//{tag}") is not None for tag in ("p", "div", "h1", "h2", "h3", "ul", "blockquote"))
    return len(rows) > 1 and all(len(row) > 1 for row in rows) and not blocks


def _in_cell(cell: Element, depth: int) -> tuple[str, list[Piece]]:
    """A cell's text, and what in it isn't the article's, as pictures and footnote marks."""
    walk = _Walk()
    walk.children(cell, _Place(depth=depth))
    walk.flush(_Place())
    hinted = [piece for piece in walk.found if piece.hints]
    said = " ".join(piece.block.text for piece in walk.found if not piece.hints)
    return " ".join(said.split()), hinted
