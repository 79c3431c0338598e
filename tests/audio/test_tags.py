"""What an episode's tag says of its language."""

import io

import pytest
from mutagen.id3 import ID3

from storycast.audio.tags import Tag, tag_bytes
from storycast.engines.espeak import Espeak
from storycast.engines.google_voices import all_voices
from storycast.model import primary

CODELESS = {"py"}
"""Pyash, an invented language that ISO 639 doesn't know."""


def told(language):
    """The language that the tag names."""
    return str(ID3(io.BytesIO(tag_bytes(Tag("A tale", language=language))))["TLAN"].text[0])


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
