"""What each voice is given to say: spoken form, stresses, and never more than it takes."""

import pytest
from msgspec.structs import replace

from storycast.model import Article, Block, BlockKind, Emphasis, Phonemes, Stress, Voice
from storycast.narration.narrate import LONG_TITLE, Cast, narrate
from storycast.narration.plain import Plain


def cast(longest=300):
    return Cast(Voice("tone", "a", "en"), Plain(), longest)


def utterances(article, longest=300):
    return narrate(article, cast(longest)).utterances


def paragraph(text, **more):
    return Block(BlockKind.PARAGRAPH, text, **more)


def test_what_stands_outside_the_article_fits_too():
    """Title, by-line and closing sentence are cut where a reader breathes, and no word is lost."""
    title = "The Strange and True Tale of a Ferry, which crossed the river in 1992, and never came back from there"
    article = Article(title, (paragraph("He ran."),), "Ada Quill, Bartholomew Quill, Cornelius Quill, Desdemona Quill")
    closing = "This episode was read by a synthetic voice, which was made in 1999, and by nobody else at all."
    script = narrate(article, replace(cast(60), closing=closing))
    lines = script.utterances
    assert all(len(line.text) <= 60 for line in lines)
    whole = narrate(article, replace(cast(), closing=closing)).utterances
    assert [line.written for line in whole] == [title, f"By {article.author}.", "He ran.", closing]
    assert " ".join(line.text for line in lines) == " ".join(line.text for line in whole)
    assert " ".join(line.written for line in lines if line.at == LONG_TITLE) == title
    assert "nineteen ninety-nine" in whole[-1].text


def test_what_is_said_is_spoken_form_and_leads_back():
    """The engine reads words; the transcript keeps the figures."""
    title, author, line = utterances(Article("The 1992 Final", (paragraph("He ran 5 km in 1992."),), "J. K. Doe"))
    assert (title.text, title.written) == ("The nineteen ninety-two Final", "The 1992 Final")
    assert (author.text, author.written) == ("By J K Doe.", "By J. K. Doe.")
    assert (line.text, line.written) == ("He ran 5 kilometers in nineteen ninety-two.", "He ran 5 km in 1992.")


@pytest.mark.parametrize(
    ("language", "byline"),
    [
        ("en", "By Ida Holt."),
        ("en-GB", "By Ida Holt."),
        ("en_GB", "By Ida Holt."),
        ("de", "Von Ida Holt."),
        ("de-AT", "Von Ida Holt."),
        ("FR", "Par Ida Holt."),
        ("pt-BR", "Por Ida Holt."),
        ("fi", "Ida Holt."),
        ("zh-Hant", "Ida Holt."),
    ],
)
def test_the_author_is_named_in_the_articles_language(language, byline):
    """A byline with the language's own word, or, where we have none, the name alone."""
    _, author, _ = utterances(Article("M", (paragraph("So."),), "Ida Holt", language))
    assert (author.text, author.written) == (byline, byline)


def test_emphasis_lies_on_its_words_in_every_sentence():
    """Stresses of a block are cut to its sentences and carried over to their spoken form."""
    block = paragraph("In 1992 he ran. He fell.", stresses=(Stress(3, 18, Emphasis.STRONG),))
    first, second = utterances(Article("", (block,)))
    assert [first.text[s.start : s.end] for s in first.stresses] == ["nineteen ninety-two he ran."]
    assert [second.text[s.start : s.end] for s in second.stresses] == ["He"]


def test_the_articles_lexicon_is_used():
    """Respellings and sounds of front matter reach the engine."""
    article = Article("", (paragraph("Siobhán ran a gif."),), lexicon=(("Siobhán", "/ʃɪˈvɔːn/"), ("gif", "jiff")))
    (line,) = utterances(article)
    assert line.text == "Siobhán ran a jiff."
    assert line.phonemes == (Phonemes(0, 7, "ʃɪˈvɔːn"),)


@pytest.mark.parametrize("longest", [12, 30, 60])
def test_the_spoken_form_fits_too(longest):
    """Figures grow when they are said; what an engine is given is short enough all the same, and complete."""
    text = "On 21 July 1969, at 7:30 pm, $1.5bn and 1914–18 and 45.3 s and 99.9% met."
    lines = utterances(Article("", (paragraph(text),)), longest)
    assert all(len(line.text) <= max(longest, 30) for line in lines)
    assert " ".join(line.written for line in lines).replace(" ", "") == text.replace(" ", "")
