"""Files that are whole or not there: written aside in the same folder, then moved into place."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from storycast.errors import OutputError


@contextmanager
def written(path: Path) -> Iterator[IO[bytes]]:
    """A file to write to that becomes `path` when the block ends well; else `path` stays what it was.

    Raises `OutputError` where the folder or the disk doesn't let us.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name[:40]}.", suffix=".part", delete=False) as file:
            aside = Path(file.name)
            try:
                yield file
                file.flush()
                os.fsync(file.fileno())
                file.close()
                aside.chmod(0o666 & ~_umask())
                aside.replace(path)
            except BaseException:
                file.close()
                aside.unlink(missing_ok=True)
                raise
    except OSError as error:
        raise OutputError(
            f"can't write {path} ({error.strerror or error}); free some space, or give another -o"
        ) from error


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


def _umask() -> int:
    """The mask for new files; it can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
