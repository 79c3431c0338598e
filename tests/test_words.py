"""From the text to the transcript no word is lost, said twice, or out of its place, however it is set."""

import re
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fakes import made
from storycast.engines.tone import Tone
from storycast.narration.editor import Editor
from storycast.narration.narrate import Cast
from storycast.reading.formats import read

OURS = re.compile(r"zq[a-y]+z")
"""Words that are known again: each stands in the text once."""

SETTINGS = ("plain", "em", "strong", "link", "quoted", "bracketed")
MARKDOWN = {"em": "*{}*", "strong": "**{}**", "link": "[{}](https://example.org/a)"}
HTML = {"em": "<em>{}</em>", "strong": "<b>{}</b>", "link": '<a href="/a">{}</a>'}
ANYWHERE = {"quoted": "“{}”", "bracketed": "({})"}
AFTER = (
    *(" ", " ", " ", ", ", "; ", ": ", " — ", "… ", ". ", "! ", "? ", ".” ", "\n"),
    *(" 1992 ", " $3.50 ", " Mr. ", " e.g. "),
)
OPENING = "It began on a quiet evening, with nobody there to see it, and it went on for most of that night."
PARAGRAPH, HEADING, ITEM, QUOTATION, SECTION = "paragraph", "heading", "item", "quotation", "section"

words = st.tuples(st.sampled_from(SETTINGS), st.sampled_from(AFTER))
parts = st.tuples(
    st.sampled_from((PARAGRAPH, PARAGRAPH, PARAGRAPH, HEADING, ITEM, QUOTATION, SECTION)),
    st.lists(words, min_size=1, max_size=14),
)
stories = st.lists(parts, min_size=1, max_size=6)


def ours():
    """Words without end, no two alike."""
    letters = "abcdefghijklmnopqrstuvwxy"
    return (f"zq{letters[n // 625 % 25]}{letters[n // 25 % 25]}{letters[n % 25]}z" for n in count())


def plain(kind, text):
    return {HEADING: text.replace("\n", " "), ITEM: f"- {text.replace(chr(10), ' ')}", SECTION: "***"}.get(kind, text)


def markdown(kind, text):
    flat = text.replace("\n", " ")
    return {HEADING: f"## {flat}", ITEM: f"- {flat}", QUOTATION: f"> {flat}", SECTION: "***"}.get(kind, text)


def html(kind, text):
    tag = {HEADING: "h2", ITEM: "li", QUOTATION: "blockquote"}.get(kind, "p")
    return "<hr>" if kind == SECTION else f"<{tag}>{text}</{tag}>"


FORMATS = {"story.txt": (plain, {}), "story.md": (markdown, MARKDOWN), "story.html": (html, HTML)}


def written(story, name):
    """The story as a text of that format."""
    part_of, marks = FORMATS[name]
    names, blocks = ours(), []
    for kind, said in story:
        each = [(marks | ANYWHERE).get(how, "{}").format(next(names)) + after for how, after in said]
        blocks.append(part_of(kind, "".join(each).strip() + "."))
    title = {"story.html": "<title>{0}</title><h1>{0}</h1>", "story.md": "# {0}"}.get(name, "{0}").format("A title")
    return "\n\n".join([title, part_of(PARAGRAPH, OPENING), *blocks]) + "\n"


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(story=stories)
def test_every_word_is_spoken_once_and_in_order(name, story):
    """Read or listed as left out; what is read is spoken, and stands in the transcript as it was written."""
    text = written(story, name)
    article = read(text.encode(), name=name)
    left_out = set(OURS.findall(" ".join(left.text for left in article.left_out)))
    with TemporaryDirectory() as folder:
        episode, _, _ = made(article, Path(folder), cast=Cast(Tone().voice(None, "en"), Editor()))
    script = " ".join(utterance.written for utterance in episode.script.utterances)
    transcript = " ".join(cue.text for cue in episode.transcript.cues)
    assert OURS.findall(script) == [word for word in OURS.findall(text) if word not in left_out]
    assert transcript.split() == script.split()
    blocks = " ".join(block.text for block in article.blocks)
    assert re.findall(r"\w+", script)[-len(re.findall(r"\w+", blocks)) :] == re.findall(r"\w+", blocks)
