"""Work grows with the length of a text, whatever the text is like: a paragraph may be a book."""

import sys

import pytest

from storycast.engines.tone import Tone
from storycast.errors import UnreadableArticle
from storycast.narration.editor import Editor
from storycast.narration.narrate import Cast, narrate
from storycast.reading.formats import read

FIRST = 100
"""Times that a shape is repeated at first; then twice and four times as often."""
TWICE = 2.5
"""What counts as twice: a logarithm is let in, and that a text may have a few marks more."""
SHAPES = {
    "lines.txt": "Hi\n",
    "one sentence.txt": "and word, ",
    "one word.txt": "ab-",
    "sentences.txt": "He came home. Nobody was there! ",
    "paragraphs.txt": "He came home.\n\n",
    "chapters.md": "## A chapter\n\nHe came home.\n\n***\n\n",
    "list.md": "- He came home\n",
    "stresses.md": "*He* came **home**. ",
    "marks.md": '(He came)[rate:"slow";emphasis:"strong"] home. [break:"1s"] (WHO)[sub:"W H O"] knew? ',
    "voices.md": '#[voice:"x"]\n\nHe came home. (Oh)[voice:"y"].\n\n',
    "quotes.txt": "“He said ‘no’ to her.” ",
    "numbers.txt": "In 1992 he paid $1,234.56 for 3 km at 12:30. ",
    "unclosed.html": "<p>He came home, and nobody was there. ",
    "breaks.html": "He came home.<br>",
    "boxes.html": "<div><p>He came home, and nobody was there.</p></div>",
    "furniture.txt": "Share\n\nHe came home, and nobody was there.\n\nComments\n\n",
    "table.html": "<table><tr><th>Name<th>Place</tr><tr><td>Ada<td>Home</tr></table><p>He came home.</p>",
    "rows.md": "| Ada | home |\n|---|---|\n",
    "setext.md": "Home\n====\n",
    "notes.md": "He came home.[^1]\n\n[^1]: A note.\n\n",
    "wide.txt": "彼は家に帰った。",
}


@pytest.mark.parametrize("name", SHAPES)
def test_twice_the_text_is_twice_the_work(name):
    """Counted in lines of ours that are run, not in seconds."""
    work(name, FIRST)  # what is read once and kept doesn't count
    once, twice, four_times = (work(name, FIRST * times) for times in (1, 2, 4))
    assert four_times - twice <= TWICE * (twice - once)


def work(name, times):
    """How many lines of the package reading and narrating such a text runs through."""
    ran = 0

    def line(_frame, event, _argument):
        nonlocal ran
        ran += event == "line"
        return line

    def call(frame, _event, _argument):
        return line if "storycast" in frame.f_code.co_filename else None

    text = (SHAPES[name] * times).encode()
    before = sys.gettrace()
    sys.settrace(call)
    try:
        narrate(read(text, name=name), Cast(Tone().voice(None, "en"), Editor()))
    except UnreadableArticle:
        pass
    finally:
        sys.settrace(before)
    return ran
