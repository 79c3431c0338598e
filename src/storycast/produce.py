"""The conductor of one episode: an Article in, an Episode out. Decides nothing; each stage is somebody else's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from storycast import __version__
from storycast.audio import mp3, tags
from storycast.files import draining, written
from storycast.memory import give_back
from storycast.model import Article, Beat, Episode, Frames, Pause, Script, Segment, Timeline, Why
from storycast.narration.directions import directed
from storycast.narration.narrate import Cast, narrate
from storycast.store import named_by
from storycast.studio import Studio
from storycast.timeline import chapters, lay_out, milliseconds, transcript


class Sleeve(Struct, frozen=True):
    """What an episode's tag says beyond the story: the show that it belongs to, a note, a picture."""

    album: str = ""
    comment: str = ""
    cover: bytes = b""
    """A JPEG."""


class Music(Struct, frozen=True):
    """Sound files that are played round the words; None where there is none."""

    intro: Path | None = None
    outro: Path | None = None
    sting: Path | None = None
    """At each break between sections."""


def bare(_: Episode) -> Sleeve:
    """Nothing beyond the story."""
    return Sleeve()


def produce(
    article: Article,
    cast: Cast,
    studio: Studio,
    out: Path,
    *,
    sleeve: Callable[[Episode], Sleeve] = bare,
    music: Music = Music(),
    author: str = "",
) -> Episode:
    """The episode of an article, its MP3 at `out`, whole or not there. `sleeve` is asked before the MP3 is written.

    `author` is written, but not said, where the article names none.
    Raises `EngineError` naming the utterance that could not be spoken, `UnknownSetting` naming music that can't be
    played, `StoreError`, `OutputError`.
    """
    studio.progress("directing", 0, 1)
    script = narrate(article, cast)
    give_back()
    studio.progress("directing", 1, 1)
    article, _ = directed(article)
    clips = studio.speak(script)
    segments = studio.encode(script.beats, clips)
    give_back()
    timeline = lay_out(script, segments, studio.format.rate, interludes(script, music, studio))
    episode = Episode(
        article=article,
        script=script,
        timeline=timeline,
        chapters=chapters(script, timeline),
        transcript=transcript(article, timeline, author=author),
        voice=cast.voice,
        size=0,
        duration=milliseconds(timeline.length, timeline.rate),
        tally=studio.tally(script),
        author=article.author or author,
    )
    tag = tags.tag_bytes(tag_of(episode, sleeve(episode)))
    give_back()
    size = stitch(timeline, tag, studio, out)
    return replace(episode, size=size, tally=studio.tally(script))


def interludes(script: Script, music: Music, studio: Studio) -> dict[int, Segment]:
    """The music by the number of the beat that it stands before; their count for the end."""
    sections = [number for number, beat in enumerate(script.beats, 1) if _closes_section(beat)]
    places = ((music.sting, sections), (music.intro, [0]), (music.outro, [len(script.beats)]))
    return {number: studio.music(file) for file, numbers in places if file for number in numbers}


def _closes_section(beat: Beat) -> bool:
    return isinstance(beat.lines[-1], Pause) and beat.lines[-1].why is Why.SECTION


def tag_of(episode: Episode, sleeve: Sleeve) -> tags.Tag:
    """What the episode says of itself. Nothing in it depends on when or where it was made."""
    article = episode.article
    return tags.Tag(
        title=article.title,
        artist=episode.author,
        album=sleeve.album,
        published=article.published,
        language=article.language,
        comment=sleeve.comment,
        voice=str(episode.voice),
        version=__version__,
        script=named_by(*(f"{placed.segment.key} {placed.silence}" for placed in episode.timeline.placed)),
        cover=sleeve.cover,
        chapters=episode.chapters,
        transcript=episode.transcript,
    )


def stitch(timeline: Timeline, tag: bytes, studio: Studio, out: Path) -> int:
    """The size of the MP3 written at `out`: tag, Info header, and all frames in order."""
    silent = mp3.silent_frame(studio.format)
    pieces = [(timeline.head, timeline.head * len(silent))]
    for placed in timeline.placed:
        pieces += [(placed.segment.frames, placed.segment.size), (placed.silence, placed.silence * len(silent))]
    pieces.append((Frames(1), len(silent)))
    with written(out) as file, draining(file) as write:
        write(tag)
        write(mp3.info_frame(pieces, studio.format))
        write(silent * timeline.head)
        segments = [placed.segment for placed in timeline.placed]
        for placed, frames in zip(timeline.placed, studio.frames(segments), strict=True):
            write(frames)
            write(silent * placed.silence)
        write(silent)
        return file.tell()
