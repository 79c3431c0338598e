"""What a run left behind, kept in the store, so that the same run again can tell that there is nothing to do.

A record is named after all that decides what comes out: the article's bytes, the settings, this program and the
packages beside it, and where the files go. It counts while its voices sound the same and its files are those written.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path
from sysconfig import get_path

from storycast.errors import StorycastError
from storycast.model import Tally, Voice
from storycast.store import Store, named_by

KIND = "finished"

Fingerprint = Callable[[Voice], str]
"""What changes whenever a voice sounds different. May raise `StorycastError`."""


@dataclass(frozen=True, slots=True)
class Finished:
    """What a run made, and what it said."""

    tally: Tally
    summary: str
    """A line about the episode."""
    told: tuple[str, ...]
    """Lines about the article: remarks, what was left out, what its voice can't do."""
    voices: tuple[tuple[Voice, str], ...]
    """All that speak, each with its fingerprint."""
    files: tuple[tuple[str, int, int], ...]
    """Path, bytes and time (nanoseconds) of each file written."""


def key(content: bytes, *settings: str) -> str:
    """The record's name for an article's bytes and all settings that decide what comes out and where."""
    return named_by(blake2b(content).hexdigest(), *settings, program())


def find(store: Store, key: str, fingerprint: Fingerprint) -> Finished | None:
    """What an earlier run finished; None where there was none, a file isn't the one written, or a voice is another."""
    entry = store.find(KIND, key)
    if entry is None:
        return None
    head = entry.head
    voices = tuple((Voice(**voice), heard) for voice, heard in head["voices"])
    tally = Tally(head["utterances"], 0, head["beats"], 0)
    finished = Finished(tally, head["summary"], tuple(head["told"]), voices, tuple(map(tuple, head["files"])))
    try:
        stands = all(_stamped(Path(file[0])) == file for file in finished.files)
        return finished if stands and all(fingerprint(voice) == heard for voice, heard in voices) else None
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
    head = {
        "utterances": tally.utterances,
        "beats": tally.beats,
        "summary": summary,
        "told": list(told),
        "voices": [(asdict(voice), heard) for voice, heard in voices],
        "files": [_stamped(path) for path in files],
    }
    store.keep(KIND, key, head, b"")


def _stamped(path: Path) -> tuple[str, int, int]:
    stat = path.stat()
    return str(path), stat.st_size, stat.st_mtime_ns


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
