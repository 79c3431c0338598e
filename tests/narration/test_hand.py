"""What a writer sets by hand is heard, whatever a director thinks."""

import pytest

from storycast.model import (
    Article,
    BeatStart,
    Block,
    BlockKind,
    Hold,
    Marks,
    Milliseconds,
    Pause,
    Place,
    Role,
    Utterance,
    Voice,
    Why,
)
from storycast.narration.narrate import Cast, narrate
from storycast.narration.pauses import Pauses
from storycast.narration.unheard import unheard

LOW, HIGH = Voice("tone", "low", "en"), Voice("tone", "high", "en")


class Director:
    """Marks what it is told to."""

    name = "told"

    def __init__(self, *marks):
        self.marks = marks

    def direct(self, article, _recall=None):
        beats = tuple(mark for mark in self.marks if isinstance(mark, BeatStart))
        return Marks(beats, tuple(mark for mark in self.marks if isinstance(mark, Hold)))


def script(*texts, marks=(), **settings):
    blocks = tuple(Block(BlockKind.PARAGRAPH, text) for text in texts)
    return narrate(Article("", blocks), Cast(LOW, Director(*marks), voices={"high": HIGH}, **settings))


def lines(*texts, **settings):
    return [line for beat in script(*texts, **settings).beats for line in beat.lines]


def silences(*texts, **settings):
    return [(line.length, line.why) for line in lines(*texts, **settings) if isinstance(line, Pause)][:-1]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["He ran. [1200ms] He fell."], [(1200, Why.WRITTEN)]),
        (["He ran. [100ms] He fell."], [(100, Why.WRITTEN)]),
        (['He ran. [break:"none"] He fell.'], [(0, Why.WRITTEN)]),
        (["He ran. [3s]", "He fell."], [(3000, Why.WRITTEN)]),
        (["He was [1s] gone."], [(1000, Why.WRITTEN)]),
        (["He ran.", '#[beat:"climax"]', '[break:"2s"] He fell.'], [(2000, Why.WRITTEN)]),
    ],
)
def test_a_break_lasts_as_long_as_it_says(texts, expected):
    """Shorter or longer than what would be there, inside a sentence too; nothing else is added."""
    assert silences(*texts) == expected


@pytest.mark.parametrize(
    "texts",
    [
        ['He ran. [break:"2.5s"] [break:"500ms"] He fell.'],
        ['He ran. [break:"500ms"] [break:"2.5s"] He fell.'],
        ["He ran. [2500ms]", "[500ms] He fell."],
        ["He ran. [500ms] … [2500ms] He fell."],
        ["He ran. [2500ms] … [500ms] He fell."],
    ],
)
def test_of_two_breaks_at_one_place_the_longer_counts(texts):
    """Whichever stands first, and whatever is silent between them; they don't add up."""
    assert silences(*texts) == [(2500, Why.WRITTEN)]


def test_a_break_wins_over_a_director():
    """Where a director holds, the writer's length counts; pace and drama leave it alone."""
    hold = Hold(Place(0, 8), 3, "a turn")
    assert silences("He ran. He fell.", marks=[hold]) == [(1500, Why.DRAMATIC)]
    by_hand = "He ran. [700ms] He fell."
    for settings in ({}, {"pace": 1.5}, {"pauses": Pauses.NONE}):
        assert silences(by_hand, marks=[hold], **settings) == [(700, Why.WRITTEN)]


def test_beats_by_hand_replace_a_directors():
    """Who marks beats marks them all."""
    marks = [BeatStart(Place(0), Role.HOOK), BeatStart(Place(1), Role.LOW)]
    assert [beat.role for beat in script("One.", "Two.", "Three.", marks=marks).beats] == [Role.HOOK, Role.LOW]
    by_hand = script("One.", "Two.", '#[beat:"climax"]', "Three.", marks=marks)
    assert [beat.role for beat in by_hand.beats] == [Role.HOOK, Role.CLIMAX]
    assert [[line.text for line in beat.utterances] for beat in by_hand.beats] == [["One.", "Two."], ["Three."]]


def test_rate_pitch_and_volume_by_hand():
    """What is asked for takes the place of what was planned; pace still counts."""
    said = [
        line for line in lines('So (it was)[rate:"slow";pitch:"high"] then.', pace=1.5) if isinstance(line, Utterance)
    ]
    assert [line.text for line in said] == ["So", "it was", "then."]
    assert (said[1].delivery.rate, said[1].delivery.pitch) == (1.2, 2.0)
    assert said[1].delivery.volume == said[0].delivery.volume


def test_voices_by_hand():
    """A section, or a few words, by another voice; one that isn't there is spoken by the article's own."""
    texts = [
        "One.",
        '#[voice:"high"]',
        'Two. (Three)[voice:"device"] four.',
        '#[voice:"nobody"]',
        "Five.",
        "#[defaults]",
        "Six.",
    ]
    said = [(line.text, line.voice) for line in lines(*texts) if isinstance(line, Utterance)]
    assert said == [("One.", LOW), ("Two.", HIGH), ("Three", LOW), ("four.", HIGH), ("Five.", LOW), ("Six.", LOW)]


def test_words_and_sounds_by_hand():
    """Substitutes and IPA reach the engine; the transcript keeps the words."""
    (line,) = [one for one in lines('(Al){aluminum} is (pecan)[ipa:"pɪˈkɑːn"].') if isinstance(one, Utterance)]
    assert (line.text, line.written) == ("aluminum is pecan.", "Al is pecan.")
    assert [(line.text[sound.start : sound.end], sound.ipa) for sound in line.phonemes] == [("pecan", "pɪˈkɑːn")]


def test_a_substitute_over_two_sentences_is_said_once():
    """The first part says it, so that nothing is said twice."""
    said = [line.text for line in lines('(Dr. No. Then he)[sub:"He"] left.') if isinstance(line, Utterance)]
    assert " ".join(said).count("He") == 1


@pytest.mark.parametrize(("hold", "pitch"), [("[1200ms]", 1.0), ("[900ms]", 0.5), ("", 0.5)])
def test_a_long_hold_in_a_climax_opens_a_reveal(hold, pitch):
    """Set by hand or by a director: what follows a long silence is said with weight."""
    said = [line for line in lines(f'#[beat:"climax"] He ran. {hold} He fell.') if isinstance(line, Utterance)]
    assert said[1].delivery.pitch == pitch


def test_what_a_voice_cannot_do_is_named():
    """Once for each kind, and only where it is asked for."""

    def mute(utterance):
        return Utterance(utterance.text, utterance.voice)

    def article(text):
        return Article("", (Block(BlockKind.PARAGRAPH, text),))

    asked = article('(a)[rate:"slow";pitch:"low"] (b)[volume:"loud"] ++c++ (d)[ipa:"d"] (e)[whisper]')
    told = list(unheard(asked, LOW, mute))
    assert [line.partition(":")[0] for line in told[1:]] == ["rate", "pitch", "volume", "emphasis", "ipa"]
    assert "whisper" in told[0]
    assert list(unheard(article("Plain [1s] words."), LOW, mute)) == []
    assert len(list(unheard(asked, LOW, lambda utterance: utterance))) == 1


def test_lengths_are_milliseconds():
    """Breaks are planned to the millisecond."""
    assert silences("One. [1.5s] Two.")[0][0] == Milliseconds(1500)
