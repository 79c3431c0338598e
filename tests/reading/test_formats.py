"""The one door: bytes in, an article or one clear line out."""

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storycast.errors import InputError, UnreadableArticle
from storycast.reading.encoding import decode
from storycast.reading.formats import read

STORY = "The Café\n\nShe said “no” – and meant it, for once, with all her heart.\n"


@pytest.mark.parametrize(
    ("content", "remarks"),
    [
        (STORY.encode(), ()),
        (codecs.BOM_UTF8 + STORY.encode(), ()),
        (codecs.BOM_UTF16_LE + STORY.encode("utf-16-le"), ()),
        (codecs.BOM_UTF16_BE + STORY.encode("utf-16-be"), ()),
        (codecs.BOM_UTF32_LE + STORY.encode("utf-32-le"), ()),
        (STORY.encode("cp1252"), ("not UTF-8; read as Windows-1252",)),
        (STORY.replace("\n", "\r\n").encode(), ()),
        (STORY.replace("\n", "\r").encode(), ()),
    ],
)
def test_encodings(content, remarks):
    """Every encoding gives the same words; one that was guessed is said."""
    article = read(content, name="a.txt")
    assert (article.title, article.blocks[0].text) == ("The Café", STORY.split("\n\n")[1].strip())
    assert article.remarks == remarks


@pytest.mark.parametrize(
    ("written", "encoding"),
    [
        ("Было холодное утро, и никто не пришёл. Старый паромщик стоял на берегу и смотрел на воду.", "cp1251"),
        ("その朝はとても寒かった。誰も来なかった。年老いた渡し守は川岸に立ち、水を見ていた。", "shift_jis"),
        ("那天早上很冷，没有人来。老船夫站在岸边，看着水。过了很久，河对岸有人喊了一声。", "gb18030"),
        ("Ήταν ένα κρύο πρωί και κανείς δεν ήρθε. Ο γέρος βαρκάρης στεκόταν στην όχθη.", "cp1253"),
    ],
)
def test_older_encodings_of_other_scripts(written, encoding):
    """They are told by what their bytes spell; what is read is said."""
    text, remarks = decode(written.encode(encoding))
    assert text == written
    assert remarks[0].startswith("not UTF-8; read as ")


def test_damaged_utf_8_stays_utf_8():
    """One bad byte among good characters doesn't change how all others are read."""
    article = read("Älter und schöner, größer und süßer: ".encode() + b"\xff.", name="a.txt")
    assert article.blocks[0].text.startswith("Älter und schöner, größer und süßer: ")
    assert article.remarks == ("1 damaged characters in UTF-8 text",)


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("soft\u00adhyphen", "softhyphen"),
        ("hard\u00a0space\u202fthin", "hard space thin"),
        ("bell\x07 \x1b[31mred", "bell [31mred"),
        ("\u202eright\u2069", "right"),
        ("icon \ue000here", "icon here"),
        ("cafe\u0301", "café"),
        ("ﬁne", "ﬁne"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_invisible_characters(dirty, clean):
    """What is not seen is not read; joiners that shape letters stay."""
    assert read(f"He said {dirty} once.".encode(), name="a.txt").blocks[0].text == f"He said {clean} once."


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "a.txt: empty"),
        (b" \n\t\n", "a.txt: empty"),
        (b"\xef\xbb\xbf\n", "a.txt: no words to read"),
        (bytes(range(256)) * 4, "a.txt: not a text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "a.txt: a picture"),
        (b"top of page\nHome\nShare\nbottom of page\n", "a.txt: nothing to read but page furniture"),
        (b"***\n\n---\n", "a.txt: no words to read"),
        (b"---\ntitle: T\n---\n", "a.txt: a title and no text"),
    ],
)
def test_refusals(content, says):
    """What holds no article is refused in one line: what, where, and what to do."""
    with pytest.raises(UnreadableArticle) as refused:
        read(content, name="a.txt")
    assert str(refused.value).startswith(says)
    assert ";" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_markdown_is_told_by_content():
    """A text with marks that only Markdown has is read as Markdown, whatever its name."""
    article = read(b"# The Ferry\n\nIt [rained](http://example.org/rain).", name="-")
    assert (article.title, article.blocks[0].text) == ("The Ferry", "It rained.")


@pytest.mark.parametrize("start", ["%PDF-", "ID3", "RIFF", "GIF89a", "OggS", "Rar!", "An old file begins with %PDF-"])
def test_an_article_on_a_format_is_not_taken_for_it(start):
    """Whatever word a text begins with, it is read."""
    assert read(f"\ufeff  {start} is how such a file begins. Nobody knows why.".encode(), name="a.txt").blocks


def test_source_is_named():
    """An article knows where it was read."""
    assert read(STORY.encode(), name="stories/a.txt").source == "stories/a.txt"


@pytest.mark.parametrize("name", ["a.txt", "a.md", "-"])
@settings(deadline=None)
@given(content=st.binary(max_size=400) | st.text(max_size=400).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes(name, content):
    """Any bytes give an article with words in it, or one line that says why not."""
    try:
        article = read(content, name=name)
    except InputError as refused:
        said = str(refused)
    else:
        said = article.title
        assert article.blocks
    assert said
    assert "\n" not in said
