"""Where what is made of an article goes: each to a file of its own, and never over an article."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from msgspec import Struct, field

from storycast.cli.opening import is_address, is_folder
from storycast.errors import OutputError, UnknownSetting
from storycast.rendering.beside import BESIDE

_OTHER_SOUNDS = {".aac", ".aif", ".aiff", ".flac", ".m4a", ".oga", ".ogg", ".opus", ".wav", ".wma"}


class Targets(Struct, frozen=True, dict=True):
    """Where the MP3s of a run go, and what is written beside them."""

    out: str
    """As typed: a slash at the end makes it a folder; empty for here."""
    beside: tuple[str, ...]
    sources: Sequence[str]
    """All articles of the run, as typed."""
    given: Sequence[Path] = ()
    """What else is read and must not be written over: music, a cover."""
    taken: dict[str, str] = field(default_factory=dict)
    """Files of the run, each with the article that it is made of; more as their names become known."""

    def check(self) -> None:
        """Raises `UnknownSetting` where two articles would become one file, before any is made.

        Those named by their titles are checked once these are known.
        """
        if len(self.sources) == 1:
            return
        if Path(self.out).suffix.lower() == ".mp3" and not is_folder(self.out):
            raise UnknownSetting(f"{self.out}: one file, {len(self.sources)} articles; give a folder, as -o episodes/")
        for source in self.sources:
            if _is_file(source):
                self.of(source)

    def of(self, source: str, title: str = "") -> Path:
        """Where the MP3 goes: the file named, or one named after the source in the folder named, or here.

        Raises `UnknownSetting` where that is no file, an article of the run, or what another article becomes.
        """
        target = self._named(source, title)
        for written in (target, *self.all_beside(target)):
            self._claim(written, source)
        return target

    def keep_others(self, target: Path, *, ours: bool) -> None:
        """Raises `UnknownSetting` where another's MP3 stands at a place that nobody named."""
        if not ours and target != Path(self.out) and _is_there(target):
            raise UnknownSetting(f"{target} is there and isn't storycast's; move it, or name it with -o to replace it")

    def all_beside(self, target: Path) -> tuple[Path, ...]:
        """Where the transcripts and chapters of the MP3 at `target` go, in the order they were asked for."""
        return tuple(target.with_name(target.stem + BESIDE[name].ending) for name in self.beside)

    def _named(self, source: str, title: str) -> Path:
        if self.out and not (len(self.sources) > 1 or self.out.endswith(("/", os.sep)) or is_folder(self.out)):
            target = Path(self.out)
            if self.out == "-":
                raise UnknownSetting("-o -: an MP3 isn't written to standard output; name a file or a folder")
            if target.suffix.lower() in _OTHER_SOUNDS:
                raise UnknownSetting(f"{target}: what is made is an MP3; give it a name that ends in .mp3")
            return target
        named = re.sub(r"\W+", "-", title.lower()).strip("-")[:60]
        stem = Path(source).stem if _is_file(source) else named
        return Path(self.out) / f"{_nameable(stem)}.mp3"

    def _claim(self, written: Path, source: str) -> None:
        """The file is the source's from now on."""
        other = self.taken.setdefault(os.path.normcase(written), source)
        if other != source:
            raise UnknownSetting(f"{other} and {source} would both become {written}; rename one, or make them apart")
        try:
            there = written.stat()
        except (OSError, ValueError):  # nothing yet, or no name that a file can have: writing it will say so
            return
        if not stat.S_ISREG(there.st_mode):
            raise UnknownSetting(f"{written} is no file, and stays what it is; give another -o")
        if article := self._inputs.get((there.st_dev, there.st_ino)):
            which = "the article itself" if article == source else "read in this run"
            raise UnknownSetting(f"{written} is {which}; give another -o")

    @cached_property
    def _inputs(self) -> Mapping[tuple[int, int], str]:
        """The files that this run reads, by what tells a file from all others."""
        found = {}
        for source in (*filter(_is_file, self.sources), *map(str, self.given)):
            with suppress(OSError, ValueError):  # reading it will say so
                there = Path(source).stat()
                found[there.st_dev, there.st_ino] = source
        return found


def absolute(path: Path) -> Path:
    """Raises `OutputError` where the folder that we are in is no more."""
    try:
        return path.absolute()
    except OSError as error:
        raise OutputError(f"can't write {path}: the folder this runs in is gone; go to one that is there") from error


def _is_file(source: str) -> bool:
    """Whether a source is read from a file, by whose name what is made of it is named."""
    return source != "-" and not is_address(source)


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # no name that a file can have: writing it will say so
        return False


def _nameable(stem: str) -> str:
    """The stem of a file's name, where the system has a name for it."""
    try:
        os.fsencode(stem)
    except UnicodeEncodeError:  # a title in letters that this system's names lack
        return "episode"
    return stem or "episode"
