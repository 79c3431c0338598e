"""Transcripts as JSON, text and HTML say the same words as the captions."""

import html
import json
import re

from hypothesis import given

from storycast.model import Block, BlockKind, Cue, CueWord, Milliseconds, Transcript
from storycast.rendering.captions import captions
from storycast.rendering.story import story_of
from storycast.rendering.transcript import transcript_html, transcript_json, transcript_text
from transcripts import transcripts

TALE = Transcript(
    "en-GB",
    (
        Cue(Milliseconds(0), Milliseconds(900), "The Tide", block=0),
        Cue(
            Milliseconds(1000),
            Milliseconds(1500),
            "It rose.",
            (
                CueWord(Milliseconds(1000), Milliseconds(1200), "It"),
                CueWord(Milliseconds(1250), Milliseconds(1500), "rose"),
            ),
            block=1,
        ),
        Cue(Milliseconds(2000), Milliseconds(2400), "Fast & <far>.", block=1),
    ),
    "Ada",
)


def squeezed(text):
    return "".join(text.split())


def test_json_has_a_segment_for_every_word():
    """Version 1.0.0; times in seconds; what ends a word stands with it."""
    assert json.loads(transcript_json(Transcript("en", TALE.cues[1:2], "Ada"))) == {
        "version": "1.0.0",
        "segments": [
            {"speaker": "Ada", "startTime": 1.0, "endTime": 1.2, "body": "It"},
            {"speaker": "Ada", "startTime": 1.25, "endTime": 1.5, "body": "rose."},
        ],
    }


def test_text_has_a_line_for_every_paragraph():
    """Paragraphs are the article's blocks."""
    assert transcript_text(TALE) == "The Tide\n\nIt rose. Fast & <far>.\n"


def test_title_and_byline_have_lines_of_their_own():
    """They stand before the article's first block."""
    opening = (Cue(Milliseconds(0), Milliseconds(900), "The Tide", block=-1),)
    byline = (Cue(Milliseconds(950), Milliseconds(990), "By Bo Reed.", block=-1),)
    transcript = Transcript("en", (*opening, *byline, *TALE.cues[1:]))
    assert transcript_text(transcript) == "The Tide\n\nBy Bo Reed.\n\nIt rose. Fast & <far>.\n"


def test_html_is_a_document_of_cites_times_and_paragraphs():
    """The whole document; words are escaped."""
    assert transcript_html(TALE, title="The Tide") == (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<meta charset="utf-8">\n<title>The Tide</title>\n'
        '<cite>Ada:</cite>\n<time>00:00:00</time>\n<p dir="auto">The Tide</p>\n'
        '<cite>Ada:</cite>\n<time>00:00:01</time>\n<p dir="auto">It rose. Fast &amp; &lt;far&gt;.</p>\n</html>\n'
    )


@given(transcripts())
def test_all_formats_say_the_same_words(transcript):
    """JSON, text, HTML and captions differ in their dress only."""
    said = squeezed(
        "".join(word.text for caption in captions(transcript, width=65) for line in caption.lines for word in line)
    )
    bodies = [segment["body"] for segment in json.loads(transcript_json(transcript))["segments"]]
    assert squeezed("".join(bodies)) == said
    assert squeezed(transcript_text(transcript)) == said
    paragraphs = re.findall('<p dir="auto">(.*)</p>', transcript_html(transcript, title=""))
    assert squeezed(html.unescape("".join(paragraphs))) == said


@given(transcripts())
def test_words_in_json_never_go_back_in_time(transcript):
    """Segments are in order and none ends before it starts."""
    segments = json.loads(transcript_json(transcript))["segments"]
    assert all(segment["startTime"] <= segment["endTime"] for segment in segments)
    assert segments == sorted(segments, key=lambda segment: segment["startTime"])


def test_a_title_in_parts_is_one_title_all_the_same():
    """On the page it is the heading, and the author's name stands below; in the text it is a paragraph."""
    cues = tuple(
        Cue(Milliseconds(at * 1000), Milliseconds(at * 1000 + 900), text, block=block)
        for at, (text, block) in enumerate([("A long title,", -2), ("in parts", -2), ("By Ada.", -1), ("He ran.", 0)])
    )
    told = Transcript("en", cues)
    story = story_of(told, (Block(BlockKind.PARAGRAPH, "He ran."),))
    assert (len(story.title), len(story.byline)) == (2, 1)
    assert transcript_text(told) == "A long title, in parts\n\nBy Ada.\n\nHe ran.\n"
