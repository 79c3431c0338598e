"""Web pages: the article is read as its writer set it, and everything else on the page is listed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storycast.errors import InputError
from storycast.model import BlockKind, Emphasis, Stress
from storycast.reading.formats import read

P, Q, L, H, B = (
    BlockKind.PARAGRAPH,
    BlockKind.QUOTE,
    BlockKind.LIST_ITEM,
    BlockKind.HEADING,
    BlockKind.SECTION_BREAK,
)
FIRST = "The old ferry had crossed the river every morning for sixty years, and nobody could say who had built it."
LAST = "On the last day of March it did not come back, and the children stood on the bank until it was dark."


def page(body, head=""):
    top = '<nav><a href="/">Home</a></nav>'
    return (
        f'<!doctype html><html lang="en"><head><title>The Last Ferry</title>{head}</head><body>{top}'
        f"<article><h1>The Last Ferry</h1><p>{FIRST}</p>{body}<p>{LAST}</p></article></body></html>"
    )


def article(body, head="", **settings):
    return read(page(body, head).encode(), name="page.html", **settings)


def between(body):
    """The blocks that the markup between the first and the last paragraph gives."""
    found = [(block.kind, block.text) for block in article(body).blocks]
    assert found[0] == (P, FIRST)
    assert found[-1] == (P, LAST)
    return found[1:-1]


LONG = "Nobody on either bank had ever asked the ferryman what he did with the nights."


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        (f"<h2>The nights</h2><p>{LONG}</p>", [(H, "The nights"), (P, LONG)]),
        (f"<blockquote><p>{LONG}</p></blockquote>", [(Q, LONG)]),
        (f"<p>He fell.</p><hr><p>{LONG}</p>", [(P, "He fell."), (B, ""), (P, LONG)]),
        (f"<p>* * *</p><p>{LONG}</p>", [(B, ""), (P, LONG)]),
        (
            "<ul><li>a rope that was always wet</li><li><p>a lamp that was never lit</p></li></ul>",
            [(L, "a rope that was always wet"), (L, "a lamp that was never lit")],
        ),
        (
            "<ol start=3><li>the rope that was always wet<li>the lamp that was never lit</ol>",
            [(L, "3. the rope that was always wet"), (L, "4. the lamp that was never lit")],
        ),
        (
            "<table><tr><th>Year</th><th>Ferry</th></tr><tr><td>1960</td><td>Ida</td></tr></table>",
            [(L, "Year, Ferry"), (L, "1960, Ida")],
        ),
        (
            "<p>The river is wide,<br>the rope is thin,<br>and nobody knows.</p>",
            [(P, "The river is wide,\nthe rope is thin,\nand nobody knows.")],
        ),
        (f"<p>{LONG}<br><br>He fell asleep.</p>", [(P, LONG), (P, "He fell asleep.")]),
        (f"<p>{LONG}<sup><a href='#n1'>1</a></sup> It was 4<sup>2</sup> miles.</p>", [(P, f"{LONG} It was 42 miles.")]),
        (f"<p>{LONG} <a href='/x'>He fell.</a></p>", [(P, f"{LONG} He fell.")]),
        (f"<div>{LONG}</div>", [(P, LONG)]),
        (
            "<p><ruby>渡<rt>わた</rt></ruby>し船は、六十年のあいだ毎朝この川を渡っていた。</p>",
            [(P, "渡し船は、六十年のあいだ毎朝この川を渡っていた。")],
        ),
    ],
)
def test_blocks(markup, expected):
    """Each form of markup as what it means."""
    assert between(markup) == expected


def test_stress():
    """Emphasis is kept as meaning, whatever element carries it."""
    block = article(
        "<p>It was <em>his</em> boat and <b>her <i>own</i></b> river, and that was all there was.</p>"
    ).blocks[1]
    assert block.stresses == (Stress(7, 10), Stress(20, 27, Emphasis.STRONG))


@pytest.mark.parametrize(
    ("markup", "text", "reason"),
    [
        ("<figure><img src=a.jpg><figcaption>The ferry in 1960</figcaption></figure>", "The ferry in 1960", "caption"),
        ("<img src=a.jpg alt='a ferry'>", "a ferry", "picture"),
        ("<math><mi>E</mi><mo>=</mo><mi>m</mi></math>", "E = m", "formula"),
        (f"<blockquote class=pullquote>{FIRST}</blockquote>", FIRST, "pull quote"),
        (f"<blockquote>{LAST[:46]}</blockquote>", LAST[:46], "repeats the text"),
        (
            "<aside>About the author: she lives by a river.</aside>",
            "About the author: she lives by a river.",
            "box beside the text",
        ),
        (
            "<div class=newsletter-box><p>Get our letters every week.</p></div>",
            "Get our letters every week.",
            "newsletter box",
        ),
        (
            "<p><a href=/b>Read more: The bridge at low water</a></p>",
            "Read more: The bridge at low water",
            "links to other articles",
        ),
        (
            "<div class=related><h3>More</h3><ul><li><a href=/b>The bridge</a></ul></div>",
            "More · The bridge",
            "links to other articles",
        ),
        ("<pre><code>make all</code></pre>", "make all", "code"),
        ("<p style='display: none'>You can't see me.</p>", "You can't see me.", "hidden on the page"),
    ],
)
def test_left_out(markup, text, reason):
    """What stands in the page and isn't the article is listed, and read after all where everything is to be kept."""
    assert between(markup) == []
    assert (text, reason) in [(one.text, one.reason) for one in article(markup).left_out]
    kept = article(markup, keep_everything=True)
    assert kept.left_out == ()
    assert text.split(" · ")[-1] in [block.text for block in kept.blocks]


def test_what_is_left_out_of_a_table_is_told():
    """A picture in a row is listed, as one between paragraphs is."""
    found = article("<table><tr><th>Ferry<th>Year<tr><td>Ida <img src=a.jpg alt='a ferry'><td>1960</table>")
    assert "Ida, 1960" in [block.text for block in found.blocks]
    assert ("a ferry", "picture") in [(one.text, one.reason) for one in found.left_out]


@pytest.mark.parametrize(
    ("content", "header"),
    [
        (page("<p>Café – “so”</p>").encode(), None),
        (page("<p>Café – “so”</p>").encode("cp1252"), None),
        (page("<p>Café – “so”</p>", "<meta charset=windows-1252>").encode("cp1252"), None),
        (page("<p>Café – “so”</p>", "<meta charset=utf-8>").encode("cp1252"), "text/html; charset=windows-1252"),
        (page("<p>Café – “so”</p>", "<meta charset=iso-8859-1>").encode("cp1252"), None),
        (page("<p>Café – “so”</p>", "<meta charset=iso-8859-1>").encode(), "text/html; charset=UTF-8"),
        (page("<p>Café – “so”</p>").encode("utf-16"), None),
        (
            page("<p>Café – “so”</p>", "<meta http-equiv=Content-Type content='text/html; charset=utf-8'>").encode(),
            "text/html",
        ),
        (page("<p>Café – “so”</p>", "<meta charset=nonsense>").encode(), None),
    ],
)
def test_charset(content, header):
    """The charset is the header's, else the page's own, else the content's."""
    found = read(content, name="page.html", content_type=header)
    assert "Café – “so”" in [block.text for block in found.blocks]


def test_metadata():
    """Title, author, date and language are what the page says of itself."""
    head = (
        '<meta name="author" content="Nora Whitlock">'
        '<meta property="article:published_time" content="2025-03-03T10:00:00Z">'
        '<meta property="og:title" content="The Last Ferry – River Tales">'
    )
    found = article("", head)
    assert (found.title, found.author, found.published.isoformat(), found.language) == (
        "The Last Ferry",
        "Nora Whitlock",
        "2025-03-03",
        "en",
    )


def test_paywall_is_said():
    """A page that says it isn't free is read as far as it goes, and that is said."""
    head = '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false}</script>'
    assert article("", head).remarks == ("the page says that it isn't free to all: this may be only its beginning",)


GERMAN = (
    "Die alte Fähre hatte den Fluss sechzig Jahre lang jeden Morgen überquert, und niemand wusste, wer sie gebaut hat. "
    "Am letzten Tag im März kam sie nicht zurück, und die Kinder standen am Ufer, bis es dunkel war."
)


def test_language_of_a_page():
    """A page that says it is in English and isn't is read in the language it is in, and that is said."""
    found = read(f"<html lang=en><body><article><p>{GERMAN}</p></article></body></html>".encode(), name="a.html")
    assert found.language == "de"
    assert found.remarks == ("the page says that it is in en; it is in de",)
    found = read(f"<html lang=de-AT><body><article><p>{GERMAN}</p></article></body></html>".encode(), name="a.html")
    assert (found.language, found.remarks) == ("de-AT", ())


def test_without_an_article():
    """A page that holds too little for an article is read by its markup."""
    found = read(b"<html><body><h1>Ida</h1><p>It did not come back.</p></body></html>", name="page.html")
    assert found.title == "Ida"
    assert [block.text for block in found.blocks] == ["It did not come back."]


@settings(deadline=None)
@given(st.text(max_size=300).map(lambda text: f"<html><body>{text}"))
def test_any_page(markup):
    """Any markup gives an article with words, or one line that says why not."""
    try:
        found = read(markup.encode("utf-8", "replace"), name="page.html")
    except InputError as refused:
        said = str(refused)
    else:
        said = found.title
        assert found.blocks
    assert said
    assert "\n" not in said


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 20_000,
        "<b>" * 100_000 + "x",
        "<p>" * 20_000,
        "<table><tr><td>" * 5_000,
        "<ul><li>" * 20_000,
        "&" * 100_000,
        "<" * 100_000,
    ],
)
def test_deep_pages(markup):
    """A page nested without end is read, or refused in one line."""
    try:
        read(f"<html><body>{markup}It did not come back.".encode(), name="page.html")
    except InputError as refused:
        said = str(refused)
        assert "\n" not in said
