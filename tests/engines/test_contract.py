"""Every engine that comes with the program keeps to the contract that others' engines are tested with."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from msgspec.structs import asdict

from extras import needed
from google_standin import standing_in
from piper_model import write_voice
from storycast.audio.decoding import decode
from storycast.engines.registry import BUILT_IN, Registry, Supplies
from storycast.engines.tone import Tone
from storycast.model import Hertz, Speech, Voice
from storycast.testing import RULES

RULE = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)


@pytest.fixture(scope="module")
def engines(tmp_path_factory):
    """The registry, with a voice for Piper, and Google's led to a stand-in."""
    folder = tmp_path_factory.mktemp("engines")
    with standing_in() as standin, pytest.MonkeyPatch.context() as patch:
        for name, value in standin.environment(folder).items():
            patch.setenv(name, value)
        yield Registry(Supplies(decode, folder / "voices"), plugins=())


@pytest.mark.parametrize("name", sorted(BUILT_IN))
@RULE
def test_our_engines_keep_the_contract(engines, name, rule):
    if name == "piper":
        needed("piper", "pip install '.[test-piper]'")
        needed("onnx", "pip install '.[test-piper]'")
        write_voice(engines.supplies.voices_folder)
    rule(engines.engine(name))


def readme_engine():
    """The engine that the README teaches with."""
    code = re.search(r"```python\n(.*?)```", (Path(__file__).parents[2] / "README.md").read_text("utf-8"), re.DOTALL)
    names = {}
    exec(code[1], names)
    return names["Morse"]()


@RULE
def test_the_engine_in_the_readme_keeps_the_contract(rule):
    rule(readme_engine())


class Nameless(Tone):
    name = "no name"


class Boundless(Tone):
    longest = 0


class Silent(Tone):
    def speak(self, _):
        return Speech(bytes(2000), Hertz(16000))


class Fickle(Tone):
    times = 0

    def speak(self, utterance):
        self.times += 1
        return super().speak(SimpleNamespace(**{**asdict(utterance), "text": utterance.text + "x" * 9 * self.times}))


class Deaf(Tone):
    def speak(self, utterance):
        return super().speak(SimpleNamespace(**{**asdict(utterance), "text": utterance.text.split()[0]}))


class Odd(Tone):
    def speak(self, utterance):
        return Speech(super().speak(utterance).samples + b"\0", Hertz(16000))


class Crashing(Tone):
    def speak(self, utterance):
        if not utterance.text.isascii():
            raise KeyError(utterance.text)
        return super().speak(utterance)


class Forgetful(Tone):
    def voice(self, id, language):
        return Voice("tone", id or "low", language if id else "und")


class Obliging(Tone):
    def voice(self, id, language):
        return Voice("tone", id or "low", language)


class Addressed(Tone):
    def fingerprint(self, voice):
        return repr(object()) + voice.id


class Blind(Tone):
    def expressible(self, utterance):
        return type(utterance)(utterance.text, utterance.voice)


@pytest.mark.parametrize(
    ("engine", "broken"),
    [
        (Nameless, "it_names_itself"),
        (Boundless, "it_names_itself"),
        (Forgetful, "it_finds_a_voice_for_a_language"),
        (Obliging, "it_refuses_a_voice_that_it_lacks"),
        (Addressed, "its_fingerprint_stays"),
        (Silent, "it_speaks"),
        (Odd, "it_speaks"),
        (Fickle, "it_speaks_alike_again"),
        (Deaf, "it_speaks_longer_for_more_words"),
        (Blind, "it_says_what_it_can_express"),
        (Crashing, "it_never_raises_an_error_of_its_own"),
    ],
)
def test_each_rule_finds_the_engine_that_breaks_it(engine, broken):
    """A rule that nothing can break would tell an author nothing."""
    rule = next(rule for rule in RULES if rule.__name__ == broken)
    with pytest.raises(AssertionError):
        rule(engine())
