import pytest
from hypothesis import given
from hypothesis import strategies as st

from storycast.engines.pieces import pieces

WORDS = st.text(st.sampled_from('abcdé日,.;:—!?)"” \n\t他，。'), max_size=600)


@given(WORDS, st.integers(1, 120))
def test_nothing_but_space_is_left_out(text, longest):
    """Pieces in order are the text, word for word, marks included."""
    assert "".join("".join(pieces(text, longest)).split()) == "".join(text.split())


@given(WORDS, st.integers(1, 120))
def test_no_piece_is_too_long_or_empty(text, longest):
    assert all(0 < len(piece) <= longest and piece == piece.strip() for piece in pieces(text, longest))


@given(st.lists(st.text("abcdefg,.", min_size=1, max_size=12), max_size=80))
def test_a_word_that_fits_is_never_cut(words):
    cut = [word for piece in pieces(" ".join(words), 40) for word in piece.split()]
    assert cut == [word for word in words if word]


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        pytest.param("Short enough.", ["Short enough."], id="whole"),
        pytest.param(
            "The keeper lit the lamp; nobody had asked him to.",
            ["The keeper lit the lamp;", "nobody had asked him to."],
            id="at the semicolon",
        ),
        pytest.param(
            "He was late. She, of all people, had waited.",
            ["He was late.", "She, of all people, had waited."],
            id="a sentence's end before a comma",
        ),
        pytest.param(
            "one two three four, five six seven eight, nine ten",
            ["one two three four,", "five six seven eight, nine ten"],
            id="evenly rather than greedily",
        ),
        pytest.param(
            "the boat he had rowed alone through the night",
            ["the boat he had rowed alone", "through the night"],
            id="before a joining word where there is no mark",
        ),
        pytest.param("abcdefghij" * 4 + "kl", ["abcdefghij" * 3 + "ab", "cdefghijkl"], id="a word longer than a piece"),
        pytest.param(
            "他在夜里划船，穿过海峡。" * 3,
            ["他在夜里划船，穿过海峡。" * 2, "他在夜里划船，穿过海峡。"],
            id="without spaces",
        ),
    ],
)
def test_cuts_where_a_reader_breathes(text, cut):
    assert list(pieces(text, 32)) == cut


def test_a_very_long_sentence_is_cut_as_readily_as_a_short_one():
    """A hundred thousand characters without a mark take no longer than their share."""
    text = "word " * 20_000
    assert len(pieces(text, 100)) == 1000
