"""Chapters as Podcasting 2.0 JSON and as times in the episode notes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from storycast.model import Chapter
from storycast.rendering.text import one_line, whole_clock


def chapters_json(chapters: Sequence[Chapter]) -> str:
    """The chapters as JSON of version 1.2.0; times in seconds (podcast namespace, jsonChapters.md)."""
    listed = [
        {"startTime": chapter.start / 1000, "endTime": chapter.end / 1000, "title": one_line(chapter.title)}
        for chapter in chapters
    ]
    return json.dumps({"version": "1.2.0", "chapters": listed}, ensure_ascii=False, indent=1) + "\n"


def chapter_lines(chapters: Iterable[Chapter]) -> list[str]:
    """`00:00:00 Title` lines, from which players read chapters in the notes."""
    return [f"{whole_clock(chapter.start)} {one_line(chapter.title)}" for chapter in chapters]
