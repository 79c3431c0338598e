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

from storycast.cli.opening import store_option
from storycast.cli.stories import here, there
from storycast.cli.terminal import note, progress, result, visible
from storycast.files import alone

if TYPE_CHECKING:
    from storycast.publish import Press, Report

folder_argument = click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path))


@click.command()
@folder_argument
@click.option("--voice", metavar="ENGINE[:ID]", default="", help="Who reads, whatever the stories and the show say.")
@click.option("--dry-run", is_flag=True, help="Say what would be made and removed, and do nothing.")
@store_option
@click.option("--jobs", type=click.IntRange(1, 64), help="Utterances and beats worked on at once.")
@click.option("--scheduler", metavar="ADDRESS", default="", help="Hand stories to the workers of this Dask scheduler.")
@click.option("--force", is_flag=True, help="Make every story anew; what sounds the same keeps its file.")
@click.option("-q", "--quiet", is_flag=True, help="Print the feed's path and errors only.")
def build(
    folder: Path,
    *,
    voice: str,
    dry_run: bool,
    store: Path,
    jobs: int | None,
    scheduler: str,
    force: bool,
    quiet: bool,
) -> None:
    """Make every changed story in DIR/stories/, and the site in DIR/site/.

    DIR is the folder that `storycast init` made, or here. The site is all you publish: feed, pages, episodes. An
    episode keeps its guid, its date and its voice; published.toml remembers them. The feed's path goes to standard
    output.
    """
    with pressed(store, quiet=quiet, jobs=jobs, force=force, voice=voice, scheduler=scheduler) as press:
        if dry_run:
            _foretell(folder, press)
        else:
            built(folder, press, quiet=quiet)
            result(folder / "site" / "feed.xml")


@contextmanager
def pressed(
    store: Path, *, quiet: bool, jobs: int | None = None, force: bool = False, voice: str = "", scheduler: str = ""
) -> Iterator[Press]:
    """What publishing needs, for as long as the block lasts."""
    from storycast.publish import Press
    from storycast.store import Store

    with progress(quiet=quiet) as tell:
        yield Press(
            makers=lambda: there(scheduler, store, jobs, voice) if scheduler else here(store, jobs, voice, tell),
            store=Store(store),
            now=datetime.now(UTC),
            voice=voice,
            force=force,
            tell=partial(note, quiet=quiet),
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
    if report.removed:
        note(f"removed {len(report.removed)} that no episode has any more, as {report.removed[0]}", quiet=quiet)
    if not plan.show.base_url:
        note("base_url is not set in show.toml: apps can't use the feed until it is", quiet=quiet)
    episodes = len(report.feed.episodes)
    kept = episodes - len(report.made)
    seconds = time.perf_counter() - began
    note(f"{len(report.made)} of {episodes} episodes made, {kept} as they were, {seconds:.1f} s", quiet=quiet)
    return report


def _foretell(folder: Path, press: Press) -> None:
    """What a build would do."""
    from storycast.making import is_draft
    from storycast.publish import planned

    plan = planned(folder, press)
    changed = [story for story in plan.stories if story.made is None]
    drafts = [story for story in changed if is_draft(story)]
    for story in changed:
        what = "leave out" if story in drafts else "make"
        why = "a draft" if story in drafts else "changed" if story.entry else "new"
        click.echo(f"would {what} stories/{visible(story.name)} ({why})")
    for path in plan.gone:
        click.echo(f"would remove {visible(str(path))}")
    click.echo(f"{len(plan.stories) - len(changed)} of {len(plan.stories) - len(drafts)} stories are as they were")
