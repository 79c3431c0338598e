"""What commands share at the door: options, and the values made of them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click
from msgspec import Struct

from storycast.cli.errors import THREADS
from storycast.errors import StorycastError, UnknownSetting, UnknownVoice, UnreadableArticle
from storycast.shows.bounds import FASTEST, SLOWEST

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from storycast.engines.base import Engine
    from storycast.engines.registry import Registry
    from storycast.model import Article, Voice
    from storycast.narration.director import Director
    from storycast.narration.narrate import Cast

Tell = Callable[[str], None]

LARGEST = 100_000_000
"""Bytes that are read as one article: a hundred books, or one with many pictures."""


def _cache() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("storycast", appauthor=False)


store_option = click.option(
    "--store",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="STORYCAST_STORE",
    default=_cache,
    show_default="your cache folder",
    help="Where clips and segments are kept.",
)

_reading_options = (
    click.option(
        "--voice", metavar="ENGINE[:ID]", help="Who speaks, as `storycast voices` lists them.  [default: auto]"
    ),
    click.option(
        "--quote-voice", metavar="ID", help="Who says what is quoted, of the same engine.  [default: the narrator]"
    ),
    click.option("--language", metavar="CODE", help="The article's language, as en or pt-BR.  [default: found out]"),
    click.option(
        "--director",
        metavar="NAME",
        help="Who marks beats and pauses: editor, plain, written or llm.  [default: editor]",
    ),
    click.option(
        "--director-url",
        metavar="URL",
        envvar="STORYCAST_DIRECTOR_URL",
        help="The chat that director llm asks; or STORYCAST_DIRECTOR_URL.",
    ),
    click.option(
        "--director-model",
        metavar="NAME",
        envvar="STORYCAST_DIRECTOR_MODEL",
        help="The model it asks there; or STORYCAST_DIRECTOR_MODEL.",
    ),
    click.option("--pauses", type=click.Choice(["none", "light", "full"]), help="How much drama.  [default: full]"),
    click.option(
        "--pace",
        type=click.FloatRange(SLOWEST, FASTEST),
        help="Times as fast as the voice's own rate; pauses go with it.  [default: 1.0]",
    ),
    click.option("--keep-everything", is_flag=True, help="Leave nothing out as page furniture."),
    click.option("--allow-private", is_flag=True, help="Fetch from addresses of this machine and network, too."),
    store_option,
)


def reading_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that `make` and `plan` share."""
    for option in reversed(_reading_options):
        command = option(command)
    return command


class Wishes(Struct, frozen=True):
    """What the command line says about how an article is read; None where it says nothing."""

    voice: str | None = None
    quote_voice: str | None = None
    language: str | None = None
    director: str | None = None
    director_url: str | None = None
    director_model: str | None = None
    pauses: str | None = None
    pace: float | None = None
    keep_everything: bool = False
    allow_private: bool = False


def is_address(source: str) -> bool:
    """Whether a source is to be fetched."""
    return source.startswith(("http://", "https://"))


def expanded(sources: Iterable[str]) -> Iterator[str]:
    """The sources, for each folder the articles in it by name. Raises `UnreadableArticle` for one without any."""
    from storycast.shows.names import is_story

    for source in sources:
        if not source:
            raise UnreadableArticle("an empty name; name a file, a folder or an address, or - for standard input")
        if is_address(source) or not is_folder(source):
            yield source
            continue
        try:
            there = sorted(path for path in Path(source).iterdir() if is_story(path.name))
        except OSError as error:
            raise UnreadableArticle(f"{source}: can't be read ({error.strerror}); check its permissions") from error
        found = [str(path) for path in _without_transcripts(there)]
        if not found:
            raise UnreadableArticle(f"{source}: a folder without articles; name files, or put some there")
        yield from found


def _without_transcripts(files: Sequence[Path]) -> Iterator[Path]:
    """These files but those that `--with` wrote beside the MP3 of another."""
    from storycast.rendering.beside import BESIDE

    narrated = [path for path in files if path.with_suffix(".mp3").is_file()]
    written = {(path.stem + kind.ending, path.name) for path in narrated for kind in BESIDE.values()}
    beside = {name for name, article in written if name != article}
    return (path for path in files if path.name not in beside)


def is_folder(source: str) -> bool:
    """Whether a folder is there by that name, which may be none that a folder can have."""
    try:
        return Path(source).is_dir()
    except (OSError, ValueError):  # no name that a folder can have; reading it will say so
        return False


def opened(source: str, wishes: Wishes, store: Path, content: bytes | None = None) -> Article:
    """The article at a path or an address, or on standard input for `-`. Raises `UnreadableArticle`, `FetchError`.

    `content` is what a file holds where it has been read already.
    """
    from storycast.reading.formats import read

    kind = None
    if content is None and is_address(source):
        from storycast.fetch import fetch
        from storycast.store import Pages, Store

        page = fetch(source, cache=Pages(Store(store)), allow_private=wishes.allow_private)
        source, content, kind = page.address, page.content, page.type
    elif content is None:
        content = _on_stdin() if source == "-" else file_content(source)
    return read(
        content, name=source, keep_everything=wishes.keep_everything, language=wishes.language, content_type=kind
    )


def _on_stdin() -> bytes:
    if sys.stdin is None:  # Python's way to say that it was closed
        raise UnreadableArticle("-: standard input is closed; name a file, or pipe an article in")
    return _within_limit(click.get_binary_stream("stdin"), "-")


def file_content(source: str) -> bytes:
    """The bytes of a file. Raises `UnreadableArticle`."""
    try:
        with Path(source).open("rb") as file:
            return _within_limit(file, source)
    except FileNotFoundError as error:
        raise UnreadableArticle(f"{source}: no such file; check the name") from error
    except IsADirectoryError as error:
        raise UnreadableArticle(f"{source}: a folder, not a file; name the articles in it") from error
    except (OSError, ValueError) as error:
        cause = getattr(error, "strerror", None) or error
        raise UnreadableArticle(f"{source}: can't be read ({cause}); check its name and permissions") from error


def _within_limit(file: IO[bytes], source: str) -> bytes:
    """What a file holds; nothing is read without end. Raises `UnreadableArticle`."""
    content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise UnreadableArticle(f"{source}: over {LARGEST // 10**6} MB, too large for an article; give a part of it")
    return content


def registry(jobs: int | None = None) -> Registry:
    """All engines, given what they need from outside."""
    from platformdirs import user_data_path

    from storycast.audio.decoding import decode
    from storycast.engines.registry import Registry, Supplies

    return Registry(Supplies(decode, user_data_path("storycast", appauthor=False) / "voices", jobs or 4))


def cast_of(
    article: Article,
    wishes: Wishes,
    engines: Registry,
    *,
    store: Path,
    kept: str | None = None,
    tell: Tell = lambda _: None,
) -> tuple[Engine, Cast]:
    """Who speaks and directs: as the command line says, else the article's front matter, else our defaults.

    `store` keeps what a director's model answers, and what is worked out of an article's words; `kept` is the voice
    that the episode was made with before; `tell` hears which voice was chosen where none was named.
    """
    from storycast.engines import auto
    from storycast.finished import program
    from storycast.narration.narrate import Cast
    from storycast.narration.pauses import Pauses
    from storycast.narration.unheard import unheard
    from storycast.store import Remembered, Store

    settings = dict(article.settings)
    if kept and _of_another_language(kept, article.language, engines):
        tell(f"the voice before was {kept}; this article's language is {article.language}, so another reads it")
        kept = None
    engine, voice = voice_of(wishes.voice or article.voice or kept or auto.NAME, article.language, engines, tell)
    for line in unheard(article, voice, engine.expressible):
        tell(line)
    return engine, Cast(
        voice,
        _director_of(wishes.director or settings.get("director", "editor"), wishes, store),
        longest=engine.longest,
        pauses=_one_of(Pauses, wishes.pauses or settings.get("pauses", "full"), f"{article.source}: pauses"),
        pace=_number(wishes.pace or settings.get("pace", "1"), f"{article.source}: pace"),
        voices=_other_voices(article, engine, tell),
        quote_voice=_quote_voice(wishes.quote_voice or settings.get("quote-voice", ""), article.language, engine),
        recall=Remembered(Store(store), program()),
    )


def _of_another_language(kept: str, language: str, engines: Registry) -> bool:
    """Whether a voice that is there speaks another language than this."""
    from storycast.engines.registry import speaks

    try:
        return not speaks(*engines.voice_named(kept, language), language)
    except StorycastError:
        return False


def _quote_voice(name: str, language: str, engine: Engine) -> Voice | None:
    """The voice that says what is quoted, if one is asked for. Raises `UnknownVoice` where the engine has none such."""
    return engine.voice(name.removeprefix(f"{engine.name}:"), language) if name else None


def _director_of(name: str, wishes: Wishes, store: Path) -> Director:
    """The director of that name; one that asks a model is told where, and keeps its answers in the store."""
    from storycast.narration.directors import DIRECTORS, director

    if name != "llm":
        return director(name, beside=("llm",))
    from storycast.directors.chat import Chat, endpoint
    from storycast.directors.llm import Llm
    from storycast.store import Pages, Store

    url = wishes.director_url or os.environ.get("STORYCAST_DIRECTOR_URL")
    model = wishes.director_model or os.environ.get("STORYCAST_DIRECTOR_MODEL")
    if not url or not model:
        raise UnknownSetting(
            "director llm needs --director-url and --director-model, as http://localhost:11434/v1 and llama3.1; "
            f"without a model there are {', '.join(DIRECTORS)}"
        )
    endpoint(url)
    return Llm(Chat(url, model, os.environ.get("STORYCAST_DIRECTOR_KEY", "")), Pages(Store(store), "answers"))


def _other_voices(article: Article, engine: Engine, tell: Tell) -> dict[str, Voice]:
    """The voices that the article's directions name, as far as the engine that speaks has them."""
    from storycast.narration.directions import directed

    directions = directed(article)[1]
    names = [change.voice for change in directions.voices] + [manner.voice for manner in directions.manners]
    found = {}
    for name in dict.fromkeys(filter(None, names)):
        try:
            found[name] = engine.voice(name.removeprefix(f"{engine.name}:"), article.language)
        except UnknownVoice as error:
            tell(f"the voice {name} can't speak here ({error}); the article's own does")
    return found


def voice_of(name: str, language: str, engines: Registry, tell: Tell) -> tuple[Engine, Voice]:
    """The engine and voice of that name, or the best there is for `auto`, which is told. Raises `UnknownVoice`."""
    from storycast.engines import auto

    if name != auto.NAME:
        return engines.voice_named(name, language)
    choice = auto.chosen(engines, language)
    tell(choice.line)
    return choice.engine, choice.voice


def threads(engine: Engine, jobs: int | None) -> AbstractContextManager[Executor]:
    """Threads for the utterances and beats that an engine speaks; at the block's end, nothing more is begun."""
    cores = os.cpu_count() or 1
    # An online engine bounds its own requests; further threads work on what has arrived, so that none waits for that.
    return pool((jobs or 4) + cores if engine.online else jobs or cores)


@contextmanager
def pool(size: int) -> Iterator[Executor]:
    """So many threads; at the block's end, nothing more is begun. Who presses Ctrl-C doesn't wait for them either."""
    from concurrent.futures import ThreadPoolExecutor

    from storycast.memory import share

    share()
    executor, wait = ThreadPoolExecutor(size, THREADS), True
    try:
        yield executor
    except KeyboardInterrupt:
        wait = False
        raise
    finally:
        executor.shutdown(wait=wait, cancel_futures=True)


def _one_of(choices: Any, value: str, name: str) -> Any:
    try:
        return choices(value)
    except ValueError as error:
        names = ", ".join(choice.value for choice in choices)
        raise UnknownSetting(f"{name}: '{value}' means nothing; it can be {names}") from error


def _number(value: str | float, name: str) -> float:
    try:
        number = float(value)
    except ValueError as error:
        raise UnknownSetting(f"{name}: '{value}' is not a number; give one as 0.95") from error
    if not SLOWEST <= number <= FASTEST:
        raise UnknownSetting(f"{name}: {value} is out of bounds; it can be {SLOWEST} to {FASTEST}")
    return number
