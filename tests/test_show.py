"""The show in `audio/` is what a newcomer hears first, so it keeps the rules that directories set for every show."""

import re
import struct
import tomllib
from datetime import date
from pathlib import Path

import pytest
import yaml

SHOW = Path(__file__).parents[1] / "audio"
STORIES = sorted((SHOW / "stories").glob("*.md"))
FRONT_MATTER = re.compile(r"\A---\n(.*?\n)---\n", re.DOTALL)

pytestmark = pytest.mark.skipif(not SHOW.is_dir(), reason="the show isn't here: run the tests from a checkout")


def split(story):
    text = story.read_text("utf-8")
    match = FRONT_MATTER.match(text)
    assert match, f"{story.name} opens with front matter"
    return yaml.safe_load(match[1]), text[match.end() :]


def jpeg_frame(image):
    """Width, height and number of colours from the frame header of a baseline JPEG."""
    at = 2
    while image[at + 1] not in {0xC0, 0xC2}:
        at += 2 + struct.unpack(">H", image[at + 2 : at + 4])[0]
    height, width, colours = struct.unpack(">HHB", image[at + 5 : at + 10])
    return width, height, colours


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.stem)
def test_a_story_says_what_it_is_and_who_wrote_it_when(story):
    front, _ = split(story)
    assert {"title", "author", "date", "language"} <= front.keys()
    assert isinstance(front["date"], date)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.stem)
def test_a_story_is_heard_in_a_few_minutes(story):
    """300 to 900 words: two to six minutes."""
    _, body = split(story)
    assert 300 <= len(body.split()) <= 900


def test_no_two_stories_share_a_title():
    titles = [split(story)[0]["title"] for story in STORIES]
    assert len(set(titles)) == len(titles) > 0


def test_the_show_tells_what_a_directory_asks_for():
    show = tomllib.loads((SHOW / "show.toml").read_text("utf-8"))
    assert {"title", "author", "email", "language", "category", "base_url", "description", "explicit"} <= show.keys()
    assert show["base_url"].startswith("https://")
    assert len(show["description"].encode()) <= 4000
    assert "synthetic voice" in show["description"], "a show read by a machine says so"


def test_the_cover_is_one_that_directories_take():
    """Square, 1400 to 3000 pixels, three colours (so no transparency), at most 512 KiB."""
    cover = (SHOW / "cover.jpg").read_bytes()
    assert cover[:3] == b"\xff\xd8\xff"
    assert jpeg_frame(cover) == (3000, 3000, 3)
    assert len(cover) <= 512 * 1024
