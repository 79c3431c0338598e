"""A show's folder becomes a site: what changed is rewritten, what is out keeps its guid and date."""

import io
import re
import shutil
import xml.etree.ElementTree as ET
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Event

import numpy as np
import pytest
import soundfile
from mutagen.id3 import ID3
from PIL import Image

from published import NOW, SHOW, STORIES, Deaf, build, files, press, show_folder, touched
from storycast.engines.tone import Tone
from storycast.errors import ShowError, UnknownSetting, UnreadableArticle
from storycast.model import Voice
from storycast.publish import examined, planned
from storycast.store import Store

OLDER = Path(__file__).parent / "data" / "older"
PODCAST = "{https://podcastindex.org/namespace/1.0}"
ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
later = NOW + timedelta(days=30)


@pytest.fixture(scope="session")
def first_build(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shows") / "show"
    build(show_folder(folder))
    return folder.parent


@pytest.fixture
def show(first_build, tmp_path) -> Path:
    """A show that was built once, with its store beside it."""
    shutil.copytree(first_build, tmp_path, dirs_exist_ok=True, copy_function=shutil.copy2)
    return tmp_path / "show"


def items(show):
    return {item.findtext("title"): item for item in ET.parse(show / "site/feed.xml").getroot().iter("item")}


def known(show):
    """What apps know each episode by."""
    return {title: (item.findtext("guid"), item.findtext("pubDate")) for title, item in items(show).items()}


def names(show, part):
    return {path.name for path in (show / "site").rglob("*") if part in path.name}


def test_every_story_becomes_an_episode_with_its_page_and_files(show):
    assert set(items(show)) == {"Salt", "Rope", "Lamp"}
    for slug in ("salt", "rope", "lamp"):
        of_it = {re.sub(r"-[0-9a-f]{12}", "", name) for name in names(show, slug)}
        endings = {".mp3", ".vtt", ".srt", ".json", ".chapters.json", ".txt", ".transcript.html", ".html", ".jpg"}
        assert of_it == {f"{slug}{ending}" for ending in endings} | {f"{slug}-small.jpg"}


def test_all_that_the_feed_names_is_in_the_site(show):
    feed = (show / "site/feed.xml").read_text()
    named = set(re.findall(r'(?:url|href)="https://example\.org/tales/([^"]+)"', feed))
    assert len(named) > 20
    assert all((show / "site" / name).is_file() for name in named)
    for item in items(show).values():
        enclosure = item.find("enclosure")
        path = show / "site" / enclosure.get("url").removeprefix("https://example.org/tales/")
        assert path.stat().st_size == int(enclosure.get("length"))


def test_a_store_that_is_emptied_meanwhile_spoils_no_build(tmp_path):
    """Another process may prune at any moment."""
    built = Event()

    def empty():
        while not built.is_set():
            Store(tmp_path / "store").clear()

    with ThreadPoolExecutor(1) as pool:
        emptied = pool.submit(empty)
        try:
            build(show_folder(tmp_path / "show"))
        finally:
            built.set()
        emptied.result()
    assert set(items(tmp_path / "show")) == {"Salt", "Rope", "Lamp"}


def test_a_second_build_touches_nothing_and_reads_no_story(show):
    before = files(show)
    report = build(show, now=later, engine=Deaf())
    assert not touched(before, files(show))
    assert (report.made, report.written, report.removed) == ((), (), ())


def test_a_build_from_nothing_gives_the_same_site(show, tmp_path):
    (again := tmp_path / "again").mkdir()
    shutil.copytree(show, again / "show", ignore=shutil.ignore_patterns("site"))
    build(again / "show", now=later)
    assert {path: held for path, (_, held) in files(again / "show").items()} == {
        path: held for path, (_, held) in files(show).items()
    }


def test_an_edited_story_changes_its_own_files_the_feed_and_the_index(show):
    before, before_known = files(show), known(show)
    story = show / "stories/salt.md"
    story.write_text(story.read_text().replace("Nobody asks why.", "Nobody ever asks."))
    report = build(show, now=later)
    changed = touched(before, files(show)) - {"stories/salt.md"}
    others = {path for path in changed if "salt" not in path}
    assert others <= {"site/feed.xml", "site/index.html"}
    assert "site/feed.xml" in others
    assert report.made == ("salt.md",)
    assert known(show) == before_known, "it is the same episode to every app"


def test_a_changed_episode_gets_a_new_address_and_the_old_file_goes(show):
    (before,) = {name for name in names(show, "salt") if name.endswith(".mp3")}
    story = show / "stories/salt.md"
    story.write_text(story.read_text().replace("Nobody asks why.", "Nobody ever asks."))
    build(show)
    (after,) = {name for name in names(show, "salt") if name.endswith(".mp3")}
    assert after != before, "apps never fetch an address twice"


def test_a_removed_story_leaves_the_feed_and_its_files_go(show):
    (show / "stories/rope.txt").unlink()
    assert planned(show, press(show)).gone, "a dry run tells"
    report = build(show)
    assert set(items(show)) == {"Salt", "Lamp"}
    assert not names(show, "rope")
    assert len(report.removed) == 10


def test_a_story_that_comes_back_is_the_episode_it_was(show):
    before = known(show)
    text = (show / "stories/rope.txt").read_text()
    (show / "stories/rope.txt").unlink()
    build(show)
    (show / "stories/rope.txt").write_text(text)
    build(show, now=later)
    assert known(show) == before


def test_a_plan_touches_nothing(show):
    (show / "stories/rope.txt").unlink()
    (show / "stories/new.txt").write_text("New\n\nIt came by night.\n")
    before = files(show)
    plan = planned(show, press(show))
    assert [story.name for story in plan.stories if story.made is None] == ["new.txt"]
    assert not touched(before, files(show))


def test_files_of_others_in_the_site_stay(show):
    for name in ("CNAME", "rope", "about.html", "episodes/liner-notes.txt"):
        (show / "site" / name).write_text("mine")
    (show / "stories/rope.txt").unlink()
    build(show)
    assert all((show / "site" / name).exists() for name in ("CNAME", "rope", "about.html", "episodes/liner-notes.txt"))


def test_a_page_of_ones_own_is_never_written_over(show):
    """A story that would take its address is refused in one line, and says so before it is spoken."""
    (show / "site/about.html").write_text("mine")
    (show / "stories/about.md").write_text("# About\n\nThe sea leaves it.\n")
    told = r"^stories/about\.md: site/about\.html is a page of your own, and stays; rename the story, or take .* away$"
    with pytest.raises(ShowError, match=told):
        build(show, engine=Deaf())
    assert (show / "site/about.html").read_text() == "mine"


def test_a_page_that_leads_on_from_a_story_that_is_gone_stays(show):
    """The old address of a story that was renamed may lead to the new one; no build and no check minds."""
    (show / "stories/rope.txt").rename(show / "stories/three.txt")
    build(show)
    assert not (show / "site/rope.html").exists()
    (show / "site/rope.html").write_text('<meta http-equiv="refresh" content="0; url=three.html">')
    pressed = press(show)
    assert (planned(show, pressed).gone, examined(planned(show, pressed), pressed).stale) == ((), ())
    assert build(show).removed == ()
    assert (show / "site/rope.html").exists()


def test_a_file_lost_from_the_site_is_made_again(show):
    (lost,) = (show / "site/episodes").glob("salt-*.vtt")
    held = lost.read_bytes()
    lost.unlink()
    assert build(show, engine=Deaf()).made == ("salt.md",)
    assert lost.read_bytes() == held


def test_what_a_power_cut_left_aside_is_cleared_away(show):
    (show / "site/episodes/.salt.mp3").write_bytes(b"half")
    build(show)
    assert not (show / "site/episodes/.salt.mp3").exists()


def test_a_date_in_the_front_matter_is_the_day_of_publication(show):
    assert known(show)["Lamp"][1] == "Sun, 01 Mar 2026 12:00:00 +0000"


def test_a_date_that_is_yet_to_come_is_told_and_now_is_taken(tmp_path):
    """Nothing waits for it; once."""
    folder, lines = (
        show_folder(tmp_path / "show", {"salt.md": "---\ntitle: Salt\ndate: 2027-01-02\n---\nThe sea leaves it.\n"}),
        [],
    )
    build(folder, tell=lines.append)
    assert "date: 2027-01-02 is yet to come, so it is published now" in "\n".join(lines)
    assert known(folder)["Salt"][1] == "Fri, 01 May 2026 09:30:00 +0000"


def test_stories_of_one_day_are_published_in_the_order_of_their_names(tmp_path):
    """In a second of its own each, whenever they come, or apps would shuffle them."""
    dated = "---\ntitle: {0}\ndate: 2026-03-01\n---\nThe sea leaves it.\n"
    folder = show_folder(tmp_path / "show", {f"{name}.md": dated.format(name.upper()) for name in "aceg"})
    build(folder)
    first = {title: known(folder)[title][1] for title in "ACEG"}
    assert [first[title][17:25] for title in "ACEG"] == ["12:00:00", "12:00:01", "12:00:02", "12:00:03"]
    for name in "bdf":
        (folder / f"stories/{name}.md").write_text(dated.format(name.upper()))
    build(folder)
    assert len({at for _, at in known(folder).values()}) == 7
    assert first == {title: known(folder)[title][1] for title in "ACEG"}


def test_a_build_that_was_cut_short_leaves_no_trace_in_the_dates(tmp_path):
    """What it didn't come to is published in the second that it would have had."""
    dated = "---\ntitle: {0}\ndate: 2026-03-01\n---\nThe sea leaves it.\n"
    folder = show_folder(tmp_path / "show", {f"{name}.md": dated.format(name.upper()) for name in "aceg"})
    build(folder)
    record = folder / "published.toml"
    whole, later = record.read_text(), ("[episodes.c]", "[episodes.e]", "[episodes.g]")
    record.write_text("".join(part for part in re.split(r"(?=\[episodes)", whole) if not part.startswith(later)))
    build(folder)
    assert record.read_text() == whole


def test_a_date_that_is_edited_after_publication_is_told_and_the_first_stays(show):
    lines, story = [], show / "stories/lamp.md"
    story.write_text(story.read_text().replace("2026-03-01", "2026-03-09"))
    build(show, tell=lines.append)
    assert "date: 2026-03-09 comes too late: apps know it as published on 2026-03-01" in "\n".join(lines)
    assert known(show)["Lamp"][1] == "Sun, 01 Mar 2026 12:00:00 +0000"


def test_stories_without_a_date_are_published_now_each_in_a_second_of_its_own(show):
    dates = {known(show)[title][1] for title in ("Salt", "Rope")}
    assert dates == {"Fri, 01 May 2026 09:30:00 +0000", "Fri, 01 May 2026 09:29:59 +0000"}


def test_the_voice_stays_when_the_show_takes_another(show):
    (show / "show.toml").write_text(SHOW.replace('"tone"', '"tone:high"'))
    before = files(show)
    build(show, engine=Deaf())
    assert touched(before, files(show)) == set()


def test_a_voice_named_for_the_build_reads_everything_and_is_kept(show):
    build(show, voice="tone:high")
    assert (show / "published.toml").read_text().count('voice = "tone:high"') == 3
    assert build(show, engine=Deaf()).made == ()


def test_an_engine_named_for_the_build_reads_on_in_the_voice_it_has(show):
    """Else an edited story would sound other than those that stand."""
    build(show, voice="tone:high")
    story = show / "stories/salt.md"
    story.write_text(story.read_text().replace("Nobody asks why.", "Nobody ever asks."))
    assert build(show, voice="tone").made == ("salt.md",)
    assert (show / "published.toml").read_text().count('voice = "tone:high"') == 3


class Tongues(Tone):
    """A tone engine with a voice for each language."""

    def voice(self, id, language):
        return Voice("tone", id or language, id or language)


def test_a_story_that_changes_its_language_changes_its_voice(tmp_path):
    """A voice of another language would read it as no one can follow; it is said which one reads now."""
    folder, lines = show_folder(tmp_path / "show", {"salt.md": "---\nlanguage: en-GB\n---\nThe sea leaves it.\n"}), []
    build(folder, engine=Tongues())
    (folder / "stories/salt.md").write_text("---\nlanguage: en-US\n---\nThe sea leaves it.\n")
    build(folder, engine=Tongues())
    assert 'voice = "tone:en-GB"' in (folder / "published.toml").read_text(), "an accent is no other language"
    (folder / "stories/salt.md").write_text("---\nlanguage: de\n---\nDas Meer lässt es zurück.\n")
    build(folder, engine=Tongues(), tell=lines.append)
    assert 'voice = "tone:de"' in (folder / "published.toml").read_text()
    assert "it is in de now, so tone:de reads it; before, tone:en-GB did" in "\n".join(lines)


def test_a_change_of_the_show_reaches_every_page_but_no_voice(show):
    (show / "show.toml").write_text(SHOW.replace("Ada Quill", "Ada Feather"))
    build(show, engine=Deaf())
    assert "Ada Feather" in (show / "site/feed.xml").read_text()


def test_another_program_tells_every_story_again_in_the_same_voice(show, monkeypatch):
    """How a page looks hangs on the code that made it; what was spoken doesn't."""
    assert build(show, engine=Deaf()).made == ()
    monkeypatch.setattr("storycast.publish.program", lambda: "another")
    assert set(build(show, engine=Deaf()).made) == {"salt.md", "rope.txt", "lamp.md"}
    assert build(show, engine=Deaf()).made == ()


def test_a_draft_stays_at_home(show):
    story = show / "stories/salt.md"
    story.write_text(story.read_text().replace("title:", "draft: true\ntitle:"))
    report = build(show)
    assert set(items(show)) == {"Rope", "Lamp"}
    assert (report.drafts, names(show, "salt")) == (("salt.md",), set())
    assert build(show, engine=Deaf()).removed == ()


def tell_of_salt(show, line):
    """Write a line into the front matter of the story Salt."""
    story = show / "stories/salt.md"
    story.write_text(story.read_text().replace("title:", f"{line}\ntitle:"))


@pytest.mark.parametrize(
    ("word", "draft"),
    [("y", True), ("Yes", True), ("ON", True), ("n", False), ("Off", False), ("", False)],
)
def test_yes_and_no_are_understood_as_people_write_them(show, word, draft):
    tell_of_salt(show, f"draft: {word}")
    assert build(show).drafts == ("salt.md",) * draft


@pytest.mark.parametrize("key", ["draft", "explicit"])
def test_what_is_neither_yes_nor_no_is_refused_and_nothing_is_published(show, key):
    """Nobody's draft goes out because of a word that we don't know."""
    tell_of_salt(show, f"{key}: not yet")
    before = files(show)
    with pytest.raises(UnknownSetting, match=rf"^stories/salt\.md: front matter: {key}: 'not yet' is neither"):
        build(show, engine=Deaf())
    assert not touched(before, files(show))


def numbered(show):
    return {title: item.findtext(f"{ITUNES}episode") for title, item in items(show).items()}


@pytest.fixture
def serial(show):
    """Lamp is the first, Rope the second, Salt the third."""
    (show / "show.toml").write_text(f'{SHOW}type = "serial"\n')
    build(show)
    return show


def test_numbers_of_a_serial_pass_over_those_that_stories_give_themselves(show):
    (show / "show.toml").write_text(f'{SHOW}type = "serial"\n')
    tell_of_salt(show, "episode: 1")
    build(show)
    assert numbered(show) == {"Salt": "1", "Lamp": "2", "Rope": "3"}


def test_a_published_number_stays_with_its_story(serial):
    """Whoever is told to hear part three still finds it, whatever comes, goes or comes back."""
    assert numbered(serial) == {"Lamp": "1", "Rope": "2", "Salt": "3"}
    rope = (serial / "stories/rope.txt").read_text()
    (serial / "stories/rope.txt").unlink()
    (serial / "stories/fog.md").write_text("---\ntitle: Fog\ndate: 2026-02-01\n---\nIt came in.\n")
    build(serial, now=later)
    assert numbered(serial) == {"Lamp": "1", "Salt": "3", "Fog": "4"}
    (serial / "stories/rope.txt").write_text(rope)
    build(serial, now=later)
    assert numbered(serial) == {"Lamp": "1", "Rope": "2", "Salt": "3", "Fog": "4"}
    assert build(serial, engine=Deaf()).made == ()


def test_a_serial_as_it_was_built_is_no_stale_one(serial):
    pressed = press(serial)
    assert examined(planned(serial, pressed), pressed).stale == ()


def test_the_shows_author_wrote_what_names_no_other_and_is_not_read_aloud(show):
    """In the feed, in the tag, on the page and as speaker of the transcript; a story may name its own."""
    feed = {title: item.findtext(f"{ITUNES}author") for title, item in items(show).items()}
    assert feed == {"Salt": "Bo Reed", "Rope": "Ada Quill", "Lamp": "Ada Quill"}
    for title, author in feed.items():
        (episode,) = (show / "site/episodes").glob(f"{title.lower()}-*.mp3")
        assert [str(frame) for frame in ID3(episode).getall("TPE1")] == [author]
        assert f"<v {author}>" in episode.with_suffix(".vtt").read_text()
        assert f"By <bdi>{author}</bdi>" in (show / "site" / f"{title.lower()}.html").read_text() or title == "Salt"
        assert (author in episode.with_suffix(".txt").read_text()) is (title == "Salt"), "said where the story says it"


def test_listeners_are_told_of_the_synthetic_voice(show):
    """In the feed, on the page, in the tag, and by the voice itself."""
    sentence = "This episode was read by a synthetic voice."
    (transcript,) = (show / "site/episodes").glob("salt-*.txt")
    assert transcript.read_text().endswith(f"{sentence}\n")
    for path in ("feed.xml", "salt.html", "index.html"):
        assert sentence in (show / "site" / path).read_text()
    (episode,) = (show / "site/episodes").glob("salt-*.mp3")
    assert sentence.encode("utf-16")[2:] in episode.read_bytes()


def test_the_disclosure_is_said_in_the_language_of_the_story(show):
    story = show / "stories/salt.md"
    story.write_text("---\ntitle: Salz\nlanguage: de\n---\nDas Meer lässt es zurück.\n")
    build(show)
    (transcript,) = (show / "site/episodes").glob("salt-*.txt")
    assert transcript.read_text().endswith("Diese Folge wurde von einer künstlichen Stimme gelesen.\n")


def test_no_voice_says_a_disclosure_in_a_language_not_its_own(show):
    """Where there is no sentence in the story's language it is only written, and the publisher hears of it."""
    (show / "stories/salt.md").write_text("---\nlanguage: sw\n---\nTaa ilizimika. Hakuna aliyeiona.\n")
    told = []
    build(show, tell=told.append)
    (transcript,) = (show / "site/episodes").glob("salt-*.txt")
    assert "synthetic" not in transcript.read_text()
    assert any("no sentence in sw" in line for line in told)


def test_the_disclosure_is_written_in_the_language_of_the_story(show):
    """Who follows a German episode reads it in German: in the feed's notes and on the page."""
    (show / "show.toml").write_text(f"{SHOW}disclosure_spoken = false\n")
    (show / "stories/salt.md").write_text("---\ntitle: Salz\nlanguage: de\n---\nDas Meer lässt es zurück.\n")
    build(show)
    german, english = "von einer künstlichen Stimme gelesen.", "by a synthetic voice."
    for part in ("description", f"{CONTENT}encoded"):
        said = {title: item.findtext(part) for title, item in items(show).items()}
        assert german in said["Salz"]
        assert english not in said["Salz"]
        assert english in said["Rope"]
    page = (show / "site/salt.html").read_text()
    assert german in page
    assert english not in page


@pytest.mark.parametrize(("line", "written"), [("disclosure_spoken = false", True), ("disclosure = false", False)])
def test_the_disclosure_can_be_left_unspoken_or_out(show, line, written):
    (show / "show.toml").write_text(f"{SHOW}{line}\n")
    build(show)
    (transcript,) = (show / "site/episodes").glob("salt-*.txt")
    assert "synthetic" not in transcript.read_text()
    assert ("synthetic voice." in (show / "site/feed.xml").read_text()) is written


def test_the_record_wins_over_everything(show):
    """An older show moves in with the guids and dates that apps know its episodes by."""
    record = show / "published.toml"
    record.write_text(
        re.sub(
            r'guid = "[^"]+"\npublished = 2026-03-01T12:00:00',
            'guid = "urn:old:7"\npublished = 2019-01-02T03:04:05',
            record.read_text(),
        )
    )
    build(show, now=later)
    assert known(show)["Lamp"] == ("urn:old:7", "Wed, 02 Jan 2019 03:04:05 +0000")


def test_a_recorded_feed_keeps_its_promises_under_every_later_version(tmp_path):
    """What apps learned from an older version's feed stays true."""
    shutil.copytree(OLDER, tmp_path / "show")
    build(tmp_path / "show", now=later)
    old, new = (ET.parse(path).getroot() for path in (OLDER / "feed.xml", tmp_path / "show/site/feed.xml"))
    for path in ("channel/item/guid", "channel/item/pubDate", f"channel/{PODCAST}guid", "channel/item/link"):
        assert [e.text for e in old.findall(path)] == [e.text for e in new.findall(path)]


def test_a_broken_record_ends_the_build_before_anything_is_written(show):
    (show / "published.toml").write_text("[episodes.salt]\nguid = 3\n")
    before = files(show)
    with pytest.raises(ShowError, match=r"published\.toml is broken .* version control"):
        build(show)
    assert not touched(before, files(show))


def test_an_unreadable_story_is_named_and_the_feed_stays(show):
    (show / "stories/bad.md").write_text("---\ntitle: [\n---\nWords.\n")
    feed = (show / "site/feed.xml").read_bytes()
    with pytest.raises(UnreadableArticle, match=r"stories/bad\.md"):
        build(show)
    assert (show / "site/feed.xml").read_bytes() == feed


def test_two_stories_of_one_address_are_refused(tmp_path):
    folder = show_folder(tmp_path / "show", {"Salt!.md": "One.", "salt.txt": "Two."})
    with pytest.raises(ShowError, match="would share an address"):
        build(folder)


def test_a_folder_without_a_show_is_told_so(tmp_path):
    with pytest.raises(ShowError, match=r"no show there; `storycast init .*` begins one"):
        planned(tmp_path, press(tmp_path / "show"))


def test_a_key_that_means_nothing_is_named_with_its_line(tmp_path):
    folder = show_folder(tmp_path / "show", show='title = "T"\nauthor = "A"\npasues = "full"\n')
    with pytest.raises(UnknownSetting, match=r"line 3: 'pasues' means nothing here; did you mean 'pauses'\?"):
        planned(folder, press(folder))


HOSTILE = {
    "script": "<script>alert(1)</script>",
    "cdata": "A ]]> B",
    "ampersand": "Salt & <b>Pepper</b>",
    "quotes": "\"Said\" 'so' “too”",
    "right to left": "הלילה \u202eהאחרון",
    "emoji": "🎧 🧂 🌊",
    "long": "Salt " * 60,
    "path": "../../etc/passwd",
    "controls": "Bell\x07 and \x1b[31mred",
}


def test_hostile_titles_harm_neither_names_nor_feed_nor_pages(tmp_path):
    stories = {f"s{number}.txt": f"{title}\n\nThe sea leaves it.\n" for number, title in enumerate(HOSTILE.values())}
    stories |= {
        "<b>&\"'.txt": "Names\n\nOf files.\n",
        "לילה.txt": "Night\n\nIt fell.\n",
        "🎧.md": "# Ears\n\nListen.\n",
    }
    folder = show_folder(tmp_path / "show", stories)
    build(folder)
    assert len(items(folder)) == len(stories)
    for path in (folder / "site").rglob("*"):
        assert re.fullmatch(r"[a-z0-9.-]+", path.name), "names are plain"
        if path.suffix == ".html" and path.parent == folder / "site":
            assert "<script>alert" not in path.read_text().replace("\\u003c", "<!")
    assert all(len(title) <= 255 for title in items(folder))


def test_a_show_without_stories_is_a_feed_without_items(tmp_path):
    build(show_folder(tmp_path / "show", {}))
    assert items(tmp_path / "show") == {}


def test_stories_tell_of_what_is_passed_over(show):
    (show / "stories/map.png").write_bytes(b"\x89PNG")
    (show / "stories/more").mkdir()
    assert planned(show, press(show)).passed_over == ("map.png", "more")
    assert set(STORIES) == {story.name for story in planned(show, press(show)).stories}


def test_music_of_the_show_is_round_every_story_that_does_not_go_without(show):
    at = np.arange(44100) / 44100
    soundfile.write(show / "waves.wav", 0.2 * np.sin(at * 2000), 44100)
    (show / "show.toml").write_text(f'{SHOW}intro = "waves.wav"\n')
    story = show / "stories/salt.md"
    story.write_text(story.read_text().replace("title:", "intro: none\ntitle:"))
    lengths = {episode.title: episode.duration for episode in build(show, engine=Deaf()).feed.episodes}
    soundfile.write(show / "waves.wav", 0.2 * np.sin(np.arange(3 * 44100) / 44100 * 2000), 44100)
    longer = {episode.title: episode.duration for episode in build(show, engine=Deaf()).feed.episodes}
    assert longer["Salt"] == lengths["Salt"]
    assert longer["Rope"] - lengths["Rope"] == pytest.approx(2000, abs=30)


def test_music_that_is_not_there_is_named(show):
    (show / "show.toml").write_text(f'{SHOW}intro = "gone.wav"\n')
    with pytest.raises(ShowError, match=r"gone\.wav: can't be read"):
        build(show)


def picture(side, colour, kind="JPEG"):
    drawn = io.BytesIO()
    Image.new("RGB", (side, side), colour).save(drawn, kind)
    return drawn.getvalue()


def test_a_picture_beside_a_story_is_its_cover(show):
    """In the feed, on the page and in the tag; another picture makes that episode anew, and no other."""
    mine = picture(1500, "#204060", "PNG")
    (show / "stories/salt.png").write_bytes(mine)
    salt = next(told for told in build(show).feed.episodes if told.page == "salt.html")
    assert salt.cover.endswith(".png")
    assert (show / "site" / salt.cover).read_bytes() == mine
    assert salt.cover in (show / "site/feed.xml").read_text("utf-8")
    assert build(show).made == ()
    (show / "stories/salt.png").write_bytes(picture(1500, "#604020", "PNG"))
    assert build(show).made == ("salt.md",)
    (show / "stories/salt.png").unlink()
    assert build(show).made == ("salt.md",)


def test_a_picture_that_is_none_names_its_story(show):
    """One line, and what would do."""
    (show / "stories/salt.jpg").write_bytes(b"no picture")
    with pytest.raises(ShowError, match=r"^stories/salt\.md: .*salt\.jpg: not a picture that can be read; give a JPEG"):
        build(show)
