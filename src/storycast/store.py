"""A content-addressed store: what an entry is named after is all that decides what is in it.

An entry is a file `KIND/KE/KEY`: a line with the checksums of what follows, a line of JSON (the head), and the body.
It is written aside and moved into place, so it is whole or not there, and several processes may use one store at once.
A damaged entry is counted, removed, and made anew by whoever asked for it. Nothing is synced to the disk: what a power
cut leaves is an entry that is whole, damaged or gone, and the checksums (CRC-32, as zip and PNG have them) tell which.
"""

from __future__ import annotations

import errno
import json
import os
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from typing import IO, Any
from zlib import crc32

from msgspec import Struct
from msgspec.json import decode, encode

from storycast.errors import StoreError

FAMILY = b"storycast-store-"
MAGIC = FAMILY + b"2"
"""Another number whenever a head or a body is laid out otherwise."""
DAY = 24 * 60 * 60
SHELVES = "shelves"
"""Of the entries that hold the heads of others."""
_NAME = re.compile(r"[0-9a-f]{32,}")
"""What entries are called; all other files in the folder are somebody else's."""
_HEAD_AT_ONCE = 1 << 12
"""Bytes read at first; heads are nearly always shorter."""
_BINARY = getattr(os, "O_BINARY", 0)
"""Windows would take line ends for text."""


class Store(Struct):
    """A folder of entries. Made on first use; nothing outside it is touched."""

    folder: Path
    damaged: int = 0
    """Entries found damaged since this store was opened."""
    foreign: int = 0
    """Entries found that another version of the program wrote; they are made anew."""

    def head(self, kind: str, key: str) -> Mapping[str, Any] | None:
        """The head of that entry; None where there is none, or only a damaged one."""
        found = self._find(kind, key)
        return found[0].head if found else None

    def read(self, kind: str, key: str) -> tuple[Mapping[str, Any], bytes] | None:
        """The head of that entry and its body; None where there is none, or only a damaged one."""
        found = self._find(kind, key, _rest_of)
        if found and _check(found[1]) != found[0].check:
            self.drop(kind, key)
            return None
        return (found[0].head, found[1]) if found else None

    def _find(
        self, kind: str, key: str, rest: Callable[[int, int], bytes] = lambda *_: b""
    ) -> tuple[_Opened, bytes] | None:
        """An entry, and what `rest` reads of it, given the open file and where its body starts."""
        path, body = self._path(kind, key), b""
        try:
            file = os.open(path, os.O_RDONLY | _BINARY)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._refused("read", error, "mend it") from error
        try:
            start, stat = _head_of(file), os.fstat(file)
            opened = _opened(start, stat.st_size)
            if opened:
                body = rest(file, opened.body)
        except OSError as error:
            raise self._refused("read", error, "mend it") from error
        finally:
            os.close(file)
        if opened is None and start.startswith(FAMILY) and not start.startswith(MAGIC + b" "):
            self.foreign += 1
        elif opened is None:
            self.drop(kind, key)
        elif time.time() - stat.st_mtime > DAY:
            with suppress(OSError):  # a store that is only readable stays useful
                os.utime(path)
        return (opened, body) if opened else None

    def keep(self, kind: str, key: str, head: Mapping[str, Any], body: bytes) -> None:
        """Keep an entry of that name. Raises `StoreError` where it can't be written."""
        path = self._path(kind, key)
        line = json.dumps(head, separators=(",", ":")).encode()
        about = [MAGIC, _check(line).encode(), _check(body).encode(), str(len(body)).encode()]
        start = b" ".join(about) + b"\n" + line + b"\n"
        try:
            with _replacing(path) as file:
                file.write(start)
                file.write(body)
        except OSError as error:
            full = error.errno in {errno.ENOSPC, errno.EDQUOT, None}
            raise self._refused("written", error, "free some space" if full else "check its permissions") from error

    def shelf(self, kind: str, keys: Sequence[str]) -> Sequence[Mapping[str, Any]] | None:
        """The heads of these entries, read from one file; None where they weren't shelved together today."""
        found = self.read(SHELVES, _shelf(kind, keys))
        return decode(found[1]) if found else None

    def shelve(self, kind: str, heads: Mapping[str, Mapping[str, Any]]) -> None:
        """Keep the heads of these entries in one file, for a day: a story of ten hours has ten thousand.

        On another day each is found by itself again, so that it counts as used. What can't be kept isn't.
        """
        with suppress(StoreError):
            self.keep(SHELVES, _shelf(kind, [*heads]), {}, encode([*heads.values()]))

    def drop(self, kind: str, key: str) -> None:
        """Forget a damaged entry."""
        self.damaged += 1
        with suppress(OSError):
            Path(self._path(kind, key)).unlink()

    def sizes(self) -> dict[str, tuple[int, int]]:
        """For each kind, how many entries there are and how many bytes they take."""
        sizes: dict[str, tuple[int, int]] = {}
        for path, stat in self._entries():
            count, size = sizes.get(path.parts[-3], (0, 0))
            sizes[path.parts[-3]] = (count + 1, size + stat.st_size)
        return dict(sorted(sizes.items()))

    def prune(self, *, older_than: float | None = None, down_to: int | None = None) -> tuple[int, int]:
        """Entries and bytes removed: those unused for `older_than` seconds, then the longest unused above `down_to`.

        With them goes every shelf, which may tell of them. Raises `StoreError`.
        """
        entries = sorted(self._entries(), key=lambda entry: (entry[1].st_mtime, entry[0]))
        left, going = sum(stat.st_size for _, stat in entries), dict[Path, int]()
        for path, stat in entries:
            too_old = older_than is not None and time.time() - stat.st_mtime > older_than
            if too_old or (down_to is not None and left > down_to):
                going[path] = stat.st_size
                left -= stat.st_size
        if going:
            going |= {path: stat.st_size for path, stat in entries if path.parts[-3] == SHELVES}
        for path in going:
            self._remove(path)
        return len(going), sum(going.values())

    def sweep(self) -> int:
        """How many files were removed that writers left when they were killed: a day is longer than any takes."""
        swept = 0
        for path in self.folder.glob("*/??/.*.part"):
            with suppress(OSError):
                if time.time() - path.stat().st_mtime > DAY:
                    path.unlink()
                    swept += 1
        return swept

    def clear(self) -> None:
        """Remove every entry, and nothing that isn't one. Raises `StoreError`.

        Folders stay, as somebody may be about to write into them.
        """
        self.sweep()
        self.prune(down_to=0)

    def _remove(self, path: Path) -> None:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise self._refused("made smaller", error, "check its permissions") from error

    def _refused(self, what: str, error: OSError, mend: str) -> StoreError:
        cause = error.strerror or error
        return StoreError(f"the store at {self.folder} can't be {what} ({cause}); {mend}, or give another --store")

    def _path(self, kind: str, key: str) -> str:
        return f"{self.folder}{os.sep}{kind}{os.sep}{key[:2]}{os.sep}{key}"  # pathlib takes as long as opening it

    def _entries(self) -> Iterator[tuple[Path, os.stat_result]]:
        for path in self.folder.glob("*/??/*"):
            if _NAME.fullmatch(path.name) and path.name.startswith(path.parent.name):
                with suppress(FileNotFoundError):
                    yield path, path.stat()


class Pages(Struct, frozen=True):
    """What came from outside, kept in a store: `fetch.Cache`, and the answers of a director's model."""

    store: Store
    kind: str = "pages"

    def get(self, key: str) -> bytes | None:
        """What was kept under this name, or None."""
        found = self.store.read(self.kind, named_by(key))
        return found[1] if found else None

    def put(self, key: str, value: bytes) -> None:
        """Keep it."""
        self.store.keep(self.kind, named_by(key), {}, value)


class Remembered(Struct, frozen=True):
    """What was worked out of an article, kept in a store: `narration.recall.Recall`."""

    store: Store
    program: str
    """Changes with whatever works it out."""
    kind: str = "narration"

    def __call__(self, what: str, given: bytes, make: Callable[[], Any]) -> Any:
        """What was kept of this, else what is made now; what can't be kept is made again the next time."""
        key = blake2b(b"\0".join((what.encode(), self.program.encode(), given)), digest_size=20).hexdigest()
        found = self.store.read(self.kind, key)
        if found:
            return json.loads(found[1])
        made = make()
        with suppress(StoreError):
            self.store.keep(self.kind, key, {}, json.dumps(made, separators=(",", ":")).encode())
        return made


@contextmanager
def _replacing(path: str) -> Iterator[IO[bytes]]:
    """A file to write to that becomes `path` when the block ends well, in a folder made where it isn't there."""
    folder, name = os.path.split(path)
    aside = f"{folder}{os.sep}.{name}.{os.urandom(6).hex()}.part"
    try:
        file = open(aside, "xb")  # noqa: PTH123, SIM115 - thousands of times in a run; closed below
    except FileNotFoundError:
        Path(folder).mkdir(parents=True, exist_ok=True)
        file = open(aside, "xb")  # noqa: PTH123, SIM115 - as above
    try:
        with file:
            yield file
        _move(aside, path)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise


def _move(aside: str, path: str) -> None:
    """The file becomes `path`; where that can't be replaced, it was kept by another, and this one goes."""
    try:
        os.replace(aside, path)  # noqa: PTH105 - thousands of times in a run
    except PermissionError:  # on Windows, while another thread has the entry open
        if not Path(path).exists():
            raise
        Path(aside).unlink(missing_ok=True)


def _head_of(file: int) -> bytes:
    """The first two lines of an open file, and what comes with them."""
    start = os.read(file, _HEAD_AT_ONCE)
    while start.count(b"\n") < 2 and (more := os.read(file, _HEAD_AT_ONCE)):  # noqa: PLR2004 - two lines
        start += more
    return start


def _rest_of(file: int, start: int) -> bytes:
    """What an open file holds from there on, as far as the disk can read it; the checksum tells whether that is all."""
    os.lseek(file, start, os.SEEK_SET)
    parts = []
    with suppress(OSError):
        while part := os.read(file, os.fstat(file).st_size - start + 1):
            parts.append(part)
    return b"".join(parts)


class _Opened(Struct, frozen=True):
    """What the beginning of an entry tells: its head, where its body starts, and the checksum of that."""

    head: Mapping[str, Any]
    body: int
    check: str


def _opened(start: bytes, size: int) -> _Opened | None:
    """The entry whose file begins so, if its head is sound and its length right."""
    first, _, rest = start.partition(b"\n")
    line, ended, _ = rest.partition(b"\n")
    match first.split(b" "):
        case [magic, head_check, body_check, length] if (
            magic == MAGIC and ended and _check(line) == head_check.decode("ascii", "replace")
        ):
            body = len(first) + len(line) + 2
            if length.isdigit() and body + int(length) == size:
                return _Opened(json.loads(line.decode()), body, body_check.decode("ascii", "replace"))
    return None


def named_by(*what: object) -> str:
    """The name of an entry that all of this decides: values, as JSON has them."""
    try:
        told = encode(what)
    except UnicodeEncodeError:  # a file's name in other bytes than UTF-8
        told = repr(what).encode()
    return blake2b(told, digest_size=20).hexdigest()


def _shelf(kind: str, keys: Sequence[str]) -> str:
    return named_by(kind, *keys, int(time.time() // DAY))


def _check(data: bytes) -> str:
    """A checksum against accidents. A cryptographic hash would take as long as all else that is done to a body."""
    return f"{crc32(data):08x}"
