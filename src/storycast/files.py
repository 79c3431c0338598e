"""Files that are whole or not there: written aside in the same folder, then moved into place."""

from __future__ import annotations

import errno
import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO

from storycast.errors import OutputError

ASIDE = re.compile(r"\..+\.[a-z0-9_]{8}\.part")
"""What files are called while they are written; one that stays was its writer's when it was killed."""
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_DAY = 24 * 60 * 60
_PORTION = 8 << 20
"""Bytes after which what was written is sent to the disk."""
_NAMED = 40
"""Characters of a file's name that stand in the name of what is written aside."""


@contextmanager
def written(path: Path) -> Iterator[IO[bytes]]:
    """A file to write to that becomes `path` when the block ends well; else `path` stays what it was.

    Raises `OutputError` where the folder or the disk doesn't let us, or where something stands that is no file.
    """
    from tempfile import NamedTemporaryFile

    try:
        if path.exists() and not path.is_file():
            raise OutputError(f"{path} is no file, and stays what it is; name another place")
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(
            dir=path.parent, prefix=f".{path.name[:_NAMED]}.", suffix=".part", delete=False
        ) as file:
            aside = Path(file.name)
            try:
                yield file
                file.flush()
                os.fsync(file.fileno())
                file.close()
                aside.chmod(0o666 & ~_umask())
                aside.replace(path)
            except BaseException:
                with suppress(OSError):  # what is still to be written doesn't fit either
                    file.close()
                aside.unlink(missing_ok=True)
                raise
    except OSError as error:
        mend = "free some space" if error.errno in _FULL else "check its folder"
        raise OutputError(f"can't write {path} ({error.strerror or error}); {mend}, or name another place") from error


@contextmanager
def draining(file: IO[bytes]) -> Iterator[Callable[[bytes], None]]:
    """What writes to a file that is on its way to the disk meanwhile; closing it waits for the last of it alone."""
    from concurrent.futures import Future, ThreadPoolExecutor

    with ThreadPoolExecutor(1) as aside:
        under_way: Future[None] | None = None
        waiting = 0

        def write(content: bytes) -> None:
            nonlocal under_way, waiting
            file.write(content)
            waiting += len(content)
            if waiting >= _PORTION and (under_way is None or under_way.done()):
                if under_way:
                    under_way.result()  # a disk tells of a fault once
                under_way, waiting = aside.submit(os.fsync, file.fileno()), 0

        yield write
        if under_way:
            under_way.result()


def put(path: Path, content: bytes) -> bool:
    """Whether `path` had to be written to hold this; a file that holds it already isn't touched.

    Raises `OutputError`.
    """
    try:
        if path.stat().st_size == len(content) and path.read_bytes() == content:
            return False
    except OSError:
        pass  # not there, or not readable: then it is written, or writing says why it can't be
    with written(path) as file:
        file.write(content)
    return True


def sweep(path: Path) -> None:
    """Remove what writers of `path` left when they were killed, a day ago or more."""
    start = f".{path.name[:_NAMED]}."
    with suppress(OSError):
        for aside in path.parent.iterdir():
            old = aside.name.startswith(start) and ASIDE.fullmatch(aside.name)
            if old and time.time() - aside.stat().st_mtime > _DAY:
                aside.unlink()


def settle(*folders: Path) -> None:
    """Returns when the names in these folders are on the disk: what is written later can't outlive them."""
    for folder in folders:
        with suppress(OSError):  # not there, or a system that can't
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


@contextmanager
def alone(path: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """The block runs in one process at a time for this file; `waiting` is called where that takes a while.

    Windows and some network folders have no such locks: there, nobody waits.
    """
    with ExitStack() as open_files:
        with suppress(OSError):  # not there, which is said later, or in a folder without locks
            _lock(open_files.enter_context(path.open("rb")), waiting)
        yield


def _lock(file: IO[bytes], waiting: Callable[[], None]) -> None:
    """Held until the file is closed, by us or by our end."""
    if sys.platform != "win32":
        import fcntl

        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting()
            fcntl.flock(file, fcntl.LOCK_EX)


def _umask() -> int:
    """The mask for new files; it can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
