"""The embedded voice: the same words always sound the same, and every word's time is known."""

import itertools
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storycast.engines.espeak import Espeak
from storycast.errors import EngineMissing, UnknownVoice
from storycast.model import Decibels, Delivery, Emphasis, Semitones, Stress, Utterance

ENGINE = Espeak()
NARRATOR = ENGINE.voice(None, "en")
LINES = (
    "He got up.",
    "Then the barrier—and a man in uniform, with his arm held out.",
    "El perro de San Roque no tiene rabo.",
    "Grüße aus Köln: rund und rau rollte der Roller.",
    "It cost 5 & a < b; “father,” he said.",
    "Whispering, rough, and breathy; all the way through the thick grass.",
)


def pitch(samples):
    """Median fundamental frequency of the loud parts, by autocorrelation."""
    found = []
    for at in range(0, len(samples) - 1024, 512):
        window = samples[at : at + 1024].astype(float)
        if np.abs(window).max() > 3000:
            echo = np.fft.irfft(np.abs(np.fft.rfft(window * np.hanning(1024), 4096)) ** 2)[:400]
            found.append(22050 / (63 + echo[63:367].argmax()))
    return float(np.median(found))


def sound(text, voice=NARRATOR, **fields):
    return np.frombuffer(ENGINE.speak(Utterance(text, voice, **fields)).samples, "<i2")


@pytest.mark.parametrize("id", [None, "en-us", "en-us+f3", "en-gb", "de", "es", "cs", "en-us+whisper", "en-us+croak"])
def test_the_same_words_sound_the_same_whatever_was_said_before(id):
    """To the bit, in any order: an edited episode must equal a new one."""
    voice = ENGINE.voice(id, "en")
    first = {line: sound(line, voice).tobytes() for line in LINES}
    for line in random.Random(1).choices(LINES, k=12):
        assert sound(line, voice).tobytes() == first[line]


def test_another_process_says_the_same():
    """Nothing of a process's own is in the sound."""
    program = (
        "import hashlib; from storycast.engines.espeak import Espeak; from storycast.model import Utterance;"
        f"e = Espeak(); print(hashlib.md5(e.speak(Utterance({LINES[1]!r}, e.voice(None, 'en'))).samples).hexdigest())"
    )
    told = {subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout for _ in range(2)}
    assert len(told) == 1


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from(["one", "ninety-two", "café", "<b>", "&", "don’t", "“so”", "日本", "🎉", "x"]), min_size=1)
)
def test_marks_are_words_of_the_text_in_order(words):
    """Ascending in time and place, apart, inside the text, whatever stands in it."""
    text = "Well " + " ".join(words)
    speech = ENGINE.speak(Utterance(text, NARRATOR))
    length = len(speech.samples) // 2
    places = [(mark.start, mark.end, mark.at) for mark in speech.marks]
    assert places == sorted(places)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(places))
    assert all(0 <= start < end <= len(text) and 0 <= at <= length for start, end, at in places)
    assert text[speech.marks[0].start : speech.marks[0].end] == "Well"


@pytest.mark.parametrize(
    ("delivery", "longer"), [(Delivery(0.88), 1 / 0.88), (Delivery(1.1), 1 / 1.1), (Delivery(1.0), 1.0)]
)
def test_rate_is_relative_to_the_voices_own(delivery, longer):
    """A rate of 0.9 takes a ninth longer, give or take what pauses don't stretch."""
    plain = len(sound(LINES[1]))
    assert len(sound(LINES[1], delivery=delivery)) / plain == pytest.approx(longer, abs=0.05)


def test_pitch_is_in_semitones():
    """Two semitones up are heard as about two (libespeak moves the base, not the melody above it)."""
    line = "Along the long low road we all go home."
    up = pitch(sound(line, delivery=Delivery(pitch=Semitones(2.0)))) / pitch(sound(line))
    assert 12 * np.log2(up) == pytest.approx(2.0, abs=0.9)


def test_volume_is_in_decibels():
    """Six down halve the samples."""
    soft = np.abs(sound(LINES[0], delivery=Delivery(volume=Decibels(-6.0)))).max()
    assert 20 * np.log10(soft / np.abs(sound(LINES[0])).max()) == pytest.approx(-6, abs=1)


def test_a_stress_is_heard():
    """Emphasis changes the sound, and no word's mark is lost by it."""
    text = "He did not run."
    stressed = Utterance(text, NARRATOR, stresses=(Stress(7, 10, Emphasis.STRONG),))
    assert ENGINE.speak(stressed).samples != ENGINE.speak(Utterance(text, NARRATOR)).samples
    assert [text[mark.start : mark.end] for mark in ENGINE.speak(stressed).marks] == ["He", "did", "not", "run"]


@pytest.mark.parametrize(
    ("language", "id"),
    [("en", "en-us+Storm"), ("en-US", "en-us+Storm"), ("en-GB", "en-gb"), ("de", "de"), ("de-CH", "de"),
     ("pt", "pt"), ("pt-BR", "pt-br"), ("zh", "cmn"), ("zh-CN", "cmn"), ("no", "nb"),
     ("fr", "fr-fr"), ("fr-CA", "fr-fr")],
)  # fmt: skip
def test_every_language_has_its_voice(language, id):
    """The accent asked for, else the language's best, else any accent of it."""
    assert ENGINE.voice(None, language).id == id


@pytest.mark.parametrize(
    ("id", "language", "says"),
    [
        (None, "xx", "'xx'"),
        ("en-us+f33", "en", "en-us+f3"),
        ("klingon", "en", "storycast voices"),
        ("piqd", "en", "no voice"),
    ],
)
def test_an_unknown_voice_is_refused_by_name(id, language, says):
    """One line that names it and what comes near."""
    with pytest.raises(UnknownVoice, match=says.replace("+", r"\+")):
        ENGINE.voice(id, language)


@pytest.mark.parametrize("id", ["nope+m8", "en-us+f33", "EN-US+f33", "en-uk", "en-gb-", "de+Strom"])
def test_a_voice_that_is_suggested_exists(id):
    """What comes near can be used as it is written."""
    with pytest.raises(UnknownVoice) as refused:
        ENGINE.voice(id, "en")
    _, _, hint = str(refused.value).partition("did you mean ")
    suggested = [near for near in hint.partition("?")[0].split(", ") if near]
    assert [ENGINE.voice(near, "en").id for near in suggested] == suggested


@pytest.mark.parametrize("voice", ENGINE.voices(), ids=str)
def test_every_voice_it_lists_speaks(voice):
    """A listed voice can be used."""
    assert len(sound("Ma na la, 1 2 3.", voice)) > 1000


def test_a_long_data_path_is_met_before_it_crashes(tmp_path):
    """libespeak holds its path in 160 characters; ours stays short by a link, which goes with its folder."""
    from storycast.engines.espeak import _LONGEST_PATH, _short

    deep = tmp_path / ("d" * 120) / ("e" * 60)
    deep.mkdir(parents=True)
    (deep / "file").write_text("here")
    with tempfile.TemporaryDirectory() as folder:
        short = _short(deep, Path(folder))
        assert len(short) <= _LONGEST_PATH
        assert (Path(short.decode()) / "file").read_text() == "here"
    assert not Path(short.decode()).is_symlink()
    assert (deep / "file").exists()


def test_a_missing_package_is_told_with_the_line_that_mends_it():
    """No traceback from an import."""
    program = (
        "import sys; sys.modules['espeakng_loader'] = None\n"
        "from storycast.engines.espeak import Espeak\n"
        "from storycast.errors import EngineMissing\n"
        "try: Espeak().voices()\n"
        "except EngineMissing as error: print(error)\n"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True).stdout
    assert "pip install espeakng-loader" in told
    assert EngineMissing.__doc__
