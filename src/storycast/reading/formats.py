"""The one door: bytes of any kind -> Article. Which reader reads them is told by what they hold, then by their name."""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from storycast.errors import UnreadableArticle
from storycast.model import Article
from storycast.reading import frontmatter
from storycast.reading.cleaning import clean
from storycast.reading.encoding import decode, is_text, legible
from storycast.reading.finishing import finish
from storycast.reading.markdown import looks_like_markdown, read_markdown


class Source(Struct, frozen=True):
    """What is to be read, and how."""

    content: bytes
    name: str
    """A path, an address, or `-`."""
    keep_everything: bool = False
    content_type: str = ""
    """The header that a server sent with it."""


def read(
    content: bytes,
    *,
    name: str,
    keep_everything: bool = False,
    language: str | None = None,
    content_type: str | None = None,
) -> Article:
    """The article in `content`, which came from the path or address `name` (`-` for standard input).

    With `keep_everything` nothing is judged to be page furniture. `content_type` is the header that a server sent with
    it. Raises `UnreadableArticle` where there is no article.
    """
    source = Source(content, legible(name), keep_everything, content_type or "")
    draft = replace(_reader_of(source)(source), source=source.name)
    return finish(draft, keep_everything=keep_everything, language=language)


Reader = Callable[[Source], Article]
"""The blocks of a source and what its markup says of title, author, date, language; the rest is told later."""


def _zipped(source: Source) -> Article:
    from storycast.reading.archives import Archive

    archive = Archive(source.content, source.name)
    if "META-INF/container.xml" in archive:
        from storycast.reading.epub import read_epub

        return read_epub(archive, keep_everything=source.keep_everything)
    if "word/document.xml" in archive:
        from storycast.reading.word import read_word

        return read_word(archive, keep_everything=source.keep_everything)
    if "content.xml" in archive:
        from storycast.reading.opendocument import read_opendocument

        return read_opendocument(archive, keep_everything=source.keep_everything)
    raise UnreadableArticle(f"{source.name}: an archive, not a document; unpack it and give the article in it")


def _pdf(source: Source) -> Article:
    from storycast.reading.pdf import read_pdf

    return read_pdf(source.content, name=source.name, keep_everything=source.keep_everything)


def _richtext(source: Source) -> Article:
    from storycast.reading.richtext import read_richtext

    return read_richtext(source.content, name=source.name)


def _page(source: Source) -> Article:
    from storycast.reading.html import decode_html, read_html

    text, remarks = decode_html(source.content, source.content_type)
    article = read_html(clean(text), keep_everything=source.keep_everything)
    return replace(article, remarks=(*remarks, *article.remarks))


def _text(source: Source) -> Article:
    """Front matter, and Markdown or plain text below it."""
    text, remarks = decode(source.content)
    front, body = frontmatter.split(clean(text))
    if source.name.lower().endswith(MARKDOWN_NAMES) or front or looks_like_markdown(body):
        article = read_markdown(body, keep_everything=source.keep_everything)
    else:
        from storycast.reading.plain import read_plain

        article = read_plain(body)
    article = replace(article, source=source.name, remarks=(*remarks, *article.remarks))
    return frontmatter.with_front_matter(article, front) if front else article


def _empty(source: Source) -> Article:
    raise UnreadableArticle(f"{source.name}: empty; give a file with an article in it")


def _no_text(source: Source) -> Article:
    what = next(
        (what for start, what in STARTS if source.content.startswith(start)), "not a text, or one we can't read"
    )
    raise UnreadableArticle(f"{source.name}: {what}; give the article as .txt, .md, .html, .epub, .docx, .odt or .pdf")


MARKDOWN_NAMES = (".md", ".markdown", ".mdown", ".mkd")
PAGE_NAMES = (".html", ".htm", ".xhtml")
PAGE_TYPES = ("text/html", "application/xhtml")
STARTS = (
    (b"\xd0\xcf\x11\xe0", "an old Word document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "a sound, picture or film"),
    (b"ID3", "a sound"),
    (b"\xff\xfb", "a sound"),
    (b"OggS", "a sound"),
    (b"fLaC", "a sound"),
    (b"\x1f\x8b", "packed with gzip"),
    (b"Rar!", "an archive"),
    (b"7z\xbc\xaf", "an archive"),
)
"""How files that hold no text begin, and what they are."""
UNLIKE_TEXT = tuple(start for start, _ in STARTS if not start.isascii())
"""The others begin with letters, as an article on them may."""


PDF = re.compile(rb"(?P<before>\A(?:\xef\xbb\xbf)?\s*)?%PDF-\d")


def _is_text(source: Source) -> bool:
    return is_text(decode(source.content)[0])


def _is_pdf(source: Source) -> bool:
    """Whether it begins as a PDF; what isn't text may have something before that (ISO 32000-1, appendix H.3.4.1)."""
    found = PDF.search(source.content[:1024])
    return found is not None and (found["before"] is not None or not _is_text(source))


def _is_page(source: Source) -> bool:
    named = source.name.lower().endswith(PAGE_NAMES) or source.content_type.startswith(PAGE_TYPES)
    return named or PAGE.match(decode(source.content[: 2 * SEEN])[0][:SEEN]) is not None


PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article|div|p|h1|table|meta|title)\b",
    re.IGNORECASE | re.DOTALL,
)
"""How a web page begins."""
SEEN = 4096
"""Characters in which it does so."""
READERS: tuple[tuple[Callable[[Source], bool], Reader], ...] = (
    (lambda source: not source.content.strip(), _empty),
    (lambda source: source.content.startswith((b"PK\x03\x04", b"PK\x05\x06")), _zipped),
    (_is_pdf, _pdf),
    (lambda source: source.content.startswith(b"{\\rtf"), _richtext),
    (lambda source: source.content.startswith(UNLIKE_TEXT), _no_text),
    (_is_page, _page),
    (lambda source: not _is_text(source), _no_text),
)
"""Who reads what: the first whose condition holds; else it is text."""


def _reader_of(source: Source) -> Reader:
    return next((reader for holds, reader in READERS if holds(source)), _text)
