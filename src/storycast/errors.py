"""One tree of errors.

    StorycastError                what happened, to what, and what to do next; in one line
    |-- InputError                the user's to mend (exit code 2)
    |   |-- UnreadableArticle     not text, empty, of a kind we don't read, broken front matter
    |   |-- UnknownVoice          no such engine, voice or language
    |   |-- UnknownSetting        a key or value of show.toml, front matter or an option that means nothing
    |   `-- ShowError             no show there, or one that can't be published as it stands
    `-- WorldError                the world's fault (exit code 1)
        |-- EngineError           an utterance could not be spoken; `retry_after` says when to try again
        |   |-- EngineMissing     the engine's package or model isn't installed
        |   `-- EngineUnreachable the engine's service didn't answer
        |-- DirectorError         a director gave no usable marks
        |-- FetchError            an address could not be read
        |-- StoreError            the store can't be read or written
        |-- SchedulerError        a cluster's scheduler or workers didn't do their part
        `-- OutputError           a file could not be written

Anything else that is raised is a bug, and shows its traceback.
"""

from __future__ import annotations


class StorycastError(Exception):
    """Every failure that isn't a bug. Its text is one line for the user."""


class InputError(StorycastError):
    """Something the user gave can't be used as it is."""


class UnreadableArticle(InputError):
    """The source holds no article that we can read."""


class UnknownVoice(InputError):
    """No engine, voice or language of that name."""


class UnknownSetting(InputError):
    """A key or value that means nothing here."""


class ShowError(InputError):
    """No show there, or one that can't be published as it stands."""


class WorldError(StorycastError):
    """Disk, network or service did not do its part."""


class EngineError(WorldError):
    """An engine could not speak an utterance."""

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        """Seconds after which trying again makes sense; None where it doesn't."""


class EngineMissing(EngineError):
    """The engine's package or model isn't installed; the text holds the install line."""


class EngineUnreachable(EngineError):
    """The engine's service didn't answer."""


class DirectorError(WorldError):
    """A director gave no usable marks."""


class FetchError(WorldError):
    """An address could not be read."""


class StoreError(WorldError):
    """The store can't be read or written."""


class SchedulerError(WorldError):
    """A cluster's scheduler or workers didn't do their part."""


class OutputError(WorldError):
    """A file could not be written."""
