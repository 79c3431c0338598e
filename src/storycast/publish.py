"""The conductor of a show: a folder with `show.toml` and `stories/` in, a site out.

A story is made when its bytes, the settings, its lines in `published.toml` or the program have changed, or when a file
of it is missing; else nothing of it is even read but its bytes. What is written comes in an order that a power cut may
end anywhere: an episode's files, then the record, then the feed that names them, and only then is anything removed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from functools import partial
from hashlib import blake2b
from pathlib import Path, PurePath

from msgspec import Struct
from msgspec.structs import replace

from storycast import __version__, artwork
from storycast.errors import ShowError
from storycast.files import put, settle, sweep
from storycast.finished import program
from storycast.model import Feed, Published, Show, ShowType
from storycast.rendering.addresses import FEED, INDEX, absolute, podcast_guid
from storycast.rendering.feed import render_feed
from storycast.rendering.page import index_page
from storycast.shows import record as recorded
from storycast.shows import settings as told
from storycast.shows.checks import Standing
from storycast.shows.made import Made, from_head, to_head
from storycast.shows.names import by_slug, is_story, picture_of
from storycast.shows.numbers import numbers
from storycast.shows.record import Entry, Record, is_of
from storycast.shows.settings import Settings
from storycast.site import cleared, folders, in_folder, named, of_stories, picture_named, sizes, stands
from storycast.store import Store
from storycast.turns import in_turn

SITE, STORIES = "site", "stories"
_KIND = "stories"
"""Of the entries in the store: what stands in a site of a story."""
_AHEAD = 256
"""Stories handed out that aren't done yet."""


class Story(Struct, frozen=True):
    """A file in `stories/`, what is known of it, and what stands of it in the site."""

    name: str
    slug: str
    content: bytes
    entry: Entry | None
    picture: str
    """The name of a picture beside it that is its cover; empty where one is drawn."""
    decides: str
    """What else decides what its files hold."""
    made: Made | None = None
    """None where it has to be made."""
    place: int = 0
    """Among the show's stories, in the order of their names."""
    places: int = 1
    """How many they are."""


class Plan(Struct, frozen=True):
    """A show's folder as it was found."""

    folder: Path
    settings: Settings
    show: Show
    """With its guid and the names of its cover."""
    record: Record
    stories: tuple[Story, ...]
    passed_over: tuple[str, ...]
    """Files and folders in `stories/` that aren't."""
    gone: tuple[str, ...]
    """Files in the site of stories that are no longer there."""

    @property
    def site(self) -> Path:
        """The folder that is published."""
        return self.folder / SITE


class Outcome(Struct, frozen=True):
    """What came of making a story."""

    entry: Entry | None
    """Its lines in the record; None for a draft that was never published."""
    made: Made
    told: tuple[str, ...] = ()
    """Lines for the person who waits."""


Make = Callable[["Story", "Plan", datetime], Outcome]
"""Makes a story, published at that time if it is new."""


class Press(Struct, frozen=True):
    """What publishing needs from outside."""

    makers: Callable[[], AbstractContextManager[tuple[Make, Executor]]]
    """Asked for when there are stories to make: what makes one, and where; pickled if that is in other processes."""
    store: Store
    now: datetime
    voice: str = ""
    """Who reads all stories, whatever they say; empty to leave it to them."""
    force: bool = False
    """Make all stories anew."""
    tell: Callable[[str], None] = lambda _: None
    """Told, line by line, what was done."""


class Report(Struct, frozen=True):
    """What a build did."""

    feed: Feed
    made: tuple[str, ...]
    drafts: tuple[str, ...]
    written: tuple[str, ...]
    """Of the files that all episodes share: record, feed, index, the show's cover."""
    removed: tuple[str, ...]


def planned(folder: Path, press: Press) -> Plan:
    """What a build would find. Raises `ShowError`, `UnknownSetting`."""
    settings = told.parse_settings(_text(folder / told.FILE), name=str(folder / told.FILE))
    record = recorded.parse_record(_text(folder / recorded.FILE, ""))
    show = _dressed(settings, record, folder, press.store)
    there = [path.name for path in in_folder(folder / STORIES)]
    slugs = by_slug(filter(is_story, there))
    music = [(part, named(_bytes(folder / name))) for part, name in settings.music]
    decides = repr((settings, show, music, program()))
    find = partial(_story, folder=folder, decides=decides, record=record, press=press)
    stories = tuple(
        replace(find(name, slug, picture_of(name, there)), place=place, places=len(slugs))
        for place, (slug, name) in enumerate(slugs.items())
    )
    used = {*slugs.values(), *(story.picture for story in stories)}
    folders = [path.name for path in sorted((folder / STORIES).glob("*/"))]
    passed_over = tuple(name for name in (*there, *folders) if name not in used and not name.startswith("."))
    gone = tuple(of_stories(folder / SITE, set(record.episodes) - set(slugs)))
    return Plan(folder, settings, show, record, stories, passed_over, gone)


def publish(plan: Plan, press: Press) -> Report:
    """The site, brought up to date: only what changed is rewritten. Raises `StorycastError`, naming the story."""
    show, site = plan.show, plan.site
    written = [path for path, content in _show_covers(plan, press.store) if put(site / path, content)]
    to_make = [story for story in plan.stories if story.made is None]
    entries, made = dict(plan.record.episodes), {s.slug: s.made for s in plan.stories if s.made is not None}
    for story, outcome in zip(to_make, _outcomes(to_make, plan, press), strict=True):
        made[story.slug] = outcome.made
        if outcome.entry:
            entries[story.slug] = outcome.entry
        press.store.keep(_KIND, _key(story, outcome.entry), to_head(outcome.made), b"")
        for line in outcome.told:
            press.tell(line)
    entries = _numbered(show, entries, made)
    feed = Feed(show, _in_order(show, entries, made))
    shared = (
        (plan.folder / recorded.FILE, recorded.render_record(Record(show.guid, entries))),
        (site / FEED, render_feed(feed)),
        (site / INDEX, index_page(feed)),
    )
    settle(*folders(site))
    for path, text in shared:
        if put(path, text.encode()):
            written.append(path.name)
            settle(path.parent)
    sweep(plan.folder / recorded.FILE)
    wanted = {path for story in made.values() for path in story.files} | {show.cover, show.thumbnail}
    out = {slug for slug, story in made.items() if story.published}
    return Report(
        feed,
        made=tuple(story.name for story in to_make if story.slug in out),
        drafts=tuple(story.name for story in plan.stories if story.slug not in out),
        written=tuple(written),
        removed=tuple(cleared(site, wanted, gone=set(entries) - out)),
    )


def examined(plan: Plan, press: Press) -> Standing:
    """The show as it stands, to be checked."""
    show, site = plan.show, plan.site
    made = {story.slug: story.made for story in plan.stories if story.made}
    episodes = _in_order(show, _numbered(show, plan.record.episodes, made), made)
    stale = [f"{STORIES}/{story.name}" for story in plan.stories if story.made is None]
    stale += [f"{path}, of a story that is gone," for path in plan.gone]
    if not stale and _text(site / FEED, "") != render_feed(Feed(show, episodes)):
        stale.append(FEED)
    found = artwork.refused(artwork.given(plan.folder / plan.settings.cover)) if plan.settings.cover else ()
    return Standing(show, plan.record, episodes, sizes(site), tuple(stale), found, press.now)


def _story(name: str, slug: str, picture: str, *, folder: Path, decides: str, record: Record, press: Press) -> Story:
    """The story, and what stands of it in the site if that is what making it again would give."""
    content, entry = _bytes(folder / STORIES / name), record.episodes.get(slug)
    pictured = named(_bytes(folder / STORIES / picture)) if picture else ""
    story = Story(name, slug, content, entry, picture, decides + pictured)
    if press.force or not _spoken_by(entry, press.voice):
        return story
    head = press.store.head(_KIND, _key(story, entry))
    made = from_head(head) if head else None
    return replace(story, made=made if made and stands(made.files, folder / SITE) else None)


def _key(story: Story, entry: Entry | None) -> str:
    """Named by all that decides what a story's files hold: an episode's number stands in the feed alone."""
    entry = replace(entry, number=None) if entry else None
    return blake2b(repr((story.name, entry, story.decides)).encode() + story.content, digest_size=20).hexdigest()


def _outcomes(stories: Sequence[Story], plan: Plan, press: Press) -> Iterator[Outcome]:
    """What comes of making each, in their order. The first failure is raised, and what wasn't begun is left."""
    if not stories:
        return
    alone = replace(plan, folder=plan.folder.absolute(), stories=())  # may be sent far, without all the other stories
    # No two without a date of their own are published at once, or apps would shuffle them.
    times = [press.now - timedelta(seconds=left) for left in reversed(range(len(stories)))]
    with press.makers() as (make, executor):
        yield from in_turn(executor, partial(_handed, make, alone), zip(stories, times, strict=True), ahead=_AHEAD)


def _handed(make: Make, plan: Plan, order: tuple[Story, datetime]) -> Outcome:
    story, now = order
    return make(story, plan, now)


def _dressed(settings: Settings, record: Record, folder: Path, store: Store) -> Show:
    """The show with its guid, and its cover's colour and names, which change with what is on it."""
    show = settings.show
    decides = artwork.given(folder / settings.cover) if settings.cover else f"{show.title}\n{__version__}".encode()
    name = PurePath(f"cover-{picture_named(decides)}")
    show = artwork.coloured(show, decides, store) if settings.cover else show
    guid = show.guid or record.guid or (podcast_guid(absolute(show, FEED)) if show.base_url else "")
    return replace(show, guid=guid, cover=str(name), thumbnail=f"{name.stem}-small.jpg")


def _show_covers(plan: Plan, store: Store) -> Iterator[tuple[str, bytes]]:
    """The show's cover and its small copy, where they aren't in the site yet."""
    show, picture = plan.show, plan.folder / plan.settings.cover
    if not all((plan.site / path).exists() for path in (show.cover, show.thumbnail)):
        drawn = not plan.settings.cover
        large, small = artwork.drawn(show.title, "", (), store) if drawn else artwork.copied(picture)
        yield show.cover, large
        yield show.thumbnail, small


def _numbered(show: Show, entries: Mapping[str, Entry], made: Mapping[str, Made]) -> dict[str, Entry]:
    """The lines of the record, with the numbers of the episodes that are out where the show is a serial."""
    out = [(slug, story.published) for slug, story in made.items() if story.published]
    if show.type is not ShowType.SERIAL:
        return dict(entries)
    told = {slug: published.number for slug, published in sorted(out, key=lambda named: _age(named[1]))}
    kept = {slug: entry.number for slug, entry in entries.items() if entry.number is not None}
    return {**entries, **{slug: replace(entries[slug], number=n) for slug, n in numbers(told, kept).items()}}


def _in_order(show: Show, entries: Mapping[str, Entry], made: Mapping[str, Made]) -> tuple[Published, ...]:
    """The episodes, newest first; those of a serial show with the numbers that the record has for them."""
    out = {slug: story.published for slug, story in made.items() if story.published}
    if show.type is ShowType.SERIAL:
        out = {slug: replace(published, number=entries[slug].number) for slug, published in out.items()}
    return tuple(sorted(out.values(), key=_age, reverse=True))


def _age(published: Published) -> tuple[datetime, str]:
    return published.at, published.page


def _spoken_by(entry: Entry | None, voice: str) -> bool:
    """Whether it was made with that voice, if one is named."""
    return not voice or (entry is not None and is_of(entry.voice, voice))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ShowError(f"{path}: can't be read ({error.strerror}); check its name and permissions") from error


def _text(path: Path, default: str | None = None) -> str:
    try:
        return path.read_text("utf-8")
    except FileNotFoundError as error:
        if default is not None:
            return default
        raise ShowError(f"{path}: no show there; `storycast init {path.parent}` begins one") from error
    except (OSError, ValueError) as error:
        raise ShowError(f"{path}: can't be read ({error}); save it as UTF-8, and check its permissions") from error
