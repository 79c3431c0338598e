"""One story of a show made: its bytes in, its files in the site out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import PurePath

from msgspec import Struct
from msgspec.structs import replace

from storycast import artwork
from storycast.engines.base import Engine
from storycast.engines.registry import speaks
from storycast.errors import StorycastError, UnknownSetting
from storycast.files import put
from storycast.model import Article, Enclosure, Episode, Published, SideFile
from storycast.narration.narrate import Cast
from storycast.produce import Music, Sleeve, produce
from storycast.publish import STORIES, Outcome, Plan, Story
from storycast.reading.formats import read
from storycast.rendering.beside import BESIDE
from storycast.rendering.page import episode_page
from storycast.rendering.waveform import levels
from storycast.shows.disclosures import disclosed, spoken_disclosure
from storycast.shows.made import Made
from storycast.shows.record import Entry
from storycast.shows.settings import MUSIC, as_read
from storycast.shows.telling import episode_guid, first_published, is_set, narrator, number, summary
from storycast.site import aside, keep_others, moved_in, page_of, picture_named
from storycast.store import Store
from storycast.studio import Studio


class Desk(Struct, frozen=True):
    """What making a story needs from outside."""

    cast: Callable[[Article], tuple[Engine, Cast]]
    studio: Callable[[Engine], Studio]
    store: Store
    voice: str = ""
    """Who reads, whatever the story and its show say; empty to leave it to them."""
    tell: Callable[[str, Episode], None] = lambda *_: None
    """Told of the story's name and its episode once it is made."""


def is_draft(story: Story) -> bool:
    """Whether a story is to stay at home. Raises `StorycastError`, naming the story."""
    with _named(story):
        return is_set(read(story.content, name=f"{STORIES}/{story.name}"), "draft")


def make_story(story: Story, plan: Plan, desk: Desk, now: datetime) -> Outcome:
    """The story's lines in the record, and what stands of it in the site now. A draft has no files.

    Raises `StorycastError`, naming the story.
    """
    with _named(story):
        article = read(story.content, name=f"{STORIES}/{story.name}")
        draft, _ = (is_set(article, key) for key in ("draft", "explicit"))  # refused before anything is spoken
        if draft:
            return Outcome(story.entry, Made(None))
        keep_others(plan.site, page_of(story.slug))
        remarks = (*article.remarks, *_of_its_date(article, story.entry, now), *_of_its_language(article, plan))
        article = replace(article, remarks=remarks)
        episode, loud = _recorded(story, *_read_by(story, article, plan, desk), plan=plan, desk=desk)
        entry = _entry(story, episode, plan, now)
        large, small = _pictures(story, episode, plan, desk.store)
        stem = moved_in(plan.site, story.slug)
        published = _told(story, episode, entry, plan, stem=stem, cover=picture_named(large))
        contents = {
            **{f"{stem}{kind.ending}": kind.render(episode).encode() for kind in BESIDE.values()},
            published.cover: large,
            published.thumbnail: small,
            published.page: episode_page(plan.show, published, episode, loud=loud).encode(),
        }
        for path, content in contents.items():
            put(plan.site / path, content)
        desk.tell(story.name, episode)
        sizes = {path: len(content) for path, content in contents.items()}
        faults = artwork.refused(large) if story.picture else ()
        told = tuple(f"  {STORIES}/{story.picture}: {fault}; directories may refuse it" for fault in faults)
        return Outcome(entry, Made(published, {published.enclosure.url: episode.size, **sizes}), told)


def _read_by(story: Story, article: Article, plan: Plan, desk: Desk) -> tuple[Article, Engine, Cast]:
    """The story as its show has it read, and who reads: the voice that it had, unless its language is another now."""
    kept = story.entry.voice if story.entry else ""
    before, anew = (as_read(article, plan.settings, voice=desk.voice, kept=voice) for voice in (kept, ""))
    engine, cast = desk.cast(before)
    if before == anew or speaks(engine, cast.voice, article.language):
        return before, engine, cast
    engine, cast = desk.cast(anew)
    remark = f"it is in {article.language} now, so {cast.voice} reads it; before, {kept} did"
    return replace(anew, remarks=(*anew.remarks, remark)), engine, cast


def _recorded(
    story: Story, article: Article, engine: Engine, cast: Cast, *, plan: Plan, desk: Desk
) -> tuple[Episode, tuple[float, ...]]:
    """The episode, its MP3 written aside; and how loud it is along its way."""
    if plan.settings.disclosure_spoken:
        cast = replace(cast, closing=spoken_disclosure(plan.show, article.language))
    out = aside(plan.site, story.slug)
    studio = desk.studio(engine)
    sleeve = partial(_sleeve, story, plan=plan, store=desk.store)
    music, author = _music(article, plan), plan.show.author
    episode = produce(article, cast, studio, out, sleeve=sleeve, music=music, author=author)
    return episode, levels(episode.timeline, [studio.clips[heard.utterance].powers for heard in episode.timeline.heard])


def _music(article: Article, plan: Plan) -> Music:
    """The show's music, less what the story goes without. Raises `UnknownSetting` where it asks for other music."""
    own = {part: value for part, value in article.settings if part in MUSIC}
    for part, value in own.items():
        if value != "none":
            raise UnknownSetting(f"front matter: {part}: a story has the show's music, or goes without: {part}: none")
    return Music(**{part: plan.folder / name for part, name in plan.settings.music if part not in own})


def _of_its_date(article: Article, entry: Entry | None, now: datetime) -> Iterator[str]:
    """What to say where a story isn't published on the day that it names."""
    day = article.published
    if not entry and day and day > now.date():
        yield f"date: {day} is yet to come, so it is published now; draft: true keeps it at home"
    elif entry and day and day != entry.at.date() and day <= now.date():
        yield f"date: {day} comes too late: apps know it as published on {entry.at.date()}, and that stays"


def _of_its_language(article: Article, plan: Plan) -> Iterator[str]:
    """What to say where the disclosure can't be spoken."""
    spoken = plan.settings.disclosure_spoken and plan.show.disclosure
    if spoken and not spoken_disclosure(plan.show, article.language):
        yield f"disclosure: storycast has no sentence in {article.language}, so none is spoken; write one in show.toml"


def _entry(story: Story, episode: Episode, plan: Plan, now: datetime) -> Entry:
    """What must not change, fixed at the first publication; the voice is that of this time."""
    article, voice = episode.article, str(episode.voice)
    if story.entry:
        return replace(story.entry, voice=voice)
    taken = {entry.at for entry in plan.record.episodes.values()}
    at = first_published(article, now, place=story.place, places=story.places, taken=taken)
    return Entry(episode_guid(article, plan.show.title, story.slug), at, voice)


def _told(story: Story, episode: Episode, entry: Entry, plan: Plan, *, stem: str, cover: str) -> Published:
    """What the feed tells of the episode."""
    article = episode.article
    return Published(
        guid=entry.guid,
        at=entry.at,
        title=article.title,
        page=page_of(story.slug),
        enclosure=Enclosure(f"{stem}.mp3", episode.size),
        duration=episode.duration,
        summary=summary(article),
        author=episode.author,
        voice=narrator(episode.voice),
        language=article.language,
        chapters=episode.chapters,
        side_files=tuple(SideFile(f"{stem}{kind.ending}", kind.type) for kind in BESIDE.values()),
        cover=f"covers/{story.slug}-{cover}",
        thumbnail=f"covers/{story.slug}-{PurePath(cover).stem}-small.jpg",
        number=number(article),
        explicit=is_set(article, "explicit"),
        disclosure=disclosed(plan.show, article.language),
    )


def _sleeve(story: Story, episode: Episode, *, plan: Plan, store: Store) -> Sleeve:
    said = " ".join(filter(None, (summary(episode.article), disclosed(plan.show, episode.article.language))))
    return Sleeve(plan.show.title, said, _pictures(story, episode, plan, store)[1])


def _pictures(story: Story, episode: Episode, plan: Plan, store: Store) -> tuple[bytes, bytes]:
    """The cover and a small copy: the picture beside the story, else one drawn from its arc."""
    if story.picture:
        return artwork.copied(plan.folder / STORIES / story.picture)
    return artwork.drawn(episode.article.title, plan.show.title, episode.chapters, store, own=plan.show.hue)


@contextmanager
def _named(story: Story) -> Iterator[None]:
    """An error inside names the story."""
    name = f"{STORIES}/{story.name}"
    try:
        yield
    except StorycastError as error:
        if name not in str(error):
            error.args = (f"{name}: {error}", *error.args[1:])
        raise
