"""An annotated text, made, gives the very same episode; and what its writer changes in it then counts."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import marked
from storycast.model import (
    Article,
    BeatStart,
    Block,
    BlockKind,
    Emphasis,
    Hold,
    Marks,
    Place,
    Role,
    Stress,
    Utterance,
    Voice,
)
from storycast.narration.annotation import annotated
from storycast.narration.directions import directed
from storycast.narration.directors import director
from storycast.narration.narrate import Cast, narrate
from storycast.narration.sentences import sentences
from storycast.reading.formats import read

ROOT = Path(__file__).parents[2]
TEXTS = sorted(
    [
        *(ROOT / "audio" / "stories").glob("*.md"),
        *(path for path in (ROOT / "tests" / "data" / "texts").iterdir() if path.suffix in {".md", ".txt"}),
        *marked.GOLD,
    ]
)
VOICE, HIGH = Voice("tone", "low", "en"), Voice("tone", "high", "en")


class Whim:
    """Marks beats and holds by chance, at sentences and inside them."""

    name = "whim"

    def __init__(self, seed):
        self.seed = seed

    def direct(self, article, _recall=None):
        chance = random.Random(self.seed)
        beats, holds = [BeatStart(Place(0), Role.HOOK)], []
        for number, block in enumerate(article.blocks):
            for start, end in sentences(block.text, article.language):
                at = Place(number, start)
                if chance.random() < 0.15 and at != Place(0):
                    beats.append(BeatStart(at, chance.choice(list(Role))))
                if chance.random() < 0.2:
                    holds.append(Hold(at, chance.randint(1, 3), "a whim"))
                space = block.text.find(" ", start, end)
                if chance.random() < 0.1 and space > 0 and not block.text[space + 1].isspace():
                    holds.append(Hold(Place(number, space + 1), chance.randint(1, 3), "a whim"))
        return Marks(tuple(beats), tuple(holds))


def cast(chosen, **settings):
    return Cast(VOICE, chosen, voices={"high": HIGH}, **settings)


def heard(script):
    """All that decides how a script sounds and what is shown: not why."""
    return [
        (
            beat.role,
            beat.title,
            [
                (line.text, line.written, line.voice, line.delivery, line.stresses, line.phonemes, line.at)
                if isinstance(line, Utterance)
                else line.length
                for line in beat.lines
            ],
        )
        for beat in script.beats
    ]


def again(article, script):
    """The annotated text, read anew."""
    return read(annotated(article, script).encode(), name="annotated.md")


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
@pytest.mark.parametrize("seed", [1, 2])
def test_an_annotated_text_is_heard_the_same(path, seed):
    """Every utterance, every pause, every beat and its name."""
    article = read(path.read_bytes(), name=path.name)
    script = narrate(article, cast(Whim(seed)))
    read_again = again(article, script)
    assert heard(narrate(read_again, cast(director("written")))) == heard(script)
    for name in ("title", "author", "published", "language", "lexicon", "voice"):
        assert getattr(read_again, name) == getattr(article, name)


@pytest.mark.parametrize("settings", [{"pace": 1.3}, {"longest": 60}])
def test_options_work_alike_on_both(settings):
    """What the command line asks for does to the annotated text what it does to the article."""
    path = ROOT / "audio" / "stories" / "the-last-lap.md"
    path = path if path.exists() else TEXTS[0]
    article = read(path.read_bytes(), name=path.name)
    script = narrate(article, cast(Whim(3), **settings))
    assert heard(narrate(again(article, script), cast(director("written"), **settings))) == heard(script)


def test_what_the_writer_edits_counts():
    """A break made longer, a beat taken out."""
    article = Article("Run", (Block(BlockKind.PARAGRAPH, "He ran. He fell."), Block(BlockKind.PARAGRAPH, "He rose.")))
    marks = Marks((BeatStart(Place(0), Role.HOOK), BeatStart(Place(1), Role.CLIMAX)), (Hold(Place(0, 8), 1, "a fall"),))

    class Told:
        name = "told"

        def direct(self, _article, _recall):
            return marks

    text = annotated(article, narrate(article, cast(Told())))
    assert text == (
        '---\ntitle: "Run"\nlanguage: "en"\ndirector: written\n---\n\n#[beat:"hook"]\n\n'
        'He ran. [break:"1s"] He fell.\n\n#[beat:"climax"]\n\nHe rose.\n'
    )
    edited = text.replace('"1s"', '"2.5s"').replace('#[beat:"climax"]', "")
    script = narrate(read(edited.encode(), name="-"), cast(director("written")))
    assert [beat.role for beat in script.beats] == [Role.HOOK]
    assert 2500 in [line.length for line in script.beats[0].lines if not isinstance(line, Utterance)]


HAND = """---
title: 'By "hand"'
author: J. K. Doe
date: 2024-02-29
pauses: light
lexicon:
  gif: jiff
  Siobhán: /ʃɪˈvɔːn/
---
#[voice:"high"]

It was (**very** ++very++ old)[rate:"slow";pitch:"-2st"], (*Siobhán*)[emphasis:"reduced"] said. [1s]

> (Al){aluminum} & (pecan)/pɪˈkɑːn/; (a [500ms] b)[volume:"+3dB";voice:"device"]

#[defaults]

1. A * b _c_ [d](https://example.com) \\<e\\> &amp; ~~f~~
3. 2\\. Write \\\\[500ms] or (so\\)

# 100% #

+ not a list? \\+ yes - it is
"""


def test_the_writers_own_marks_are_kept():
    """Voices, manners, words, sounds, emphasis, lexicon and settings all come through."""
    article = read(HAND.encode(), name="hand.md")
    script = narrate(article, cast(director("plain")))
    read_again = again(article, script)
    assert heard(narrate(read_again, cast(director("written")))) == heard(script)
    assert directed(read_again)[0].blocks == directed(article)[0].blocks
    assert read_again.lexicon == article.lexicon
    assert read_again.settings == (("pauses", "light"), ("director", "written"))


@pytest.mark.parametrize("said", ["say it", 'a "b" c', "it's", 'say "it\'s" now', "it's 5\" long", '“say” "it\'s" now'])
def test_words_to_be_said_may_hold_any_quotation_mark(said):
    """They are said, not the mark that asks for it."""
    article = Article("It", (Block(BlockKind.PARAGRAPH, f"He met (Al){{{said}}} there."),))
    script = narrate(article, cast(director("plain")))
    assert heard(narrate(again(article, script), cast(director("written")))) == heard(script)


SIGNS = (
    "so He ran. “No.” a+b ++x++ ~y~ -z- [1s] [sic] (so) (a)[rate] \\ \\[2s] # 1. - > * **b** _i_ `c` <b> &amp; & ~~ == "
    "--- | {x} ![p](q) [l](m) [^1] /ˈa/ #[voice:'x'] https://a.b/c_d é 他。 1992 $5"
)
WORDS = st.one_of(
    st.sampled_from([*SIGNS.split(), "\n"]),
    st.text("ab[]()\\+-~*_#.", min_size=1, max_size=5),
)
PLAIN = st.lists(WORDS, min_size=1, max_size=12).map(" ".join).map(lambda text: " ".join(text.split(" ")))


@st.composite
def blocks(draw):
    """A block as a reader would make it, its white space single, with stresses anywhere."""
    text = "\n".join(" ".join(line.split()) for line in draw(PLAIN).split("\n") if line.strip())
    edges = sorted(draw(st.sets(st.integers(0, len(text)), max_size=4)))
    stresses = tuple(
        Stress(start, end, draw(st.sampled_from(list(Emphasis))))
        for start, end in zip(edges[::2], edges[1::2], strict=False)
        if text[start:end].strip() == text[start:end]
    )
    kind = draw(st.sampled_from([BlockKind.PARAGRAPH, BlockKind.QUOTE, BlockKind.LIST_ITEM, BlockKind.HEADING]))
    return Block(kind, text, stresses, draw(st.integers(1, 6)) if kind is BlockKind.HEADING else 0)


@given(st.lists(blocks(), min_size=1, max_size=4), st.integers(0, 99))
def test_whatever_the_text_it_comes_back(written, seed):
    """Brackets, backslashes, signs of Markdown and of Speech Markdown: what was text is text again."""
    article = Article("It", tuple(written))
    clean = directed(article)[0].blocks
    if not clean or not all(any(map(str.isalnum, block.text)) for block in clean):
        return  # no reader makes blocks without a word
    script = narrate(article, cast(Whim(seed)))
    read_again = again(article, script)
    assert directed(read_again)[0].blocks == clean
    assert heard(narrate(read_again, cast(director("written")))) == heard(script)
