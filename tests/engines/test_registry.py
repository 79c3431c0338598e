from importlib.metadata import EntryPoint

import pytest

from storycast.engines.registry import BUILT_IN, GROUP, Registry, Supplies
from storycast.errors import EngineMissing, UnknownVoice
from storycast.model import Hertz, Speech, Voice


class Hum:
    """An engine of another package."""

    name = "hum"
    online = False
    longest = 500

    def voices(self):
        return [Voice("hum", "low", "en")]

    def voice(self, id, language):
        return Voice("hum", id or "low", language)

    def fingerprint(self, voice):
        return f"hum 1 {voice.id}"

    def expressible(self, utterance):
        return utterance

    def speak(self, utterance):
        return Speech(bytes(2 * len(utterance.text)), Hertz(16000))


class Mute(Hum):
    def voices(self):
        raise RuntimeError("no breath")


class Uninstalled(Hum):
    def voices(self):
        raise EngineMissing("hum's model isn't installed; run: hum-install")


def plugin(name, what):
    return EntryPoint(name, f"{__name__}:{what}", GROUP)


@pytest.fixture
def registry_of(tmp_path):
    def made(*plugins):
        return Registry(Supplies(decode=lambda mp3: Speech(mp3, Hertz(24000)), voices_folder=tmp_path), plugins)

    return made


def test_a_voice_is_named_by_engine_and_id(registry_of):
    """`hum:high` is the engine `hum` and its voice `high`; `hum` alone is its best voice for the language."""
    registry = registry_of(plugin("hum", "Hum"))
    engine, voice = registry.voice_named("hum:high", "en")
    assert (engine.name, voice.id) == ("hum", "high")
    assert registry.voice_named("hum", "de")[1] == Voice("hum", "low", "de")


def test_a_voice_of_an_unknown_engine_names_what_there_is(registry_of):
    with pytest.raises(UnknownVoice, match=r"'humm'; there are .*hum\. Did you mean 'hum'\?"):
        registry_of(plugin("hum", "Hum")).voice_named("humm:low", "en")


def test_an_engine_is_made_once(registry_of):
    """A model is loaded once, and one limit on requests holds for the whole run."""
    registry = registry_of(plugin("hum", "Hum"))
    assert registry.engine("hum") is registry.engine("hum")


def test_our_own_engines_cannot_be_replaced(registry_of):
    """A plug-in called `espeak` doesn't change how existing episodes sound."""
    assert registry_of(plugin("espeak", "Hum")).names() == tuple(BUILT_IN)


@pytest.mark.parametrize("what", ["NoSuchClass", "Hum.no_such_method"])
def test_a_plug_in_that_cannot_be_loaded_is_named(registry_of, what):
    with pytest.raises(EngineMissing, match="'hum' can't be loaded: AttributeError"):
        registry_of(plugin("hum", what)).engine("hum")


@pytest.fixture
def no_built_in(monkeypatch):
    monkeypatch.setattr("storycast.engines.registry.BUILT_IN", {})


@pytest.mark.usefixtures("no_built_in")
def test_a_broken_plug_in_is_a_warning_among_the_others(registry_of):
    """One broken package doesn't take the other voices away."""
    listed, warnings = registry_of(plugin("hum", "Hum"), plugin("mute", "Mute"), plugin("gone", "Gone")).listed()
    assert [engine.name for engine in listed] == ["hum"]
    assert len(warnings) == 2
    assert "'gone' can't be loaded" in warnings[0]
    assert "'mute' can't list its voices: RuntimeError: no breath" in warnings[1]


@pytest.mark.usefixtures("no_built_in")
def test_an_engine_that_is_not_installed_is_listed_with_its_install_line(registry_of):
    listed, warnings = registry_of(plugin("hum", "Uninstalled")).listed()
    assert (listed[0].voices, listed[0].missing) == ((), "hum's model isn't installed; run: hum-install")
    assert warnings == ()


def test_naming_the_engines_imports_none_of_them(registry_of):
    """`storycast --help` stays instant."""
    assert registry_of(plugin("hum", "Gone")).names() == (*BUILT_IN, "hum")
