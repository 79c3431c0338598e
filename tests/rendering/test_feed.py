"""The feed as directories, validators and players want it."""

import io
import xml.etree.ElementTree as ET
from pathlib import Path

import feedparser
import podcastparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from shows import EPISODE, FEED, SHOW
from storycast.model import Chapter, Feed, Milliseconds, ShowType
from storycast.rendering.addresses import podcast_guid, relative
from storycast.rendering.feed import render_feed
from storycast.rendering.text import one_line

ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
PODCAST = "{https://podcastindex.org/namespace/1.0}"
PSC = "{http://podlove.org/simple-chapters}"
HOSTILE = (
    "<script>alert(1)</script>",
    "a ]]> b",
    "Q&A &amp; \"more\" 'so'",
    "\u202eright to left\u202c שלום",
    "🎧" * 80,
    "nul \x00 bell \x07 \ud800 \uffff end",
    "t" * 300,
    "word " * 300,
)
TEXTS = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=300))


def items(feed):
    return ET.fromstring(render_feed(feed)).findall("channel/item")


def first(show=SHOW, **changes):
    return items(Feed(show, (replace(EPISODE, **changes),)))[0]


def test_the_whole_feed():
    """Every tag of channel and items, in order."""
    assert render_feed(FEED) == Path(__file__).with_name("whole_feed.xml").read_text(encoding="utf-8")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_harms_nothing(text):
    """Whatever stands in titles, names and summaries reads back as text, on one line, without forbidden characters."""
    show = replace(SHOW, title=text, author=text, description=text, disclosure=text)
    (item,) = items(Feed(show, (replace(EPISODE, title=text, summary=text, author=text, voice=text),)))
    assert item.find("title").text == one_line(text, 255)
    assert len(item.find("title").text) <= 255
    assert item.find("description").text.startswith(one_line(text)[:40])


@given(TEXTS, TEXTS)
def test_any_text_makes_a_feed(title, summary):
    """Titles and summaries of any characters give XML that a parser reads, and descriptions that directories take."""
    item = first(replace(SHOW, description=summary * 30), title=title, summary=summary * 30)
    assert (item.find("title").text or "") == one_line(title, 255)
    assert len(item.find("description").text.encode()) <= 4000
    assert item.find("description").text.endswith("Read by a synthetic voice.")


def test_addresses_are_ascii():
    """A path with spaces or letters outside ASCII is percent-encoded."""
    assert first(page="über uns.html").find("link").text == "https://example.org/tales/%C3%BCber%20uns.html"


def test_chapters_for_players_that_read_no_other():
    """Podlove's chapters are in the feed when asked for, and only then."""
    show = replace(SHOW, chapters_in_feed=True)
    assert [chapter.attrib for chapter in first(show).find(f"{PSC}chapters")] == [
        {"start": "00:00:00.000", "title": "The lamp"},
        {"start": "00:01:01.026", "title": "Fog & rope"},
        {"start": "00:01:35.000", "title": "Morning"},
    ]
    assert first().find(f"{PSC}chapters") is None


def test_two_chapters_are_not_listed_in_the_notes():
    """Players look for three; fewer are noise."""
    assert "00:00:00" not in first(chapters=EPISODE.chapters[:2]).find("description").text


def test_a_long_list_of_chapters_leaves_room_for_the_words():
    """Where chapters would fill more than half of the notes, they stay out of the short form."""
    chapters = tuple(
        Chapter(Milliseconds(n * 1000), Milliseconds(n * 1000 + 900), f"Part {n} of many") for n in range(99)
    )
    description = first(chapters=chapters, summary="word " * 1000).find("description").text
    assert "Part" not in description
    assert len(description.encode()) <= 4000


def test_a_serial_numbers_its_episodes():
    """Apple asks for the number in serial shows."""
    item = first(replace(SHOW, type=ShowType.SERIAL), number=7)
    assert item.find(f"{ITUNES}episode").text == "7"


def test_a_show_without_a_known_address_still_renders():
    """Addresses are then relative to the site's folder, and the guid waits."""
    channel = ET.fromstring(render_feed(replace(FEED, show=replace(SHOW, base_url="", guid="")))).find("channel")
    assert channel.find("link").text == "index.html"
    assert channel.find("item/enclosure").get("url") == "episodes/keeper-1f2e3d.mp3"
    assert channel.find(f"{PODCAST}guid") is None


@pytest.mark.parametrize("url", ["https://podnews.net/rss", "http://podnews.net/rss/", "feed://podnews.net/rss//"])
def test_podcast_guid(url):
    """The published test vector: scheme and trailing slashes don't count."""
    assert podcast_guid(url) == "9b024349-ccf0-5f69-a609-6b82873eab3c"


@pytest.mark.parametrize(
    ("path", "page", "expected"),
    [
        ("keeper.html", "index.html", "keeper.html"),
        ("episodes/a b.mp3", "keeper.html", "episodes/a%20b.mp3"),
        ("index.html", "episodes/keeper/index.html", "../../index.html"),
    ],
)
def test_pages_link_by_relative_paths(path, page, expected):
    """A site works from any folder and any path."""
    assert relative(path, page=page) == expected


def test_feed_parsers_agree():
    """Two parsers that podcast clients use read the same show."""
    text = render_feed(replace(FEED, show=replace(SHOW, chapters_in_feed=True)))
    theirs = feedparser.parse(text)
    assert not theirs.bozo
    assert [entry.id for entry in theirs.entries] == [episode.guid for episode in FEED.episodes]
    assert theirs.entries[0].enclosures[0].href == "https://example.org/tales/episodes/keeper-1f2e3d.mp3"
    other = podcastparser.parse("https://example.org/tales/feed.xml", io.BytesIO(text.encode()))
    assert other["title"] == "Tides & Tales"
    assert {episode["guid"]: episode["total_time"] for episode in other["episodes"]} == {
        EPISODE.guid: 126,
        FEED.episodes[1].guid: 20,
    }
    assert [chapter["title"] for chapter in other["episodes"][0]["chapters"]] == ["The lamp", "Fog & rope", "Morning"]
