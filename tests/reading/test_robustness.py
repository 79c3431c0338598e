"""Texts that nobody writes: each is read, or refused in one line, and none hangs."""

import pytest

from storycast.errors import InputError
from storycast.reading.formats import read

STRANGE = {
    "one long sentence": "word " * 4_000 + ".",
    "many line ends": "a\n" * 20_000,
    "many blank lines": "\n" * 50_000 + "x.",
    "NUL": "a\0 b." * 10,
    "directions": "\u202ea\u2069 " * 5_000 + ".",
    "private use": "\ue000a " * 5_000 + ".",
    "marks on a letter": "a" + "\u0301\u0323" * 20_000,
    "surrogates": "\ud800a " * 5_000,
    "stops": "." * 50_000 + " x",
    "opened brackets": "[" * 5_000 + " x",
    "pictures begun": "![" * 1_000 + " x",
    "directions begun": '[a:"' * 1_000 + " x",
    "quotations in one another": ("> " * 200 + "a\n") * 50,
    "lists in one another": "".join(" " * depth + "- a\n" for depth in range(200)),
    "fences never closed": "~~~\n```\n" * 1_000 + "x",
    "stars": "*a " * 5_000,
    "front matter of brackets": f"---\na: {'[' * 800}\n---\nx.",
    "endless front matter": f"---\n{'a: b' * 20_000}\n---\nx.",
    "furniture": "Share\nHome\nComments\n" * 1_000,
    "tags": "<div><b>a" * 2_000,
}


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
@pytest.mark.parametrize("strange", STRANGE)
def test_strange_texts(strange, name):
    """Whatever the text, an article or one line comes of it."""
    try:
        said = read(STRANGE[strange].encode("utf-8", "surrogatepass"), name=name).title
    except InputError as refused:
        said = str(refused)
    assert said
    assert "\n" not in said
    assert said.isprintable()
