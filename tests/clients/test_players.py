"""Players find the chapters in order and in range, and all that tell of an episode's length tell the same."""

import json
import re
import subprocess
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from mutagen.mp3 import MP3

ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
FRAME = 0.027
"""Seconds, a hair more than a frame."""


@pytest.fixture(scope="module", params=["watches", "salt", "hostile"])
def slug(request):
    return request.param


@pytest.fixture(scope="module")
def episode(show, slug):
    (path,) = (show / "site/episodes").glob(f"{slug}-*.mp3")
    return path


@pytest.fixture(scope="module")
def told(episode):
    """The chapters of the file beside it."""
    return json.loads(episode.with_suffix(".chapters.json").read_text())["chapters"]


def in_order_and_in_range(chapters, end):
    assert chapters[0][0] <= FRAME
    assert all(before[1] <= after[0] + 0.001 for before, after in pairwise(chapters))
    assert all(0 <= start < stop <= end + FRAME for start, stop, _ in chapters)


def test_ffprobe_reads_the_chapters(tool, episode, told):
    command = [tool("ffprobe", "ffmpeg"), "-v", "error", "-show_chapters", "-show_format", "-of", "json", str(episode)]
    read = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    chapters = [(float(c["start_time"]), float(c["end_time"]), c["tags"]["title"]) for c in read["chapters"]]
    in_order_and_in_range(chapters, float(read["format"]["duration"]))
    assert chapters == [(c["startTime"], c["endTime"], c["title"]) for c in told]


def test_mpv_reads_the_chapters(tool, episode, told):
    """Its clock starts where the encoder's delay ends."""
    command = [tool("mpv"), "--no-config", "--ao=null", "--vo=null", "--no-audio-display", "--length=0.05"]
    command += ["--term-playing-msg=chapters ${=chapter-list}", str(episode)]
    said = subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout
    read = json.loads(re.search(r"^chapters (.*)$", said, re.MULTILINE)[1])
    assert [chapter["title"] for chapter in read] == [chapter["title"] for chapter in told]
    starts = [chapter["time"] for chapter in read]
    assert starts == sorted(starts)
    assert starts == pytest.approx([chapter["startTime"] for chapter in told], abs=0.03)


def test_all_lengths_agree(show, slug, episode):
    """Info header, feed, linked data and page."""
    length = MP3(episode).info.length
    (item,) = (i for i in ET.parse(show / "site/feed.xml").iter("item") if f"/{slug}.html" in i.findtext("link"))
    page = (show / "site" / f"{slug}.html").read_text()
    linked = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])
    facts = json.loads(re.search(r'<script type="application/json" id="facts">(.*?)</script>', page)[1])
    assert float(item.findtext(f"{ITUNES}duration")) == pytest.approx(length, abs=0.5)
    assert linked["duration"] == f"PT{item.findtext(f'{ITUNES}duration')}S"
    assert facts["duration"] == pytest.approx(length, abs=0.001)


def test_the_tag_names_show_story_and_voice(show, slug, episode):
    tags = MP3(episode).tags
    assert (str(tags["TALB"]), str(tags["TCON"])) == ("Tides & Tales", "Podcast")
    assert str(tags["TXXX:storycast voice"]) == "tone:low"
    assert "synthetic voice" in str(tags.getall("COMM")[0])
    (picture,) = tags.getall("APIC")
    assert picture.mime == "image/jpeg"
    assert len(picture.data) <= 512 * 1024
    assert picture.data == next((show / "site/covers").glob(f"{slug}-*-small.jpg")).read_bytes()
