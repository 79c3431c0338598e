"""`published.toml`: by what listeners' apps know a show and its episodes. Fixed once an episode is out."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime

from msgspec import Struct, field

from storycast.errors import ShowError

FILE = "published.toml"
_PREFACE = """\
# What listeners' apps know this show and its episodes by. storycast writes this file; keep it under version control.
#
# A guid and a date stay as they are for good: with another guid, apps would take the episode for a new one. So does the
# number of an episode of a serial show, unless its front matter gives it another. A story
# that is taken out keeps its lines, so that it can come back; remove them before another story takes its file name.
# An episode keeps its voice until `storycast build --voice` or its own front matter gives it another.
"""


class Entry(Struct, frozen=True):
    """An episode that is out, or was."""

    guid: str
    at: datetime
    """When it was first published; whole seconds, with its zone."""
    voice: str
    """The voice that it was made with: `espeak:en-us`."""
    number: int | None = None
    """Its number in a serial show; None in others."""


class Record(Struct, frozen=True):
    """Everything that must not change."""

    guid: str = ""
    """The show's; empty until its address is known."""
    episodes: Mapping[str, Entry] = field(default_factory=dict)
    """By slug."""


def is_of(voice: str, asked: str) -> bool:
    """Whether a voice is what was asked for: `espeak` is any of eSpeak's."""
    return voice == asked or voice.startswith(f"{asked}:")


def parse_record(text: str) -> Record:
    """The record in that text. Raises `ShowError` where it is broken, as a wrong guid would reach every listener."""
    try:
        told = tomllib.loads(text)
        entries = {
            slug: Entry(str(entry["guid"]), _moment(entry["published"]), str(entry["voice"]), _number(entry))
            for slug, entry in told.get("episodes", {}).items()
        }
        return Record(str(told.get("guid", "")), entries)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError, ValueError) as error:
        raise ShowError(f"{FILE} is broken ({error}); take it back from version control") from error


def render_record(record: Record) -> str:
    """The record as text, episodes in order of their first publication."""
    parts = [_PREFACE]
    if record.guid:
        parts.append(f"guid = {quoted(record.guid)}\n")
    for slug, entry in sorted(record.episodes.items(), key=lambda named: (named[1].at, named[0])):
        parts.append(
            f"[episodes.{slug}]\n"
            f"guid = {quoted(entry.guid)}\n"
            f"published = {entry.at.isoformat()}\n"
            f"voice = {quoted(entry.voice)}\n" + (f"number = {entry.number}\n" if entry.number is not None else "")
        )
    return "\n".join(parts)


def quoted(text: str) -> str:
    """The text as a basic string of TOML."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _number(entry: Mapping[str, object]) -> int | None:
    number = entry.get("number")
    if number is not None and type(number) is not int:
        raise TypeError(f"number = {number} is no whole number")
    return number


def _moment(value: object) -> datetime:
    if not isinstance(value, datetime):
        raise TypeError(f"published = {value} is no time")
    return value if value.tzinfo else value.replace(tzinfo=UTC)
