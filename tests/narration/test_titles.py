"""Names of chapters: short, apart, and telling by themselves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storycast.narration.titles import LONGEST, titles

PHRASES = [
    ("He ran.", "He ran"),
    ("Boredom gave way to wonder. The thing fascinated you, against your will.", "Boredom gave way to wonder"),
    ("And then the lights went out over Barcelona. He waited.", "The lights went out over Barcelona"),
    ("“Open the door!” she cried. “You will make yourself ill.”", "Open the door! she cried"),
    ("It was cold, the wind rose, and they had nothing to eat in that house.", "They had nothing to eat in that house"),
    ("He came to the", "He came"),
    ("The plane climbed 10,000 feet into the air above the hills.", "The plane climbed 10,000 feet into the air above"),
    ("他来了，她已经走了。", "他来了，她已经走了。"),
    ("…", "Part (2)"),
]


@pytest.mark.parametrize(("text", "expected"), PHRASES)
def test_a_phrase_of_the_beat_names_it(text, expected):
    """Cut at a clause's border or at a word's; nothing dangles, no quotation stays open."""
    assert titles([text], [""]) == (expected,)


def test_a_heading_names_its_beat():
    """Shortened where it is too long."""
    assert titles(["Text here."], ["The last lap"]) == ("The last lap",)
    long = "What nobody in the whole of the stadium could have known before the gun went off"
    (name,) = titles(["Text here."], [long])
    assert long.startswith(name)
    assert len(name) <= LONGEST


def test_names_are_unique():
    """The second beat of a name takes its next best phrase, and where it has none, a number."""
    assert titles(["He ran fast. The crowd rose at once."] * 2, ["", ""]) == (
        "The crowd rose at once",
        "He ran fast",
    )
    assert titles(["Go."] * 3, ["Part"] * 3) == ("Part", "Go", "Part (2)")


WORDS = "the a of ran “Stop” (he) and crowd Barcelona 1992 , fell because"
SENTENCES = st.lists(
    st.lists(st.sampled_from([*WORDS.split(), "—"]), min_size=1).map(" ".join).map(lambda text: f"{text}."),
    min_size=1,
    max_size=4,
).map(" ".join)


@given(st.lists(st.tuples(SENTENCES, st.sampled_from(["", "", "The end", "the END", "x" * 80])), max_size=8))
def test_names_fit_and_are_apart(beats):
    """At most 50 characters, never empty, no two alike whatever their case."""
    named = titles([text for text, _ in beats], [heading for _, heading in beats])
    assert all(0 < len(name) <= LONGEST for name in named)
    assert all(name == " ".join(name.split()) for name in named)
    assert len({name.casefold() for name in named}) == len(beats)
    for opening, closing in (("“", "”"), ("(", ")")):
        assert all(name.count(opening) == name.count(closing) for name in named)


@given(st.lists(SENTENCES, min_size=2, max_size=6, unique=True), SENTENCES)
def test_an_edit_elsewhere_changes_no_name(texts, edited):
    """A beat's name depends on its own words; another's only where both would have the same."""
    before, after = titles(texts, [""] * len(texts)), titles([*texts[:-1], edited], [""] * len(texts))
    assert before[:-1] == after[:-1]


def test_long_hostile_text_is_named_too():
    """No text is too strange."""
    for text in ("a, " * 3_000, "x" * 30_000, "—" * 30_000, "(" * 30_000 + "a"):
        assert 0 < len(titles([text], [""])[0]) <= LONGEST
