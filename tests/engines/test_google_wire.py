import base64
import json
from urllib.parse import parse_qs

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from google_standin import answer, mp3_of
from storycast.engines.google_voices import Accent
from storycast.engines.google_wire import NoSpeech, check_length, mp3_in, request_for
from storycast.model import Hertz, Speech

MP3 = mp3_of("The keeper rowed on.")
ENCODED = base64.b64encode(MP3).decode()


@given(st.text(min_size=1, max_size=100))
def test_a_text_is_sent_as_it_is(text):
    """Word for word, marks included: only space at its ends goes."""
    request = request_for(text, Accent("en", "co.uk"))
    if request is not None:
        [[[call, parameters, _, _]]] = json.loads(parse_qs(request.body)["f.req"][0])
        assert request.url == "https://translate.google.co.uk/_/TranslateWebserverUi/data/batchexecute"
        assert (call, json.loads(parameters)) == ("jQ1olc", [text.strip(), "en", None, "null"])


@pytest.mark.parametrize("text", ["…", "?!", " ", "— —"])
def test_nothing_but_marks_is_not_sent(text):
    assert request_for(text, Accent("en")) is None


@pytest.mark.parametrize("chunked", [False, True])
def test_the_sound_is_found_in_either_form_of_the_answer(chunked):
    assert mp3_in(answer(ENCODED, chunked=chunked)) == MP3


def test_escapes_in_the_answer_are_read():
    """JSON may write `=` and `/` otherwise, and inside JSON twice so."""
    escaped = answer(ENCODED).replace("=", r"\\u003d").replace("/", r"\\/")
    assert mp3_in(escaped) == MP3


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("", "not from the speech service"),
        ("<html><title>Before you continue</title></html>", "not from the speech service"),
        (answer(None), "holds no sound"),
        (answer(""), "holds no sound"),
        (answer(ENCODED)[:1000], "cut off"),
        (answer("~" + ENCODED[1:]), "garbled"),
        (answer(base64.b64encode(b"no sound at all" * 99).decode()), "no whole MP3"),
        (answer(base64.b64encode(MP3[:-40]).decode()), "no whole MP3"),
        (answer(base64.b64encode(MP3[40:]).decode()), "no whole MP3"),
        (answer(base64.b64encode(MP3 + b"more").decode()), "no whole MP3"),
    ],
)
def test_an_answer_without_whole_sound_is_told_apart(body, why):
    with pytest.raises(NoSpeech, match=why):
        mp3_in(body)


@given(st.integers(0, len(ENCODED)))
def test_an_answer_cut_off_anywhere_is_never_taken(length):
    """Short of its end, no part of an answer passes for the whole."""
    whole = answer(ENCODED)
    with pytest.raises(NoSpeech):
        mp3_in(whole[: whole.index(ENCODED) + length])


@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
def test_no_answer_of_any_bytes_is_a_crash(body):
    with pytest.raises(NoSpeech):
        mp3_in(body.decode("utf-8", "replace"))


@pytest.mark.parametrize(("front", "back"), [(b"ID3\4\0\0\0\0\1\2" + bytes(130), b""), (b"", b"TAG" + bytes(125))])
def test_tags_around_the_frames_are_no_fault(front, back):
    tagged = base64.b64encode(front + MP3 + back).decode()
    assert mp3_in(answer(tagged)) == front + MP3 + back


def tone(seconds, quiet_end=0.1):
    samples = 9000 * np.sin(np.arange(int(24000 * seconds)) / 5)
    if quiet_end:
        samples[-int(24000 * quiet_end) :] = 0
    return Speech(samples.astype("<i2").tobytes(), Hertz(24000))


SENTENCE = "The keeper rowed across the sound in the dark."  # 37 letters


@pytest.mark.parametrize("seconds", [1.9, 3.0, 8.0])
def test_a_sound_of_likely_length_is_taken(seconds):
    check_length(tone(seconds), SENTENCE)


@pytest.mark.parametrize(
    ("speech", "why"),
    [
        (tone(1.2), "too short"),
        (tone(60.0), "too long"),
        (tone(2.0, quiet_end=0), "cut off"),
        (tone(2.0, quiet_end=0.02), "cut off"),
        (Speech(bytes(2 * 24000 * 3), Hertz(24000)), "silent"),
        (Speech(b"", Hertz(24000)), "silent"),
    ],
)
def test_a_sound_that_cannot_be_the_text_is_not(speech, why):
    with pytest.raises(NoSpeech, match=why):
        check_length(speech, SENTENCE)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("5", 0.4), ("1,234,567", 5.0), ("WWW", 2.0), ("No.", 0.5), ("A" + "a" * 60 + "rgh!", 0.9), ("他来了。", 1.1)],
)
def test_short_and_odd_texts_have_leeway(text, seconds):
    check_length(tone(seconds), text)
