"""Where every line falls: no gap, no overlap, no drift."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes import article, made, story
from storycast.model import (
    SAMPLES_PER_FRAME,
    Beat,
    Frames,
    Heard,
    Hertz,
    Milliseconds,
    Pause,
    Respelled,
    Role,
    Samples,
    Script,
    Segment,
    Sounding,
    Timeline,
    Utterance,
    Voice,
    Why,
    WordMark,
)
from storycast.narration.pauses import HEAD
from storycast.timeline import lay_out, transcript

RATE = Hertz(44100)
VOICE = Voice("tone", "low", "en")
HALF_A_FRAME = SAMPLES_PER_FRAME / 2


def a_beat(pause):
    return Beat(Role.RISING, (Utterance("Some words.", VOICE), Pause(Milliseconds(pause), Why.BEAT)))


def a_segment(number, length):
    frames = Frames(-(-length // SAMPLES_PER_FRAME) + 1)
    return Segment(f"k{number}", frames, frames * 313, Samples(length), (Sounding(Samples(0), Samples(length)),))


@given(st.lists(st.tuples(st.integers(120, 4000), st.integers(1, 200_000)), min_size=1, max_size=200))
def test_pauses_are_true_to_half_a_frame_and_never_drift(parts):
    """After a thousand beats as after one."""
    script = Script(tuple(a_beat(pause) for pause, _ in parts), HEAD)
    timeline = lay_out(script, [a_segment(n, length) for n, (_, length) in enumerate(parts)], RATE)
    for (pause, _), (before, after) in zip(parts, itertools.pairwise(timeline.heard), strict=False):
        assert abs(after.start - before.end - pause * RATE / 1000) <= HALF_A_FRAME
    tail = timeline.length - timeline.heard[-1].end
    assert abs(tail - parts[-1][0] * RATE / 1000) <= HALF_A_FRAME
    assert timeline.frames == timeline.head + sum(p.segment.frames + p.silence for p in timeline.placed) + 1


def test_chapters_cover_the_episode(tmp_path):
    """From 0 to the end, touching, in order."""
    text = article("One two three.", "***", "Four five.", "# A heading", "Six seven eight.")
    episode, _, _ = made(text, tmp_path)
    assert episode.chapters[0].start == 0
    assert episode.chapters[-1].end == episode.duration
    assert all(a.end == b.start for a, b in itertools.pairwise(episode.chapters))
    assert len(episode.chapters) == 3


def heard(text, marks, respelled=(), start=44100, end=4 * 44100):
    utterance = Utterance(text, VOICE, respelled=respelled)
    return Heard(utterance, 0, Samples(start), Samples(end), tuple(WordMark(a, b, Samples(at)) for a, b, at in marks))


def words_of(line):
    timeline = Timeline(RATE, Frames(0), (), (line,), Frames(1), Samples(0))
    return [(word.text, word.start) for word in transcript(article("x"), timeline).cues[0].words]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (heard("One two.", [(0, 3, 44100), (4, 7, 88200)]), [("One", 1000), ("two.", 2000)]),
        (heard("One two.", []), [("One", 1000), ("two.", 2286)]),
        (
            heard("In nineteen ninety two, yes.", [(0, 2, 44100), (3, 11, 66150), (12, 18, 88200), (24, 27, 132300)],
                  (Respelled(3, 22, "1992"),)),
            [("In", 1000), ("1992,", 1500), ("yes.", 3000)],
        ),
        (
            heard(
                "the third of August now",
                [(0, 3, 44100), (4, 9, 50000), (10, 12, 70000), (13, 19, 88200), (20, 23, 132300)],
                (Respelled(0, 19, "3 August"),),
            ),
            [("3", 1000), ("August", 1134), ("now", 3000)],
        ),
    ],
)  # fmt: skip
def test_words_are_timed_by_the_marks_of_what_they_stand_for(line, expected):
    """Written words, spoken times; a word without a mark shares its neighbours' time by length."""
    assert words_of(line) == expected


def test_the_transcript_is_the_written_text(tmp_path):
    """Cues say what the article says."""
    text = story(9)
    episode, _, _ = made(text, tmp_path)
    said = " ".join(cue.text for cue in episode.transcript.cues if cue.block >= 0)
    assert said == " ".join(" ".join(block.text.split()) for block in text.blocks)
