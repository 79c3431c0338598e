"""The director by default: marks at legal places, each with its reason, few in calm texts, the same every time."""

import random
from itertools import pairwise

import pytest
from msgspec.structs import replace

from storycast.model import Article, Block, BlockKind, Place, Role
from storycast.narration.directors import director
from storycast.narration.editor import APART, Editor
from storycast.narration.gaps import WORD, gaps, heard
from storycast.narration.sentences import sentences
from storycast.reading.formats import read

STORY = """\
The lamp in the tower had burned every night for thirty-one years, through gales that took the roof off the church and
winters when the supply boat could not land for months.

Tom Bell lit it at dusk, and his wife trimmed the wick at midnight, and in all that time the ships that came round the
point had never once looked for it in vain.

On the ninth of November the wind went round to the north. By four o'clock the sea was breaking over the landing. Tom
climbed the stairs as he always did, one hand on the rope, and put a match to the wick.

Nothing happened.

He tried again. He tried a third time, and then he went down and looked at the oil, and saw that someone had filled the
can with water. Out beyond the reef a ship was already signalling. She was close, and she was turning the wrong way.

"What will you do?" his wife asked.

He did not answer. He took down the curtains, and the tablecloth, and the good sheets that had been her mother's, and
he carried them up to the gallery with the last of the whisky. Then he struck a match — and the whole top of the tower
went up in flame.

The ship turned. But nobody ever learned who had filled the can.

Today the tower is a guesthouse. There is a lamp in every room, and a card beside each one asks guests not to touch it.
It is never left alone in the dark."""

RECIPE = """\
This soup serves four people and takes about forty minutes. You need one onion, two carrots, a stick of celery, a tin of
chopped tomatoes, a litre of stock and a handful of small pasta.

Peel the onion and chop it finely. Cut the carrots and the celery into small cubes. Warm two spoons of oil in a large
pan over a medium heat, add the vegetables and cook them for ten minutes, stirring now and then, until they are soft.

Add the tomatoes and the stock and bring the pan to a simmer. Cook for fifteen minutes. Add the pasta and cook for
another eight minutes, or as long as the packet says.

Season with salt and pepper. Serve with bread and grated cheese. The soup keeps for three days in the fridge, and it can
be frozen before the pasta is added."""

NOTICE = """\
Version 4.2 of the desktop client is available for download from Monday. It replaces version 4.1 and can be installed
over it without losing any settings.

The new release adds a dark theme, a larger font in the message list, and support for the calendar format used by most
office suites. Search results are now grouped by folder, and attachments can be previewed without opening the message.

The installer has been reduced from 120 to 85 megabytes. On older machines the program starts about a third faster than
before. Customers with a maintenance contract receive the update automatically during the week. Others will find it in
the download area of their account.

Support for version 3 ends in March. Please contact the service desk with any questions about the change."""

REPORT = """\
The council met on Tuesday to discuss the budget for the coming year. The treasurer presented the figures for the first
three quarters, which show a small surplus in the accounts for parks and libraries.

Members agreed to spend part of this sum on new lighting along the canal path. The work is planned for spring and will
be carried out in two stages, starting at the station. A local firm has offered to supply the lamps at a reduced price.

The second item concerned the timetable of the bus service to the hospital. The operator has proposed an additional
journey in the early evening. The transport committee will study the proposal and report back in January.

The chair thanked the volunteers who had helped to plant trees in the old cemetery. The next meeting will be held on
the second Tuesday of the month in the main hall."""


def article(text, title="The Keeper"):
    blocks = (Block(BlockKind.PARAGRAPH, " ".join(part.split())) for part in text.split("\n\n"))
    return Article(title, tuple(blocks))


@pytest.mark.parametrize("text", [RECIPE, NOTICE, REPORT])
def test_calm_texts_get_one_hold_at_most(text):
    assert len(Editor().direct(article(text, "Notes")).holds) <= 1


def test_a_story_gets_its_silences():
    assert len(Editor().direct(article(STORY)).holds) >= 4


def test_the_same_article_gives_the_same_marks():
    assert Editor().direct(article(STORY)) == Editor().direct(article(STORY))


def test_beats_start_at_sentences_and_holds_before_words():
    story = article(STORY)
    marks = Editor().direct(story)
    for start in marks.beats:
        assert start.at.offset in {begin for begin, _ in sentences(story.blocks[start.at.block].text)}
    for hold in marks.holds:
        text = story.blocks[hold.at.block].text
        opened = text[hold.at.offset :].lstrip("“‘\"'([—")
        assert WORD.match(opened), f"a word follows the hold: {text[hold.at.offset :][:20]!r}"
        assert hold.at.offset == 0 or not text[hold.at.offset - 1].isalnum(), "no word is cut"
    assert marks.beats[0].at == Place(0)
    assert [start.at for start in marks.beats] == sorted({start.at for start in marks.beats})
    assert [hold.at for hold in marks.holds] == sorted({hold.at for hold in marks.holds})


@pytest.mark.parametrize(
    "text",
    ["by Mr. Gore", "in St. Louis", "some $9.60", "beat them 3–2", "the 1915–16 season", "at 12:30", "1,000 men"],
)
def test_no_name_and_no_figure_is_held_apart(text):
    """A stop, point or dash within one is no place where a reader pauses."""
    found = gaps(heard(read(f"It was {text} who came.".encode(), name="a.txt")))
    assert found.at.tolist() == []


def test_marks_are_gaps():
    """Commas, dashes and ellipses are; closed quotations too."""
    found = gaps(heard(read("She—if it was she – came, at last… and “stayed.” he said.".encode(), name="a.txt")))
    assert [found.heard.words[word] for word in found.at] == ["if", "came", "at", "and", "he"]


def test_no_two_holds_within_a_breath():
    story = article(STORY)
    words = [(number, word.start()) for number, block in enumerate(story.blocks) for word in WORD.finditer(block.text)]
    numbers = [sum(word < (hold.at.block, hold.at.offset) for word in words) for hold in Editor().direct(story).holds]
    assert all(after - before >= APART for before, after in pairwise(numbers))


def test_a_text_that_is_loud_all_through_is_held_in_sparingly():
    """A hold's power comes from rarity: short hard lines in a row get some, but not one every twenty words."""
    lines = STORY.replace(". ", ".\n\n").replace(", and", ".\n\nBut")
    loud = article("\n\n".join(lines.replace("Tom", name) for name in ("Tom", "John", "Ned")))
    words = sum(len(block.text.split()) for block in loud.blocks)
    assert 1 <= len(Editor().direct(loud).holds) <= words / 20


def test_every_mark_says_why():
    marks = Editor().direct(article(STORY))
    assert all(start.reasons and all(start.reasons) for start in marks.beats)
    assert all("before '" in hold.reason and hold.strength in {1, 2, 3} for hold in marks.holds)


def marks_by_block(marked, blocks):
    """For each block the marks in it."""
    found = {number: set() for number in range(blocks)}
    for mark in (*marked.beats, *marked.holds):
        found[mark.at.block].add((mark.at.offset, getattr(mark, "role", None), getattr(mark, "strength", None)))
    return found


def test_an_edit_leaves_the_marks_of_other_places_alone():
    """Over many edits of one sentence at least nineteen in twenty of the paragraphs farther off keep every mark."""
    whole = article("\n\n".join((STORY, REPORT, NOTICE, STORY.replace("Tom", "John").replace("lamp", "bell"), RECIPE)))
    chance = random.Random(7)
    before = marks_by_block(Editor().direct(whole), len(whole.blocks))
    same = []
    for _ in range(25):
        number = chance.randrange(len(whole.blocks))
        text = whole.blocks[number].text
        start, end = chance.choice(sentences(text))
        edited = replace(whole.blocks[number], text=f"{text[:start]}We had not thought of that.{text[end:]}")
        blocks = (*whole.blocks[:number], edited, *whole.blocks[number + 1 :])
        after = marks_by_block(Editor().direct(replace(whole, blocks=blocks)), len(blocks))
        same += [after[other] == before[other] for other in before if abs(other - number) > 2]
    assert sum(same) / len(same) >= 0.95


def test_headings_and_breaks_open_beats():
    story = article(STORY)
    parts = (
        *story.blocks[:2],
        Block(BlockKind.HEADING, "The ninth of November", level=2),
        *story.blocks[2:5],
        Block(BlockKind.SECTION_BREAK),
        *story.blocks[5:],
    )
    starts = {start.at: start.reasons for start in Editor().direct(replace(story, blocks=parts)).beats}
    assert starts[Place(2)] == ("a heading",)
    assert starts[Place(7)] == ("a section break",)


@pytest.mark.parametrize("blocks", [(), (Block(BlockKind.PARAGRAPH, "Salt."),), (Block(BlockKind.HEADING, "Salt"),)])
def test_the_smallest_articles_have_one_beat(blocks):
    marks = Editor().direct(Article("Salt", blocks))
    assert [start.at for start in marks.beats] == [Place(0)]
    assert not marks.holds


def test_an_arc_opens_with_a_hook():
    roles = [start.role for start in Editor().direct(article(STORY)).beats]
    assert roles[0] is Role.HOOK
    assert roles.count(Role.CLIMAX) <= 1


def test_the_directors_by_name():
    assert director("editor").name == "editor"
