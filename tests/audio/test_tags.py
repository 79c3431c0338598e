"""What an episode's tag says of its language."""

import io

import pytest
from mutagen.id3 import ID3

from storycast.audio.tags import Tag, tag_bytes
from storycast.engines.espeak import Espeak
from storycast.engines.google_voices import all_voices
from storycast.model import Chapter, Milliseconds, primary

CODELESS = {"py"}
"""Pyash, an invented language that ISO 639 doesn't know."""


def told(language):
    """The language that the tag names."""
    return str(ID3(io.BytesIO(tag_bytes(Tag("A tale", language=language))))["TLAN"].text[0])


def test_chapters_reach_the_end_however_many_there_are():
    """A tag counts 255; the last of them holds the rest."""
    chapters = tuple(Chapter(Milliseconds(n * 1000), Milliseconds(n * 1000 + 1000), f"Part {n}") for n in range(300))
    frames = ID3(io.BytesIO(tag_bytes(Tag("A tale", chapters=chapters)))).getall("CHAP")
    assert len(frames) == 255
    assert max(frame.end_time for frame in frames) == 300_000


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("en", "eng"),
        ("pt-BR", "por"),
        ("pt_BR", "por"),
        ("KM", "khm"),
        ("cmn-latn-pinyin", "zho"),
        ("fil", "fil"),
        ("chr-US-Qaaa-x-west", "chr"),
        ("english", "und"),
        ("x1z", "und"),
        ("", "und"),
    ],
)
def test_a_language_is_told_in_three_letters(language, code):
    """As ID3 asks; what ISO 639 has no code for is undetermined."""
    assert told(language) == code


def test_no_voice_speaks_an_undetermined_language():
    """Of eSpeak and Google, whose voices are the most."""
    languages = {primary(voice.language) for voice in (*Espeak().voices(), *all_voices())}
    assert {language for language in languages if told(language) == "und"} == CODELESS
