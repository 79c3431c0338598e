"""What every engine keeps to, as rules that an engine's author runs. Needs no test tool of its own.

    import pytest
    from storycast.testing import RULES

    @pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
    def test_the_contract(rule):
        rule(MyEngine())

Each rule speaks a few short sentences and raises `AssertionError`, saying what is wrong.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

from storycast.engines.base import Engine
from storycast.errors import EngineError, UnknownVoice
from storycast.model import Delivery, Emphasis, Semitones, Speech, Stress, Utterance, Voice

SENTENCE = "It was late, and the rain had stopped."
OTHERS = ("Who was there?", "Nobody; only the wind.", "He waited.")
ODD = ("?", "…", "🙂", "<b>&amp;", "[[x]]", "A\tB\nC", "1,234.50", "日本語", "שלום", "x\u0301\u200d", "a" * 60)
SLOWEST, FASTEST = 8_000, 192_000
"""Hz of any sound there is."""


def it_names_itself(engine: Engine) -> None:
    """The name stands before the colon in a voice's name; `longest` and `online` tell the program what it may ask."""
    _demand(engine.name.isidentifier(), f"name {engine.name!r} should be one plain word")
    _demand(engine.longest >= 1, f"longest is {engine.longest}: no text is that short")
    _demand(engine.online in (True, False), f"online is {engine.online!r}: say True or False")


def it_lists_voices(engine: Engine) -> None:
    """At least one voice, no two of one id, each of this engine and with a language."""
    voices = engine.voices()
    _demand(len(voices) > 0, "voices() is empty; raise EngineMissing, with the install line, where nothing can speak")
    _demand(len({voice.id for voice in voices}) == len(voices), "two voices have one id")
    for voice in voices:
        _demand(voice.engine == engine.name, f"{voice} should begin with {engine.name}:")
        _demand(bool(voice.language), f"{voice} has no language")


def it_finds_each_voice_by_its_id(engine: Engine) -> None:
    """A voice that is listed is found again, the very same, by its id; clips are named by it."""
    for voice in engine.voices()[:20]:
        _demand(engine.voice(voice.id, voice.language) == voice, f"voice({voice.id!r}) is another than the one listed")


def it_finds_a_voice_for_a_language(engine: Engine) -> None:
    """Found by language or by id it is the same value, else a second run would speak everything anew."""
    language = engine.voices()[0].language
    voice = engine.voice(None, language)
    _demand(engine.voice(voice.id, language) == voice, f"voice(None, {language!r}) and voice({voice.id!r}) differ")


def it_refuses_a_voice_that_it_lacks(engine: Engine) -> None:
    """With `UnknownVoice`, which the program turns into one line."""
    try:
        engine.voice("no such voice", "en")
    except UnknownVoice:
        return
    raise AssertionError("voice('no such voice', 'en') should raise UnknownVoice")


def its_fingerprint_stays(engine: Engine) -> None:
    """The same text for the same voice, in every run: no time, no address in memory."""
    voice = _voice(engine)
    _demand(bool(engine.fingerprint(voice)), "the fingerprint is empty")
    _demand(engine.fingerprint(voice) == engine.fingerprint(voice), "the fingerprint changes from call to call")
    _demand(" at 0x" not in engine.fingerprint(voice), "the fingerprint holds an address in memory")


def it_speaks(engine: Engine) -> None:
    """A sentence is heard, in whole 16-bit samples at a rate that sound has."""
    _sound(engine.speak(Utterance(SENTENCE, _voice(engine))))


def it_speaks_alike_again(engine: Engine) -> None:
    """The same words give the same samples, whatever was spoken before: an episode made again is the same file."""
    voice = _voice(engine)
    first = engine.speak(Utterance(SENTENCE, voice))
    for text in OTHERS:
        engine.speak(Utterance(text, voice))
    _demand(engine.speak(Utterance(SENTENCE, voice)) == first, "the same words sound otherwise the second time")


def it_speaks_from_several_threads(engine: Engine) -> None:
    """Utterances are spoken side by side, each as if it were alone."""
    utterances = [Utterance(text, _voice(engine)) for text in (SENTENCE, *OTHERS)] * 3
    alone = [engine.speak(utterance) for utterance in utterances]
    with ThreadPoolExecutor(4) as pool:
        _demand(list(pool.map(engine.speak, utterances)) == alone, "threads get one another's speech, or other speech")


def it_speaks_longer_for_more_words(engine: Engine) -> None:
    """Nothing of a text is dropped: four sentences last longer than one."""
    voice = _voice(engine)
    one, four = (_seconds(engine.speak(Utterance(text, voice))) for text in (OTHERS[2], " ".join((SENTENCE, *OTHERS))))
    _demand(four > 2 * one, f"four sentences last {four:.1f} s, the shortest of them {one:.1f} s")


def it_speaks_the_longest_text(engine: Engine) -> None:
    """As many characters as it says it can."""
    words = "and the rain had stopped " * (engine.longest // 25 + 1)
    _sound(engine.speak(Utterance(words[: engine.longest].strip(), _voice(engine))))


def its_marks_are_words(engine: Engine) -> None:
    """Marks, where there are any, are in order, apart in the text, and inside the sound."""
    speech = engine.speak(Utterance(SENTENCE, _voice(engine)))
    for mark in speech.marks:
        _demand(0 <= mark.start < mark.end <= len(SENTENCE), f"{mark} is outside the text")
        _demand(0 <= mark.at <= len(speech.samples) // 2, f"{mark} is outside the sound")
    for one, other in pairwise(speech.marks):
        _demand(one.end <= other.start and one.at <= other.at, f"{other} should come after {one}")


def it_takes_any_delivery(engine: Engine) -> None:
    """What it can't express it leaves natural."""
    delivery = Delivery(rate=0.9, pitch=Semitones(1.0))
    _sound(engine.speak(Utterance(SENTENCE, _voice(engine), delivery, (Stress(3, 6, Emphasis.STRONG),))))


def it_says_what_it_can_express(engine: Engine) -> None:
    """What `expressible` leaves out isn't heard; what it leaves in keeps text and voice."""
    whole = Utterance(SENTENCE, _voice(engine), Delivery(rate=0.9, pitch=Semitones(2.0)), (Stress(3, 6),))
    left = engine.expressible(whole)
    _demand((left.text, left.voice) == (whole.text, whole.voice), "expressible() changes the text or the voice")
    _demand(engine.expressible(left) == left, "expressible() of what is expressible is something else")
    _demand(engine.speak(left) == engine.speak(whole), "expressible() leaves out something that is heard")


def it_never_raises_an_error_of_its_own(engine: Engine) -> None:
    """Whatever the text, there is speech or an `EngineError`, which names the utterance to the user."""
    voice = _voice(engine)
    for text in ODD:
        try:
            speech = engine.speak(Utterance(text[: engine.longest], voice))
        except EngineError:
            continue
        except Exception as error:
            raise AssertionError(f"speak({text!r}) raises {type(error).__name__}, not EngineError") from error
        _demand(len(speech.samples) % 2 == 0, f"speak({text!r}) gives half a sample")


RULES: tuple[Callable[[Engine], None], ...] = (
    it_names_itself,
    it_lists_voices,
    it_finds_each_voice_by_its_id,
    it_finds_a_voice_for_a_language,
    it_refuses_a_voice_that_it_lacks,
    its_fingerprint_stays,
    it_speaks,
    it_speaks_alike_again,
    it_speaks_from_several_threads,
    it_speaks_longer_for_more_words,
    it_speaks_the_longest_text,
    its_marks_are_words,
    it_takes_any_delivery,
    it_says_what_it_can_express,
    it_never_raises_an_error_of_its_own,
)
"""All rules, in the order in which a new engine meets them."""


def _voice(engine: Engine) -> Voice:
    """An English voice if there is one, else the first: the sentences are English."""
    voices = engine.voices()
    return next((voice for voice in voices if voice.language.startswith("en")), voices[0])


def _sound(speech: Speech) -> None:
    _demand(len(speech.samples) % 2 == 0, "samples have 16 bits: there is half of one too many")
    _demand(SLOWEST <= speech.rate <= FASTEST, f"{speech.rate} Hz is no rate of sound")
    _demand(any(array("h", speech.samples)), "there is nothing but silence")


def _seconds(speech: Speech) -> float:
    return len(speech.samples) / 2 / speech.rate


def _demand(met: bool, otherwise: str) -> None:  # noqa: FBT001 - reads like assert, and works under python -O
    if not met:
        raise AssertionError(otherwise)
