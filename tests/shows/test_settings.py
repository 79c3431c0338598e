"""`show.toml`: what it says is understood, and what it can't mean is refused with its line and what it could be."""

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storycast.errors import UnknownSetting
from storycast.model import Article, ShowType
from storycast.shows.categories import CATEGORIES, category_of
from storycast.shows.settings import KEYS, as_read, parse_settings
from storycast.shows.starting import Start, render_settings

LEAST = 'title = "Tides"\nauthor = "Ada"\n'
OURS = Path(__file__).parents[2] / "audio" / "show.toml"


def parsed(*lines):
    return parse_settings(LEAST + "\n".join(lines))


def test_title_and_author_are_enough():
    settings = parse_settings(LEAST)
    assert (settings.show.title, settings.show.author, settings.show.language) == ("Tides", "Ada", "en")
    assert settings.show.disclosure == "This episode was read by a synthetic voice."
    assert settings.disclosure_spoken


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("pasues = 'full'", "line 3: 'pasues' means nothing here; did you mean 'pauses'"),
        ("category = 'Docmentary'", "line 3: category: 'Docmentary' is none of Apple's categories; did you mean Docu"),
        ("category = ['Arts', 'Baseball']", "'Baseball' is no subcategory of Arts; in it there are Books"),
        ("category = 3", "takes a list of texts"),
        ("base_url = 'example.org'", "'example.org' is no address of a folder"),
        ("base_url = 'https://example.org/?a=b'", "is no address of a folder"),
        ("email = 'ada'", "'ada' is no address"),
        ("language = 'English, mostly'", "is no language code"),
        ("explicit = 'no'", "is true or false, without quotes"),
        ("type = 'weekly'", "is episodic or serial"),
        ("guid = '7'", "is a UUID"),
        ("pace = 'fast'", "takes a number"),
        ("pace = 5", "line 3: pace: 5 is out of bounds; it can be 0.5 to 2.0"),
        ("pace = nan", "pace: nan is out of bounds"),
        ("pauses = 'much'", "line 3: pauses: is none, light, full"),
        ("title = 3", "Cannot overwrite a value"),
        ("lexicon = 3", "is a table"),
        ("description = '" + "x" * 4001 + "'", "has 4001 bytes; directories take 4000"),
        ("voice = ", "texts stand in quotes"),
    ],
)
def test_what_means_nothing_is_refused_by_name(line, complaint):
    with pytest.raises(UnknownSetting) as refused:
        parsed(line)
    assert complaint in str(refused.value)
    assert str(refused.value).startswith("show.toml")


@pytest.mark.parametrize("missing", ["title", "author"])
def test_a_show_has_a_title_and_an_author(missing):
    with pytest.raises(UnknownSetting, match=f"{missing} must be given"):
        parse_settings("\n".join(line for line in LEAST.splitlines() if not line.startswith(missing)))


@pytest.mark.parametrize(
    ("names", "category"),
    [
        (["Arts"], ("Arts",)),
        (["documentary"], ("Society & Culture", "Documentary")),
        (["kids and family"], ("Kids & Family",)),
        (["Science", "Physics", "Chemistry"], ("Science", "Physics", "Chemistry")),
        (["Society & Culture", "Documentary"], ("Society & Culture", "Documentary")),
    ],
)
def test_categories_are_spelled_as_apple_does(names, category):
    assert category_of(names) == category


def test_apples_list_is_whole():
    """19 categories with 91 subcategories, each name once."""
    inner = [name for names in CATEGORIES.values() for name in names]
    assert (len(CATEGORIES), len(inner)) == (19, len(set(inner)))


@pytest.mark.parametrize(
    ("line", "disclosure"),
    [
        ("language = 'de-AT'", "Diese Folge wurde von einer künstlichen Stimme gelesen."),
        ("language = 'fi'", "Tämän jakson luki synteettinen ääni."),
        ("language = 'sw'", "This episode was read by a synthetic voice."),
        ("disclosure = 'A machine reads.'", "A machine reads."),
        ("disclosure = false", ""),
    ],
)
def test_the_disclosure_is_in_the_language_of_the_show(line, disclosure):
    assert parsed(line).show.disclosure == disclosure


def test_a_story_may_say_for_itself_how_it_is_read():
    settings = parsed(
        'voice = "espeak"', 'pauses = "light"', "pace = 0.9", "[lexicon]", '"Ngu" = "win"', '"Wu" = "woo"'
    )
    article = Article("T", (), settings=(("pauses", "none"),), lexicon=(("Wu", "who"),))
    read = as_read(article, settings)
    assert read.voice == "espeak"
    assert dict(read.settings) == {"pauses": "none", "pace": "0.9"}
    assert dict(read.lexicon) == {"Ngu": "win", "Wu": "who"}


@pytest.mark.parametrize(
    ("told", "kept", "own", "voice"),
    [
        ("a", "b", "c", "a"),
        ("espeak", "espeak:en-gb", "c", "espeak:en-gb"),
        ("espeak", "tone:low", "c", "espeak"),
        ("espeak:fr", "espeak:en-gb", "c", "espeak:fr"),
        ("", "b", "c", "c"),
        ("", "b", None, "b"),
        ("", "", None, "of the show"),
    ],
)
def test_whose_word_on_the_voice_counts(told, kept, own, voice):
    """The build's, then the story's own, then what it was made with, then the show's.

    Who asks for an engine has what it was made with, where that is the engine's.
    """
    settings = parsed('voice = "of the show"')
    assert as_read(Article("T", (), voice=own), settings, voice=told, kept=kept).voice == voice


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=40).map(str.strip)


@given(title=TEXTS.filter(bool), author=TEXTS.filter(bool), description=TEXTS)
def test_a_new_show_says_what_was_asked_for(title, author, description):
    """Whatever the words: quotes, backslashes, other scripts."""
    start = Start(title, author, description, "a@example.org", "pt-BR", ("Arts", "Books"), "https://example.org/x/")
    settings = parse_settings(render_settings(start))
    show = settings.show
    assert (show.title, show.author) == (" ".join(title.split()), " ".join(author.split()))
    assert (show.email, show.language, show.category) == (start.email, start.language, start.category)
    assert show.base_url == start.base_url


def test_a_new_show_explains_every_key():
    """Those that are commented out are understood as soon as they aren't."""
    text = render_settings(Start("T", "A"))
    assert [key for key in KEYS if f"{key} = " not in text and f"[{key}]" not in text] == []
    lines = [line.removeprefix("# ") for line in text.splitlines() if re.match(r"(# )?([a-z_-]+ = |\[lex|\"Ng)", line)]
    assert set(tomllib.loads("\n".join(lines))) == set(KEYS)
    parse_settings("\n".join(lines))


@pytest.mark.skipif(not OURS.is_file(), reason="the show isn't here: run the tests from a checkout")
def test_our_own_show_is_understood():
    settings = parse_settings(OURS.read_text("utf-8"))
    assert settings.show.title == tomllib.loads(OURS.read_text("utf-8"))["title"]
    assert settings.show.type is ShowType.EPISODIC
