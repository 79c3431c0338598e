"""Who makes the stories of a show: threads of this process, or the workers of a cluster."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from storycast import __version__
from storycast.cli.opening import Wishes, cast_of, pool, registry, threads
from storycast.cli.terminal import Progress, duration, left_out, visible
from storycast.errors import SchedulerError

if TYPE_CHECKING:
    from storycast.engines.base import Engine
    from storycast.engines.registry import Registry
    from storycast.model import Episode
    from storycast.publish import Outcome, Plan, Story

_AT_ONCE = 2
"""Stories under way here: while one is read and narrated, the other keeps the threads busy."""

ThreadsFor = Callable[["Engine"], AbstractContextManager[Executor]]


def unseen(_: str) -> Progress:
    """Progress that nobody watches."""
    return lambda *_: None


class Maker(Struct, frozen=True):
    """Makes a story of a show whose folder and store it can see. Can be pickled, as long as what it holds can be."""

    store: Path
    engines: Callable[[], Registry]
    threads: ThreadsFor
    """For the utterances and beats of a story that an engine speaks."""
    voice: str = ""
    progress: Callable[[str], Progress] = unseen
    """Told of a story of that name."""
    version: str = __version__
    """The program that asks; another would make other bytes."""

    def __call__(self, story: Story, plan: Plan, now: datetime) -> Outcome:
        """The story made, and the lines that tell of it. Raises `StorycastError`, naming the story."""
        from storycast.making import Desk, make_story
        from storycast.store import Store
        from storycast.studio import Studio

        if self.version != __version__:
            raise SchedulerError(f"a worker has storycast {__version__}, not {self.version}; install that there")
        engines, told, store = self.engines(), list[str](), Store(self.store)
        with ExitStack() as opened:
            desk = Desk(
                cast=lambda article: cast_of(article, Wishes(), engines, store=self.store, tell=told.append),
                studio=lambda engine: Studio(
                    engine,
                    store,
                    opened.enter_context(self.threads(engine)),
                    reference=engines.reference,
                    ahead=engine.online,  # else another story keeps the threads busy
                    progress=self.progress(story.name),
                ),
                store=store,
                voice=self.voice,
                tell=lambda name, episode: told.extend(_lines(name, episode)),
            )
            outcome = make_story(story, plan, desk, now)
        return replace(outcome, told=(*told, *outcome.told))


@contextmanager
def here(store: Path, jobs: int | None, voice: str, tell: Progress) -> Iterator[tuple[Maker, Executor]]:
    """A maker, and the threads that it works in. Its stories share the threads that speak and encode.

    After an error nothing more is begun.
    """
    shared: dict[bool, Executor] = {}
    opening = Lock()
    with pool(_AT_ONCE) as stories, ExitStack() as opened:

        def threads_for(engine: Engine) -> AbstractContextManager[Executor]:
            with opening:
                if engine.online not in shared:
                    shared[engine.online] = opened.enter_context(threads(engine, jobs))
                return nullcontext(shared[engine.online])

        engines = registry(jobs)
        yield Maker(store, lambda: engines, threads_for, voice, Summed(tell).of), stories


@contextmanager
def there(scheduler: str, store: Path, jobs: int | None, voice: str) -> Iterator[tuple[Maker, Executor]]:
    """A maker, and the workers of the cluster that it works in; each has threads of its own, one unless told."""
    from storycast.cluster import workers

    with workers(scheduler) as executor:
        engines = partial(_engines, jobs or 1)
        yield Maker(store.absolute(), engines, partial(threads, jobs=jobs or 1), voice), executor


class Summed:
    """The progress of several stories, told as one."""

    def __init__(self, tell: Progress) -> None:
        self._tell = tell
        self._lock = Lock()
        self._last = defaultdict[tuple[str, str], tuple[int, int]](lambda: (0, 0))
        self._sums = defaultdict[str, tuple[int, int]](lambda: (0, 0))

    def of(self, story: str) -> Progress:
        """To be told of one story's."""
        return partial(self._told, story)

    def _told(self, story: str, stage: str, done: int, of: int) -> None:
        with self._lock:
            (done_before, of_before), (all_done, all_of) = self._last[story, stage], self._sums[stage]
            self._last[story, stage] = done, of
            self._sums[stage] = all_done + done - done_before, all_of + of - of_before
            self._tell(stage, *self._sums[stage])


@cache
def _engines(jobs: int | None) -> Registry:
    """The engines of a worker, whose stories come one by one: a model is loaded once."""
    return registry(jobs)


def _lines(name: str, episode: Episode) -> Iterator[str]:
    tally, article = episode.tally, episode.article
    done = f"{tally.spoken} of {tally.utterances} utterances spoken, {tally.encoded} of {tally.beats} beats encoded"
    yield f"stories/{visible(name)}: {duration(episode.duration)} by {episode.voice}, {done}"
    yield from (f"  {visible(remark)}" for remark in article.remarks)
    yield from (f"  left out: {left_out(left)}" for left in article.left_out)
