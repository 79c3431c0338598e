import pytest

from extras import needed
from google_standin import Plan, standing_in
from piper_model import write_voice
from storycast.audio.decoding import decode
from storycast.engines.auto import chosen
from storycast.engines.registry import Registry, Supplies
from storycast.errors import UnknownVoice

PIPER = "pip install '.[test-piper]'"


@pytest.fixture
def engines(tmp_path):
    return Registry(Supplies(decode, tmp_path / "voices"), plugins=())


@pytest.fixture
def standin(tmp_path, monkeypatch):
    with standing_in() as standin:
        for name, value in standin.environment(tmp_path).items():
            monkeypatch.setenv(name, value)
        yield standin


@pytest.fixture
def offline(monkeypatch):
    for name in ("https_proxy", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "")


@pytest.mark.usefixtures("standin")
def test_google_speaks_where_it_answers(engines):
    engine, voice, line = chosen(engines, "en-GB")
    assert (engine.name, str(voice)) == ("google", "google:en-co.uk")
    assert line == "voice: google:en-co.uk (online; another with --voice, and `storycast voices` lists them)"


def test_google_is_asked_once_in_a_run(engines, standin):
    """A show of many stories is spoken by one voice, and asks for it once."""
    assert {chosen(engines, "en").voice for _ in range(3)} == {chosen(engines, "en").voice}
    assert standin.asked == ["OK"]


@pytest.mark.usefixtures("offline")
def test_the_embedded_voice_speaks_where_google_does_not(engines):
    engine, voice, line = chosen(engines, "en")
    assert (engine.name, voice.language) == ("espeak", "en-US")
    assert "Google can't be reached; offline" in line


def test_a_service_that_answers_nonsense_is_not_chosen(engines, standin):
    standin.plan = Plan("HTML", share=1.0)
    assert chosen(engines, "en").engine.name == "espeak"


@pytest.mark.usefixtures("offline")
def test_an_installed_piper_voice_comes_before_the_embedded_one(engines, tmp_path):
    """But only for its own language."""
    needed("piper", PIPER)
    needed("onnx", PIPER)
    write_voice(tmp_path / "voices", "de_DE-summ-low", language="de_DE", espeak="de")
    assert str(chosen(engines, "de-AT").voice) == "piper:de_DE-summ-low"
    assert chosen(engines, "en").engine.name == "espeak"


def test_a_language_google_lacks_asks_no_network(engines, standin):
    """Esperanto is spoken by the embedded voice, and Google isn't asked whether it is there."""
    engine, _, line = chosen(engines, "eo")
    assert (engine.name, standin.asked) == ("espeak", [])
    assert "Google doesn't speak 'eo'; offline" in line


@pytest.mark.usefixtures("offline")
def test_a_language_that_nobody_speaks_is_refused(engines):
    with pytest.raises(UnknownVoice, match="xx"):
        chosen(engines, "xx")
