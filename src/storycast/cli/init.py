"""`storycast init`: a folder for a show."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import click

from storycast.cli.opening import registry
from storycast.cli.terminal import note, result
from storycast.engines import auto
from storycast.errors import EngineMissing, OutputError, ShowError, UnknownSetting
from storycast.files import put
from storycast.shows.settings import FILE, KEYS
from storycast.shows.starting import Start, render_settings

_QUESTIONS = {
    "title": "What is the show called?",
    "author": "Who answers for it?",
    "email": "Where do directories write to? (it stands in the feed; empty for later)",
    "language": "Its language, as en or pt-BR",
    "category": "Its category, from Apple's list",
    "base_url": "Where will the site be reached? (empty for later)",
}
_DEFAULTS = {"email": "", "language": "en", "category": "Society & Culture", "base_url": ""}
_NEEDED = ("title", "author")


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--title", help="What the show is called.")
@click.option("--author", help="Who answers for it.")
@click.option("--description", default="", help="A few sentences for directories and apps.  [default: the title]")
@click.option("--email", help="Where directories write to; it stands in the feed.")
@click.option("--language", metavar="CODE", help="As en or pt-BR.  [default: en]")
@click.option(
    "--category", multiple=True, help="One of Apple's; again for a subcategory.  [default: Society & Culture]"
)
@click.option("--base-url", metavar="URL", help="Where the site will be reached, as https://example.org/show/.")
@click.option("--voice", metavar="ENGINE[:ID]", default="", help="Who reads; `storycast voices` lists them all.")
@click.option(
    "--cover", type=click.Path(path_type=Path, dir_okay=False), help="A square JPEG or PNG.  [default: drawn]"
)
def init(folder: Path, *, cover: Path | None, description: str, voice: str, **told: Any) -> None:
    """Begin a show in DIR: write DIR/show.toml, with comments, and DIR/stories/.

    What isn't given is asked for, unless title and author are given or standard input is no terminal.
    """
    with _within(folder):
        begun = (folder / FILE).exists()
    if begun:
        raise ShowError(f"{folder / FILE}: there is a show already; edit it, or begin another in an empty folder")
    _known(voice)
    answers = _answered({key: value for key, value in told.items() if value})
    start = Start(
        **{key: answers[key] for key in ("title", "author", "email", "language", "base_url")},
        category=answers["category"],
        description=_read("description", description),
        voice=_read("voice", voice),
        cover=_read("cover", f"cover{cover.suffix.lower()}") if cover else "",
    )
    picture = _picture(cover) if cover else b""
    with _within(folder):
        (folder / "stories").mkdir(parents=True, exist_ok=True)
        if picture:
            put(folder / start.cover, picture)
        put(folder / FILE, render_settings(start).encode())
    note(f"Put articles into {folder / 'stories'}, then: storycast build {folder}")
    result(folder / FILE)


@contextmanager
def _within(folder: Path) -> Iterator[None]:
    """What the system refuses inside becomes an `OutputError` that names the folder."""
    try:
        yield
    except OSError as error:
        raise OutputError(f"{folder}: no show can begin there ({error.strerror}); give a folder of yours") from error


def _known(voice: str) -> None:
    """Returns if the voice's engine is one, installed here or not. Raises `UnknownVoice`."""
    name = voice.partition(":")[0].strip()
    if name and name != auto.NAME:
        with suppress(EngineMissing):
            registry().engine(name)


def _answered(given: dict[str, Any]) -> dict[str, Any]:
    """What was given, with answers for the rest; nothing is asked where all that is needed is there."""
    missing = [key for key in _NEEDED if key not in given]
    if missing and not _at_a_terminal():
        raise UnknownSetting(f"a show needs {' and '.join(f'--{key}' for key in missing)}")
    if missing:
        given |= {key: _asked(key, question) for key, question in _QUESTIONS.items() if key not in given}
    return {key: _read(key, value) for key, value in (_DEFAULTS | given).items()}


def _read(key: str, value: Any) -> Any:
    """The answer as `show.toml` will have it. Raises `UnknownSetting`, naming the option."""
    try:
        return KEYS[key](list(value) if isinstance(value, tuple) else value)
    except UnknownSetting as error:
        raise UnknownSetting(f"--{key.replace('_', '-')}: {error}") from error


def _asked(key: str, question: str) -> str:
    """A person's answer, asked for again until it will do."""
    while True:
        answer: str = click.prompt(
            question, default=_DEFAULTS.get(key), show_default=bool(_DEFAULTS.get(key)), err=True
        )
        try:
            _read(key, answer)
        except UnknownSetting as error:
            note(str(error))
        else:
            return answer


def _picture(path: Path) -> bytes:
    """The cover, if directories take it. Raises `ShowError`."""
    from storycast.audio.cover import faults

    try:
        picture = path.read_bytes()
        found = faults(picture)
    except (OSError, ValueError) as error:
        raise ShowError(f"{path}: no picture that can be read; give a JPEG or PNG") from error
    if found:
        raise ShowError(f"{path} won't do as a cover: {'; '.join(found)}")
    return picture


def _at_a_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()  # Python has none where it was closed
