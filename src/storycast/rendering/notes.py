"""Episode notes: what the episode is about, its chapters' times, and whose voice reads it."""

from __future__ import annotations

from storycast.model import Published, Show
from storycast.rendering.addresses import absolute
from storycast.rendering.chapters import chapter_lines
from storycast.rendering.templates import fill
from storycast.rendering.text import one_line

LONGEST = 4000
"""Bytes of a description that directories read (Apple, "A Podcaster's Guide to RSS")."""
_FEWEST_CHAPTERS = 3
"""Apple, Spotify and YouTube read chapters from notes that list at least three."""


def describe(text: str, disclosure: str, *, more: str = "") -> str:
    """The text, then `more`, then the disclosure, as plain paragraphs of at most 4000 bytes.

    The text is what gives way; a disclosure that it holds already isn't said twice.
    """
    said = "" if disclosure in text else disclosure
    closing = "".join(f"\n\n{part}" for part in (more, one_line(said)) if part)
    return (_shortened(one_line(text), LONGEST - len(closing.encode())) + closing).strip()


def notes_text(show: Show, episode: Published) -> str:
    """The notes as plain text of at most 4000 bytes: summary, chapters a line each, disclosure."""
    chapters = "\n".join(_chapters(episode))
    fits = len(chapters.encode()) <= LONGEST // 2
    return describe(episode.summary, disclosure_of(show, episode), more=chapters if fits else "")


def notes_html(show: Show, episode: Published) -> str:
    """The notes as simple HTML, with a link to the page that reads along."""
    return fill(
        "notes.html.j2",
        summary=one_line(episode.summary),
        author=one_line(episode.author),
        chapters=_chapters(episode),
        page=absolute(show, episode.page),
        disclosure=one_line(disclosure_of(show, episode)),
    )


def disclosure_of(show: Show, episode: Published) -> str:
    """The sentence in the episode's own language, else the show's."""
    return episode.disclosure or show.disclosure


def _chapters(episode: Published) -> list[str]:
    lines = chapter_lines(episode.chapters)
    return lines if len(lines) >= _FEWEST_CHAPTERS else []


def _shortened(text: str, longest: int) -> str:
    """The text, cut at a word and closed with "…" if its UTF-8 is over `longest` bytes."""
    if len(text.encode()) <= longest:
        return text
    fitting = text.encode()[: longest - len("…".encode())].decode(errors="ignore")
    return f"{fitting.rpartition(' ')[0] or fitting}…"
