"""`storycast make`: articles in, MP3 episodes out."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from storycast.cli.names import Names
from storycast.cli.opening import Wishes, cast_of, expanded, is_address, opened, reading_options, registry, studio_of
from storycast.cli.terminal import duration, note, progress, visible
from storycast.errors import UnknownSetting
from storycast.files import put, sweep
from storycast.rendering.beside import BESIDE
from storycast.shows.telling import summary

if TYPE_CHECKING:
    from storycast.engines.registry import Registry
    from storycast.model import Article, Episode, Tally
    from storycast.produce import Sleeve
    from storycast.store import Store


SOUND = click.Path(path_type=Path, exists=True, dir_okay=False)


@dataclass(frozen=True, slots=True)
class Order:
    """How a run goes about its work."""

    out: str
    """As typed: a slash at the end makes it a folder; empty for here."""
    beside: tuple[str, ...]
    store: Path
    jobs: int | None
    quiet: bool
    verbose: bool
    force: bool
    music: Mapping[str, Path | None]


@click.command()
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@click.option("-o", "--out", default="", type=click.Path(), help="The MP3, or a folder for it.  [default: here]")
@click.option(
    "--with", "beside", type=Names(BESIDE), default=(), help=f"Files beside it, as vtt,chapters: {', '.join(BESIDE)}."
)
@click.option("--intro", type=SOUND, help="Music before the first word: WAV, FLAC, Ogg, MP3.")
@click.option("--outro", type=SOUND, help="Music after the last word.")
@click.option("--sting", type=SOUND, help="Music at each break between sections.")
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
    order = Order(out, beside, store, jobs, quiet, verbose, force, {"intro": intro, "outro": outro, "sting": sting})
    articles = list(expanded(sources))
    for source in articles:
        _make(source, Wishes(**wishes), order, engines, many=len(articles) > 1)


def _make(source: str, wishes: Wishes, order: Order, engines: Registry, *, many: bool) -> None:
    from storycast.audio.tags import VOICE, noted
    from storycast.produce import Music, produce

    began = time.perf_counter()
    article = opened(source, wishes, order.store)
    out = _target(order, source, article, many=many)
    tell_voice = partial(note, quiet=order.quiet)
    engine, cast = cast_of(article, wishes, engines, kept=noted(out, VOICE), tell=tell_voice)
    _tell_of(article, order)
    with (
        progress(quiet=order.quiet) as tell,
        studio_of(
            engine, order.store, jobs=order.jobs, reference=engines.reference, force=order.force, progress=tell
        ) as studio,
    ):
        episode = produce(
            article, cast, studio, out, sleeve=lambda made: _sleeve(made, studio.store), music=Music(**order.music)
        )
    for name in order.beside:
        put(_beside(out, name), BESIDE[name].render(episode).encode())
    sweep(out)
    if studio.store.damaged:
        note(f"{studio.store.damaged} damaged entries of the store were made anew", quiet=order.quiet)
    if studio.store.foreign:
        note(f"{studio.store.foreign} entries of another version's store were made anew", quiet=order.quiet)
    if order.verbose:
        note(f"{out}: {duration(episode.duration)} in {len(episode.chapters)} beats, spoken by {cast.voice}")
    note(tally_line(episode.tally, time.perf_counter() - began), quiet=order.quiet)
    click.echo(str(out))


def _sleeve(episode: Episode, store: Store) -> Sleeve:
    from storycast.artwork import drawn
    from storycast.produce import Sleeve

    _, small = drawn(episode.article.title, "", episode.chapters, store)
    return Sleeve(comment=summary(episode.article), cover=small)


def tally_line(tally: Tally, seconds: float) -> str:
    """The truth about a run: `1 of 212 utterances spoken, 1 of 31 beats encoded, 0.4 s`."""
    spoken = f"{tally.spoken} of {tally.utterances} utterances spoken"
    return f"{spoken}, {tally.encoded} of {tally.beats} beats encoded, {seconds:.1f} s"


def _tell_of(article: Article, order: Order) -> None:
    for remark in article.remarks:
        note(f"{visible(article.source)}: {visible(remark)}", quiet=order.quiet)
    if article.left_out:
        how = "--keep-everything reads it"
        note(f"left out as no part of the article ({len(article.left_out)}; {how}):", quiet=order.quiet)
        for left in article.left_out:
            note(f"  {visible(left.text[:60])}  ({left.reason})", quiet=order.quiet)


def _target(order: Order, source: str, article: Article, *, many: bool) -> Path:
    """Where the MP3 goes: the file named, or one named after the source in the folder named, or here."""
    if order.out and not (many or order.out.endswith(("/", os.sep)) or Path(order.out).is_dir()):
        target = Path(order.out)
    else:
        named = re.sub(r"\W+", "-", article.title.lower()).strip("-")[:60]
        stem = named if source == "-" or is_address(source) else Path(source).stem
        target = Path(order.out) / f"{stem or 'episode'}.mp3"
    for written in (target, *(_beside(target, name) for name in order.beside)):
        if source != "-" and not is_address(source) and written.exists() and written.samefile(source):
            raise UnknownSetting(f"{written} is the article itself; give another -o")
    return target


def _beside(out: Path, name: str) -> Path:
    return out.with_name(out.stem + BESIDE[name].ending)
