"""The files beside an episode: one table of what can stand there and how each is rendered."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct

from storycast.model import Episode


class Beside(Struct, frozen=True):
    """A kind of file beside an episode."""

    ending: str
    """Of its name, in place of `.mp3`."""
    type: str
    """MIME type, as the podcast namespace names it."""
    render: Callable[[Episode], str]


def _vtt(episode: Episode) -> str:
    from storycast.rendering.vtt import vtt

    return vtt(episode.transcript)


def _srt(episode: Episode) -> str:
    from storycast.rendering.srt import srt

    return srt(episode.transcript)


def _json(episode: Episode) -> str:
    from storycast.rendering.transcript import transcript_json

    return transcript_json(episode.transcript)


def _chapters(episode: Episode) -> str:
    from storycast.rendering.chapters import chapters_json

    return chapters_json(episode.chapters)


def _text(episode: Episode) -> str:
    from storycast.rendering.transcript import transcript_text

    return transcript_text(episode.transcript)


def _html(episode: Episode) -> str:
    from storycast.rendering.transcript import transcript_html

    return transcript_html(episode.transcript, title=episode.article.title)


BESIDE: Mapping[str, Beside] = {
    "vtt": Beside(".vtt", "text/vtt", _vtt),
    "srt": Beside(".srt", "application/x-subrip", _srt),
    "json": Beside(".json", "application/json", _json),
    "chapters": Beside(".chapters.json", "application/json+chapters", _chapters),
    "txt": Beside(".txt", "text/plain", _text),
    "html": Beside(".transcript.html", "text/html", _html),
}
"""By the name that `--with` takes."""
