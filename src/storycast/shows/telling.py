"""What a show tells of an episode, worked out from the article and the episode."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, time, timedelta

from storycast.errors import UnknownSetting
from storycast.model import Article, BlockKind, Voice
from storycast.rendering.text import one_line

_EPISODES = "7b0a2bde-6bd2-5a35-8d42-0a4d6ed3c1f6"
"""Ours: the namespace of the guids of episodes."""
_SUMMARY = 300
"""Characters of the first paragraph that stand for a summary."""
_ENGINES = {"espeak": "eSpeak NG", "google": "Google", "piper": "Piper", "tone": "Tone"}
_YES, _NO = {"true", "yes", "y", "on", "1"}, {"false", "no", "n", "off", "0", ""}


def episode_guid(article: Article, show_title: str, slug: str) -> str:
    """The guid at first publication: the front matter's, else one that is the same on every machine."""
    from uuid import UUID, uuid5

    return dict(article.settings).get("guid") or str(uuid5(UUID(_EPISODES), f"{show_title}\n{slug}"))


def first_published(
    article: Article, now: datetime, *, place: int = 0, places: int = 1, taken: Collection[datetime] = ()
) -> datetime:
    """Noon UTC of the day that the article names, but never later than now; now where it names none.

    Apps shuffle what was published in the same second: so each story of a day has one of its own, by its place among
    all of the show, and none that is taken. So it is the same second, however often a build was cut short.
    """
    moment = now.replace(microsecond=0)
    if article.published is None:
        return moment
    noon = datetime.combine(article.published, time(12), UTC) + timedelta(seconds=place)
    while noon in taken:
        noon += timedelta(seconds=places)
    return min(moment, noon)


def summary(article: Article) -> str:
    """What the front matter says of it, else how it begins."""
    settings = dict(article.settings)
    written = next((settings[key] for key in ("summary", "description", "subtitle") if settings.get(key)), "")
    paragraphs = (block.text for block in article.blocks if block.kind is BlockKind.PARAGRAPH)
    return one_line(written) or one_line(next(paragraphs, article.title), _SUMMARY)


def narrator(voice: Voice) -> str:
    """The voice as listeners should read it: `a synthetic voice (eSpeak NG, en-GB)`."""
    return f"a synthetic voice ({_ENGINES.get(voice.engine, voice.engine)}, {voice.language})"


def is_set(article: Article, key: str) -> bool:
    """Whether the front matter says yes to `draft` or `explicit`.

    Raises `UnknownSetting` where it says neither yes nor no: what isn't understood must not be published.
    """
    told = dict(article.settings).get(key, "")
    if told.lower() not in _YES | _NO:
        raise UnknownSetting(f"front matter: {key}: '{told}' is neither yes nor no; write {key}: true or {key}: false")
    return told.lower() in _YES


def number(article: Article) -> int | None:
    """The episode's number, where the front matter gives one; from 1 on, as Apple's guide asks."""
    told = dict(article.settings).get("episode", "")
    return int(told) or None if told.isascii() and told.isdigit() else None
