"""Pages as site builders, newspapers, wikis and newsletters make them: the article is found in each."""

import json
import re
import sys
from collections import Counter
from pathlib import Path

import pytest

from storycast.model import BlockKind
from storycast.reading.formats import read

PAGES = sorted((Path(__file__).parents[1] / "data" / "pages").glob("*.html"))
WORD = re.compile(r"[\u3040-\u9fff]|[^\W_\u3040-\u9fff]+")


def expected(path):
    return json.loads(path.with_suffix(".json").read_text("utf-8"))


def found(path):
    return read(path.read_bytes(), name=path.name, content_type=expected(path).get("content_type"))


def words(texts):
    return Counter(WORD.findall(" ".join(texts).lower()))


def scores(path):
    """Precision, recall and F1 of the words read."""
    told, heard = words(expected(path)["body"]), words(block.text for block in found(path).blocks)
    hit = (told & heard).total()
    precision, recall = hit / max(heard.total(), 1), hit / max(told.total(), 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def test_words():
    """Of all pages at least 0.97 of the words are right (F1), and of none less than 0.90."""
    table = {path.stem: scores(path) for path in PAGES}
    rows = sorted(table.items(), key=lambda row: row[1][2])
    lines = [f"{name:26} precision {p:.3f}  recall {r:.3f}  F1 {f1:.3f}" for name, (p, r, f1) in rows]
    mean = sum(f1 for _, _, f1 in table.values()) / len(table)
    sys.stdout.write("\n".join([*lines, f"{len(table)} pages, mean F1 {mean:.3f}\n"]))
    assert len(table) >= 30
    assert mean >= 0.97
    assert min(f1 for _, _, f1 in table.values()) >= 0.90


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_what_a_page_says_of_itself(path):
    """Title, author, date and language are the page's own."""
    article, told = found(path), expected(path)
    assert article.title == told["title"]
    assert article.author == told["author"]
    assert (article.published and article.published.isoformat()) == told["date"]
    assert article.language.partition("-")[0] == told["language"]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_no_word_is_lost(path):
    """What of the article isn't read is listed: together with the title they hold every word of it."""
    article = found(path)
    heard = words([article.title, article.author or "", *(block.text for block in article.blocks)])
    listed = words(one.text for one in article.left_out)
    assert not words(expected(path)["body"]) - heard - listed


def test_structure():
    """Headings, quotations, lists and breaks are as the writer set them."""
    kinds = {path.stem: Counter(block.kind for block in found(path).blocks) for path in PAGES}
    assert kinds["wordpress-blocks"][BlockKind.HEADING] == 2
    assert kinds["wordpress-blocks"][BlockKind.QUOTE] == 1
    assert kinds["medium-like"][BlockKind.LIST_ITEM] == 3
    assert kinds["squarespace"][BlockKind.SECTION_BREAK] == 1
    assert kinds["wiki"][BlockKind.HEADING] == 3
