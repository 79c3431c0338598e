"""Pages that stand by themselves: one an episode, which reads along, and one for the show.

Everything they need is inside them, and every link is relative, so that they work from any folder and under any path.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Any

from storycast.model import Chapter, Cue, Episode, Feed, Milliseconds, Published, Show, primary
from storycast.rendering.addresses import FEED, INDEX, relative
from storycast.rendering.arc import dark, hue, light, outline
from storycast.rendering.captions import words
from storycast.rendering.metadata import episode_head, show_head
from storycast.rendering.notes import disclosure_of
from storycast.rendering.story import story_of
from storycast.rendering.templates import fill
from storycast.rendering.text import one_line, rounded_seconds, short_clock
from storycast.rendering.waveform import holds, waveform_svg

_SPEEDS = ("0.75", "0.9", "1", "1.1", "1.25", "1.5", "1.75", "2")
_FILE_NAMES = {
    "text/plain": "text",
    "text/vtt": "WebVTT",
    "application/x-subrip": "SRT",
    "application/json": "JSON",
    "text/html": "plain page",
    "application/json+chapters": "chapters",
}
_NARROWEST_LABEL = 5.0
"""Percent of the picture's width."""
_RIGHT_TO_LEFT = {"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"}


def episode_page(show: Show, published: Published, episode: Episode, *, loud: Sequence[float] = ()) -> str:
    """The page of an episode, as HTML; `loud` are its levels, 0 to 1, evenly spaced over its length."""
    page, transcript, chapters = published.page, episode.transcript, episode.chapters
    return fill(
        "episode.html.j2",
        **_look(show, chapters),
        **_card(published, page=page),
        head=episode_head(show, published),
        index=relative(INDEX, page=page),
        story=story_of(transcript, episode.article.blocks),
        voice=one_line(published.voice),
        clock=_clock(published.duration),
        direction="rtl" if primary(published.language) in _RIGHT_TO_LEFT else "ltr",
        audio=relative(published.enclosure.url, page=page),
        size=f"{published.enclosure.size / 1_000_000:.1f} MB",
        waveform=waveform_svg(loud, beats=chapters, holds=holds(episode), duration=episode.duration),
        roles=tuple(_role_labels(chapters, episode.duration)),
        speeds=_SPEEDS,
        chapters=tuple(_contents(published.chapters)),
        disclosure=one_line(disclosure_of(show, published)),
        files=[
            (_FILE_NAMES[file.type], relative(file.url, page=page))
            for file in published.side_files
            if file.type in _FILE_NAMES
        ],
        facts=_facts(show, published, transcript.cues),
    )


def index_page(feed: Feed) -> str:
    """The page of the show, as HTML: what it is about, and its episodes."""
    show = feed.show
    return fill(
        "index.html.j2",
        **_look(show, ()),
        head=show_head(show),
        feed=FEED,
        author=one_line(show.author),
        description=one_line(show.description),
        disclosure=one_line(show.disclosure),
        language=show.language,
        picture=relative(show.thumbnail or show.cover, page=INDEX),
        episodes=[_card(episode, page=INDEX) for episode in feed.episodes],
    )


def _look(show: Show, beats: Sequence[Chapter]) -> dict[str, Any]:
    """The page's colours: the show's, turned a little by the story."""
    degrees = hue(show.title, outline(beats), own=show.hue)
    return {"light": light(degrees), "dark": dark(degrees)}


def _card(episode: Published, *, page: str) -> dict[str, Any]:
    """What is said of an episode wherever it is shown."""
    return {
        "title": one_line(episode.title),
        "author": one_line(episode.author),
        "summary": one_line(episode.summary),
        "language": episode.language,
        "date": f"{episode.at.day} {episode.at:%B %Y}",
        "date_iso": episode.at.isoformat(),
        "length": _length(episode.duration),
        "page": relative(episode.page, page=page),
        "picture": relative(episode.thumbnail, page=page) if episode.thumbnail else "",
        "feed": relative(FEED, page=page),
    }


def _contents(chapters: Sequence[Chapter]) -> Iterator[dict[str, str]]:
    """The chapters of the list; a role is told where it begins."""
    for before, chapter in zip((None, *chapters), chapters, strict=False):
        yield {
            "at": f"{chapter.start / 1000:.3f}".rstrip("0").rstrip("."),
            "clock": short_clock(chapter.start),
            "title": one_line(chapter.title),
            "role": "" if before and before.role is chapter.role else chapter.role.value,
        }


def _role_labels(beats: Sequence[Chapter], duration: Milliseconds) -> Iterator[tuple[str, str, str]]:
    """Where roles stand under the picture, left and width in percent; a run too short for its name has none."""
    whole = max(duration, 1) / 100
    for role, run in groupby(beats, key=lambda beat: beat.role):
        alike = list(run)
        left, width = alike[0].start / whole, (alike[-1].end - alike[0].start) / whole
        if width >= _NARROWEST_LABEL:
            yield f"{left:.2f}", f"{width:.2f}", role.value


def _facts(show: Show, published: Published, cues: Sequence[Cue]) -> Mapping[str, Any]:
    """What the player on the page knows: times of chapters in seconds, times of cues and words in milliseconds."""
    picture = published.thumbnail or show.thumbnail or published.cover or show.cover
    return {
        "guid": published.guid,
        "title": one_line(published.title),
        "artist": one_line(published.author or show.author),
        "album": one_line(show.title),
        "artwork": [{"src": relative(picture, page=published.page), "type": "image/jpeg"}],
        "duration": published.duration / 1000,
        "chapters": [[chapter.start / 1000, one_line(chapter.title)] for chapter in published.chapters],
        "cues": [[cue.start, cue.end, _gaps(cue)] for cue in cues],
    }


def _gaps(cue: Cue) -> list[int]:
    """Milliseconds from each word's start to the next one's, the first from the cue's start."""
    starts = [cue.start, *(word.start for word in words(cue))]
    return [after - before for before, after in pairwise(starts)]


def _clock(duration: Milliseconds) -> str:
    return short_clock(Milliseconds(rounded_seconds(duration) * 1000))


def _length(duration: Milliseconds) -> str:
    """`12 min`, as people say how long something takes."""
    seconds = rounded_seconds(duration)
    return f"{round(seconds / 60)} min" if seconds >= 60 else f"{seconds} s"  # noqa: PLR2004
