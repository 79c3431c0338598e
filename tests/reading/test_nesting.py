"""However deep a text is nested, its words are read; where there are none, that is true."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storycast.errors import UnreadableArticle
from storycast.reading.formats import read
from storycast.reading.nesting import flattened

LEVELS = (3, 10, 30, 300, 3000)
ELEMENTS = ("div", "font", "blockquote", "ul", "table")
INNER = ("Deep down somebody spoke.", "And went on.")


def texts(article):
    return [" ".join(block.text.split()) for block in article.blocks]


@pytest.mark.parametrize("levels", LEVELS)
@pytest.mark.parametrize("mark", ["> ", ">", "- ", "- > ", "1. > "])
def test_marks_of_markdown_in_one_another(mark, levels):
    """Quotes in quotes, items in items; what comes after is there too."""
    text = f"It began.\n\n{mark * levels}{INNER[0]}\n\nIt ended.\n"
    said = [line.removeprefix("1. ") for line in texts(read(text.encode(), name="deep.md"))]
    assert said == ["It began.", INNER[0], "It ended."]


def test_items_under_items():
    """Sixty levels of indentation: each item is there, apart from the others."""
    items = "\n".join(f"{'  ' * level}- Item {level} is here." for level in range(60))
    said = texts(read(f"It began.\n\n{items}\n\nIt ended.\n".encode(), name="deep.md"))
    assert said == ["It began.", *(f"Item {level} is here." for level in range(60)), "It ended."]


@pytest.mark.parametrize("levels", LEVELS)
@pytest.mark.parametrize("element", ELEMENTS)
@pytest.mark.parametrize("closed", [True, False])
def test_elements_of_a_page_in_one_another(element, levels, closed):
    """Closed, or left open as old pages leave them."""
    inner = "".join(f"<p>{text}</p>" for text in INNER)
    page = f"<p>It began.</p>{f'<{element}>' * levels}{inner}{f'</{element}>' * levels * closed}<p>It ended.</p>"
    assert " ".join(texts(read(page.encode(), name="deep.html"))) == " ".join(["It began.", *INNER, "It ended."])


def test_no_words_are_no_words():
    """Marks and nothing else."""
    with pytest.raises(UnreadableArticle, match="no words"):
        read(b"> " * 10_000, name="deep.md")


@given(st.lists(st.sampled_from(["<div>", "</div>", "<b>", "</b>", "<p>", "<br/>", "word ", "<", "a > b "])))
def test_what_is_shallow_stays_as_it_is(parts):
    """Nothing is done where nothing need be."""
    assert flattened("".join(parts)) == "".join(parts)
