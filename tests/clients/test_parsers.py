"""Feed parsers read from a built show what was put into it."""

import calendar
import io
import json
import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.request import urlopen

import feedparser
import podcastparser
import pytest

from serving import HOSTILE
from storycast.rendering.text import one_line
from storycast.shows.record import parse_record

TITLES = {"The long watch", "Salt", one_line(HOSTILE, 255)}


@pytest.fixture(scope="module")
def text(show):
    return (show / "site/feed.xml").read_text("utf-8")


def test_feedparser_finds_nothing_wrong(text):
    read = feedparser.parse(text.encode())
    assert not read.bozo, read.get("bozo_exception")
    assert {entry.title for entry in read.entries} == TITLES
    assert read.feed.title == "Tides & Tales"
    assert all(len(entry.enclosures) == 1 for entry in read.entries)


def test_podcastparser_reads_every_episode(text):
    read = podcastparser.parse("https://example.org/tales/feed.xml", io.StringIO(text))
    assert {episode["title"] for episode in read["episodes"]} == TITLES
    for episode in read["episodes"]:
        (enclosure,) = episode["enclosures"]
        assert enclosure["mime_type"] == "audio/mpeg"
        assert enclosure["file_size"] > 1000
        assert episode["total_time"] > 0


def test_what_the_feed_promises_is_what_the_record_says(text, show):
    known = parse_record((show / "published.toml").read_text()).episodes.values()
    told = {
        (entry.id, datetime.fromtimestamp(calendar.timegm(entry.published_parsed), known_at.at.tzinfo))
        for entry in feedparser.parse(text).entries
        for known_at in known
        if known_at.guid == entry.id
    }
    assert told == {(entry.guid, entry.at) for entry in known}
    assert all(parsedate_to_datetime(date).tzinfo for date in re.findall("<pubDate>(.*?)</pubDate>", text))


def test_the_served_feed_leads_to_served_files(feed):
    """Each at its length and of its type: HEAD and the first two bytes, as directories ask."""
    with urlopen(feed) as answer:
        assert answer.headers["content-type"].startswith("application/rss+xml")
        read = feedparser.parse(answer.read())
    home = feed.removesuffix("feed.xml")
    for entry in read.entries:
        (enclosure,) = entry.enclosures
        assert enclosure.href.startswith(home)
        with urlopen(enclosure.href) as answer:
            assert answer.headers["content-length"] == enclosure.length
            assert answer.headers["accept-ranges"] == "bytes"
            assert answer.read(3) == b"ID3"


def test_linked_data_names_the_same_file_and_length(show):
    for page in (show / "site").glob("*.html"):
        data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page.read_text())[1])
        if data["@type"] == "PodcastEpisode":
            path = data["associatedMedia"]["contentUrl"].removeprefix("https://example.org/tales/")
            assert (show / "site" / path).stat().st_size == int(data["associatedMedia"]["contentSize"])
