"""Transcripts as WebVTT: speaker spans, and a time stamp before each word for karaoke.

Source: https://www.w3.org/TR/webvtt1/#syntax.
"""

from __future__ import annotations

from storycast.model import Transcript
from storycast.rendering.captions import Caption, captions
from storycast.rendering.text import clock, one_line

_WIDTH = 65
"""Columns of a caption line (podcast namespace, transcripts.md)."""
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def vtt(transcript: Transcript) -> str:
    """The transcript as a WebVTT file: captions of at most two lines of 65 columns."""
    cues = (
        f"{number}\n{clock(caption.start)} --> {clock(caption.end)}\n{_voiced(caption, transcript.speaker)}\n"
        for number, caption in enumerate(captions(transcript, width=_WIDTH), start=1)
    )
    return "\n".join(("WEBVTT\n", *cues))


def _voiced(caption: Caption, speaker: str) -> str:
    text = "\n".join(_stamped(caption))
    name = one_line(speaker).translate(_ESCAPES)
    return f"<v {name}>{text}</v>" if name else text


def _stamped(caption: Caption) -> list[str]:
    """The caption's lines; stamps stand strictly inside the caption's time and each is later than the one before."""
    latest, lines = caption.start, []
    for line in caption.lines:
        stamped = []
        for word in line:
            if latest < word.start < caption.end:
                stamped.append(f"<{clock(word.start)}>")
                latest = word.start
            stamped.append(word.text.translate(_ESCAPES))
        lines.append("".join(stamped).rstrip(" "))
    return lines
