"""A show as an RSS 2.0 feed with the itunes, podcast, atom and content namespaces.

Sources: Apple's "A Podcaster's Guide to RSS", the Podcast Standards Project's PSP-1, the podcast namespace.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from email.utils import format_datetime

from storycast.model import Chapter, Feed, Published, Show
from storycast.rendering.addresses import FEED, INDEX, absolute, podcast_guid
from storycast.rendering.notes import describe, notes_html, notes_text
from storycast.rendering.text import clean, clock, one_line, rounded_seconds

_NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "psc": "http://podlove.org/simple-chapters",
}
_TIMED = {
    "text/vtt": True,
    "application/x-subrip": True,
    "application/json": True,
    "text/html": False,
    "text/plain": False,
}
"""Transcripts by MIME type, the one Apple takes first; whether they carry times."""
_CHAPTERS = "application/json+chapters"
_TRUTH = {True: "true", False: "false"}
_CONSENT = {True: "yes", False: "no"}
_LONGEST_VALUE = 255
"""Characters (Apple, "Podcast requirements")."""
_LONGEST_NAME = 128
"""Characters of a person's name (podcast namespace, person.md)."""

for _prefix, _uri in _NAMESPACES.items():
    ET.register_namespace(_prefix, _uri)


def render_feed(feed: Feed) -> str:
    """The feed as an XML document; the same feed gives the same text."""
    items = (_element("item", *_episode(feed.show, episode)) for episode in feed.episodes)
    rss = _element("rss", _element("channel", *_show(feed.show), *items), version="2.0")
    ET.indent(rss)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(rss, encoding="unicode")}\n'


def _show(show: Show) -> Iterator[ET.Element]:
    feed_url = absolute(show, FEED)
    yield _element("title", _short(show.title))
    yield _element("link", absolute(show, INDEX))
    yield _element("description", describe(show.description, show.disclosure))
    yield _element("language", show.language.lower())
    yield _element("generator", "storycast")
    if show.copyright:
        yield _element("copyright", _short(show.copyright))
    yield _element("atom:link", href=feed_url, rel="self", type="application/rss+xml")
    yield _element("itunes:author", _short(show.author))
    if show.email:
        owner = (_element("itunes:name", _short(show.author)), _element("itunes:email", _short(show.email)))
        yield _element("itunes:owner", *owner)
    yield _element("itunes:image", href=absolute(show, show.cover))
    yield from _category(show.category)
    yield _element("itunes:explicit", _TRUTH[show.explicit])
    yield _element("itunes:type", show.type.value)
    if show.guid or show.base_url:
        yield _element("podcast:guid", show.guid or podcast_guid(feed_url))
    yield _element("podcast:locked", _CONSENT[show.locked], **({"owner": show.email} if show.email else {}))
    yield _element("podcast:medium", "podcast")


def _category(category: tuple[str, ...]) -> Iterator[ET.Element]:
    """The category, with the subcategories inside it."""
    if category:
        inner = (_element("itunes:category", text=name) for name in category[1:])
        yield _element("itunes:category", *inner, text=category[0])


def _episode(show: Show, episode: Published) -> Iterator[ET.Element]:
    enclosure = episode.enclosure
    yield _element("title", _short(episode.title))
    yield _element("link", absolute(show, episode.page))
    yield _element("guid", episode.guid, isPermaLink="false")
    yield _element("pubDate", format_datetime(episode.at))
    yield _element("enclosure", url=absolute(show, enclosure.url), length=str(enclosure.size), type=enclosure.type)
    yield _element("description", notes_text(show, episode))
    yield _element("content:encoded", notes_html(show, episode))
    if episode.author:
        yield _element("itunes:author", _short(episode.author))
    yield _element("itunes:duration", str(rounded_seconds(episode.duration)))
    yield _element("itunes:explicit", _TRUTH[episode.explicit or show.explicit])
    yield _element("itunes:episodeType", "full")
    if episode.number is not None:
        yield _element("itunes:episode", str(episode.number))
    if episode.cover:
        yield _element("itunes:image", href=absolute(show, episode.cover))
    yield from _side_files(show, episode)
    yield from _persons(episode)
    if show.chapters_in_feed and episode.chapters:
        yield _element("psc:chapters", *_podlove(episode.chapters), version="1.2")


def _side_files(show: Show, episode: Published) -> Iterator[ET.Element]:
    urls = {file.type: absolute(show, file.url) for file in episode.side_files}
    for type_, timed in _TIMED.items():
        if type_ in urls:
            rel = {"rel": "captions"} if timed else {}
            yield _element("podcast:transcript", url=urls[type_], type=type_, language=episode.language.lower(), **rel)
    if _CHAPTERS in urls:
        yield _element("podcast:chapters", url=urls[_CHAPTERS], type=_CHAPTERS)


def _persons(episode: Published) -> Iterator[ET.Element]:
    """Who wrote it and who reads it, by the podcast taxonomy's groups and roles."""
    if episode.author:
        yield _element("podcast:person", one_line(episode.author, _LONGEST_NAME), group="writing", role="author")
    if episode.voice:
        yield _element("podcast:person", one_line(episode.voice, _LONGEST_NAME), group="cast", role="narrator")


def _podlove(chapters: Iterable[Chapter]) -> Iterator[ET.Element]:
    """Podlove Simple Chapters (https://podlove.org/simple-chapters)."""
    for chapter in chapters:
        yield _element("psc:chapter", start=clock(chapter.start), title=one_line(chapter.title))


def _element(name: str, /, *content: str | ET.Element, **attributes: str) -> ET.Element:
    """An element; `itunes:author` names one of a namespace. Characters that XML forbids are dropped."""
    prefix, _, local = name.rpartition(":")
    element = ET.Element(
        f"{{{_NAMESPACES[prefix]}}}{local}" if prefix else local,
        {key: clean(value) for key, value in attributes.items()},
    )
    element.text = clean("".join(part for part in content if isinstance(part, str))) or None
    element.extend(part for part in content if isinstance(part, ET.Element))
    return element


def _short(value: str) -> str:
    return one_line(value, _LONGEST_VALUE)
