"""Where what is made of an article goes: each to a file of its own, and never over an article."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from storycast.cli.opening import is_address
from storycast.errors import OutputError, UnknownSetting
from storycast.rendering.beside import BESIDE

_OTHER_SOUNDS = {".aac", ".aif", ".aiff", ".flac", ".m4a", ".oga", ".ogg", ".opus", ".wav", ".wma"}


class Targets(Struct, frozen=True):
    """Where the MP3s of a run go, and what is written beside them."""

    out: str
    """As typed: a slash at the end makes it a folder; empty for here."""
    beside: tuple[str, ...]
    sources: Sequence[str]
    """All articles of the run, as typed."""

    def check(self) -> None:
        """Raises `UnknownSetting` where two articles would become one file, before any is made."""
        if len(self.sources) == 1:
            return
        if Path(self.out).suffix.lower() == ".mp3" and not Path(self.out).is_dir():
            raise UnknownSetting(f"{self.out}: one file, {len(self.sources)} articles; give a folder, as -o episodes/")
        taken: dict[Path, str] = {}
        for source in dict.fromkeys(self.sources):
            if source == "-" or is_address(source):
                continue  # named by its title, once that is known
            target = self.of(source)
            other = taken.setdefault(target, source)
            if other != source:
                raise UnknownSetting(f"{other} and {source} would both become {target}; rename one, or make them apart")

    def of(self, source: str, title: str = "") -> Path:
        """Where the MP3 goes: the file named, or one named after the source in the folder named, or here.

        Raises `UnknownSetting` where that is no file, or the article itself.
        """
        if self.out and not (len(self.sources) > 1 or self.out.endswith(("/", os.sep)) or Path(self.out).is_dir()):
            target = Path(self.out)
            if target.suffix.lower() in _OTHER_SOUNDS:
                raise UnknownSetting(f"{target}: what is made is an MP3; give it a name that ends in .mp3")
        else:
            named = re.sub(r"\W+", "-", title.lower()).strip("-")[:60]
            stem = named if source == "-" or is_address(source) else Path(source).stem
            target = Path(self.out) / f"{_named(stem)}.mp3"
        for written in (target, *self.all_beside(target)):
            if not _is_there(written):
                continue
            if not written.is_file():
                raise UnknownSetting(f"{written} is no file, and stays what it is; give another -o")
            if source != "-" and not is_address(source) and written.samefile(source):
                raise UnknownSetting(f"{written} is the article itself; give another -o")
        return target

    def all_beside(self, target: Path) -> tuple[Path, ...]:
        """Where the transcripts and chapters of the MP3 at `target` go, in the order they were asked for."""
        return tuple(target.with_name(target.stem + BESIDE[name].ending) for name in self.beside)


def absolute(path: Path) -> Path:
    """Raises `OutputError` where the folder that we are in is no more."""
    try:
        return path.absolute()
    except OSError as error:
        raise OutputError(f"can't write {path}: the folder this runs in is gone; go to one that is there") from error


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # no name that a file can have; writing it will say so
        return False


def _named(stem: str) -> str:
    """The stem of a file's name, where the system has a name for it."""
    try:
        os.fsencode(stem)
    except UnicodeEncodeError:  # a title in letters that this system's names lack
        return "episode"
    return stem or "episode"
