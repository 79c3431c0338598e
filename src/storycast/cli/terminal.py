"""What people see: lines on stderr, a progress bar where there is a terminal, nothing that an article could forge."""

from __future__ import annotations

import os
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from storycast.model import LeftOut

Progress = Callable[[str, int, int], None]

_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
_SECONDS_BETWEEN_LINES = 5.0
_SHOWN = 60


def visible(text: str) -> str:
    r"""The text on one line, control and direction characters written out: an escape becomes `\x1b`."""
    return "".join(
        character.encode("unicode_escape").decode("ascii") if unicodedata.category(character) in _HIDDEN else character
        for character in text
    )


def left_out(left: LeftOut) -> str:
    """The beginning of what an article's reader left out, and why."""
    return f"{visible(left.text[:_SHOWN])}  ({left.reason})"


def duration(milliseconds: float) -> str:
    """`5:43`, or `1:02:07` for an hour and more; the same as on the episode's page."""
    from storycast.model import Milliseconds
    from storycast.rendering.text import rounded_seconds, short_clock

    return short_clock(Milliseconds(rounded_seconds(Milliseconds(round(milliseconds))) * 1000))


def ready() -> None:
    """Lets what the output's encoding lacks be printed as its number; it ends no run."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and stream.errors == "strict":
            stream.reconfigure(errors="backslashreplace")


def result(path: Path) -> None:
    """A path on stdout: for scripts byte for byte as it is, on a terminal with nothing that could write elsewhere."""
    scripted = os.name == "posix" and not (sys.stdout and sys.stdout.isatty())
    click.echo(os.fsencode(path) if scripted else visible(str(path)))


def note(line: str, *, quiet: bool = False) -> None:
    """A line for the person, on stderr."""
    if not quiet:
        click.echo(line, err=True)


@contextmanager
def progress(*, quiet: bool) -> Iterator[Progress]:
    """Something to be told of progress: a bar where stderr is a terminal, a line now and then where it isn't."""
    if quiet:
        yield lambda *_: None
    elif sys.stderr and sys.stderr.isatty():
        with _bar() as tell:
            yield tell
    else:
        yield _lines()


@contextmanager
def _bar() -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TaskID, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    name, moves = TextColumn("{task.description:9}"), SpinnerColumn()
    columns = (moves, name, BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def tell(stage: str, done: int, of: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=of)
            bars.update(tasks[stage], completed=done, total=of, visible=done < of)

        yield tell


def _lines() -> Progress:
    last = time.monotonic()

    def tell(stage: str, done: int, of: int) -> None:
        nonlocal last
        if time.monotonic() - last > _SECONDS_BETWEEN_LINES:
            last = time.monotonic()
            click.echo(f"{stage}: {done} of {of}", err=True)

    return tell
