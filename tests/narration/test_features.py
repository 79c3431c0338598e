"""What the editor hears: words, gaps and their features."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from storycast.model import Article, Block, BlockKind, Place
from storycast.narration.features import _OF_TIME, _TIME, View, classes, cues, features, stem
from storycast.narration.gaps import gaps, heard
from storycast.narration.scoring import scorers


def article(*paragraphs, title="Salt"):
    return Article(title, tuple(Block(BlockKind.PARAGRAPH, text) for text in paragraphs))


def view(*paragraphs, title="Salt"):
    return View(gaps(heard(article(*paragraphs, title=title))), title)


def at(seen, word):
    """The row of the gap before a word."""
    return [seen.text.words[number] for number in seen.gaps.at].index(word)


def test_words_are_heard_without_headings():
    blocks = (Block(BlockKind.HEADING, "One", level=2), Block(BlockKind.PARAGRAPH, "It’s late. Go home."))
    text = heard(Article("Salt", blocks))
    assert text.words == ("it's", "late", "go", "home")
    assert text.chapters == {0}
    assert [text.place(word) for word in (0, 2)] == [Place(1, 0), Place(1, 11)]


def test_a_place_holds_the_marks_that_open_it():
    text = heard(article("He looked up—“Thirteen,” said the boy."))
    assert text.place(text.words.index("thirteen")) == Place(0, 13)


@pytest.mark.parametrize(
    ("text", "word", "feature", "value"),
    [
        ("The sea was calm. But the ship sank.", "but", "opens with: but", 1),
        ("The sea was calm. But the ship sank.", "but", "sentence ends", 1),
        ("The sea was calm, but the ship sank.", "but", "mark: comma", 1),
        ("The sea was calm, but the ship sank.", "but", "place in sentence", 0.5),
        ("He waited for an answer. None came.", "none", "left waits", 1),
        ("He waited for an answer. None came.", "none", "right words", 2),
        ("There was one thing left — the salt.", "the", "mark: dash", 1),
        ("There was one thing left — the salt.", "the", "right echoes title", 1),
        ("Who took it? Nobody knew.", "nobody", "mark: question", 1),
        ("“Stop it.” She turned away.", "she", "speech ends", 1),
        ("She turned away. “Stop it.”", "stop", "speech begins", 1),
        ("They went in. The next morning they came out.", "the", "opens with time phrase", 1),
        ("He had a boat, a lamp and a dog. It was drowned.", "it", "dark right", 1),
        ("He had a boat, a lamp and a dog. It was drowned.", "it", "short reveal", 1),
        ("The sea was calm. But the ship sank.", "but", "short turn", 1),
        ("The sea was calm. But the ship sank.", "but", "turn opens paragraph", 0),
    ],
)
def test_what_is_heard_at_a_gap(text, word, feature, value):
    seen = view(text)
    assert features(seen)[feature][at(seen, word)] == pytest.approx(value)


def test_paragraph_ends_are_told_from_sentence_ends():
    seen = view("It rained. It blew.", "Nobody came.")
    assert features(seen)["paragraph ends"].tolist() == [0, 1]


@pytest.mark.parametrize(
    ("word", "name"), [("drowned", "death"), ("couldn't", "not"), ("murderers", "death"), ("suddenly", "surprise")]
)
def test_words_belong_to_classes(word, name):
    assert cues()[0].index(name) in classes(word)


def test_a_stem_is_not_found_inside_a_much_longer_word():
    assert cues()[0].index("death") not in classes("killjoyousness")


@pytest.mark.parametrize(("word", "same"), [("watch", "watched"), ("ship", "ships"), ("sudden", "suddenly")])
def test_forms_of_a_word_are_one(word, same):
    assert stem(word) == stem(same)


@given(st.from_regex(_TIME, fullmatch=True))
def test_every_phrase_of_time_has_a_word_that_tells_of_it(phrase):
    """So that only sentences with such a word are looked through."""
    assert _OF_TIME.search(phrase)


@given(st.lists(st.text(alphabet="ab .,!?—“”'\n9Ä中", max_size=60), max_size=5))
def test_any_text_gives_a_number_for_every_gap(paragraphs):
    seen = view(*paragraphs)
    assert list(seen.gaps.at) == sorted(set(seen.gaps.at.tolist()))
    if len(seen.gaps.at):
        table = features(seen)
        assert all(len(column) == len(seen.gaps.at) and np.isfinite(column).all() for column in table.values())


def test_every_weight_is_of_a_feature_that_is_heard():
    heard_of = set(features(view("It rained. It blew.", "Nobody came.")))
    for scorer in scorers().values():
        assert {steps.feature for steps in scorer.steps} <= heard_of


def test_reasons_add_up_to_the_score():
    seen = view("It rained for a week, and nobody came.", "Then the door opened. It was the sea!")
    table = features(seen)
    for scorer in scorers().values():
        moved = scorer.moved(scorer.placed(table), tuple(table)).sum(axis=1)
        scores = scorer(table)
        assert np.allclose(np.diff(moved), np.diff(scores)), "but for what all gaps share"
