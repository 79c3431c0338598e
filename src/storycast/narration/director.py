"""What a director is: the contract, on one screen."""

from __future__ import annotations

from typing import ClassVar, Protocol

from storycast.model import Article, Marks
from storycast.narration.recall import Recall, afresh


class Director(Protocol):
    """Marks an article: where beats start, and where to hold for effect. Can change nothing but marks."""

    name: ClassVar[str]
    """What `--director` calls it: `editor`."""

    def direct(self, article: Article, recall: Recall = afresh) -> Marks:
        """The marks for an article whose blocks hold plain written text.

        The same article gives the same marks, always. An edit in one place leaves marks elsewhere alone wherever the
        reasons for them stand. `recall` may be asked for what takes long and depends on a part of the article alone.
        Raises `DirectorError` where no marks can be had.
        """
