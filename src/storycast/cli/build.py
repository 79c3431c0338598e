"""`storycast build`: a show's folder in, its site out."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from storycast.cli.opening import Wishes, cast_of, registry, store_option, studio_of
from storycast.cli.terminal import duration, note, progress, visible
from storycast.files import alone

if TYPE_CHECKING:
    from storycast.model import Episode
    from storycast.publish import Press, Report

folder_argument = click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path))


@click.command()
@folder_argument
@click.option("--voice", metavar="ENGINE[:ID]", default="", help="Who reads, whatever the stories and the show say.")
@click.option("--dry-run", is_flag=True, help="Say what would be made and removed, and do nothing.")
@store_option
@click.option("--jobs", type=click.IntRange(1, 64), help="Utterances and beats worked on at once.")
@click.option("--force", is_flag=True, help="Make every story anew; what sounds the same keeps its file.")
@click.option("-q", "--quiet", is_flag=True, help="Print the feed's path and errors only.")
def build(folder: Path, *, voice: str, dry_run: bool, store: Path, jobs: int | None, force: bool, quiet: bool) -> None:
    """Make every changed story in DIR/stories/, and the site in DIR/site/.

    DIR is the folder that `storycast init` made, or here. The site is all you publish: feed, pages, episodes. An
    episode keeps its guid, its date and its voice; published.toml remembers them. The feed's path goes to standard
    output.
    """
    with pressed(store, jobs=jobs, force=force, voice=voice, quiet=quiet) as press:
        if dry_run:
            _foretell(folder, press)
        else:
            built(folder, press, quiet=quiet)
            click.echo(str(folder / "site" / "feed.xml"))


@contextmanager
def pressed(store: Path, *, jobs: int | None, force: bool, voice: str, quiet: bool) -> Iterator[Press]:
    """What publishing needs, for as long as the block lasts."""
    from storycast.publish import Press
    from storycast.store import Store

    engines = registry(jobs)
    with progress(quiet=quiet) as tell:
        yield Press(
            cast=lambda article: cast_of(article, Wishes(), engines, store=store, tell=partial(note, quiet=quiet)),
            studio=lambda engine: studio_of(engine, store, jobs=jobs, reference=engines.reference, progress=tell),
            store=Store(store),
            now=datetime.now(UTC),
            voice=voice,
            force=force,
            tell=lambda name, episode: _tell_of(name, episode, quiet=quiet),
        )


def built(folder: Path, press: Press, *, quiet: bool) -> Report:
    """The site of the show in that folder, brought up to date; a few lines say what was done."""
    from storycast.publish import planned, publish
    from storycast.shows.settings import FILE

    with alone(folder / FILE, lambda: note("waiting for another build of this show", quiet=quiet)):
        began = time.perf_counter()
        plan = planned(folder, press)
        for name in plan.passed_over:
            note(f"stories/{visible(name)}: no article by its name; passed over", quiet=quiet)
        report = publish(plan, press)
    for name in report.drafts:
        note(f"stories/{visible(name)}: a draft; left out", quiet=quiet)
    for path in report.removed:
        note(f"removed {path}", quiet=quiet)
    if not plan.show.base_url:
        note("base_url is not set in show.toml: apps can't use the feed until it is", quiet=quiet)
    episodes = len(report.feed.episodes)
    kept = episodes - len(report.made)
    seconds = time.perf_counter() - began
    note(f"{len(report.made)} of {episodes} episodes made, {kept} as they were, {seconds:.1f} s", quiet=quiet)
    return report


def _tell_of(name: str, episode: Episode, *, quiet: bool) -> None:
    tally, article = episode.tally, episode.article
    done = f"{tally.spoken} of {tally.utterances} utterances spoken, {tally.encoded} of {tally.beats} beats encoded"
    note(f"stories/{visible(name)}: {duration(episode.duration)} by {episode.voice}, {done}", quiet=quiet)
    for remark in article.remarks:
        note(f"  {visible(remark)}", quiet=quiet)
    for left in article.left_out:
        note(f"  left out: {visible(left.text[:60])}  ({left.reason})", quiet=quiet)


def _foretell(folder: Path, press: Press) -> None:
    """What a build would do."""
    from storycast.publish import planned

    plan = planned(folder, press)
    for story in plan.stories:
        if story.made is None:
            click.echo(f"would make stories/{visible(story.name)} ({'changed' if story.entry else 'new'})")
    for path in plan.gone:
        click.echo(f"would remove {path}")
    unchanged = sum(story.made is not None for story in plan.stories)
    click.echo(f"{unchanged} of {len(plan.stories)} stories are as they were")
