"""The words of an episode as sections of a page, each sentence a cue that can be heard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from storycast.model import Block, BlockKind, Cue, Transcript
from storycast.rendering.captions import words
from storycast.rendering.transcript import paragraphs

Sentence = tuple[tuple[str, str], ...]
"""The words of a cue, each with the space that follows it."""

_TAGS = {BlockKind.QUOTE: "blockquote", BlockKind.LIST_ITEM: "li"}


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, paragraph, quote or list item of the story."""

    tag: str
    sentences: tuple[Sentence, ...]
    after_break: bool = False
    """Whether the article has a section break before it."""


def sentence(cue: Cue) -> Sentence:
    """The cue's words as a page shows them; the n-th is the n-th of `captions.words`."""
    return tuple((word.text.rstrip(" "), " " if word.text.endswith(" ") else "") for word in words(cue))


def sections(transcript: Transcript, blocks: Sequence[Block]) -> Iterator[Section]:
    """The transcript in the shape that the article has."""
    levels = sorted({block.level for block in blocks if block.kind is BlockKind.HEADING})
    reached = 0
    for cues in paragraphs(transcript):
        at = cues[0].block
        after_break = any(block.kind is BlockKind.SECTION_BREAK for block in blocks[reached:at])
        yield Section(_tag(blocks[at : at + 1], levels), tuple(sentence(cue) for cue in cues), after_break)
        reached = at


def _tag(block: Sequence[Block], levels: Sequence[int]) -> str:
    """The element of a block; headings start at h2 and skip no level. What stands in no block is a paragraph."""
    match block:
        case [Block(kind=BlockKind.HEADING, level=level)]:
            return f"h{min(levels.index(level) + 2, 4)}"
        case [Block(kind=kind)]:
            return _TAGS.get(kind, "p")
        case _:
            return "p"
