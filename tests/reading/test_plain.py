"""Plain text: what is a title, a paragraph, a verse, a section break."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import marked
from storycast.model import BlockKind, Stress
from storycast.reading.formats import read

STORY = (
    "The old ferry had crossed the river every morning for sixty years, and nobody could say who had built it. "
    "On the last day of March it did not come back."
)


def texts(written, **settings):
    return [block.text for block in read(written.encode(), name="story.txt", **settings).blocks]


def kinds(written):
    return [(block.kind, block.text) for block in read(written.encode(), name="story.txt").blocks]


@pytest.mark.parametrize(
    ("head", "title", "author"),
    [
        ("The Last Ferry\n\nNora Whitlock\n\n", "The Last Ferry", "Nora Whitlock"),
        ("The Last Ferry\n\nBy Nora Whitlock\n\n", "The Last Ferry", "Nora Whitlock"),
        ("The Last Ferry\nby Nora Whitlock\n\n", "The Last Ferry", "Nora Whitlock"),
        ("Die letzte Fähre\n\nvon Nora von der Aue\n\n", "Die letzte Fähre", "Nora von der Aue"),
        ("Le dernier bac\n\nPar Jean d'Ormes\n\n", "Le dernier bac", "Jean d'Ormes"),
        ("The Last Ferry\n\nO. W. Holt (R. B. Crane)\n\n", "The Last Ferry", "O. W. Holt (R. B. Crane)"),
        ("The Last Ferry\n\nRiverside contributors\n\n", "The Last Ferry", "Riverside contributors"),
        ("How Do You Lose a Ferry?\n\nStaff\n\n", "How Do You Lose a Ferry?", "Staff"),
        ("IV\n\nNora Whitlock\n\n", "IV", "Nora Whitlock"),
        ("最后的渡船\n\n王小明\n\n", "最后的渡船", "王小明"),
        ("The Last Ferry\n\n", "The Last Ferry", None),
        ("In praise of slow boats\n\nThe Crossing\n\n", "In praise of slow boats", None),
    ],
)
def test_head(head, title, author):
    """A short first line is the title; the name under it, or the line that says By, is the author."""
    article = read((head + STORY).encode(), name="story.txt")
    assert (article.title, article.author) == (title, author)
    assert article.blocks[-1].text == STORY
    assert article.left_out == ()


@pytest.mark.parametrize("line", ["Share", "Print", "Save", "Menu", "Listen", "Share\nPrint"])
@pytest.mark.parametrize("gap", ["\n\n", "\n"])
def test_a_label_of_a_page_is_no_author(line, gap):
    """A button that was copied along with a story wrote nothing."""
    assert read(f"The Last Ferry{gap}{line}\n\n{STORY}".encode(), name="story.txt").author is None


@pytest.mark.parametrize("line", ["Boston", "Silence", "Winter", "Été", "été", "Зима", "la"])
def test_a_word_by_itself_is_no_author(line):
    """A place or a season under a title is read aloud; only By makes a name of a lone word."""
    article = read(f"The Last Ferry\n\n{line}\n\n{STORY}".encode(), name="story.txt")
    assert (article.author, article.blocks[0].text) == (None, line)
    assert read(f"The Last Ferry\n\nBy {line.title()}\n\n{STORY}".encode(), name="story.txt").author == line.title()


@pytest.mark.parametrize("first", ["It rained.", "“Did you hear that?”", "Dear Nora,", "Three things were missing:"])
def test_no_title(first):
    """A text that begins with a sentence is named by its file, and keeps every word."""
    article = read(f"{first}\n\n{STORY}".encode(), name="texts/my-last_ferry.txt")
    assert article.title == "My last ferry"
    assert [block.text for block in article.blocks] == [first, STORY]


def test_no_title_and_no_name():
    """A text from standard input without a title is named by its first words."""
    assert read(STORY.encode(), name="-").title == "The old ferry had crossed the river every…"


def test_date_line():
    """A date under the title dates the article and is still read."""
    article = read(f"The Last Ferry\n\nStaff\n\nFriday, July 21, 2017\n\n{STORY}".encode(), name="a.txt")
    assert article.published.isoformat() == "2017-07-21"
    assert [block.text for block in article.blocks] == ["Friday, July 21, 2017", STORY]


WRAPPED = """It was a long way down to the river, and the two of them took
it slowly, for the path was wet and the lantern had been left on
the other bank. Nobody spoke. Somewhere below them a chain was
knocking against a post.

The second paragraph is as wide as the first one was, and it is
wrapped at the same column, with a bell-
like sound in it."""


def test_hard_wrapped_lines_are_rejoined():
    """Line ends that a column made are no line ends of the text; a hyphen there is kept."""
    first, second = texts(WRAPPED)
    assert "\n" not in first + second
    assert first.endswith("a chain was knocking against a post.")
    assert second.endswith("with a bell-like sound in it.")


def test_lines_that_are_paragraphs():
    """Text pasted without blank lines has a paragraph on each line."""
    assert texts(f"{STORY}\n{STORY}\nNobody spoke.\n{STORY}") == [STORY, STORY, "Nobody spoke.", STORY]


def test_verse_keeps_its_lines():
    """Short lines that end inside sentences are verse: one paragraph, its line breaks kept."""
    verse = "The ferry waits\nbeside the stair,\nthe rope is wet,\nand no one there"
    assert texts(f"The Stair\n\nNora Whitlock\n\n{verse}\n\n{verse}") == [verse, verse]


def test_chinese_and_japanese_lines_join_without_space():
    """Scripts without spaces get none where a line was wrapped."""
    line = "船は毎朝川を渡っていたがだれが作ったのかを知る人はもうひとりもいなかったそしてあの朝が来た"
    assert texts(f"{line}\n{line}\n終わり。") == [f"{line}{line}終わり。"]


@pytest.mark.parametrize("drawn", ["***", "* * *", "---", "#", "# # #", "⁂", "~~~~", "• • •", "\n\n\n"])
def test_section_breaks(drawn):
    """A drawn line or several blank ones part two sections."""
    assert [kind for kind, _ in kinds(f"{STORY}\n\n{drawn}\n\n{STORY}")] == [
        BlockKind.PARAGRAPH,
        BlockKind.SECTION_BREAK,
        BlockKind.PARAGRAPH,
    ]


def test_headings():
    """A short line that is no sentence, between two paragraphs, is a heading; a last line is not."""
    assert kinds(f"{STORY}\n\nWhat the river kept\n\n{STORY}\n\nNora Whitlock") == [
        (BlockKind.PARAGRAPH, STORY),
        (BlockKind.HEADING, "What the river kept"),
        (BlockKind.PARAGRAPH, STORY),
        (BlockKind.PARAGRAPH, "Nora Whitlock"),
    ]


def test_underlined_heading():
    """A line drawn under words makes them a heading."""
    assert kinds(f"{STORY}\n\nThe river\n---------\n\n{STORY}")[1] == (BlockKind.HEADING, "The river")


def test_lists():
    """Bullets are marks and go; numbers are words and stay."""
    assert kinds(f"{STORY}\n\n- a rope\n- a lamp\n\n1. First the rope.\n2. Then the lamp.")[1:] == [
        (BlockKind.LIST_ITEM, "a rope"),
        (BlockKind.LIST_ITEM, "a lamp"),
        (BlockKind.LIST_ITEM, "1. First the rope."),
        (BlockKind.LIST_ITEM, "2. Then the lamp."),
    ]


def test_stress():
    """Underscores and stars around words are stress, not words; snake_case and 2*3*4 are left alone."""
    block = read(f"{STORY}\n\nIt was _his_ boat, *not* hers, in my_old_boat, 2*3*4.".encode(), name="a.txt").blocks[1]
    assert block.text == "It was his boat, not hers, in my_old_boat, 2*3*4."
    assert block.stresses == (Stress(7, 10), Stress(17, 20))


def test_library_notice():
    """A library's notices around a text are left out and listed; title and author are taken from them."""
    written = (
        "The Project Gutenberg eBook of Ferries\n\nTitle: Ferries\n\nAuthor: Nora Whitlock\n\n"
        "*** START OF THE PROJECT GUTENBERG EBOOK FERRIES ***\n\n"
        f"{STORY}\n\n[Illustration: a ferry]\n\n{STORY}\n\n"
        "*** END OF THE PROJECT GUTENBERG EBOOK FERRIES ***\n\nLicence."
    )
    article = read(written.encode(), name="a.txt")
    assert (article.title, article.author) == ("Ferries", "Nora Whitlock")
    assert [block.text for block in article.blocks] == [STORY, STORY]
    assert [one.reason for one in article.left_out] == ["notice of Project Gutenberg"] * 2 + ["picture"]


def test_directions_stay_as_written():
    """Speech Markdown comes through as written, a section mark as a paragraph by itself."""
    marked = 'He fell. [break:"1.2s"] (Up)[emphasis:"strong"] ++now++ ~or~ [1200ms] never.'
    assert texts(f'{STORY}\n#[voice:"Kendra"]\n{marked}') == [STORY, '#[voice:"Kendra"]', marked]


WORDS = st.text("abcdefghij", min_size=1, max_size=9)
SENTENCE = st.lists(WORDS, min_size=3, max_size=30).map(lambda words: " ".join(words).capitalize() + ".")
PARAGRAPH = st.lists(SENTENCE, min_size=1, max_size=5).map(" ".join)
LINES = st.lists(st.lists(WORDS, min_size=1, max_size=8).map(" ".join), min_size=1, max_size=5).map("\n".join)


@settings(deadline=None)
@given(st.lists(PARAGRAPH | LINES, min_size=1, max_size=12))
def test_no_word_is_lost(parts):
    """Every word of a text is in its title, author, blocks or what is listed as left out, once and in order."""
    article = read("\n\n".join(parts).encode(), name="-")
    words = " ".join(parts).split()
    kept = " ".join(block.text for block in article.blocks).split()
    head = [word for word in (article.title, article.author) if word]
    assert words in ([*" ".join(head[:taken]).split(), *kept] for taken in range(3))


@pytest.mark.skipif(not marked.ALL, reason="the marked texts aren't here")
@pytest.mark.parametrize("path", marked.ALL, ids=lambda path: path.stem)
def test_marked_texts_are_whole(path):
    """A title, an author and a body: each found, and every word of the body kept."""
    written = path.read_text("utf-8")
    title, author, *body = [part.strip() for part in written.split("\n\n") if part.strip()]
    article = read(written.encode(), name=str(path))
    assert (article.title, article.author) == (title, author)
    assert " ".join(block.text for block in article.blocks).split() == " ".join(body).replace("_", "").split()


def test_a_list_with_numbers_is_no_row_of_dates():
    """At a text's end either, where dates of other articles often stand."""
    text = "The List\n\nWe bought things for a long trip.\n\n1. Eggs\n2. Milk\n3. Bread\n"
    found = read(text.encode(), name="a.txt")
    assert [block.text for block in found.blocks][1:] == ["1. Eggs", "2. Milk", "3. Bread"]
    assert found.left_out == ()
