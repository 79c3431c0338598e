"""Transcripts as Podcasting 2.0 JSON, as plain text and as HTML.

Source: https://github.com/Podcastindex-org/podcast-namespace, transcripts.md.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby

from storycast.model import Cue, Transcript
from storycast.rendering.captions import words
from storycast.rendering.templates import fill
from storycast.rendering.text import one_line, whole_clock


def transcript_json(transcript: Transcript) -> str:
    """The transcript as JSON of version 1.0.0, one segment a word; times in seconds."""
    speaker = {"speaker": one_line(transcript.speaker)} if transcript.speaker else {}
    segments = [
        {**speaker, "startTime": word.start / 1000, "endTime": word.end / 1000, "body": word.text.rstrip(" ")}
        for cue in transcript.cues
        for word in words(cue)
    ]
    return json.dumps({"version": "1.0.0", "segments": segments}, ensure_ascii=False) + "\n"


def transcript_text(transcript: Transcript) -> str:
    """The written words, a paragraph a line, an empty line between paragraphs."""
    return "\n".join(" ".join(one_line(cue.text) for cue in paragraph) + "\n" for paragraph in paragraphs(transcript))


def transcript_html(transcript: Transcript, *, title: str) -> str:
    """The transcript as an HTML document: `cite`, `time` and `p`, as podcast players read them."""
    timed = [
        (whole_clock(paragraph[0].start), " ".join(one_line(cue.text) for cue in paragraph))
        for paragraph in paragraphs(transcript)
    ]
    return fill(
        "transcript.html.j2",
        language=transcript.language,
        title=one_line(title),
        speaker=one_line(transcript.speaker),
        paragraphs=timed,
    )


def paragraphs(transcript: Transcript) -> Iterator[tuple[Cue, ...]]:
    """The cues of each block of the article, in order; before its first block, title and by-line stand alone."""
    for _, cues in groupby(transcript.cues, key=lambda cue: (cue.block, cue.start if cue.block == -1 else 0)):
        yield tuple(cues)
