"""The texts in `data/texts/` are what their README says, so that other tests may rest on it."""

from pathlib import Path

import pytest

TEXTS = Path(__file__).parent / "data" / "texts"


def test_each_text_has_a_row_that_says_what_it_is_for():
    readme = (TEXTS / "README.md").read_text("utf-8")
    assert all(f"| `{text.name}` |" in readme for text in TEXTS.iterdir() if text.name != "README.md")


@pytest.mark.parametrize("flaw", ["\u200b", "\u200d", "\ufeff", "\u00a0", "silently.Father", "shouts:“He’s"])
def test_the_pasted_page_keeps_the_flaws_that_editors_like_to_mend(flaw):
    assert flaw in (TEXTS / "pasted-page.txt").read_text("utf-8")
