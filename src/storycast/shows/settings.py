"""`show.toml` -> the show and how its stories are read."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from storycast.errors import UnknownSetting
from storycast.model import Article, Show, ShowType
from storycast.shows.bounds import FASTEST, SLOWEST
from storycast.shows.categories import category_of
from storycast.shows.disclosures import disclosure
from storycast.shows.record import is_of

FILE = "show.toml"
_LONGEST_DESCRIPTION = 4000
"""Bytes (Apple, "A Podcaster's Guide to RSS")."""
_NO_TEXT = re.compile(r"[\ud800-\udfff]")
"""What Python makes of bytes on the command line that it can't read."""
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class Settings(Struct, frozen=True):
    """What `show.toml` says."""

    show: Show
    voice: str = ""
    """Who reads where a story doesn't say it; empty for our default."""
    reading: tuple[tuple[str, str], ...] = ()
    """How stories are read where they don't say it themselves: director, pauses, pace, quote-voice."""
    lexicon: tuple[tuple[str, str], ...] = ()
    """Word or phrase -> respelling, for all stories."""
    cover: str = ""
    """A picture in the show's folder; empty where one is to be drawn."""
    music: tuple[tuple[str, str], ...] = ()
    """Sound files in the show's folder: `("intro", "waves.flac")`; also outro and sting."""
    disclosure_spoken: bool = True
    """Whether the disclosure is the last sentence of each episode."""


def parse_settings(text: str, *, name: str = FILE) -> Settings:
    """The settings in that text. Raises `UnknownSetting`, naming the line and what it could be."""
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UnknownSetting(f'{name}: {error}; texts stand in quotes, as title = "Tides"') from error
    values: dict[str, Any] = {}
    for key, value in told.items():
        where = f"{name}, line {_line(text, key)}"
        if key not in KEYS:
            near = get_close_matches(key, KEYS, n=1)
            hint = f"did you mean '{near[0]}'?" if near else f"there are {', '.join(KEYS)}"
            raise UnknownSetting(f"{where}: '{key}' means nothing here; {hint}")
        try:
            values[key] = KEYS[key](value)
        except (UnknownSetting, ValueError) as error:
            raise UnknownSetting(f"{where}: {key}: {error}") from error
    missing = [key for key in ("title", "author") if not values.get(key)]
    if missing:
        raise UnknownSetting(f'{name}: {" and ".join(missing)} must be given, as title = "Tides"')
    return _settings(values)


def as_read(article: Article, settings: Settings, *, voice: str = "", kept: str = "") -> Article:
    """The article with the show's settings where its front matter has none.

    `voice` wins over all; `kept` is the voice that the episode was made with before, which stays where `voice` names
    no more than its engine.
    """
    asked = kept if is_of(kept, voice) else voice
    return replace(
        article,
        voice=asked or article.voice or kept or settings.voice or None,
        settings=tuple((dict(settings.reading) | dict(article.settings)).items()),
        lexicon=tuple((dict(settings.lexicon) | dict(article.lexicon)).items()),
    )


def _settings(values: Mapping[str, Any]) -> Settings:
    shared = {key: values[key] for key in _SHOWS if key in values}
    language = values.get("language", "en")
    said = values.get("disclosure", True)
    sentence = said if isinstance(said, str) else disclosure(language) if said else ""
    return Settings(
        Show(**{"description": values["title"], **shared, "disclosure": sentence}),
        voice=values.get("voice", ""),
        reading=tuple((key, values[key]) for key in _READING if key in values),
        lexicon=tuple(values.get("lexicon", {}).items()),
        cover=values.get("cover", ""),
        music=tuple((part, values[part]) for part in MUSIC if values.get(part)),
        disclosure_spoken=values.get("disclosure_spoken", True),
    )


def _line(text: str, key: str) -> int:
    """The line on which a key or its table is set."""
    set_here = re.compile(rf"""\s*\[?\s*["']?{re.escape(key)}["']?\s*[=\].]""")
    return next((number for number, line in enumerate(text.splitlines(), 1) if set_here.match(line)), 1)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise UnknownSetting("takes a text in quotes")
    if _NO_TEXT.search(value):
        raise UnknownSetting("holds bytes that are no UTF-8; write it in that")
    return " ".join(value.split())


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise UnknownSetting("is true or false, without quotes")
    return value


def _description(value: object) -> str:
    text = _text(value)
    if len(text.encode()) > _LONGEST_DESCRIPTION:
        raise UnknownSetting(f"has {len(text.encode())} bytes; directories take {_LONGEST_DESCRIPTION}")
    return text


def _email(value: object) -> str:
    text = _text(value)
    if text and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text):
        raise UnknownSetting(f"'{text}' is no address; write it as you@example.org")
    return text


def _language(value: object) -> str:
    text = _text(value)
    if not LANGUAGE.fullmatch(text):
        raise UnknownSetting(f"'{text}' is no language code; write it as en or pt-BR")
    return text


def _category(value: object) -> tuple[str, ...]:
    return category_of([value] if isinstance(value, str) else [_text(name) for name in _list(value)])


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise UnknownSetting('takes a list of texts, as ["Society & Culture", "Documentary"]')
    return value


def _base_url(value: object) -> str:
    text = _text(value)
    if not text:
        return ""
    if not re.fullmatch(r"https?://[^/\s?#]+(/[^\s?#]*)?", text) or not text.isascii():
        raise UnknownSetting(f"'{text}' is no address of a folder; write it as https://example.org/show/")
    return f"{text.rstrip('/')}/"


def _type(value: object) -> ShowType:
    try:
        return ShowType(value)
    except ValueError as error:
        raise UnknownSetting(f"is {' or '.join(kind.value for kind in ShowType)}") from error


def _guid(value: object) -> str:
    try:
        return str(UUID(_text(value)))
    except ValueError as error:
        raise UnknownSetting("is a UUID, as 9b024349-ccf0-5f69-a609-6b82873eab3c") from error


def _disclosure(value: object) -> str | bool:
    return value if isinstance(value, bool) else _text(value)


def _pauses(value: object) -> str:
    from storycast.narration.pauses import Pauses

    try:
        return Pauses(value).value
    except ValueError as error:
        raise UnknownSetting(f"is {', '.join(kind.value for kind in Pauses)}") from error


def _pace(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise UnknownSetting("takes a number, as 0.95")
    if not SLOWEST <= value <= FASTEST:
        raise UnknownSetting(f"{value} is out of bounds; it can be {SLOWEST} to {FASTEST}")
    return str(value)


def _lexicon(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        raise UnknownSetting('is a table: [lexicon], and under it lines as "Nguyen" = "win"')
    return {str(word): _text(said) for word, said in value.items()}


_SHOWS: Mapping[str, Callable[[object], Any]] = {
    "title": _text,
    "author": _text,
    "description": _description,
    "email": _email,
    "language": _language,
    "category": _category,
    "base_url": _base_url,
    "guid": _guid,
    "type": _type,
    "explicit": _truth,
    "copyright": _text,
    "locked": _truth,
    "chapters_in_feed": _truth,
}
_READING: Mapping[str, Callable[[object], Any]] = {
    "director": _text,
    "pauses": _pauses,
    "pace": _pace,
    "quote-voice": _text,
}
MUSIC: Mapping[str, Callable[[object], Any]] = {"intro": _text, "outro": _text, "sting": _text}
KEYS: Mapping[str, Callable[[object], Any]] = {
    **_SHOWS,
    "cover": _text,
    "voice": _text,
    **_READING,
    **MUSIC,
    "disclosure": _disclosure,
    "disclosure_spoken": _truth,
    "lexicon": _lexicon,
}
"""What `show.toml` may say, and how each is read."""
