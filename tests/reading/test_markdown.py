"""Markdown: marks become meaning or go, words stay."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storycast.errors import UnreadableArticle
from storycast.model import Block, BlockKind, Emphasis, Stress
from storycast.reading.formats import read

P, Q, L, H, B = (
    BlockKind.PARAGRAPH,
    BlockKind.QUOTE,
    BlockKind.LIST_ITEM,
    BlockKind.HEADING,
    BlockKind.SECTION_BREAK,
)


def article(written, **settings):
    return read(written.encode(), name="story.md", **settings)


def blocks(written, **settings):
    return [(block.kind, block.text) for block in article(f"# T\n\n{written}", **settings).blocks]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("One\nparagraph.\n\nTwo.", [(P, "One paragraph."), (P, "Two.")]),
        ("Hard  \nbreak, and\\\nanother.", [(P, "Hard\nbreak, and\nanother.")]),
        ("これは\n一つ。", [(P, "これは一つ。")]),
        ("One.\n\n## Part two\n\nTwo.", [(P, "One."), (H, "Part two"), (P, "Two.")]),
        ("One.\n\nPart two\n---\n\nTwo.", [(P, "One."), (H, "Part two"), (P, "Two.")]),
        ("One.\n\n***\n\nTwo.", [(P, "One."), (B, ""), (P, "Two.")]),
        ("***\n\nOne.\n\n---\n\n---\n\nTwo.\n\n* * *\n", [(P, "One."), (B, ""), (P, "Two.")]),
        ("- a rope\n- a lamp\n  - lit", [(L, "a rope"), (L, "a lamp"), (L, "lit")]),
        ("3. three\n3. four", [(L, "3. three"), (L, "4. four")]),
        ("> He said so.\n>\n> Twice.", [(Q, "He said so."), (Q, "Twice.")]),
        ("    Indented prose is prose.", [(P, "Indented prose is prose.")]),
        ("A [link](https://example.org/x) and [more][r].\n\n[r]: https://example.org", [(P, "A link and more.")]),
        ("Run `make` now.", [(P, "Run make now.")]),
        ("A &amp; B &mdash; C.", [(P, "A & B — C.")]),
        ("| Year | Boat |\n|--|--|\n| 1960 | Ida |\n| 1992 | |", [(L, "Year, Boat"), (L, "1960, Ida"), (L, "1992")]),
        ("One <span>two</span> three.", [(P, "One two three.")]),
        ("<div>\n<p>One<br>two.</p><p>Three.</p>\n</div>", [(P, "One\ntwo."), (P, "Three.")]),
        ("He said so.[^1]\n\n[^1]: In a letter\nof March.", [(P, "He said so.")]),
    ],
)
def test_blocks(written, expected):
    """Each form of Markdown as what it means."""
    assert blocks(written) == expected


def test_stress():
    """Emphasis is kept as meaning; the stronger of two wins; its marks are not words."""
    (block,) = article("# T\n\nIt was *his* boat, **her *own* river**.").blocks
    assert block.text == "It was his boat, her own river."
    assert block.stresses == (Stress(7, 10, Emphasis.MODERATE), Stress(17, 30, Emphasis.STRONG))


def test_mended():
    """A space that is missing after an end mark is put back, and the stress behind it moves along."""
    (block,) = article("# T\n\nHe ran silently.Father *took* it and shouted:“He’s **my** son!”").blocks
    assert block.text == "He ran silently. Father took it and shouted: “He’s my son!”"
    assert block.stresses == (Stress(24, 28), Stress(51, 53, Emphasis.STRONG))


@pytest.mark.parametrize(
    ("written", "text", "reason"),
    [
        ("One.\n\n```\nmake all\n```", "make all", "code"),
        ("One. ![a ferry](ferry.jpg)", "a ferry", "picture"),
        ("One.[^n]\n\n[^n]: In a letter.", "In a letter.", "footnote"),
        ("[^n]: In a letter.\n\n    To her.\n    Twice.\n\nOne.[^n]", "In a letter. To her. Twice.", "footnote"),
        ("One. ~~Two.~~", "Two.", "struck through"),
        ("One. <!-- to do -->", "to do", "comment"),
        ("<!-- to do -->\n\nOne.", "to do", "comment"),
        ('<img src="a.jpg" alt="a ferry">\n\nOne.', "a ferry", "picture"),
    ],
)
def test_left_out(written, text, reason):
    """What isn't read is listed with its reason, and read after all where everything is to be kept."""
    found = article(f"# T\n\n{written}")
    assert [(one.text, one.reason) for one in found.left_out] == [(text, reason)]
    assert [block.text for block in found.blocks] == ["One."]
    kept = article(f"# T\n\n{written}", keep_everything=True)
    assert text in " ".join(block.text for block in kept.blocks)
    assert kept.left_out == ()


def test_tables_and_lists_of_terms_in_html_are_parted():
    """As they are in a page: cells by commas, rows and terms by paragraphs."""
    table = (
        "<table>\n<tr><td>London</td>\n<td>Paris</td></tr>\n</table>\n\n<dl><dt>Term</dt><dd>What it means</dd></dl>"
    )
    told = [block.text for block in article(f"# T\n\nIt rained.\n\n{table}").blocks]
    assert told == ["It rained.", "London, Paris", "Term", "What it means"]


MARKS = [
    '[break:"1.2s"]',
    "[1200ms]",
    "[0.5s]",
    '(rose)[emphasis:"strong"]',
    '(rose)[emphasis:"strong"](again)',
    '(rose)[rate:"slow";pitch:"-2st";volume:"+3dB"]',
    '(Al)[sub:"aluminium"]',
    '(data)[ipa:"ˈdeɪtə"]',
    "++up++",
    "+up+",
    "~up~",
    "-up-",
    '[break:"1s"]: then',
    "[300ms]: then",
]


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("place", ["He {} and fell.", "{} and fell.", "He fell {}", "He *fell* {} and **rose**."])
def test_directions_stay_as_written(mark, place):
    """Speech Markdown passes through, wherever it stands."""
    expected = place.format(mark).replace("*", "")
    assert blocks(place.format(mark)) == [(P, expected)]


@pytest.mark.parametrize("mark", ['#[voice:"Kendra"]', '#[beat:"climax"]', "#[voice]"])
def test_direction_lines_stand_apart(mark):
    """A section mark is a paragraph by itself, with or without blank lines around it."""
    assert blocks(f"One.\n{mark}\nTwo.") == [(P, "One."), (P, mark), (P, "Two.")]
    assert blocks(f"One.\n\n{mark}\n\nTwo.") == [(P, "One."), (P, mark), (P, "Two.")]


def test_title_is_the_first_heading():
    """The first `#` heading is the title, the name under it the author, the date below it the date."""
    found = article("# The Last Ferry\n\n*By Nora Whitlock*\n\n3 March 2025\n\nIt rained.")
    assert (found.title, found.author, found.published.isoformat()) == ("The Last Ferry", "Nora Whitlock", "2025-03-03")


def test_kicker_above_the_title():
    """A `#` heading is the title even where a short line stands above it, which is still read."""
    found = article("River stories\n\n# The Last Ferry\n\nIt rained.")
    assert found.title == "The Last Ferry"
    assert [block.text for block in found.blocks] == ["River stories", "It rained."]


FRONT = """---
title: "The Last Ferry: a story"
author: Nora Whitlock
date: 2025-03-31
language: en-GB
voice: espeak:en-gb
pauses: light
colour: red
tags: [river, boats]
lexicon:
  Whitlock: WIT-lock
  Isère: /izɛʁ/
---
# The Last Ferry: A Story

It rained.
"""


def test_front_matter():
    """What stands between the `---` lines is known to the article; a key without meaning is remarked on."""
    found = article(FRONT)
    assert (found.title, found.author, found.published.isoformat()) == (
        "The Last Ferry: a story",
        "Nora Whitlock",
        "2025-03-31",
    )
    assert (found.language, found.voice) == ("en-GB", "espeak:en-gb")
    assert found.settings == (("pauses", "light"),)
    assert found.lexicon == (("Whitlock", "WIT-lock"), ("Isère", "/izɛʁ/"))
    assert found.remarks == ("front matter: colour, tags mean nothing here",)
    assert found.blocks == (Block(P, "It rained."),)
    assert [one.reason for one in found.left_out] == ["repeats the title"]


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("rate", "rate means nothing here; did you mean pace?"),
        ("Pause", "pause means nothing here; did you mean pauses?"),
        ("quote_voice", "quote_voice means nothing here; did you mean quote-voice?"),
        ("time", "time means nothing here"),
        ("tags", "tags means nothing here"),
    ],
)
def test_a_key_without_meaning_is_told_what_it_could_be(key, said):
    """Where it is near one of ours, or another name for it."""
    assert article(f"---\n{key}: 1.2\n---\nIt rained.\n").remarks == (f"front matter: {said}",)


def test_language_told_wins():
    """The language that the caller names wins over the front matter's."""
    assert article(FRONT, language="fr").language == "fr"


@pytest.mark.parametrize(
    ("yaml", "line"),
    [
        ("title: The Last Ferry: a story\nauthor: N", "line 2"),
        ("author: N\ntitle: 'open", "line 3"),
        ("author: N\n\ttitle: x", "line 3"),
        ("title: x\n- y", "line 3"),
    ],
)
def test_broken_front_matter(yaml, line):
    """Front matter that is no YAML is refused in one line that names the place."""
    with pytest.raises(UnreadableArticle) as refused:
        article(f"---\n{yaml}\n---\n\nIt rained.")
    assert str(refused.value).startswith(f"story.md: front matter, {line}: ")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("written", "title"),
    [
        (r'"Ears \ud83c\udfa7"', "Ears 🎧"),
        (r'"Half \ud83c of one"', "Half \ufffd of one"),
        (r'"Bell\x07 and \e[31mred"', "Bell and [31mred"),
        (r'"Nothing\0 and \u202eback"', "Nothing and back"),
    ],
)
def test_escapes_in_front_matter_are_read_as_characters(written, title):
    """As JSON writes them; what can't be seen goes, as everywhere."""
    assert article(f"---\ntitle: {written}\n---\nWords.\n").title == title


def test_front_matter_in_toml():
    """Between `+++` lines it says what it says in YAML; a draft stays a draft, and no key is read aloud."""
    found = article(
        '+++\n# mine\ntitle = "The Last Ferry"\ndate = 2025-03-31T10:00:00Z\ndraft = true\npace = 0.95\n'
        '[lexicon]\nWhitlock = "WIT-lock"\n+++\n\nIt rained.\n'
    )
    assert (found.title, found.published.isoformat()) == ("The Last Ferry", "2025-03-31")
    assert found.settings == (("draft", "true"), ("pace", "0.95"))
    assert found.lexicon == (("Whitlock", "WIT-lock"),)
    assert found.blocks == (Block(P, "It rained."),)


def test_broken_front_matter_in_toml():
    with pytest.raises(UnreadableArticle, match=r"^story\.md: front matter: .*at line 3, .*; texts stand in quotes"):
        article("+++\ndraft = true\ntitle = The Last Ferry\n+++\n\nIt rained.")


def test_two_lines_drawn_are_no_front_matter():
    """A text that only begins with a drawn line has no front matter."""
    assert [b.text for b in article("---\n\nIt rained. It poured.\n\n---\n\nIt stopped.").blocks] == [
        "It rained. It poured.",
        "",
        "It stopped.",
    ]


WORD = st.text("abcdefghij", min_size=1, max_size=9)
WORDS = st.lists(WORD, min_size=3, max_size=20)
PLAIN = WORDS.map(lambda words: (words, " ".join(words) + "."))
PART = st.one_of(
    PLAIN,
    PLAIN.map(lambda part: (part[0], f"> {part[1]}")),
    PLAIN.map(lambda part: (part[0], f"## {part[1]}")),
    PLAIN.map(lambda part: (part[0], f"- {part[1]}")),
    WORDS.map(lambda words: (words, f"{words[0]} **{words[1]}** *{' '.join(words[2:])}*.")),
    WORDS.map(lambda words: (words, f"[{words[0]}](http://x.y) " + "  \n".join(words[1:]) + ".")),
    WORDS.map(lambda words: (words, f"| {' | '.join(words)} |\n|{'--|' * len(words)}")),
)


@settings(deadline=None)
@given(st.lists(PART, min_size=1, max_size=10))
def test_no_word_is_lost(parts):
    """Every word of a text is in its blocks, once and in order."""
    found = article("# T\n\n" + "\n\n".join(written for _, written in parts))
    words = [word for words, _ in parts for word in words]
    heard = " ".join(block.text for block in found.blocks).replace(".", "").replace(",", "").split()
    assert heard == words
