"""Captions: short enough to read, cut at the words' times, no word lost."""

import pytest
from hypothesis import given

from storycast.model import Cue, CueWord, Milliseconds, Transcript
from storycast.rendering.captions import captions, words
from storycast.rendering.text import one_line
from transcripts import transcripts

SECOND = 1000


def cue(text, start=0, end=SECOND, timed=()):
    return Cue(Milliseconds(start), Milliseconds(end), text, tuple(CueWord(*word) for word in timed))


def shown(text, width):
    lines = captions(Transcript("en", (cue(text),)), width=width)
    return [["".join(word.text for word in line).rstrip() for line in caption.lines] for caption in lines]


@pytest.mark.parametrize(
    ("given_cue", "expected"),
    [
        (cue("One two", timed=[(0, 300, "One"), (500, 1000, "two")]), [(0, 300, "One "), (500, 1000, "two")]),
        (cue("To be, or not"), [(0, 154, "To "), (231, 462, "be, "), (538, 692, "or "), (769, 1000, "not")]),
        (
            cue("Paris—London now", timed=[(0, 300, "Paris"), (300, 600, "London"), (700, 900, "now")]),
            [(0, 600, "Paris—London "), (700, 900, "now")],
        ),
        (cue("said “yes”", timed=[(0, 400, "said"), (500, 900, "yes")]), [(0, 400, "said "), (450, 1000, "“yes”")]),
        (cue("lost word", timed=[(0, 100, "absent"), (600, 900, "word")]), [(0, 480, "lost "), (600, 900, "word")]),
        (cue("雨、雨。", end=400), [(0, 200, "雨、"), (200, 400, "雨。")]),
        (cue("back", timed=[(-50, 5000, "back")]), [(0, 1000, "back")]),
        (cue(" \n "), []),
    ],
)
def test_words_take_their_times_from_the_cue(given_cue, expected):
    """Told times are kept, others are placed between them by length."""
    assert [(word.start, word.end, word.text) for word in words(given_cue)] == expected


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("Short.", 32, [["Short."]]),
        (
            "The tide came in before anyone had thought to look.",
            32,
            [["The tide came in before", "anyone had thought to look."]],
        ),
        (
            "She counted the boats twice, and then, because nobody else would, she went down to the harbour.",
            32,
            [
                ["She counted the boats", "twice, and then,"],
                ["because nobody else would,", "she went down to the harbour."],
            ],
        ),
        (
            "see https://example.org/a-very-long-address now",
            20,
            [["see"], ["https://example.org/a-very-long-address"], ["now"]],
        ),
        ("東京から京都まで歩いた。", 14, [["東京から京都", "まで歩いた。"]]),
    ],
)
def test_captions_break_where_a_reader_would(text, width, expected):
    """Lines are even, and a long sentence parts where a clause ends."""
    assert shown(text, width) == expected


@given(transcripts())
def test_no_word_is_lost(transcript):
    """Captions hold the cues' words, all of them, in order."""
    held = [word for caption in captions(transcript, width=32) for line in caption.lines for word in line]
    assert [word.text for word in held] == [word.text for cue in transcript.cues for word in words(cue)]
    for cue in transcript.cues:
        assert "".join(word.text for word in words(cue)) == one_line(cue.text)


@given(transcripts())
def test_captions_never_go_back_in_time(transcript):
    """Each caption lasts, and starts no earlier than the one before."""
    times = [(caption.start, caption.end) for caption in captions(transcript, width=32)]
    assert all(start < end for start, end in times)
    assert times == sorted(times, key=lambda time: time[0])


@given(transcripts())
def test_lines_are_as_wide_as_allowed_or_a_single_word(transcript):
    """At most two lines, none over the width but a word that is wider by itself."""
    for caption in captions(transcript, width=32):
        assert len(caption.lines) <= 2
        for line in caption.lines:
            assert len("".join(word.text for word in line).rstrip()) <= 32 or len(line) == 1
