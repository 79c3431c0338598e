import pytest

from storycast.engines.google_voices import Accent, accent_of, all_voices, best_voice, voice_of
from storycast.errors import UnknownVoice


@pytest.mark.parametrize(
    ("id", "accent", "language"),
    [
        ("en", Accent("en", "com"), "en"),
        ("en-co.uk", Accent("en", "co.uk"), "en-GB"),
        ("en-GB", Accent("en", "co.uk"), "en-GB"),
        ("en-us", Accent("en", "us"), "en-US"),
        ("EN-CO.UK", Accent("en", "co.uk"), "en-GB"),
        ("pt", Accent("pt", "com"), "pt-BR"),
        ("pt-BR", Accent("pt", "com"), "pt-BR"),
        ("pt-PT", Accent("pt-PT", "com"), "pt-PT"),
        ("fr-CA", Accent("fr-CA", "com"), "fr-CA"),
        ("zh-TW", Accent("zh-TW", "com"), "zh-TW"),
        ("de-at", Accent("de", "at"), "de"),
        ("he", Accent("iw", "com"), "he"),
    ],
)
def test_a_voice_is_a_language_and_an_accent(id, accent, language):
    """A voice's name says which language is asked for, and of which of the service's domains."""
    voice = voice_of(id)
    assert (accent_of(voice), voice.language) == (accent, language)


@pytest.mark.parametrize("id", ["xx", "en-nowhere", "", "co.uk", "en-"])
def test_a_voice_that_is_none_is_refused(id):
    with pytest.raises(UnknownVoice, match="storycast voices"):
        voice_of(id)


@pytest.mark.parametrize(
    ("language", "id"),
    [
        ("en", "en"),
        ("en-GB", "en-co.uk"),
        ("en_GB", "en-co.uk"),
        ("en-XX", "en"),
        ("de-AT", "de"),
        ("pt", "pt"),
        ("pt-BR", "pt"),
        ("pt-PT", "pt-PT"),
        ("he", "iw"),
        ("nn", "no"),
        ("zh", "zh-CN"),
        ("zh-Hant-TW", "zh-TW"),
        ("fil", "tl"),
    ],
)
def test_a_language_finds_its_nearest_voice(language, id):
    assert best_voice(language).id == id


def test_a_language_the_service_lacks_is_named():
    with pytest.raises(UnknownVoice, match="'tlh'"):
        best_voice("tlh")


def test_every_listed_voice_is_found_by_its_name():
    voices = all_voices()
    assert voices[0].id == "en"
    assert len(set(voices)) == len(voices) > 70
    assert [voice_of(voice.id) for voice in voices] == list(voices)
