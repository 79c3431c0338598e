"""`auto`, the default voice: the best one that can be had where the program runs, for a whole episode."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

from storycast.engines.base import Engine
from storycast.errors import EngineMissing, UnknownVoice
from storycast.model import Voice

if TYPE_CHECKING:
    from storycast.engines.google import Google
    from storycast.engines.registry import Registry

NAME = "auto"
PATIENCE = 3.0
"""Seconds within which Google must have spoken a word."""


class Choice(NamedTuple):
    """A voice, and the line that says why it is this one and how to choose."""

    engine: Engine
    voice: Voice
    line: str


def chosen(engines: Registry, language: str) -> Choice:
    """Google where it answers, else an installed Piper voice for the language, else the embedded voice.

    Raises `UnknownVoice` where none of them speaks the language.
    """
    google = _voice(engines, "google", language)
    if google and cast("Google", google[0]).reachable(PATIENCE):
        return Choice(*google, _line(google[1], "online"))
    why = "Google can't be reached" if google else f"Google doesn't speak {language!r}"
    piper = _voice(engines, "piper", language)
    if piper:
        return Choice(*piper, _line(piper[1], f"{why}; offline, by Piper"))
    embedded = engines.voice_named("espeak", language)
    return Choice(*embedded, _line(embedded[1], f"{why}; offline, the embedded voice"))


def _voice(engines: Registry, name: str, language: str) -> tuple[Engine, Voice] | None:
    """That engine and its voice for the language; None where it has none or isn't installed."""
    try:
        return engines.voice_named(name, language)
    except (UnknownVoice, EngineMissing):
        return None


def _line(voice: Voice, why: str) -> str:
    return f"voice: {voice} ({why}; another with --voice, and `storycast voices` lists them)"
