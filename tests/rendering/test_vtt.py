"""WebVTT that strict parsers take, saying what the article says."""

import html
import re
from io import StringIO
from textwrap import dedent

import webvtt
from hypothesis import given

from storycast.model import Cue, CueWord, Milliseconds, Transcript
from storycast.rendering.captions import words
from storycast.rendering.vtt import vtt
from transcripts import transcripts

STAMP = re.compile(r"<(\d\d+:\d\d:\d\d\.\d{3})>")
BLOCK = re.compile(
    r"(?P<id>\d+)\n(?P<start>\d\d+:\d\d:\d\d\.\d{3}) --> (?P<end>\d\d+:\d\d:\d\d\.\d{3})\n(?P<text>[^\n]+(\n[^\n]+)?)"
)


def millis(clock):
    hours, minutes, seconds = clock.split(":")
    return (int(hours) * 60 + int(minutes)) * 60_000 + round(float(seconds) * 1000)


def squeezed(text):
    return "".join(text.split())


def test_the_whole_file():
    """Speaker, word stamps, escapes: the file as a player gets it."""
    said = [(500, 700, "Salt"), (700, 900, "&"), (900, 1400, "<sand>.")]
    transcript = Transcript(
        "en",
        (
            Cue(Milliseconds(500), Milliseconds(1400), "Salt & <sand>.", tuple(CueWord(*word) for word in said)),
            Cue(Milliseconds(3_600_000), Milliseconds(3_600_900), "Out --> there."),
        ),
        "Ada > Bo",
    )
    assert vtt(transcript) == dedent(
        """\
        WEBVTT

        1
        00:00:00.500 --> 00:00:01.400
        <v Ada &gt; Bo>Salt <00:00:00.700>&amp; <00:00:00.900>&lt;sand&gt;.</v>

        2
        01:00:00.000 --> 01:00:00.900
        <v Ada &gt; Bo>Out <01:00:00.257>--&gt; <01:00:00.514>there.</v>
        """
    )


@given(transcripts())
def test_every_block_is_a_cue(transcript):
    """Header, then cues of one or two lines with ids of their own; stamps lie inside their cue and ascend."""
    header, *blocks = vtt(transcript).rstrip("\n").split("\n\n")
    assert header == "WEBVTT"
    cues = [BLOCK.fullmatch(block) for block in blocks]
    assert [int(cue["id"]) for cue in cues] == list(range(1, len(cues) + 1))
    for cue in cues:
        stamps = [millis(stamp) for stamp in STAMP.findall(cue["text"])]
        inside = [millis(cue["start"]), *stamps, millis(cue["end"])]
        assert inside == sorted(set(inside))
        assert "-->" not in cue["text"]


@given(transcripts())
def test_it_says_the_words_of_the_article(transcript):
    """A parser that knows nothing of us reads back every word."""
    read = webvtt.from_buffer(StringIO(vtt(transcript))).captions
    said = "".join(word.text for cue in transcript.cues for word in words(cue))
    assert squeezed(html.unescape("".join(caption.text for caption in read))) == squeezed(said)
