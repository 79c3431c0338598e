"""Which characters of a text are spoken by its people rather than by its narrator: quoted speech, without its tags.

Quotation marks alone don't make speech: “the cat-hole” is a name. What is spoken ends with a mark of its own, inside
its quotation marks or, as in German, right after them; and it begins like a sentence, or goes on after a comma or dash.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from storycast.model import Block, BlockKind, Place
from storycast.narration.sentences import Span

_CLOSERS = {
    "“": "”“", "„": "“”‟", "‟": "”", '"': '"', "‘": "’",
    "«": "»", "»": "«»", "‹": "›", "›": "‹›", "「": "」", "『": "』",
}  # fmt: skip
"""What opens speech, and what may close it."""
_ENDS = ".!?…,;:—–-。！？、"
_BEFORE_OPENER = " \t\n(—–-[\u00a0\u202f"
_LEADS_IN = re.compile(r"[,:;.!?…—–-][\"”’»“«)]*\s*\Z")


Dialogue = Mapping[int, tuple[Span, ...]]
"""By block, the spans of quoted speech."""


def dialogue(blocks: Sequence[Block]) -> Dialogue:
    """By block, the spans of quoted speech, their quotation marks included.

    Speech over several paragraphs opens each anew and closes the last alone; where nothing goes on or closes, a mark
    is a stray.
    """
    found: dict[int, tuple[Span, ...]] = {}
    for number, block in enumerate(blocks):
        if block.kind is BlockKind.PARAGRAPH:
            following = blocks[number + 1] if number + 1 < len(blocks) else None
            spans = tuple(_spans(block.text, following.text.lstrip() if following else ""))
            if spans:
                found[number] = spans
    return found


def speaks(spoken: Dialogue, at: Place) -> bool:
    """Whether one of the story's people speaks there."""
    return any(start <= at.offset < end for start, end in spoken.get(at.block, ()))


def _spans(text: str, following: str) -> Iterator[Span]:
    at = 0
    while at < len(text):
        if not _opens(text, at):
            at += 1
            continue
        end = _closed(text, at)
        if end is None:
            if following[:1] == text[at]:
                yield at, len(text)
                return
            at += 1
            continue
        if _is_speech(text, at, end):
            yield at, end
        at = end


def _opens(text: str, at: int) -> bool:
    """Whether a mark there opens a quotation: before a word, after a space or nothing."""
    if text[at] not in _CLOSERS:
        return False
    spaceless = text[at] in "「『"
    return (
        spaceless
        or ((at == 0 or text[at - 1] in _BEFORE_OPENER) and not text[at + 1 : at + 2].isspace())
        or (text[at] == "«" and (at == 0 or text[at - 1] in _BEFORE_OPENER))
    )


def _closed(text: str, at: int) -> int | None:
    """Where the quotation that opens there ends, past its closing mark; quotations inside it are passed over."""
    opener, inner = text[at], 0
    for place in range(at + 1, len(text)):
        mark = text[place]
        if mark in _CLOSERS[opener] and _closes(text, place, opener):
            if not inner:
                return place + 1
            inner -= 1
        elif mark == opener and opener not in _CLOSERS[opener] and _opens(text, place):
            inner += 1
    return None


def _closes(text: str, place: int, opener: str) -> bool:
    """Whether a closing mark is one: an apostrophe stands inside a word, or after its last letter."""
    after = text[place + 1 : place + 2]
    if opener == "‘":
        return not after.isalnum() and text[place - 1] in _ENDS
    return opener in "「『" or not after.isalnum() or text[place - 1] in _ENDS


def _is_speech(text: str, start: int, end: int) -> bool:
    said = text[start + 1 : end - 1].strip()
    if not said or text[start] in "「『":
        return bool(said)
    last, after = said.rstrip('"”’»“«›‹)')[-1:], text[end : end + 1]
    if last not in _ENDS and after != ",":
        return False
    first = next((letter for letter in said if letter.isalnum()), "")
    return not first.islower() or start == 0 or _LEADS_IN.search(text[max(0, start - 8) : start]) is not None
