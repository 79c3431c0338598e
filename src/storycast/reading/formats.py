"""The one door: bytes of any kind -> Article. Which reader reads them is told by what they hold."""

from __future__ import annotations

from dataclasses import replace

from storycast.errors import UnreadableArticle
from storycast.model import Article
from storycast.reading import frontmatter
from storycast.reading.cleaning import clean
from storycast.reading.encoding import decode, is_text
from storycast.reading.finishing import finish
from storycast.reading.html import decode_html, looks_like_html, read_html
from storycast.reading.markdown import looks_like_markdown, read_markdown
from storycast.reading.plain import read_plain

HTML_NAMES = (".html", ".htm", ".xhtml")
HTML_TYPES = ("text/html", "application/xhtml")
MARKDOWN_NAMES = (".md", ".markdown", ".mdown", ".mkd")


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
    if not content.strip():
        raise UnreadableArticle(f"{name}: empty; give a file with an article in it")
    draft = _read_text(content, name=name, keep_everything=keep_everything, content_type=content_type)
    return finish(draft, keep_everything=keep_everything, language=language)


def _read_text(content: bytes, *, name: str, keep_everything: bool, content_type: str | None) -> Article:
    text, remarks = decode(content)
    if looks_like_html(text) or (content_type or "").startswith(HTML_TYPES) or name.lower().endswith(HTML_NAMES):
        text, remarks = decode_html(content, content_type)
        article = read_html(clean(text), keep_everything=keep_everything)
        return replace(article, source=name, remarks=(*remarks, *article.remarks))
    if not is_text(text):
        raise UnreadableArticle(
            f"{name}: not a text, or one we can't read; give it as .txt, .md, .html, .epub or .docx"
        )
    yaml, body = frontmatter.split(clean(text))
    if name.lower().endswith(MARKDOWN_NAMES) or yaml or looks_like_markdown(body):
        article = read_markdown(body, keep_everything=keep_everything)
    else:
        article = read_plain(body)
    article = replace(article, source=name, remarks=remarks)
    return frontmatter.with_front_matter(article, yaml) if yaml else article
