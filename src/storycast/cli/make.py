"""`storycast make`: articles in, MP3 episodes out."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct

from storycast.cli.errors import say
from storycast.cli.names import Names
from storycast.cli.opening import (
    Wishes,
    cast_of,
    expanded,
    file_content,
    is_address,
    opened,
    reading_options,
    registry,
    threads,
)
from storycast.cli.targets import Targets, absolute
from storycast.cli.terminal import duration, left_out, note, progress, result, visible
from storycast.errors import InputError, StoreError, UnreadableArticle
from storycast.files import put, sweep
from storycast.rendering.beside import BESIDE
from storycast.shows.telling import summary

if TYPE_CHECKING:
    from storycast.engines.registry import Registry
    from storycast.model import Article, Episode, Tally
    from storycast.produce import Music, Sleeve
    from storycast.store import Store


FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


class Order(Struct, frozen=True):
    """How a run goes about its work."""

    targets: Targets
    store: Path
    jobs: int | None
    quiet: bool
    verbose: bool
    force: bool
    cover: Path | None
    music: Mapping[str, Path | None]


class Run(Struct, frozen=True):
    """One article on its way to an MP3."""

    source: str
    wishes: Wishes
    order: Order
    engines: Registry
    began: float


@click.command()
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@click.option("-o", "--out", default="", type=click.Path(), help="The MP3, or a folder for it.  [default: here]")
@click.option(
    "--with", "beside", type=Names(BESIDE), default=(), help=f"Files beside it, as vtt,chapters: {', '.join(BESIDE)}."
)
@click.option("--cover", type=FILE, help="A JPEG or PNG for the tag.  [default: drawn]")
@click.option("--intro", type=FILE, help="Music before the first word: WAV, FLAC, Ogg, MP3.")
@click.option("--outro", type=FILE, help="Music after the last word.")
@click.option("--sting", type=FILE, help="Music at each break between sections.")
@reading_options
@click.option("--jobs", type=click.IntRange(1, 64), help="Utterances and beats worked on at once.")
@click.option("--force", is_flag=True, help="Speak and encode everything anew.")
@click.option("-q", "--quiet", is_flag=True, help="Print the MP3's path and errors only.")
@click.option("-v", "--verbose", is_flag=True, help="Say more about what was read and made.")
def make(
    sources: tuple[str, ...],
    *,
    out: str,
    beside: tuple[str, ...],
    store: Path,
    jobs: int | None,
    force: bool,
    quiet: bool,
    verbose: bool,
    cover: Path | None,
    intro: Path | None,
    outro: Path | None,
    sting: Path | None,
    **wishes: Any,
) -> None:
    """Turn articles into narrated MP3 episodes.

    SOURCE is a file (text, Markdown, HTML, EPUB, Word, OpenDocument, PDF, RTF), a folder of them, a web address, or -
    for standard input. Run it again after an edit: only what changed is spoken and encoded anew. The path of each MP3
    goes to standard output, all else to standard error.
    """
    engines = registry(jobs)
    music = {"intro": intro, "outro": outro, "sting": sting}
    targets = Targets(out, beside, list(expanded(sources)), [*filter(None, (cover, *music.values()))])
    targets.check()
    order = Order(targets, store, jobs, quiet, verbose, force, cover, music)
    failed = []
    for source in targets.sources:
        try:
            _make(Run(source, Wishes(**wishes), order, engines, time.perf_counter()))
        except InputError as error:  # the others may be in order
            if len(targets.sources) == 1:
                raise
            say(error)
            failed.append(source)
    if failed:
        raise UnreadableArticle(
            f"{len(failed)} of {len(targets.sources)} not made: {', '.join(failed)}; mend what is said of each above"
        )


def _make(run: Run) -> None:
    from storycast import finished
    from storycast.store import Store

    order, content, key = run.order, None, None
    if run.source != "-" and not is_address(run.source):
        content, out = file_content(run.source), order.targets.of(run.source)
        given = [_stamp(file) for file in (order.cover, *order.music.values())]
        asked = (repr(run.wishes), repr(order.targets.beside))
        key = finished.key(content, run.source, *asked, str(absolute(out)), *given)
    before = finished.find(Store(order.store), key, run.engines.fingerprint) if key and not order.force else None
    if before:
        _tell((*before.told, *([before.summary] if order.verbose else [])), order)
        _tell_end(out, before.tally, run)
    else:
        _make_anew(run, content, key)


def _make_anew(run: Run, content: bytes | None, key: str | None) -> None:
    from storycast import finished
    from storycast.audio.tags import VOICE, noted
    from storycast.engines import auto
    from storycast.produce import produce
    from storycast.store import Store
    from storycast.studio import Studio

    order, told = run.order, list[str]()
    with progress(quiet=order.quiet) as tell:
        tell("reading", 0, 1)
        article = opened(run.source, run.wishes, order.store, content)
        tell("reading", 1, 1)
        out = order.targets.of(run.source, article.title)
        kept = noted(out, VOICE)
        order.targets.keep_others(out, ours=kept is not None)
        engine, cast = cast_of(article, run.wishes, run.engines, store=order.store, kept=kept, tell=told.append)
        told += _remarks(article)
        _tell(told, order)
        with threads(engine, order.jobs) as pool:
            studio = Studio(
                engine,
                Store(order.store),
                pool,
                reference=run.engines.reference,
                force=order.force,
                ahead=engine.online or order.jobs != 1,
                progress=tell,
            )
            sleeve = partial(_sleeve, cover=order.cover, store=studio.store)
            episode = produce(article, cast, studio, out, sleeve=sleeve, music=_music(article, order))
    beside = order.targets.all_beside(out)
    for name, path in zip(order.targets.beside, beside, strict=True):
        put(path, BESIDE[name].render(episode).encode())
    sweep(out)
    if studio.store.damaged:
        note(f"{studio.store.damaged} entries of the store were damaged, and made anew", quiet=order.quiet)
    if studio.store.foreign:
        note(f"{studio.store.foreign} entries of another version's store were made anew", quiet=order.quiet)
    length, beats = duration(episode.duration), len(episode.chapters)
    summary = f"{visible(str(out))}: {length} in {beats} beats, spoken by {cast.voice}"
    if key and (run.wishes.voice or article.voice or kept or auto.NAME) != auto.NAME:  # else it is chosen each time
        voices = {utterance.voice for utterance in episode.script.utterances}
        with suppress(StoreError):  # the next run looks at everything again, that is all
            finished.keep(
                studio.store,
                key,
                episode.tally,
                summary=summary,
                told=told,
                voices=[(voice, engine.fingerprint(voice)) for voice in sorted(voices, key=str)],
                files=[path.absolute() for path in (out, *beside)],
            )
    if order.verbose:
        _tell([summary], order)
    _tell_end(out, episode.tally, run)


def _music(article: Article, order: Order) -> Music:
    """What the command line names; an article may do without it, but opens no file."""
    from storycast.produce import Music

    own = dict(article.settings)
    return Music(**{part: file for part, file in order.music.items() if own.get(part) != "none"})


def _sleeve(episode: Episode, *, cover: Path | None, store: Store) -> Sleeve:
    from storycast.artwork import copied, drawn_small
    from storycast.produce import Sleeve

    article = episode.article
    small = copied(cover)[1] if cover else drawn_small(article.title, episode.chapters, store)
    return Sleeve(comment=summary(article), cover=small)


def tally_line(tally: Tally, seconds: float) -> str:
    """The truth about a run: `1 of 212 utterances spoken, 1 of 31 beats encoded, 0.4 s`."""
    spoken = f"{tally.spoken} of {tally.utterances} utterances spoken"
    return f"{spoken}, {tally.encoded} of {tally.beats} beats encoded, {seconds:.1f} s"


def _stamp(file: Path | None) -> str:
    """Changes whenever a file is another, or rewritten."""
    if not file or not file.exists():
        return ""
    stat = file.stat()
    return f"{file.absolute()} {stat.st_size} {stat.st_mtime_ns}"


def _tell(lines: Iterable[str], order: Order) -> None:
    for line in lines:
        note(line, quiet=order.quiet)


def _tell_end(out: Path, tally: Tally, run: Run) -> None:
    note(tally_line(tally, time.perf_counter() - run.began), quiet=run.order.quiet)
    result(out)


def _remarks(article: Article) -> Iterator[str]:
    for remark in article.remarks:
        yield f"{visible(article.source)}: {visible(remark)}"
    yield from _unplayed(article) if article.settings else ()
    if article.left_out:
        yield f"left out as no part of the article ({len(article.left_out)}; --keep-everything reads it):"
        for left in article.left_out:
            yield f"  {left_out(left)}"


def _unplayed(article: Article) -> Iterator[str]:
    from storycast.shows.settings import MUSIC

    for part, name in article.settings:
        if part in MUSIC and name != "none":
            yield f"{visible(article.source)}: {part} is for --{part} or show.toml to name; an article opens no file"
