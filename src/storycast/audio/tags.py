"""The ID3v2.3 tag in front of an episode, by mutagen. 2.3 is what old players read; no source asks for 2.4.

Chapters follow the ID3v2 Chapter Frame Addendum 1.0: one CHAP each and one ordered top-level CTOC.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import IO, Any

from msgspec import Struct
from msgspec.structs import replace

from storycast.languages import iso_639_2
from storycast.model import Chapter, Transcript

VOICE, VERSION, SCRIPT = "storycast voice", "storycast version", "storycast script"
"""Descriptions of our own TXXX frames."""
MOST_CHAPTERS = 255
"""A CTOC counts its entries in one byte."""
_SIZE = slice(6, 10)
"""Where a tag's header has its size."""
_NEAR = 1 << 17
"""Bytes at the beginning of a tag: its small frames and 255 chapters."""
_NO_OFFSET = 0xFFFFFFFF
_UTF16 = 1


class Tag(Struct, frozen=True):
    """What an episode says of itself."""

    title: str
    artist: str = ""
    album: str = ""
    published: date | None = None
    language: str = "en"
    """BCP 47."""
    comment: str = ""
    voice: str = ""
    version: str = ""
    """Of the program."""
    script: str = ""
    """A hash of all that is heard."""
    cover: bytes = b""
    """A JPEG."""
    chapters: tuple[Chapter, ...] = ()
    transcript: Transcript | None = None


def tag_bytes(tag: Tag) -> bytes:
    """The tag as it stands at the front of the file; the same bytes for the same tag."""
    id3 = _id3()
    language = iso_639_2(tag.language)
    frames: list[Any] = [id3.TIT2(_UTF16, tag.title), id3.TCON(_UTF16, "Podcast"), id3.TLAN(_UTF16, language)]
    if tag.artist:
        frames.append(id3.TPE1(_UTF16, tag.artist))
    if tag.album:
        frames.append(id3.TALB(_UTF16, tag.album))
    if tag.published:
        frames.append(id3.TDRC(_UTF16, tag.published.isoformat()))
    if tag.comment:
        frames.append(id3.COMM(_UTF16, language, "", tag.comment))
    if tag.cover:
        frames.append(id3.APIC(0, "image/jpeg", id3.PictureType.COVER_FRONT, "", tag.cover))
    ours = ((VOICE, tag.voice), (VERSION, tag.version), (SCRIPT, tag.script))
    frames += [id3.TXXX(_UTF16, name, text) for name, text in ours if text]
    if tag.transcript:
        cues = tag.transcript.cues
        frames.append(id3.USLT(_UTF16, language, "", "\n".join(cue.text for cue in cues)))
        frames.append(id3.SYLT(_UTF16, language, 2, 1, "", [(cue.text, cue.start) for cue in cues]))
    tags = id3.ID3()
    for frame in [*frames, *_chapter_frames(_as_many_as_fit(tag.chapters))]:
        tags.add(frame)
    tags.update_to_v23()
    file = io.BytesIO()
    tags.save(file, v1=0, v2_version=3, padding=lambda _: 0)
    return file.getvalue()


def noted(path: Path, name: str) -> str | None:
    """What one of our own frames says in an MP3 there; None where there is no such file or frame."""
    from mutagen import MutagenError

    try:
        with path.open("rb") as file:
            frames = _id3().ID3(_beginning(file), known_frames={"TXXX": _id3().TXXX}).getall(f"TXXX:{name}")
    except (MutagenError, OSError):
        return None
    return str(frames[0].text[0]) if frames else None


def _beginning(file: IO[bytes]) -> IO[bytes]:
    """The tag as far as small frames go, which stand first: mutagen copies all that follows, once for each frame."""
    padded = _id3().BitPaddedInt
    head, frames = file.read(_SIZE.stop), file.read(_NEAR)
    size = min(padded(head[_SIZE]), len(frames))
    return io.BytesIO(head[: _SIZE.start] + padded.to_str(size, width=4) + frames)


def _as_many_as_fit(chapters: Sequence[Chapter]) -> Sequence[Chapter]:
    """The chapters that a CTOC can count; the last of them goes on to the end."""
    fit = chapters[:MOST_CHAPTERS]
    return [*fit[:-1], replace(fit[-1], end=chapters[-1].end)] if fit else fit


def _chapter_frames(chapters: Sequence[Chapter]) -> list[Any]:
    """CHAP frames that keep their order in the file, and the CTOC that lists them.

    mutagen sorts the frames of a tag by their length, then by their id; so the ids, which nobody sees, are filled up
    until all frames are of one length, and numbered.
    """
    id3 = _id3()
    if not chapters:
        return []
    longest = max(len(chapter.title.encode("utf-16")) for chapter in chapters)
    ids = [
        f"chapter{number:03}".ljust(10 + longest - len(chapter.title.encode("utf-16")), "-")
        for number, chapter in enumerate(chapters, 1)
    ]
    frames: list[Any] = [
        id3.CHAP(id, chapter.start, chapter.end, _NO_OFFSET, _NO_OFFSET, [id3.TIT2(_UTF16, chapter.title)])
        for id, chapter in zip(ids, chapters, strict=True)
    ]
    flags = id3.CTOCFlags.TOP_LEVEL | id3.CTOCFlags.ORDERED
    return [*frames, id3.CTOC("chapters", flags, ids, [id3.TIT2(_UTF16, "Chapters")])]


def _id3() -> Any:
    """Mutagen's frames; it has no types."""
    from mutagen import id3

    return id3
