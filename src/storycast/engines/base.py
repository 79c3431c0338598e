"""What an engine is: the contract, on one screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Protocol

from storycast.model import Speech, Utterance, Voice


class Engine(Protocol):
    """Speaks one utterance at a time. Knows nothing of articles, pauses, stores or MP3 episodes."""

    name: ClassVar[str]
    """What stands before the colon in a voice's name: `espeak`."""
    online: ClassVar[bool]
    """Whether speaking needs a network."""
    longest: ClassVar[int]
    """The most characters an utterance may have; longer sentences are cut at clause borders before they come here."""

    def voices(self) -> Sequence[Voice]:
        """All voices that can speak now, the default one first; no network is asked."""

    def voice(self, id: str | None, language: str) -> Voice:
        """The voice of that id, or the best one for a BCP 47 language. Raises `UnknownVoice`, naming what there is."""

    def fingerprint(self, voice: Voice) -> str:
        """Changes whenever the same words would sound different: engine version, model file."""

    def expressible(self, utterance: Utterance) -> Utterance:
        """The utterance without what this engine can't express: what differs only in that is spoken once."""

    def speak(self, utterance: Utterance) -> Speech:
        """The utterance spoken. Raises `EngineError`, never the vendor's own; safe to call from several threads."""
