"""A sentence too long for a voice is cut where a reader breathes."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import marked
from rough import TEXTS
from storycast.narration.clauses import clauses, parts_well
from storycast.narration.pauses import NO_MARK, after_clause

LONG = (
    "He had walked for nine days across the plain, and on the tenth, when the water was gone and the mule had "
    "lain down, he saw far off the smoke of a train; it was the 4:15, which never stopped there."
)


def cut(text, longest):
    return [text[start:end] for start, end in clauses(text, 0, len(text), longest)]


@pytest.mark.parametrize(
    ("text", "longest", "expected"),
    [
        ("He came, and he saw.", 40, ["He came, and he saw."]),
        ("He came in the end; she had gone home.", 30, ["He came in the end;", "she had gone home."]),
        ("When he came in the end, she had gone home.", 40, ["When he came in the end,", "she had gone home."]),
        ("He came in the end but she had gone home.", 40, ["He came in the end", "but she had gone home."]),
        ("He had—at last, and late—come home to us.", 30, ["He had—at last, and late—", "come home to us."]),
        ("He came home (and she was gone by then) to see.", 46, ["He came home", "(and she was gone by then) to see."]),
        ("It sold 1,000,000 copies at 3:30 today.", 30, ["It sold 1,000,000", "copies at 3:30 today."]),
        ("他来了，她已经走了，门开着。", 10, ["他来了，", "她已经走了，门开着。"]),
        ("Donaudampfschifffahrt", 10, ["Donaudampf", "schifffahr", "t"]),
        ("ne\u0301e\u0301e\u0301", 3, ["ne\u0301", "e\u0301", "e\u0301"]),
        ("👩‍👩‍👧👩‍👩‍👧", 8, ["👩‍👩‍👧", "👩‍👩‍👧"]),
        ("🇩🇪🇫🇷🇪🇸", 3, ["🇩🇪", "🇫🇷", "🇪🇸"]),
    ],
)
def test_a_long_sentence_is_cut_where_a_reader_breathes(text, longest, expected):
    """At a clause's border near the middle; else between words; else between whole signs."""
    assert cut(text, longest) == expected


def test_pieces_are_of_a_kind():
    """No scrap is left at the end, as a greedy cut would leave it."""
    assert cut(LONG, 120) == [LONG[: LONG.index("he saw") - 1], LONG[LONG.index("he saw") :]]


@given(TEXTS, st.integers(1, 40))
@example("a, " * 50, 1)
def test_pieces_fit_and_nothing_is_dropped(text, longest):
    """Every piece is short enough, and between pieces stands white space or nothing."""
    pieces = clauses(text, 0, len(text), longest)
    end = 0
    for start, stop in pieces:
        assert 0 < stop - start <= longest
        assert not text[end:start].strip()
        end = stop
    assert not text[end:].strip()


@given(st.lists(st.text("abcdefgh", min_size=1, max_size=9), min_size=1, max_size=30).map(" ".join), st.integers(9, 40))
def test_words_that_fit_stay_whole(text, longest):
    """Only a word that is longer than the limit is cut."""
    assert " ".join(cut(text, longest)) == text


@given(st.lists(st.sampled_from(["e\u0301", "ü", "न\u093f", "👍🏽", "a"]), min_size=1, max_size=30).map("".join))
def test_an_accent_stays_with_its_letter(text):
    """What a reader sees as one sign is never cut."""
    for piece in cut(text, 7):
        assert not unicodedata.category(piece[0]).startswith("M")
        assert piece[0] != "🏽"


@pytest.mark.parametrize("text", ["word " * 20_000, "a" * 100_000, "\n" * 1_000_000, "a, " * 30_000, "“(" * 50_000])
def test_hostile_lengths_are_cut_too(text):
    """A sentence of 100,000 characters or a million line breaks is no special case, nor does any word get lost."""
    assert "".join("".join(cut(text, 100)).split()) == "".join(text.split())


def test_a_limit_below_one_is_refused():
    """There is no piece of no characters."""
    with pytest.raises(ValueError, match="at least 1"):
        clauses("word", 0, 4, 0)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("He had walked for nine days,", "and on the tenth he fell.", True),
        ("He fell,", "and on the tenth day he rose.", False),
        ("He had walked for nine days,", "and fell, and on the tenth day he rose.", False),
        ("When he came, tired and cold and late,", "she had gone home long before.", True),
        ("When he came to the house, late,", "she had gone home long before.", False),
    ],
)
def test_a_comma_parts_long_chunks(before, after, expected):
    """Readers pause at a comma with four words and more on either side, up to the next marks."""
    assert parts_well(before, after) is expected


@pytest.mark.parametrize("longest", [60, 100, 200, 300])
def test_pauses_inside_sentences_are_where_readers_pause(longest):
    """Nine in ten of them: at least 0.86 of the program's own are strong boundaries for twenty readers."""
    table = marked.table("pauses", "helsinki_dev.tsv")
    right = wrong = 0
    for words in marked_sentences(table):
        text, ends = "", []
        for word, marks, _ in words:
            text += f"{' ' if text else ''}{word}{marks}"
            ends.append(len(text))
        parts = clauses(text, 0, len(text), longest)
        for (start, end), (begin, stop) in pairwise(parts):
            if after_clause(text[start:end], text[begin:stop]).length > NO_MARK:
                strong = words[ends.index(min(ends, key=lambda at: abs(at - end)))][2] == 2
                right, wrong = right + strong, wrong + (not strong)
    assert right >= 0.86 * (right + wrong)


def marked_sentences(table):
    """Sentences of words, each with the marks after it and how strong a boundary readers make there, 0 to 2."""
    for block in table.split("# id=")[1:]:
        rows = [row.split("\t") for row in block.splitlines()[1:] if row and row[0] != "#"]
        yield [(word, marks.strip(), int(strength)) for word, marks, strength, *_ in rows]
