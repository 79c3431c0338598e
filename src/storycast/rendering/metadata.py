"""What pages tell machines about themselves: search engines, previews and feed readers.

Sources: https://ogp.me, https://schema.org/PodcastEpisode, https://schema.org/PodcastSeries.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from storycast.model import Published, Show
from storycast.rendering.addresses import FEED, INDEX, absolute, relative
from storycast.rendering.notes import describe, disclosure_of
from storycast.rendering.text import one_line, rounded_seconds

_LONGEST_DESCRIPTION = 300
"""Characters that search engines and previews show, with room to spare."""


class Head(Struct, frozen=True):
    """What stands in a page's head; addresses are relative to it, or whole where others read them."""

    title: str
    description: str
    show: str
    canonical: str
    """Empty while the show's base URL isn't known."""
    feed: str
    icon: str
    open_graph: tuple[tuple[str, str], ...]
    linked_data: Mapping[str, Any]


def episode_head(show: Show, episode: Published) -> Head:
    """The head of an episode's page."""
    return Head(
        title=f"{one_line(episode.title)} – {one_line(show.title)}",
        description=one_line(episode.summary or episode.title, _LONGEST_DESCRIPTION),
        show=one_line(show.title),
        canonical=absolute(show, episode.page) if show.base_url else "",
        feed=relative(FEED, page=episode.page),
        icon=relative(episode.thumbnail or show.thumbnail or show.cover, page=episode.page),
        open_graph=tuple(_episode_graph(show, episode)),
        linked_data=_episode_data(show, episode),
    )


def show_head(show: Show) -> Head:
    """The head of the show's page."""
    description = one_line(show.description or show.title, _LONGEST_DESCRIPTION)
    return Head(
        title=one_line(show.title),
        description=description,
        show=one_line(show.title),
        canonical=absolute(show, INDEX) if show.base_url else "",
        feed=FEED,
        icon=relative(show.thumbnail or show.cover, page=INDEX),
        open_graph=(
            ("og:title", one_line(show.title)),
            ("og:type", "website"),
            ("og:image", absolute(show, show.cover)),
            ("og:url", absolute(show, INDEX)),
            ("og:description", description),
        ),
        linked_data={
            "@context": "https://schema.org",
            **_series(show),
            "description": one_line(describe(show.description, show.disclosure)),
            "inLanguage": show.language,
            "image": absolute(show, show.cover),
            "author": {"@type": "Person", "name": one_line(show.author)},
        },
    )


def _episode_graph(show: Show, episode: Published) -> Iterator[tuple[str, str]]:
    sound = absolute(show, episode.enclosure.url)
    yield "og:title", one_line(episode.title)
    yield "og:type", "article"
    yield "og:image", absolute(show, episode.cover or show.cover)
    yield "og:url", absolute(show, episode.page)
    yield "og:description", one_line(episode.summary or episode.title, _LONGEST_DESCRIPTION)
    yield "og:audio", sound
    if sound.startswith("https:"):
        yield "og:audio:secure_url", sound
    yield "og:audio:type", episode.enclosure.type


def _episode_data(show: Show, episode: Published) -> dict[str, Any]:
    length = f"PT{rounded_seconds(episode.duration)}S"
    return {
        "@context": "https://schema.org",
        "@type": "PodcastEpisode",
        "name": one_line(episode.title),
        "url": absolute(show, episode.page),
        "datePublished": episode.at.isoformat(),
        "description": one_line(describe(episode.summary, disclosure_of(show, episode))),
        "inLanguage": episode.language,
        "duration": length,
        "timeRequired": length,
        "image": absolute(show, episode.cover or show.cover),
        "author": {"@type": "Person", "name": one_line(episode.author or show.author)},
        "associatedMedia": {
            "@type": "AudioObject",
            "contentUrl": absolute(show, episode.enclosure.url),
            "encodingFormat": episode.enclosure.type,
            "contentSize": str(episode.enclosure.size),
            "duration": length,
        },
        "partOfSeries": _series(show),
    }


def _series(show: Show) -> dict[str, Any]:
    return {
        "@type": "PodcastSeries",
        "name": one_line(show.title),
        "url": absolute(show, INDEX),
        "webFeed": absolute(show, FEED),
    }
