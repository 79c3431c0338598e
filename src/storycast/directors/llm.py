"""A director that asks a language model: numbered sentences out, marks back; the words stay ours."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import ClassVar, Protocol

from msgspec import Struct

from storycast.directors.marking import EDITION, SYSTEM, Unusable, marks_of, packed, question, unpacked
from storycast.directors.windows import Window, around, windows
from storycast.errors import DirectorError
from storycast.model import Article, BeatStart, Marks, Role
from storycast.narration.recall import Recall, afresh


class Model(Protocol):
    """Somebody who answers; `Chat` is one."""

    @property
    def shown(self) -> str:
        """Where it is asked, as a message may say it: without a name and password."""

    @property
    def model(self) -> str:
        """Its name."""

    def ask(self, messages: Sequence[tuple[str, str]]) -> str:
        """The answer to messages of (role, text). Raises `DirectorError`."""


class Answers(Protocol):
    """Where answers are kept by what was asked."""

    def get(self, key: str) -> bytes | None:
        """What is kept under a name, if anything."""

    def put(self, key: str, value: bytes) -> None:
        """Keep it under that name."""


class Llm(Struct, frozen=True):
    """Asks once about each stretch of the article, and never again while its words and the model stay the same."""

    name: ClassVar[str] = "llm"
    model: Model
    answers: Answers

    def direct(self, article: Article, recall: Recall = afresh) -> Marks:
        """The model's marks. A bad answer is asked again once, with what was wrong; then `DirectorError`."""
        told = windows(article)
        if not told:
            return Marks(())
        first = told[0].sentences[0].at
        found = [self._marks(article.title, *each) for each in around(told)]
        beats = [beat for marks in found for beat in marks.beats]
        holds = [hold for marks in found for hold in marks.holds]
        if not beats or beats[0].at != first:
            beats.insert(0, BeatStart(first, Role.HOOK, ("the start",)))
        return Marks(tuple(beats), tuple(hold for hold in holds if hold.at != first))

    def _marks(self, title: str, before: str, window: Window, after: str) -> Marks:
        key = self._key(window)
        kept = self.answers.get(key)
        if kept is not None:
            return unpacked(kept, window)
        marks = self._asked(question(title, before, window, after), window)
        self.answers.put(key, packed(marks, window))
        return marks

    def _asked(self, text: str, window: Window) -> Marks:
        messages = [("system", SYSTEM), ("user", text)]
        answer = self.model.ask(messages)
        try:
            return marks_of(answer, window)
        except Unusable as fault:
            again = f"That can't be used: {fault}. Answer again with the JSON object alone."
            messages += [("assistant", answer[:20_000]), ("user", again)]
        try:
            return marks_of(self.model.ask(messages), window)
        except Unusable as fault:
            raise DirectorError(
                f"{self.model.shown}: {self.model.model} gave no usable marks twice ({fault}); "
                "try another --director-model, or take --director editor"
            ) from fault

    def _key(self, window: Window) -> str:
        """By the window's words, its place at an end, the model and the question; what stands around it is no part."""
        asked = [EDITION, self.model.model, str(window.opening), str(window.closing), window.text]
        return blake2b("\0".join(asked).encode(), digest_size=20).hexdigest()
