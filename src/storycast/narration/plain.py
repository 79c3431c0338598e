"""One steady voice: a beat for each section, ordinary pauses, no drama."""

from __future__ import annotations

from itertools import pairwise
from typing import ClassVar

from storycast.model import Article, BeatStart, BlockKind, Marks, Place, Role
from storycast.narration.recall import Recall, afresh


class Plain:
    """Marks only what the text itself marks: its headings and section breaks."""

    name: ClassVar[str] = "plain"

    def direct(self, article: Article, recall: Recall = afresh) -> Marks:
        """A beat at the first block, at each heading, and after each section break."""
        starts = [BeatStart(Place(0), Role.SETUP, ("the start",))]
        for number, (before, block) in enumerate(pairwise(article.blocks), 1):
            if block.kind is BlockKind.HEADING and before.kind is not BlockKind.HEADING:
                starts.append(BeatStart(Place(number), Role.SETUP, ("a heading",)))
            elif before.kind is BlockKind.SECTION_BREAK and block.kind is not BlockKind.SECTION_BREAK:
                starts.append(BeatStart(Place(number), Role.SETUP, ("a section break",)))
        return Marks(tuple(starts))
