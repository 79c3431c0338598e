"""Episodes made of plain text, without a voice: every word takes its time by its length."""

import re
from collections.abc import Sequence

from storycast.model import (
    Article,
    Beat,
    Block,
    BlockKind,
    Chapter,
    Cue,
    CueWord,
    Episode,
    Frames,
    Heard,
    Hertz,
    Milliseconds,
    Pause,
    Place,
    Role,
    Samples,
    Script,
    Tally,
    Timeline,
    Transcript,
    Utterance,
    Voice,
    Why,
)

RATE = 44_100
VOICE = Voice("tone", "low", "en-GB")
LETTER, SPACE, STOP, HEAD = 55, 60, 600, 500
"""Milliseconds."""
KINDS = {"#": BlockKind.HEADING, ">": BlockKind.QUOTE, "-": BlockKind.LIST_ITEM, "*": BlockKind.SECTION_BREAK}
TALE = (
    "# The keeper’s last night",
    "The lamp went out at ten. Nobody on the mainland saw it, because nobody on the mainland was looking.",
    "Bo climbed the stairs with a match in his teeth. One hundred and ninety-nine steps.",
    "***",
    "# Fog & rope",
    "> Keep it lit, his father had written, and they will come home.",
    "- A rope.",
    "- A <box> of “matches”.",
    "He struck one. It died.",
    "Then, far out, a horn answered.",
)
ROLES = (Role.HOOK, Role.SETUP, Role.RISING, Role.LOW, Role.CLIMAX)


def block(line: str) -> Block:
    kind = KINDS.get(line[0], BlockKind.PARAGRAPH)
    text = "" if kind is BlockKind.SECTION_BREAK else re.sub(r"^[#>-] +", "", line)
    return Block(kind, text, level=2 if kind is BlockKind.HEADING else 0)


def samples(millis: int) -> Samples:
    return Samples(millis * RATE // 1000)


def tell(title: str, lines: Sequence[str] = TALE, roles: Sequence[Role] = ROLES, language: str = "en-GB") -> Episode:
    """The episode of a text: title and by-line first, then every sentence, a beat for each share of the sentences."""
    blocks = tuple(block(line) for line in lines)
    texts = [(-1, title), (-1, "By Bo Reed.")] + [
        (index, sentence)
        for index, block in enumerate(blocks)
        for sentence in re.split(r"(?<=[.!?]) +", block.text)
        if sentence
    ]
    roles = roles[: len(texts)]
    now, heard, cues, beats, starts = HEAD, [], [], [], []
    for number, (at, text) in enumerate(texts):
        beat = number * len(roles) // len(texts)
        if beat == len(beats):
            beats.append([])
            starts.append(now if number else 0)
        start, words = now, []
        for word in text.split():
            words.append(CueWord(Milliseconds(now), Milliseconds(now + LETTER * len(word)), word))
            now = words[-1].end + SPACE
        end = words[-1].end
        held = number % 5 == 4
        pause = Pause(Milliseconds(STOP * (1 + held)), Why.DRAMATIC if held else Why.SENTENCE, "before a turn" * held)
        utterance = Utterance(text, VOICE, at=Place(at))
        beats[beat] += [utterance, pause]
        heard.append(Heard(utterance, beat, samples(start), samples(end)))
        cues.append(Cue(Milliseconds(start), Milliseconds(end), text, tuple(words), at))
        now = end + pause.length
    script = Script(
        tuple(Beat(role, tuple(lines), title=f"Part {role.value}") for role, lines in zip(roles, beats, strict=True)),
        Pause(Milliseconds(HEAD), Why.HEAD),
    )
    ends = [*starts[1:], now]
    chapters = tuple(
        Chapter(Milliseconds(start), Milliseconds(end), beat.title, beat.role)
        for start, end, beat in zip(starts, ends, script.beats, strict=True)
    )
    return Episode(
        article=Article(title, blocks, "Bo Reed", language),
        script=script,
        timeline=Timeline(Hertz(RATE), Frames(0), (), tuple(heard), Frames(samples(now) // 1152), samples(now)),
        chapters=chapters,
        transcript=Transcript(language, tuple(cues), "Narrator"),
        voice=VOICE,
        size=now * 12,
        duration=Milliseconds(now),
        tally=Tally(len(heard), 0, len(beats), 0),
    )
