"""Books and office documents: read as their writers set them; what isn't read is listed."""

import io
import sys
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import office as make
from storycast.errors import InputError, UnreadableArticle
from storycast.model import BlockKind, Emphasis, Stress
from storycast.reading.formats import read

P, Q, L, H, B = (
    BlockKind.PARAGRAPH,
    BlockKind.QUOTE,
    BlockKind.LIST_ITEM,
    BlockKind.HEADING,
    BlockKind.SECTION_BREAK,
)
FIRST = "The old ferry had crossed the river every morning for sixty years."
LAST = "On the last day of March it did not come back."


def kinds(article):
    return [(block.kind, block.text) for block in article.blocks]


def test_epub():
    """A book is read chapter by chapter; cover, contents, notes and imprint are listed, not read."""
    note = '<aside epub:type="footnote"><p>A note.</p></aside>'
    book = make.epub(
        [
            '<section epub:type="titlepage"><h1>The Last Ferry</h1><p>Nora Whitlock</p></section>',
            f'<h2>One</h2><p>{FIRST}<a epub:type="noteref" href="#n">1</a></p>{note}',
            f'<h2>Two</h2><p>It <em>rained</em>.<span epub:type="pagebreak" id="p2"/> It poured.</p><hr/><p>{LAST}</p>',
            '<section epub:type="colophon"><p>Set in Garamond.</p></section>',
        ],
        "<dc:title>The Last Ferry</dc:title><dc:creator>Nora Whitlock</dc:creator><dc:creator>Ida Holt</dc:creator>"
        "<dc:language>en-GB</dc:language><dc:date>2021-05-06T00:00:00Z</dc:date>",
    )
    article = read(book, name="book.epub")
    assert (article.title, article.author, article.language) == ("The Last Ferry", "Nora Whitlock, Ida Holt", "en-GB")
    assert article.published.isoformat() == "2021-05-06"
    assert kinds(article) == [
        (H, "One"),
        (P, FIRST),
        (B, ""),
        (H, "Two"),
        (P, "It rained. It poured."),
        (B, ""),
        (P, LAST),
    ]
    assert [(one.text, one.reason) for one in article.left_out] == [
        ("The Last Ferry", "title page, contents or imprint"),
        ("Nora Whitlock", "title page, contents or imprint"),
        ("1", "footnote"),
        ("A note.", "footnote"),
        ("Set in Garamond.", "title page, contents or imprint"),
    ]


def w(text, style="", properties="", run=""):
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    words = f'<w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{words}</w:p>"


def cell(text):
    return f"<w:tc>{w(text)}</w:tc>"


STYLES = (
    '<w:style w:styleId="Titel"><w:name w:val="Title"/></w:style>'
    '<w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:styleId="Mein"><w:name w:val="Mein"/><w:basedOn w:val="berschrift1"/></w:style>'
    '<w:style w:styleId="Zitat"><w:name w:val="Quote"/></w:style>'
    '<w:style w:styleId="Kreis"><w:name w:val="Kreis"/><w:basedOn w:val="Kreis"/></w:style>'
)


def test_word():
    """A Word document is read by what its styles are, whatever language named them."""
    body = (
        w("The Last Ferry", "Titel")
        + w("By Nora Whitlock")
        + w(FIRST)
        + w("The nights", "Mein")
        + w("So she said.", "Zitat")
        + w("a rope", properties="<w:numPr/>")
        + w("* * *")
        + "<w:p><w:r><w:t>It </w:t></w:r><w:r><w:rPr><w:i/></w:rPr><w:t>rained</w:t></w:r>"
        + "<w:del><w:r><w:delText>x</w:delText></w:r></w:del>"
        + "<w:r><w:t>, it</w:t><w:tab/><w:t>poured</w:t><w:br/><w:t>down.</w:t></w:r>"
        + '<w:r><w:rPr><w:b w:val="0"/><w:vanish/></w:rPr><w:t>Hidden.</w:t></w:r>'
        + '<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
        + f"<w:tbl><w:tr>{cell('Year')}{cell('1960')}</w:tr></w:tbl>"
        + w(LAST, "Kreis")
    )
    notes = '<w:footnote w:type="separator"><w:p/></w:footnote><w:footnote w:id="2">' + w("A note.") + "</w:footnote>"
    article = read(make.word(body, STYLES, notes), name="ferry.docx")
    assert (article.title, article.author) == ("The Last Ferry", "Nora Whitlock")
    assert kinds(article) == [
        (P, FIRST),
        (H, "The nights"),
        (Q, "So she said."),
        (L, "a rope"),
        (B, ""),
        (P, "It rained, it poured\ndown."),
        (L, "Year, 1960"),
        (P, LAST),
    ]
    assert article.blocks[5].stresses == (Stress(3, 9),)
    assert [(one.text, one.reason) for one in article.left_out] == [("A note.", "footnote")]


def test_word_boxes_are_read_once():
    """A text box is in a document twice, for older programs; it is read once."""
    box = f"<w:txbxContent>{w('In a box.')}</w:txbxContent>"
    body = w(FIRST) + (
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing>"
        f"{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert [text for _, text in kinds(read(make.word(body), name="a.docx"))] == [FIRST, "In a box."]


def test_a_table_in_a_table_is_read_once():
    """The inner cells are in the outer one, and not rows of their own as well."""
    inner = f"<w:tc>{w('Outer')}<w:tbl><w:tr>{cell('one')}{cell('two')}</w:tr></w:tbl>{w('')}</w:tc>"
    body = w(FIRST) + f"<w:tbl><w:tr>{cell('Year')}{inner}</w:tr></w:tbl>"
    assert kinds(read(make.word(body), name="a.docx")) == [(P, FIRST), (L, "Year, Outer one two")]


def test_opendocument_cells_are_read_as_paragraphs_are():
    """Tabs and lines part words; a note isn't read out, and is listed once."""
    note = "<text:note><text:note-body><text:p>Not</text:p><text:p>read.</text:p></text:note-body></text:note>"
    cells = (
        "<text:p>Mill<text:tab/>race</text:p><text:p>One line<text:line-break/>two</text:p>",
        f"<text:p>Ebb{note}</text:p>",
    )
    row = "".join(f"<table:table-cell>{cell}</table:table-cell>" for cell in cells)
    body = f"<text:p>{FIRST}</text:p><table:table><table:table-row>{row}</table:table-row></table:table>"
    article = read(make.opendocument(body), name="a.odt")
    assert kinds(article) == [(P, FIRST), (L, "Mill race One line two, Ebb")]
    assert [one.text for one in article.left_out] == ["Not read."]


def test_opendocument():
    """An OpenDocument text is read by its styles; notes, comments and deletions aren't read."""
    styles = (
        '<style:style style:name="P1" style:parent-style-name="Quotations"/>'
        '<style:style style:name="T1"><style:text-properties fo:font-weight="bold"/></style:style>'
    )
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>Gone.</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        '<text:p text:style-name="Title">The Last Ferry</text:p><text:p>Nora Whitlock</text:p>'
        f"<text:p>{FIRST}<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>A note.</text:p>"
        "</text:note-body></text:note></text:p>"
        '<text:h text:outline-level="2">The nights</text:h><text:p text:style-name="P1">So she said.</text:p>'
        "<text:list><text:list-item><text:p>a rope</text:p></text:list-item></text:list>"
        '<text:p>It<text:s text:c="3"/><text:span text:style-name="T1">rained</text:span>,'
        "<text:line-break/>it poured.</text:p>"
        "<table:table><table:table-row><table:table-cell><text:p>Year</text:p></table:table-cell>"
        "<table:table-cell><text:p>1960</text:p></table:table-cell></table:table-row></table:table>"
        f"<text:p>{LAST}</text:p>"
    )
    article = read(make.opendocument(body, styles), name="ferry.odt")
    assert (article.title, article.author) == ("The Last Ferry", "Nora Whitlock")
    assert kinds(article) == [
        (P, FIRST),
        (H, "The nights"),
        (Q, "So she said."),
        (L, "a rope"),
        (P, "It rained,\nit poured."),
        (L, "Year, 1960"),
        (P, LAST),
    ]
    assert article.blocks[4].stresses == (Stress(3, 9, Emphasis.STRONG),)
    assert [one.text for one in article.left_out] == ["A note."]


def test_what_a_document_refers_to_is_read():
    """The words of a cross-reference are the sentence's own."""
    body = f"<text:p>{FIRST}</text:p><text:p>See <text:bookmark-ref>The nights</text:bookmark-ref> again.</text:p>"
    assert kinds(read(make.opendocument(body), name="a.odt")) == [(P, FIRST), (P, "See The nights again.")]


def test_formulas_of_a_document_are_told():
    """They are no words that a voice could read."""
    math = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    formula = f'<m:oMath xmlns:m="{math}"><m:r><m:t>E=m</m:t></m:r></m:oMath>'
    article = read(make.word(w(FIRST) + f"<w:p><w:r><w:t>So </w:t></w:r>{formula}</w:p>"), name="a.docx")
    assert [(one.text, one.reason) for one in article.left_out] == [("E=m", "formula")]


def test_a_book_without_one_of_its_chapters_says_so():
    """The others are read."""
    whole = make.epub([f"<p>{FIRST}</p>", f"<p>{LAST}</p>"])
    with zipfile.ZipFile(io.BytesIO(whole)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist() if name != "OEBPS/text/1 x.xhtml"}
    (remark,) = read(make.archive(parts), name="a.epub").remarks
    assert remark == "the book lists OEBPS/text/1 x.xhtml, and doesn't hold it"


def set_page(number, lines, x=60, top=760):
    head = [(60, 810, 8, "The Quarterly of Small Things"), (297, 30, 8, str(number))]
    return head + [(x, top - 12 * row, 10, line) for row, line in enumerate(lines)]


def test_pdf():
    """Running heads and page numbers go, lines and parted words are joined, also over pages."""
    one = [
        "The old ferry had crossed the river every morning for sixty years, and no-",
        "body on either bank could say who had built it. The well-known ferryman was",
    ]
    two = ["a man of few words, all of them well-", "known on both banks. He had a dog. The dog could", "swim."]
    three = ["On the last day of March the boat did not come back, and the dog did,"]
    pages = [
        [(60, 780, 20, "The Last Ferry"), *set_page(1, one, top=740)],
        set_page(2, two),
        [*set_page(3, three), (74, 736, 10, "Nobody asked."), (60, 700, 14, "The nights"), (60, 680, 10, "It rained.")],
    ]
    article = read(make.pdf(pages), name="ferry.pdf")
    whole = (
        "The old ferry had crossed the river every morning for sixty years, and nobody on either bank could say "
        "who had built it. The well-known ferryman was a man of few words, all of them well-known on both banks. "
        "He had a dog. The dog could swim."
    )
    assert article.title == "The Last Ferry"
    assert kinds(article) == [
        (P, whole),
        (P, three[0]),
        (P, "Nobody asked."),
        (H, "The nights"),
        (P, "It rained."),
    ]
    assert {one.reason for one in article.left_out} == {"running head"}
    assert len(article.left_out) == 6


def test_pdf_columns():
    """Columns are read one after the other, a paragraph going on from the foot of one to the head of the next."""
    left = [(60, 700 - 12 * n, 10, f"line {n} of the left column goes") for n in range(10)]
    right = [(320, 700 - 12 * n, 10, f"line {n} of the right column goes") for n in range(10)]
    (block,) = read(make.pdf([left + right]), name="a.pdf").blocks
    assert block.text == " ".join(text for *_, text in left + right)


def test_rich_text():
    """Rich text is read as its lines; its marks are not words."""
    written = rb"{\rtf1\ansi{\fonttbl\f0 Arial;}\f0 The Last Ferry\par By Nora Whitlock\par " + (
        FIRST.encode() + rb" {\b It} caf\'e9.\par " + LAST.encode() + rb"\par}"
    )
    article = read(written, name="ferry.rtf")
    assert (article.title, article.author) == ("The Last Ferry", "Nora Whitlock")
    assert [text for _, text in kinds(article)] == [f"{FIRST} It café.", LAST]


def bomb():
    return make.archive({"word/document.xml": b"<a>" + b" " * 60_000_000})


def entities():
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    return make.archive({"content.xml": f'<!DOCTYPE a [<!ENTITY e0 "boom">{lines}]><a>&e11;</a>'})


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (bomb, "unpacks to more than 50 MB"),
        (entities, "holds no text"),
        (lambda: make.archive({f"{n}": "" for n in range(20_001)}), "unpacks to more than"),
        (lambda: make.archive({"a.txt": "x"}), "an archive, not a document"),
        (lambda: make.archive({"META-INF/container.xml": "<a/>"}), "names no book"),
        (lambda: make.word(w(FIRST))[:-40], "damaged"),
        (lambda: b"PK\x03\x04" + bytes(100), "damaged"),
        (lambda: b"%PDF-1.7\n" + bytes(100), "damaged"),
        (lambda: make.pdf([[]]), "only pictures"),
        (lambda: b"\xd0\xcf\x11\xe0" + bytes(100), "an old Word document"),
        (lambda: b"\x1f\x8b" + bytes(100), "packed with gzip"),
        (lambda: make.epub([""]), "no words"),
    ],
)
def test_refusals(content, says):
    """What is a bomb, damaged, locked or empty is refused in one line."""
    with pytest.raises(UnreadableArticle) as refused:
        read(content(), name="thing")
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(("package", "content"), [("pypdf", make.pdf([[]])), ("striprtf.striprtf", rb"{\rtf1 x}")])
def test_missing_package(package, content, monkeypatch):
    """Where a reader's package is missing, the error holds the install line."""
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(UnreadableArticle, match=r"pip install 'storycast\[documents\]'"):
        read(content, name="thing")


def locked():
    """A document whose archive says that it is locked with a password."""
    content = bytearray(make.word(w(FIRST)))
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        places = [info.header_offset for info in opened.infolist()]
    for place in places:
        content[place + 6] |= 1
    directory = content.find(b"PK\x01\x02")
    while directory >= 0:
        content[directory + 8] |= 1
        directory = content.find(b"PK\x01\x02", directory + 4)
    return bytes(content)


def test_locked():
    """A document locked with a password is said to be."""
    with pytest.raises(UnreadableArticle, match="locked with a password"):
        read(locked(), name="a.docx")


WHOLE = {
    "epub": make.epub([f"<h1>One</h1><p>{FIRST}</p>"], "<dc:title>T</dc:title>"),
    "docx": make.word(w("T", "Titel") + w(FIRST), STYLES),
    "odt": make.opendocument(f"<text:p>{FIRST}</text:p>"),
    "pdf": make.pdf([set_page(1, [FIRST, LAST])]),
    "rtf": rb"{\rtf1\ansi The Last Ferry\par " + FIRST.encode() + rb"\par}",
}


@pytest.mark.parametrize("kind", WHOLE)
@settings(deadline=None)
@given(data=st.data())
def test_damaged_documents(kind, data):
    """A document with bytes changed, cut or put in gives an article or one line that says why not."""
    content = bytearray(WHOLE[kind])
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(content) - 1))
        length = data.draw(st.sampled_from([0, 1, 1, 4, 40]))
        content[place : place + length] = data.draw(st.binary(max_size=8))
        if not content:
            break
    try:
        said = read(bytes(content), name=f"a.{kind}").title
    except InputError as refused:
        said = str(refused)
    assert said
    assert "\n" not in said
