"""SubRip that players read without taking words for tags."""

import re
from io import StringIO
from textwrap import dedent

import pytest
import webvtt
from hypothesis import given

from storycast.model import Cue, Milliseconds, Transcript
from storycast.rendering.srt import srt
from transcripts import transcripts

BLOCK = re.compile(r"(\d+)\n\d\d+:\d\d:\d\d,\d{3} --> \d\d+:\d\d:\d\d,\d{3}\n[^\n]+(\n[^\n]+)?")


def test_the_whole_file():
    """Numbers from 1, comma decimals, two lines of 32."""
    cues = (
        Cue(Milliseconds(500), Milliseconds(4500), "Nobody had thought to look until the tide was in."),
        Cue(Milliseconds(5000), Milliseconds(6000), "Then they ran."),
    )
    assert srt(Transcript("en", cues, "Ada")) == dedent(
        """\
        1
        00:00:00,500 --> 00:00:04,500
        Nobody had thought to
        look until the tide was in.

        2
        00:00:05,000 --> 00:00:06,000
        Then they ran.
        """
    )


@pytest.mark.parametrize(("written", "shown"), [("<b>", "<\u2060b>"), ("a --> b", "a → b"), ("1 < 2", "1 < 2")])
def test_text_is_never_taken_for_a_tag_or_a_time(written, shown):
    """SRT has no escapes: what could be misread is held apart."""
    assert shown in srt(Transcript("en", (Cue(Milliseconds(0), Milliseconds(900), written),)))


@given(transcripts())
def test_every_block_is_numbered_in_order(transcript):
    """An independent parser finds as many captions as there are numbers."""
    text = srt(transcript)
    blocks = [BLOCK.fullmatch(block) for block in text.rstrip("\n").split("\n\n")] if text else []
    assert [int(block[1]) for block in blocks] == list(range(1, len(blocks) + 1))
    if blocks:
        assert len(webvtt.from_buffer(StringIO(text), format="srt").captions) == len(blocks)
