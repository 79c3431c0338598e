import json
import urllib.error
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extras import needed
from piper_model import RATE, write_voice
from storycast.engines.piper import Piper
from storycast.errors import EngineError, EngineMissing, EngineUnreachable, UnknownVoice
from storycast.model import Decibels, Delivery, Phonemes, Utterance

needed("piper", "pip install '.[test-piper]'")
needed("onnx", "pip install '.[test-piper]'")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("voices")
    write_voice(folder, "en_US-hum-low")
    write_voice(folder, "de_DE-summ-low", language="de_DE", espeak="de")
    return folder


@pytest.fixture(scope="module")
def piper(folder):
    return Piper(folder)


@pytest.fixture(scope="module")
def hum(piper):
    return piper.voice("en_US-hum-low", "en")


def seconds(speech):
    return len(speech.samples) / 2 / speech.rate


def peak(speech):
    return np.abs(np.frombuffer(speech.samples, dtype="<i2").astype(int)).max()


def test_a_sentence_is_spoken_at_the_models_rate(piper, hum):
    speech = piper.speak(Utterance("He rowed across the sound.", hum))
    assert speech.rate == RATE
    assert 0.5 < seconds(speech) < 5
    assert 8000 < peak(speech) < 11000


def test_the_same_words_give_the_same_samples(piper, hum):
    """From several threads too, and after others: a real voice's noise is off."""
    said = [Utterance(text, hum) for text in ("He rowed on.", "Nobody came.", "He rowed on.", "He rowed on.")]
    with ThreadPoolExecutor(4) as pool:
        first, other, *again = [speech.samples for speech in pool.map(piper.speak, said)]
    assert again == [first, first]
    assert other != first


def test_a_faster_delivery_is_shorter(piper, hum):
    slow, fast = (piper.speak(Utterance("He rowed on.", hum, Delivery(rate=rate))) for rate in (0.8, 1.6))
    assert seconds(slow) == pytest.approx(2 * seconds(fast), rel=0.02)


def test_a_softer_delivery_is_softer(piper, hum):
    plain, soft = (piper.speak(Utterance("He rowed.", hum, Delivery(volume=Decibels(db)))) for db in (0, -6))
    assert peak(soft) == pytest.approx(peak(plain) / 2, rel=0.02)


def test_phonemes_are_spoken_instead_of_the_letters(piper, hum):
    """A name sounds as the lexicon says; what surrounds it sounds as before."""
    spelled = piper.speak(Utterance("Go end now", hum))
    named = piper.speak(Utterance("Go XXXXXXXX now", hum, phonemes=(Phonemes(3, 11, "ˈɛnd"),)))
    assert abs(seconds(named) - seconds(spelled)) <= 0.15
    assert seconds(piper.speak(Utterance("Go XXXXXXXX now", hum))) > seconds(named) + 0.3


def test_double_brackets_of_the_article_are_no_phonemes(piper, hum):
    assert seconds(piper.speak(Utterance("See [[the river]] here.", hum))) > 0.5


def test_a_voice_is_known_by_name_or_by_path(piper, folder, tmp_path):
    assert str(piper.voice("en_US-hum-low", "en")) == "piper:en_US-hum-low"
    elsewhere = write_voice(tmp_path)
    voice = piper.voice(str(elsewhere), "en")
    assert (voice.id, voice.language) == (str(elsewhere), "en-US")
    assert piper.speak(Utterance("He rowed on.", voice)).samples
    assert piper.voice(str(folder / "de_DE-summ-low.onnx"), "en").id == "de_DE-summ-low"


@pytest.mark.parametrize(
    ("language", "id"), [("en", "en_US-hum-low"), ("en-GB", "en_US-hum-low"), ("de", "de_DE-summ-low")]
)
def test_a_language_finds_an_installed_voice(piper, language, id):
    assert piper.voice(None, language).id == id


def test_a_language_without_a_voice_says_how_to_get_one(piper):
    with pytest.raises(UnknownVoice, match=r"'fr' .*there are de_DE-summ-low, en_US-hum-low.*--download"):
        piper.voice(None, "fr")


def test_an_unknown_name_says_what_is_near(piper):
    with pytest.raises(UnknownVoice, match="Did you mean en_US-hum-low"):
        piper.voice("en_US-hum-lov", "en")


def test_the_fingerprint_is_the_models_content(piper, hum, tmp_path):
    """A retrained model of the same name is spoken anew; the same model in another folder is not."""
    model = write_voice(tmp_path / "same")
    same = piper.voice(str(model), "en")
    assert piper.fingerprint(same) == piper.fingerprint(hum)
    changed = write_voice(tmp_path / "changed")
    changed.write_bytes(changed.read_bytes() + b"\x7a\x00")
    assert piper.fingerprint(piper.voice(str(changed), "en")) != piper.fingerprint(hum)


@pytest.mark.parametrize("content", [b"", b"not a model", b"\x08\x08" * 50])
def test_a_broken_model_is_named(tmp_path, content):
    model = write_voice(tmp_path)
    model.write_bytes(content)
    piper = Piper(tmp_path)
    with pytest.raises(EngineError, match=r"en_US-hum-low\.onnx can't be loaded"):
        piper.speak(Utterance("He rowed on.", piper.voice("en_US-hum-low", "en")))


@pytest.mark.parametrize("content", [None, "", "[]", "{"])
def test_a_model_without_its_description_is_named(tmp_path, content):
    description = write_voice(tmp_path).with_name("en_US-hum-low.onnx.json")
    description.unlink() if content is None else description.write_text(content)
    with pytest.raises(EngineMissing, match=r"en_US-hum-low\.onnx\.json"):
        Piper(tmp_path).voice("en_US-hum-low", "en")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(min_size=1, max_size=80))
def test_no_text_is_a_crash(piper, hum, text):
    assert piper.speak(Utterance(f"He said {text}", hum)).samples


@pytest.fixture
def archive(monkeypatch, tmp_path):
    """Piper's archive of voices, on disk: what its downloader opens, without the network."""
    model = write_voice(tmp_path / "archive", "en_GB-hum-low", language="en_GB", espeak="en-gb")

    def urlopen(url):
        file = model.parent / url.partition("?")[0].rpartition("/")[2]
        if not file.exists():
            raise urllib.error.HTTPError(url, 404, "Not Found", None, None)
        return file.open("rb")

    monkeypatch.setattr("piper.download_voices.urlopen", urlopen)
    return model.parent


@pytest.mark.usefixtures("archive")
def test_a_downloaded_voice_can_speak(tmp_path):
    piper = Piper(tmp_path / "voices")
    model = piper.download("en_GB-hum-low")
    assert model == tmp_path / "voices" / "en_GB-hum-low.onnx"
    assert [str(voice) for voice in piper.voices()] == ["piper:en_GB-hum-low"]
    assert json.loads(model.with_name("en_GB-hum-low.onnx.json").read_text())["language"]["code"] == "en_GB"


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("lessac", UnknownVoice),
        ("../en_GB-hum-low", UnknownVoice),
        ("fr_FR-none-low", EngineUnreachable),
        ("en_GB-half-low", EngineUnreachable),
    ],
)
def test_a_failed_download_leaves_nothing_behind(tmp_path, archive, name, error):
    """Neither a part of a model nor a model without its description."""
    (archive / "en_GB-half-low.onnx").write_bytes(b"model")
    piper = Piper(tmp_path / "voices")
    with pytest.raises(error, match=name.rpartition("/")[2]):
        piper.download(name)
    assert not [file for file in (tmp_path / "voices").glob("*") if file.name.endswith(("onnx", "json"))]
