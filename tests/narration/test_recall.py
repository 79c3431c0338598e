"""What is remembered of an article never shows: a script is the one that would be worked out anew."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from fakes import STORIES
from storycast.engines.tone import Tone
from storycast.model import Block, BlockKind
from storycast.narration.editor import Editor
from storycast.narration.narrate import Cast, narrate
from storycast.narration.recall import runs
from storycast.reading.formats import read

NARRATOR = Tone().voice(None, "en")
TOLD = [read(path.read_bytes(), name=path.name) for path in STORIES]
SAID = ("“Nobody,” he said.", "But then the sea came in.", "In 1912, Dr. Wu paid $5.", "They were dead", "— and so?")


class Memory(dict):
    """One that counts what it had to work out."""

    made = 0

    def __call__(self, what, given, make):
        if (what, given) not in self:
            self.made += 1
            self[what, given] = json.dumps(make())
        return json.loads(self[what, given])


def edited(article, edit):
    """The article with a block taken out, put in, swapped or given another sentence; or with another title."""
    kind, where, words = edit
    blocks = list(article.blocks)
    at = where % len(blocks)
    match kind:
        case "cut" if len(blocks) > 1:
            del blocks[at]
        case "break":
            blocks.insert(at, Block(BlockKind.SECTION_BREAK))
        case "paragraph":
            blocks.insert(at, Block(BlockKind.PARAGRAPH, words))
        case "swap":
            blocks[at], blocks[-1] = blocks[-1], blocks[at]
        case "sentence" if blocks[at].text:
            blocks[at] = replace(blocks[at], text=f"{blocks[at].text} {words}")
        case "title":
            return replace(article, title=words)
    return replace(article, blocks=tuple(blocks))


EDITS = st.tuples(
    st.sampled_from(["cut", "break", "paragraph", "swap", "sentence", "title"]),
    st.integers(0, 1000),
    st.sampled_from(SAID),
)


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(TOLD), st.lists(EDITS, max_size=4))
def test_a_script_is_the_same_with_a_memory_and_without(article, edits):
    """Whatever was told before, and however it was edited since."""
    memory = Memory()
    for edit in [None, *edits]:
        article = edited(article, edit) if edit else article
        anew = narrate(article, Cast(NARRATOR, Editor()))
        assert narrate(article, Cast(NARRATOR, Editor(), recall=memory)) == anew


def test_an_edit_has_little_worked_out_anew():
    """Of a long story, what lies near the edit."""
    memory = Memory()
    blocks = tuple(block for article in TOLD for block in article.blocks) * 3
    long = replace(TOLD[0], blocks=blocks)
    narrate(long, Cast(NARRATOR, Editor(), recall=memory))
    whole, memory.made = memory.made, 0
    narrate(edited(long, ("sentence", len(blocks) // 2, SAID[1])), Cast(NARRATOR, Editor(), recall=memory))
    assert 0 < memory.made < whole / 4


@given(st.lists(st.binary(max_size=3), max_size=200), st.integers(1, 9))
def test_runs_hold_everything_once_and_in_order(keys, usual):
    found = list(runs(keys, usual))
    assert [number for run in found for number in range(run.start, run.stop)] == list(range(len(keys)))
    assert all(0 < run.stop - run.start <= 4 * usual for run in found)
