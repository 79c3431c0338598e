"""The files beside an episode: one table of what can stand there and how each is rendered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from storycast.model import Episode
from storycast.rendering.chapters import chapters_json
from storycast.rendering.srt import srt
from storycast.rendering.transcript import transcript_html, transcript_json, transcript_text
from storycast.rendering.vtt import vtt


@dataclass(frozen=True, slots=True)
class Beside:
    """A kind of file beside an episode."""

    ending: str
    """Of its name, in place of `.mp3`."""
    type: str
    """MIME type, as the podcast namespace names it."""
    render: Callable[[Episode], str]


BESIDE: Mapping[str, Beside] = {
    "vtt": Beside(".vtt", "text/vtt", lambda episode: vtt(episode.transcript)),
    "srt": Beside(".srt", "application/x-subrip", lambda episode: srt(episode.transcript)),
    "json": Beside(".json", "application/json", lambda episode: transcript_json(episode.transcript)),
    "chapters": Beside(".chapters.json", "application/json+chapters", lambda episode: chapters_json(episode.chapters)),
    "txt": Beside(".txt", "text/plain", lambda episode: transcript_text(episode.transcript)),
    "html": Beside(
        ".transcript.html",
        "text/html",
        lambda episode: transcript_html(episode.transcript, title=episode.article.title),
    ),
}
"""By the name that `--with` takes."""
