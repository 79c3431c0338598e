"""Chapters for players and for the notes."""

import json

from storycast.model import Chapter, Milliseconds
from storycast.rendering.chapters import chapter_lines, chapters_json

CHAPTERS = (
    Chapter(Milliseconds(0), Milliseconds(61_026), "A light & a “door”"),
    Chapter(Milliseconds(61_026), Milliseconds(3_700_000), "Out"),
    Chapter(Milliseconds(3_700_000), Milliseconds(3_700_500), "שלום"),
)


def test_json_chapters():
    """Version 1.2.0, seconds as numbers, times as in the episode."""
    assert json.loads(chapters_json(CHAPTERS)) == {
        "version": "1.2.0",
        "chapters": [
            {"startTime": 0.0, "endTime": 61.026, "title": "A light & a “door”"},
            {"startTime": 61.026, "endTime": 3700.0, "title": "Out"},
            {"startTime": 3700.0, "endTime": 3700.5, "title": "שלום"},
        ],
    }


def test_chapter_lines():
    """Whole seconds with the hours, the form that players look for."""
    assert chapter_lines(CHAPTERS) == ["00:00:00 A light & a “door”", "00:01:01 Out", "01:01:40 שלום"]
