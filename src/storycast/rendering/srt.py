"""Transcripts as SubRip, for players that read nothing else."""

from __future__ import annotations

import re

from storycast.model import Transcript
from storycast.rendering.captions import Caption, captions
from storycast.rendering.text import clock

_WIDTH = 32
"""Columns of a caption line; two lines at most (podcast namespace, transcripts.md)."""
_TAG_START = re.compile(r"<(?=[A-Za-z/!])")


def srt(transcript: Transcript) -> str:
    """The transcript as an SRT file: captions of at most two lines of 32 columns, numbered from 1."""
    return "\n".join(
        f"{number}\n{clock(caption.start, decimal=',')} --> {clock(caption.end, decimal=',')}\n{_text(caption)}\n"
        for number, caption in enumerate(captions(transcript, width=_WIDTH), start=1)
    )


def _text(caption: Caption) -> str:
    """The caption's lines. SRT has no escapes, so what a player would take for a tag or an arrow is held apart."""
    lines = ("".join(word.text for word in line).rstrip(" ") for line in caption.lines)
    return _TAG_START.sub("<\u2060", "\n".join(lines)).replace("-->", "→")
