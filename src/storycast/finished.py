"""What a run left behind, kept in the store, so that the same run again can tell that there is nothing to do.

A record is named after all that decides what comes out: the article's bytes, the settings, this program and the
packages beside it, and where the files go. It counts while its voices sound the same and its files are those written.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from hashlib import blake2b
from pathlib import Path
from sysconfig import get_path

from msgspec import Struct, convert, to_builtins

from storycast.errors import StorycastError
from storycast.model import Tally, Voice
from storycast.store import Store, named_by

KIND = "finished"

Fingerprint = Callable[[Voice], str]
"""What changes whenever a voice sounds different. May raise `StorycastError`."""


class Finished(Struct, frozen=True):
    """What a run made, and what it said."""

    tally: Tally
    summary: str
    """A line about the episode."""
    told: tuple[str, ...]
    """Lines about the article: remarks, what was left out, what its voice can't do."""
    voices: tuple[tuple[Voice, str], ...]
    """All that speak, each with its fingerprint."""
    files: tuple[tuple[bytes, int, int], ...]
    """Path, bytes and time (nanoseconds) of each file written."""


def key(content: bytes, *settings: str) -> str:
    """The record's name for an article's bytes and all settings that decide what comes out and where."""
    return named_by(blake2b(content).hexdigest(), *settings, program())


def find(store: Store, key: str, fingerprint: Fingerprint) -> Finished | None:
    """What an earlier run finished; None where there was none, a file isn't the one written, or a voice is another."""
    head = store.head(KIND, key)
    if head is None:
        return None
    finished = convert(head, Finished)
    try:
        stands = all(_stamped(Path(os.fsdecode(file[0]))) == file for file in finished.files)
        return finished if stands and all(fingerprint(voice) == heard for voice, heard in finished.voices) else None
    except (OSError, StorycastError):
        return None


def keep(
    store: Store,
    key: str,
    tally: Tally,
    *,
    summary: str,
    told: Iterable[str],
    voices: Iterable[tuple[Voice, str]],
    files: Iterable[Path],
) -> None:
    """Remember a run that has just ended. Raises `StoreError`."""
    nothing_made = Tally(tally.utterances, 0, tally.beats, 0)
    finished = Finished(nothing_made, summary, tuple(told), tuple(voices), tuple(map(_stamped, files)))
    store.keep(KIND, key, to_builtins(finished), b"")


def _stamped(path: Path) -> tuple[bytes, int, int]:
    stat = path.stat()
    return os.fsencode(path), stat.st_size, stat.st_mtime_ns


@cache
def program() -> str:
    """Changes with the interpreter, with any file of this program, and with any package installed or removed."""
    return named_by(*_parts())


def _parts() -> Iterator[str]:
    yield sys.version
    yield str(Path(get_path("purelib")).stat().st_mtime_ns)
    for folder, folders, files in os.walk(Path(__file__).parent):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(files):
            stat = os.stat(f"{folder}{os.sep}{name}")  # noqa: PTH116 - a hundred and fifty times in each run
            yield f"{name} {stat.st_size} {stat.st_mtime_ns}"
