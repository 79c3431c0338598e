"""The words of an episode as sections of a page, each sentence a cue that can be heard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from storycast.model import Block, BlockKind, Cue, Transcript
from storycast.rendering.captions import words
from storycast.rendering.transcript import paragraphs

Sentence = tuple[tuple[str, str], ...]
"""The words of a cue, each with the space that follows it; the n-th is the n-th of `captions.words`."""

_TAGS = {BlockKind.QUOTE: "blockquote", BlockKind.LIST_ITEM: "li"}


class Section(Struct, frozen=True):
    """A heading, paragraph, quote or list item of the story."""

    tag: str
    sentences: tuple[Sentence, ...]
    after_break: bool = False
    """Whether the article has a section break before it."""


class Story(Struct, frozen=True):
    """All that is said, in order: title and by-line, the article, and what the show says at the end."""

    title: tuple[Sentence, ...]
    byline: tuple[Sentence, ...]
    sections: tuple[Section, ...]
    closing: tuple[Sentence, ...]


def story_of(transcript: Transcript, blocks: Sequence[Block]) -> Story:
    """The transcript in the shape that the article has; cues before its first block and after its last stand apart."""
    opening = tuple(_sentence(cue) for cue in transcript.cues if cue.block < 0)
    title = sum(cue.block < -1 for cue in transcript.cues) or 1  # where it is long, its parts have a place of their own
    closing = tuple(_sentence(cue) for cue in transcript.cues if cue.block >= len(blocks))
    body = replace(transcript, cues=tuple(cue for cue in transcript.cues if 0 <= cue.block < len(blocks)))
    return Story(opening[:title], opening[title:], tuple(_sections(body, blocks)), closing)


def _sentence(cue: Cue) -> Sentence:
    return tuple((word.text.rstrip(" "), " " if word.text.endswith(" ") else "") for word in words(cue))


def _sections(transcript: Transcript, blocks: Sequence[Block]) -> Iterator[Section]:
    levels = sorted({block.level for block in blocks if block.kind is BlockKind.HEADING})
    reached = 0
    for cues in paragraphs(transcript):
        at = cues[0].block
        after_break = any(block.kind is BlockKind.SECTION_BREAK for block in blocks[reached:at])
        yield Section(_tag(blocks[at], levels), tuple(_sentence(cue) for cue in cues), after_break)
        reached = at


def _tag(block: Block, levels: Sequence[int]) -> str:
    """The element of a block; headings start at h2 and skip no level."""
    if block.kind is BlockKind.HEADING:
        return f"h{min(levels.index(block.level) + 2, 4)}"
    return _TAGS.get(block.kind, "p")
